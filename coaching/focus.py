"""Which pillar to work on: a pure function of the four pillars' figures, so that it can be tried on simulated reps.

Each pillar's standing is the logarithm of the rep's level over the team's, with its error. The four are then weighed
against each other and against "all alike": how much likelier is what we saw if this pillar were weaker by a difference
worth working on than if it were as the team's? With equal odds beforehand the ratios make a probability (Bayes' rule
for simple hypotheses; Berger, 1985, Statistical Decision Theory and Bayesian Analysis, §4.3.3). Comparing plain
differences would nearly always choose the noisiest pillar, comparing z-scores the best measured one.

Where the evidence calls nothing weak, the pillar is not chosen by those odds alone but by what a step is worth: the
lever in money, times how sure it is that there is a weakness to mend. Otherwise the coach would send a rep to a pillar
that is worth a tenth of another, because it is the likelier one by a hair.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scipy import special

from coaching.advice import known
from coaching.facts import LOWER_IS_BETTER, PillarFact, ahead
from pillars import PILLARS

Basis = Literal["team", "before"]
Reason = Literal["verdict", "weight", "unclear", "cheaper", "no_data"]

# A weakness worth naming: e^-0.3, about a quarter below the team.
WORTH_NAMING = 0.3
# No two reps meet quite the same customers; five percent either way is not selling.
NATURAL_SPREAD = 0.05
# Where no verdict is at hand, this probability, and a z-score that one in some 160 pillars reaches by chance, so that
# of four pillars that are all alike one is called clearly weak in about one case of forty.
CLEAR_WEIGHT = 0.9
CLEAR_Z = -2.5
# A pillar with fewer observations than this has no standing: nobody's weakness shows in four deals.
MINIMUM_SAMPLE = 5
# Standard deviation of the logarithm of one observation, where no interval says it: orders and durations both spread
# by a factor of two or so.
USUAL_SPREAD = {"order_value": 0.95, "time_to_close": 1.0}
Z95 = 1.959964
# "Surely" and "surely not" are four standard errors away.
LEAST_SURE = 3e-5
# Beyond e^20 a gap is a slip of the keyboard; the sums stay finite.
FARTHEST = 20.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A pillar against a level: `gap` on the log scale, below 0 is weaker, with its standard error."""

    gap: float
    error: float

    @property
    def z(self) -> float:
        """The gap in standard errors, natural spread included."""
        return self.gap / math.hypot(self.error, NATURAL_SPREAD)


@dataclass(frozen=True, slots=True)
class Focus:
    """The pillar most likely to be the weak one, and whether that may be said.

    `pillar` None: nothing can be compared. `clear`: evidence carries it; else it is only where a step is likeliest to
    pay. `weights`: each pillar's probability of being the weak one; what they lack to 1 is "all alike". `behind`: the
    pillar that is clearly weak where a step on another is worth more (`reason` "cheaper"), else None.
    """

    pillar: str | None
    clear: bool
    reason: Reason
    basis: Basis | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    behind: str | None = None


def focus(pillars: Mapping[str, PillarFact]) -> Focus:
    """Choose the focus pillar: against the team where that is known, else against the rep's own window before.

    A verdict `worse` decides, and where several pillars have one, the likeliest of them; but where that is
    opportunities and a step on another pillar is worth more, that one is chosen: volume comes last. Without such a
    verdict it is the pillar where a step is worth most (`worth`), where the levers are known, else the likeliest to be
    the weak one. A pillar whose verdict is `better` is never chosen, nor one whose figures, as they are shown, are
    better than those they are compared with, as long as there is another; nor, against the window before, one that the
    whole team's season took along.
    """
    basis: Basis = "team"
    found = {name: standing(name, fact) for name, fact in pillars.items() if name in PILLARS}
    if not any(found.values()):
        basis = "before"
        found = {name: standing_before(name, fact) for name, fact in pillars.items() if name in PILLARS}
    placed = {name: place for name, place in found.items() if place is not None}
    if not placed:
        return Focus(None, clear=False, reason="no_data")
    weights = _weights(placed)
    verdicts = {name: pillars[name].vs_team if basis == "team" else _own_verdict(pillars[name]) for name in placed}
    weak = [name for name in placed if verdicts[name] == "worse"]
    if weak:
        weakest = max(weak, key=lambda name: weights[name])
        cheaper = _cheaper(pillars, weak) if weakest == "opportunities" else None
        if cheaper is not None:
            return Focus(cheaper, False, "cheaper", basis, weights, behind=weakest)
        return Focus(weakest, True, "verdict", basis, weights)
    not_better = [name for name in placed if verdicts[name] != "better"] or list(placed)
    compared = {name: fact.team if basis == "team" else fact.previous for name, fact in pillars.items()}
    behind = [name for name in not_better if not ahead(name, pillars[name].value, compared[name])] or not_better
    unjudged = max(behind, key=lambda name: weights[name])
    if verdicts[unjudged] is None and weights[unjudged] >= CLEAR_WEIGHT and placed[unjudged].z <= CLEAR_Z:
        return Focus(unjudged, True, "weight", basis, weights)
    return Focus(_most_worth(pillars, behind) or unjudged, False, "unclear", basis, weights)


def worth(pillar: str, fact: PillarFact) -> float | None:
    """What reaching the pillar's target is worth, in minor units a quarter, shrunk by the evidence; None unknown.

    The lever counts as much as it is likely that there is a weakness to mend; where the evidence is unknown, by half.
    """
    if not known(fact.lever):
        return None
    sure = evidence(pillar, fact)
    return max(fact.lever, 0.0) * (0.5 if sure is None else sure)


