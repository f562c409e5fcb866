"""Levels within reach: a rep's own best thirteen weeks and the team's upper quartile, both cleared of luck.

The best of several noisy figures is too good (the winner's curse): of four windows with fifty decisions each at a
steady win rate of 30 %, the best shows 37 % on average, and of forty overlapping ones 40 %. So each level is first
drawn towards the mean of its kind (the rep's own windows; the colleagues) by the share of their spread that chance
alone would make, an empirical Bayes estimate (`shrunken`); the same windows then have a best of 31.5 % and 31 %. Were
the spread known, picking the best of such estimates would do no harm at all (Efron, 2011, JASA 106:1602–1614). A rep
whose windows differ by no more than chance has the own mean as "best". Shrunken levels spread less than the true ones
(Louis, 1984, JASA 79:393–398): of two errors this is the one towards what is easier to reach.

What a season made possible counts as a best like any other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pillars.columns import Figures, Flags, Integers
from pillars.errors import FrameError
from pillars.figure_tables import need, once, places
from pillars.windows import DEFAULT_DAYS

# A window that is to be somebody's best: with fewer observations not even a median has a 95 % interval.
MINIMUM_SAMPLE = 6
# The ends of a rep's windows lie at least this far apart: three windows of thirteen weeks that do not overlap.
# Neighbours that share their deals are one experience told many times, and no best can be picked from that.
MINIMUM_SPAN = np.timedelta64(2 * DEFAULT_DAYS, "D")
# Fewer colleagues are no team, and a quartile of two would give one of them away.
MINIMUM_COLLEAGUES = 3
UPPER_QUARTILE = 0.75
# Dates are whole days, so time to close resolves no finer, and what takes a day cannot be told to take less.
SHORTEST_DAYS = 1.0
# Cells of the table (rep × colleague) that are held at a time, to bound memory: 8 MB for each array.
CELLS = 1 << 20


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which a level's chance variation is about the same however high the level is.

    `to` takes (values, samples) there, `noise` gives the variances there, both of one shape, one row a group and its
    windows or colleagues along the row; `back` returns. nan where there is no level.
    """

    to: Callable[[Figures, Figures], Figures]
    noise: Callable[[Figures, Figures], Figures]
    back: Callable[[Figures], Figures]


def _share_noise(values: Figures, samples: Figures) -> Figures:
    """Binomial variance of a share, at the share of the whole row: one that is 0 of 3 is not thereby certain.

    Half a hit and half a miss are added to the row's share, which otherwise could claim that there is no chance in it.
    """
    hits = np.nansum(values * samples, axis=-1, keepdims=True) + 0.5
    share = hits / (samples.sum(axis=-1, keepdims=True) + 1)
    variance: Figures = share * (1 - share) / np.maximum(samples, 1)
    return variance


def _relative_noise(values: Figures, samples: Figures) -> Figures:
    """Variance of the logarithm of a level of n observations, taken as 1/n.

    For the mean of log-normal orders with σ 0.8 it is 0.90/n, for exponential ones 1/n (delta method); for the median
    of durations of shape 2 (gamma) it is 0.90/n (David & Nagaraja, 2003, Order Statistics, §10.2).
    """
    return 1 / np.maximum(samples, 1)


_SHARES = Scale(to=lambda values, samples: values, noise=_share_noise, back=lambda levels: levels)
_AMOUNTS = Scale(
    to=lambda values, samples: np.log(np.where(values > 0, values, np.nan)), noise=_relative_noise, back=np.exp
)
_DURATIONS = Scale(
    to=lambda values, samples: np.log(np.maximum(values, SHORTEST_DAYS)), noise=_relative_noise, back=np.exp
)
# The root of a Poisson count has variance ¼ whatever its mean: Bartlett (1936), Supplement to the JRSS 3:68–78.
_COUNTS = Scale(
    to=lambda values, samples: np.sqrt(values),
    noise=lambda values, samples: np.full(values.shape, 0.25),
    back=np.square,
)


@dataclass(frozen=True, slots=True)
class Pillar:
    """Where a pillar's present level stands in the summary, and how its levels compare."""

    name: str
    present: str
    scale: Scale
    lower_is_better: bool = False


REACHED: tuple[Pillar, ...] = (
    Pillar("win_rate", "win_rate", _SHARES),
    Pillar("order_value", "order_mean", _AMOUNTS),
    Pillar("time_to_close", "close_median", _DURATIONS, lower_is_better=True),
    Pillar("opportunities", "opened", _COUNTS),
)
LEVELS: tuple[str, ...] = tuple(column for pillar in REACHED for column in (pillar.name, f"{pillar.name}_sample"))


