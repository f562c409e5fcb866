"""The rows of a file as values: what each says, and the deal that it makes of an earlier one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from bot.importing import CONTENT
from bot.storage.order_value import order_value
from bot.storage.snapshots import from_json, to_json
from bot.values import Amount, Deal, Details, Kind, Per, Status

DATES = ("opened_on", "first_meeting_on", "quoted_on", "closed_on")
# Fields of a snapshot that mean something together only: a closing date belongs to its outcome.
_TOGETHER = (
    ("status", "closed_on", "loss_reason"),
    ("amount", "currency", "per", "kind"),
    ("opened_on", "opened_known"),
    *((name,) for name in ("rep_id", "customer", "product", "contact_role", "note", "first_meeting_on", "quoted_on")),
)
TEXTS = ("currency", "per", "product", "contact_role", "loss_reason", "note")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file as Python's own values, column by column, None for what is missing and dates as ISO text.

    `content` is what each says, as `fingerprints` has it. Made before anybody has to wait for the writing.
    """

    columns: Mapping[str, Sequence[Any]]
    content: Sequence[str]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Rows":
        columns = {name: days(frame[name]) if name in DATES else plain(frame[name]) for name in CONTENT}
        columns["opened_known"] = [bool(known) for known in columns["opened_known"]]
        columns |= {"line": frame["line"].to_list(), "external_id": plain(frame["external_id"])}
        return cls(columns, list(fingerprints(frame)))

    def __len__(self) -> int:
        return len(self.content)

    def __getitem__(self, column: str) -> Sequence[Any]:
        return self.columns[column]

    def at(self, places: Sequence[int]) -> "Rows":
        """Some of the rows."""
        if len(places) == len(self):
            return self
        columns = {name: [values[n] for n in places] for name, values in self.columns.items()}
        return Rows(columns, [self.content[n] for n in places])

    def row(self, place: int) -> dict[str, Any]:
        """One row, for `as_deal`: dates as dates."""
        said = {name: self.columns[name][place] for name in CONTENT}
        return said | {name: None if said[name] is None else date.fromisoformat(said[name]) for name in DATES}


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


def keeping(was: Deal, deal: Deal, said: Mapping[str, Any]) -> Deal:
    """`deal` as a row makes it of `was`, but as `was` wherever the file says only what it has said before.

    `said` is that, as a snapshot: what was done here by hand since then stays, until the file says something new of it.
    """
    now, new = to_json(was), to_json(deal)
    for group in _TOGETHER:
        if all(new[name] == said[name] for name in group):
            new |= {name: now[name] for name in group}
    return from_json(new, was)


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
