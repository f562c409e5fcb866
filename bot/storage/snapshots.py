"""A deal as JSON, for its history: what was and what is, complete enough to be put back."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from bot.storage.order_value import order_value
from bot.values import Amount, Deal, Details, Kind, Per, Status

_DETAILS = tuple(each.name for each in fields(Details))
_DATES = ("opened_on", "first_meeting_on", "quoted_on", "closed_on")


def to_json(deal: Deal) -> dict[str, Any]:
    """What a change may alter of a deal. Dates as ISO strings; what is derived or fixed stays out."""
    amount = deal.amount
    details = {name: getattr(deal.details, name) for name in _DETAILS}
    return {
        "rep_id": deal.rep_id,
        "status": deal.status.value,
        "kind": deal.kind.value,
        "amount": None if amount is None else amount.minor,
        "currency": None if amount is None else amount.currency,
        "per": None if amount is None or amount.per is None else amount.per.value,
        "opened_known": deal.opened_known,
        "deleted": deal.deleted,
        **{k: v.isoformat() if isinstance(v, date) else v for k, v in details.items()},
    }


def from_json(snapshot: dict[str, Any], deal: Deal) -> Deal:
    """`deal` put back to how `snapshot` has it."""
    amount = None
    if snapshot["amount"] is not None:
        per = snapshot["per"]
        amount = Amount(snapshot["amount"], snapshot["currency"], None if per is None else Per(per))
    said: dict[str, Any] = {name: snapshot[name] for name in _DETAILS}
    for name in _DATES:
        said[name] = None if said[name] is None else date.fromisoformat(said[name])
    return replace(
        deal,
        rep_id=snapshot["rep_id"],
        status=Status(snapshot["status"]),
        kind=Kind(snapshot["kind"]),
        amount=amount,
        order_value=order_value(amount, deal.horizon_months),
        opened_known=snapshot["opened_known"],
        deleted=snapshot["deleted"],
        details=Details(**said),
    )
