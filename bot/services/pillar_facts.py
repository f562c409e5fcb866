"""A card's pillars as the coach reads them, and which of them its focus is: one reading for the card and the coach."""

from dataclasses import replace

from bot.values import Card, PillarScore
from coaching.facts import PillarFact
from coaching.focus import Focus, focus
from coaching.rules.beyond_pillars import FEW_DECIDED
from pillars import PILLARS


def pillar_fact(score: PillarScore) -> PillarFact:
    """The same figures and verdicts; what a score does not know of is left out."""
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


def pillar_facts(card: Card) -> dict[str, PillarFact]:
    """All pillars of a rep's card, with its levers, drifts and gaps."""
    return {name: _fact(name, card) for name in PILLARS}


def focus_of(card: Card) -> Focus | None:
    """The pillar that the coach would name by this card; None with too few decisions for figures to be coached on."""
    return None if card.won + card.lost < FEW_DECIDED.default else focus(pillar_facts(card))


def _fact(name: str, card: Card) -> PillarFact:
    score = card.scores.get(name, PillarScore(None, 0))
    lever = next((each for each in card.levers if each.pillar == name), None)
    drift = next((each.direction for each in card.drifts if each.pillar == name and each.direction != "none"), None)
    gap = None if score.team is None else card.gaps.get(name)
    return replace(
        pillar_fact(score),
        # A verdict against a team that is none says nothing; without one the rep is weighed by the window before.
        vs_team=None if score.team is None else score.vs_team,
        drift=drift,
        lever=None if lever is None else lever.gain,
        target=None if lever is None else lever.target,
        reach=None if lever is None or lever.source == "none" else lever.source,
        gap=None if gap is None else gap[0],
        gap_error=None if gap is None else gap[1],
    )
