from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pillars import Window


def test_both_ends_are_inside() -> None:
    window = Window(date(2026, 1, 1), date(2026, 1, 31))
    assert window.days == 31
    assert window.contains(date(2026, 1, 1))
    assert window.contains(date(2026, 1, 31))
    assert window.contains(datetime(2026, 1, 31, 23, 59))  # noqa: DTZ001
    assert not window.contains(date(2025, 12, 31))
    assert not window.contains(date(2026, 2, 1))


def test_end_before_start_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Window(date(2026, 1, 2), date(2026, 1, 1))


def test_a_moment_is_taken_as_its_day_and_text_is_refused() -> None:
    assert Window(datetime(2026, 1, 1, 8), datetime(2026, 1, 2, 9)) == Window(date(2026, 1, 1), date(2026, 1, 2))  # noqa: DTZ001
    with pytest.raises(ValueError, match="start is a date"):
        Window("2026-01-01", date(2026, 1, 2))  # type: ignore[arg-type]


def test_a_window_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Window(date(2026, 1, 1), date(2026, 1, 2)).start = date(2025, 1, 1)  # type: ignore[misc]


def test_last_days_ends_today_and_is_thirteen_weeks() -> None:
    window = Window.last_days(date(2026, 7, 1))
    assert window == Window(date(2026, 4, 2), date(2026, 7, 1))
    assert window.previous() == Window(date(2026, 1, 1), date(2026, 4, 1))
    assert Window.last_days(date(2026, 7, 1), 1) == Window(date(2026, 7, 1), date(2026, 7, 1))
    for n in (0, -3, 10**9):
        with pytest.raises(ValueError, match="days"):
            Window.last_days(date(2026, 7, 1), n)


@pytest.mark.parametrize("today", [date(2026, 6, 29), date(2026, 7, 1), date(2026, 7, 5)])  # Monday to Sunday
def test_last_weeks_ends_last_sunday(today: date) -> None:
    assert Window.last_weeks(today) == Window(date(2026, 3, 30), date(2026, 6, 28))
    assert Window.last_weeks(today, 1) == Window(date(2026, 6, 22), date(2026, 6, 28))


def test_calendar_periods() -> None:
    assert Window.of_month(2028, 2) == Window(date(2028, 2, 1), date(2028, 2, 29))
    assert Window.of_quarter(2026, 1) == Window(date(2026, 1, 1), date(2026, 3, 31))
    assert Window.of_quarter(2026, 4) == Window(date(2026, 10, 1), date(2026, 12, 31))
    assert Window.of_year(2026) == Window(date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        Window.of_quarter(2026, 5)


def test_no_days_before_the_calendar() -> None:
    with pytest.raises(ValueError, match="no 10 days before"):
        Window(date(1, 1, 5), date(1, 1, 14)).previous()
    assert Window(date(1, 1, 2), date(1, 1, 2)).previous().start == date.min


@given(st.dates(date(1000, 1, 1)), st.integers(1, 4000))
def test_the_previous_window_is_as_long_and_touches(end: date, days: int) -> None:
    window = Window.last_days(end, days)
    before = window.previous()
    assert window.days == before.days == days
    assert (window.start - before.end).days == 1


@given(st.lists(st.none() | st.dates(), max_size=20), st.dates(), st.dates())
def test_many_days_at_once_as_one_by_one(days: list[date | None], one: date, other: date) -> None:
    window = Window(min(one, other), max(one, other))
    moments = np.array(days, dtype="datetime64[D]").astype("datetime64[s]")
    assert window.holds(moments).tolist() == [day is not None and window.contains(day) for day in days]
