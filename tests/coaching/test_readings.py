"""Limits of a period's figure, against scipy.stats and where the answer is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from coaching.baseline import baseline
from coaching.readings import CountReading, Curve, MeanReading, PaceReading, ShareReading
from tests.coaching.deals import seen

TAILS = (0.025, 0.25, 0.75, 0.975)
# One decision in a hundred days of process, at any age up to 100 days: then a pace is a plain ratio.
EVEN = Curve((0.0, 50.0, 100.0), (0.0, 0.5, 1.0))


def logit(share: float) -> float:
    return math.log(share / (1 - share))


@pytest.mark.parametrize("tail", TAILS)
def test_win_rate(tail: float) -> None:
    reading = ShareReading(13, 18)
    assert reading.bound(tail) == pytest.approx(logit(stats.beta.ppf(tail, 13.5, 18.5)))
    exact = stats.binomtest(13, 31).proportion_ci(1 - 2 * min(tail, 1 - tail), "exact")
    assert reading.bound(tail, careful=True) == pytest.approx(logit(exact.low if tail < 0.5 else exact.high))


def test_win_rate_where_all_are_alike() -> None:
    assert ShareReading(0, 4).bound(0.025, careful=True) == -math.inf
    assert ShareReading(4, 0).bound(0.975, careful=True) == math.inf
    assert ShareReading(4, 0).center == pytest.approx(math.log(9))
    assert math.isfinite(ShareReading(0, 4).variance)


@pytest.mark.parametrize("tail", TAILS)
def test_openings(tail: float) -> None:
    garwood = stats.chi2.ppf(tail, 2 * 20 if tail < 0.5 else 2 * 21) / 2 / 4
    assert CountReading(20, 4.0, 1.0).bound(tail, careful=True) == pytest.approx(math.log(garwood))
    assert CountReading(20, 4.0, 1.0).bound(tail) == pytest.approx(math.log(stats.gamma.ppf(tail, 20.5) / 4))


def test_clumped_openings_say_less() -> None:
    plain, clumped = CountReading(20, 4.0, 1.0), CountReading(20, 4.0, 2.0)
    assert clumped.bound(0.025) < plain.bound(0.025) < plain.center == clumped.center
    assert clumped.variance == 2 * plain.variance


def test_no_openings() -> None:
    nothing = CountReading(0, 4.0, 1.0)
    assert nothing.bound(0.025, careful=True) == -math.inf
    assert nothing.bound(0.975, careful=True) == pytest.approx(math.log(-math.log(0.025) / 4))


@pytest.mark.parametrize("tail", TAILS)
def test_means(tail: float) -> None:
    expected = stats.t.ppf(tail, 11, loc=10.0, scale=0.8 / 3)
    assert MeanReading(10.0, 0.8, 9, 11).bound(tail) == pytest.approx(expected)


def test_a_pace_where_decisions_come_evenly_is_a_ratio() -> None:
    period = seen(durations=[10, 20, 29.5], still_open=[40, 50])  # 150 days lived, of which a decision takes 100
    reading = PaceReading.of(period, EVEN)
    lived = 10.5 + 20.5 + 30 + 40 + 50
    assert reading.center == pytest.approx(math.log(3 / (lived / 100)))
    assert reading.bound(0.025, careful=True) == pytest.approx(math.log(stats.chi2.ppf(0.025, 6) / 2 / (lived / 100)))
    assert reading.variance == pytest.approx(1 / 3.5)


def test_deals_beyond_the_cap_play_no_part() -> None:
    period = seen(durations=[10, 20, 29.5], still_open=[40, 50])
    cleared = seen(durations=[10, 20, 29.5, 400, 500, 600], still_open=[40, 50])
    longer = PaceReading.of(cleared, EVEN)
    assert longer.sample == 3
    assert longer.expected(1.0) == pytest.approx(PaceReading.of(period, EVEN).expected(1.0) + 3 * 1.0)


def test_no_decision_is_a_slow_pace_and_not_an_error() -> None:
    reading = PaceReading.of(seen(still_open=[10, 20, 30]), EVEN)
    assert reading.bound(0.025, careful=True) == -math.inf
    assert reading.center < reading.bound(0.975, careful=True) < math.inf
    assert math.isfinite(reading.variance)


def test_the_curve_expects_what_was_decided() -> None:
    rng = np.random.default_rng(4)
    period = seen(durations=rng.gamma(2, 20, 300).round(), still_open=rng.gamma(2, 20, 90).round() + 1)
    frozen = baseline("time_to_close", period)
    assert frozen is not None
    assert frozen.curve is not None
    reading = PaceReading.of(period, frozen.curve)
    assert reading.expected(1.0) == pytest.approx(reading.events, rel=1e-6)
    assert frozen.center == pytest.approx(0, abs=1e-6)


def test_the_curve_is_nelsons_and_aalens() -> None:
    """At its points it is near the estimate that takes every decision by itself."""
    rng = np.random.default_rng(5)
    period = seen(durations=rng.gamma(2, 20, 400).round(), still_open=rng.gamma(2, 20, 100).round() + 1)
    frozen = baseline("time_to_close", period)
    assert frozen is not None
    assert frozen.curve is not None
    data = stats.CensoredData(uncensored=period.exit[period.decided], right=period.exit[~period.decided])
    survived = stats.ecdf(data).sf
    ages = np.array(frozen.curve.ages[5:15])
    kaplan_meier = -np.log(survived.evaluate(ages))
    assert np.asarray(frozen.curve.sums[5:15]) == pytest.approx(kaplan_meier, rel=0.08)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.01, 0.49))
def test_limits_lie_around_each_other(won: int, lost: int, tail: float) -> None:
    reading = ShareReading(won, lost)
    careful = reading.bound(tail, careful=True), reading.bound(1 - tail, careful=True)
    assert careful[0] <= reading.bound(tail) <= reading.bound(1 - tail) <= careful[1]
