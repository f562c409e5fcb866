"""At most three, ranked, never what rests; and for every other rule why not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from coaching.catalogue import RULES
from coaching.facts import (
    Facts,
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
from coaching.learning import Effect
from coaching.plan import AT_MOST, Plan, plan, rest_until
from pillars import PILLARS
from pillars.levers import Lever
from tests.coaching.cases import ALIKE, CASES, facts, losses, pillars
from tests.effort import tries

PRICE = replace(losses(price=12, timing=5, unknown=3), decided=60, won=40, lost=20, pillars=ALIKE)


def keys(made: Plan) -> list[str]:
    return [suggestion.advice.rule for suggestion in made.suggestions]


def state(made: Plan, rule: str) -> str:
    return next(w.state for w in made.others if w.rule == rule)


def test_losses_that_say_price_get_value_before_price() -> None:
    made = plan(PRICE)
    assert keys(made)[0] == "value_before_price"
    assert made.suggestions[0].advice.params["count"] == 12
    assert made.suggestions[0].advice.params["known"] == 17


def test_small_orders_get_account_selection_with_the_figures() -> None:
    low = replace(ALIKE["order_value"], value=1_250_000.0, vs_team="worse")
    small = SmallOrders(Part(18, 30, 0.2), 1_000_000)
    made = plan(Facts(pillars=pillars(order_value=low), decided=100, won=30, lost=70, small_orders=small))
    assert (made.focus.pillar, made.focus.clear) == ("order_value", True)
    assert keys(made)[0] == "account_selection"
    assert made.suggestions[0].advice.params == {"small": 18, "orders": 30, "share": 0.6, "below": 1_000_000}


def test_a_slow_rep_gets_the_design_meeting() -> None:
    slow = replace(ALIKE["time_to_close"], value=70.0, vs_team="worse")
    made = plan(Facts(pillars=pillars(time_to_close=slow), decided=100, won=30, lost=70))
    assert keys(made)[0] == "design_meeting"


def test_five_deals_are_told_to_begin_to_measure_and_get_habits() -> None:
    made = plan(replace(PRICE, decided=5, won=2, lost=3))
    assert made.thin
    assert not made.no_data
    assert keys(made) == ["start_measuring", "next_step", "open_questions"]
    assert [s.advice.signal for s in made.suggestions] == ["few_decided", "habit", "habit"]
    assert state(made, "value_before_price") == "needs_figures"


def test_nothing_known_is_a_beginning() -> None:
    made = plan(Facts())
    assert made.no_data
    assert keys(made) == ["start_measuring", "next_step", "open_questions"]
    assert made.room == 2


def test_a_season_is_told_and_alarms_nobody() -> None:
    fell = replace(ALIKE["win_rate"], value=0.2, team=0.2, previous=0.3, previous_sample=100, vs_previous="worse")
    made = plan(Facts(pillars=pillars(win_rate=replace(fell, season="worse")), decided=100, won=20, lost=80))
    assert [notice.rule for notice in made.notices] == ["season"]
    assert not made.focus.clear
    assert all(s.advice.signal != "below_before" for s in made.suggestions)


def test_the_focus_has_an_action_with_the_level_within_reach() -> None:
    """Where another signal speaks, the pillar that is named to be worked on is not left without anything to do."""
    gain = replace(ALIKE["win_rate"], vs_team="too_early", lever=9e6, target=0.4, reach="team_quartile", evidence=0.5)
    still = {name: replace(ALIKE[name], vs_team="too_early", lever=0.0) for name in PILLARS}
    old = StaleDeals(count=3, open=20, oldest=200.0, limit=60.0)
    made = plan(Facts(pillars=still | {"win_rate": gain}, decided=50, won=15, lost=35, stale=old))
    assert made.focus.pillar == "win_rate"
    assert made.aim == Lever("win_rate", 0.3, 0.4, "team_quartile", 9e6)
    assert made.decided == 50
    assert keys(made) == ["close_dead", "open_questions"]
    assert made.suggestions[1].advice.signal == "upside"
    # No second one where the focus is served already.
    assert "open_questions" not in keys(plan(replace(PRICE, pillars=still | {"win_rate": gain})))


def test_where_nothing_fires_one_first_step_where_it_pays_most() -> None:
    lever = replace(ALIKE["time_to_close"], lever=5e6, target=35.0, evidence=0.5)
    made = plan(Facts(pillars=pillars(time_to_close=lever), decided=100, won=30, lost=70))
    assert keys(made) == ["design_meeting"]
    assert made.suggestions[0].advice.signal == "upside"
    assert made.suggestions[0].advice.params["lever"] == 5e6
    assert made.suggestions[0].worth == pytest.approx(2.5e6)


@pytest.mark.parametrize(
    ("silence", "expected"),
    [
        (Silence("value_before_price", "not_for_me"), "not_for_me"),
        (Silence("value_before_price", "rest", date(2026, 11, 20)), "resting"),
        (Silence("value_before_price", "rest", date(2026, 11, 19)), None),
    ],
)
def test_nothing_is_repeated_before_its_time(silence: Silence, expected: str | None) -> None:
    made = plan(replace(PRICE, as_of=date(2026, 11, 20), silences=(silence,)))
    assert ("value_before_price" in keys(made)) == (expected is None)
    if expected:
        assert state(made, "value_before_price") == expected


def test_what_runs_or_is_switched_off_is_not_suggested() -> None:
    running = replace(PRICE, actions=(PastAction("value_before_price", "win_rate", running=True),))
    assert state(plan(running), "value_before_price") == "running"
    assert plan(running).room == 1
    off = replace(PRICE, overrides=Overrides(off=frozenset({"value_before_price"})))
    assert state(plan(off), "value_before_price") == "off"


def test_two_under_way_leave_no_room() -> None:
    both = (PastAction("next_step", running=True), PastAction("qualification", running=True))
    assert plan(replace(PRICE, actions=both)).room == 0


def test_what_has_worked_here_ranks_before_what_has_not() -> None:
    reasons = LossReasons({"timing": 5, "competitor": 5})
    alike = replace(PRICE, loss_reasons=reasons)

    def order(helps: float) -> list[str]:
        effect = Effect("lost_on_timing", 0.1, -0.1, 0.3, tried=6, measured=6, moved=3, helps=helps)
        return keys(plan(replace(alike, effects={"lost_on_timing": effect})))

    better, worse = order(0.95), order(0.05)
    assert better.index("lost_on_timing") < better.index("lost_to_competitor")
    assert worse.index("lost_to_competitor") < worse.index("lost_on_timing")
    untried = Effect("lost_on_timing", 0.9, -0.1, 0.3, tried=0, measured=0, moved=0, helps=0.9)
    assert keys(plan(replace(alike, effects={"lost_on_timing": untried}))) == keys(plan(alike))


def test_an_action_of_the_teams_own_is_suggested_where_its_pillar_is_low() -> None:
    own = Overrides(actions=(OwnAction("call_the_lab", "time_to_close", 6),))
    slow = replace(ALIKE["time_to_close"], value=70.0, vs_team="worse")
    made = plan(Facts(pillars=pillars(time_to_close=slow), decided=100, won=30, lost=70, overrides=own))
    mine = next(s for s in made.suggestions if s.advice.rule == "call_the_lab")
    assert mine.review_weeks == 6
    assert state(plan(replace(PRICE, overrides=own)), "call_the_lab") == "silent"


def test_a_playbook_changes_thresholds_and_review_weeks() -> None:
    strict = Overrides(thresholds={"value_before_price": {"price_share": 0.9}})
    assert state(plan(replace(PRICE, overrides=strict)), "value_before_price") == "silent"
    later = plan(replace(PRICE, overrides=Overrides(review_weeks={"value_before_price": 10})))
    assert later.suggestions[0].review_weeks == 10


def test_volume_is_said_to_cost_more() -> None:
    low = replace(ALIKE["win_rate"], value=0.15, vs_team="worse")
    made = plan(Facts(pillars=pillars(win_rate=low), decided=100, won=15, lost=85))
    hours = next(w for w in made.others if w.rule == "prospecting_hours")
    assert (hours.state, hours.instead) == ("cheaper_elsewhere", "win_rate")


def test_a_third_for_the_same_pillar_gives_way() -> None:
    slow = replace(ALIKE["time_to_close"], value=70.0, vs_team="worse")
    made = plan(replace(PRICE, pillars=pillars(time_to_close=slow)))
    assert [s.advice.pillar for s in made.suggestions].count("time_to_close") == 2
    assert "value_before_price" in keys(made)
    assert made.suggestions[0].advice.pillar == "time_to_close"


def test_rests() -> None:
    assert rest_until("close_dead", date(2026, 1, 1)) == date(2026, 1, 29)
    assert rest_until("their own", date(2026, 1, 1)) == date(2026, 2, 26)


@tries(150)
@given(facts)
def test_any_facts_give_a_plan(anything: Facts) -> None:
    made = plan(anything)
    assert len(made.suggestions) <= AT_MOST
    assert len(set(keys(made))) == len(made.suggestions)
    assert 0 <= made.room <= 2
    held = {s.rule for s in anything.silences if s.until is None} | anything.overrides.off
    held |= {action.rule for action in anything.actions if action.running}
    assert not held & set(keys(made))
    actions = {asked.key for asked in RULES if asked.kind == "action"}
    own = {action.key for action in anything.overrides.actions}
    assert {w.rule for w in made.others} | set(keys(made)) == actions | own
    assert plan(anything) == made or any(v != v for f in anything.pillars.values() for v in (f.lever, f.value))


def test_every_case_alone_leads_to_its_suggestion_or_an_open_reason() -> None:
    """Whatever fires is in the plan or among the others with its figures: nothing is lost on the way."""
    for case in CASES:
        made = plan(replace(case.facts(case.fires), decided=case.facts(case.fires).decided or 60))
        said = {*keys(made), *(notice.rule for notice in made.notices)}
        left = {w.rule for w in made.others if w.advice is not None}
        assert case.rule in said | left, case


def test_a_fact_of_nan_is_no_fact() -> None:
    nothing = PillarFact(value=float("nan"), sample=10, team=float("nan"), team_sample=9)
    assert plan(Facts(pillars={"win_rate": nothing}, decided=50)).focus.pillar is None
