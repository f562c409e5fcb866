"""Frames of deals for the tests: by hand, a line a deal, or by Hypothesis."""

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from pillars import COLUMNS, empty, validate

DAY_ONE = date(2026, 1, 1)


def frame(*deals: dict[str, Any]) -> pd.DataFrame:
    """A valid frame of these deals; what a deal does not say is unknown, its rep Anna, its kind a one-off."""
    if not deals:
        return empty()
    nothing: dict[str, Any] = dict.fromkeys(COLUMNS) | {"rep": "Anna", "kind": "one_off"}
    rows = [nothing | {"deal": number} | deal for number, deal in enumerate(deals, start=1)]
    return validate(pd.DataFrame(rows))


def won(amount: int | None = None, closed: str | None = "2026-02-10", started: str | None = None, **more: Any) -> Any:
    """A deal won, opened when it started."""
    return {
        "status": "won",
        "amount": amount,
        "closed_on": closed,
        "started_on": started,
        "opened_on": started,
    } | more


def lost(amount: int | None = None, closed: str | None = "2026-02-10", started: str | None = None, **more: Any) -> Any:
    """A deal lost."""
    return won(amount, closed, started, **more) | {"status": "lost"}


def still_open(opened: str | None = None, amount: int | None = None, **more: Any) -> Any:
    """A deal that is open."""
    return {"status": "open", "opened_on": opened, "started_on": opened, "amount": amount} | more


def call_off(amount: int | None, ordered: str, customer: str | None = None, **more: Any) -> Any:
    """An order under a framework agreement."""
    return {"status": "won", "kind": "call_off", "amount": amount, "closed_on": ordered, "customer": customer} | more


DATES = st.none() | st.dates(date(2025, 11, 1), date(2026, 6, 30))
AMOUNTS = st.none() | st.just(0) | st.integers(0, 10**14)
CUSTOMERS = st.none() | st.sampled_from(["Volvo AB", "volvo  ab", "VOLVO AB", "Åre Bageri", "åre bageri", "Ica", " "])


@st.composite
def a_deal(draw: st.DrawFn, **fixed: Any) -> dict[str, Any]:
    """Any deal that the contract allows, sensible or not: dates in any order, anything but the rep unknown."""
    status = draw(st.sampled_from(["open", "won", "lost"]))
    return {
        "rep": draw(st.sampled_from(["Anna", "Bo", "Cilla", "Östen"])),
        "status": status,
        "kind": draw(st.sampled_from(["one_off", "one_off", "call_off"])),
        "amount": draw(AMOUNTS),
        "opened_on": draw(DATES),
        "closed_on": draw(DATES),
        "started_on": draw(DATES),
        "customer": draw(CUSTOMERS),
        "product": draw(st.none() | st.sampled_from(["A", "B"])),
    } | fixed


@st.composite
def frames(draw: st.DrawFn, min_size: int = 0, max_size: int = 40) -> pd.DataFrame:
    """Any frame, with the extra column `product` that may be missing in a row."""
    deals = draw(st.lists(a_deal(), min_size=min_size, max_size=max_size))
    if not deals:
        return empty().assign(product=pd.Series([], dtype="str"))
    return frame(*deals)
