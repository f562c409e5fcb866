"""When a pillar counts as low: against the team where the evidence says so, else against the window before."""

from typing import NamedTuple

from coaching.advice import Advice, Limits, Params, Threshold, known, loudness
from coaching.facts import Facts, PillarFact, ahead
from coaching.focus import evidence, focus

# Suggesting work on a pillar costs little if the pillar turns out to be like the team's, so four to one is enough; the
# word "weak" is kept for a verdict.
SURE = Threshold("sure", 0.8, 0.5, 0.99)
# Fewer observations than this say more about luck than about selling.
SAMPLE = Threshold("sample", 10, 3, 200, whole=True)
LOW_LIMITS = (SURE, SAMPLE)


class Low(NamedTuple):
    """Why a pillar counts as low."""

    signal: str  # "below_team" or "below_before"
    params: Params
    strength: float


def low(facts: Facts, pillar: str, limits: Limits) -> Low | None:
    """Why this pillar counts as low; None where it does not, or where nothing is known of it.

    Below the team: by verdict, or surely enough. Below before: by verdict or drift, unless the whole team moved the
    same way (the season). What the evidence calls better than the team's is never low; nor, without a verdict, what is
    better than the team's by the figures that would be shown as the reason.
    """
    fact = facts.pillars.get(pillar)
    if fact is None or not known(fact.value) or fact.vs_team == "better":
        return None
    sample = fact.team_sample if pillar == "opportunities" else fact.sample
    if known(fact.team) and sample >= limits["sample"]:
        sure = evidence(pillar, fact)
        seems = known(sure) and sure >= limits["sure"] and fact.vs_team != "steady"
        if fact.vs_team == "worse" or (seems and not ahead(pillar, fact.value, fact.team)):
            strength = 1.0 if fact.vs_team == "worse" else loudness(sure or 0.5, limits["sure"], 1.0)
            return Low(
                "below_team", {**_own(pillar, fact), "team": fact.team, "team_sample": fact.team_sample}, strength
            )
    fell = fact.vs_previous == "worse" or fact.drift == "worse"
    shown = fact.vs_previous == "worse" or not ahead(pillar, fact.value, fact.previous)
    if fell and shown and fact.season != "worse" and known(fact.previous) and fact.previous_sample > 0:
        params = {**_own(pillar, fact), "previous": fact.previous, "previous_sample": fact.previous_sample}
        return Low("below_before", params, 1.0 if fact.vs_previous == "worse" else 0.75)
    return None


def low_advice(rule: str, facts: Facts, pillars: tuple[str, ...], limits: Limits) -> Advice | None:
    """The advice that the lowest of these pillars gives reason for; None where none is low."""
    found = [(pillar, reason) for pillar in pillars if (reason := low(facts, pillar, limits)) is not None]
    if not found:
        return None
    weights = focus(facts.pillars).weights
    pillar, reason = max(found, key=lambda pair: (pair[1].strength, weights.get(pair[0], 0.0)))
    return Advice(rule, pillar, reason.signal, reason.params, reason.strength)


def serves(facts: Facts, pillars: tuple[str, ...]) -> str:
    """Which of the pillars that a rule may serve it serves here: the first, its usual one, unless another is at least
    twice as likely to be the weak one.
    """
    weights = focus(facts.pillars).weights
    likeliest = max(pillars, key=lambda pillar: weights.get(pillar, 0.0))
    twice = weights.get(likeliest, 0.0) >= 2 * weights.get(pillars[0], 0.0)
    return likeliest if twice else pillars[0]


def excels(facts: Facts, pillars: tuple[str, ...]) -> bool:
    """Whether the evidence calls each of these pillars better than the team's: then there is nothing to mend."""
    known_facts = [facts.pillars.get(pillar) for pillar in pillars]
    return all(fact is not None and fact.vs_team == "better" for fact in known_facts)


def _own(pillar: str, fact: PillarFact) -> dict[str, float | int | str]:
    return {"pillar": pillar, "value": fact.value if known(fact.value) else 0.0, "sample": fact.sample}
