"""Low win rate: which deals to pursue, what the losses say, and asking those who chose otherwise."""

from collections.abc import Callable

from coaching.advice import Advice, Limits, Params, Rule, Threshold, known, loudness
from coaching.facts import Facts
from coaching.rules.low import LOW_LIMITS, excels, low_advice
from coaching.rules.order_value import leads

THEME = "win_rate"
PILLARS = ("win_rate",)

# --- qualification ----------------------------------------------------------------------------------------------------

# A no usually takes somewhat longer than a yes; half as long again is time that went to deals without a future.
LATE = Threshold("late", 1.5, 1.1, 5.0)
# Half of the losses without anybody's role noted.
WITHOUT_ROLE = Threshold("without_role", 0.5, 0.2, 0.95)
LOSSES = Threshold("losses", 6, 3, 100, whole=True)
WINS = 5  # a middle of fewer wins is one deal's story


def qualification(facts: Facts, limits: Limits) -> Advice | None:
    """Many losses late, or without a decision-maker: no contact role, oftener so than where the rep won."""
    if excels(facts, PILLARS):
        return None
    found = [advice for advice in (_late(facts, limits), _without_role(facts, limits)) if advice is not None]
    return max(found, key=lambda advice: advice.strength, default=None)


def _late(facts: Facts, limits: Limits) -> Advice | None:
    late = facts.late_losses
    if late is None or late.lost < limits["losses"] or late.won < WINS:
        return None
    if not (known(late.lost_days) and known(late.won_days)) or late.won_days <= 0:
        return None
    ratio = late.lost_days / late.won_days
    if ratio < limits["late"]:
        return None
    params = {"lost_days": late.lost_days, "losses": late.lost, "won_days": late.won_days, "wins": late.won}
    return Advice("qualification", "win_rate", "late_losses", params, loudness(ratio, limits["late"], 3.0))


def _without_role(facts: Facts, limits: Limits) -> Advice | None:
    part = facts.losses_without_role
    if part is None or part.sample < limits["losses"] or part.share < limits["without_role"]:
        return None
    if known(part.team) and part.share <= part.team:
        return None
    params = {"without": part.hits, "losses": part.sample, "share": part.share}
    return Advice("qualification", "win_rate", "no_role", params, loudness(part.share, limits["without_role"], 1.0))


# --- what the losses say ----------------------------------------------------------------------------------------------

# As for price: named in three of ten losses whose reason is known, at least thrice, and no other oftener.
REASON_SHARE = Threshold("reason_share", 0.3, 0.15, 0.9)
REASON_COUNT = Threshold("reason_count", 3, 2, 50, whole=True)

# Each well-known reason's advice. Price has the richest one, among the rules of order value.
REASON_RULES: dict[str, str] = {
    "price": "value_before_price",
    "competitor": "lost_to_competitor",
    "timing": "lost_on_timing",
    "no_decision": "lost_without_decision",
    "no_budget": "lost_without_budget",
    "no_need": "lost_without_need",
    "product": "lost_on_product",
    "relationship": "lost_on_relationship",
    "no_contact": "lost_without_answer",
}


def _reason_rule(reason: str) -> Callable[[Facts, Limits], Advice | None]:
    rule = REASON_RULES[reason]

    def fires(facts: Facts, limits: Limits) -> Advice | None:
        return _reason_advice(rule, reason, facts, limits)

    fires.__doc__ = f'"{reason}" leads the loss reasons.'
    return fires


def other_reason(facts: Facts, limits: Limits) -> Advice | None:
    """A reason of the team's own words leads the loss reasons."""
    reasons = facts.loss_reasons
    if reasons is None:
        return None
    own = {reason: count for reason, count in reasons.counts.items() if reason not in REASON_RULES}
    if not own:
        return None
    return _reason_advice("lost_for_other_reason", max(own, key=lambda reason: (own[reason], reason)), facts, limits)


def _reason_advice(rule: str, reason: str, facts: Facts, limits: Limits) -> Advice | None:
    reasons = facts.loss_reasons
    if reasons is None or excels(facts, PILLARS):
        return None
    if not leads(reason, reasons, limits["reason_share"], int(limits["reason_count"])):
        return None
    count, share = reasons.counts[reason], reasons.counts[reason] / reasons.known
    params: Params = {
        "reason": reason,
        "count": count,
        "known": reasons.known,
        "losses": reasons.losses,
        "share": share,
    }
    return Advice(rule, "win_rate", "reason_leads", params, loudness(share, limits["reason_share"], 0.6))


# --- learn from a lost deal -------------------------------------------------------------------------------------------

# Where half of the reasons are not known, the losses cannot teach anything.
UNKNOWN_REASONS = Threshold("unknown_reasons", 0.5, 0.2, 0.95)


def ask_lost_customer(facts: Facts, limits: Limits) -> Advice | None:
    """Losses whose reason nobody noted, or a low win rate."""
    if excels(facts, PILLARS):
        return None
    reasons = facts.loss_reasons
    if reasons is not None and reasons.losses >= limits["losses"]:
        share = reasons.unknown / reasons.losses
        if share >= limits["unknown_reasons"]:
            params = {"unknown": reasons.unknown, "losses": reasons.losses, "share": share}
            strength = loudness(share, limits["unknown_reasons"], 1.0)
            return Advice("ask_lost_customer", "win_rate", "unknown_reasons", params, strength)
    if facts.lost is None or facts.lost < 1:
        return None
    return low_advice("ask_lost_customer", facts, PILLARS, limits)


RULES: tuple[Rule, ...] = (
    Rule("qualification", THEME, PILLARS, "deals_with_decision_maker", qualification, (LATE, WITHOUT_ROLE, LOSSES)),
    *(
        Rule(REASON_RULES[reason], THEME, PILLARS, indicator, _reason_rule(reason), (REASON_SHARE, REASON_COUNT))
        for reason, indicator in (
            ("competitor", "meetings_naming_alternatives"),
            ("timing", "deals_with_customers_deadline"),
            ("no_decision", "deals_with_decision_date"),
            ("no_budget", "meetings_settling_budget"),
            ("no_need", "meetings_naming_a_need"),
            ("product", "gaps_told_before_offer"),
            ("relationship", "contacts_without_errand"),
            ("no_contact", "follow_ups_agreed"),
        )
    ),
    Rule(
        "lost_for_other_reason",
        THEME,
        PILLARS,
        "meetings_raising_the_reason",
        other_reason,
        (REASON_SHARE, REASON_COUNT),
    ),
    Rule(
        "ask_lost_customer",
        THEME,
        PILLARS,
        "lost_customers_asked",
        ask_lost_customer,
        (UNKNOWN_REASONS, LOSSES, *LOW_LIMITS),
    ),
)
