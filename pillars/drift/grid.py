"""The cells, a group and a week each, that deals are sorted into."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pillars.columns import Figures, Integers
from pillars.windows import Window

WEEK = 7


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells, a group and a week each, that deals are sorted into."""

    window: Window
    groups: int

    @property
    def weeks(self) -> int:
        """How many weeks the window has."""
        return self.window.days // WEEK

    def week(self, days: npt.NDArray[np.datetime64]) -> Integers:
        """Which week of the window these days lie in, 0 the first; negative before it. Days must be known."""
        monday = np.datetime64(self.window.start, "D")
        return np.asarray((days.astype("datetime64[D]") - monday).astype(np.int64) // WEEK, dtype=np.int64)

    def add(self, codes: npt.NDArray[Any], weeks: Integers, values: Figures | None = None) -> Figures:
        """Sums (without values: counts) for each group and week."""
        cells = codes.astype(np.int64) * self.weeks + weeks
        sums = np.bincount(cells, weights=values, minlength=self.groups * self.weeks)
        return sums.astype(np.float64, copy=False).reshape(self.groups, self.weeks)
