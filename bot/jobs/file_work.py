"""What is done about files, outside the three seconds that Slack waits: a few threads, rows with a lease.

Files that people bring are read in, imports are taken back, exports are sent.
The row says what is to be done (docs/decisions/0013). A process that dies leaves it to the next sweep of any other.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import errors
from bot.errors import CoachError
from bot.jobs import slack_files, telling
from bot.jobs.errand_work import OneErrand
from bot.jobs.slack_files import Fetched
from bot.services.errands import ErrandRow, Errands
from bot.services.exports import Exports
from bot.services.file_imports import MOST_ATTEMPTS, MOST_TRIES, FileImports, FileRow
from bot.services.people import People, Profile
from bot.slack_calls import UNREACHED, tls_to
from bot.texts import Texts, texts_for
from bot.values import Person
from bot.values.errands import Place
from bot.values.imports import FileRef, FileState
from bot.views import import_files, problems, reports
from bot.views.message import Message

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Files that one process has in hand: reading one takes a core, and on SQLite one writes at a time."""

MOST_IN_A_ROW = 100
SOON = timedelta(minutes=1)
"""What has to wait for no longer is begun by us; the rest by the engine's sweeps."""

TIDY_EVERY_S = 3600.0

Directory = Callable[[WebClient], Sequence[Profile]]
"""Gives whom Slack knows, for matching owners by e-mail and name."""


class FileWork:
    """Carries out what the rows of files and of errands say. Every process has one, with the same database.

    Nothing is started yet.
    """

    def __init__(
        self,
        files: FileImports,
        errands: Errands,
        exports: Exports,
        people: People,
        slack_api_url: str,
        directory: Directory,
    ) -> None:
        self._files = files
        self._errands = errands
        self._exports = exports
        self._people = people
        self._api = slack_api_url
        self._directory = directory
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="files")
        self._waiting = threading.Semaphore(AT_ONCE)
        self._tidied: float | None = None

    def wake(self) -> None:
        """There may be something to do: it is begun at once, in another thread."""
        if self._waiting.acquire(blocking=False):
            self._pool.submit(self._awake)

    def _awake(self) -> None:
        self._waiting.release()  # whoever wakes us from now on is heard once more
        try:
            for _ in range(MOST_IN_A_ROW):
                if not self._next():
                    break
            self._tidy()
        except Exception:
            log.exception("what is to be done about files is left to the next sweep")

    def _next(self) -> bool:
        """Do the next thing; False where there is none. What people ask for goes before what they bring."""
        errand = self._errands.take()
        if errand is not None:
            self.carry_out(errand)
            return True
        row = self._files.take()
        if row is not None:
            self.carry_out(row)
        return row is not None

    def carry_out(self, row: FileRow | ErrandRow) -> None:
        """Do what is to be done about one file, once. What fails is told, or put back to be tried again."""
        person = self._people.member(row.workspace_id, row.member_id)
        token = self._people.token(row.team_id)
        if person is None or token is None:
            (self._errands if isinstance(row, ErrandRow) else self._files).give_up(row)  # type: ignore[arg-type]
            return  # nobody is there to be told
        client = WebClient(token=token.bot_token, base_url=self._api, timeout=30, ssl=tls_to(self._api))
        one: OneErrand | _One
        if isinstance(row, ErrandRow):
            one = OneErrand(self._errands, self._exports, row, person, client)
        else:
            one = _One(self._files, self._api, self._directory, row, person, client)
        try:
            try:
                one.go()
            except (errors.StorageBusy, *UNREACHED):
                raise
            except CoachError as problem:
                one.fail(problems.message(one.texts, problem))
            except Exception:
                one.fail(_surprise(one.texts))
        except errors.StorageBusy:
            self._later(one, MOST_TRIES)
        except UNREACHED as problem:
            log.warning("what is to be done about a file has to wait: %s", _reason(problem))
            self._later(one, MOST_TRIES if slack_files.may_pass(problem) else MOST_ATTEMPTS)

    def _later(self, one: "OneErrand | _One", most: int) -> None:
        if one.row.attempts >= most:
            self._give_up(one)
            return
        wait = one.put_back()
        if wait <= SOON.total_seconds():
            again = threading.Timer(wait + 0.5, self.wake)
            again.daemon = True
            again.start()

    def _give_up(self, one: "OneErrand | _One") -> None:
        """Be done with it, with a last attempt to tell its owner."""
        try:
            one.fail(_surprise(one.texts))
        except UNREACHED as problem:
            log.warning("nobody could be told what became of a file: %s", _reason(problem))
            one.abandon()

    def _tidy(self) -> None:
        """Once an hour: what killed processes have left on this machine, and rows that nobody needs any more."""
        if self._tidied is None or time.monotonic() - self._tidied > TIDY_EVERY_S:
            self._tidied = time.monotonic()
            slack_files.clear_left_behind(time.time())
            self._files.forget_old()
            self._errands.forget_old()


