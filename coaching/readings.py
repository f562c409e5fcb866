"""How sure a period's figure is, each pillar on the scale on which its noise is even. Up is better on all of them.

Win rate on log-odds, order value on logarithms of amounts, time to close as the logarithm of the pace (days that a deal
ages by in a day), opportunities on the logarithm of openings a week.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy import special

from coaching.observed import Observed
from pillars.columns import Figures

# A reading's `bound` looks for a pace between these: nobody works a thousand times faster.
PACES = (1e-3, 1e3)


class Reading(Protocol):
    """A period's figure with what is known of its noise."""

    @property
    def center(self) -> float:
        """The figure on the pillar's scale."""

    @property
    def variance(self) -> float:
        """Its sampling variance on that scale, finite also where nothing was counted."""

    @property
    def sample(self) -> int:
        """How many observations it rests on."""

    def bound(self, share: float, *, careful: bool = False) -> float:
        """The value that it lies below with this probability, 0–1.

        `careful` gives limits whose promise holds at any sample (Clopper–Pearson, Garwood), else in the mean of samples
        (Jeffreys). May be ±inf.
        """


@dataclass(frozen=True, slots=True)
class ShareReading:
    """Win rate: log-odds; limits from Beta posteriors (Brown, Cai & DasGupta, 2001, Statistical Science 16:101–133)."""

    won: int
    lost: int

    @property
    def sample(self) -> int:
        return self.won + self.lost

    @property
    def center(self) -> float:
        if self.won and self.lost:
            return math.log(self.won / self.lost)
        return math.log((self.won + 0.5) / (self.lost + 0.5))

    @property
    def variance(self) -> float:
        return 1 / (self.won + 0.5) + 1 / (self.lost + 0.5)

    def bound(self, share: float, *, careful: bool = False) -> float:
        a, b = self.won + 0.5, self.lost + 0.5
        if careful:
            a, b = (self.won, self.lost + 1.0) if share < 0.5 else (self.won + 1.0, self.lost)
        if a == 0:
            return -math.inf
        return math.inf if b == 0 else _logit(float(special.betaincinv(a, b, share)))


@dataclass(frozen=True, slots=True)
class CountReading:
    """Openings a week: logarithm; gamma limits of events that come in clumps of `dispersion` (1: independently)."""

    events: int
    weeks: float
    dispersion: float

    @property
    def sample(self) -> int:
        return self.events

    @property
    def center(self) -> float:
        return math.log((self.events or 0.5) / self.weeks)

    @property
    def variance(self) -> float:
        return self.dispersion / (self.events + 0.5)

    def bound(self, share: float, *, careful: bool = False) -> float:
        return _log(_events(self.events / self.dispersion, share, careful) * self.dispersion / self.weeks)


@dataclass(frozen=True, slots=True)
class MeanReading:
    """A mean of logarithms, or of their negatives: Student's t with the spread known on `freedom` degrees."""

    center: float
    spread: float
    size: int
    freedom: float

    @property
    def sample(self) -> int:
        return self.size

    @property
    def variance(self) -> float:
        return self.spread**2 / self.size

    def bound(self, share: float, *, careful: bool = False) -> float:
        return self.center + float(special.stdtrit(self.freedom, share)) * math.sqrt(self.variance)


@dataclass(frozen=True, slots=True)
class Curve:
    """How decisions come with a deal's age: the expected number so far, straight between ages (Nelson–Aalen).

    Ages beyond the last are not looked at: deals that old are stale, and clearing them out is no faster selling.
    """

    ages: tuple[float, ...]
    sums: tuple[float, ...]

    @property
    def cap(self) -> float:
        """The last age, in days."""
        return self.ages[-1]

    def at(self, age: Figures) -> Figures:
        """Decisions expected of one deal until this age; beyond the cap as steep as just before it."""
        steep = (self.sums[-1] - self.sums[-2]) / (self.ages[-1] - self.ages[-2])
        return np.interp(age, self.ages, self.sums) + steep * np.maximum(age - self.cap, 0.0)


@dataclass(frozen=True, eq=False)
class PaceReading:
    """Time to close with the open deals in it: by how much faster than the curve the deals aged in this period.

    The deals in process pass from age `entry` to `exit`; at pace s they would have lived through s times that, and the
    curve says how many decisions that makes (the one-sample log-rank test's expected number; Breslow, 1975,
    International Statistical Review 43:45–57, with accelerated time). The reading is the pace that makes the
    expected number equal to what was decided; its limits are those of a Poisson count.
    """

    entry: Figures
    lived: Figures
    events: int
    curve: Curve

    @classmethod
    def of(cls, observed: Observed, curve: Curve) -> "PaceReading":
        """Read a period; deals that were older than the curve's cap when it began play no part."""
        kept = observed.entry < curve.cap
        entry, leave = observed.entry[kept], observed.exit[kept]
        events = int((observed.decided[kept] & (leave <= curve.cap)).sum())
        return cls(entry, np.minimum(leave, curve.cap) - entry, events, curve)

    @property
    def sample(self) -> int:
        return self.events

    @cached_property
    def center(self) -> float:
        return self._pace(self.events or 0.5)

    @cached_property
    def variance(self) -> float:
        pace = math.exp(min(max(self.center, -3.0), 3.0))
        up, down = self.expected(pace * 1.05), self.expected(pace / 1.05)
        steep = math.log(up / down) / (2 * math.log(1.05)) if down > 0 else 1.0
        return 1 / (max(steep, 0.1) ** 2 * (self.events + 0.5))

    @cached_property
    def _before(self) -> float:
        """Decisions expected before the period began, of the deals that were in process then."""
        return float(self.curve.at(self.entry).sum())

    def expected(self, pace: float) -> float:
        """Decisions expected in the period at a pace."""
        return float(self.curve.at(self.entry + pace * self.lived).sum()) - self._before

    def bound(self, share: float, *, careful: bool = False) -> float:
        return self._pace(_events(self.events, share, careful))

    def _pace(self, events: float) -> float:
        """Logarithm of the pace at which so many decisions are expected, ±inf where no sane pace makes them.

        By the Illinois form of false position on logarithms, on which the curve is nearly straight.
        """
        (low, high), apart = (math.log(pace) for pace in PACES), self._apart
        below, above = apart(low, events), apart(high, events)
        if below >= 0 or above <= 0:
            return -math.inf if below >= 0 else math.inf
        for _ in range(100):
            middle = (low * above - high * below) / (above - below)
            found = apart(middle, events)
            if abs(found) < 1e-9 or high - low < 1e-9:
                break
            if found < 0:
                low, below, above = middle, found, above / 2
            else:
                high, above, below = middle, found, below / 2
        return middle

    def _apart(self, log_pace: float, events: float) -> float:
        """Logarithm of expected ÷ counted."""
        expected = self.expected(math.exp(log_pace))
        return math.log(expected / events) if expected > 0 and events > 0 else -700.0 if expected <= 0 else 700.0


def _events(events: float, share: float, careful: bool) -> float:
    """Limit of a Poisson mean (Garwood, 1936, Biometrika 28:437–442; or Jeffreys' gamma)."""
    shape = events + 0.5 if not careful else events if share < 0.5 else events + 1.0
    return float(special.gammaincinv(shape, share)) if shape > 0 else 0.0


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _logit(share: float) -> float:
    return math.inf if share >= 1 else -math.inf if share <= 0 else math.log(share / (1 - share))
