"""Each rule fires, speaks on its boundary, and stays silent one step inside; and none ever raises."""

from dataclasses import fields, replace

import pytest
from hypothesis import given

from coaching.advice import Rule, Threshold
from coaching.catalogue import RULES, rule, thresholds
from coaching.facts import Facts, PillarFact
from coaching.rules.opportunities import cheaper_way
from coaching.rules.win_rate import REASON_RULES
from tests.coaching.cases import ALIKE, CASES, Case, facts, losses, pillars, sure
from tests.effort import tries

named = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.signal}")
each = pytest.mark.parametrize("asked", RULES, ids=lambda asked: asked.key)


def the(key: str) -> Rule:
    found = rule(key)
    assert found is not None
    return found


@named
def test_fires(case: Case) -> None:
    advice = the(case.rule)(case.facts(case.fires))
    assert advice is not None
    assert (advice.rule, advice.signal) == (case.rule, case.signal)
    assert advice.pillar in (*the(case.rule).pillars, None) or advice.rule == "review_due"


@named
def test_speaks_on_the_boundary_and_not_louder_than_beyond_it(case: Case) -> None:
    on, beyond = the(case.rule)(case.facts(case.boundary)), the(case.rule)(case.facts(case.fires))
    assert on is not None
    assert beyond is not None
    assert on.signal == case.signal
    assert 0 < on.strength <= beyond.strength <= 1


@named
def test_stays_silent(case: Case) -> None:
    assert the(case.rule)(case.facts(case.silent)) is None


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} == {asked.key for asked in RULES}
    assert rule("no such rule") is None


@each
def test_without_its_fact_a_rule_stays_silent(asked: Rule) -> None:
    assert asked(Facts()) is None


@named
def test_a_rule_whose_facts_are_taken_away_stays_silent(case: Case) -> None:
    full, nothing = case.facts(case.fires), Facts()
    set_ones = [f.name for f in fields(Facts) if getattr(full, f.name) != getattr(nothing, f.name)]
    assert set_ones
    without = replace(full, **{name: getattr(nothing, name) for name in set_ones})
    assert the(case.rule)(without) is None


@tries(150)
@given(facts)
def test_no_rule_ever_raises(anything: Facts) -> None:
    for asked in RULES:
        advice = asked(anything, anything.overrides.thresholds.get(asked.key))
        assert advice is None or (advice.rule == asked.key and 0 <= advice.strength <= 1)


@each
def test_a_rule_is_complete(asked: Rule) -> None:
    assert asked.indicator
    assert asked.fires.__doc__
    assert asked.kind == "notice" or 1 <= asked.review_weeks <= 26
    names = [threshold.name for threshold in asked.thresholds]
    assert len(set(names)) == len(names)
    assert all(t.low <= t.default <= t.high for t in asked.thresholds)


def test_keys_are_unique_and_thresholds_listed() -> None:
    keys = [asked.key for asked in RULES]
    assert len(set(keys)) == len(keys)
    assert list(thresholds()) == keys
    assert thresholds()["close_dead"]["stale_deals"].default == 2


def test_each_reason_has_a_rule() -> None:
    from bot.language import LOSS_REASONS  # the tests may look across the wall

    assert {reason.key for reason in LOSS_REASONS} == set(REASON_RULES)
    assert all(rule(key) for key in REASON_RULES.values())


def test_a_playbook_moves_a_threshold_within_its_range_only() -> None:
    asked = Rule("x", "t", (), "i", lambda facts, limits: None, (Threshold("much", 5, 1, 9),))
    assert asked.limits() == {"much": 5}
    assert asked.limits({"much": 7})["much"] == 7
    assert asked.limits({"much": 10, "other": 3}) == {"much": 5}
    assert asked.limits({"much": float("nan")})["much"] == 5
    few = the("close_dead")
    facts = next(case for case in CASES if case.rule == "close_dead").facts(4)
    assert few(facts) is not None
    assert few(facts, {"stale_deals": 5}) is None


# --- what particular rules are careful about --------------------------------------------------------------------------


def test_price_that_does_not_lead_is_no_reason() -> None:
    assert the("value_before_price")(losses(price=4, timing=5)) is None
    assert the("lost_on_timing")(losses(price=4, timing=5)) is not None
    assert the("value_before_price")(losses(price=2)) is None  # twice is a coincidence


def test_small_orders_are_many_only_where_colleagues_have_fewer() -> None:
    case = CASES[0]
    facts = case.facts(8)
    assert facts.small_orders is not None
    part = replace(facts.small_orders.part, team=0.4)
    usual = replace(facts, small_orders=replace(facts.small_orders, part=part))
    assert the("account_selection")(facts) is not None
    assert the("account_selection")(usual) is None


def test_who_sells_larger_orders_than_the_team_is_not_told_to_choose_better() -> None:
    facts = replace(CASES[0].facts(14), pillars={"order_value": PillarFact(9.0, 20, vs_team="better")})
    assert the("account_selection")(facts) is None


def test_a_steady_pillar_is_not_low_however_sure_a_small_difference_is() -> None:
    fact = replace(ALIKE["time_to_close"], evidence=0.99, vs_team="steady")
    assert the("design_meeting")(Facts(pillars=pillars(time_to_close=fact))) is None


def test_worse_than_before_is_low_unless_the_season_took_everyone() -> None:
    fell = PillarFact(60.0, 20, previous=40.0, previous_sample=20, vs_previous="worse")
    advice = the("design_meeting")(Facts(pillars={"time_to_close": fell}))
    assert advice is not None
    assert advice.signal == "below_before"
    assert advice.params["previous"] == 40.0
    in_season = Facts(pillars={"time_to_close": replace(fell, season="worse")})
    assert the("design_meeting")(in_season) is None
    told = the("season")(in_season)
    assert told is not None
    assert told.signal == "season_worse"


def test_who_went_against_the_season_is_not_told_of_it() -> None:
    rose = PillarFact(0.4, 50, previous=0.3, previous_sample=50, season="worse")
    assert the("season")(Facts(pillars={"win_rate": rose})) is None
    slower = PillarFact(50.0, 30, previous=40.0, previous_sample=30, season="better")
    assert the("season")(Facts(pillars={"time_to_close": slower})) is None


def test_volume_waits_while_another_pillar_is_the_cheaper_way() -> None:
    few = sure("opportunities", 0.99)
    assert cheaper_way(few) is None
    weak = replace(ALIKE["win_rate"], vs_team="worse")
    both = replace(few, pillars={**few.pillars, "win_rate": weak})
    assert cheaper_way(both) == "win_rate"
    assert the("prospecting_hours")(both) is None


def test_levers_decide_which_way_is_cheaper() -> None:
    few = replace(ALIKE["opportunities"], evidence=0.9, lever=1_000_000.0)
    order = replace(ALIKE["order_value"], evidence=0.5, lever=1_700_000.0)
    assert cheaper_way(Facts(pillars=pillars(opportunities=few, order_value=order))) is None
    larger = replace(order, lever=1_900_000.0)
    assert cheaper_way(Facts(pillars=pillars(opportunities=few, order_value=larger))) == "order_value"
