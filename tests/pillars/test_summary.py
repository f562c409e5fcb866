"""The summary, call-offs and stale deals worked out by hand."""

from datetime import date

import numpy as np
import pytest

from pillars import FrameError, Window, empty, stale, stale_after, summary
from tests.pillars.frames import call_off, frame, lost, still_open, won

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))


def test_by_hand() -> None:
    deals = frame(
        won(100_00, closed="2026-01-15", started="2026-01-05"),
        won(400_00, closed="2026-02-20", started="2026-01-21"),
        won(None, closed="2026-02-21"),
        lost(300_00, closed="2026-03-01", started="2026-02-01"),
        still_open("2026-03-31", 50_00),  # opened on the last day
        still_open("2026-04-01", 60_00),  # opened after it
        still_open(None, None),  # a prospect
        won(80_00, closed="2026-04-02", started="2026-03-30"),  # open on the last day, won since
        lost(closed="2026-04-02"),  # decided since, opening unknown: nothing says it was open
        lost(closed=None),
    )
    row = summary(deals, WINDOW).loc["Anna"]
    assert row.to_dict() == pytest.approx(
        {
            "won": 3,
            "lost": 1,
            "win_rate": 0.75,
            "win_rate_by_value": 500 / 800,
            "order_count": 2,
            "order_mean": 250_00,
            "order_median": 250_00,
            "order_total": 500_00,
            "call_offs": 0,
            "close_mean": 20,
            "close_median": 20,
            "close_sample": 2,
            "opened": 5,
            "open_now": 3,
            "open_value": 130_00,
            "open_value_sample": 2,
            "stale": 0,
            "velocity": 3 * 0.75 * 250_00 / 20,
            "left_out_amount": 1,
            "left_out_started": 1,
            "left_out_opened": 4,  # won without a start, the prospect, and the two lost that tell no dates
            "left_out_closed": 1,
        }
    )


def test_closed_the_day_after_is_open_on_the_last_day() -> None:
    for closed, open_now in (("2026-03-31", 0), ("2026-04-01", 1)):
        for deal in (won(closed=closed, started="2026-01-10"), lost(closed=closed, started="2026-01-10")):
            assert summary(frame(deal), WINDOW).loc["Anna", "open_now"] == open_now


def test_unknown_openings_count_where_they_may_lie_in_the_window() -> None:
    deals = frame(lost(closed="2025-12-31"), lost(closed="2026-01-01"), won(closed="2026-06-01"), still_open(None))
    assert summary(deals, WINDOW).loc["Anna", "left_out_opened"] == 3


def test_dtypes_tell_counts_and_figures_apart() -> None:
    for deals in (empty(), frame(won(1))):
        dtypes = summary(deals, WINDOW).dtypes.astype(str)
        assert dtypes[["won", "order_count", "open_now", "left_out_closed"]].eq("int64").all()
        assert (
            dtypes[["win_rate", "order_mean", "order_total", "open_value", "close_median", "velocity"]]
            .eq("float64")
            .all()
        )


def test_no_data_is_not_zero() -> None:
    row = summary(empty(), WINDOW, by=None).loc["all"]
    assert row[["win_rate", "order_mean", "order_median", "close_mean", "close_median", "velocity"]].isna().all()
    assert row[["order_total", "open_value"]].isna().all()
    assert row["open_now"] == 0


def test_orders_for_nothing_are_orders() -> None:
    row = summary(frame(won(0), won(0)), WINDOW).loc["Anna"]
    assert row[["order_count", "order_mean", "order_total", "left_out_amount"]].tolist() == [2, 0, 0, 0]


def test_won_on_the_day_it_started_is_zero_days_and_has_no_velocity() -> None:
    row = summary(frame(won(10, started="2026-02-10"), still_open("2026-02-11")), WINDOW).loc["Anna"]
    assert row[["close_mean", "close_median", "close_sample"]].tolist() == [0, 0, 1]
    assert np.isnan(row["velocity"])


