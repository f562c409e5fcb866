"""What a rep's gap to the team is computed from: sums over deals, which add up, and are kept instead of the deals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars import Window

DAYS_A_WEEK = 7
# Weeks of more than four times the variance that chance makes are somebody's import, not somebody's weeks.
MOST_DISPERSION = 4.0


@dataclass(frozen=True, slots=True)
class Roots:
    """The square roots of `count` amounts or durations: their sum, and the sum of their squares."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    @property
    def mean(self) -> float:
        return self.total / self.count

    @property
    def variance(self) -> float:
        """Of one of them, as a sample tells it; 0 with fewer than two."""
        if self.count < 2:
            return 0.0
        return max(self.squares - self.total**2 / self.count, 0.0) / (self.count - 1)

    def __add__(self, other: "Roots") -> "Roots":
        return Roots(self.count + other.count, self.total + other.total, self.squares + other.squares)


@dataclass(frozen=True, slots=True)
class Measures:
    """One window of one rep, or of several together; one-off deals only.

    `unevenness` is Pearson's χ² of the openings of whole weeks, each rep around their own mean, on `freedom` degrees.
    """

    won: int = 0
    decided: int = 0
    amounts: Roots = Roots()
    days: Roots = Roots()
    opened: int = 0
    unevenness: float = 0.0
    freedom: int = 0

    @property
    def dispersion(self) -> float:
        """How much wider than Poisson the weeks spread, 1 to 4 (McCullagh & Nelder, 1989, §6.2.3)."""
        if self.freedom <= 0:
            return 1.0
        return float(np.clip(self.unevenness / self.freedom, 1.0, MOST_DISPERSION))

    def __add__(self, other: "Measures") -> "Measures":
        """Both together."""
        return Measures(
            self.won + other.won,
            self.decided + other.decided,
            self.amounts + other.amounts,
            self.days + other.days,
            self.opened + other.opened,
            self.unevenness + other.unevenness,
            self.freedom + other.freedom,
        )

    def as_dict(self) -> dict[str, Any]:
        """Numbers, fit for JSON; `from_dict` gives the same back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Measures":
        """Raises KeyError or TypeError where it is not what `as_dict` gives."""
        return cls(**{**kept, "amounts": Roots(**kept["amounts"]), "days": Roots(**kept["days"])})


def measures(deals: pd.DataFrame, window: Window) -> Measures:
    """All deals of the frame together; each rep's weeks around the rep's own mean."""
    return _sums(deals, window, np.zeros(len(deals), dtype=np.int64), 1)[0]


def measures_of_each(deals: pd.DataFrame, window: Window) -> dict[str, Measures]:
    """Each rep of the frame by itself."""
    codes, names = pd.factorize(deals["rep"].astype(str))
    return dict(zip(map(str, names), _sums(deals, window, codes, len(names)), strict=True))


def _sums(deals: pd.DataFrame, window: Window, codes: npt.NDArray[Any], size: int) -> list[Measures]:
    one_off = (deals["kind"] == "one_off").to_numpy()
    closed = _in(deals, "closed_on", window) & one_off
    won = closed & (deals["status"] == "won").to_numpy()
    lost = closed & (deals["status"] == "lost").to_numpy()
    opened = _in(deals, "opened_on", window) & one_off
    amounts = deals["amount"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    took = (deals["closed_on"].to_numpy() - deals["started_on"].to_numpy()).astype("timedelta64[D]")
    days = np.where(np.isnat(took), np.nan, took.astype(np.float64))
    counts = [np.bincount(codes[rows], minlength=size) for rows in (won, lost, opened)]
    roots = [_roots(values, won, codes, size) for values in (amounts, days)]
    uneven, freedom = _weeks(deals, window, opened, codes, size)
    return [
        Measures(
            won=int(counts[0][n]),
            decided=int(counts[0][n] + counts[1][n]),
            amounts=roots[0][n],
            days=roots[1][n],
            opened=int(counts[2][n]),
            unevenness=float(uneven[n]),
            freedom=int(freedom[n]),
        )
        for n in range(size)
    ]


def _roots(values: Any, rows: Any, codes: Any, size: int) -> list[Roots]:
    kept = rows & (values >= 0)  # nan is not
    found, which = np.sqrt(values[kept]), codes[kept]
    sums = [np.bincount(which, weights=w, minlength=size) for w in (np.ones(found.size), found, found**2)]
    return [Roots(int(n), float(total), float(squares)) for n, total, squares in zip(*sums, strict=True)]


def _weeks(deals: pd.DataFrame, window: Window, opened: Any, codes: Any, size: int) -> tuple[Any, Any]:
    """Pearson's χ² of each code's reps' weeks, and its degrees of freedom."""
    weeks = window.days // DAYS_A_WEEK
    if weeks < 2:
        return np.zeros(size), np.zeros(size, dtype=np.int64)
    start = np.datetime64(window.start, "D")
    week = (deals["opened_on"].to_numpy()[opened].astype("datetime64[D]") - start).astype(np.int64) // DAYS_A_WEEK
    whole = week < weeks
    reps, names = pd.factorize(deals["rep"].astype(str).to_numpy()[opened][whole])
    counts = np.bincount(reps * weeks + week[whole], minlength=len(names) * weeks).reshape(len(names), weeks)
    expected = counts.mean(axis=1, keepdims=True)
    squares = ((counts - expected) ** 2 / np.maximum(expected, 1e-9)).sum(axis=1)
    whose = np.zeros(len(names), dtype=np.int64)
    whose[reps] = codes[opened][whole]
    uneven = np.bincount(whose, weights=squares, minlength=size)
    return uneven, np.bincount(whose, minlength=size) * (weeks - 1)


def _in(deals: pd.DataFrame, column: str, window: Window) -> npt.NDArray[np.bool_]:
    return window.holds(deals[column].to_numpy().astype("datetime64[s]"))
