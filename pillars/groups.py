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
        return np.bincount(self.codes[rows], minlength=self.size).astype(np.int64, copy=False)


def read_groups(deals: pd.DataFrame, by: str | None) -> Groups:
    """The groups of a column, in the order of its categories, else sorted. Raises `FrameError`."""
    if by is None:
        return Groups(pd.Index([EVERYONE]), np.zeros(len(deals), dtype=np.int8), empty=len(deals) == 0)
    codes, labels = columns.labels(deals, by)
    unknown = codes < 0
    if unknown.any():
        if by == "rep":
            raise FrameError("The column 'rep' has a row without a rep; every deal has one.")
        labels = pd.Index([*labels, None], dtype=object)
        codes = np.where(unknown, len(labels) - 1, codes)
    used = np.zeros(len(labels), dtype=np.bool_)
    used[codes] = True
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


def totals(codes: npt.NDArray[Any], values: Integers, size: int) -> Integers:
    """Sum of whole numbers for each group, exact in 64 bits; raises `FrameError` where a sum would not fit."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, codes, values)
    rough = np.bincount(codes, weights=np.abs(values.astype(np.float64)), minlength=size)
    if (rough >= 2.0**63).any():
        raise FrameError("The column 'amount' adds up to more than 64 bits hold.")
    return sums


@dataclass(frozen=True, slots=True)
class Sorted:
    """Whole numbers sorted within their groups: one sort serves all medians and ranks."""

    values: Integers
    starts: Integers
    counts: Integers

    def at(self, rank: Integers) -> Figures:
        """The value at a rank (0 is the smallest) of each group; nan where the group has none at that rank."""
        there = (rank >= 0) & (rank < self.counts)
        found = np.full(len(self.counts), np.nan)
        found[there] = self.values[(self.starts + rank)[there]]
        return found

    def median(self) -> Figures:
        """Each group's median, the mean of the two in the middle where they are even; nan without values."""
        lower, upper = self.at((self.counts - 1) // 2), self.at(self.counts // 2)
        return lower + (upper - lower) / 2


def sort_within(codes: npt.NDArray[Any], values: Integers, size: int) -> Sorted:
    """Sort whole numbers within groups, for all groups in one sort."""
    counts = np.bincount(codes, minlength=size).astype(np.int64, copy=False)
    starts = np.cumsum(counts) - counts
    if not values.size:
        return Sorted(values, starts, counts)
    least, span = int(values.min()), int(values.max()) - int(values.min()) + 1
    if size * span < 2**63:  # group and value fit one key: a plain sort is several times faster than lexsort
        keys = codes.astype(np.int64) * span + (values - least)
        keys.sort()
        ordered = keys - np.repeat(np.arange(size, dtype=np.int64) * span, counts) + least
    else:
        ordered = values[np.lexsort((values, codes))]
    return Sorted(ordered, starts, counts)
