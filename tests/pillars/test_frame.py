from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from pandas.testing import assert_frame_equal

from pillars import COLUMNS, FrameError, Window, empty, scorecard, summary, validate
from tests.pillars.frames import call_off, frame, frames, lost, still_open, won

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))

LOOSE: dict[str, list[Any]] = {
    "deal": [7, 8, 9],
    "rep": ["Bo", "Anna", "Bo"],
    "status": ["won", "lost", "open"],
    "kind": ["one_off"] * 3,
    "amount": [25_000_00, 0, None],
    "opened_on": [date(2026, 1, 2), "2026-01-03", None],
    "closed_on": ["2026-02-01T10:30:00", pd.Timestamp("2026-02-02"), None],
    "started_on": [None, None, None],
    "customer": ["Volvo", None, "Ica"],
}


def loose(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(LOOSE | columns)


def test_empty_keeps_its_own_contract() -> None:
    assert tuple(empty().columns) == tuple(COLUMNS)
    assert {name: str(dtype) for name, dtype in empty().dtypes.items()} == dict(COLUMNS)
    assert_frame_equal(validate(empty()), empty())


def test_what_people_have_is_brought_into_the_contract() -> None:
    valid = validate(loose(region=["Nord", "Syd", "Nord"]))
    assert {name: str(valid[name].dtype) for name in COLUMNS} == dict(COLUMNS)
    assert valid["amount"].tolist() == [25_000_00, 0, pd.NA]
    assert valid["opened_on"].tolist() == [pd.Timestamp("2026-01-02"), pd.Timestamp("2026-01-03"), pd.NaT]
    assert valid["closed_on"].tolist() == [pd.Timestamp("2026-02-01"), pd.Timestamp("2026-02-02"), pd.NaT]
    assert valid["region"].tolist() == ["Nord", "Syd", "Nord"]
    assert_frame_equal(validate(valid), valid)


def test_loose_and_valid_frames_give_the_same_figures() -> None:
    raw = loose(amount=[2_500_000.0, 0.0, np.nan])
    assert_frame_equal(scorecard(raw, WINDOW), scorecard(validate(raw), WINDOW))
    assert_frame_equal(summary(raw, WINDOW), summary(validate(raw), WINDOW))


def test_other_units_of_time_and_categories_read_alike() -> None:
    valid = validate(loose())
    other = valid.astype({"opened_on": "datetime64[ns]", "closed_on": "datetime64[ms]", "rep": "category"})
    assert_frame_equal(scorecard(other, WINDOW), scorecard(valid, WINDOW), check_dtype=False)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(column: str) -> None:
    for door in (validate, lambda deals: scorecard(deals, WINDOW)):
        with pytest.raises(FrameError, match=f"'{column}' is missing"):
            door(loose().drop(columns=column))


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("status", ["won", "lost", "Stängd"], "'status' holds 'Stängd'; it is one of open, won, lost"),
        ("status", ["won", "lost", None], "'status' has a row without a value"),
        ("kind", ["one_off", "order", "one_off"], "'kind' holds 'order'"),
        ("rep", ["Anna", None, "Bo"], "'rep' has a row without a rep"),
        ("amount", [12.5, 1, 2], "'amount' holds 12.5"),
        ("amount", [1e19, 1, 2], "'amount' holds a number beyond 64 bits"),
        ("amount", [np.inf, 1, 2], "'amount' holds a number beyond 64 bits"),
        ("amount", [10**30, 1, 2], "'amount' holds something that is not a whole number"),
        ("amount", ["25 000", 1, 2], "'amount' holds something that is not a whole number"),
        ("amount", [True, False, True], "'amount' holds true/false"),
        ("amount", pd.array([2**63, 1, 2], dtype="UInt64"), "'amount' holds a number beyond 64 bits"),
        ("closed_on", ["i går", None, None], "'closed_on' holds something that is not a date"),
        ("closed_on", [20260101, 20260102, 20260103], "'closed_on' holds numbers"),
        ("opened_on", pd.to_datetime(["2026-01-01"] * 3, utc=True), "'opened_on' has a time zone"),
        ("opened_on", ["2026-01-01T00:00:00+01:00"] * 3, "'opened_on' has a time zone"),
    ],
)
def test_a_broken_column_is_named(column: str, values: Any, says: str) -> None:
    for door in (validate, lambda deals: summary(deals, WINDOW)):
        with pytest.raises(FrameError) as refused:
            door(loose(**{column: values}))
        assert says in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("deal", [1, 2, 1], "number 1 more than once"),
        ("deal", [1, None, 2], "'deal' has a row without a number"),
        ("customer", [1, 2, 3], "'customer' holds something else than text"),
    ],
)
def test_what_only_the_doors_check(column: str, values: Any, says: str) -> None:
    with pytest.raises(FrameError, match=says):
        validate(loose(**{column: values}))


def test_not_a_frame_and_a_column_twice_are_refused() -> None:
    with pytest.raises(FrameError, match="not as list"):
        validate([])  # type: ignore[arg-type]
    with pytest.raises(FrameError, match="'rep' is there twice"):
        validate(pd.concat([loose(), loose()[["rep"]]], axis=1))


def test_a_column_to_group_by_must_be_there() -> None:
    with pytest.raises(FrameError, match="no column 'region' to group by"):
        scorecard(loose(), WINDOW, by="region")
    with pytest.raises(FrameError, match="no column 'team' to group by"):
        scorecard(loose(), WINDOW, within="team")


def test_sums_beyond_64_bits_are_refused_and_large_ones_are_exact() -> None:
    huge = 10**14 + 1  # ninety of them are the largest sum that a float still holds
    deals = frame(*(won(huge) for _ in range(90)))
    assert summary(deals, WINDOW).loc["Anna", "order_total"] == 90 * huge
    with pytest.raises(FrameError, match="more than 64 bits"):
        summary(frame(*(won(2**62) for _ in range(2))), WINDOW)


@given(frames())
def test_validating_twice_changes_nothing(deals: pd.DataFrame) -> None:
    before = deals.copy(deep=True)
    assert_frame_equal(validate(deals), deals)
    assert_frame_equal(deals, before)


def test_every_helper_makes_what_it_says() -> None:
    deals = frame(won(1), lost(2), still_open("2026-01-01"), call_off(3, "2026-01-01"))
    assert deals["status"].tolist() == ["won", "lost", "open", "won"]
    assert deals["kind"].tolist() == ["one_off"] * 3 + ["call_off"]
