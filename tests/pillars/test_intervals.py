"""Intervals against scipy.stats, which the package itself does not import."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from pillars import intervals

COUNTS = np.array([0, 1, 2, 5, 17, 400, 25_000])


def test_share_is_jeffreys_with_ends() -> None:
    hits, misses = (grid.ravel() for grid in np.meshgrid(COUNTS, COUNTS))
    low, high = intervals.share(hits, misses)
    with np.errstate(invalid="ignore"):
        expected_low = np.where(hits == 0, 0, stats.beta.ppf(0.025, hits + 0.5, misses + 0.5))
        expected_high = np.where(misses == 0, 1, stats.beta.ppf(0.975, hits + 0.5, misses + 0.5))
    some = hits + misses > 0
    assert low[some] == pytest.approx(expected_low[some], rel=1e-9)
    assert high[some] == pytest.approx(expected_high[some], rel=1e-9)
    assert np.isnan(low[~some]).all()
    assert np.isnan(high[~some]).all()


def test_count_is_garwood() -> None:
    low, high = intervals.count(COUNTS)
    assert low == pytest.approx([0, *stats.chi2.ppf(0.025, 2 * COUNTS[1:]) / 2])
    assert high == pytest.approx(stats.chi2.ppf(0.975, 2 * COUNTS + 2) / 2)


def test_mean_is_t_on_the_logarithm_of_the_mean() -> None:
    amounts = np.array([10_000, 0, 35_000, 12_500, 250_000])
    center, spread = amounts.mean(), amounts.std(ddof=1)
    low, high = intervals.mean(np.array([center]), np.array([spread]), np.array([5]))
    half = stats.t.ppf(0.975, 4) * spread / np.sqrt(5) / center
    assert np.log([low[0] / center, high[0] / center]) == pytest.approx([-half, half])


@pytest.mark.parametrize(("average", "deviation", "size"), [(5, np.nan, 1), (5, 0, 9), (0, 0, 9), (np.nan, np.nan, 0)])
def test_mean_of_what_shows_no_spread_has_no_interval(average: float, deviation: float, size: int) -> None:
    assert np.isnan(intervals.mean(np.array([average]), np.array([deviation]), np.array([size]))).all()


def test_mean_covers_skewed_orders() -> None:
    """Of 95 % intervals from ten log-normal orders, nine in ten at least hold the true mean."""
    orders = np.exp(np.random.default_rng(7).normal(np.log(25_000), 0.8, (4000, 10)))
    low, high = intervals.mean(orders.mean(axis=1), orders.std(axis=1, ddof=1), np.full(4000, 10))
    truth = 25_000 * np.exp(0.8**2 / 2)
    assert ((low <= truth) & (truth <= high)).mean() > 0.89


def test_median_ranks_are_the_binomials() -> None:
    sizes = np.concatenate([np.arange(0, 2000), [10_001, 99_999, 1_000_000]])
    below, above = intervals.median_ranks(sizes)
    carries = sizes >= 6
    assert (below[~carries] == -1).all()
    assert (above[~carries] == sizes[~carries]).all()
    n, rank = sizes[carries], below[carries]
    assert (stats.binom.cdf(rank, n, 0.5) <= 0.025).all()
    assert (stats.binom.cdf(rank + 1, n, 0.5) > 0.025).all()
    assert (above[carries] == n - 1 - rank).all()


def test_the_package_starts_without_scipy_stats() -> None:
    check = "import sys, pillars; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
