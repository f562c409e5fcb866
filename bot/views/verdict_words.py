"""A verdict in words: its mark, what it rests on where the figures point elsewhere, and how many more it takes."""

import math
from typing import Final

from bot.texts import Texts
from bot.views.card_lines import known
from bot.views.rounding import about
from coaching.facts import LOWER_IS_BETTER
from pillars import Verdict
from pillars.windows import DEFAULT_DAYS

DAYS_A_YEAR: Final = 365
OTHERWISE: Final = {"time_to_close": "verdict.counting_open", "order_value": "verdict.typical_order"}
"""The pillars whose verdict sees more than the figure: open deals beside the won ones, the orders behind their mean."""


def verdict(
    texts: Texts,
    pillar: str,
    word: Verdict,
    *,
    value: float | None = None,
    other: float | None = None,
    more: float | None = None,
    sample: int = 0,
    days: int = DEFAULT_DAYS,
) -> str:
    """`▼ worse`, `○ too early, about 60 more orders`; `▼ worse, counting those still open` where the figures that stand
    there, `value` against `other`, say nothing of the kind.

    `more` is left out where a year as these `days` with their `sample` would not bring so many.
    """
    if word == "too_early" and in_sight(more, sample, days):
        return texts.n(f"verdict.too_early.{pillar}", about(more or 0.0))
    said = texts.t(f"verdict.{word}")
    return texts.t(OTHERWISE[pillar], verdict=said) if points_elsewhere(pillar, word, value, other) else said


def why_more(texts: Texts, pillar: str, more: float | None, sample: int, days: int) -> list[str]:
    """About how many more it takes, as a sentence; or that a year would not bring them. Nothing where it is unknown."""
    if more is None or not math.isfinite(more):
        return []
    if not in_sight(more, sample, days):
        return [texts.t("why.beyond_a_year")]
    return [texts.n(f"why.more.{pillar}", about(more))]


def in_sight(more: float | None, sample: int, days: int) -> bool:
    """Whether a year as these days would bring so many more."""
    if more is None or not math.isfinite(more):
        return False
    return more <= max(sample, 1) * DAYS_A_YEAR / max(days, 1)


def points_elsewhere(pillar: str, word: Verdict, value: float | None, other: float | None) -> bool:
    """Whether the figures shown do not lie the way that the verdict says; only where the verdict can know better."""
    if pillar not in OTHERWISE or word not in ("better", "worse"):
        return False
    if value is None or other is None or not known(value) or not known(other):
        return False
    up = other - value if pillar in LOWER_IS_BETTER else value - other
    return up <= 0 if word == "better" else up >= 0
