"""The table, and the counting beneath it where it takes other ways for many deals or large numbers."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import CALL_OFF_UNITS, PILLARS, CallOffUnit, FrameError, Window, empty, scorecard
from pillars.columns import PIECE, between
from pillars.groups import TALLIED, sort_within, tally, totals
from pillars.table import table
from tests.effort import tries
from tests.pillars.frames import call_off, frame, frames, lost, still_open, won

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))

SMALL = frame(
    won(100_00, closed="2026-01-01", started="2025-12-22"),
    won(None, closed="2026-02-01", started="2026-01-01"),
    lost(900_00, closed="2026-02-01", started="2026-01-02"),
    still_open("2026-02-02", 700_00),
    call_off(30_00, "2026-02-03", "Volvo"),
    call_off(10_00, "2026-02-20", "volvo"),  # of the same month: one observation, 40 kr
    won(300_00, closed="2025-12-31", rep="Bo"),
)


def as_table(card: pd.DataFrame) -> pd.DataFrame:
    """A scorecard's values and samples in the table's shape."""
    groups = card["group"].iloc[:: len(PILLARS)]
    columns = {}
    for name in PILLARS:
        rows = card[card["pillar"] == name]
        columns[name], columns[f"{name}_sample"] = rows["value"].to_numpy(), rows["sample"].to_numpy()
    return pd.DataFrame(columns, index=pd.Index(groups, name="group"))


def test_by_hand() -> None:
    found = table(SMALL, WINDOW)
    assert found.index.tolist() == ["Anna", "Bo"]
    assert found.loc["Anna"].to_dict() == {
        "win_rate": 2 / 3,
        "win_rate_sample": 3,
        "order_value": 70_00,
        "order_value_sample": 2,
        "time_to_close": (10 + 31) / 2,
        "time_to_close_sample": 2,
        "opportunities": 3,
        "opportunities_sample": 3,
    }
    bo = found.loc[["Bo"]]
    assert bo[list(PILLARS)].isna().to_numpy().tolist() == [[True, True, True, False]]
    assert bo[[f"{name}_sample" for name in PILLARS]].to_numpy().tolist() == [[0, 0, 0, 0]]


@tries(60)
@given(frames(), st.sampled_from(["rep", "product", "customer", None]), st.sampled_from(CALL_OFF_UNITS))
def test_the_scorecard_says_the_same_to_the_last_bit(deals: pd.DataFrame, by: str | None, unit: CallOffUnit) -> None:
    before = deals.copy(deep=True)
    found = table(deals, WINDOW, by=by, call_off_unit=unit)
    assert_frame_equal(deals, before)
    expected = as_table(scorecard(deals, WINDOW, by=by, call_off_unit=unit))
    assert_frame_equal(found, expected, check_exact=True, check_index_type=False)


def test_more_deals_than_one_piece_holds() -> None:
    """Each copy of the deals has a rep of its own, so that every one of them must come out as the first."""
    copies = 2 * PIECE // len(SMALL) + 2
    deals = pd.concat([SMALL] * copies, ignore_index=True)
    number = np.arange(copies).repeat(len(SMALL)) * 2 + (deals["rep"] == "Bo").to_numpy()
    found = table(deals.assign(rep=pd.Categorical(number)), WINDOW)
    once = table(SMALL, WINDOW)
    assert len(deals) > 2 * PIECE
    assert_frame_equal(found.reset_index(drop=True), pd.concat([once] * copies, ignore_index=True), check_exact=True)


def test_groups_come_in_the_order_of_the_categories() -> None:
    reps = pd.Categorical(SMALL["rep"], categories=["Cilla", "Bo", "Anna"])
    found = table(SMALL.assign(rep=reps), WINDOW)
    assert found.index.tolist() == ["Bo", "Anna"]  # Cilla has no deals
    assert_frame_equal(found.loc[["Anna", "Bo"]], table(SMALL, WINDOW), check_index_type=False)


def test_deals_of_no_group_come_last() -> None:
    found = table(SMALL.assign(team=pd.Categorical(["B", "A", "A", None, None, None, None])), WINDOW, by="team")
    assert found.index.tolist() == ["A", "B", None]
    assert found["opportunities"].tolist() == [2, 0, 1]


def test_nobody() -> None:
    nothing = table(empty(), WINDOW)
    assert nothing.empty
    assert list(nothing.columns) == [column for name in PILLARS for column in (name, f"{name}_sample")]
    everyone = table(empty(), WINDOW, by=None)
    assert everyone.index.tolist() == ["all"]
    assert everyone[list(PILLARS)].isna().all(axis=None)


def test_what_is_refused() -> None:
    with pytest.raises(FrameError, match="'amount' is missing"):
        table(SMALL.drop(columns="amount"), WINDOW)
    with pytest.raises(FrameError, match="no column 'region'"):
        table(SMALL, WINDOW, by="region")
    with pytest.raises(FrameError, match="'rep' has a row without a rep"):
        table(SMALL.assign(rep=pd.Categorical(["Anna", None, "Bo", "Bo", "Bo", "Bo", "Bo"])), WINDOW)
    with pytest.raises(FrameError, match="'status' has a row without a value"):
        table(SMALL.assign(status=pd.Categorical(["won", None, "won", "won", "won", "won", "won"])), WINDOW)
    with pytest.raises(ValueError, match="per month, week, order"):
        table(SMALL, WINDOW, call_off_unit="year")  # type: ignore[arg-type]


def test_statuses_in_an_order_of_their_own() -> None:
    """Categories that are not the contract's, or not in its order, are read by name and not by place."""
    status = pd.Categorical(SMALL["status"], categories=["lost", "won", "asleep", "open"])
    kind = pd.Categorical(SMALL["kind"], categories=["call_off", "one_off"])
    assert_frame_equal(table(SMALL.assign(status=status, kind=kind), WINDOW), table(SMALL, WINDOW))


