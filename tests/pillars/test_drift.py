"""What the drift test tells of made-up reps."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import PILLARS, FrameError, empty, validate
from pillars.drift import DIRECTIONS, drifts
from pillars.drift.chart import LEAST_BASELINE
from tests.effort import tries
from tests.pillars.drifting import MONDAY, UNTIL, cell, team_of
from tests.pillars.frames import frames

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


@tries(25)
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
