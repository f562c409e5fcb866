"""Few opportunities: fill the funnel, once it is clear that widening it is not the cheaper way to the same money."""

from coaching.advice import Advice, Limits, Rule, Threshold
from coaching.facts import Facts, PillarFact
from coaching.focus import evidence
from coaching.focus import worth as focus_worth
from coaching.rules.low import LOW_LIMITS, low_advice
from pillars import PILLARS as ALL_PILLARS

THEME = "opportunities"
PILLARS = ("opportunities",)

# Somebody has to be happy before one can be asked.
WINS = Threshold("wins", 3, 1, 50, whole=True)


def cheaper_way(facts: Facts) -> str | None:
    """The pillar on which a step is worth more than one on opportunities; None where opportunities come first.

    By the levers' worth, shrunk by the evidence, where both are known; else by which pillar is more surely the weaker
    one. A pillar that the evidence calls worse comes before opportunities that it does not.
    """
    own = facts.pillars.get("opportunities")
    if own is None:
        return None
    others = [name for name in ALL_PILLARS if name != "opportunities" and name in facts.pillars]
    if own.vs_team != "worse":
        others = [name for name in others if facts.pillars[name].vs_team == "worse"] or others
    cheaper = [name for name in others if _comes_before(facts, name, own)]
    return max(cheaper, key=lambda name: (worth(facts, name) or 0.0, _sureness(facts, name)), default=None)


def _comes_before(facts: Facts, name: str, own: PillarFact) -> bool:
    if facts.pillars[name].vs_team == "worse" and own.vs_team != "worse":
        return True
    money, own_money = worth(facts, name), worth(facts, "opportunities")
    if money is not None and own_money is not None:
        return money > own_money
    return _sureness(facts, name) > _sureness(facts, "opportunities")


def _sureness(facts: Facts, name: str) -> float:
    """How sure it is that the pillar is weaker than the team's, 0–1; where nothing is known, even odds."""
    sure = evidence(name, facts.pillars[name])
    return 0.5 if sure is None else sure


def worth(facts: Facts, pillar: str) -> float | None:
    """`coaching.focus.worth` of one of the rep's pillars; None also where the pillar is unknown."""
    fact = facts.pillars.get(pillar)
    return None if fact is None else focus_worth(pillar, fact)


def _few(rule: str, facts: Facts, limits: Limits) -> Advice | None:
    return None if cheaper_way(facts) is not None else low_advice(rule, facts, PILLARS, limits)


def email_segment(facts: Facts, limits: Limits) -> Advice | None:
    """Few opportunities, and no cheaper way."""
    return _few("email_segment", facts, limits)


def ten_accounts(facts: Facts, limits: Limits) -> Advice | None:
    """Few opportunities, and no cheaper way: go to those one would choose."""
    return _few("ten_accounts", facts, limits)


def ask_referral(facts: Facts, limits: Limits) -> Advice | None:
    """Few opportunities, no cheaper way, and some customers who said yes in the window."""
    if facts.won is None or facts.won < limits["wins"]:
        return None
    return _few("ask_referral", facts, limits)


def prospecting_hours(facts: Facts, limits: Limits) -> Advice | None:
    """Few opportunities, and no cheaper way: set the hours, and keep them."""
    return _few("prospecting_hours", facts, limits)


RULES: tuple[Rule, ...] = (
    Rule("prospecting_hours", THEME, PILLARS, "prospecting_hours_kept", prospecting_hours, LOW_LIMITS, volume=True),
    Rule("ask_referral", THEME, PILLARS, "customers_asked", ask_referral, (WINS, *LOW_LIMITS), volume=True),
    Rule("ten_accounts", THEME, PILLARS, "touches_made", ten_accounts, LOW_LIMITS, review_weeks=8, volume=True),
    Rule("email_segment", THEME, PILLARS, "mails_sent_to_segment", email_segment, LOW_LIMITS, volume=True),
)
