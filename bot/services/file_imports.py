"""Files that people bring by Slack, from being dropped to being read in: what is done when, and by whom.

A file's row says how far it has come (docs/decisions/0013). Its content is never kept: each step fetches it anew.
"""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot import errors, importing
from bot.importing import answers, bounds
from bot.importing.answers import Ask
from bot.importing.preview import Asking, Preview, with_cells
from bot.services.clock import Clock, today_of
from bot.services.imports import ImportReport, Imports, Owner
from bot.services.people import Profile
from bot.storage import file_imports as store
from bot.storage.engine import Database
from bot.storage.file_imports import FileRow
from bot.values import Person
from bot.values.imports import FileRef, FileState, ReadIn

__all__ = ["FileImports", "FileRow"]

MOST_ROWS = 25_000
"""Rows that a file from Slack may have. On SQLite everybody else waits while they are written: some two seconds, up to
five on a busy machine. Longer files are for `sales-coach import`, when few are selling."""

LARGEST_MB = 20
"""More than so many rows of any export need; Slack itself would take a gigabyte."""

LEASE = timedelta(minutes=2)
"""Whoever has not finished with a file by then is taken for dead."""

MOST_ATTEMPTS = 4
"""Deaths, or refusals that no waiting changes; after so many a file is given up, and its owner told."""