def test_a_time_of_day_plays_no_part() -> None:
    deals = SMALL.assign(
        closed_on=SMALL["closed_on"] + pd.Timedelta("20h"), opened_on=SMALL["opened_on"] + pd.Timedelta("1h")
    )
    assert_frame_equal(table(deals, WINDOW), table(SMALL, WINDOW))


@pytest.mark.parametrize("year", [1, 1950, 1969, 1970, 2026, 9999])
def test_between_days_of_any_age(year: int) -> None:
    first, after = np.datetime64(f"{year:04}-03-01", "s"), np.datetime64(f"{year:04}-03-03", "s")
    second = np.timedelta64(1, "s")
    far = [np.datetime64("NaT", "s"), np.datetime64("0001-01-01", "s"), np.datetime64("9999-12-31", "s")]
    moments = np.array([first - second, first, after - second, after, *far])
    assert between(moments, first, after).tolist() == [False, True, True, False, False, False, False]


@pytest.mark.parametrize("largest", [21, 2**31, 2**53 - 1, 2**62])
def test_medians_and_sums_of_numbers_of_any_size(largest: int) -> None:
    """Small ones sort in narrow keys, larger ones in wide keys, and the largest fit no key beside their group."""
    values = np.array([0, 3, -largest // 4, 5, largest // 4, 1, 2, 3])
    codes = np.array([1, 3, 3, 1, 3, 3, 1, 1], dtype=np.int8)
    found = sort_within(codes, values, 5)
    groups = [values[codes == code] for code in range(5)]
    assert found.counts.tolist() == [len(group) for group in groups]
    assert found.sums().tolist() == [sum(map(int, group)) for group in groups]
    medians = [np.nan, 2.5, np.nan, 2.0, np.nan]
    np.testing.assert_array_equal(found.median(), medians)
    np.testing.assert_array_equal(found.at(np.zeros(5, dtype=np.int64)), [np.nan, 0, np.nan, -largest // 4, np.nan])


def test_nothing_to_sort() -> None:
    found = sort_within(np.zeros(0, dtype=np.int8), np.zeros(0, dtype=np.int64), 2)
    assert found.sums().tolist() == [0, 0]
    assert np.isnan(found.median()).all()


def test_sums_are_exact_where_floats_are_not() -> None:
    codes = np.array([0, 1, 0, 0], dtype=np.int8)
    assert totals(codes, np.array([2**53, 5, 1, 2**53]), 3).tolist() == [2**54 + 1, 5, 0]
    assert totals(codes, np.array([2**40, 5, 1, -(2**41)]), 3).tolist() == [1 - 2**40, 5, 0]
    with pytest.raises(FrameError, match="more than 64 bits"):
        totals(codes, np.array([2**62, 5, 1, 2**62]), 3)


def test_many_are_counted_by_parts() -> None:
    codes = np.tile(np.array([2, 0, 2], dtype=np.int32), TALLIED // 2)
    assert tally(codes, 4).tolist() == [TALLIED // 2, 0, 2 * (TALLIED // 2), 0]
