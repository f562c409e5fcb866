"""What groups did in a window, as sums: enough to compare them, and to add groups up and take one out again.

A team is the sum of its members and the rest of a team is that sum less one, so a comparison never needs the deals a
second time.
"""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

from pillars import ratios
from pillars.columns import Figures, Flags, Integers
from pillars.groups import Groups
from pillars.ledger import Cut, Ledger
from pillars.order_value import Orders
from pillars.windows import SECONDS_A_DAY, Window, first_second, second_after

AGES = 91
"""In how many ages the pace of deals is kept, whatever the window's length: days, in a window of thirteen weeks."""

DAYS_A_WEEK = 7

# Amounts further than so many spreads from the middle of everybody's orders count as if they lay just there: one huge
# order, or a gift at 0 (which has no logarithm), says "very large" or "very small", and no more.
WINSOR = 3.0
# Where orders all cost the same they have no spread, and at any other price the next one would be an outlier.
LEAST_SPREAD = 0.1
# The spread of a normal distribution in terms of its median absolute deviation.
DEVIATION_OF_MEDIAN = 1.4826

# Who was first seen later than four weeks into a window was not there to be counted: no evidence of few opportunities.
NEWCOMER_DAYS = 28


@dataclass(frozen=True, slots=True)
class Scale:
    """Between which logarithms amounts are read: the middle of everybody's orders and how far they reach from it."""

    middle: float
    spread: float

    def logs(self, amounts: Integers) -> Figures:
        """Logarithms of amounts in minor units, within the scale's reach; 0 lies at its lower end."""
        reach = WINSOR * self.spread
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(amounts, 0).astype(np.float64))
        return np.clip(logs, self.middle - reach, self.middle + reach)

    @classmethod
    def of(cls, amounts: Integers) -> Self:
        """From the median of the logarithms and their median absolute deviation; zeros are left out."""
        logs = np.log(amounts[amounts > 0].astype(np.float64))
        if not logs.size:
            return cls(0.0, LEAST_SPREAD)
        middle = float(np.median(logs))
        spread = float(np.median(np.abs(logs - middle))) * DEVIATION_OF_MEDIAN
        # Half of the orders at one list price have no deviation at the median, and yet the others differ.
        return cls(middle, max(spread, float(np.std(logs)) / 2, LEAST_SPREAD))


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums over a window, an entry a group. All can be added and taken away.

    `amount` is what the orders add up to, in minor units; `logs` is the sum of the orders' logarithms less the scale's
    middle; `log_apart` that of their squared distances from each member's own mean, with `log_freedom` degrees of
    freedom. `week_apart` is the same of what was opened in each whole week, and `week_usual` what it would be if
    openings came independently of each other. `took` is how many of the window's decisions have a starting date, and
    `took_logs`, `took_apart` and `took_freedom` are the same sums as those of orders, of the logarithms of the days
    that they took. `decided` and `at_risk` have a column an age (see `AGES`): of the deals that started in the window,
    how many were decided at that age, won or lost, and how many had got that old undecided.
    """

    members: Integers
    won: Integers
    lost: Integers
    orders: Integers
    amount: Figures
    logs: Figures
    log_apart: Figures
    log_freedom: Integers
    opened: Integers
    week_apart: Figures
    week_usual: Figures
    took: Integers
    took_logs: Figures
    took_apart: Figures
    took_freedom: Integers
    decided: Integers
    at_risk: Integers

    @property
    def undecided(self) -> Integers:
        """How many of the deals that started in the window were open on its last day."""
        return np.asarray(self.at_risk[:, 0] - self.decided.sum(axis=1), dtype=np.int64)

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: "Standing") -> "Standing":
        return Standing(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def take(self, which: Any) -> "Standing":
        """The entries of some groups."""
        return Standing(*(getattr(self, f.name)[which] for f in fields(self)))

    def only(self, flags: Flags) -> "Standing":
        """Nothing for the groups that are not flagged."""
        return Standing(*(value * (flags if value.ndim == 1 else flags[:, None]) for value in self._values()))

    def summed(self, codes: Integers, size: int) -> "Standing":
        """Summed over the groups that share a code."""
        return Standing(*(_sum_by(value, codes, size) for value in self._values()))

    def _values(self) -> list[Any]:
        return [getattr(self, f.name) for f in fields(self)]


def standing(view: Cut, ordered: Orders, scale: Scale, days: int | None = None) -> Standing:
    """Count what each group did in the window that a ledger is seen through.

    Standings are compared age by age, so those of windows of different lengths need the same `days`, those of the
    longest.
    """
    groups, size = view.groups, view.groups.size
    logs = scale.logs(ordered.amounts) - scale.middle
    sums, apart = _sums_and_squares(ordered.codes, logs, ordered.count)
    took, took_logs, took_apart = _took(view)
    week_apart, week_usual = _weeks(view)
    decided, at_risk = _pace(view.ledger, view.window, days or view.window.days)
    return Standing(
        members=np.ones(size, dtype=np.int64),
        won=groups.count(view.won),
        lost=groups.count(view.lost),
        orders=ordered.count,
        amount=ordered.total.astype(np.float64),
        logs=sums,
        log_apart=apart,
        log_freedom=np.maximum(ordered.count - 1, 0),
        opened=groups.count(view.opened),
        week_apart=week_apart,
        week_usual=week_usual,
        took=took,
        took_logs=took_logs,
        took_apart=took_apart,
        took_freedom=np.maximum(took - 1, 0),
        decided=decided,
        at_risk=at_risk,
    )


def _sums_and_squares(codes: Any, values: Figures, count: Integers) -> tuple[Figures, Figures]:
    """Each group's sum, and the squared distances from its own mean."""
    sums = np.bincount(codes, weights=values, minlength=count.size).astype(np.float64, copy=False)
    apart = values - ratios.mean(sums, count)[codes]
    squares = np.bincount(codes, weights=apart * apart, minlength=count.size)
    return sums, squares.astype(np.float64, copy=False)