MOST_TRIES = 40
"""Where Slack cannot be reached: some nine hours, for what was confirmed is to be read in."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=15)
"""Between two tries: each time twice as long."""

HEAD_START = timedelta(seconds=10)
"""For whoever was pressed to say that it was heard: said later, it would take the place of what came of the file."""

KEPT = timedelta(days=90)
MOST_FORGOTTEN = 1_000

_OWN_EXPORT = frozenset({"number", "rep", "status", "opened_on", "closed_on", "first_meeting_on", "quoted_on"})


class FileImports:
    """The way of a file from Slack. Listeners begin, answer, confirm and dismiss; a job takes and carries out."""

    def __init__(self, database: Database, clock: Clock, imports: Imports) -> None:
        self._database = database
        self._clock = clock
        self._imports = imports

    # What its owner does

    def begin(self, person: Person, origin: str, slack_file_id: str, file_name: str, channel: str | None) -> bool:
        """Take a file on; False where this very message or form (`origin`) was heard of before."""
        with self._database.write() as connection:
            return store.add(
                connection,
                person.workspace_id,
                person.member_id,
                origin=f"{origin}:{slack_file_id}",
                slack_file_id=slack_file_id,
                file_name=file_name or slack_file_id,
                channel=channel,
                at=self._clock(),
            )

    def answer(
        self, person: Person, ref: FileRef, chosen: MappingType[int, int], head_start: timedelta = timedelta()
    ) -> bool:
        """Answer the questions of that round: question → place of its answer; the file is looked at again.

        Nobody begins before `head_start` is over, or `begin_now`.
        False where that round is answered already. Raises AnswersMissing, FileSettled, NotAllowed.
        """
        with self._database.write() as connection:
            row = self._theirs(connection, person, ref)
            if row.state is not FileState.ASKING or row.round != ref.round:
                self._refuse_if_settled(row)
                return False
            asked = tuple(Ask.from_json(one) for one in row.asked)
            missing = len(set(range(len(asked))) - chosen.keys())
            if missing:
                raise errors.AnswersMissing(count=missing)
            told = answers.answered(answers.from_json(row.answers), asked, chosen)
            return store.change(
                connection,
                row.workspace_id,
                row.id,
                row.state,
                state=FileState.READING,
                round=row.round + 1,
                answers=answers.to_json(told),
                due_at=self._clock() + head_start,
            )

    def confirm(self, person: Person, ref: FileRef, head_start: timedelta = timedelta()) -> bool:
        """Have a file read in, `head_start` as for `answer`; False where that was said before.

        Raises FileStillReading, FileSettled, NotAllowed.
        """
        with self._database.write() as connection:
            row = self._theirs(connection, person, ref)
            if row.state in (FileState.CONFIRMED, FileState.IMPORTED, FileState.TOLD):
                return False
            self._refuse_if_settled(row)
            if row.state is not FileState.READY or row.round != ref.round:
                raise errors.FileStillReading
            due = self._clock() + head_start
            return store.change(connection, row.workspace_id, row.id, row.state, state=FileState.CONFIRMED, due_at=due)

    def begin_now(self, person: Person, ref: FileRef) -> None:
        """End the head start; where others are writing, it ends by itself. Raises NotAllowed."""
        with suppress(errors.StorageBusy), self._database.write() as connection:
            row = self._theirs(connection, person, ref)
            store.begin_now(connection, row.workspace_id, row.id, self._clock())

    def dismiss(self, person: Person, ref: FileRef) -> FileRow:
        """Put a file aside; nothing is recorded of it. Raises FileStillReading, FileSettled, NotAllowed."""
        with self._database.write() as connection:
            row = self._theirs(connection, person, ref)
            if row.state in (FileState.CONFIRMED, FileState.IMPORTED, FileState.TOLD):
                raise errors.FileSettled
            if row.state is FileState.READING:
                raise errors.FileStillReading
            store.change(connection, row.workspace_id, row.id, row.state, state=FileState.DISMISSED)
        return row

    def _theirs(self, connection: Connection, person: Person, ref: FileRef) -> FileRow:
        row = store.find(connection, person.workspace_id, ref.id)
        if row is None or row.member_id != person.member_id:
            raise errors.NotAllowed(what="file")
        return row

    def _refuse_if_settled(self, row: FileRow) -> None:
        if row.state in (FileState.DISMISSED, FileState.FAILED, FileState.TOLD):
            raise errors.FileSettled

    # What is done about it, by whichever process comes first

    def take(self) -> FileRow | None:
        """The next file that there is something to do for, held for two minutes; None where there is none."""
        now = self._clock()
        with self._database.write() as connection:
            return store.take(connection, now, now + LEASE)

    def posted(self, row: FileRow, channel: str, ts: str) -> FileRow:
        """The message that tells of the file; all that is told later takes its place."""
        with self._database.write() as connection:
            store.change(connection, row.workspace_id, row.id, row.state, channel=channel, message_ts=ts)
        return replace(row, channel=channel, message_ts=ts)

    def look(self, row: FileRow, person: Person, path: Path, directory: Sequence[Profile]) -> Asking | Preview:
        """What the file holds and asks, or what would come of it. Raises the errors of `bot.errors.files`."""
        plan = self._plan(row, person, path)
        asks = answers.asks(plan)
        if asks:
            return Asking(plan, asks)
        report = self._run(person, plan, directory, dry_run=True)
        return Preview(
            plan,
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            rejected=_in_order(report),
            won=report.won,
            lost=report.lost,
            open=report.open,
            notes=report.notes,
            waiting=report.waiting,
            here_already=report.added > 0 and _OWN_EXPORT.issubset(plan.headers),
        )

    def shown(self, row: FileRow, found: Asking | Preview, digest: str) -> bool:
        """The owner sees the questions, or the preview; False where somebody else was faster."""
        asked = [ask.to_json() for ask in found.asks] if isinstance(found, Asking) else []
        state = FileState.ASKING if asked else FileState.READY
        with self._database.write() as connection:
            return store.change(
                connection, row.workspace_id, row.id, row.state, state=state, asked=asked, digest=digest
            )

    def read_in(
        self, row: FileRow, person: Person, path: Path, digest: str, directory: Sequence[Profile]
    ) -> FileRow | None:
        """Read the file in; the row and the deals become durable together. None where somebody else was faster.

        Raises FileChanged where it is not the content that was confirmed, and what `look` raises.
        """
        if digest != row.digest:
            raise errors.FileChanged(name=row.file_name)
        plan = self._plan(row, person, path)

        def settle(connection: Connection, import_id: int) -> None:
            if not store.change(
                connection, row.workspace_id, row.id, row.state, state=FileState.IMPORTED, import_id=import_id
            ):
                raise _Overtaken

        try:
            self._run(person, plan, directory, settle=settle)
        except _Overtaken:
            return None
        with self._database.read() as connection:
            return store.find(connection, row.workspace_id, row.id)

    def result(self, row: FileRow) -> ReadIn:
        """What came of a file that is read in."""
        if row.import_id is None:
            raise LookupError(f"file {row.id} is not read in")
        with self._database.read() as connection:
            counts = store.counts(connection, row.workspace_id, row.import_id)
        return ReadIn(row.import_id, row.file_name, *counts)

    def left_out(
        self, row: FileRow, person: Person, path: Path, directory: Sequence[Profile]
    ) -> tuple[importing.Plan, tuple[importing.Rejected, ...]]:
        """The lines of a file that are left out, with their cells: the same on each reading."""
        plan = self._plan(row, person, path)
        return plan, with_cells(plan, _in_order(self._run(person, plan, directory, dry_run=True)))

    def told(self, row: FileRow) -> None:
        """The owner knows what came of the file: there is nothing left to do."""
        with self._database.write() as connection:
            store.change(connection, row.workspace_id, row.id, row.state, state=FileState.TOLD)

    def give_up(self, row: FileRow) -> None:
        """The file cannot be read, and its owner knows why."""
        with self._database.write() as connection:
            store.change(connection, row.workspace_id, row.id, row.state, state=FileState.FAILED)

    def put_back(self, row: FileRow) -> timedelta:
        """Something failed that may work later on; returns in how long that will be tried."""
        times: int = 2 ** min(max(row.attempts - 1, 0), 10)
        wait = min(FIRST_WAIT * times, LONGEST_WAIT)
        with self._database.write() as connection:
            store.change(connection, row.workspace_id, row.id, row.state, due_at=self._clock() + wait, lease_until=None)
        return wait

    def forget_old(self) -> int:
        """Delete what came to nothing three months ago, some at a time; returns how many."""
        with self._database.write() as connection:
            return store.forget(connection, self._clock() - KEPT, MOST_FORGOTTEN)

    # Details

    def _plan(self, row: FileRow, person: Person, path: Path) -> importing.Plan:
        bounds.check(path, MOST_ROWS)
        try:
            plan = importing.inspect(
                path,
                currency=person.yardstick.currency,
                today=today_of(person, self._clock()),
                mapping=answers.from_json(row.answers),
            )
        except errors.ColumnsNotRecognised as problem:
            raise errors.HeadingNotFound(**problem.params) from problem
        if plan.total_rows > MOST_ROWS:
            raise errors.FileTooLong(name=path.name, rows=plan.total_rows, limit=MOST_ROWS)
        return plan

    def _run(self, person: Person, plan: importing.Plan, directory: Sequence[Profile], **how: object) -> ImportReport:
        # Read before the transaction begins, for as long as it lasts others wait to write.
        chunks = list(importing.read(plan))
        own_only = not person.sees_everyone
        return self._imports.run(
            person.workspace_id,
            chunks,
            file_name=plan.path.name,
            source=_source(plan, person, own_only),
            directory=directory,
            owner=Owner(person.member_id, own_only),
            **how,  # type: ignore[arg-type]
        )


class _Overtaken(Exception):
    """Another process has read the file in: what this one did is taken back."""


def _source(plan: importing.Plan, person: Person, own_only: bool) -> str:
    """What keeps ids apart: of a known system they are one for all, of a rep's own sheet they are the rep's."""
    own_sheet = own_only and plan.system == "plain"
    return f"import:plain:{person.member_id}" if own_sheet else f"import:{plan.system}"


def _in_order(report: ImportReport) -> tuple[importing.Rejected, ...]:
    return tuple(sorted(report.rejected, key=lambda row: row.line))
