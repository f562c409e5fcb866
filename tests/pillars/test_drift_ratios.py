"""The drift test's ratios and charts, against integrals and plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from pillars.drift import DIRECTIONS
from pillars.drift.chart import Chart
from pillars.drift.drifts import log_sum, told
from pillars.drift.evidence import Evidence, of_counts, of_means, of_shares, restlessness, split
from pillars.drift.teams import believed, colleagues_of
from pillars.drift.thresholds import thresholds
from tests.pillars.drifting import alone, together

LENGTHS = np.array([1, 3, 7])
WEEKS = np.array([[3.0, 5, 2, 4, 6, 1, 3, 2, 1, 0]])
ONES = np.ones_like(WEEKS)


def test_counts_weigh_as_the_integral_over_the_level_does() -> None:
    evidence = of_counts(
        split(WEEKS, LENGTHS), split(ONES, LENGTHS), np.array([10.0]), np.ones(1), np.array([0.7]), alone()
    )

    def likelihood(first: int, factor: float) -> float:
        def density(rate: float) -> float:
            means = rate * np.where(np.arange(10) >= first, factor, 1.0)
            return float(rate**-0.5 * np.prod(stats.poisson.pmf(WEEKS[0], means)) * 1e9)

        return float(integrate.quad(density, 1e-12, 20, limit=200)[0])

    for place, length in enumerate(LENGTHS):
        nothing = likelihood(10, 1.0)
        assert evidence.worse[0, place] == pytest.approx(np.log(likelihood(10 - length, 0.7) / nothing), abs=1e-4)
        assert evidence.better[0, place] == pytest.approx(np.log(likelihood(10 - length, 1 / 0.7) / nothing), abs=1e-4)
    assert evidence.worse_information[0] == pytest.approx(2.7 * (0.7 - 1 - np.log(0.7)))


def test_shares_weigh_as_the_integral_over_the_level_does() -> None:
    hits, misses = WEEKS * 3, WEEKS[:, ::-1] * 5 + 4
    evidence = of_shares(split(hits, LENGTHS), split(misses, LENGTHS), np.array([10.0]), np.ones(1), 0.7, alone())
    share = (hits.sum() + 0.5) / (hits.sum() + misses.sum() + 1)
    for side, target in ((evidence.worse, 0.7 * share), (evidence.better, share / 0.7)):
        shift = np.log(target / (1 - target)) - np.log(share / (1 - share))

        def likelihood(first: int, shift: float = shift) -> float:
            def density(odds: float) -> float:
                chance = 1 / (1 + np.exp(-odds - np.where(np.arange(10) >= first, shift, 0.0)))
                logs = stats.binom.logpmf(hits[0], (hits + misses)[0], chance).sum()
                own = 1 / (1 + np.exp(-odds))
                return float(np.exp(logs + 0.5 * np.log(own * (1 - own)) + 20))

            return float(integrate.quad(density, -6, 4, points=[np.log(share / (1 - share))], limit=300)[0])

        expected = [np.log(likelihood(10 - length) / likelihood(10)) for length in LENGTHS]
        assert side[0] == pytest.approx(expected, abs=0.02)


def test_means_weigh_as_the_joint_normal_law_does() -> None:
    chance = np.random.default_rng(2)
    number = np.full((1, 10), 2.0)
    logs = chance.normal(9, 0.8, 20)
    total = logs.reshape(10, 2).sum(axis=1)[None, :]
    evidence = of_means(split(number, LENGTHS), split(total, LENGTHS), np.array([0.8]), np.ones(1), 0.7, alone())
    vague = 0.64 * np.eye(20) + 1e7  # a level that nobody knows

    def joint(first: int, shift: float) -> float:
        mean = np.where(np.arange(20) // 2 >= first, shift, 0.0)
        return float(stats.multivariate_normal(mean, vague, allow_singular=False).logpdf(logs))

    for side, shift in ((evidence.worse, np.log(0.7)), (evidence.better, -np.log(0.7))):
        expected = [joint(10 - length, shift) - joint(10, 0.0) for length in LENGTHS]
        assert side[0] == pytest.approx(expected, abs=1e-3)


def test_with_a_long_baseline_the_best_ratio_is_pages_cusum() -> None:
    """The CUSUM that knows level and change, rep by rep in a loop, after thousands of weeks at the level."""
    chance = np.random.default_rng(8)
    recent = chance.poisson(4.0, (12, 40)).astype(np.float64)
    weeks = np.concatenate([np.full((12, 30_000), 4.0), recent], axis=1)
    lengths = np.arange(1, 41)
    evidence = of_counts(
        split(weeks, lengths),
        split(np.ones_like(weeks), lengths),
        np.full(12, 1.0),
        np.ones(12),
        np.full(12, 0.7),
        alone(12),
    )
    for rep in range(12):
        height = 0.0
        for count in recent[rep]:
            height = max(height, 0.0) + count * np.log(0.7) + 4.0 * (1 - 0.7)
        assert evidence.worse[rep].max() == pytest.approx(height, abs=0.02)


def test_a_short_baseline_speaks_softly() -> None:
    """Nothing before the change: whatever came after it can be the level, and no ratio is far from 1."""
    evidence = of_counts(
        split(WEEKS, np.array([9])), split(ONES, np.array([9])), np.array([10.0]), np.ones(1), np.array([0.7]), alone()
    )
    assert abs(evidence.worse[0, 0]) < 0.5
    assert abs(evidence.better[0, 0]) < 0.5


def test_weeks_in_bursts_are_found_out_and_changes_of_level_are_not() -> None:
    chance = np.random.default_rng(4)
    level = np.repeat([8.0, 4.0], 200)
    seen = np.ones((40, 400))
    calm = chance.poisson(level, (40, 400)).astype(np.float64)
    bursts = chance.negative_binomial(level, 0.5, (40, 400)).astype(np.float64)
    mean = np.full((40, 400), 6.0)
    assert restlessness(calm - mean, mean, seen, together(40))[0] == pytest.approx(1.0, abs=0.05)
    assert restlessness(bursts - mean, mean, seen, together(40))[0] == pytest.approx(2.0, rel=0.06)


# --- the team


def test_others_are_the_team_without_oneself() -> None:
    team = np.array([1, 0, 1, 1, 0])
    counts = np.array([True, True, False, True, True])
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    colleagues = colleagues_of(team, counts)
    assert colleagues.others(values).tolist() == [8.0, 16.0, 9.0, 1.0, 2.0]
    assert colleagues.everyone(values).tolist() == [9.0, 18.0, 9.0, 9.0, 18.0]
    assert colleagues.number.tolist() == [1.0, 1.0, 2.0, 1.0, 1.0]


def test_noise_is_no_movement_and_one_who_left_is_none_either() -> None:
    team = together(8)
    small = np.full((8, 1), 0.01)
    kept = believed(np.full((8, 1), 0.6), np.zeros((8, 1)), small, team)
    assert kept[0, 0] == pytest.approx(0.6 * (1 - 2 * 0.01 / 0.36))
    assert believed(np.full((8, 1), 0.1), np.zeros((8, 1)), small, team)[0, 0] == 0
    one = np.zeros((8, 1))
    one[7] = -0.15
    assert believed(np.full((8, 1), -0.15), one, np.full((8, 1), 0.001), team)[0, 0] == 0
    assert believed(np.full((3, 1), 0.6), np.zeros((3, 1)), small[:3], together(3))[0, 0] == 0  # two colleagues


# --- the limits


@given(st.floats(0.0, 10.0), st.integers(0, 60))
def test_limits_are_within_the_table_and_a_rise_takes_more(information: float, candidates: int) -> None:
    fall, rise = thresholds(np.full((2, 1), information), np.array([candidates]))
    assert 4.0 < fall[0] < rise[0] < 5.6


def test_a_chart_is_read_as_a_loop_would() -> None:
    chance = np.random.default_rng(6)
    worse, better = chance.normal(-1, 3, (2, 50, 30))
    allowed = chance.random((50, 30)) < 0.8
    information = np.full(50, 0.1)
    read = told(Chart(Evidence(worse, better, information, information), np.arange(1, 31), allowed))
    limits = thresholds(np.full((2, 1), 0.1), np.array([0]))
    for rep in range(50):
        limits = thresholds(np.full((2, 1), 0.1), allowed[rep].sum(keepdims=True))
        sides = []
        for ratios, limit in ((worse, limits[0][0]), (better, limits[1][0])):
            total = sum(np.exp(ratios[rep, k]) for k in range(30) if allowed[rep, k])
            sides.append((np.log(total) - limit, np.log(total), ratios[rep]))
        excess, statistic, ratios = max(sides, key=lambda side: side[0])
        assert read.statistic[rep] == pytest.approx(statistic)
        assert DIRECTIONS[read.direction[rep]] == (
            "none" if excess < 0 else "worse" if sides[0][0] >= sides[1][0] else "better"
        )
        best = max((k for k in range(30) if allowed[rep, k]), key=lambda k: ratios[k])
        assert read.lasting[rep] == best + 1
    assert 0 < (read.direction > 0).sum() < 50


def test_large_ratios_add_up_and_none_are_nothing() -> None:
    sums = log_sum(np.array([[1_000.0, 1_000.0], [3.0, 4.0]]), np.array([[True, True], [False, False]]))
    assert sums.tolist() == [pytest.approx(1_000 + np.log(2)), -np.inf]
