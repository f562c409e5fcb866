"""Long time to close: shape the offer together, never leave without a date, ask, and let go of what is dead."""

from coaching.advice import Advice, Limits, Rule, Threshold, known, loudness
from coaching.facts import Facts
from coaching.rules.low import LOW_LIMITS, excels, low_advice
from coaching.rules.order_value import leads

THEME = "time_to_close"
PILLARS = ("time_to_close",)


def design_meeting(facts: Facts, limits: Limits) -> Advice | None:
    """Deals take longer than the team's, or than before."""
    return low_advice("design_meeting", facts, PILLARS, limits)


# A third of the open deals beyond what nine in ten won deals took: nobody set a date.
STALE_SHARE = Threshold("stale_share", 0.33, 0.1, 0.9)
OPEN_DEALS = 6


def next_step(facts: Facts, limits: Limits) -> Advice | None:
    """A large part of the open deals stands still, or deals take long."""
    stale = facts.stale
    if stale is not None and stale.open >= OPEN_DEALS and known(stale.limit) and not excels(facts, PILLARS):
        share = stale.count / stale.open
        if share >= limits["stale_share"]:
            params = {"still": stale.count, "open": stale.open, "share": share, "limit": stale.limit}
            strength = loudness(share, limits["stale_share"], 0.8)
            return Advice("next_step", "time_to_close", "standing_still", params, strength)
    return low_advice("next_step", facts, PILLARS, limits)


UNDECIDED_SHARE = Threshold("undecided_share", 0.2, 0.1, 0.9)
UNDECIDED_COUNT = Threshold("undecided_count", 2, 1, 50, whole=True)


def ask_for_decision(facts: Facts, limits: Limits) -> Advice | None:
    """Deals end without a decision while time to close is low, or it is low by itself.

    A fifth of the losses, and two of them, are enough here: where deals are slow already, each one that ends in nothing
    is a question that was not asked. Where "no decision" leads the reasons, `lost_without_decision` speaks.
    """
    advice = low_advice("ask_for_decision", facts, PILLARS, limits)
    reasons = facts.loss_reasons
    if advice is None or reasons is None:
        return advice
    if leads_or_many(facts, limits):
        count = reasons.counts["no_decision"]
        params = {"count": count, "known": reasons.known, "losses": reasons.losses, "share": count / reasons.known}
        return Advice("ask_for_decision", "time_to_close", "undecided", params, min(advice.strength + 0.2, 1.0))
    return advice


def leads_or_many(facts: Facts, limits: Limits) -> bool:
    """Whether "no decision" is named often among the losses, leading or not."""
    reasons = facts.loss_reasons
    if reasons is None or not reasons.known:
        return False
    count = reasons.counts.get("no_decision", 0)
    many = count >= limits["undecided_count"] and count >= limits["undecided_share"] * reasons.known
    return many or leads("no_decision", reasons, limits["undecided_share"], int(limits["undecided_count"]))


# One stale deal is a chat with oneself; two are worth five minutes.
STALE_DEALS = Threshold("stale_deals", 2, 1, 50, whole=True)


def close_dead(facts: Facts, limits: Limits) -> Advice | None:
    """Open deals older than nine in ten won deals took. Needs no sample: it is about these very deals."""
    stale = facts.stale
    if stale is None or stale.count < limits["stale_deals"] or not (known(stale.oldest) and known(stale.limit)):
        return None
    params: dict[str, float | int | str] = {"stale": stale.count, "oldest": stale.oldest, "limit": stale.limit}
    signal = "stale"
    if stale.value is not None and stale.value > 0:
        signal, params["stale_value"] = "stale_with_value", stale.value
    strength = loudness(stale.count, limits["stale_deals"], 4 * limits["stale_deals"])
    return Advice("close_dead", "time_to_close", signal, params, strength)


RULES: tuple[Rule, ...] = (
    # A deal that is begun now is decided in weeks: twice the usual time until there is something to see.
    Rule("design_meeting", THEME, PILLARS, "design_meetings_held", design_meeting, LOW_LIMITS, review_weeks=8),
    Rule(
        "next_step",
        THEME,
        PILLARS,
        "meetings_left_with_a_date",
        next_step,
        (STALE_SHARE, *LOW_LIMITS),
        habit=True,
    ),
    Rule(
        "ask_for_decision",
        THEME,
        PILLARS,
        "decisions_asked_for",
        ask_for_decision,
        (UNDECIDED_SHARE, UNDECIDED_COUNT, *LOW_LIMITS),
    ),
    # Dead deals can be cleared out again next month.
    Rule("close_dead", THEME, PILLARS, "stale_deals_settled", close_dead, (STALE_DEALS,), review_weeks=2, rest_weeks=4),
)
