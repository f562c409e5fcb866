"""The pillars in words: the pieces that the card and the home tab are made of. Every value with its sample."""

import math

from bot.texts import Texts
from bot.values import Card, PillarScore
from bot.views.rounding import for_reading

NO_SCORE = PillarScore(value=None, sample=0)


def known(value: float | None) -> bool:
    """Whether there is a figure to show; no data is not zero."""
    return value is not None and math.isfinite(value)


def value_of(texts: Texts, pillar: str, value: float | None, currency: str) -> str:
    """A pillar's value alone: `42%`, `SEK 31,200`, `38 days`, `23`; "not enough yet" where there is none."""
    if value is None or not known(value):
        return texts.t("nothing_yet")
    if pillar == "win_rate":
        return texts.percent(value)
    if pillar == "order_value":
        return texts.average(value, currency)
    if pillar == "time_to_close":
        return texts.days(value)
    return texts.number(value)


def now(texts: Texts, pillar: str, score: PillarScore, currency: str) -> str:
    """`42% · 45 decided`; of opportunities, which are their own sample, `23 new`."""
    sample = texts.n(f"pillar.{pillar}.sample", score.sample)
    if pillar == "opportunities" and known(score.value):
        return sample
    return f"{value_of(texts, pillar, score.value, currency)} · {sample}"


def beside(texts: Texts, card: Card) -> list[str]:
    """The second look at the pillars: medians, means and totals, those that there are."""
    lines = []
    if card.won or card.lost:
        lines.append(texts.t("card.decided", won=texts.number(card.won), lost=texts.number(card.lost)))
    orders = card.scores.get("order_value", NO_SCORE).sample
    if card.order_median is not None and known(card.order_median):
        median, total = texts.average(card.order_median, card.currency), texts.average(card.order_total, card.currency)
        lines.append(texts.n("card.orders", orders, median=median, total=total))
    if card.call_offs:
        lines.append(texts.n("card.call_offs", card.call_offs))
    if card.close_mean is not None and known(card.close_mean):
        closed = card.scores.get("time_to_close", NO_SCORE).sample
        lines.append(texts.n("card.close_mean", closed, days=texts.days(card.close_mean)))
    return lines


def pipeline(texts: Texts, card: Card) -> str:
    """How many deals are open and what they are worth, and the stale ones that are not counted there."""
    if card.open_value_sample:
        worth = texts.average(card.open_value, card.currency)
        valued = texts.number(card.open_value_sample)
        line = texts.n("card.pipeline.value", card.open_now, value=worth, valued=valued)
    else:
        line = texts.n("card.pipeline", card.open_now)
    if card.stale and card.stale_after is not None and known(card.stale_after):
        line += "\n" + texts.n("card.stale", card.stale, days=texts.days(card.stale_after, 0))
    return line


def velocity(texts: Texts, card: Card) -> str:
    """Money per day with its sum written out, so that anyone can redo it."""
    if card.velocity is None or not known(card.velocity):
        return texts.t("card.velocity.none")
    per_day = texts.average(for_reading(card.velocity), card.currency)
    rate, order = card.scores.get("win_rate", NO_SCORE).value, card.scores.get("order_value", NO_SCORE).value
    if rate is None or order is None or card.close_mean is None:
        return texts.t("card.velocity.bare", velocity=per_day)
    return texts.t(
        "card.velocity",
        pipeline=texts.number(card.open_now),
        win_rate=texts.percent(rate),
        won=texts.number(card.won),
        decided=texts.number(card.won + card.lost),
        order_value=texts.average(order, card.currency),
        days=texts.days(card.close_mean),
        velocity=per_day,
    )


def left_out(texts: Texts, card: Card) -> str | None:
    """What the figures could not use; None where they used everything."""
    out = card.left_out
    parts = []
    if out.amount:
        parts.append(texts.n("card.left_out.amount", out.amount))
    if out.started:
        parts.append(texts.n(f"card.left_out.started.{card.starting_point.value}", out.started))
    if out.opened:
        parts.append(texts.n("card.left_out.opened", out.opened))
    if out.currency:
        parts.append(texts.n("card.left_out.currency", out.currency, currency=card.currency))
    return texts.t("card.left_out", what=", ".join(parts)) if parts else None


def conventions(texts: Texts, card: Card) -> str:
    """From where time to close counts, over how long recurring amounts do, and what else is not obvious here."""
    said = [texts.t(f"card.starts.{card.starting_point.value}"), texts.n("card.horizon", card.horizon_months)]
    if card.call_offs:
        said.append(texts.t(f"card.call_off_unit.{card.call_off_unit}"))
    if card.left_out.currency:
        said.append(texts.t("card.currency", currency=card.currency))
    return ", ".join(said)


def period(texts: Texts, card: Card) -> str:
    """The window and the one before it."""
    return texts.t("card.period", window=texts.span(card.window), previous=texts.span(card.previous))


def is_empty(card: Card) -> bool:
    """Whether there is nothing at all to tell yet."""
    return not card.open_now and not any(score.sample for score in card.scores.values())
