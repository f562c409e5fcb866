"""What the team has learned: the effect of each action, pooled over everyone who tried it.

Gains are logarithms of "as things went ÷ as they would have gone anyway", up is better on every pillar.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from pillars.columns import Figures

# What is known of an action before anybody tried it: it does nothing in the mean, and seldom moves a pillar by more
# than half (two standard deviations) either way.
USUAL_GAIN = 0.25
# By how much an action's effect usually differs from one rep to the next, and for how many tries that belief counts:
# two tries cannot tell how much reps differ, twenty can.
USUAL_DIFFERENCE = 0.2
BELIEF_TRIES = 4
LEVEL = 0.95
# An effect in one or two people is those people, and the interval around it little more than what is believed anyway.
LEAST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Try:
    """One commitment that was reviewed: who tried which rule, and what its `Verdict` says.

    `gain` and `error` are the verdict's; None where it could say nothing (such a try is counted and not averaged).
    """

    rule: str
    rep: str
    word: str
    gain: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action does, as a share of the pillar: 0.12 is 12 % better (for time to close: 12 % faster).

    `low` and `high` hold the mean effect with 95 %; they are wide after one or two tries, and without any they are
    what is believed of every action. `tried` is how many people tried it, `measured` how many of them showed a
    figure, `moved` for how many the verdict was that it moved. `helps` is the probability, 0–1, that the action helps
    in the mean.
    """

    rule: str
    mean: float
    low: float
    high: float
    tried: int
    measured: int
    moved: int
    helps: float

    @property
    def tells(self) -> bool:
        """Whether the mean and its interval are worth showing: three people at least showed a figure."""
        return self.measured >= LEAST_PEOPLE

    @property
    def weight(self) -> float:
        """What to multiply a suggestion's worth with, 0–2: 1 where nothing is known, 2 where it surely helps.

        Twice the probability that it helps: a fine mean over three tries counts for less than a fair one over thirty.
        """
        return 2 * self.helps


@dataclass(frozen=True, slots=True)
class Pooled:
    """A random-effects mean: `between` is the variance of true effects among those that tried, `error` of the mean."""

    mean: float
    error: float
    between: float
    size: int


def between_variance(effects: Figures, variances: Figures) -> float:
    """Variance of the true effects, at least 0: Paule & Mandel (1982), Journal of Research of the NBS 87:377–385.

    The value at which the weighted sum of squares is as large as its degrees of freedom. 0 with fewer than two.
    """
    if effects.size < 2 or _squares(effects, variances, 0.0) <= effects.size - 1:
        return 0.0
    low, high = 0.0, float(np.ptp(effects) ** 2 + variances.max()) * 2
    for _ in range(200):
        middle = (low + high) / 2
        if high - low <= 1e-12 * high:
            break
        low, high = (middle, high) if _squares(effects, variances, middle) > effects.size - 1 else (low, middle)
    return (low + high) / 2


def _squares(effects: Figures, variances: Figures, between: float) -> float:
    weights = 1 / (variances + between)
    mean = (weights * effects).sum() / weights.sum()
    return float((weights * (effects - mean) ** 2).sum())


def pool(effects: Sequence[float], variances: Sequence[float], *, between: float | None = None) -> Pooled:
    """The mean of effects with their variances, all above 0; `between` is estimated where it is not given.

    The error is Hartung's & Knapp's (2001, Statistics in Medicine 20:3875–3889; Sidik & Jonkman 2002), never smaller
    than the plain one, as Röver, Knapp & Friede (2015, BMC Medical Research Methodology 15:99) advise for few. Raises
    `ValueError` without effects, and where lengths differ or a variance is not above 0.
    """
    x, v = np.asarray(effects, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if x.size == 0 or x.shape != v.shape or not (v > 0).all() or not np.isfinite(x + v).all():
        raise ValueError("Pooling takes at least one effect, and one variance above 0 for each.")
    spread = between_variance(x, v) if between is None else between
    weights = 1 / (v + spread)
    mean = float((weights * x).sum() / weights.sum())
    apart = float((weights * (x - mean) ** 2).sum() / (x.size - 1)) if x.size > 1 else 1.0
    return Pooled(mean, math.sqrt(max(apart, 1.0) / float(weights.sum())), spread, x.size)


def believed_between(effects: Figures, variances: Figures, usual: float, worth: float) -> float:
    """`between_variance` joined with a belief (a standard deviation) that counts as so many more effects."""
    tries = max(effects.size - 1, 0)
    return (tries * between_variance(effects, variances) + worth * usual**2) / (tries + worth)


def effect(rule: str, tries: Iterable[Try]) -> Effect:
    """The pooled effect of one rule. Tries of other rules among them are left out.

    Several tries of one rep count as one, with the mean of their gains and no smaller error: they share the rep, the
    market and often the baseline. The mean over reps is joined with what is believed of any action (no gain, give or
    take `USUAL_GAIN`), so that one lucky try does not make a miracle.
    """
    own = [one for one in tries if one.rule == rule]
    people: dict[str, list[tuple[float, float]]] = {one.rep: [] for one in own}
    for one in own:
        if one.gain is not None and one.error is not None:
            people[one.rep].append((one.gain, one.error**2))
    shown = [np.mean(several, axis=0) for several in people.values() if several]
    gains = np.array([gain for gain, _ in shown], dtype=np.float64)
    noise = np.array([variance for _, variance in shown], dtype=np.float64)
    precision, mean = 1 / USUAL_GAIN**2, 0.0
    if gains.size:
        between = believed_between(gains, noise, USUAL_DIFFERENCE, BELIEF_TRIES)
        pooled = pool(list(gains), list(noise), between=between)
        mean = pooled.mean / pooled.error**2 / (precision + 1 / pooled.error**2)
        precision += 1 / pooled.error**2
    error, freedom = 1 / math.sqrt(precision), max(gains.size - 1, 0) + BELIEF_TRIES
    half = float(special.stdtrit(freedom, (1 + LEVEL) / 2)) * error
    return Effect(
        rule=rule,
        mean=math.expm1(mean),
        low=math.expm1(mean - half),
        high=math.expm1(mean + half),
        tried=len(people),
        measured=gains.size,
        moved=len({one.rep for one in own if one.word == "moved"}),
        helps=float(special.stdtr(freedom, mean / error)),
    )


def learn(tries: Iterable[Try]) -> tuple[Effect, ...]:
    """The effect of each rule that somebody tried, what most surely helps first; equals by name."""
    everything = list(tries)
    effects = [effect(rule, everything) for rule in {one.rule for one in everything}]
    return tuple(sorted(effects, key=lambda one: (-one.helps, one.rule)))
