"""Facts for each rule: where it fires, where it is on the boundary, and where it is just inside and stays silent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from coaching.facts import (
    Breadth,
    Concentration,
    Discount,
    Facts,
    LateLosses,
    LossReasons,
    Overrides,
    OwnAction,
    Part,
    PastAction,
    PillarFact,
    Silence,
    SmallOrders,
    StaleDeals,
)
from pillars import PILLARS

ALIKE = {
    "win_rate": PillarFact(0.30, 100, team=0.30, team_sample=800),
    "order_value": PillarFact(2_500_000.0, 30, team=2_500_000.0, team_sample=240),
    "time_to_close": PillarFact(40.0, 30, team=40.0, team_sample=240),
    "opportunities": PillarFact(100.0, 100, team=100.0, team_sample=800),
}


def pillars(**changed: PillarFact) -> dict[str, PillarFact]:
    """A rep like the team in every pillar but those changed."""
    return {**ALIKE, **changed}


def sure(pillar: str, evidence: float, **more: Any) -> Facts:
    """A rep whose pillar is weaker than the team's with this probability."""
    return Facts(pillars=pillars(**{pillar: replace(ALIKE[pillar], evidence=evidence)}), **more)


def losses(unknown: int = 0, **counts: int) -> Facts:
    return Facts(loss_reasons=LossReasons(counts, unknown))


@dataclass(frozen=True)
class Case:
    """`facts(x)` with the rule loud at `fires`, just speaking at `boundary`, silent at `silent`."""

    rule: str
    signal: str
    facts: Callable[[Any], Facts]
    fires: Any
    boundary: Any
    silent: Any


def _low(rule: str, pillar: str, **more: Any) -> Case:
    return Case(rule, "below_team", lambda x: sure(pillar, x, **more), 0.99, 0.8, 0.79)


def _reason(rule: str, reason: str) -> Case:
    return Case(rule, "reason_leads", lambda x: losses(**{reason: x, "another": 3, "third": 3}), 9, 3, 2)


CASES: tuple[Case, ...] = (
    Case("account_selection", "small_orders", lambda x: Facts(small_orders=SmallOrders(Part(x, 20), 1_000)), 14, 7, 6),
    Case("account_selection", "low_potential", lambda x: Facts(low_potential=Part(x, 20)), 18, 10, 9),
    Case(
        "account_selection", "concentrated", lambda x: Facts(concentration=Concentration(x, 40, 15, 3)), 0.95, 0.8, 0.79
    ),
    Case("comfort_zone", "few_products", lambda x: Facts(products=Breadth(x, 20, 5.0, 4)), 1, 3, 4),
    Case("comfort_zone", "few_roles", lambda x: Facts(contact_roles=Breadth(x, 20, 5.0, 4)), 1, 3, 4),
    Case("open_questions", "without_need", lambda x: losses(price=10 - x, no_need=1, unknown=x - 1), 9, 5, 4),
    _low("open_questions", "win_rate"),
    _low("open_questions", "order_value"),
    Case("value_before_price", "price_leads", lambda x: losses(price=x, timing=3, product=3), 9, 3, 2),
    Case("value_before_price", "below_quote", lambda x: Facts(discount=Discount(x, 8)), 0.8, 0.95, 0.96),
    Case("account_marketing", "low_potential", lambda x: Facts(low_potential=Part(x, 20)), 18, 10, 9),
    _low("account_marketing", "order_value"),
    Case("qualification", "late_losses", lambda x: Facts(late_losses=LateLosses(x, 9, 40.0, 9)), 120.0, 60.0, 59.0),
    Case("qualification", "no_role", lambda x: Facts(losses_without_role=Part(x, 10, 0.1)), 10, 5, 4),
    _reason("lost_to_competitor", "competitor"),
    _reason("lost_on_timing", "timing"),
    _reason("lost_without_decision", "no_decision"),
    _reason("lost_without_budget", "no_budget"),
    _reason("lost_without_need", "no_need"),
    _reason("lost_on_product", "product"),
    _reason("lost_on_relationship", "relationship"),
    _reason("lost_without_answer", "no_contact"),
    Case("lost_for_other_reason", "reason_leads", lambda x: losses(location=x, price=3, timing=3), 9, 3, 2),
    Case("ask_lost_customer", "unknown_reasons", lambda x: losses(unknown=x, price=10 - x), 9, 5, 4),
    _low("ask_lost_customer", "win_rate", lost=70),
    _low("design_meeting", "time_to_close"),
    Case("next_step", "standing_still", lambda x: Facts(stale=StaleDeals(x, 100, 200.0, 90.0)), 80, 33, 32),
    _low("next_step", "time_to_close"),
    _low("ask_for_decision", "time_to_close"),
    Case(
        "ask_for_decision",
        "undecided",
        lambda x: sure("time_to_close", x, loss_reasons=LossReasons({"no_decision": 2, "price": 8})),
        0.99,
        0.8,
        0.79,
    ),
    Case("close_dead", "stale", lambda x: Facts(stale=StaleDeals(x, 100, 200.0, 90.0)), 8, 2, 1),
    Case("close_dead", "stale_with_value", lambda x: Facts(stale=StaleDeals(x, 9, 200.0, 90.0, 5_000)), 8, 2, 1),
    _low("prospecting_hours", "opportunities"),
    _low("ten_accounts", "opportunities"),
    _low("email_segment", "opportunities"),
    _low("ask_referral", "opportunities", won=3),
    Case("ask_referral", "below_team", lambda x: sure("opportunities", 0.99, won=x), 20, 3, 2),
    Case("start_measuring", "few_decided", lambda x: Facts(decided=x), 1, 9, 10),
    Case("start_measuring", "no_opening", lambda x: Facts(decided=20, without_opening=Part(x, 20)), 20, 10, 9),
    Case("same_yardstick", "no_start", lambda x: Facts(without_start=Part(x, 20)), 20, 10, 9),
    Case(
        "season",
        "season_worse",
        lambda x: Facts(pillars={"win_rate": PillarFact(x, 50, previous=0.3, previous_sample=50, season="worse")}),
        0.1,
        0.299,
        0.3,
    ),
    Case(
        "keep_doing",
        "rose",
        lambda x: Facts(
            pillars={"win_rate": PillarFact(0.4, 50, previous=0.2, previous_sample=50, vs_previous=x)},
            actions=(PastAction("qualification", "win_rate", running=True),),
        ),
        "better",
        "better",
        "too_early",
    ),
    Case("review_due", "due", lambda x: Facts(actions=(PastAction("next_step", review_due=x),)), True, True, False),
)

