"""What a stated amount is worth as an order: in Python for one deal, in SQL for many, with the same rounding."""

from typing import Any

from sqlalchemy import Integer, String, bindparam, case, literal

from bot.storage.models import Deal
from bot.values import Amount, Per, Yardstick


def order_value(amount: Amount | None, horizon_months: int) -> int | None:
    """What the customer pays over the horizon, in minor units; a yearly amount by twelfths, rounded down."""
    if amount is None:
        return None
    if amount.per is Per.MONTH:
        return amount.minor * horizon_months
    if amount.per is Per.YEAR:
        return amount.minor * horizon_months // 12
    return amount.minor


_HORIZON = bindparam("horizon", type_=Integer)
_CURRENCY = bindparam("currency", type_=String(3))

ORDER_VALUE = case(
    (Deal.currency != _CURRENCY, None),
    (Deal.per == Per.MONTH.value, Deal.amount * _HORIZON),
    (Deal.per == Per.YEAR.value, Deal.amount * _HORIZON // literal(12)),
    else_=Deal.amount,
)
"""The order value in the workspace's currency; NULL where no amount is stated, or in another currency."""


def parameters(yardstick: Yardstick) -> dict[str, Any]:
    """What ORDER_VALUE needs to be run with."""
    return {"horizon": yardstick.horizon_months, "currency": yardstick.currency}
