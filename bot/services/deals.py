"""Recording, closing, editing, deleting and taking back deals. Each call is one transaction.

Nothing is returned before it is durable; whatever raises has changed nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot import errors
from bot.language.commands import Record
from bot.services.clock import Clock, today_at_work, today_of
from bot.services.deal_rules import check_deal
from bot.services.standing import standing
from bot.storage.deals import Change, Deals, Stored
from bot.storage.engine import Database
from bot.storage.order_value import order_value
from bot.storage.snapshots import from_json, to_json
from bot.values import (
    Amount,
    Changed,
    Deal,
    DealPage,
    Deed,
    Details,
    Duplicate,
    Foreseen,
    Kind,
    Person,
    Status,
    WhichDeal,
)

TWIN_MINUTES = 2
"""How long the same entry again is taken for a slip: the time in which one wonders whether it went through."""

PAGE_SIZE = 10
# What a request that comes a second time runs into: its first delivery has done it already.
_MAY_BE_DONE = (IntegrityError, errors.NothingToChange, errors.DealAlreadyClosed, errors.AlreadyUndone)
CANDIDATES = 5


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
            return self._carried_out_before(person, request_key, refused)

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
            return self._carried_out_before(person, request_key, refused)
        if not isinstance(done, Changed):
            raise TypeError("a new deal that was asked for raised a question")
        return done

    def _record(
        self, deals: Deals, person: Person, entry: Record, request_key: str | None, *, again: bool, as_new: bool
    ) -> Changed | Duplicate | WhichDeal:
        now = self._clock()
        meant = None if as_new else self._meant(deals, person, entry)
        if isinstance(meant, WhichDeal):
            return meant
        if meant is not None:
            return self._close(deals, person, meant, entry, now, request_key)
        deal = self._new_deal(person, entry, now)
        if not again:
            twin = deals.twin(deal, since=now - timedelta(minutes=TWIN_MINUTES))
            if twin is not None and not self._is_redelivery(deals, request_key):
                return Duplicate(twin.deal, TWIN_MINUTES)
        deal = replace(deal, number=deals.next_number())
        stored = Stored(deals.add(deal, source="slack", at=now), deal)
        return self._done(deals, person, Deed.RECORDED, stored, before=None, now=now, request_key=request_key)

    def _meant(self, deals: Deals, person: Person, entry: Record) -> Stored | WhichDeal | None:
        """The open deal that the entry closes, or the candidates where that is not clear, or None: a new deal."""
        if entry.number is not None:
            found = self._mine(deals, person, entry.number)
            if entry.outcome is None or entry.kind is Kind.CALL_OFF or found.deal.kind is Kind.CALL_OFF:
                raise errors.OpenDealsOnly(number=entry.number)
            if found.deal.status is not Status.OPEN and entry.outcome is not Status.OPEN:
                raise errors.DealAlreadyClosed(
                    number=entry.number, status=found.deal.status.value, closed_on=found.deal.details.closed_on
                )
            return found
        if entry.outcome not in (Status.WON, Status.LOST) or entry.kind is Kind.CALL_OFF:
            return None
        if entry.maybe_number is not None:
            numbered = deals.open_of_number(person.member_id, entry.maybe_number)
            if numbered is not None:
                return numbered
        customer = entry.details.customer
        if customer is None:
            return None
        candidates = deals.open_of_customer(person.member_id, customer)
        if not candidates:
            if entry.amount is None and entry.outcome is Status.WON:
                raise errors.NoOpenDealFor(customer=customer, verb=entry.outcome.value)
            return None
        if len(candidates) == 1 and entry.amount is None:
            return candidates[0]
        return WhichDeal(
            outcome=entry.outcome,
            candidates=tuple(c.deal for c in candidates[:CANDIDATES]),
            may_be_new=entry.amount is not None,
            amount=entry.amount,
        )

    def _closed(self, person: Person, found: Stored, entry: Record, now: datetime) -> Deal:
        """How the deal that `entry` means will be."""
        by_number_alone = entry.number is None and entry.maybe_number == found.deal.number
        amount = found.deal.amount if entry.amount is None or by_number_alone else entry.amount
        said = {k: v for k, v in _said(entry.details).items() if v is not None}
        status = entry.outcome or Status.WON
        closed_on = None if status is Status.OPEN else said.get("closed_on", today_of(person, now))
        deal = self._altered(
            found.deal, {"status": status, "amount": amount, **said, "closed_on": closed_on}, person, now
        )
        if deal == found.deal:
            raise errors.NothingToChange(number=deal.number)
        return deal

    def _close(
        self, deals: Deals, person: Person, found: Stored, entry: Record, now: datetime, request_key: str | None
    ) -> Changed:
        by_number_alone = entry.number is None and entry.maybe_number == found.deal.number
        deal = self._closed(person, found, entry, now)
        deals.put(found, deal, now)
        deed = Deed.EDITED if deal.status is Status.OPEN else Deed.CLOSED
        changed = self._done(
            deals, person, deed, Stored(found.id, deal), before=found.deal, now=now, request_key=request_key
        )
        return replace(changed, could_be_amount=entry.amount) if by_number_alone else changed

    def _new_deal(self, person: Person, entry: Record, now: datetime) -> Deal:
        today = today_of(person, now)
        status = Status.WON if entry.kind is Kind.CALL_OFF or entry.outcome is None else entry.outcome
        details = entry.details
        if status is Status.OPEN and details.closed_on is not None:
            raise errors.OpenHasNoClosing(date=details.closed_on, field="closed_on")
        closed_on = None if status is Status.OPEN else details.closed_on or today
        deal = Deal(
            number=0,
            rep_id=person.member_id,
            rep_name=person.name,
            status=status,
            kind=entry.kind,
            amount=entry.amount,
            order_value=order_value(entry.amount, person.yardstick.horizon_months),
            horizon_months=person.yardstick.horizon_months,
            opened_known=details.opened_on is not None or status is Status.OPEN,
            deleted=False,
            details=replace(details, opened_on=details.opened_on or closed_on or today, closed_on=closed_on),
        )
        check_deal(deal, today)
        return deal

    # Changing

    def edit(self, person: Person, number: int, changes: Mapping[str, Any], request_key: str | None = None) -> Changed:
        """Change what `changes` names: fields of `Details`, `amount`, `status` or `kind`; None clears one."""
        now = self._clock()
        try:
            with self._database.write() as connection:
                deals = self._deals(connection, person)
                deals.hold_rep(self._mine(deals, person, number).deal.rep_id)
                found = self._mine(deals, person, number)  # as it is now that nobody else changes it
                deal = self._altered(found.deal, changes, person, now)
                if deal == found.deal:
                    raise errors.NothingToChange(number=number)
                deals.put(found, deal, now)
                return self._done(
                    deals,
                    person,
                    Deed.EDITED,
                    Stored(found.id, deal),
                    before=found.deal,
                    now=now,
                    request_key=request_key,
                )
        except _MAY_BE_DONE as refused:
            return self._carried_out_before(person, request_key, refused)

    def delete(self, person: Person, number: int) -> Changed:
        """Delete a deal softly: it leaves every figure and can be put back."""
        now = self._clock()
        with self._database.write() as connection:
            deals = self._deals(connection, person)
            deals.hold_rep(self._mine(deals, person, number).deal.rep_id)
            found = self._mine(deals, person, number)  # as it is now that nobody else changes it
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
        if change.actor_id != person.member_id and not _may_change(person, found.deal):
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

    def _altered(self, deal: Deal, changes: Mapping[str, Any], person: Person, now: datetime) -> Deal:
        """`deal` with the changes applied, its dates made to follow its status; raises what `check_deal` raises."""
        today = today_of(person, now)
        changes = dict(changes)
        status: Status = changes.pop("status", deal.status)
        kind: Kind = changes.pop("kind", deal.kind)
        amount: Amount | None = changes.pop("amount", deal.amount)
        opened_known = deal.opened_known
        if "opened_on" in changes:
            opened_known = changes["opened_on"] is not None
        details = replace(deal.details, **changes)
        if kind is Kind.CALL_OFF:
            status = Status.WON
        if status is Status.OPEN:
            if changes.get("closed_on") is not None:
                raise errors.OpenHasNoClosing(date=changes["closed_on"], field="closed_on")
            details = replace(details, closed_on=None)
        elif details.closed_on is None:
            details = replace(details, closed_on=today)
        if not opened_known:  # the date is no evidence: it follows the closing, or stays where it was
            details = replace(details, opened_on=details.closed_on or deal.details.opened_on)
        altered = replace(
            deal,
            status=status,
            kind=kind,
            amount=amount,
            order_value=order_value(amount, deal.horizon_months),
            opened_known=opened_known,
            details=details,
        )
        check_deal(altered, today)
        return altered

    # Looking

    def page(self, person: Person, page: int = 1, *, open_only: bool = False) -> DealPage:
        """A page of the person's deals, newest first; beyond the last page comes the last."""
        with self._database.read() as connection:
            deals = self._deals(connection, person)
            offset = (max(page, 1) - 1) * PAGE_SIZE
            total, found = deals.page(person.member_id, open_only=open_only, offset=offset, limit=PAGE_SIZE)
            pages = max(1, -(-total // PAGE_SIZE))
            if page > pages:
                page = pages
                offset = (pages - 1) * PAGE_SIZE
                total, found = deals.page(person.member_id, open_only=open_only, offset=offset, limit=PAGE_SIZE)
        return DealPage(tuple(found), max(page, 1), pages, total, open_only)

    def foresee(self, person: Person, entry: Record) -> Foreseen | WhichDeal:
        """What `record` would make of an entry, changing nothing. Raises what `record` would."""
        now = self._clock()
        with self._database.read() as connection:
            meant = self._meant(self._deals(connection, person), person, entry)
        if isinstance(meant, WhichDeal):
            return meant
        if meant is None:
            return Foreseen(self._new_deal(person, entry, now), None)
        return Foreseen(self._closed(person, meant, entry, now), meant.deal)

    def recorded_before(self, person: Person, request_key: str) -> Deal | None:
        """The deal that this request has recorded or closed, as it is now; None where it has done nothing yet."""
        with self._database.read() as connection:
            deals = self._deals(connection, person)
            change = deals.change_of_request(request_key)
            return None if change is None else deals.by_id(change.deal_id).deal

    def find(self, person: Person, number: int) -> Deal:
        """A deal that the person may change. Raises DealNotFound, DealNotYours."""
        with self._database.read() as connection:
            return self._mine(self._deals(connection, person), person, number).deal

    # Details

    def _deals(self, connection: Connection, person: Person) -> Deals:
        return Deals(connection, person.workspace_id, person.yardstick.horizon_months)

    def _mine(self, deals: Deals, person: Person, number: int) -> Stored:
        found = deals.by_number(number)
        if found is None or found.deal.deleted:
            raise errors.DealNotFound(number=number)
        if not _may_change(person, found.deal):
            raise errors.DealNotYours(number=number)
        return found

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

    def _is_redelivery(self, deals: Deals, request_key: str | None) -> bool:
        return request_key is not None and deals.change_of_request(request_key) is not None

    def _carried_out_before(self, person: Person, request_key: str | None, refused: Exception) -> Changed:
        """What the first delivery of a request did: the second one gives the same answer and changes nothing."""
        with self._database.read() as connection:
            deals = self._deals(connection, person)
            change = None if request_key is None else deals.change_of_request(request_key)
            if change is None:
                raise refused
            deal = from_json(change.after, deals.by_id(change.deal_id).deal)
            before = None if change.before is None else from_json(change.before, deal)
            now = self._clock()
            return Changed(change.deed, deal, change.id, self._standing(deals, person, deal, now), before)


def _may_change(person: Person, deal: Deal) -> bool:
    return deal.rep_id == person.member_id or person.sees_everyone


def _said(details: Details) -> dict[str, str | date | None]:
    return {name: getattr(details, name) for name in Details.__dataclass_fields__}