AGREEMENT = (
    call_off(10_00, "2026-01-05", "Åre Bageri"),
    call_off(20_00, "2026-01-09", "åre  bageri"),  # same customer, month and week
    call_off(40_00, "2026-01-12", "ÅRE BAGERI"),  # the week after
    call_off(80_00, "2026-02-02", "Åre Bageri"),  # the month after
    call_off(5_00, "2026-01-05", "Ica"),
)


@pytest.mark.parametrize(
    ("unit", "observations"),
    [
        ("month", [70_00, 80_00, 5_00]),
        ("week", [30_00, 40_00, 80_00, 5_00]),
        ("order", [10_00, 20_00, 40_00, 80_00, 5_00]),
    ],
)
def test_call_offs_count_by_customer_and_period(unit: str, observations: list[int]) -> None:
    row = summary(frame(won(100_00), *AGREEMENT), WINDOW, call_off_unit=unit).loc["Anna"]  # type: ignore[arg-type]
    everything = [100_00, *observations]
    assert row["order_count"] == len(everything)
    assert row["order_total"] == sum(everything)
    assert row["order_mean"] == pytest.approx(np.mean(everything))
    assert row["order_median"] == pytest.approx(np.median(everything))
    assert row["call_offs"] == 5


def test_a_week_of_call_offs_runs_from_monday_to_sunday() -> None:
    orders = [call_off(1, f"2026-01-{day:02}", "Ica") for day in (4, 5, 11, 12)]  # Sunday, Monday, Sunday, Monday
    assert summary(frame(*orders), WINDOW, call_off_unit="week").loc["Anna", "order_count"] == 3


def test_a_month_is_cut_where_the_window_ends() -> None:
    orders = frame(call_off(1, "2026-01-20", "Ica"), call_off(2, "2026-01-25", "Ica"), call_off(4, "2026-01-31", "Ica"))
    assert summary(orders, Window(date(2026, 1, 25), date(2026, 1, 31))).loc["Anna", "order_mean"] == 6


def test_call_offs_without_a_customer_stand_alone() -> None:
    orders = [call_off(10, "2026-01-05"), call_off(20, "2026-01-05"), call_off(30, "2026-01-05", "  ")]
    assert summary(frame(*orders), WINDOW).loc["Anna", ["order_count", "order_total"]].tolist() == [3, 60]


def test_call_offs_without_an_amount_are_counted_as_left_out() -> None:
    orders = [
        call_off(10, "2026-01-05", "Ica"),
        call_off(None, "2026-01-06", "Ica"),
        call_off(None, "2026-01-06", "Coop"),
    ]
    row = summary(frame(*orders), WINDOW).loc["Anna"]
    assert row[["order_count", "order_total", "left_out_amount", "call_offs"]].tolist() == [1, 10, 2, 3]


def test_reps_calling_off_for_one_customer_are_one_observation_for_everyone_together() -> None:
    orders = frame(call_off(10, "2026-01-05", "Ica"), call_off(30, "2026-01-06", "Ica", rep="Bo"))
    assert summary(orders, WINDOW)["order_count"].tolist() == [1, 1]
    assert summary(orders, WINDOW, by=None).loc["all", ["order_count", "order_mean"]].tolist() == [1, 40]


def test_a_call_off_is_no_decision_no_opening_and_no_pipeline() -> None:
    dated = {"opened_on": "2026-01-02", "started_on": "2026-01-02"}
    orders = [
        call_off(10, "2026-01-05", "Ica", **dated),
        call_off(10, "2026-01-05", "Ica", **dated, status="lost"),
        call_off(10, "2026-05-01", "Ica", **dated, status="open"),
        call_off(10, "2026-05-01", "Ica", **dated),
    ]
    row = summary(frame(*orders), WINDOW).loc["Anna"]
    assert row[["won", "lost", "close_sample", "opened", "open_now", "left_out_opened"]].tolist() == [0] * 6
    assert row[["order_count", "call_offs"]].tolist() == [1, 1]


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="per month, week, order, not per 'year'"):
        summary(frame(won(1)), WINDOW, call_off_unit="year")  # type: ignore[arg-type]


