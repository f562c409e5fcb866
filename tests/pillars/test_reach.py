import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from pillars.levers import Lever, levers
from pillars.reach import shrunken
from tests.pillars.levels import NO_PAST, QUARTERS, SURE, lever, now, team, windows


def test_the_quartile_is_of_the_others_only() -> None:
    rates = {"Anna": 0.9, "Bo": 0.2, "Cilla": 0.4, "Dan": 0.6}
    colleagues = team(**{name: SURE | {"win_rate": rate} for name, rate in rates.items()})
    table = levers(now(Anna={}, Bo={}), NO_PAST, colleagues)
    assert lever(table, "win_rate", "Anna").target == pytest.approx(0.5)  # of 0.2, 0.4, 0.6
    assert lever(table, "win_rate", "Bo").target == pytest.approx(0.75)  # of 0.4, 0.6, 0.9


def test_fewer_than_three_colleagues_with_data_are_no_team() -> None:
    colleagues = team(Anna={}, Bo={"win_rate": 0.5}, Cilla={"win_rate": 0.5}, Dan={"win_rate": 0.5})
    colleagues.loc[3, "win_rate_sample"] = 0
    table = levers(now(Anna={}), NO_PAST, colleagues)
    assert lever(table, "win_rate") == Lever("win_rate", 0.3, None, "none", None)
    assert lever(table, "order_value").gain == 0  # there all three have data, and nobody is better


def test_each_team_has_its_own_quartile() -> None:
    members = {
        f"{place}{i}": SURE | {"win_rate": rate, "office": place}
        for place, rate in (("N", 0.4), ("S", 0.6))
        for i in range(4)
    }
    table = levers(now(N0={}, S0={}, Guest={}), NO_PAST, team(**members), within="office")
    assert lever(table, "win_rate", "N0").target == pytest.approx(0.4)
    assert lever(table, "win_rate", "S0").target == pytest.approx(0.6)
    assert lever(table, "win_rate", "Guest").gain is None
    together = levers(now(Guest={}), NO_PAST, team(**members))
    assert lever(together, "win_rate", "Guest").target == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("past", "why"),
    [
        (windows("Anna", *[{"win_rate": 0.5}] * 2), "only half a year"),
        (windows("Anna", *[{"win_rate": 0.5}] * 14, apart=7), "windows that share their deals"),
        (windows("Anna", *[{"win_rate": 0.5, "win_rate_sample": 5}] * 4), "five decisions"),
        (windows("Bo", *[{"win_rate": 0.5}] * 4), "somebody else's"),
        (NO_PAST, "nothing"),
    ],
)
def test_an_own_best_needs_evidence(past: pd.DataFrame, why: str) -> None:
    found = lever(levers(now(Anna={}), past), "win_rate")
    assert (found.target, found.source, found.gain) == (None, "none", None), why


def test_a_lucky_small_window_is_no_best() -> None:
    lucky = {"win_rate": 1.0, "win_rate_sample": 3}
    past = windows("Anna", lucky, *[{"win_rate": rate} for rate in (0.34, 0.36, 0.38)])
    assert 0.34 < (lever(levers(now(Anna={}), past), "win_rate").target or 0) < 0.4


def test_the_best_of_noise_is_near_the_own_mean() -> None:
    """The winner's curse: a thousand reps at a steady 30 %, the best of four quarters with fifty decisions each."""
    won_deals = np.random.default_rng(7).binomial(50, 0.3, size=(1000, 4))
    reps = [f"r{i}" for i in range(1000)]
    past = pd.concat([windows("?", {}).loc[[0] * 1000].assign(end=end, group=reps) for end in QUARTERS])
    past["win_rate"] = won_deals.T.reshape(-1) / 50
    table = levers(now(**{rep: {} for rep in reps}), past)
    best = table.loc[table["pillar"] == "win_rate", "own_best"]
    assert won_deals.max(axis=1).mean() / 50 > 0.36
    assert best.mean() < 0.325


def test_a_best_that_is_no_chance_stays() -> None:
    past = windows("Anna", *[{"win_rate": r, "win_rate_sample": 400} for r in (0.2, 0.2, 0.5, 0.2)])
    assert lever(levers(now(Anna={}), past), "win_rate").target == pytest.approx(0.5, abs=0.01)


def test_orders_given_away_make_no_level() -> None:
    past = windows("Anna", *[{"order_value": 0.0}] * 4)
    assert lever(levers(now(Anna={}), past), "order_value").gain is None


def test_shrinking_by_hand() -> None:
    # Two groups of equal noise 1 at 0 and 4: spread 8, expected by chance 1, between = (8 − 1) ÷ (2 − 2 ÷ 2) = 7
    assert shrunken(np.array([[0.0, 4.0]]), np.ones((1, 2)))[0] == pytest.approx([2 - 2 * 7 / 8, 2 + 2 * 7 / 8])
    # Closer together than chance makes them: their mean, weighed by how sure each is.
    assert shrunken(np.array([[0.0, 1.0]]), np.array([[1.0, 3.0]]))[0] == pytest.approx([0.25, 0.25])
    found = shrunken(np.array([[5.0, np.nan], [np.nan, np.nan]]), np.ones((2, 2)))
    assert found == pytest.approx(np.array([[5, np.nan], [np.nan, np.nan]]), nan_ok=True)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0.01, 100)), min_size=2, max_size=12))
def test_shrunken_levels_keep_within_the_seen_ones(pairs: list[tuple[float, float]]) -> None:
    seen, noise = np.array(pairs).T
    drawn = shrunken(seen[None, :], noise[None, :])[0]
    assert (drawn >= seen.min() - 1e-9).all()
    assert (drawn <= seen.max() + 1e-9).all()
    equal = shrunken(seen[None, :], np.ones((1, len(seen))))[0]
    assert (np.diff(equal[np.argsort(seen)]) >= -1e-9).all()  # equally sure, they keep their order


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0.01, 100)), min_size=2, max_size=12))
def test_the_spread_between_levels_is_that_of_statsmodels(pairs: list[tuple[float, float]]) -> None:
    seen, noise = np.array(pairs).T
    with np.errstate(all="ignore"):  # where the estimate is below 0 it goes on to divide by it
        oracle = combine_effects(seen, noise, method_re="dl")
    between = max(float(oracle.tau2), 0.0)
    mean = np.average(seen, weights=1 / (noise + between))
    expected = mean + (seen - mean) * between / (noise + between)
    assert shrunken(seen, noise) == pytest.approx(expected, rel=1e-6, abs=1e-6)
