"""Pooling over everyone who tried an action, against statsmodels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from coaching.learning import Effect, Try, between_variance, effect, learn, pool

GAINS = np.array([0.10, 0.45, -0.20, 0.30, 0.62])
NOISE = np.array([0.02, 0.05, 0.03, 0.01, 0.08])


def tried(gain: float | None, error: float | None = 0.2, rep: str = "Anna", word: str = "too_early") -> Try:
    return Try("open_questions", rep, word, gain, error)


def team(gain: float, people: int, error: float = 0.2) -> list[Try]:
    return [tried(gain, error, f"rep {number}") for number in range(people)]


def test_the_spread_between_reps_is_paules_and_mandels() -> None:
    oracle = combine_effects(GAINS, NOISE, method_re="iterated")
    assert oracle.tau2 > 0.05
    assert between_variance(GAINS, NOISE) == pytest.approx(oracle.tau2, rel=1e-4)
    assert pool(list(GAINS), list(NOISE)).mean == pytest.approx(oracle.mean_effect_re, rel=1e-4)


def test_the_error_is_hartungs_and_knapps() -> None:
    oracle = combine_effects(GAINS, NOISE, method_re="dl")
    pooled = pool(list(GAINS), list(NOISE), between=oracle.tau2)
    assert oracle.sd_eff_w_re_hksj > 1.01 * oracle.sd_eff_w_re  # else the lower bound would hide it
    assert (pooled.mean, pooled.error) == (
        pytest.approx(oracle.mean_effect_re),
        pytest.approx(oracle.sd_eff_w_re_hksj),
    )


def test_effects_that_agree_by_luck_are_no_surer_than_their_noise() -> None:
    pooled = pool([0.2, 0.2, 0.2], [0.03, 0.03, 0.03])
    assert (pooled.mean, pooled.between) == (pytest.approx(0.2), 0.0)
    assert pooled.error == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("effects", "variances"), [([], []), ([0.1], [0.0]), ([0.1], [-1.0]), ([0.1, 0.2], [0.1]), ([math.nan], [0.1])]
)
def test_what_cannot_be_pooled_is_refused(effects: list[float], variances: list[float]) -> None:
    with pytest.raises(ValueError, match="at least one effect"):
        pool(effects, variances)


def test_an_action_that_nobody_tried_weighs_one() -> None:
    untried = effect("open_questions", [])
    assert (untried.mean, untried.tried, untried.weight) == (0.0, 0, pytest.approx(1.0))
    assert untried.low < -0.3
    assert untried.high > 0.5


def test_one_lucky_try_makes_no_miracle() -> None:
    lucky = effect("open_questions", team(0.8, 1))
    assert lucky.low < 0 < lucky.mean < math.expm1(0.4)
    assert 1.0 < lucky.weight < 1.95


def test_the_interval_narrows_and_the_weight_grows_with_those_who_tried() -> None:
    widths = [one.high - one.low for one in (effect("open_questions", team(0.25, n)) for n in (1, 3, 10, 30))]
    weights = [effect("open_questions", team(0.25, n)).weight for n in (1, 3, 10, 30)]
    assert widths == sorted(widths, reverse=True)
    assert weights == sorted(weights)
    assert effect("open_questions", team(0.25, 30)).mean == pytest.approx(math.expm1(0.25), abs=0.03)


def test_a_fine_mean_of_few_ranks_below_a_fair_one_of_many() -> None:
    few = [Try("few", f"rep {n}", "probably", 0.4, 0.4) for n in range(2)]
    many = [Try("many", f"rep {n}", "moved", 0.25, 0.2) for n in range(30)]
    assert [one.rule for one in learn(few + many)] == ["many", "few"]
    assert learn([]) == ()


def test_a_reps_own_repetitions_count_once() -> None:
    thrice = effect("open_questions", [tried(0.3), tried(0.3), tried(0.3, word="moved")])
    once = effect("open_questions", [tried(0.3, word="moved")])
    assert thrice == once
    assert (thrice.tried, thrice.measured, thrice.moved) == (1, 1, 1)


def test_tries_without_a_figure_are_counted_and_not_averaged() -> None:
    shown = effect("open_questions", [*team(0.3, 2), tried(None, None, "Bo"), Try("other", "Cilla", "moved", 3.0, 0.1)])
    plain = effect("open_questions", team(0.3, 2))
    assert (shown.tried, shown.measured) == (3, 2)
    assert (shown.mean, shown.low, shown.high) == (plain.mean, plain.low, plain.high)


def test_an_action_that_harms_weighs_less_than_one() -> None:
    assert effect("open_questions", team(-0.3, 12)).weight < 0.1


def coverage(reps: int, seed: int) -> float:
    """How often the interval holds a true mean effect of +15 %, where reps differ by 0.2."""
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(400):
        gains = rng.normal(math.log(1.15), 0.2, reps) + rng.normal(0, 0.25, reps)
        shown = effect("r", [Try("r", str(n), "too_early", float(g), 0.25) for n, g in enumerate(gains)])
        held += shown.low <= 0.15 <= shown.high
    return held / 400


@pytest.mark.parametrize("reps", [1, 2, 5, 20])
def test_the_interval_holds_what_it_promises(reps: int) -> None:
    assert coverage(reps, seed=reps) >= 0.92


@given(
    st.lists(
        st.builds(
            tried,
            st.none() | st.floats(-5, 5),
            st.none() | st.floats(0.01, 5),
            st.sampled_from(["Anna", "Bo", "Cilla", "Östen"]),
            st.sampled_from(["moved", "probably", "too_early", "no_change"]),
        ),
        max_size=12,
    )
)
def test_any_tries_make_an_ordered_interval_whatever_their_order(tries: list[Try]) -> None:
    shown: Effect = effect("open_questions", tries)
    assert -1 <= shown.low < shown.mean < shown.high
    assert 0 <= shown.weight <= 2
    assert shown.moved <= shown.tried
    turned = effect("open_questions", tries[::-1])
    assert (turned.mean, turned.low) == (pytest.approx(shown.mean), pytest.approx(shown.low))


def test_one_or_two_people_are_not_shown_as_a_figure() -> None:
    tries = [Try("qualification", rep, "probably", 0.1, 0.2) for rep in ("a", "b", "c")]
    assert [effect("qualification", tries[:n]).tells for n in (0, 1, 2, 3)] == [False, False, False, True]
    silent = [Try("qualification", rep, "too_early", None, None) for rep in ("a", "b", "c")]
    assert not effect("qualification", silent).tells
