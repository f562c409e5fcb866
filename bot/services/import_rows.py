"""The rows of a file as values: what each says, and the deal that it makes of an earlier one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from bot.storage.order_value import order_value
from bot.values import Amount, Deal, Details, Kind, Per, Status

# What makes a row what it is: as these say, so is it the same row or a changed one.
CONTENT = (
    "rep",
    "rep_email",
    "status",
    "kind",
    "amount",
    "currency",
    "per",
    "customer",
    "product",
    "contact_role",
    "loss_reason",
    "note",
    "opened_on",
    "opened_known",
    "first_meeting_on",
    "quoted_on",
    "closed_on",
)
DATES = ("opened_on", "first_meeting_on", "quoted_on", "closed_on")
TEXTS = ("currency", "per", "product", "contact_role", "loss_reason", "note")


def fingerprints(rows: pd.DataFrame) -> np.ndarray[Any, Any]:
    """What each row says, as sixteen hexadecimal digits; the line and the id are not part of it."""
    said = {}
    for name in CONTENT:
        column = rows[name]
        said[name] = (
            (days(column) if name in DATES else plain(column)) if name != "opened_known" else column.astype(bool)
        )
    text = pd.DataFrame({name: pd.Series(list(values), dtype=object).astype(str) for name, values in said.items()})
    hashed = pd.util.hash_pandas_object(text, index=False).to_numpy()
    return np.array([f"{value:016x}" for value in hashed], dtype=object)


def as_deal(deal: Deal, row: Mapping[str, Any], rep_id: int) -> Deal:
    """`deal` as a row of a file now has it."""
    amount = None
    if row["amount"] is not None:
        amount = Amount(int(row["amount"]), row["currency"], None if row["per"] is None else Per(row["per"]))
    details = {name: row[name] for name in Details.__dataclass_fields__}
    details["opened_on"] = details["opened_on"] or details["closed_on"] or deal.details.opened_on
    return replace(
        deal,
        rep_id=rep_id,
        status=Status(row["status"]),
        kind=Kind(row["kind"]),
        amount=amount,
        order_value=order_value(amount, deal.horizon_months),
        opened_known=bool(row["opened_known"]),
        deleted=False,
        details=Details(**details),
    )


def plain(column: Any) -> list[Any]:
    """A column as Python's own values, None for what is missing."""
    values: list[Any] = column.astype(object).where(column.notna(), None).to_list()
    return values


def days(column: Any) -> list[str | None]:
    """A column of dates as ISO text, None for what is missing."""
    moments = column.to_numpy().astype("datetime64[D]")
    text = moments.astype(str).astype(object)
    text[np.isnat(moments)] = None
    return list(text)
