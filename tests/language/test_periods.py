"""Periods in both languages, and what holds for every one of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DateAmbiguous, PeriodNotUnderstood
from bot.language import default_window, parse_period
from bot.language.words import CALENDAR_PERIODS
from pillars import Window

TODAY = date(2026, 11, 21)  # a Saturday

UNDERSTOOD = [
    ("30d", "2026-10-23", "2026-11-21"),
    ("30 dagar", "2026-10-23", "2026-11-21"),
    ("last 30 days", "2026-10-23", "2026-11-21"),
    ("senaste 30 dagarna", "2026-10-23", "2026-11-21"),
    ("1d", "2026-11-21", "2026-11-21"),
    ("13 weeks", "2026-08-23", "2026-11-21"),
    ("13v", "2026-08-23", "2026-11-21"),
    ("tretton veckor", "2026-08-23", "2026-11-21"),
    ("3 months", "2026-08-22", "2026-11-21"),
    ("12 mån", "2025-11-22", "2026-11-21"),
    ("senaste månaden", "2026-10-22", "2026-11-21"),
    ("q3", "2026-07-01", "2026-09-30"),
    ("Q3", "2026-07-01", "2026-09-30"),
    ("kv3", "2026-07-01", "2026-09-30"),
    ("kvartal 4", "2026-10-01", "2026-11-21"),
    ("2026-q3", "2026-07-01", "2026-09-30"),
    ("q3 2025", "2025-07-01", "2025-09-30"),
    ("h1", "2026-01-01", "2026-06-30"),
    ("2025", "2025-01-01", "2025-12-31"),
    ("2026", "2026-01-01", "2026-11-21"),
    ("2026-03", "2026-03-01", "2026-03-31"),
    ("mars", "2026-03-01", "2026-03-31"),
    ("march", "2026-03-01", "2026-03-31"),
    ("december", "2025-12-01", "2025-12-31"),
    ("november", "2026-11-01", "2026-11-21"),
    ("feb 2024", "2024-02-01", "2024-02-29"),
    ("2026-03..2026-05", "2026-03-01", "2026-05-31"),
    ("2026-03 - 2026-05", "2026-03-01", "2026-05-31"),
    ("2026-03…2026-05", "2026-03-01", "2026-05-31"),
    ("2026-03-01..2026-05-31", "2026-03-01", "2026-05-31"),
    ("2026-03..", "2026-03-01", "2026-11-21"),
    ("since march", "2026-03-01", "2026-11-21"),
    ("mars till maj", "2026-03-01", "2026-05-31"),
    ("nov..feb", "2025-11-01", "2026-02-28"),
    ("q1..q2", "2026-01-01", "2026-06-30"),
    ("q3..2026-12", "2026-07-01", "2026-11-21"),
    ("this month", "2026-11-01", "2026-11-21"),
    ("denna månad", "2026-11-01", "2026-11-21"),
    ("last month", "2026-10-01", "2026-10-31"),
    ("förra månaden", "2026-10-01", "2026-10-31"),
    ("this quarter", "2026-10-01", "2026-11-21"),
    ("detta kvartal", "2026-10-01", "2026-11-21"),
    ("kvartalet", "2026-10-01", "2026-11-21"),
    ("last quarter", "2026-07-01", "2026-09-30"),
    ("förra kvartalet", "2026-07-01", "2026-09-30"),
    ("forra kvartalet", "2026-07-01", "2026-09-30"),
    ("i år", "2026-01-01", "2026-11-21"),
    ("ytd", "2026-01-01", "2026-11-21"),
    ("förra året", "2025-01-01", "2025-12-31"),
    ("last year", "2025-01-01", "2025-12-31"),
    ("this week", "2026-11-16", "2026-11-21"),
    ("förra veckan", "2026-11-09", "2026-11-15"),
    ("v40", "2026-09-28", "2026-10-04"),
    ("week 1 2026", "2025-12-29", "2026-01-04"),
    ("igår", "2026-11-20", "2026-11-20"),
    ("2026-11-03", "2026-11-03", "2026-11-03"),
]

NOT_UNDERSTOOD = [
    "",
    "Acme",
    "13",
    "0d",
    "9999d",
    "11 years",
    "2016-11-21..2026-11-21",
    "2027",
    "2027-q1",
    "2026-12",
    "q4 2027",
    "q5",
    "2026-13",
    "tomorrow",
    "2026-05..2026-03",
    "..2026-03",
    "2026-01..2026-02..2026-03",
    "1989",
    "v54",
    "q3 2026 2026",
    "٣٠d",
]


@pytest.mark.parametrize(("text", "start", "end"), UNDERSTOOD)
def test_periods(text: str, start: str, end: str) -> None:
    assert parse_period(text, TODAY) == Window(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_no_period_is_not_understood(text: str) -> None:
    with pytest.raises(PeriodNotUnderstood):
        parse_period(text, TODAY)


def test_a_range_of_ambiguous_dates_is_asked_about() -> None:
    with pytest.raises(DateAmbiguous):
        parse_period("1/3..2/4", TODAY)


def test_ten_years_are_the_longest() -> None:
    assert parse_period("10 years", TODAY) == parse_period("2016-11-22..2026-11-21", TODAY)


def test_a_week_begins_when_the_workspace_says() -> None:
    assert parse_period("this week", TODAY, week_start=6) == Window(date(2026, 11, 15), TODAY)
    assert parse_period("last week", TODAY, week_start=5) == Window(date(2026, 11, 14), date(2026, 11, 20))


def test_the_default_is_thirteen_weeks_that_end_today() -> None:
    assert default_window(TODAY) == parse_period("13w", TODAY) == parse_period("91d", TODAY)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(sorted(CALENDAR_PERIODS)), st.integers(0, 6))
def test_this_and_last_touch_and_nothing_is_to_come(today: date, word: str, week_start: int) -> None:
    window = parse_period(word, today, week_start)
    unit, back = CALENDAR_PERIODS[word]
    assert window.start <= window.end <= today
    running = parse_period(
        {"week": "this week", "month": "this month", "quarter": "this quarter", "year": "this year"}[unit],
        today,
        week_start,
    )
    assert running.end == today
    assert window == running if back == 0 else window.end + timedelta(days=1) == running.start


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 3650))
def test_so_many_days_are_so_many_days(today: date, days: int) -> None:
    window = parse_period(f"{days}d", today)
    assert (window.end, window.days) == (today, days)
    assert parse_period(f"{days} dagar", today) == window


PIECES = (
    "q3", "kv", "2026", "2025-03", "..", "-", "mars", "maj", "förra", "this", "kvartalet", "month", "30", "d",
    "v", "40", "since", "till", "last", "13", "weeks", "0", "9999", " "
)  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join), st.dates(), st.integers(0, 6))
def test_any_text_gives_a_period_or_a_sentence(text: str, today: date, week_start: int) -> None:
    try:
        window = parse_period(text, today, week_start)
    except (PeriodNotUnderstood, DateAmbiguous):
        return
    assert window.start <= window.end <= today
    assert window.days <= 3653
