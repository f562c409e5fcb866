"""Reading files in: one transaction a file, the same row once, and all of it can be taken back."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection

from bot import errors
from bot.importing import Chunk
from bot.services.clock import Clock
from bot.services.import_owners import NO_OWNER
from bot.services.import_reading import ImportReport, Owner, Reading
from bot.storage import benchmarks, file_imports, tallies
from bot.storage import imports as store
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.snapshots import from_json, to_json
from bot.storage.workspaces import Members, Profile, yardstick_of
from bot.values import Deed, PastImport, Person, Role, UndoneImport

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

        `directory` is who Slack knows, for matching by e-mail and name; rows that name nobody belong to `rep`, or to
        `owner`, a member. `progress` is told how many rows each step took; `settle` writes what else is to hold with
        the import, of the id that it is given, or not at all. A dry run counts the same, writes
        nothing, and keeps nobody from writing.
        """
        about = (workspace_id, source, directory, rep, self._clock(), owner)
        if dry_run:
            with self._database.read() as connection:
                return Reading(connection, *about, dry_run=True).run(chunks, file_name, progress)
        with self._database.write() as connection:
            with store.room_for_many(connection):
                report = Reading(connection, *about).run(chunks, file_name, progress)
            settle(connection, report.import_id)
        return report

    def undo(self, workspace_id: int, import_id: int) -> UndoneImport:
        """Take an import back: what it added leaves every figure, what it changed is as it was.

        What somebody has changed since stays. Raises ImportNotFound, ImportAlreadyUndone.
        """
        now = self._clock()
        with self._database.write() as connection:
            past = store.past(connection, workspace_id, import_id)
            if past is None:
                raise errors.ImportNotFound(number=import_id)
            if past.undone:
                raise errors.ImportAlreadyUndone(number=import_id)
            yardstick = yardstick_of(connection, workspace_id)
            deals = Deals(connection, workspace_id, yardstick.horizon_months)
            restored = kept = 0
            for change_id in store.changed_by(connection, workspace_id, import_id):
                change = deals.change(change_id)
                if change is None or change.before is None:
                    continue
                stored = deals.by_id(change.deal_id)
                if to_json(stored.deal) != change.after:
                    kept += 1
                    continue
                was = from_json(change.before, stored.deal)
                deals.put(stored, was, now)
                deals.note_change(
                    stored.id, None, Deed.UNDONE, before=stored.deal, after=was, at=now, undoes_id=change_id
                )
                restored += 1
            deleted, stay = store.delete_added(connection, workspace_id, import_id, now)
            store.mark_undone(connection, workspace_id, import_id, now)
            tallies.rebuild(connection, workspace_id)
            benchmarks.say_out_of_date(connection, workspace_id, now)
        return UndoneImport(import_id, past.file_name, deleted, restored, kept + stay)

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

    def undo_as(self, person: Person, import_id: int) -> UndoneImport:
        """`undo`, for an admin and for whoever read the file in. Raises NotAllowed for anybody else."""
        if person.role is not Role.ADMIN:
            with self._database.read() as connection:
                brought = file_imports.brought(connection, person.workspace_id, import_id)
            if brought != person.member_id:
                raise errors.NotAllowed(what="undo_import")
        return self.undo(person.workspace_id, import_id)

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
