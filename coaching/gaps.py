"""The four pillars of a rep beside the rest of the team, from a frame of deals: values, samples, and how far apart.

Orders and durations are compared by the mean of their square roots. That is nearly as sharp as the best estimate
whether they spread like a log-normal or like a gamma distribution (a Box-Cox transform with λ = ½; Box & Cox, 1964,
J. R. Stat. Soc. B 26:211–252), and unlike logarithms it takes zeros: a free order, a deal closed the same day.
"""

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from coaching.facts import LOWER_IS_BETTER, PillarFact
from pillars import PILLARS, CallOffUnit, Window, scorecard

# Below three colleagues "the team" is one person's figures.
MINIMUM_COLLEAGUES = 3
# The window before says less about today: it counts half.
BEFORE_COUNTS = 0.5
# Fewer observations than this have no spread of their own to speak of.
MINIMUM_SAMPLE = 5
DAYS_A_WEEK = 7


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
    for name in PILLARS:
        score = team.get(name)
        if score is None or pd.isna(score.value):
            continue
        value = float(score.value) / (len(others) if name == "opportunities" else 1)
        gap = _weighted(
            _gap(name, mine, rest, window, len(others)),
            None if previous is None else _gap(name, mine, rest, previous, len(others)),
        )
        facts[name] = replace(
            facts[name],
            team=value,
            team_sample=int(score.sample),
            gap=None if gap is None else gap.gap,
            gap_error=None if gap is None else math.sqrt(gap.variance),
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


def _gap(pillar: str, mine: pd.DataFrame, rest: pd.DataFrame, window: Window, colleagues: int) -> Gap | None:
    if pillar == "win_rate":
        return _share_gap(_outcomes(mine, window), _outcomes(rest, window))
    if pillar == "opportunities":
        return _count_gap(mine, rest, window, colleagues)
    own, team = _sizes(pillar, mine, window), _sizes(pillar, rest, window)
    if own.size < MINIMUM_SAMPLE or team.size < MINIMUM_SAMPLE or not own.any() or not team.any():
        return None
    own_root, team_root = np.sqrt(own), np.sqrt(team)
    gap = 2 * math.log(own_root.mean() / team_root.mean())
    # The spread is the team's, which has the deals to show it, unless the rep's own is what there is more of.
    roots = team_root if team.size >= own.size else own_root
    spread = 4 * float(roots.var(ddof=1)) / float(roots.mean()) ** 2
    variance = max(spread, 1e-6) * (1 / own.size + 1 / team.size)
    return Gap(-gap if pillar in LOWER_IS_BETTER else gap, variance)


def _outcomes(deals: pd.DataFrame, window: Window) -> tuple[int, int]:
    """Won and decided one-off deals of the window."""
    closed = _in(deals, "closed_on", window) & (deals["kind"] == "one_off").to_numpy()
    won = int((closed & (deals["status"] == "won").to_numpy()).sum())
    return won, won + int((closed & (deals["status"] == "lost").to_numpy()).sum())


def _share_gap(own: tuple[int, int], team: tuple[int, int]) -> Gap | None:
    """Difference of two shares' logarithms, with half a deal added to won and lost.

    The variance is the delta method's at the team's share, which has the deals to know it.
    """
    if own[1] < MINIMUM_SAMPLE or team[1] < MINIMUM_SAMPLE:
        return None
    mine, theirs = ((won + 0.5) / (decided + 1) for won, decided in (own, team))
    return Gap(math.log(mine / theirs), (1 - theirs) / theirs * (1 / own[1] + 1 / team[1]))


def _sizes(pillar: str, deals: pd.DataFrame, window: Window) -> npt.NDArray[np.float64]:
    """Amounts of the one-off orders won in the window, or days from start to win."""
    won = ((deals["status"] == "won") & (deals["kind"] == "one_off")).to_numpy() & _in(deals, "closed_on", window)
    if pillar == "order_value":
        return deals["amount"][won].dropna().to_numpy(dtype=np.float64)
    days = (deals["closed_on"][won].to_numpy() - deals["started_on"][won].to_numpy()).astype("timedelta64[D]")
    known: npt.NDArray[np.float64] = days[~np.isnat(days)].astype(np.float64)
    return known[known >= 0]


def _count_gap(mine: pd.DataFrame, rest: pd.DataFrame, window: Window, colleagues: int) -> Gap | None:
    own = int(_opened(mine, window).sum())
    opened = rest[_opened(rest, window)]
    if len(opened) < MINIMUM_SAMPLE:
        return None
    gap = math.log((own + 0.5) / (len(opened) / colleagues + 0.5))
    return Gap(gap, _dispersion(opened, window, colleagues) * (1 / (own + 0.5) + 1 / len(opened)))


def _opened(deals: pd.DataFrame, window: Window) -> npt.NDArray[np.bool_]:
    return _in(deals, "opened_on", window) & (deals["kind"] == "one_off").to_numpy()


def _dispersion(opened: pd.DataFrame, window: Window, colleagues: int) -> float:
    """How much wider than Poisson a colleague's weeks spread: Pearson's χ² over its degrees of freedom, 1 to 4.

    McCullagh & Nelder (1989), Generalized Linear Models, §6.2.3.
    """
    weeks = window.days // DAYS_A_WEEK
    if weeks < 2:
        return 1.0
    start = np.datetime64(window.start, "D")
    week = (opened["opened_on"].to_numpy().astype("datetime64[D]") - start).astype(np.int64) // DAYS_A_WEEK
    whole = week < weeks
    codes, names = pd.factorize(opened["rep"].astype(str).to_numpy()[whole])
    counts = np.bincount(codes * weeks + week[whole], minlength=len(names) * weeks).reshape(len(names), weeks)
    expected = counts.mean(axis=1, keepdims=True)
    freedom = len(names) * (weeks - 1)
    if not freedom:
        return 1.0
    return float(np.clip((((counts - expected) ** 2) / np.maximum(expected, 1e-9)).sum() / freedom, 1.0, 4.0))


def _in(deals: pd.DataFrame, column: str, window: Window) -> npt.NDArray[np.bool_]:
    return window.holds(deals[column].to_numpy().astype("datetime64[s]"))