def _took(view: Cut) -> tuple[Integers, Figures, Figures]:
    """Of the window's decisions, whenever they started: how many, the logarithms of their days, and the squares."""
    ledger, groups = view.ledger, view.groups
    rows = np.concatenate([view.won, view.lost])
    started, closed = (dates[rows].astype("datetime64[D]") for dates in (ledger.started, ledger.closed))
    usable = started <= closed
    logs = np.log1p((closed[usable] - started[usable]).astype(np.float64))  # the same day is 0 days
    count = groups.count(rows[usable])
    return count, *_sums_and_squares(groups.codes[rows[usable]], logs, count)


def _weeks(view: Cut) -> tuple[Figures, Figures]:
    """Squared distances of the weeks' openings from each group's own mean, and what Poisson's law has them be.

    Whole weeks, counted from the window's first day.
    """
    groups, ledger = view.groups, view.ledger
    weeks = view.window.days // DAYS_A_WEEK
    days = (ledger.opened[view.opened] - first_second(view.window.start)).astype(np.int64) // SECONDS_A_DAY
    week = days // DAYS_A_WEEK
    whole = week < weeks
    keys = groups.codes[view.opened][whole].astype(np.int64) * max(weeks, 1) + week[whole]
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    each = np.diff(np.append(first, keys.size))
    codes = keys[first] // max(weeks, 1)
    total = np.bincount(codes, weights=each, minlength=groups.size)
    squares = np.bincount(codes, weights=each * each, minlength=groups.size)
    usual = total * (1 - 1 / max(weeks, 1))
    return (squares - total * total / max(weeks, 1)).astype(np.float64), usual.astype(np.float64)


def _pace(ledger: Ledger, window: Window, days: int) -> tuple[Integers, Integers]:
    """Decided at each age and still undecided at it, of the deals that started in the window; seen on its last day.

    What is decided after the window was open then. Call-offs are never undecided. A deal whose closing date is unknown
    or lies before its start says nothing about pace.
    """
    groups: Groups = ledger.groups
    rows = np.flatnonzero(window.holds(ledger.started) & ~ledger.call_off)
    started, closed = (dates[rows].astype("datetime64[D]") for dates in (ledger.started, ledger.closed))
    is_open = (ledger.status[rows] == 0) | (ledger.closed[rows] >= second_after(window.end))
    usable = is_open | (closed >= started)
    rows, started, closed, is_open = rows[usable], started[usable], closed[usable], is_open[usable]
    until = np.where(is_open, np.datetime64(window.end, "D"), closed)
    age = (until - started).astype(np.int64) * AGES // max(days, AGES)
    keys = groups.codes[rows].astype(np.int64) * AGES + age
    shape = (groups.size, AGES)
    leaving = np.bincount(keys, minlength=groups.size * AGES).reshape(shape)
    decided = np.bincount(keys[~is_open], minlength=groups.size * AGES).reshape(shape)
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    return decided, at_risk


def first_seen(ledger: Ledger) -> Any:
    """Each group's earliest known date, opened or closed, as days since 1970; far in the future where none is known."""
    seen = np.full(ledger.groups.size, np.iinfo(np.int64).max, dtype=np.int64)
    for dates in (ledger.opened, ledger.closed):
        known = np.flatnonzero(~np.isnat(dates))
        np.minimum.at(seen, ledger.groups.codes[known], dates[known].astype("datetime64[D]").astype(np.int64))
    return seen


def was_there(seen: Integers, window: Window) -> Flags:
    """Whether a group first seen on a day was there to be counted in the whole window, or nearly."""
    start = np.datetime64(window.start, "D").astype(np.int64)
    return np.asarray(seen <= start + min(NEWCOMER_DAYS, window.days // 3), dtype=np.bool_)


def _sum_by(values: Any, codes: Integers, size: int) -> Any:
    """Sums of the rows that share a code."""
    if size == 1:
        return values.sum(axis=0, keepdims=True)
    columns = values[:, None] if values.ndim == 1 else values
    sums = np.stack([np.bincount(codes, weights=column, minlength=size) for column in columns.T], axis=1)
    sums = sums.astype(values.dtype)  # counts stay far below 2⁵³, so the floats in between are exact
    return sums[:, 0] if values.ndim == 1 else sums