def shrunken(levels: Figures, variances: Figures) -> Figures:
    """Levels along the last axis, each drawn to their mean by the share of its spread that chance would make.

    The normal model level ~ N(true, variance), true ~ N(mean, between), with `between` by moments and never below 0
    (DerSimonian & Laird, 1986); the estimates are the posterior means (Morris, 1983, JASA 78:47–55). nan stays nan and
    takes no part; one level alone is left as it is.
    """
    known = ~np.isnan(levels)
    variances = np.where(known, variances, 1.0)
    filled = np.where(known, levels, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = known / variances
        total = weights.sum(axis=-1, keepdims=True)
        mean = (weights * filled).sum(axis=-1, keepdims=True) / total
        spread = (weights * np.square(filled - mean)).sum(axis=-1, keepdims=True)
        scale = total - np.square(weights).sum(axis=-1, keepdims=True) / total
        excess = spread - (known.sum(axis=-1, keepdims=True) - 1)
        between = np.where(scale > 0, np.maximum(excess, 0.0) / scale, 0.0)
        weights = known / (variances + between)
        mean = (weights * filled).sum(axis=-1, keepdims=True) / weights.sum(axis=-1, keepdims=True)
        drawn = mean + (levels - mean) * (between / (variances + between))
    alone = known.sum(axis=-1, keepdims=True) == 1
    return np.where(known, np.where(alone, levels, drawn), np.nan)


class History:
    """Each group's windows of the past year, a row a group and a column an end."""

    def __init__(self, past: pd.DataFrame, groups: pd.Index) -> None:
        rows = places(groups, pd.Index(past["group"]))
        self._past = past[rows >= 0]
        self._ends, columns = np.unique(self._past["end"].to_numpy().astype("datetime64[D]"), return_inverse=True)
        self._shape = (len(groups), len(self._ends))
        self._cells = rows[rows >= 0] * len(self._ends) + columns
        if np.unique(self._cells).size < self._cells.size:
            raise FrameError("`past` has more than one row for a group and the end of a window.")

    def best(self, pillar: Pillar) -> Figures:
        """The best of a group's shrunken levels; nan where none rests on enough."""
        values, samples = (grid.reshape(self._shape) for grid in self._grids(pillar.name))
        values = np.where(samples > 0, values, np.nan)
        scale = pillar.scale
        seen = scale.to(values, samples)
        levels = scale.back(shrunken(seen, scale.noise(values, samples)))
        known = ~np.isnan(seen)
        fit = known & (samples >= MINIMUM_SAMPLE)
        worst = np.inf if pillar.lower_is_better else -np.inf
        pick = np.min if pillar.lower_is_better else np.max
        best = pick(np.where(fit, levels, worst), axis=1, initial=worst)
        return np.where(fit.any(axis=1) & self._reaches_far(known), best, np.nan)

    def _grids(self, name: str) -> tuple[Figures, Figures]:
        values, samples = np.full(np.prod(self._shape), np.nan), np.zeros(np.prod(self._shape))
        values[self._cells] = self._past[name].to_numpy(dtype=np.float64, na_value=np.nan)
        samples[self._cells] = self._past[f"{name}_sample"].to_numpy(dtype=np.float64, na_value=0)
        return values, samples

    def _reaches_far(self, known: Flags) -> Flags:
        if not self._ends.size:
            return np.zeros(len(known), dtype=np.bool_)
        first = self._ends[known.argmax(axis=1)]
        last = self._ends[::-1][known[:, ::-1].argmax(axis=1)]
        far: Flags = known.any(axis=1) & (last - first >= MINIMUM_SPAN)
        return far


class Colleagues:
    """Each group's team without the group itself."""

    def __init__(self, team: pd.DataFrame | None, groups: pd.Index, within: str | None) -> None:
        self._size = len(groups)
        self._team = team
        if team is None:
            return
        need(team, ("group", *LEVELS, *((within,) if within else ())), "team")
        members = pd.Index(team["group"])
        once(members, "team")
        self._own = places(members, groups)
        self._teams = np.zeros(len(members), dtype=np.int64)
        if within is not None:
            self._teams = pd.factorize(team[within], use_na_sentinel=False)[0].astype(np.int64)
        # Who is no member, being on leave perhaps, has a team to look at only where there is but one.
        strangers = 0 if within is None else -1
        self._team_of_each = np.where(self._own < 0, strangers, self._teams[self._own] if len(members) else strangers)

    def quartile(self, pillar: Pillar) -> Figures:
        """The upper quartile (the lower one where lower is better) of the colleagues' shrunken levels, or nan."""
        found = np.full(self._size, np.nan)
        if self._team is None or not len(self._team):
            return found
        values = self._team[pillar.name].to_numpy(dtype=np.float64, na_value=np.nan)
        samples = self._team[f"{pillar.name}_sample"].to_numpy(dtype=np.float64, na_value=0)
        parts = self._size * len(values) // CELLS + 1
        for rows in np.array_split(np.arange(self._size), parts):
            others = self._are_colleagues(rows) & (samples > 0) & ~np.isnan(values)
            theirs, rest_on = np.where(others, values, np.nan), np.where(others, samples, 0.0)
            scale = pillar.scale
            levels = scale.back(shrunken(scale.to(theirs, rest_on), scale.noise(theirs, rest_on)))
            level = 1 - UPPER_QUARTILE if pillar.lower_is_better else UPPER_QUARTILE
            found[rows] = _quantile(levels, level, MINIMUM_COLLEAGUES)
        return found

    def _are_colleagues(self, rows: Integers) -> Flags:
        """Who of the members is in the team of each of these groups, the group itself left out."""
        same_team = self._teams[None, :] == self._team_of_each[rows, None]
        others: Flags = same_team & (np.arange(len(self._teams))[None, :] != self._own[rows, None])
        return others


def _quantile(levels: Figures, level: float, least: int) -> Figures:
    """Quantile of each row without its nans, linear between neighbours; nan where fewer than `least` are left."""
    ordered = np.sort(levels, axis=1)  # nans last
    counts = (~np.isnan(levels)).sum(axis=1)
    place = np.maximum(counts - 1, 0) * level
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(counts - 1, 0))
    row = np.arange(len(levels))
    found = ordered[row, low] + (place - low) * (ordered[row, high] - ordered[row, low])
    return np.where(counts >= least, found, np.nan)
