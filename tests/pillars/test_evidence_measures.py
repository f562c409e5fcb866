"""The measures behind the verdicts, against scipy and statsmodels."""

from datetime import timedelta

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from pillars.evidence import differences
from pillars.evidence.team import Spread
from tests.pillars.comparing import NONE, WINDOW, standing_of, sums
from tests.pillars.frames import frame, still_open, won


@pytest.mark.parametrize(
    ("a", "b"), [((3, 7), (90, 210)), ((21, 79), (210, 490)), ((0, 12), (40, 60)), ((5, 5), (6, 4))]
)
def test_win_rates_are_compared_by_their_posteriors(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = differences.win_rate(sums(won=a[0], lost=a[1]), sums(won=b[0], lost=b[1]), NONE)
    mine, theirs = stats.beta(a[0] + 0.5, a[1] + 0.5), stats.beta(b[0] + 0.5, b[1] + 0.5)
    grid = np.linspace(0, 1, 200_001)
    below = np.trapezoid(theirs.pdf(grid[1:-1]) * mine.cdf(grid[1:-1]), grid[1:-1])
    assert found.z[0] == pytest.approx(-stats.norm.ppf(below), abs=0.03)
    assert np.sign(found.log[0]) == np.sign(found.z[0]) or abs(found.z[0]) < 0.3


def test_order_values_are_compared_as_by_welchs_t() -> None:
    chance = np.random.default_rng(5)
    mine, theirs = chance.lognormal(10, 0.8, 400), chance.lognormal(10.1, 0.8, 900)
    a, b = (
        sums(
            orders=x.size,
            logs=np.log(x).sum(),
            log_apart=((np.log(x) - np.log(x).mean()) ** 2).sum(),
            log_freedom=x.size - 1,
        )
        for x in (mine, theirs)
    )
    found = differences.order_value(a, b, NONE, sums())
    expected = stats.ttest_ind(np.log(mine), np.log(theirs), equal_var=False)
    assert found.z[0] == pytest.approx(expected.statistic, rel=0.02)
    assert found.log[0] == pytest.approx(np.log(mine).mean() - np.log(theirs).mean())


def test_paces_are_compared_as_by_the_log_rank_test() -> None:
    chance = np.random.default_rng(7)
    rows, times = [], {}
    for rep, mean, n in (("Anna", 30, 60), ("Bo", 45, 80)):
        start = chance.integers(0, 91, n)
        took = chance.exponential(mean, n).astype(int)
        times[rep] = (np.minimum(took, 90 - start), start + took <= 90)
        for s, t in zip(start, took, strict=True):
            day = WINDOW.start + timedelta(days=int(s))
            closed = day + timedelta(days=int(t))
            is_open = closed > WINDOW.end
            rows.append(still_open(str(day), rep=rep) if is_open else won(None, str(closed), str(day), rep=rep))
    both = standing_of(frame(*rows))
    found = differences.pace(both.take([0]), both.take([1]), NONE)
    censored = [
        stats.CensoredData(uncensored=took[seen], right=took[~seen]) for took, seen in (times["Anna"], times["Bo"])
    ]
    expected = stats.logrank(*censored)
    assert abs(found.z[0]) == pytest.approx(abs(expected.statistic), rel=1e-9)
    assert found.z[0] > 0  # Anna decides sooner, and that is better


@pytest.mark.parametrize(("a", "b", "members"), [(70, 700, 7), (7, 70, 7), (130, 90, 1)])
def test_openings_are_compared_as_poisson_counts(a: int, b: int, members: int) -> None:
    found = differences.opportunities(sums(opened=a), sums(opened=b, members=members), NONE, np.ones(1))
    chance = stats.binom(a + b, 1 / (1 + members))
    exact = (chance.cdf(a) + chance.cdf(a - 1)) / 2  # the mid-p value of the conditional test
    assert found.z[0] == pytest.approx(stats.norm.ppf(exact), abs=0.12)


def test_over_dispersed_weeks_are_told_from_independent_ones() -> None:
    same_each_week = [still_open(str(WINDOW.start + timedelta(days=7 * w + d))) for w in range(13) for d in range(3)]
    in_bursts = [still_open(str(WINDOW.start + timedelta(days=14 * w))) for w in range(6) for _ in range(7)]
    assert differences.dispersion(standing_of(frame(*same_each_week)))[0] == 1
    counts = np.array([7 if w % 2 == 0 and w < 12 else 0 for w in range(13)])
    expected = counts.var(ddof=1) / counts.mean()
    assert differences.dispersion(standing_of(frame(*in_bursts)))[0] == pytest.approx(expected)


def test_the_spread_between_members_is_that_of_dersimonian_and_laird() -> None:
    level, variance = np.array([0.1, 0.5, -0.4, 0.3, 0.0]), np.array([0.02, 0.01, 0.03, 0.02, 0.015])
    weight = 1 / variance
    columns = (np.ones(5), weight, weight * level, weight * level**2, weight**2)
    spread = Spread(*(np.repeat(c.sum(), 4)[None, :] for c in columns))
    expected = combine_effects(level, variance, method_re="chi2").tau2
    assert spread.variance()[0, 0] == pytest.approx(expected)


# What follows for the card.
