"""Pillar 2, order value: the mean amount of the orders won in the window.

Orders are the deals won and the call-offs. Under a framework agreement the single order says little (what matters is
what a customer buys over time), so call-offs count as one observation per customer and month, or week, whose value is
their sum. At the window's ends that is the part of the month that lies in the window.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars import intervals, ratios
from pillars.columns import Figures, Integers
from pillars.customers import customer_key
from pillars.groups import Sorted, sort_within, tally, totals
from pillars.intervals import Bounds
from pillars.ledger import Cut

CallOffUnit = Literal["month", "week", "order"]
CALL_OFF_UNITS: tuple[CallOffUnit, ...] = ("month", "week", "order")

MONDAY_BEFORE_1970 = -3  # 1 January 1970, day 0, was a Thursday


@dataclass(frozen=True, slots=True)
class Orders:
    """Order observations, their group's code beside each amount in minor units, and what was left out.

    `unstated` is how many orders of each group state no amount; they are part of no figure here.
    """

    codes: npt.NDArray[Any]
    amounts: Integers
    count: Integers
    total: Integers
    unstated: Integers

    @property
    def value(self) -> Figures:
        """Mean amount in minor units; nan where no order states one."""
        return ratios.mean(self.total, self.count)

    @property
    def sample(self) -> Integers:
        """How many observations state an amount."""
        return self.count

    def interval(self) -> Bounds:
        """See `intervals.mean`."""
        average = self.value
        apart = self.amounts - average[self.codes]
        squares = np.bincount(self.codes, weights=apart * apart, minlength=len(self.count))
        return intervals.mean(average, np.sqrt(ratios.divide(squares, self.count - 1)), self.count)

    def sorted(self) -> Sorted:
        """The amounts sorted within each group, for medians."""
        return sort_within(self.codes, self.amounts, len(self.count))


def orders(cut: Cut, call_off_unit: CallOffUnit = "month") -> Orders:
    """Collect the order observations of the window. Raises `ValueError` for an unknown unit."""
    if call_off_unit not in CALL_OFF_UNITS:
        raise ValueError(f"Call-offs count per {', '.join(CALL_OFF_UNITS)}, not per {call_off_unit!r}.")
    ledger, groups = cut.ledger, cut.groups
    won, unstated = _by_amount(cut, cut.won)
    codes, amounts = groups.codes[won], ledger.amount[won]
    if cut.call_offs.size:
        called, unstated_too = _by_amount(cut, cut.call_offs)
        unstated += unstated_too
        called_codes, called_amounts = _called_off(cut, called, call_off_unit)
        codes, amounts = np.concatenate([codes, called_codes]), np.concatenate([amounts, called_amounts])
    return Orders(codes, amounts, tally(codes, groups.size), totals(codes, amounts, groups.size), unstated)


def _by_amount(cut: Cut, rows: Integers) -> tuple[Integers, Integers]:
    """Those of the rows that state an amount, and how many of each group do not."""
    stated = cut.ledger.stated[rows]
    return rows[stated], cut.groups.count(rows[~stated])


def _called_off(cut: Cut, rows: Integers, unit: CallOffUnit) -> tuple[npt.NDArray[Any], Integers]:
    """Group code and amount of each observation among call-offs that state an amount.

    One per group, customer and period. Nobody can say that two call-offs without a customer are of the same one, so
    each of those is an observation of its own.
    """
    ledger, groups = cut.ledger, cut.groups
    codes, amounts = groups.codes[rows], ledger.amount[rows]
    if unit == "order" or not rows.size:
        return codes, amounts
    customers, number = _customer_codes(ledger.customers.iloc[rows])
    periods = _periods(ledger.closed[rows], unit)
    periods -= periods.min()
    keys = (codes.astype(np.int64) * number + customers) * (int(periods.max()) + 1) + periods
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return codes[first], totals(inverse, amounts, first.size)


def _customer_codes(names: "pd.Series[Any]") -> tuple[Integers, int]:
    """Each row's customer as a number, and how many there are; each row without a name is a customer of its own."""
    codes, spellings = pd.factorize(names.astype(object))
    keys = [customer_key(str(spelling)) for spelling in spellings]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    customer = np.array([places[key] if key else -1 for key in keys] + [-1], dtype=np.int64)[codes]
    nameless = np.flatnonzero(customer < 0)
    customer[nameless] = len(places) + np.arange(nameless.size)
    return customer, len(places) + nameless.size


def _periods(closed: npt.NDArray[np.datetime64], unit: CallOffUnit) -> Integers:
    """Number of the calendar month, or of the week from Monday to Sunday, that a date lies in."""
    if unit == "month":
        return closed.astype("datetime64[M]").astype(np.int64)
    return np.asarray((closed.astype("datetime64[D]").astype(np.int64) - MONDAY_BEFORE_1970) // 7, dtype=np.int64)
