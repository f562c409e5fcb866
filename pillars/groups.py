"""Which group each deal belongs to, and counting, adding and sorting within all groups at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars import columns
from pillars.columns import Figures, Integers
from pillars.errors import FrameError

EVERYONE = "all"

# Floats hold all whole numbers below this one, so that sums below it lose nothing.
FLOATS_ARE_EXACT = 2**53

# numpy widens codes before it counts them, so they are counted so many at a time: that takes no memory, and half the
# time. Many against the groups that there are, few against the processor's cache.
TALLIED = 1 << 20


@dataclass(frozen=True, slots=True)
class Groups:
    """Labels of the groups, and each deal's place among them.

    Without a column to group by there is one group, `"all"`, also where there are no deals (then `empty`). A value of
    the column that no deal has makes no group; deals whose value is missing make a last group labelled None, so that
    the groups always add up to everyone.
    """

    labels: pd.Index
    codes: npt.NDArray[Any]
    empty: bool

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.labels)

    def count(self, rows: Integers) -> Integers:
        """How many of these rows each group has."""
        counts = np.zeros(self.size, dtype=np.int64)
        for part in columns.pieces(rows.size, TALLIED):
            counts += np.bincount(self.codes[rows[part]], minlength=self.size)
        return counts


def read_groups(deals: pd.DataFrame, by: str | None) -> Groups:
    """The groups of a column, in the order of its categories, else sorted. Raises `FrameError`."""
    if by is None:
        return Groups(pd.Index([EVERYONE]), np.zeros(len(deals), dtype=np.int8), empty=len(deals) == 0)
    codes, labels = columns.labels(deals, by)
    if codes.size and codes.min() < 0:
        if by == "rep":
            raise FrameError("The column 'rep' has a row without a rep; every deal has one.")
        labels = pd.Index([*labels, None], dtype=object)
        codes = np.where(codes < 0, len(labels) - 1, codes)
    used = tally(codes, len(labels)) > 0
    if not used.all():
        codes = (np.cumsum(used) - 1)[codes]
        labels = labels[used]
    return Groups(labels, codes, empty=False)


def team_of_each(groups: Groups, deals: pd.DataFrame, within: str) -> pd.Series:
    """Each group's value in the column `within`, whose groups are the teams; None where it is missing.

    Raises `FrameError` where one group lies in two teams: then nobody could say whose colleagues those are.
    """
    teams = read_groups(deals, within)
    team = np.zeros(groups.size, dtype=np.int64)
    team[groups.codes] = teams.codes
    torn = np.flatnonzero(team[groups.codes] != teams.codes)
    if torn.size:
        label = groups.labels[int(groups.codes[torn[0]])]
        raise FrameError(f"The column '{within}' puts {label} into more than one team.")
    return pd.Series(teams.labels[team] if teams.size else teams.labels)


def tally(codes: npt.NDArray[Any], size: int) -> Integers:
    """How often each code below `size` occurs."""
    counts = np.zeros(size, dtype=np.int64)
    for part in columns.pieces(codes.size, TALLIED):
        counts += np.bincount(codes[part], minlength=size)
    return counts


def totals(codes: npt.NDArray[Any], values: Integers, size: int) -> Integers:
    """Sum of whole numbers for each group, exact in 64 bits; raises `FrameError` where a sum would not fit."""
    largest = max(abs(int(values.max())), abs(int(values.min()))) if values.size else 0
    if largest * values.size < FLOATS_ARE_EXACT:
        return np.bincount(codes, weights=values, minlength=size).astype(np.int64)
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, codes, values)
    rough = np.bincount(codes, weights=np.abs(values.astype(np.float64)), minlength=size)
    if (rough >= 2.0**63).any():
        raise FrameError("The column 'amount' adds up to more than 64 bits hold.")
    return sums


@dataclass(frozen=True, slots=True)
class Sorted:
    """Whole numbers sorted within their groups: one sort serves all medians and ranks.

    They are kept as the keys that were sorted, in the order of the groups: a value is its key less `base` of its group.
    """

    keys: npt.NDArray[Any]
    base: Integers
    starts: Integers
    counts: Integers

    def at(self, rank: Integers) -> Figures:
        """The value at a rank (0 is the smallest) of each group; nan where the group has none at that rank."""
        there = np.flatnonzero((rank >= 0) & (rank < self.counts))
        found = np.full(len(self.counts), np.nan)
        found[there] = self.keys[(self.starts + rank)[there]].astype(np.int64) - self.base[there]
        return found

    def median(self) -> Figures:
        """Each group's median, the mean of the two in the middle where they are even; nan without values."""
        lower, upper = self.at((self.counts - 1) // 2), self.at(self.counts // 2)
        return lower + (upper - lower) / 2

    def sums(self) -> Integers:
        """The sum of each group's values, 0 without any; the true sum must fit 64 bits."""
        found = np.zeros(len(self.counts), dtype=np.int64)
        there = np.flatnonzero(self.counts)
        if there.size:  # sums of keys may wrap round 64 bits, and wrap back when the bases are taken off
            keys = np.add.reduceat(self.keys, self.starts[there], dtype=np.int64)
            found[there] = keys - self.counts[there] * self.base[there]
        return found


def sort_within(codes: npt.NDArray[Any], values: Integers, size: int) -> Sorted:
    """Sort whole numbers within groups, for all groups in one sort."""
    counts = tally(codes, size)
    starts = np.cumsum(counts) - counts
    base = np.zeros(size, dtype=np.int64)
    if not values.size:
        return Sorted(values, base, starts, counts)
    least, span = int(values.min()), int(values.max()) - int(values.min()) + 1
    # Where group and value fit one key, a plain sort is several times faster than lexsort, and faster the narrower.
    if size * span >= 2**63:
        return Sorted(values[np.lexsort((values, codes))], base, starts, counts)
    width = np.uint32 if size * span < 2**32 else np.uint64
    keys: npt.NDArray[np.unsignedinteger] = codes.astype(width)
    keys *= width(span)
    keys += (values - least).astype(width)
    keys.sort()
    base = np.arange(size, dtype=np.int64) * span - np.int64(least)
    return Sorted(keys, base, starts, counts)
