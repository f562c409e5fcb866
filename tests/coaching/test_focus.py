"""The focus pillar: chosen with its uncertainty, and called clear only where the evidence carries it."""

from dataclasses import replace

import pytest
from hypothesis import given

from benchmarks.coaching import found
from benchmarks.simulation import Laws
from coaching.facts import LOWER_IS_BETTER, Facts, PillarFact
from coaching.focus import evidence, focus, standing
from pillars import PILLARS
from tests.coaching.cases import ALIKE, facts, pillars


def weaker(pillar: str, by: float = 0.7) -> PillarFact:
    fact = ALIKE[pillar]
    assert fact.value is not None
    return replace(fact, value=fact.value / by if pillar in LOWER_IS_BETTER else fact.value * by)


@pytest.mark.parametrize("pillar", PILLARS)
def test_the_weak_pillar_is_the_focus(pillar: str) -> None:
    chosen = focus(pillars(**{pillar: weaker(pillar)}))
    assert chosen.pillar == pillar
    assert chosen.basis == "team"
    assert max(chosen.weights, key=lambda name: chosen.weights[name]) == pillar


def test_weights_are_probabilities_and_alike_is_likeliest_when_all_are() -> None:
    chosen = focus(ALIKE)
    assert not chosen.clear
    assert 0 < sum(chosen.weights.values()) < 0.5
    assert set(chosen.weights) == set(PILLARS)


def test_a_verdict_decides_and_no_verdict_is_never_clear() -> None:
    said = {name: replace(weaker(name, 0.5), vs_team="too_early") for name in PILLARS}
    assert not focus(said).clear
    said["time_to_close"] = replace(said["time_to_close"], vs_team="worse")
    assert (focus(said).pillar, focus(said).clear, focus(said).reason) == ("time_to_close", True, "verdict")


def test_what_is_better_is_never_the_focus() -> None:
    chosen = focus(pillars(win_rate=replace(weaker("win_rate"), vs_team="better")))
    assert chosen.pillar != "win_rate"


def test_without_verdicts_only_a_large_sure_gap_is_clear() -> None:
    assert focus(pillars(opportunities=weaker("opportunities", 0.6))).clear
    assert not focus(pillars(win_rate=weaker("win_rate", 0.9))).clear


def test_alone_the_window_before_is_what_there_is() -> None:
    fell = PillarFact(30.0, 30, previous=60.0, previous_sample=60, vs_previous="worse")
    chosen = focus({"opportunities": fell, "win_rate": PillarFact(0.3, 50, previous=0.3, previous_sample=50)})
    assert (chosen.pillar, chosen.clear, chosen.basis) == ("opportunities", True, "before")
    assert not focus({"opportunities": replace(fell, season="worse")}).clear


def test_nothing_known_is_said_to_be_nothing() -> None:
    assert focus({}).pillar is None
    assert focus({"win_rate": PillarFact(0.0, 2, team=0.3, team_sample=100)}).reason == "no_data"


def test_evidence_as_given_or_from_the_gap() -> None:
    assert evidence("win_rate", PillarFact(evidence=1.4)) == 1.0
    assert evidence("win_rate", PillarFact()) is None
    even = evidence("order_value", ALIKE["order_value"])
    weak = evidence("order_value", weaker("order_value"))
    assert even == pytest.approx(0.5)
    assert weak is not None
    assert weak > 0.9


def test_a_shorter_time_is_a_gap_upwards() -> None:
    faster = replace(ALIKE["time_to_close"], value=20.0)
    place = standing("time_to_close", faster)
    assert place is not None
    assert place.gap == pytest.approx(0.693, abs=0.001)


@given(facts)
def test_any_figures_give_a_focus(anything: Facts) -> None:
    chosen = focus(anything.pillars)
    assert chosen.pillar is None or chosen.pillar in anything.pillars
    assert all(0 <= weight <= 1 for weight in chosen.weights.values())
    assert sum(chosen.weights.values()) <= 1 + 1e-9


def test_simulated_reps() -> None:
    """A taste of `benchmarks.coaching`, whose figures at length are 93 and 84 % with two windows."""
    hundred, fifty = (found(Laws(closed), 25, 5, with_previous=True) for closed in (100, 50))
    assert hundred.all >= 0.85
    assert fifty.all >= 0.7
    assert max(hundred.alarms, fifty.alarms) <= 0.15  # 0.1 is promised; fifty reps tell it no closer
