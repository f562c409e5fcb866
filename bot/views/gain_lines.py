"""What there is to gain, and what has been gained: the step that is likeliest to pay, and the change of velocity."""

from collections.abc import Mapping

from bot.texts import Texts
from bot.values import Card, PillarScore
from bot.views.card_lines import NO_SCORE, value_of
from bot.views.rounding import for_reading, two_digits
from coaching.rules.beyond_pillars import FEW_DECIDED
from pillars.attribution import Attribution, Contribution
from pillars.levers import Lever


def lever(texts: Texts, card: Card) -> str | None:
    """The pillar that the coach would have the rep work on, with the level within reach and what that is worth.

    Where the card has no focus it is the pillar that is worth most; None where nothing is within reach, and where so
    few deals are decided that the coach begins with measuring.
    """
    if card.won + card.lost < FEW_DECIDED.default:
        return None
    within = [one for one in card.levers if one.gain and one.target is not None and one.source != "none"]
    if card.focus is not None and card.focus.pillar is not None:
        within = [one for one in within if one.pillar == card.focus.pillar]
    if not within:
        return None
    return step(texts, max(within, key=lambda one: one.gain or 0.0), card.won + card.lost, card.currency)


def step(texts: Texts, one: Lever, decided: int, currency: str) -> str | None:
    """`Most likely to pay: win rate at 41%, …`: the target, roughly its worth, and what that rests on.

    None for a step so small that the level within reach reads as the present one.
    """
    if not one.gain or one.target is None or one.source == "none":
        return None
    target = _level(texts, one.pillar, one.target, currency)
    if one.present is not None and target == _level(texts, one.pillar, one.present, currency):
        return None
    return texts.t(
        f"card.lever.{one.source}",
        pillar=texts.t(f"pillar.{one.pillar}").lower(),
        target=target,
        gain=texts.average(two_digits(one.gain), currency),
        sample=texts.n("coach.count.decided", decided),
    )


def _level(texts: Texts, pillar: str, value: float, currency: str) -> str:
    """A level that is an estimate, and so without the last digits of a figure that was counted."""
    if pillar == "time_to_close":
        return texts.days(value, 0)
    return value_of(texts, pillar, for_reading(value) if pillar == "order_value" else value, currency)


def change(texts: Texts, card: Card) -> str | None:
    """From what to what velocity went, and what of it each factor brought; they add up."""
    return attributed(texts, card.change, card.currency, card.scores)


def attributed(texts: Texts, moved: Attribution | None, currency: str, scores: Mapping[str, PillarScore]) -> str | None:
    """`change`, of any attribution; None where it has no data.

    Where the evidence carries no pillar's change, the two figures are told without a claim, and nothing is divided up.
    """
    if moved is None or moved.before is None or moved.now is None or moved.missing:
        return None
    before, now = (texts.average(for_reading(value), currency) for value in (moved.before, moved.now))
    if not carried(scores):
        return texts.t("card.change.unsure", before=before, now=now)
    among = max(abs(moved.before), abs(moved.now))
    parts = [_part(texts, each, scores, currency, among) for each in moved.contributions if each.money is not None]
    return texts.t("card.change", before=before, now=now, parts=", ".join(parts))


def carried(scores: Mapping[str, PillarScore]) -> bool:
    """Whether the evidence carries that any pillar has changed since the period before."""
    return any(score.vs_previous in ("better", "worse") for score in scores.values())


def _part(texts: Texts, each: Contribution, scores: Mapping[str, PillarScore], currency: str, among: float) -> str:
    score, money = scores.get(each.factor, NO_SCORE), each.money or 0.0
    said = texts.t("card.change.part", factor=_factor(texts, each.factor), money=_signed(texts, money, currency, among))
    # Velocity knows of won deals only; where the verdict beside it counts open ones too, the two may differ.
    against = (money > 0 and score.vs_previous == "worse") or (money < 0 and score.vs_previous == "better")
    if each.factor == "time_to_close" and against:
        return texts.t("card.change.won_only", part=said)
    return said


def _factor(texts: Texts, factor: str) -> str:
    return texts.t("card.change.pipeline") if factor == "pipeline" else texts.t(f"pillar.{factor}").lower()


def _signed(texts: Texts, money: float, currency: str, among: float) -> str:
    """With its sign; a small part of an amount in whole units, `among`, is in whole units too."""
    amount = texts.average(abs(for_reading(money, among)), currency, among=among)
    return f"+{amount}" if money >= 0 else f"−{amount}"
