"""What a rep's deals say about a period: the counts, amounts and ages that baselines and verdicts rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pillars import CallOffUnit, Window
from pillars.columns import Figures, Flags, Integers
from pillars.ledger import OPEN, Ledger, cut, read_ledger
from pillars.order_value import orders
from pillars.windows import first_second

# A year of history: every season once, and not the seller that the rep was long ago.
HISTORY_WEEKS = 52
# The weeks just before a start often prompt it by being bad. In half a year of history they weigh little; in less they
# would drag the level down and make a rebound look like a success, so they are left out; below the lower limit there
# is nothing to spare.
PROMPTING_WEEKS = 4
LEFT_OUT_FROM_WEEKS, LEFT_OUT_BELOW_WEEKS = 8, 26
# Whoever closes on the day of the start has spent about half of that day on it.
HALF_A_DAY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """One rep's period, or several reps' together.

    `days` is the period's length (times the number of reps). `won` and `lost` are its decisions. `amounts` are its
    orders, in minor units. `opened` counts the openings of each whole week, the last week last; `openings` all of them.
    `durations` are the days to close of the deals won.

    `entry`, `exit` and `decided` are one deal each that was in process during the period: its age in days when the
    period began (0: it started later), its age when it was decided or the period ended, and which of the two it was.
    `undecided` says whether any of them was still open at the end.
    """

    days: int
    won: int
    lost: int
    amounts: Figures
    opened: Integers
    openings: int
    durations: Figures
    entry: Figures
    exit: Figures
    decided: Flags

    @property
    def undecided(self) -> bool:
        """Whether a deal was left open at the end: only then can ages be told from closed deals' ages."""
        return not bool(self.decided.all())

    @property
    def active(self) -> bool:
        """Whether anything was opened, decided or ordered."""
        return bool(self.won + self.lost + self.openings + self.amounts.size)


def together(several: Iterable[Observed]) -> Observed:
    """Several reps as one; weeks are added up week by week from the last one back. Without any: a period of 0 days."""
    all_of_them = list(several)
    weeks = max((one.opened.size for one in all_of_them), default=0)
    opened = np.zeros(weeks, dtype=np.int64)
    for one in all_of_them:
        opened[weeks - one.opened.size :] += one.opened
    return Observed(
        days=sum(one.days for one in all_of_them),
        won=sum(one.won for one in all_of_them),
        lost=sum(one.lost for one in all_of_them),
        amounts=_joined(one.amounts for one in all_of_them),
        opened=opened,
        openings=sum(one.openings for one in all_of_them),
        durations=_joined(one.durations for one in all_of_them),
        entry=_joined(one.entry for one in all_of_them),
        exit=_joined(one.exit for one in all_of_them),
        decided=np.concatenate([np.zeros(0, dtype=np.bool_), *(one.decided for one in all_of_them)]),
    )


def _joined(parts: Iterable[Figures]) -> Figures:
    return np.concatenate([np.zeros(0), *parts])


def history_before(start: date, first: date | None) -> Window | None:
    """The days that a baseline rests on: up to 52 weeks before a start.

    With 8 to 26 weeks of history the four weeks just before the start are left out. `first` is the rep's first known
    day; None, or a day not before the start, gives None.
    """
    if first is None or first >= start:
        return None
    spare = 7 * LEFT_OUT_FROM_WEEKS <= (start - first).days < 7 * LEFT_OUT_BELOW_WEEKS
    end = start - timedelta(days=1 + (7 * PROMPTING_WEEKS if spare else 0))
    return Window(max(first, end - timedelta(days=7 * HISTORY_WEEKS - 1)), end)


def first_days(deals: pd.DataFrame) -> dict[str, date]:
    """The first day on which a deal of each rep was opened or closed; reps of whom no date is known are absent."""
    closed = deals["closed_on"].where(deals["status"] != "open")  # an open deal's closing date is a plan
    first = pd.concat([deals["opened_on"], closed], axis=1).min(axis=1)
    found = first.groupby(deals["rep"].astype(str)).min().dropna()
    return {str(rep): pd.Timestamp(day).date() for rep, day in found.items()}


def observe(deals: pd.DataFrame, window: Window, *, call_off_unit: CallOffUnit = "month") -> dict[str, Observed]:
    """Each rep's period, from a frame of deals (see `pillars.frame`); reps without any deal in the frame are absent.

    What happened after the window's end plays no part: a deal closed later counts as open. Call-offs that the workspace
    counts by customer and month count by customer and week here: a four weeks' review holds parts of two months, and
    parts of months do not compare with whole ones. Deals without a starting date have no age.

    Raises `FrameError` as `pillars.scorecard` does.
    """
    ledger = read_ledger(deals, "rep")
    view, reps = cut(ledger, window), ledger.groups
    placed = orders(view, "week" if call_off_unit == "month" else call_off_unit)
    won, lost = reps.count(view.won), reps.count(view.lost)
    timed = view.won[ledger.started[view.won] <= ledger.closed[view.won]]
    took = (_days(ledger.closed[timed]) - _days(ledger.started[timed])).astype(np.float64)
    weeks = window.days // 7
    week = (_days(ledger.opened[view.opened]) - _day(window.end) - 1) // 7 + weeks  # the last whole week is weeks − 1
    rows, *ages = _in_process(ledger, window)
    amounts = _by_group(placed.codes, reps.size, placed.amounts.astype(np.float64))
    durations = _by_group(reps.codes[timed], reps.size, took)
    opened = _by_group(reps.codes[view.opened], reps.size, week)
    entry, exits, decided = (_by_group(reps.codes[rows], reps.size, age) for age in ages)
    return {
        str(rep): Observed(
            days=window.days,
            won=int(won[place]),
            lost=int(lost[place]),
            amounts=amounts[place],
            opened=np.bincount(opened[place][opened[place] >= 0], minlength=weeks).astype(np.int64),
            openings=opened[place].size,
            durations=durations[place],
            entry=entry[place],
            exit=exits[place],
            decided=decided[place],
        )
        for place, rep in enumerate(reps.labels)
    }


def _by_group(codes: Any, size: int, values: Any) -> list[Any]:
    """The values of each group, in their order."""
    order = np.argsort(codes, kind="stable")
    return np.split(values[order], np.cumsum(np.bincount(codes, minlength=size))[:-1]) if size else []


def _in_process(ledger: Ledger, window: Window) -> tuple[Any, Any, Any, Any]:
    """Rows of the deals in process during the window, their ages at entry and exit, and which were decided."""
    start, end = _day(window.start), _day(window.end)
    known = ~np.isnat(ledger.started) & ~ledger.call_off & ((ledger.status == OPEN) | ~np.isnat(ledger.closed))
    rows = np.flatnonzero(known & (ledger.started <= first_second(window.end)))
    began = _days(ledger.started[rows])
    is_open = ledger.status[rows] == OPEN
    # An open deal's closing date is a plan: it has not been closed.
    closed = np.where(is_open, end + 1, _days(np.where(is_open, ledger.started[rows], ledger.closed[rows])))
    kept = (closed >= start) & (closed >= began)
    rows, began, closed = rows[kept], began[kept], closed[kept]
    decided = closed <= end
    entry = np.maximum(start - began, 0).astype(np.float64)
    exits = np.where(decided, closed - began + HALF_A_DAY, end - began + 1.0)
    return rows, entry, exits, decided


def _days(moments: Any) -> Integers:
    return np.asarray(moments.astype("datetime64[D]").astype(np.int64), dtype=np.int64)


def _day(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))
