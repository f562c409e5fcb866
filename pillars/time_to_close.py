"""Pillar 3, time to close: days from the workspace's starting point to the won date, for deals won in the window."""

from dataclasses import dataclass

import numpy as np

from pillars import columns, intervals, ratios
from pillars.columns import Figures, Integers
from pillars.groups import Sorted, sort_within
from pillars.intervals import Bounds
from pillars.ledger import Cut


@dataclass(frozen=True, slots=True)
class Closings:
    """Days to close of the deals won, sorted within each group; 0 is a deal closed on the day it started.

    `unstarted` is how many deals won have no starting date to count from: none is known, or it lies after the closing.
    Lost deals and call-offs are not closings.
    """

    days: Sorted
    unstarted: Integers

    @property
    def value(self) -> Figures:
        """Median days to close; nan where no deal won has a starting date."""
        return self.days.median()

    @property
    def mean(self) -> Figures:
        """Mean days to close; nan where no deal won has a starting date."""
        return ratios.mean(self.days.sums(), self.days.counts)

    @property
    def sample(self) -> Integers:
        """How many deals won have a starting date."""
        return self.days.counts

    def interval(self) -> Bounds:
        """Two of the observed durations, see `intervals.median_ranks`; nan with fewer than six."""
        below, above = intervals.median_ranks(self.days.counts)
        return self.days.at(below), self.days.at(above)


def closings(cut: Cut) -> Closings:
    """Collect the days to close of the deals won in the window."""
    ledger, groups = cut.ledger, cut.groups
    days, counted = np.empty(cut.won.size, dtype=np.int64), np.empty(cut.won.size, dtype=np.bool_)
    for piece in columns.pieces(cut.won.size):
        rows = cut.won[piece]
        # Compared as days, so that a time of day that came along does not turn the same day into a wrong order.
        started, closed = (dates[rows].astype("datetime64[D]") for dates in (ledger.started, ledger.closed))
        counted[piece] = started <= closed
        days[piece] = (closed - started).view(np.int64)
    ordered = sort_within(groups.codes[cut.won[counted]], days[counted], groups.size)
    return Closings(ordered, groups.count(cut.won[~counted]))
