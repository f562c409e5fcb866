"""Recording, closing, editing, deleting and taking back deals. Each call is one transaction.

Nothing is returned before it is durable; whatever raises has changed nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot import errors
from bot.language.commands import Record
from bot.services.clock import Clock, today_at_work
from bot.services.deal_entries import altered, changeable, closed_by, may_change, meant_by, new_deal
from bot.services.deal_fields import Field, Marks, fields_of, marks_of, merged
from bot.services.form_keys import key_of, untold
from bot.services.standing import standing
from bot.storage.deals import Change, Deals, Stored
from bot.storage.engine import Database
from bot.storage.snapshots import from_json, to_json
from bot.values import (
    Changed,
    Clash,
    Deal,
    DealPage,
    Deed,
    Duplicate,
    Foreseen,
    Person,
    Status,
    WhichDeal,
)

TWIN_MINUTES = 2
"""How long the same entry again is taken for a slip: the time in which one wonders whether it went through."""

PAGE_SIZE = 10
LAST_PAGE = 10**8
"""Nobody has so many; what is counted with it fits 32 bits."""

# What a request that comes a second time runs into: its first delivery has done it already.
_MAY_BE_DONE = (IntegrityError, errors.NothingToChange, errors.DealAlreadyClosed, errors.AlreadyUndone)


class DealDesk:
    """Where deals are recorded and changed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # Recording and closing

    def record(
        self,
        person: Person,
        entry: Record,
        request_key: str | None = None,
        *,
        again: bool = False,
        as_new: bool = False,
    ) -> Changed | Duplicate | WhichDeal:
        """Record a deal, or close the open one that `entry` means.

        `again` records even where the same was recorded minutes ago, `as_new` even where an open deal could be meant.
        The same `request_key` is carried out once, however often it comes.
        """
        try:
            with self._database.write() as connection:
                deals = self._deals(connection, person)
                deals.hold_rep(person.member_id)
                return self._record(deals, person, entry, request_key, again=again, as_new=as_new)
        except _MAY_BE_DONE as refused:
            return self._carried_out_before(person, refused, request_key)

    def record_by_form(self, person: Person, entry: Record, form_id: str) -> Changed | Clash | Duplicate | WhichDeal:
        """Record a form's deal, once. Where that was done already and the form says something else by now, edit it.

        So it is where the answer to the first sending got lost: the form still stands there, to be corrected.
        """
        sent_again = self.recorded_before(person, form_id) is not None
        done = self.record(person, entry, form_id, as_new=True)
        if not sent_again or not isinstance(done, Changed):
            return done
        wanted, shown = fields_of(new_deal(person, entry, self._clock())), marks_of(done.deal)
        if not merged(done.deal, wanted, shown).changes:
            return done
        return self.edit_by_form(person, done.deal.number, wanted, shown, form_id)

    def record_instead(self, person: Person, change_id: int, entry: Record, request_key: str) -> Changed:
        """Take back a change and record a new deal in its place, both or neither."""
        try:
            with self._database.write() as connection:
                deals = self._deals(connection, person)
                deals.hold_rep(person.member_id)
                change = deals.change(change_id)
                if change is None:
                    raise errors.FormExpired
                self._take_back(deals, person, change)
                done = self._record(deals, person, entry, request_key, again=True, as_new=True)
        except _MAY_BE_DONE as refused:
            return self._carried_out_before(person, refused, request_key)
        if not isinstance(done, Changed):
            raise TypeError("a new deal that was asked for raised a question")
        return done

    def _record(
        self, deals: Deals, person: Person, entry: Record, request_key: str | None, *, again: bool, as_new: bool
    ) -> Changed | Duplicate | WhichDeal:
        now = self._clock()
        meant = None if as_new else meant_by(deals, person, entry)
        if isinstance(meant, WhichDeal):
            return meant
        if meant is not None:
            return self._close(deals, person, meant, entry, now, request_key)
        deal = new_deal(person, entry, now)
        if not again:
            twin = deals.twin(deal, since=now - timedelta(minutes=TWIN_MINUTES))
            if twin is not None and self._own_request(deals, person, request_key) is None:
                return Duplicate(twin.deal, TWIN_MINUTES)
        deal = replace(deal, number=deals.next_number())
        stored = Stored(deals.add(deal, source="slack", at=now), deal)
        return self._done(deals, person, Deed.RECORDED, stored, before=None, now=now, request_key=request_key)

    def _close(
        self, deals: Deals, person: Person, found: Stored, entry: Record, now: datetime, request_key: str | None
    ) -> Changed:
        by_number_alone = entry.number is None and entry.maybe_number == found.deal.number
        deal = closed_by(person, found, entry, now)
        deals.put(found, deal, now)
        deed = Deed.EDITED if deal.status is Status.OPEN else Deed.CLOSED
        changed = self._done(
            deals, person, deed, Stored(found.id, deal), before=found.deal, now=now, request_key=request_key
        )
        return replace(changed, could_be_amount=entry.amount) if by_number_alone else changed

    # Changing

    def edit(self, person: Person, number: int, changes: Mapping[str, Any], request_key: str | None = None) -> Changed:
        """Change what `changes` names: fields of `Details`, `amount`, `status` or `kind`; None clears one."""
        now = self._clock()
        try:
            with self._database.write() as connection:
                deals = self._deals(connection, person)
                deals.hold_rep(changeable(deals, person, number).deal.rep_id)
                found = changeable(deals, person, number)  # as it is now that nobody else changes it
                return self._edit(deals, person, found, changes, now, request_key)
        except _MAY_BE_DONE as refused:
            return self._carried_out_before(person, refused, request_key)

    def edit_by_form(
        self, person: Person, number: int, sent: Mapping[str, Field], shown: Marks | None, form_id: str
    ) -> Changed | Clash:
        """Change what a form says otherwise than it had shown; whatever else happened to the deal meanwhile stays.

        `sent` are the form's fields as it was sent, `shown` the marks of those that it was opened with (see
        `deal_fields`). Where both have changed the same field to different things, the first sending changes nothing
        and gives a Clash; sent again with the deal as it was told, the form has its way. What one form says is
        carried out once, however often it comes.
        """
        now = self._clock()
        request_key = key_of(form_id, sent)
        try:
            with self._database.write() as connection:
                deals = self._deals(connection, person)
                deals.hold_rep(changeable(deals, person, number).deal.rep_id)
                found = changeable(deals, person, number)  # as it is now that nobody else changes it
                wanted = merged(found.deal, sent, shown)
                asked = untold(connection, person, found.deal, wanted.clashes, form_id, now)
                if asked:
                    return Clash(found.deal, asked)
                return self._edit(deals, person, found, wanted.changes, now, request_key)
        except _MAY_BE_DONE as refused:
            return self._carried_out_before(person, refused, request_key, form_id)

    def _edit(
        self,
        deals: Deals,
        person: Person,
        found: Stored,
        changes: Mapping[str, Any],
        now: datetime,
        request_key: str | None,
    ) -> Changed:
        deal = altered(found.deal, changes, person, now)
        if deal == found.deal:
            raise errors.NothingToChange(number=deal.number)
        deals.put(found, deal, now)
        return self._done(
            deals, person, Deed.EDITED, Stored(found.id, deal), before=found.deal, now=now, request_key=request_key
        )

    def delete(self, person: Person, number: int) -> Changed:
        """Delete a deal softly: it leaves every figure and can be put back."""
        now = self._clock()
        with self._database.write() as connection:
            deals = self._deals(connection, person)
            deals.hold_rep(changeable(deals, person, number).deal.rep_id)
            found = changeable(deals, person, number)  # as it is now that nobody else changes it
            deal = replace(found.deal, deleted=True)
            deals.put(found, deal, now)
            return self._done(deals, person, Deed.DELETED, Stored(found.id, deal), before=found.deal, now=now)

    def undo(self, person: Person) -> Changed:
        """Take back the person's last change that still stands, whatever it was."""
        with self._database.write() as connection:
            deals = self._deals(connection, person)
            deals.hold_rep(person.member_id)
            change = deals.last_standing_change(person.member_id)
            if change is None:
                raise errors.NothingToUndo
            return self._take_back(deals, person, change)

    def undo_change(self, person: Person, change_id: int) -> Changed:
        """Take back one change; taking back a taking-back puts it in force again."""
        with self._database.write() as connection:
            deals = self._deals(connection, person)
            change = deals.change(change_id)
            if change is None:
                raise errors.FormExpired
            return self._take_back(deals, person, change)

    def _take_back(self, deals: Deals, person: Person, change: Change) -> Changed:
        found = deals.by_id(change.deal_id)
        if not may_change(person, found.deal):  # today's right decides, also over what one has changed oneself
            raise errors.DealNotYours(number=found.deal.number)
        deals.hold_rep(found.deal.rep_id)
        found = deals.by_id(change.deal_id)
        now_is = to_json(found.deal)
        was = change.before if change.before is not None else change.after | {"deleted": True}
        if now_is != change.after:
            if now_is == was:
                raise errors.AlreadyUndone(number=found.deal.number)
            raise errors.UndoneElsewhere(number=found.deal.number)
        deal = from_json(was, found.deal)
        now = self._clock()
        deals.put(found, deal, now)
        changed = self._done(
            deals, person, Deed.UNDONE, Stored(found.id, deal), before=found.deal, now=now, undoes_id=change.id
        )
        return replace(changed, undid=change.deed)

    # Looking

    def page(self, person: Person, page: int = 1, *, open_only: bool = False) -> DealPage:
        """A page of the person's deals, newest first; beyond the last page comes the last."""
        page = min(max(page, 1), LAST_PAGE)
        with self._database.read() as connection:
            deals = self._deals(connection, person)
            offset = (page - 1) * PAGE_SIZE
            total, found = deals.page(person.member_id, open_only=open_only, offset=offset, limit=PAGE_SIZE)
            pages = max(1, -(-total // PAGE_SIZE))
            if page > pages:
                page = pages
                offset = (pages - 1) * PAGE_SIZE
                total, found = deals.page(person.member_id, open_only=open_only, offset=offset, limit=PAGE_SIZE)
        return DealPage(tuple(found), page, pages, total, open_only)

    def foresee(self, person: Person, entry: Record) -> Foreseen | WhichDeal:
        """What `record` would make of an entry, changing nothing. Raises what `record` would."""
        now = self._clock()
        with self._database.read() as connection:
            meant = meant_by(self._deals(connection, person), person, entry)
        if isinstance(meant, WhichDeal):
            return meant
        if meant is None:
            return Foreseen(new_deal(person, entry, now), None)
        return Foreseen(closed_by(person, meant, entry, now), meant.deal)

    def recorded_before(self, person: Person, request_key: str) -> Deal | None:
        """The deal that this request has recorded or closed, as it is now; None where it has done nothing yet.

        A request is the person's own: what somebody else did under the same key is none of theirs.
        """
        with self._database.read() as connection:
            deals = self._deals(connection, person)
            change = self._own_request(deals, person, request_key)
            return None if change is None else deals.by_id(change.deal_id).deal

    def find(self, person: Person, number: int) -> Deal:
        """A deal that the person may change. Raises DealNotFound, DealNotYours."""
        with self._database.read() as connection:
            return changeable(self._deals(connection, person), person, number).deal

    # Details

    def _deals(self, connection: Connection, person: Person) -> Deals:
        return Deals(connection, person.workspace_id, person.yardstick.horizon_months)

    def _done(
        self,
        deals: Deals,
        person: Person,
        deed: Deed,
        now_is: Stored,
        *,
        before: Deal | None,
        now: datetime,
        undoes_id: int | None = None,
        request_key: str | None = None,
    ) -> Changed:
        """Write the history row and say where the rep stands now, all in the change's own transaction."""
        change_id = deals.note_change(
            now_is.id,
            person.member_id,
            deed,
            before=before,
            after=now_is.deal,
            at=now,
            undoes_id=undoes_id,
            request_key=request_key,
        )
        return Changed(deed, now_is.deal, change_id, self._standing(deals, person, now_is.deal, now), before)

    def _standing(self, deals: Deals, person: Person, deal: Deal, now: datetime) -> Any:
        return standing(deals, deal.rep_id, person.yardstick, today_at_work(person, now))

    def _own_request(self, deals: Deals, person: Person, request_key: str | None) -> Change | None:
        """What the person did by that request already."""
        change = None if request_key is None else deals.change_of_request(request_key)
        return change if change is not None and change.actor_id == person.member_id else None

    def _carried_out_before(self, person: Person, refused: Exception, *request_keys: str | None) -> Changed:
        """What the first delivery of a request did: the second one gives the same answer and changes nothing."""
        with self._database.read() as connection:
            deals = self._deals(connection, person)
            known = [key for key in request_keys if key is not None]
            change = next((done for key in known if (done := self._own_request(deals, person, key))), None)
            if change is None:
                if any(deals.change_of_request(key) for key in known):
                    raise errors.FormExpired from None  # somebody else's request
                raise refused
            deal = from_json(change.after, deals.by_id(change.deal_id).deal)
            before = None if change.before is None else from_json(change.before, deal)
            now = self._clock()
            return Changed(change.deed, deal, change.id, self._standing(deals, person, deal, now), before)
