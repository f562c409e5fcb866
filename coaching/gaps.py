"""The four pillars of a rep beside the rest of the team, from a frame of deals: values, samples, and how far apart.

Orders and durations are compared by the mean of their square roots. That is nearly as sharp as the best estimate
whether they spread like a log-normal or like a gamma distribution (a Box-Cox transform with λ = ½; Box & Cox, 1964,
J. R. Stat. Soc. B 26:211–252), and unlike logarithms it takes zeros: a free order, a deal closed the same day.
"""

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from coaching.facts import LOWER_IS_BETTER, PillarFact
from coaching.measures import Measures, measures
from pillars import PILLARS, CallOffUnit, Window, scorecard

# Below three colleagues "the team" is one person's figures.
MINIMUM_COLLEAGUES = 3
# The window before says less about today: it counts half.
BEFORE_COUNTS = 0.5
# Fewer observations than this have no spread of their own to speak of.
MINIMUM_SAMPLE = 5


class Gap(NamedTuple):
    """Logarithm of the rep's level over the team's, below 0 is weaker, and its variance."""

    gap: float
    variance: float


def pillar_facts(
    deals: pd.DataFrame,
    rep: str,
    window: Window,
    previous: Window | None = None,
    *,
    colleagues: Collection[str] | None = None,
    call_off_unit: CallOffUnit = "month",
) -> dict[str, PillarFact]:
    """Each pillar's value, interval, previous and team value with samples, and its gap to the team with the error.

    `deals` keeps the frame contract of `pillars`; `colleagues` are the active ones to compare with (None: everyone else
    in the frame). With fewer than three of them nothing is known of the team. The team's opportunities are the mean per
    colleague. Verdicts, level, lever and target are left unknown: the evidence knows those.
    Raises `FrameError` where the frame does not keep the contract.
    """
    reps = deals["rep"].astype(str)
    others = sorted(set(reps) - {rep} if colleagues is None else {str(c) for c in colleagues} - {rep})
    mine, rest = deals[reps == rep], deals[reps.isin(others)]
    own = _scores(mine, window, previous, call_off_unit)
    facts = {name: _fact(own.get(name)) for name in PILLARS}
    if len(others) < MINIMUM_COLLEAGUES:
        return facts
    team = _scores(rest, window, None, call_off_unit)
    sides = [(measures(mine, each), measures(rest, each)) for each in (window, previous) if each is not None]
    for name in PILLARS:
        score = team.get(name)
        if score is None or pd.isna(score.value):
            continue
        value = float(score.value) / (len(others) if name == "opportunities" else 1)
        gap = gap_over(name, sides[0], sides[1] if len(sides) > 1 else None, len(others))
        facts[name] = replace(
            facts[name],
            team=value,
            team_sample=int(score.sample),
            gap=None if gap is None else gap[0],
            gap_error=None if gap is None else gap[1],
        )
    return facts


def _scores(deals: pd.DataFrame, window: Window, previous: Window | None, unit: CallOffUnit) -> dict[str, Any]:
    card = scorecard(deals, window, previous, by=None, call_off_unit=unit)
    return {str(row.pillar): row for row in card.itertuples(index=False)}


def _fact(score: Any) -> PillarFact:
    if score is None:
        return PillarFact()
    return PillarFact(
        value=_number(score.value),
        sample=int(score.sample),
        low=_number(score.low),
        high=_number(score.high),
        previous=_number(score.previous),
        previous_sample=int(score.previous_sample),
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _weighted(now: Gap | None, before: Gap | None) -> Gap | None:
    """The gap over both windows, the earlier one counting half: weights 1/v and ½/v, and the variance they lead to."""
    if now is None or before is None:
        return now
    one, half = 1 / now.variance, BEFORE_COUNTS / before.variance
    variance = (one**2 * now.variance + half**2 * before.variance) / (one + half) ** 2
    return Gap((one * now.gap + half * before.gap) / (one + half), variance)


def gap_over(
    pillar: str, now: tuple[Measures, Measures], before: tuple[Measures, Measures] | None, colleagues: int
) -> tuple[float, float] | None:
    """The rep's gap to the team with its standard error, from the rep's and the team's measures of the window, and of
    the window before where that is known. None where either side has too little to show, or the team is none.
    """
    if colleagues < MINIMUM_COLLEAGUES:
        return None
    gap = _weighted(_gap(pillar, *now, colleagues), None if before is None else _gap(pillar, *before, colleagues))
    return None if gap is None else (gap.gap, math.sqrt(gap.variance))


def _gap(pillar: str, own: Measures, team: Measures, colleagues: int) -> Gap | None:
    if pillar == "win_rate":
        return _share_gap(own, team)
    if pillar == "opportunities":
        return _count_gap(own, team, colleagues)
    mine, theirs = (own.amounts, team.amounts) if pillar == "order_value" else (own.days, team.days)
    if mine.count < MINIMUM_SAMPLE or theirs.count < MINIMUM_SAMPLE or mine.total <= 0 or theirs.total <= 0:
        return None
    gap = 2 * math.log(mine.mean / theirs.mean)
    # The spread is the team's, which has the deals to show it, unless the rep's own is what there is more of.
    known = theirs if theirs.count >= mine.count else mine
    variance = max(4 * known.variance / known.mean**2, 1e-6) * (1 / mine.count + 1 / theirs.count)
    return Gap(-gap if pillar in LOWER_IS_BETTER else gap, variance)


def _share_gap(own: Measures, team: Measures) -> Gap | None:
    """Difference of two shares' logarithms, with half a deal added to won and lost.

    The variance is the delta method's at the team's share, which has the deals to know it.
    """
    if own.decided < MINIMUM_SAMPLE or team.decided < MINIMUM_SAMPLE:
        return None
    mine, theirs = ((each.won + 0.5) / (each.decided + 1) for each in (own, team))
    return Gap(math.log(mine / theirs), (1 - theirs) / theirs * (1 / own.decided + 1 / team.decided))


def _count_gap(own: Measures, team: Measures, colleagues: int) -> Gap | None:
    if team.opened < MINIMUM_SAMPLE:
        return None
    gap = math.log((own.opened + 0.5) / (team.opened / colleagues + 0.5))
    return Gap(gap, team.dispersion * (1 / (own.opened + 0.5) + 1 / team.opened))
