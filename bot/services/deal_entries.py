"""What an entry and a change come to: which deal is meant, and how it will be. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot import errors
from bot.language.commands import Record
from bot.services.clock import today_of
from bot.services.deal_rules import check_deal
from bot.storage.deals import Deals, Stored
from bot.storage.order_value import order_value
from bot.values import Amount, Deal, Details, Kind, Person, Status, WhichDeal

CANDIDATES = 5
"""Among how many open deals of a customer one is asked to choose."""


def changeable(deals: Deals, person: Person, number: int) -> Stored:
    """The deal of that number, which the person may change. Raises DealNotFound, DealNotYours."""
    found = deals.by_number(number)
    if found is None or found.deal.deleted:
        raise errors.DealNotFound(number=number)
    if not may_change(person, found.deal):
        raise errors.DealNotYours(number=number)
    return found


def may_change(person: Person, deal: Deal) -> bool:
    """Reps may change their own deals; who sees everyone may change everyone's."""
    return deal.rep_id == person.member_id or person.sees_everyone


def meant_by(deals: Deals, person: Person, entry: Record) -> Stored | WhichDeal | None:
    """The open deal that the entry closes, or the candidates where that is not clear, or None: a new deal.

    Raises OpenDealsOnly, DealAlreadyClosed, NoOpenDealFor, and what `changeable` raises.
    """
    if entry.number is not None:
        found = changeable(deals, person, entry.number)
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
    candidates = sorted(candidates, key=lambda c: entry.amount is None or c.deal.amount != entry.amount)
    return WhichDeal(
        outcome=entry.outcome,
        candidates=tuple(c.deal for c in candidates[:CANDIDATES]),
        may_be_new=entry.amount is not None,
        amount=entry.amount,
    )


def new_deal(person: Person, entry: Record, now: datetime) -> Deal:
    """The deal that the entry records, without a number yet. Raises OpenHasNoClosing and what `check_deal` raises."""
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


def closed_by(person: Person, found: Stored, entry: Record, now: datetime) -> Deal:
    """How the deal that `entry` means will be. Raises NothingToChange and what `altered` raises."""
    by_number_alone = entry.number is None and entry.maybe_number == found.deal.number
    amount = found.deal.amount if entry.amount is None or by_number_alone else entry.amount
    said = {k: v for k, v in _said(entry.details).items() if v is not None}
    status = entry.outcome or Status.WON
    closed_on = None if status is Status.OPEN else said.get("closed_on", today_of(person, now))
    deal = altered(found.deal, {"status": status, "amount": amount, **said, "closed_on": closed_on}, person, now)
    if deal == found.deal:
        raise errors.NothingToChange(number=deal.number)
    return deal


def altered(deal: Deal, changes: Mapping[str, Any], person: Person, now: datetime) -> Deal:
    """`deal` with the changes applied, its dates made to follow its status.

    Raises OpenHasNoClosing and what `check_deal` raises.
    """
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
    after = replace(
        deal,
        status=status,
        kind=kind,
        amount=amount,
        order_value=order_value(amount, deal.horizon_months),
        opened_known=opened_known,
        details=details,
    )
    check_deal(after, today)
    return after


def _said(details: Details) -> dict[str, str | date | None]:
    return {name: getattr(details, name) for name in Details.__dataclass_fields__}