# --- anything at all --------------------------------------------------------------------------------------------------


def facts_of(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Facts]:
    """Any facts, sensible or not, whose figures are drawn from `numbers`."""
    figures = st.none() | numbers
    counts = st.integers(0, 10**9)
    verdicts = st.sampled_from([None, "better", "worse", "steady", "too_early"])
    pillar_facts = st.builds(
        PillarFact,
        value=figures,
        sample=counts,
        low=figures,
        high=figures,
        previous=figures,
        previous_sample=counts,
        team=figures,
        team_sample=counts,
        level=figures,
        vs_previous=verdicts,
        vs_team=verdicts,
        season=verdicts,
        drift=st.sampled_from([None, "better", "worse"]),
        lever=figures,
        target=figures,
        evidence=figures,
        gap=figures,
        gap_error=figures,
    )
    parts = st.builds(Part, counts, counts, figures)
    keys = st.sampled_from([case.rule for case in CASES]) | st.text(max_size=8)
    reasons = st.dictionaries(
        st.sampled_from(["price", "timing", "no_need", "no_decision", "location", "<!channel>", "*"]), counts
    )
    breadths = st.builds(Breadth, counts, counts, numbers, counts)
    past = st.builds(
        PastAction, keys, st.none() | st.sampled_from(PILLARS), st.booleans(), st.booleans(), st.none(), figures, counts
    )
    return st.builds(
        Facts,
        pillars=st.dictionaries(st.sampled_from(PILLARS), pillar_facts),
        as_of=st.none() | st.dates(),
        colleagues=st.none() | counts,
        decided=st.none() | counts,
        won=st.none() | counts,
        lost=st.none() | counts,
        small_orders=st.none() | st.builds(SmallOrders, parts, st.integers(0, 10**15)),
        concentration=st.none() | st.builds(Concentration, numbers, counts, counts, counts),
        low_potential=st.none() | parts,
        products=st.none() | breadths,
        contact_roles=st.none() | breadths,
        loss_reasons=st.none() | st.builds(LossReasons, reasons, counts, reasons, counts),
        discount=st.none() | st.builds(Discount, numbers, counts),
        late_losses=st.none() | st.builds(LateLosses, numbers, counts, numbers, counts),
        losses_without_role=st.none() | parts,
        stale=st.none() | st.builds(StaleDeals, counts, counts, numbers, numbers, st.none() | counts),
        without_start=st.none() | parts,
        without_opening=st.none() | parts,
        actions=st.lists(past, max_size=3).map(tuple),
        silences=st.lists(
            st.builds(Silence, keys, st.sampled_from(["not_for_me", "rest"]), st.none() | st.dates()), max_size=4
        ).map(tuple),
        overrides=st.builds(
            Overrides,
            off=st.frozensets(keys, max_size=3),
            thresholds=st.dictionaries(keys, st.dictionaries(st.sampled_from(["sure", "losses", "sample"]), numbers)),
            actions=st.lists(st.builds(OwnAction, st.just("own_call"), st.sampled_from(PILLARS)), max_size=1).map(
                tuple
            ),
        ),
    )


# What no deal could lead to, and what some slip of the keyboard could.
facts = facts_of(st.floats() | st.floats(-1e15, 1e15))
showable_facts = facts_of(st.just(float("nan")) | st.floats(-1e15, 1e15) | st.floats(0, 1))