# Ten deals won after 1 … 10 days in January: nine in ten took nine days at most.
TEN_WON = tuple(won(1, closed=f"2026-01-{20 + days}", started="2026-01-20", rep="Bo") for days in range(1, 11))
DAY = date(2026, 3, 31)


def test_stale_is_older_than_nine_in_ten_won() -> None:
    deals = frame(*TEN_WON, still_open("2026-03-22"), still_open("2026-03-21"), still_open(None))
    assert stale_after(deals, DAY) == 9
    named = stale(deals, DAY)
    assert named[["deal", "age"]].to_numpy().tolist() == [[12, 10]]  # nine days is not older than nine
    assert summary(deals, WINDOW).loc["Anna", ["stale", "open_now"]].tolist() == [1, 2]


def test_nothing_is_stale_before_ten_were_won() -> None:
    nine = frame(*TEN_WON[:9], still_open("2020-01-01"))
    assert np.isnan(stale_after(nine, DAY))
    assert len(stale(nine, DAY)) == 0
    later = frame(*TEN_WON, still_open("2020-01-01"))
    assert np.isnan(stale_after(later, date(2026, 1, 29)))  # the tenth was won on the 30th
    assert stale_after(later, date(2026, 1, 30)) == 9


def test_the_baseline_is_deals_won_from_a_known_start() -> None:
    others = [
        lost(closed="2026-02-01", started="2020-01-01"),
        won(closed="2026-02-01"),
        won(closed="2026-02-01", started="2026-02-02"),
        call_off(1, "2026-02-01", "Ica", started_on="2020-01-01"),
    ]
    assert stale_after(frame(*TEN_WON, *others), DAY) == 9


def test_age_counts_from_the_start_and_before_it_from_the_opening() -> None:
    deals = frame(
        *TEN_WON,
        still_open("2026-01-01", started_on="2026-03-25"),  # old, but its meeting was six days ago
        still_open("2026-01-01", started_on=None),  # no meeting yet
        still_open("2026-01-01", started_on="2026-04-10"),  # its meeting is to come
        still_open(None, started_on="2026-01-02"),
    )
    assert stale(deals, DAY)[["deal", "age"]].to_numpy().tolist() == [[12, 89], [13, 89], [14, 88]]


def test_a_limit_from_a_larger_frame_replaces_the_frames_own() -> None:
    deals = frame(still_open("2026-03-01", product="Lim"), still_open("2026-03-30", product="Skruv"))
    assert summary(deals, WINDOW, stale_days=10.0).loc["Anna", "stale"] == 1
    assert stale(deals, DAY, stale_days=10.0)["product"].tolist() == ["Lim"]
    assert len(stale(frame(*TEN_WON, *[still_open("2020-01-01")]), DAY, stale_days=float("nan"))) == 0


def test_stale_deals_are_no_pipeline_in_velocity() -> None:
    fresh = [still_open("2026-03-30", rep="Bo"), still_open("2026-03-31", rep="Bo")]
    row = summary(frame(*TEN_WON, *fresh, still_open("2026-01-01", 10**9, rep="Bo")), WINDOW).loc["Bo"]
    assert row["velocity"] == pytest.approx(2 * 1 * 1 / 5.5)
    assert np.isnan(row["open_value"])


def test_stale_keeps_the_columns_and_an_empty_frame() -> None:
    assert list(stale(empty(), DAY).columns) == [*empty().columns, "age"]
    with pytest.raises(FrameError, match="'deal' is missing"):
        stale(empty().drop(columns="deal"), DAY)
