"""Taking an import back: what it added leaves every figure, what it changed is put back, within one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot import errors
from bot.services.import_customers import Customers
from bot.storage import benchmarks, deal_batches
from bot.storage import imports as store
from bot.storage.deal_batches import Edit, Rewrite
from bot.storage.snapshots import from_json, to_json
from bot.storage.workspaces import yardstick_of
from bot.values import Deed, UndoneImport

MOST_REHEARSED = 50_000
"""Deals that are held in memory; more come from the command line, which admins use when few are selling."""

Back = dict[int, Rewrite | None]
"""What is put back, by the deals' rows' ids; None for a deal that stays as somebody has changed it since."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would be put back: true up to the change `seen`."""

    seen: int
    back: Back


class Undoing:
    """One import on its way out, within one transaction."""

    def __init__(self, connection: Connection, workspace_id: int, import_id: int) -> None:
        self._db = connection
        self._workspace = workspace_id
        self._import_id = import_id

    def rehearse(self) -> Rehearsed | None:
        """Work out what would be put back; nothing is written. None where it is too much to be held in memory."""
        seen = benchmarks.latest_change_id(self._db)
        if deal_batches.count_edits(self._db, self._workspace, self._import_id) > MOST_REHEARSED:
            return None
        back: Back = {}
        for edits in deal_batches.edits_of(self._db, self._workspace, self._import_id):
            back |= self._back(edits)
        return Rehearsed(seen, back)

    def carry_out(self, now: datetime, rehearsed: Rehearsed | None = None) -> UndoneImport:
        """Take it back; what was changed since the rehearsal is looked at again, without one all of it.

        Raises ImportNotFound, ImportAlreadyUndone.
        """
        past = store.past(self._db, self._workspace, self._import_id)
        if past is None:
            raise errors.ImportNotFound(number=self._import_id)
        if past.undone:
            raise errors.ImportAlreadyUndone(number=self._import_id)
        restored = kept = 0
        for back in self._parts() if rehearsed is None else [self._still(rehearsed)]:
            put_back = self._put_back(back, now)
            restored, kept = restored + put_back, kept + len(back) - put_back
        deal_batches.hold(self._db, self._workspace, store.reps_of(self._db, self._workspace, self._import_id))
        deleted, stay = store.delete_added(self._db, self._workspace, self._import_id, now)
        store.mark_undone(self._db, self._workspace, self._import_id, now)
        benchmarks.say_out_of_date(self._db, self._workspace, now)
        return UndoneImport(self._import_id, past.file_name, deleted, restored, kept + stay)

    def _put_back(self, back: Back, now: datetime) -> int:
        """Write what goes back; returns how many deals that are."""
        rewrites = [one for one in back.values() if one is not None]
        customers = Customers(self._db, self._workspace).written_down(one.deal.details.customer for one in rewrites)
        deal_batches.rewrite(self._db, self._workspace, rewrites, customers, deed=Deed.UNDONE, at=now)
        # What the file said of them does not hold any more: read in again it changes them again.
        deal_batches.note_imported_as(self._db, self._workspace, ((one.was.id, None) for one in rewrites))
        return len(rewrites)

    def _parts(self) -> Iterator[Back]:
        for edits in deal_batches.edits_of(self._db, self._workspace, self._import_id):
            deal_batches.hold(self._db, self._workspace, (edit.after["rep_id"] for edit in edits))
            yield self._back(edits)

    def _still(self, rehearsed: Rehearsed) -> Back:
        """What was rehearsed, and looked at again what has changed since."""
        since = deal_batches.changed_since(self._db, self._workspace, rehearsed.seen) & rehearsed.back.keys()
        whose = deal_batches.whose(self._db, self._workspace, list(rehearsed.back))
        since |= {id_ for id_, one in rehearsed.back.items() if one is not None and one.was.deal.rep_id != whose[id_]}
        back = dict(rehearsed.back)
        if since:
            for edits in deal_batches.edits_of(self._db, self._workspace, self._import_id):
                back |= self._back([edit for edit in edits if edit.deal_id in since])
        return back

    def _back(self, edits: list[Edit]) -> Back:
        """Each deal as it was before the import; None for one that somebody has changed since."""
        horizon = yardstick_of(self._db, self._workspace).horizon_months
        stored = deal_batches.read(self._db, self._workspace, horizon, [edit.deal_id for edit in edits])
        back: Back = {}
        for edit in edits:
            now = stored[edit.deal_id]
            stands = to_json(now.deal) == edit.after
            back[edit.deal_id] = Rewrite.of(now, from_json(edit.before, now.deal), edit.change_id) if stands else None
        return back
