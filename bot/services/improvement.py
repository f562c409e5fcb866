"""Who has improved, and by how much when luck is left out: for praise and for the board. Pure.

The change of a pillar since the window before, as a logarithm with up as better, is shrunk by the share of its variance
that chance alone would make, as in `pillars.reach`: three wins in a row do not beat a steady climb.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Final

from bot.values import PillarScore
from bot.values.letters import Risen
from coaching.facts import LOWER_IS_BETTER
from pillars import PILLARS

USUAL_MOVE: Final = 0.25
"""By how much (standard deviation of the logarithm) a pillar truly moves from one quarter to the next."""

WORTH_TELLING: Final = 0.05
"""A shrunk gain below five percent is as good as none."""

LEAST_SAMPLE: Final = 5
"""Observations on either side below which nothing is compared."""


NO_TIDE: Final[Mapping[str, float]] = {}


def gain(pillar: str, score: PillarScore) -> float | None:
    """The shrunk logarithm of value ÷ previous value, up is better; None where either rests on too few.

    Its variance is the delta method's: (1 − p) ÷ (p n) of a share, 1 ÷ n of a mean order or a median duration (see
    `pillars.reach`), 1 ÷ n of a count.
    """
    now, before = score.value, score.previous
    sizes = (score.sample, score.previous_sample)
    if now is None or before is None or min(sizes) < LEAST_SAMPLE or now <= 0 or before <= 0:
        return None
    noise = sum(
        (1 - share) / (share * n) if pillar == "win_rate" else 1 / n
        for share, n in zip((now, before), sizes, strict=True)
    )
    moved = math.log(now / before) * (-1 if pillar in LOWER_IS_BETTER else 1)
    return moved * USUAL_MOVE**2 / (USUAL_MOVE**2 + noise)


def tides(everybody: Iterable[Mapping[str, PillarScore]]) -> dict[str, float]:
    """By how much a pillar rose with the whole team, where it did (the season): the mean of all gains; else absent."""
    lifted: dict[str, list[float]] = {}
    for scores in everybody:
        for pillar, score in scores.items():
            if score.season == "better" and (up := gain(pillar, score)) is not None:
                lifted.setdefault(pillar, []).append(up)
    return {pillar: sum(gains) / len(gains) for pillar, gains in lifted.items()}


def risen(
    member_id: int, name: str, scores: Mapping[str, PillarScore], tide: Mapping[str, float] = NO_TIDE
) -> Risen | None:
    """Somebody's best pillar: one that surely rose before one that seems to have; None where none rose to speak of.

    What the season lifted counts only as far as it rose above the `tide`: moving with the team is nobody's merit.
    """
    found = [
        Risen(member_id, name, pillar, score, up - tide.get(pillar, 0.0), score.vs_previous == "better")
        for pillar in PILLARS
        if (score := scores.get(pillar)) is not None
        and score.vs_previous != "steady"
        and (up := gain(pillar, score)) is not None
        and up - tide.get(pillar, 0.0) >= WORTH_TELLING
    ]
    return max(found, key=lambda one: (one.sure, one.gain), default=None)


def compared(scores: Mapping[str, PillarScore]) -> bool:
    """Whether any pillar can be compared with the window before: who cannot be takes no part."""
    return any(gain(pillar, score) is not None for pillar, score in scores.items())


def most_improved(risers: Iterable[Risen]) -> tuple[Risen, ...]:
    """By how much they rose, the most first; equals by name."""
    return tuple(sorted(risers, key=lambda one: (-one.gain, one.name.casefold())))
