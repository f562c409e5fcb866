"""Pillar 4, opportunities: the deals opened in the window."""

from dataclasses import dataclass

import numpy as np

from pillars import intervals
from pillars.columns import Figures, Integers
from pillars.groups import Groups
from pillars.intervals import Bounds
from pillars.ledger import OPEN, Cut
from pillars.windows import first_second


@dataclass(frozen=True, slots=True)
class Openings:
    """Deals of each group by opening date, however they ended; call-offs are not opportunities.

    A group is made by its deals, so that none of them was opened in the window is a real 0, with sample 0. Only where
    there is no deal at all (everyone together in an empty frame) is there no data.
    """

    opened: Integers
    groups: Groups

    @property
    def value(self) -> Figures:
        """How many were opened; nan only where there is no deal at all."""
        return np.where(self.groups.empty, np.nan, self.opened.astype(np.float64))

    @property
    def sample(self) -> Integers:
        """How many were opened: the count is its own sample."""
        return self.opened

    def interval(self) -> Bounds:
        """See `intervals.count`; it takes openings to come independently of each other."""
        low, high = intervals.count(self.opened)
        return np.where(self.groups.empty, np.nan, low), np.where(self.groups.empty, np.nan, high)


def openings(cut: Cut) -> Openings:
    """Count the deals opened in the window. A deal whose opening date is unknown was opened in no window."""
    return Openings(cut.groups.count(cut.opened), cut.groups)


def undated_openings(cut: Cut) -> Integers:
    """Deals of each group whose opening date is unknown and that may have been opened in the window.

    Those that were decided before it began cannot have been.
    """
    ledger = cut.ledger
    before = (ledger.status != OPEN) & (ledger.closed < first_second(cut.window.start))
    return cut.groups.count(np.flatnonzero(np.isnat(ledger.opened) & ~before & ~ledger.call_off))
