"""What people ask for about files, from being asked for to being told of: who may, what is done when, and once.

A row says how far it has come (docs/decisions/0013). Listeners ask; a job takes and carries out.
"""

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from bot import errors
from bot.services.clock import Clock
from bot.services.file_imports import FIRST_WAIT, KEPT, LEASE, LONGEST_WAIT, MOST_FORGOTTEN
from bot.services.imports import Imports
from bot.storage import errands as store
from bot.storage.engine import Database
from bot.storage.errands import ErrandRow
from bot.values import Person, UndoneImport
from bot.values.errands import ErrandKind, ErrandState, Place
from bot.values.exports import ExportFormat, ExportWanted, Whose
from pillars import Window

__all__ = ["ErrandRow", "Errands"]

AT_ONCE = 500
"""Deals that are taken back while their owner waits: some tenths of a second. More are left to the work on files."""

LEASE_A_THOUSAND = timedelta(seconds=2)
"""For each thousand deals, beside the lease: more than a slow machine needs, less than anybody likes to wait."""


class Errands:
    def __init__(self, database: Database, clock: Clock, imports: Imports) -> None:
        self._database = database
        self._clock = clock
        self._imports = imports

    # What people ask for

    def take_back(
        self, person: Person, import_id: int, place: Place | None, head_start: timedelta = timedelta()
    ) -> ErrandRow:
        """Ask for an import to be taken back, and told of in `place`. Nobody begins before `head_start` is over.

        Raises NotAllowed, ImportNotFound, ImportAlreadyUndone, and ImportBeingUndone where that was asked for before.
        """
        past = self._imports.to_undo(person, import_id)
        key, now = f"undo:{import_id}", self._clock()
        wanted = {"import_id": import_id, "file_name": past.file_name}
        how = {"wanted": wanted, "size": past.added + past.changed, "place": place, "due_at": now + head_start}
        with self._database.write() as connection:
            mine = person.workspace_id, person.member_id
            added = store.add(connection, *mine, ErrandKind.UNDO, key, **how, at=now)  # type: ignore[arg-type]
            row = self._found(connection, person, key)
            if not added:
                if row.state in (ErrandState.DONE, ErrandState.TOLD):
                    raise errors.ImportAlreadyUndone(number=import_id)
                if not store.want_again(connection, row, person.member_id, **how):  # type: ignore[arg-type]
                    raise errors.ImportBeingUndone(file=past.file_name)
                row = self._found(connection, person, key)
        return row

    def send(self, person: Person, origin: str, wanted: ExportWanted, count: int) -> bool:
        """Ask for `count` deals as a file; False where this very form (`origin`) was heard of before."""
        window, now = wanted.window, self._clock()
        said = {
            "format": wanted.format.value,
            "whose": wanted.whose.value,
            "window": None if window is None else [window.start.isoformat(), window.end.isoformat()],
        }
        with self._database.write() as connection:
            return store.add(
                connection,
                person.workspace_id,
                person.member_id,
                ErrandKind.EXPORT,
                f"export:{origin}",
                wanted=said,
                size=count,
                place=None,
                at=now,
                due_at=now,
            )

    def begin_now(self, row: ErrandRow) -> None:
        """End the head start; where others are writing, it ends by itself."""
        with suppress(errors.StorageBusy), self._database.write() as connection:
            store.begin_now(connection, row, self._clock())

    def at_once(self, row: ErrandRow) -> ErrandRow | None:
        """Take a small import back here and now; None where it is for the others to do, now or later.

        What has come of it is told by whoever asks; where that fails or is not written down (`told`), it is told again.
        """
        if row.size > AT_ONCE:
            return None
        with suppress(errors.StorageBusy):
            return self.undo(row)
        return None

    # What is done about it, by whichever process comes first

    def take(self) -> ErrandRow | None:
        """The next that there is something to do for, held for a while; None where there is none."""
        with self._database.write() as connection:
            return store.take(connection, self._clock(), LEASE, LEASE_A_THOUSAND)

    def undo(self, row: ErrandRow) -> ErrandRow | None:
        """Take the import back; the row and the deals become durable together. None where somebody else was faster.

        Raises ImportAlreadyUndone where that was done on the command line, ImportNotFound.
        """

        def settle(connection: Connection, undone: UndoneImport) -> None:
            if not store.change(connection, row, state=ErrandState.DONE, outcome=asdict(undone)):
                raise _Overtaken

        try:
            undone = self._imports.undo(row.workspace_id, int(row.wanted["import_id"]), settle=settle)
        except _Overtaken:
            return None
        except errors.ImportAlreadyUndone:
            with self._database.read() as connection:
                now = store.again(connection, row)
            if now is None or now.state is not row.state:
                return None
            raise
        return replace(row, state=ErrandState.DONE, outcome=asdict(undone))

    def uploaded(self, row: ErrandRow, slack_file_id: str) -> ErrandRow:
        """The file is in Slack, and about to be shown: whoever comes after a death can ask whether it was."""
        outcome = row.outcome | {"slack_file_id": slack_file_id}
        with self._database.write() as connection:
            store.change(connection, row, outcome=outcome)
        return replace(row, outcome=outcome)

    def told(self, row: ErrandRow) -> None:
        """Who asked knows what came of it: there is nothing left to do."""
        self._settle(row, ErrandState.TOLD)

    def give_up(self, row: ErrandRow) -> None:
        """It cannot be done, and who asked knows why."""
        self._settle(row, ErrandState.FAILED)

    def put_back(self, row: ErrandRow) -> timedelta:
        """Something failed that may work later on; returns in how long that will be tried."""
        times: int = 2 ** min(max(row.attempts - 1, 0), 10)
        wait = min(FIRST_WAIT * times, LONGEST_WAIT)
        with self._database.write() as connection:
            store.change(connection, row, due_at=self._clock() + wait, lease_until=None)
        return wait

    def forget_old(self) -> int:
        """Delete what was over three months ago, some at a time; returns how many."""
        with self._database.write() as connection:
            return store.forget(connection, self._clock() - KEPT, MOST_FORGOTTEN)

    # Details

    def _settle(self, row: ErrandRow, state: ErrandState) -> None:
        with self._database.write() as connection:
            store.change(connection, row, state=state)

    def _found(self, connection: Connection, person: Person, key: str) -> ErrandRow:
        row = store.find(connection, person.workspace_id, key)
        if row is None:
            raise LookupError(f"no errand {key} in workspace {person.workspace_id}")
        return row


class _Overtaken(Exception):
    """Another process has done it: what this one did is taken back."""


def undone_of(row: ErrandRow) -> UndoneImport:
    """What came of an import that an errand has taken back."""
    return UndoneImport(**row.outcome)


def export_of(row: ErrandRow) -> ExportWanted:
    """What an errand is to send."""
    window = row.wanted["window"]
    return ExportWanted(
        ExportFormat(row.wanted["format"]),
        None if window is None else Window(*map(date.fromisoformat, window)),
        Whose(row.wanted["whose"]),
    )
