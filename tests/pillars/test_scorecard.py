"""Scorecards worked out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pillars import PILLARS, FrameError, Window, empty, scorecard, summary
from tests.pillars.frames import call_off, frame, lost, still_open, won

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))
BEFORE = Window(date(2025, 10, 3), date(2025, 12, 31))


def card(deals: pd.DataFrame, window: Window = WINDOW, previous: Window | None = None, **how: str) -> pd.DataFrame:
    """The scorecard by (group, pillar)."""
    return scorecard(deals, window, previous, **how).set_index(["group", "pillar"])  # type: ignore[arg-type]


SMALL = frame(
    won(100_00, closed="2026-01-01", started="2025-12-22"),  # ten days, closed on the window's first day
    won(0, closed="2026-03-31", started="2026-03-31"),  # for 0 kr, the same day, the last of the window
    won(None, closed="2026-02-01", started="2026-01-01"),  # 31 days, no amount stated
    won(500_00, closed="2026-04-01", started="2026-03-01"),  # a day too late
    lost(900_00, closed="2026-02-01", started="2026-01-02"),
    still_open("2026-02-02", 700_00),
    call_off(40_00, "2026-02-03", "Volvo"),
    won(300_00, closed="2025-12-31", rep="Bo"),  # the window before
    lost(closed="2025-12-31", rep="Bo"),
)


def test_by_hand() -> None:
    anna = card(SMALL).loc["Anna"]
    assert anna["value"].to_dict() == pytest.approx(
        {"win_rate": 3 / 4, "order_value": (10_000 + 0 + 4_000) / 3, "time_to_close": 10.0, "opportunities": 5.0}
    )
    # three won and one lost; two orders with an amount and a call-off; three started; five opened in the quarter
    assert anna["sample"].to_dict() == {"win_rate": 4, "order_value": 3, "time_to_close": 3, "opportunities": 5}


def test_intervals_by_hand() -> None:
    anna = card(SMALL).loc["Anna"]
    assert anna.loc["win_rate", ["low", "high"]].tolist() == pytest.approx(stats.beta.interval(0.95, 3.5, 1.5))
    half = stats.t.ppf(0.975, 2) * np.std([100, 0, 40], ddof=1) / np.sqrt(3) / np.mean([100, 0, 40])
    center = anna.loc["order_value", "value"]
    assert anna.loc["order_value", ["low", "high"]].tolist() == pytest.approx(
        [center * np.exp(-half), center * np.exp(half)]
    )
    assert anna.loc["time_to_close", ["low", "high"]].isna().all()  # three durations carry no 95 % interval
    assert anna.loc["opportunities", ["low", "high"]].tolist() == pytest.approx(
        [stats.chi2.ppf(0.025, 10) / 2, stats.chi2.ppf(0.975, 12) / 2]
    )


def test_the_median_lies_between_observed_durations() -> None:
    # ten deals of 0, 1, … 9 days: P(Binomial(10, ½) ≤ 1) = 1.1 %, so the second and the ninth hold the median
    deals = frame(*(won(closed=f"2026-01-{10 + days}", started="2026-01-10") for days in range(10)))
    row = card(deals).loc[("Anna", "time_to_close")]
    assert row[["value", "low", "high"]].tolist() == [4.5, 1, 8]


def test_the_previous_window_stands_beside() -> None:
    both = card(SMALL, WINDOW, BEFORE)
    assert both.loc[("Bo", "win_rate"), ["previous", "previous_sample"]].tolist() == [0.5, 2]
    assert both.loc[("Bo", "order_value"), ["previous", "previous_sample"]].tolist() == [30_000, 1]
    assert both.loc[("Anna", "opportunities"), ["previous", "previous_sample"]].tolist() == [1, 1]
    alone = card(SMALL)
    assert alone["previous"].isna().all()
    assert (alone["previous_sample"] == 0).all()


def test_no_data_is_not_zero_but_no_openings_are() -> None:
    bo = card(SMALL).loc["Bo"]
    assert bo["sample"].tolist() == [0, 0, 0, 0]
    assert bo["value"].isna().tolist() == [True, True, True, False]
    assert bo.loc["opportunities", "value"] == 0
    assert bo.loc["opportunities", ["low", "high"]].tolist() == pytest.approx([0, -np.log(0.025)])


def test_shape_and_order() -> None:
    rows = scorecard(SMALL, WINDOW)
    assert list(rows.columns) == [
        "group",
        "pillar",
        "value",
        "sample",
        "low",
        "high",
        "previous",
        "previous_sample",
        "team",
        "team_sample",
        "colleagues",
        "level",
        "vs_previous",
        "vs_team",
        "previous_more",
        "team_more",
        "season",
    ]
    assert rows["group"].tolist() == ["Anna"] * 4 + ["Bo"] * 4
    assert rows["pillar"].tolist() == [*PILLARS, *PILLARS]


def test_everyone_together_is_one_group() -> None:
    rows = scorecard(SMALL, WINDOW, BEFORE, by=None)
    assert rows["group"].tolist() == ["all"] * 4
    assert rows["sample"].tolist() == [4, 3, 3, 5]
    assert rows["previous_sample"].tolist() == [2, 1, 0, 1]


def test_an_empty_frame_has_no_data_and_no_groups() -> None:
    everyone = scorecard(empty(), WINDOW, BEFORE, by=None)
    assert everyone["value"].isna().all()
    assert everyone[["low", "high", "previous"]].isna().all(axis=None)
    assert (everyone["sample"] == 0).all()
    assert len(scorecard(empty(), WINDOW)) == 0
    assert list(scorecard(empty(), WINDOW).columns) == list(everyone.columns)


def test_an_open_deals_closing_date_is_a_plan() -> None:
    planned = frame(still_open("2026-01-05", 10, closed_on="2026-02-01"))
    assert card(planned)["sample"].to_dict() == {
        ("Anna", "win_rate"): 0,
        ("Anna", "order_value"): 0,
        ("Anna", "time_to_close"): 0,
        ("Anna", "opportunities"): 1,
    }


def test_a_start_after_the_closing_is_no_start() -> None:
    odd = frame(won(closed="2026-02-01", started="2026-02-02"), won(closed="2026-02-01", started="2026-01-30"))
    assert card(odd).loc[("Anna", "time_to_close"), ["value", "sample"]].tolist() == [2, 1]


def test_groups_by_any_column_in_the_order_of_its_categories() -> None:
    size = pd.Categorical(["stor", "liten", "liten"], categories=["liten", "ingen", "stor"])
    deals = frame(won(1), won(2), lost()).assign(size=size)
    rows = card(deals, by="size")
    assert rows.index.get_level_values("group").unique().tolist() == ["liten", "stor"]
    assert rows.loc[("liten", "win_rate"), "value"] == 0.5


def test_deals_without_a_value_to_group_by_make_a_last_group() -> None:
    rows = scorecard(frame(won(customer="Ica"), won(), lost()), WINDOW, by="customer")
    assert rows["group"].isna().tolist() == [False] * 4 + [True] * 4
    assert rows["sample"].tolist() == [1, 0, 0, 0, 2, 0, 0, 0]


def test_one_sort_serves_amounts_too_large_for_a_common_key() -> None:
    deals = frame(*(won(amount, rep=rep) for rep in "ABC" for amount in (2**62, 1, 5)))
    assert summary(deals, WINDOW)["order_median"].to_dict() == {"A": 5, "B": 5, "C": 5}


def test_within_names_each_groups_team() -> None:
    deals = frame(won(rep="Anna"), won(rep="Bo"), lost(rep="Bo")).assign(team=["Nord", "Syd", "Syd"])
    rows = card(deals, within="team")
    assert rows["within"].tolist() == ["Nord"] * 4 + ["Syd"] * 4
    plain = card(deals)
    others = ["within", "colleagues"]  # who is compared with whom, which the teams decide
    pd.testing.assert_frame_equal(rows.drop(columns=others), plain.drop(columns="colleagues"))


def test_a_group_in_two_teams_is_refused() -> None:
    deals = frame(won(rep="Bo"), lost(rep="Bo")).assign(team=["Nord", "Syd"])
    with pytest.raises(FrameError, match="'team' puts Bo into more than one team"):
        scorecard(deals, WINDOW, within="team")
    with pytest.raises(ValueError, match="lies in no team"):
        scorecard(deals, WINDOW, by=None, within="team")
