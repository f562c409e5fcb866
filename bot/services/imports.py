"""Reading files in: one transaction a file, the same row once, and all of it can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from bot import errors
from bot.importing import Chunk
from bot.services.clock import Clock
from bot.services.import_customers import words_of_all
from bot.services.import_owners import NO_OWNER
from bot.services.import_reading import Reading
from bot.services.import_report import ImportReport, Owner, Prepared, Rehearsal
from bot.services.import_undoing import Undoing
from bot.storage import benchmarks, file_imports, tallies
from bot.storage import imports as store
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.workspaces import Members, Profile
from bot.values import PastImport, Person, Role, UndoneImport

__all__ = ["NO_OWNER", "ImportReport", "Imports", "Owner"]


class Imports:
    """Files in, and out again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(
        self,
        workspace_id: int,
        chunks: Iterable[Chunk],
        *,
        file_name: str,
        source: str,
        directory: Sequence[Profile] = (),
        rep: str | None = None,
        owner: Owner | None = None,
        dry_run: bool = False,
        progress: Callable[[int], None] = lambda rows: None,
        settle: Callable[[Connection, int], None] = lambda connection, import_id: None,
    ) -> ImportReport:
        """Read the chunks of a file into a workspace, all of it or nothing.

        Where the chunks are a list, all that can be is worked out before anybody has to wait for the writing.
        `directory` is who Slack knows, for matching by e-mail and name; rows that name nobody belong to `rep`, or to
        `owner`, a member. `progress` is told how many rows each step took; `settle` writes what else is to hold with
        the import, of the id that it is given, or not at all. A dry run counts the same, writes
        nothing, and keeps nobody from writing.
        """
        about = (workspace_id, source, directory, rep, self._clock(), owner)
        if dry_run:
            with self._database.read() as connection:
                return Reading(connection, *about, dry_run=True).run(map(Prepared.of, chunks), file_name, progress)
        prepared: Iterable[Prepared] = map(Prepared.of, chunks)
        rehearsal, words = None, None
        if isinstance(chunks, Sequence) and self._database.is_sqlite:
            prepared = list(prepared)
            words = words_of_all(name for each in prepared for name in each.rows["customer"])
            rehearsal = self._rehearse(about, prepared, file_name)
        with self._database.write() as connection:
            with store.room_for_many(connection):
                report = Reading(connection, *about, rehearsal=rehearsal, words=words).run(
                    prepared, file_name, progress
                )
            settle(connection, report.import_id)
        return report

    def _rehearse(self, about: Any, chunks: Sequence[Prepared], file_name: str) -> Rehearsal | None:
        """Work out what becomes of deals that are here already; None where none came from there before."""
        workspace_id, source, *_ = about
        with self._database.read() as connection:
            if not store.any_of_source(connection, workspace_id, source):
                return None
            rehearsal = Rehearsal(benchmarks.latest_change_id(connection))
            Reading(connection, *about, dry_run=True, rehearsal=rehearsal).run(chunks, file_name, lambda rows: None)
        return rehearsal

    def undo(
        self,
        workspace_id: int,
        import_id: int,
        *,
        settle: Callable[[Connection, UndoneImport], None] = lambda connection, undone: None,
    ) -> UndoneImport:
        """Take an import back: what it added leaves every figure, what it changed is as it was.

        What somebody has changed since stays. `settle` writes what else is to hold with it, or not at all.
        Raises ImportNotFound, ImportAlreadyUndone.
        """
        now, rehearsed = self._clock(), None
        if self._database.is_sqlite:
            with self._database.read() as connection:
                rehearsed = Undoing(connection, workspace_id, import_id).rehearse()
        with self._database.write() as connection, store.room_for_many(connection):
            undone = Undoing(connection, workspace_id, import_id).carry_out(now, rehearsed)
            settle(connection, undone)
        return undone

    def newest(self, workspace_id: int) -> PastImport | None:
        """The newest import that stands."""
        with self._database.read() as connection:
            past = store.past(connection, workspace_id)
        return None if past is None else PastImport(past.id, past.file_name, past.at.date(), past.added, past.changed)

    def offered_to_undo(self, person: Person) -> PastImport | None:
        """The import that "undo" may mean: the newest, where the person has changed nothing themselves since.

        An admin's may be anybody's, all others' only the ones that they read in themselves.
        """
        with self._database.read() as connection:
            newest = None
            if person.role is not Role.ADMIN:
                newest = file_imports.newest_brought(connection, person.workspace_id, person.member_id)
                if newest is None:
                    return None
            past = store.past(connection, person.workspace_id, newest)
            change = Deals(connection, person.workspace_id, 12).last_standing_change(person.member_id)
        if past is None or (change is not None and change.at > past.at):
            return None
        return PastImport(past.id, past.file_name, past.at.date(), past.added, past.changed)

    def to_undo(self, person: Person, import_id: int) -> PastImport:
        """An import that the person may take back: an admin any, everybody else what they read in themselves.

        Raises NotAllowed, ImportNotFound, ImportAlreadyUndone.
        """
        with self._database.read() as connection:
            if person.role is not Role.ADMIN:
                brought = file_imports.brought(connection, person.workspace_id, import_id)
                if brought != person.member_id:
                    raise errors.NotAllowed(what="undo_import")
            past = store.past(connection, person.workspace_id, import_id)
        if past is None:
            raise errors.ImportNotFound(number=import_id)
        if past.undone:
            raise errors.ImportAlreadyUndone(number=import_id)
        return PastImport(past.id, past.file_name, past.at.date(), past.added, past.changed)

    def join(self, workspace_id: int, waiting: str, slack_user_id: str) -> int:
        """Give a Slack member the deals that wait under a file's name; returns how many. Raises MemberUnknown."""
        with self._database.write() as connection:
            members = Members(connection, workspace_id)
            name, member = members.waiting(waiting), members.by_slack_id(slack_user_id)
            if name is None:
                raise errors.MemberUnknown(who=waiting)
            if member is None:
                raise errors.MemberUnknown(who=slack_user_id)
            moved = members.join(name.id, member.id)
            tallies.rebuild(connection, workspace_id)
            benchmarks.say_out_of_date(connection, workspace_id, self._clock())
        return moved
