"""The drift test: its weeks and ratios against plain loops and integrals, and what it tells of made-up reps."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import integrate, stats
from statsmodels.duration.survfunc import SurvfuncRight  # type: ignore[import-untyped]

from pillars import PILLARS, FrameError, Window, empty, validate
from pillars.drift import DIRECTIONS, drifts, ripening
from pillars.drift.chart import LEAST_BASELINE, Chart
from pillars.drift.drifts import log_sum, told
from pillars.drift.evidence import Evidence, of_counts, of_means, of_shares, restlessness, split
from pillars.drift.teams import Colleagues, believed, colleagues_of
from pillars.drift.thresholds import thresholds
from pillars.drift.weekly import drawn_in, read_weeks, whole_weeks
from pillars.ledger import read_ledger
from tests.pillars import plain
from tests.pillars.frames import call_off, frame, frames, lost, still_open, won

UNTIL = date(2026, 6, 28)  # a Sunday
MONDAY = date(2024, 7, 1)  # of the first of 104 weeks
LENGTHS = np.array([1, 3, 7])


def alone(size: int = 1) -> Colleagues:
    """Groups that are each a team of their own."""
    return colleagues_of(np.arange(size), np.ones(size, dtype=np.bool_))


def together(size: int) -> Colleagues:
    """Groups that are one team."""
    return colleagues_of(np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.bool_))


def team_of(reps: int, **changes: Any) -> pd.DataFrame:
    """Two years of a team whose reps open five deals a week, decided after five weeks, every third one won.

    Days and amounts go round in a fixed pattern. `changes` are functions of rep and week: `opened` the number of deals,
    `wins` whether the n-th deal is won, `amount` its amount, `days` how long it took.
    """
    rows = []
    for rep in range(reps):
        number = 0
        for week in range(-12, 104):
            for deal in range(changes.get("opened", lambda rep, week: 5)(rep, week)):
                number += 1
                opened = MONDAY + timedelta(days=7 * week + deal % 7)
                pattern = (number * 7 + rep) % 11
                took = changes.get("days", lambda rep, week: 35)(rep, week) + 3 * pattern - 15
                closed = opened + timedelta(days=int(took))
                if closed > UNTIL:
                    rows.append(still_open(opened.isoformat(), rep=f"Rep {rep}"))
                    continue
                late = (closed - MONDAY).days // 7
                wins = changes.get("wins", lambda rep, week, number: number % 3 == 0)(rep, late, number)
                amount = changes.get("amount", lambda rep, week: 10_000_00)(rep, late) * (1 + pattern / 10)
                make = won if wins else lost
                rows.append(make(int(amount), closed.isoformat(), opened.isoformat(), rep=f"Rep {rep}"))
    return frame(*rows)


def cell(told: pd.DataFrame, group: Any, pillar: str) -> Any:
    return told[(told["group"] == group) & (told["pillar"] == pillar)].iloc[0]


# --- the weeks


def test_weeks_are_whole_and_end_on_sunday() -> None:
    assert whole_weeks(date(2026, 6, 28), 2) == Window(date(2026, 6, 15), date(2026, 6, 28))
    assert whole_weeks(date(2026, 7, 4), 2) == Window(date(2026, 6, 15), date(2026, 6, 28))
    assert whole_weeks(date(2026, 7, 5), 1) == Window(date(2026, 6, 29), date(2026, 7, 5))


@settings(max_examples=40)
@given(frames(min_size=1))
def test_the_weeks_are_those_of_a_plain_count(deals: pd.DataFrame) -> None:
    window = Window(date(2026, 1, 5), date(2026, 3, 29))
    ledger = read_ledger(deals, "rep")
    weekly = read_weeks(ledger, np.zeros(ledger.groups.size, dtype=np.int64), window, "month")
    rows = plain.deals_of(deals)
    for place, rep in enumerate(ledger.groups.labels):
        own = [d for d in rows if d["rep"] == rep]
        known = [d["opened_on"] for d in own if d["opened_on"]]
        known += [d["closed_on"] for d in own if d["closed_on"] and d["status"] != "open"]
        for week in range(12):
            monday = window.start + timedelta(weeks=week)
            this = Window(monday, monday + timedelta(days=6))
            seen = any(day < monday for day in known)
            one_off = [d for d in own if d["kind"] == "one_off"] if seen else []
            decided = [d["status"] for d in one_off if plain.inside(d["closed_on"], this) and d["status"] != "open"]
            assert weekly.seen[place, week] == seen
            assert weekly.opened[place, week] == sum(plain.inside(d["opened_on"], this) for d in one_off)
            assert weekly.won[place, week] == decided.count("won")
            assert weekly.lost[place, week] == decided.count("lost")


def test_call_offs_count_once_a_customer_and_whole_month() -> None:
    deals = frame(
        call_off(100_00, "2026-01-07", "Volvo"),
        call_off(300_00, "2026-02-03", "Volvo"),
        call_off(100_00, "2026-02-20", "volvo"),
        call_off(900_00, "2026-03-03", "Volvo"),  # March is not over
    )
    window = Window(date(2026, 1, 12), date(2026, 3, 8))  # and January was cut through
    weekly = read_weeks(read_ledger(deals, "rep"), np.zeros(1, dtype=np.int64), window, "month")
    assert weekly.orders[0].tolist() == [0, 0, 0, 0, 0, 0, 1, 0]  # in the week in which February ended
    assert weekly.order_sum[0, 6] == pytest.approx(np.log(400_00))


def test_zeros_and_list_prices_are_drawn_in() -> None:
    amounts = np.array([100.0] * 60 + [150.0] * 20 + [0.0, 10_000_000.0])
    logs = drawn_in(np.zeros(82, dtype=np.int64), amounts, 1)
    assert logs[0] == pytest.approx(np.log(100))
    assert logs[60] == pytest.approx(np.log(150))
    assert np.ptp(logs) < 2.5  # where the logarithms of 1 and 10,000,000 are 16 apart
    assert np.isfinite(drawn_in(np.zeros(3, dtype=np.int64), np.zeros(3), 1)).all()


def test_the_usual_pace_is_that_of_kaplan_and_meier() -> None:
    """With deals that were already open when the window began; statsmodels takes them in after their entry."""
    chance = np.random.default_rng(5)
    entry = chance.integers(0, 20, 300)
    leave = entry + chance.integers(0, 60, 300)
    decided = chance.random(300) < 0.8
    nobody = np.zeros(300, dtype=np.int64)
    spells = ripening.Spells(nobody, np.full(300, np.datetime64("2026-01-01")), entry, leave, decided)
    found, _ = ripening._usual_pace(nobody, spells, 1)
    oracle = SurvfuncRight(leave, decided.astype(int), entry=entry - 0.5)
    hazard = dict(zip(oracle.surv_times.astype(int), oracle.n_events / oracle.n_risk, strict=True))
    ages = np.flatnonzero(found[0])
    assert ages.size > 30
    assert found[0, ages] == pytest.approx([hazard[age] for age in ages])


def test_a_team_decides_as_many_deals_as_expected() -> None:
    ledger = read_ledger(team_of(3, days=lambda rep, week: 30 + 10 * rep), "rep")
    weekly = read_weeks(ledger, np.zeros(3, dtype=np.int64), whole_weeks(UNTIL, 104), "month")
    assert weekly.ripened.sum() == pytest.approx(weekly.expected.sum())
    pace = weekly.ripened.sum(axis=1) / weekly.expected.sum(axis=1)
    assert pace[0] > 1 > pace[2]


@pytest.mark.parametrize("shape", [0.8, 1.0, 1.5, 2.5])
def test_the_slope_is_weibulls_shape(shape: float) -> None:
    days = np.floor(60 * np.random.default_rng(3).weibull(shape, 6_000)).astype(np.int64)
    nobody = np.zeros(days.size, dtype=np.int64)
    started = np.full(days.size, np.datetime64("2026-01-01"))
    spells = ripening.Spells(nobody, started, nobody, days, np.ones(days.size, dtype=np.bool_))
    assert ripening._usual_pace(nobody, spells, 1)[1][0] == pytest.approx(shape, rel=0.1)


# --- the ratios

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


# --- what is told

CHANGES: dict[str, tuple[str, Any]] = {
    "fewer wins": ("win_rate", {"wins": lambda rep, week, n: n % 3 == 0 and not (rep == 0 and week >= 70 and n % 2)}),
    "smaller orders": ("order_value", {"amount": lambda rep, week: 6_000_00 if rep == 0 and week >= 70 else 10_000_00}),
    "slower": ("time_to_close", {"days": lambda rep, week: 50 if rep == 0 and week >= 70 else 35}),
    "fewer openings": ("opportunities", {"opened": lambda rep, week: 2 if rep == 0 and week >= 70 else 5}),
}


@pytest.mark.parametrize(("pillar", "changes"), CHANGES.values(), ids=CHANGES)
def test_a_lasting_fall_is_told_with_its_week(pillar: str, changes: dict[str, Any]) -> None:
    told = drifts(team_of(4, **changes), UNTIL)
    row = cell(told, "Rep 0", pillar)
    assert row["direction"] == "worse"
    assert row["statistic"] >= row["threshold"]
    assert abs((row["since"].date() - MONDAY).days / 7 - 70) <= 5
    assert row["since"].weekday() == 0
    assert row["weeks_of_baseline"] == (row["since"].date() - MONDAY).days // 7
    others = told[(told["group"] != "Rep 0") | (told["pillar"] != pillar)]
    assert (others["direction"] == "none").all()
    assert others["since"].isna().all()
    assert (others["weeks_of_baseline"] == 104).all()


def test_a_lasting_rise_is_told_too() -> None:
    told = drifts(team_of(4, opened=lambda rep, week: 9 if rep == 0 and week >= 70 else 5), UNTIL)
    assert cell(told, "Rep 0", "opportunities")["direction"] == "better"


def test_a_rep_who_moved_with_the_team_is_not_alarmed() -> None:
    everyone = team_of(6, opened=lambda rep, week: 2 if week >= 80 else 5)
    assert (drifts(everyone, UNTIL)["direction"] == "none").all()
    # Two without a third colleague are no team: each stands for itself.
    pair = everyone[everyone["rep"].isin(["Rep 0", "Rep 1"])]
    assert cell(drifts(pair, UNTIL), "Rep 0", "opportunities")["direction"] == "worse"
    assert cell(drifts(everyone, UNTIL, by=None), "all", "opportunities")["direction"] == "worse"


def test_a_rep_who_stood_still_while_the_team_fell_is_better() -> None:
    told = drifts(team_of(6, opened=lambda rep, week: 2 if week >= 80 and rep > 0 else 5), UNTIL)
    assert cell(told, "Rep 0", "opportunities")["direction"] == "better"
    assert (told[told["pillar"] != "opportunities"]["direction"] == "none").all()


def test_one_who_leaves_is_silent_and_leaves_others_as_they_are() -> None:
    told = drifts(team_of(4, opened=lambda rep, week: 0 if week >= 80 and rep == 0 else 5), UNTIL)
    assert (told["direction"] == "none").all()
    assert told[told["group"] == "Rep 0"]["statistic"].isna().all()
    assert told[told["group"] != "Rep 0"]["statistic"].notna().all()


def test_a_rep_is_told_nothing_before_half_a_year() -> None:
    late = team_of(4, opened=lambda rep, week: 0 if rep == 0 and week < 75 else 1 if rep == 0 and week >= 95 else 5)
    row = cell(drifts(late, UNTIL), "Rep 0", "opportunities")
    assert row["weeks_of_baseline"] == 104 - 76
    assert row["direction"] == "none"
    early = drifts(late, MONDAY + timedelta(weeks=75 + LEAST_BASELINE) - timedelta(days=1))
    assert np.isnan(cell(early, "Rep 0", "opportunities")["statistic"])


def test_teams_are_kept_apart() -> None:
    falling = team_of(5, opened=lambda rep, week: 2 if week >= 80 else 5).assign(team="south")
    steady = team_of(5).assign(team="north")
    steady["rep"] = steady["rep"].str.replace("Rep", "Other")
    both = pd.concat([falling, steady])
    told = drifts(both, UNTIL, within="team")
    assert (told["direction"] == "none").all()
    assert told.groupby("within")["group"].nunique().to_dict() == {"north": 5, "south": 5}
    assert_frame_equal(told[told["within"] == "north"].reset_index(drop=True), drifts(steady, UNTIL, within="team"))
    with pytest.raises(FrameError, match="more than one team"):
        drifts(both.assign(team=np.arange(len(both)) % 2), UNTIL, within="team")


def test_its_shape() -> None:
    told = drifts(team_of(3), UNTIL)
    assert list(told.columns) == [
        "group",
        "pillar",
        "direction",
        "since",
        "weeks_of_baseline",
        "statistic",
        "threshold",
    ]
    assert told["pillar"].tolist() == list(PILLARS) * 3
    assert told["direction"].cat.categories.tolist() == list(DIRECTIONS)
    assert told["since"].dtype == "datetime64[s]"
    assert told["weeks_of_baseline"].dtype == "int64"


def test_no_deals_and_few_weeks() -> None:
    assert len(drifts(empty(), UNTIL)) == 0
    assert drifts(empty(), UNTIL, by=None)["direction"].tolist() == ["none"] * 4
    for weeks in (1, 2, 26, 27, 60):
        told = drifts(team_of(3), UNTIL, weeks=weeks)
        assert (told["direction"] == "none").all()
        assert told["statistic"].notna().all() == (weeks > LEAST_BASELINE)


def test_senseless_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="no team"):
        drifts(empty(), UNTIL, by=None, within="team")
    with pytest.raises(ValueError, match="0 weeks"):
        drifts(empty(), UNTIL, weeks=0)
    with pytest.raises(FrameError, match="amount"):
        drifts(empty().drop(columns="amount"), UNTIL)


@settings(max_examples=25)
@given(frames(), st.sampled_from(["rep", "product", None]), st.randoms(use_true_random=False))
def test_rows_in_any_order_and_left_as_they_were(deals: pd.DataFrame, by: str | None, chance: Any) -> None:
    many = pd.concat([deals] * 3)
    before = many.copy(deep=True)
    rows = list(range(len(many)))
    chance.shuffle(rows)
    until, weeks = date(2026, 6, 30), 40
    assert_frame_equal(drifts(many.iloc[rows], until, by=by, weeks=weeks), drifts(many, until, by=by, weeks=weeks))
    assert_frame_equal(many, before)


def test_nothing_is_known_before_it_happened() -> None:
    """At the end of any week the frame of today tells what the frame of that day told."""
    deals = team_of(4, opened=lambda rep, week: 2 if rep == 0 and week >= 60 else 5)
    directions = set()
    for week in (50, 62, 70, 90):
        until = MONDAY + timedelta(weeks=week) - timedelta(days=1)
        end = pd.Timestamp(until)
        then = deals[deals["opened_on"] <= end].copy()
        later = then["closed_on"] > end
        then.loc[later, "status"] = "open"
        then.loc[later, "closed_on"] = pd.NaT
        told = drifts(deals, until)
        assert_frame_equal(told, drifts(validate(then), until))
        directions.add(cell(told, "Rep 0", "opportunities")["direction"])
    assert directions == {"none", "worse"}


def test_where_nothing_changes_few_are_alarmed() -> None:
    """Twenty teams of eight, four deals opened a week, at the end of two years: about one pillar in fifteen is told."""
    chance = np.random.default_rng(11)
    reps, weeks = 160, 120
    count = chance.poisson(4.0, reps * weeks)
    rep, week = np.divmod(np.arange(reps * weeks).repeat(count), weeks)
    opened = np.datetime64(UNTIL) - 7 * weeks + 1 + 7 * week + chance.integers(0, 7, rep.size)
    closed = opened + np.floor(chance.gamma(2, 20, rep.size)).astype(np.int64)
    is_open = closed > np.datetime64(UNTIL)
    status = np.where(is_open, "open", np.where(chance.random(rep.size) < 0.3, "won", "lost"))
    deals = validate(
        pd.DataFrame(
            {
                "deal": np.arange(rep.size),
                "rep": [f"r{number:03}" for number in rep],
                "team": rep // 8,
                "status": status,
                "kind": "one_off",
                "amount": np.round(chance.lognormal(14, 0.8, rep.size)).astype(np.int64),
                "opened_on": opened.astype("datetime64[s]"),
                "closed_on": np.where(is_open, np.datetime64("NaT"), closed.astype("datetime64[s]")),
                "started_on": opened.astype("datetime64[s]"),
                "customer": pd.Series([None] * rep.size, dtype="str"),
            }
        )
    )
    told = drifts(deals, UNTIL, within="team")
    shares = (told["direction"] != "none").groupby(told["pillar"], observed=True).mean()
    assert shares.max() < 0.14
    assert told["statistic"].notna().all()