def _most_worth(pillars: Mapping[str, PillarFact], names: list[str]) -> str | None:
    """Where a step is worth most; None where that is unknown of one of them, or nothing anywhere."""
    found = {name: worth(name, pillars[name]) for name in names}
    money = {name: value for name, value in found.items() if value is not None}
    if len(money) < len(found) or not any(money.values()):
        return None
    return max(money, key=lambda name: money[name])


def _cheaper(pillars: Mapping[str, PillarFact], weak: list[str]) -> str | None:
    """The pillar on which a step is worth more than one on opportunities, the other weak ones before the rest."""
    own = worth("opportunities", pillars["opportunities"])
    if own is None:
        return None
    others = [name for name in PILLARS if name != "opportunities" and name in pillars]
    found = {name: worth(name, pillars[name]) or 0.0 for name in [n for n in others if n in weak] or others}
    best = max(found, key=lambda name: found[name], default=None)
    return best if best is not None and found[best] > own else None


def evidence(pillar: str, fact: PillarFact) -> float | None:
    """How sure it is that the pillar is weaker than the team's, 0–1: as given, else from its standing; None unknown."""
    if known(fact.evidence):
        return min(max(fact.evidence, 0.0), 1.0)
    place = standing(pillar, fact)
    return None if place is None else float(special.ndtr(-place.z))


def standing(pillar: str, fact: PillarFact) -> Standing | None:
    """The pillar against the rest of the team; None where either side is unknown or too few."""
    if known(fact.gap) and known(fact.gap_error) and fact.gap_error > 0:
        return Standing(min(max(fact.gap, -FARTHEST), FARTHEST), min(fact.gap_error, FARTHEST))
    place = _against(pillar, fact, fact.team, fact.team_sample)
    if place is None or not known(fact.evidence):
        return place
    # The evidence has looked at every deal, where this module sees a value and a sample: its word is taken.
    sure = min(max(fact.evidence, LEAST_SURE), 1 - LEAST_SURE)
    return Standing(-float(special.ndtri(sure)) * math.hypot(place.error, NATURAL_SPREAD), place.error)


def standing_before(pillar: str, fact: PillarFact) -> Standing | None:
    """The pillar against the rep's own window before; None where either side is unknown or too few."""
    return _against(pillar, fact, fact.previous, fact.previous_sample)


def _against(pillar: str, fact: PillarFact, other: float | None, other_sample: int) -> Standing | None:
    if not known(fact.value) or not known(other) or other_sample < MINIMUM_SAMPLE:
        return None
    if pillar == "opportunities":
        # Half an event each, so that no opportunity at all is still a finite distance away. A count is its own error;
        # the other side's count may be a mean per colleague, whose sample is what all of them opened.
        if fact.value < 0 or other <= 0:
            return None
        gap = math.log((fact.value + 0.5) / (other + 0.5))
        return Standing(gap, math.sqrt(1 / (fact.value + 0.5) + 1 / other_sample))
    if fact.sample < MINIMUM_SAMPLE:
        return None
    if pillar == "win_rate":
        own, own_error = _log_share(fact.value, fact.sample)
        team, team_error = _log_share(other, other_sample)
        return Standing(own - team, math.hypot(own_error, team_error))
    if fact.value <= 0 or other <= 0:
        return None
    gap = min(max(math.log(fact.value) - math.log(other), -FARTHEST), FARTHEST)
    error = _spread(pillar, fact) * math.sqrt(1 / fact.sample + 1 / other_sample)
    return Standing(-gap if pillar in LOWER_IS_BETTER else gap, error)


def _log_share(share: float, sample: int) -> tuple[float, float]:
    """Logarithm of a share with its error, half an observation added to either side so that 0 and 1 are finite."""
    smoothed = (min(max(share, 0.0), 1.0) * sample + 0.5) / (sample + 1)
    return math.log(smoothed), math.sqrt((1 - smoothed) / (smoothed * sample))


def _spread(pillar: str, fact: PillarFact) -> float:
    """Standard deviation of one observation's logarithm, as the interval tells it or else as is usual."""
    usual = USUAL_SPREAD[pillar]
    if known(fact.low) and known(fact.high) and 0 < fact.low < fact.high:
        told = (math.log(fact.high) - math.log(fact.low)) / (2 * Z95) * math.sqrt(fact.sample)
        # An interval of a handful of observations is itself a guess: it may not claim less than half the usual.
        return max(told, usual / 2)
    return usual


def _weights(placed: Mapping[str, Standing]) -> dict[str, float]:
    scores = {}
    for name, place in placed.items():
        variance = place.error**2 + NATURAL_SPREAD**2
        scores[name] = (-place.gap * WORTH_NAMING - WORTH_NAMING**2 / 2) / variance
    top = max(0.0, *scores.values())  # 0 is "all alike"
    odds = {name: math.exp(score - top) for name, score in scores.items()}
    everything = sum(odds.values()) + math.exp(-top)
    return {name: value / everything for name, value in odds.items()}


def _own_verdict(fact: PillarFact) -> str | None:
    """The verdict against the window before, unless the whole team moved the same way: that is the season."""
    return "too_early" if fact.vs_previous == "worse" and fact.season == "worse" else fact.vs_previous
