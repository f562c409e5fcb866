"""Where a rep would be anyway: the long-run level, frozen when a commitment starts.

Not the bad month that prompted it: after a bad month most people rebound by themselves, and a comparison with that
month would praise whatever was done (regression to the mean; Galton, 1886). The level rests on up to a year of the
rep's own weeks, and is shrunk towards the colleagues' as far as the rep's own sample is small.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from coaching.learning import believed_between, pool
from coaching.observed import HALF_A_DAY, Observed, together
from coaching.readings import CountReading, Curve, MeanReading, PaceReading, Reading, ShareReading
from pillars.columns import Figures, Integers

Pillar = Literal["win_rate", "order_value", "time_to_close", "opportunities"]
Measure = Literal["share", "amounts", "pace", "durations", "counts"]

# By how much reps of one team usually differ (standard deviation, as a share), and for how many colleagues that counts.
USUAL_SPREAD = 0.25
SPREAD_COLLEAGUES = 5
# Fewer colleagues than these are people, not a team.
LEAST_COLLEAGUES = 3
# How amounts and durations usually scatter on logarithms, and for how many observations that counts.
USUAL_SCATTER = 0.8
SCATTER_OBSERVATIONS = 4
LEAST_SCATTER = 0.1
# One list price or one order of a lifetime is not a habit: amounts count up to so many scatters from the median.
OUTLYING = 3.0
# Openings come a little clumped (trade fairs, lists); what a rep's weeks say of it counts beside so many weeks of 1.
CLUMP_WEEKS = 10
# Ages are looked at up to what nine in ten won deals took, as with stale deals.
CAP_SHARE = 0.9
CURVE_POINTS = 20
# Nobody's level stands quite still from one quarter to the next.
WANDER = 0.05


@dataclass(frozen=True, slots=True)
class Baseline:
    """Frozen at the start of a commitment; plain numbers, see `as_dict`.

    `center` and `variance` are on the pillar's scale (see `readings`), up is better. `sample` is how many observations
    of the rep's own it rests on, `own` the share 0–1 that they weigh in it, the rest being the colleagues'.
    `scatter` is the spread of single amounts or durations, or the clumping of openings, known on `freedom` degrees;
    `limits` what single amounts are cut at (logarithms); `curve` how decisions come with age; `typical` the median
    days to close from which a pace is told in days. `closed` is the same time to close from closed deals alone, for
    a review that finds no open ones.
    """

    pillar: Pillar
    measure: Measure
    center: float
    variance: float
    sample: int
    own: float
    scatter: float = 0.0
    freedom: float = 0.0
    limits: tuple[float, float] = (0.0, 0.0)
    curve: Curve | None = None
    typical: float = 0.0
    closed: "Baseline | None" = None

    @property
    def level(self) -> float:
        """In natural units: a share 0–1, minor units, days, openings a week."""
        return self.natural(self.center)

    def natural(self, center: float) -> float:
        """A value of the pillar's scale in natural units."""
        match self.measure:
            case "share":
                return 1 / (1 + math.exp(-center))
            case "pace":
                return self.typical * math.exp(-center)
            case "durations":
                return math.exp(-center) - 0.5
            case _:
                return math.exp(center)

    def as_dict(self) -> dict[str, Any]:
        """Strings, numbers, lists and None, fit for JSON; `from_dict` gives the same baseline back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Baseline":
        """Raises `ValueError` where it is not what `as_dict` gives."""
        try:
            given = dict(told)
            curve, closed = given.get("curve"), given.get("closed")
            given["limits"] = tuple(given["limits"])
            given["curve"] = curve and Curve(tuple(curve["ages"]), tuple(curve["sums"]))
            given["closed"] = closed and cls.from_dict(closed)
            return cls(**given)
        except (KeyError, TypeError) as problem:
            raise ValueError(f"This is not a baseline: {problem}.") from problem

    def read(self, observed: Observed) -> Reading | None:
        """The same figure in another period, measured alike; None where there is nothing to count."""
        match self.measure:
            case "share":
                return ShareReading(observed.won, observed.lost) if observed.won + observed.lost else None
            case "counts":
                return CountReading(observed.openings, observed.days / 7, self.scatter) if observed.days else None
            case "pace":
                assert self.curve is not None
                reading = PaceReading.of(observed, self.curve)
                # No pace explains decisions at ages at which nobody was seen to decide.
                return reading if reading.lived.sum() > 0 and math.isfinite(reading.center) else None
            case _:
                values = _logs(observed, self.measure)
                if not values.size:
                    return None
                values = np.clip(values, *self.limits)
                apart = float(((values - values.mean()) ** 2).sum())
                freedom = self.freedom + values.size - 1
                scatter = math.sqrt((self.freedom * self.scatter**2 + apart) / freedom)
                return MeanReading(float(values.mean()), scatter, values.size, freedom)


def baseline(pillar: Pillar, own: Observed | None, colleagues: Sequence[Observed] = ()) -> Baseline | None:
    """Freeze where a rep would be anyway.

    `own` is the rep's history, without the weeks that prompted the start (`observed.history_before`); None or empty
    for a newcomer. `colleagues` are the active colleagues' same weeks; fewer than three play no part. None where
    neither tells anything.
    """
    others = [one for one in colleagues if one.active]
    others = others if len(others) >= LEAST_COLLEAGUES else []
    everyone = together([own, *others] if own else others)
    if pillar != "time_to_close":
        measures: dict[Pillar, Measure] = {
            "win_rate": "share",
            "order_value": "amounts",
            "opportunities": "counts",
        }
        return _frozen(pillar, measures[pillar], own, others, everyone)
    closed = _frozen(pillar, "durations", own, others, everyone)
    pace = _frozen(pillar, "pace", own, others, everyone, closed) if everyone.undecided else None
    return pace or closed


def _frozen(
    pillar: Pillar,
    measure: Measure,
    own: Observed | None,
    others: list[Observed],
    everyone: Observed,
    closed: Baseline | None = None,
) -> Baseline | None:
    ruler = _ruler(pillar, measure, own if own and measure != "pace" else everyone, everyone, closed)
    if ruler is None:
        return None
    reading = ruler.read(own) if own else None
    # A scale that rests on a handful of colleagues' readings: those with nothing to count say nothing.
    readings = [found for one in others if (found := ruler.read(one)) and found.sample]
    if not readings and (reading is None or not reading.sample):
        return None
    if not readings:
        assert reading is not None
        return _with(ruler, reading.center, reading.variance, reading.sample, 1.0)
    centers = np.array([one.center for one in readings])
    noise = np.array([one.variance for one in readings])
    spread = believed_between(centers, noise, USUAL_SPREAD, SPREAD_COLLEAGUES)
    team = pool(list(centers), list(noise), between=spread)
    prior = spread + team.error**2
    if reading is None:
        return _with(ruler, team.mean, prior, 0, 0.0)
    weight = prior / (prior + reading.variance)
    center = weight * reading.center + (1 - weight) * team.mean
    return _with(ruler, center, weight * reading.variance, reading.sample, weight)


def _with(ruler: Baseline, center: float, variance: float, sample: int, own: float) -> Baseline:
    told = {name: getattr(ruler, name) for name in ("pillar", "measure", "scatter", "freedom", "limits", "curve")}
    return Baseline(
        **told,
        center=center,
        variance=variance + WANDER**2,
        sample=sample,
        own=own,
        typical=ruler.typical,
        closed=ruler.closed,
    )


def _ruler(
    pillar: Pillar, measure: Measure, own: Observed, everyone: Observed, closed: Baseline | None
) -> Baseline | None:
    """What a measure needs before anything can be read with it; None where nobody has anything to read."""
    if measure == "share":
        return Baseline(pillar, measure, 0.0, 0.0, 0, 0.0)
    if measure == "counts":
        return Baseline(pillar, measure, 0.0, 0.0, 0, 0.0, scatter=_clumping(own.opened)) if everyone.openings else None
    if measure == "pace":
        curve = _curve(everyone)
        typical = float(np.median(everyone.durations)) if everyone.durations.size else 0.0
        if curve is None:
            return None
        return Baseline(pillar, measure, 0.0, 0.0, 0, 0.0, curve=curve, typical=typical or 0.5, closed=closed)
    values = _logs(own, measure)
    if values.size < 2:
        values = _logs(everyone, measure)
    if not values.size:
        return None
    middle = float(np.median(values))
    robust = 1.4826 * float(np.median(np.abs(values - middle)))  # of normal values: their standard deviation
    known = values.size - 1
    rough = max(robust if known >= SCATTER_OBSERVATIONS else USUAL_SCATTER, LEAST_SCATTER)
    limits = (middle - OUTLYING * rough, middle + OUTLYING * rough)
    apart = float(((np.clip(values, *limits) - np.clip(values, *limits).mean()) ** 2).sum())
    freedom = known + SCATTER_OBSERVATIONS
    scatter = math.sqrt((apart + SCATTER_OBSERVATIONS * rough**2) / freedom)
    return Baseline(pillar, measure, 0.0, 0.0, 0, 0.0, scatter=scatter, freedom=float(freedom), limits=limits)


def _logs(observed: Observed, measure: Measure) -> Figures:
    """Logarithms of amounts (at least one minor unit), or of days to close with their sign turned: up is better."""
    if measure == "amounts":
        return np.log(np.maximum(observed.amounts, 1.0))
    return -np.log(observed.durations + 0.5)


def _clumping(opened: Integers) -> float:
    """How much more weekly openings vary than chance makes them: Pearson's χ² ÷ degrees of freedom, at least 1."""
    if opened.size < 2 or not opened.any():
        return 1.0
    squares = float(((opened - opened.mean()) ** 2).sum() / opened.mean())
    return max((squares + CLUMP_WEEKS) / (int(opened.size) - 1 + CLUMP_WEEKS), 1.0)