class _One:
    """One file in hand."""

    def __init__(
        self,
        files: FileImports,
        api: str,
        directory: Directory,
        row: FileRow,
        person: Person,
        client: WebClient,
    ) -> None:
        self._files = files
        self._api = api
        self._directory = directory
        self.row = row
        self._person = person
        self._client = client
        self.texts: Texts = texts_for(person.locale)

    def go(self) -> None:
        """Raises CoachError for what its owner has to know, UNREACHED for what may work later on."""
        row = self.row
        if row.abandoned and row.attempts > MOST_ATTEMPTS:
            raise RuntimeError("each time this file was in hand, the process died")
        if row.message_ts is None:
            self._show(import_files.reading(self.texts, row.file_name))
        with slack_files.fetched(self._client, row.slack_file_id, row.file_name, self._api) as file:
            match row.state:
                case FileState.READING:
                    self._look(file)
                case FileState.CONFIRMED:
                    self._read_in(file)
                case FileState.IMPORTED:
                    self._tell(file)

    def fail(self, message: Message) -> None:
        """Tell the owner, and be done with the file; one that is read in is told as that. Raises UNREACHED."""
        if self.row.state is FileState.IMPORTED:
            self._show(import_files.done(self.texts, self._files.result(self.row), sent=False))
            self._files.told(self.row)
            return
        self._show(message)
        self._files.give_up(self.row)

    def put_back(self) -> float:
        """It may work later on; returns in how many seconds that is tried."""
        return self._files.put_back(self.row).total_seconds()

    def abandon(self) -> None:
        """Be done with the file; nobody could be told."""
        self._files.give_up(self.row)

    def _look(self, file: Fetched) -> None:
        found = self._files.look(self.row, self._person, file.path, self._known())
        ref = FileRef(self.row.id, self.row.round)
        # Shown first: who presses a button before it is written down is asked to press again.
        self._show(import_files.found(self.texts, found, ref))
        self._files.shown(self.row, found, file.digest)

    def _read_in(self, file: Fetched) -> None:
        done = self._files.read_in(self.row, self._person, file.path, file.digest, self._known())
        if done is not None:
            self.row = done
            self._tell(file)

    def _tell(self, file: Fetched) -> None:
        result = self._files.result(self.row)
        self._show(import_files.done(self.texts, result))
        if result.rejected and self.row.channel is not None:
            plan, rejected = self._files.left_out(self.row, self._person, file.path, self._known())
            path = file.path.with_name(import_files.left_out_name(self.texts, file.path.name))
            rows = import_files.left_out_rows(self.texts, plan, rejected)
            with path.open("w", encoding="utf-8-sig", newline="") as written:
                written.writelines(reports.as_csv(rows, reports.csv_style(self.texts)))
            comment = import_files.left_out_comment(self.texts, len(rejected))
            slack_files.send(self._client, self.row.channel, path, path.name, comment)
        self._files.told(self.row)

    def _known(self) -> Sequence[Profile]:
        """Whom Slack knows; a rep's file is about nobody but the rep."""
        return self._directory(self._client) if self._person.sees_everyone else ()

    def _show(self, message: Message) -> None:
        """In the place of what was told of the file before, or as the first of it."""
        row = self.row
        place = None if row.message_ts is None or row.channel is None else Place(row.channel, row.message_ts)
        now = telling.show(self._client, message, place, row.channel or self._person.slack_user_id)
        if now != place:
            self.row = self._files.posted(row, now.channel, now.ts)


def _surprise(texts: Texts) -> Message:
    """What is told of the error in hand, with the reference that finds it in the log."""
    reference = secrets.token_hex(3).upper()
    log.exception("unexpected error %s", reference)
    return problems.surprise(texts, reference)


def _reason(problem: BaseException) -> str:
    """Why, without the answer's content: an address may carry a key."""
    if isinstance(problem, SlackApiError):
        return str(problem.response.get("error"))
    return type(problem).__name__
