"""Deals cut into weeks, Monday to Sunday: the sums from which every chart is drawn, a row a group, a column a week."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from pillars.columns import Figures, Integers
from pillars.drift import ripening
from pillars.drift.grid import WEEK, Grid
from pillars.ledger import OPEN, Ledger, cut
from pillars.order_value import CallOffUnit, orders
from pillars.windows import Window

# An order of 0, or of a thousandth of the usual, is one odd order and not a collapse: below a hundredth of the group's
# middle order, orders count as that; then all are drawn in to 2.5 spreads from the middle, beyond which one in a
# hundred lies where logarithms are normal.
LEAST_SHARE = 0.01
DRAWN_IN = 2.5
# Where nearly all orders are at one price, one at a third or at three times of it still counts in full.
LEAST_REACH = 1.1


@dataclass(frozen=True, slots=True)
class Weekly:
    """What happened in each week, arrays of shape (groups, weeks), float64.

    `seen` is 1 from the week after a group's first deal (that week itself is known by having a deal in it), before
    that 0, and so are all others. `orders`, `order_sum`, `order_squares` are number, sum and sum of squares of the
    logarithms of the orders' amounts, outliers drawn in. `ripened` are the decisions on deals whose starting date is
    known, and `expected` how many the team's usual pace would have brought, given how many deals were open at which
    age; `slope` (groups) says how strongly a slower pace shows in them, see `ripening`.
    """

    seen: Figures
    opened: Figures
    won: Figures
    lost: Figures
    orders: Figures
    order_sum: Figures
    order_squares: Figures
    ripened: Figures
    expected: Figures
    slope: Figures

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return int(self.seen.shape[1])

    def between(self, first: int, last: int) -> "Weekly":
        """Only the weeks from `first` up to, not including, `last`."""
        return replace(
            self, **{f.name: getattr(self, f.name)[:, first:last] for f in fields(self) if f.name != "slope"}
        )


def whole_weeks(until: date, weeks: int) -> Window:
    """The last whole weeks, Monday to Sunday, that were over on the evening of `until`."""
    sunday = until - timedelta(days=until.isoweekday() % WEEK)
    return Window.last_days(sunday, WEEK * weeks)


def read_weeks(ledger: Ledger, teams: Integers, window: Window, call_off_unit: CallOffUnit) -> Weekly:
    """Cut a ledger into the whole weeks of a window; `teams` is each group's team as a number from 0."""
    groups, view = ledger.groups, cut(ledger, window)
    grid = Grid(window, groups.size)
    closed, opened = ledger.closed.astype("datetime64[D]"), ledger.opened.astype("datetime64[D]")
    seen = _seen(ledger, grid)
    codes, weeks, logs = _order_logs(ledger, window, grid, call_off_unit)
    ripe = ripening.read(ledger, teams, window, grid)
    counted = {
        "opened": grid.add(groups.codes[view.opened], grid.week(opened[view.opened])),
        "won": grid.add(groups.codes[view.won], grid.week(closed[view.won])),
        "lost": grid.add(groups.codes[view.lost], grid.week(closed[view.lost])),
        "orders": grid.add(codes, weeks),
        "order_sum": grid.add(codes, weeks, logs),
        "order_squares": grid.add(codes, weeks, logs * logs),
        "ripened": ripe.decided,
        "expected": ripe.expected,
    }
    return Weekly(seen=seen, slope=ripe.slope, **{name: sums * seen for name, sums in counted.items()})


def _seen(ledger: Ledger, grid: Grid) -> Figures:
    """1 from the week after the first one in which a group opened or decided a deal."""
    first = np.full(grid.groups, grid.weeks, dtype=np.int64)
    for moments, rows in ((ledger.opened, slice(None)), (ledger.closed, ledger.status != OPEN)):
        known = ~np.isnat(moments[rows])
        np.minimum.at(first, ledger.groups.codes[rows][known], grid.week(moments[rows][known]))
    return (np.arange(grid.weeks) > first[:, None]).astype(np.float64)


def _order_logs(
    ledger: Ledger, window: Window, grid: Grid, unit: CallOffUnit
) -> tuple[npt.NDArray[Any], Integers, Figures]:
    """Group, week and logarithm of each order observation, outliers drawn in.

    Call-offs count per customer and month (or week) as in `orders`, in the week in which the month ends; a month that
    the window cuts through would look like a small one, and is left out.
    """
    view = cut(ledger, window)
    rows = view.won[ledger.stated[view.won]]
    codes = [ledger.groups.codes[rows].astype(np.int64)]
    weeks = [grid.week(ledger.closed[rows])]
    amounts = [ledger.amount[rows]]
    if view.call_offs.size:
        for period in _periods(window, unit):
            in_period = cut(ledger, period)
            called = orders(replace(in_period, won=in_period.won[:0]), unit)
            codes.append(called.codes.astype(np.int64))
            weeks.append(np.full(called.codes.size, grid.week(np.array([period.end], dtype="datetime64[D]"))[0]))
            amounts.append(called.amounts)
    group, week = np.concatenate(codes), np.concatenate(weeks)
    return group, week, drawn_in(group, np.concatenate(amounts).astype(np.float64), grid.groups)


def _periods(window: Window, unit: CallOffUnit) -> list[Window]:
    """The whole months or weeks inside a window of whole weeks; call-offs that count one by one go by weeks too."""
    if unit != "month":
        starts = [window.start + timedelta(days=WEEK * week) for week in range(window.days // WEEK)]
        return [Window.last_days(start + timedelta(days=WEEK - 1), WEEK) for start in starts]
    months = range(12 * window.start.year + window.start.month - 1, 12 * window.end.year + window.end.month)
    whole = [Window.of_month(month // 12, month % 12 + 1) for month in months]
    return [month for month in whole if window.start <= month.start and month.end <= window.end]


def drawn_in(codes: npt.NDArray[Any], amounts: Figures, size: int) -> Figures:
    """Logarithms of amounts, those far from the group's middle drawn in to 2.5 spreads from it.

    The spread is the larger of the scaled median deviation and the scaled reach of the middle eight in ten, so that a
    group that sells one thing at list price, where half of all orders are alike, still has one.
    """
    positive = amounts > 0
    middle = _quantile(codes[positive], amounts[positive], size, 0.5)
    middle = np.where(np.isnan(middle), 1.0, middle)
    logs = np.log(np.maximum(amounts, LEAST_SHARE * middle[codes]) / middle[codes])
    apart = _quantile(codes, np.abs(logs), size, 0.5) / 0.6745
    reach = (_quantile(codes, logs, size, 0.9) - _quantile(codes, logs, size, 0.1)) / 2.563
    limit = np.fmax(DRAWN_IN * np.fmax(apart, reach), LEAST_REACH)
    return np.asarray(np.clip(logs, -limit[codes], limit[codes]) + np.log(middle[codes]), dtype=np.float64)


def _quantile(codes: npt.NDArray[Any], values: Figures, size: int, share: float) -> Figures:
    """Each group's value at a share of its sorted values (the nearest rank); nan without values."""
    order = np.lexsort((values, codes))
    counts = np.bincount(codes, minlength=size)
    starts = np.cumsum(counts) - counts
    found = np.full(size, np.nan)
    has = counts > 0
    rank = np.round(share * (counts[has] - 1)).astype(np.int64)
    found[has] = values[order][starts[has] + rank]
    return found