def _curve(observed: Observed) -> Curve | None:
    """Decisions by age in at most 20 steps with about equally many decisions each; None with fewer than two."""
    if not observed.decided.any():
        return None
    leave = observed.exit[observed.decided]
    # Points lie on whole days: a decision comes within its day, so none sits on the edge between two steps.
    cap = float(
        np.ceil(np.quantile(observed.durations + HALF_A_DAY if observed.durations.size >= 10 else leave, CAP_SHARE))
    )
    leave = np.sort(leave[leave <= cap])
    if leave.size < 2:
        return None
    steps = int(np.clip(leave.size // 5, 1, CURVE_POINTS))
    ages = np.unique([0.0, *np.ceil(np.quantile(leave, np.linspace(0, 1, steps + 1)[1:-1])), cap])
    if ages.size < 2:
        return None
    lived = np.clip(observed.exit[:, None], ages[:-1], ages[1:]) - np.clip(observed.entry[:, None], ages[:-1], ages[1:])
    exposed = np.maximum(lived, 0.0).sum(axis=0)
    decided = np.histogram(leave, ages)[0]
    sums = np.concatenate([[0.0], np.cumsum(np.diff(ages) * decided / np.maximum(exposed, 0.5))])
    return Curve(tuple(ages.tolist()), tuple(sums.tolist()))
