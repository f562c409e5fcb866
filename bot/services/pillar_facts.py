"""A card's score as the coach reads it."""

from bot.values import PillarScore
from coaching.facts import PillarFact


def pillar_fact(score: PillarScore) -> PillarFact:
    """The same figures and verdicts; what a card does not know of is left out."""
    return PillarFact(
        value=score.value,
        sample=score.sample,
        low=score.low,
        high=score.high,
        previous=score.previous,
        previous_sample=score.previous_sample,
        team=score.team,
        team_sample=score.team_sample,
        level=score.level,
        vs_previous=score.vs_previous,
        vs_team=score.vs_team,
        season=score.season,
    )
