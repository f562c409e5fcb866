"""Dates as Swedes, Britons and Americans write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DateAmbiguous, DateNotUnderstood
from bot.language import parse_date

TODAY = date(2026, 11, 21)  # a Saturday

UNDERSTOOD = [
    ("2026-10-01", date(2026, 10, 1)),
    ("2026/10/01", date(2026, 10, 1)),
    ("20261001", date(2026, 10, 1)),
    ("2024-02-29", date(2024, 2, 29)),
    ("25/10", date(2026, 10, 25)),
    ("10/25", date(2026, 10, 25)),
    ("25.10.", date(2026, 10, 25)),
    ("25-10-2025", date(2025, 10, 25)),
    ("5/5", date(2026, 5, 5)),
    ("30/11", date(2025, 11, 30)),  # the latest that has been
    ("21/11", date(2026, 11, 21)),
    ("1 okt", date(2026, 10, 1)),
    ("1okt", date(2026, 10, 1)),
    ("1:a oktober", date(2026, 10, 1)),
    ("den 1 oktober 2025", date(2025, 10, 1)),
    ("Oct 1", date(2026, 10, 1)),
    ("October 1st, 2025", date(2025, 10, 1)),
    ("1st of October", date(2026, 10, 1)),
    ("24 dec", date(2025, 12, 24)),
    ("today", date(2026, 11, 21)),
    ("Idag", date(2026, 11, 21)),
    ("yesterday", date(2026, 11, 20)),
    ("igår", date(2026, 11, 20)),
    ("i går", date(2026, 11, 20)),
    ("igar", date(2026, 11, 20)),
    ("förrgår", date(2026, 11, 19)),
    ("the day before yesterday", date(2026, 11, 19)),
    ("tomorrow", date(2026, 11, 22)),
    ("måndag", date(2026, 11, 16)),
    ("Monday", date(2026, 11, 16)),
    ("lördag", date(2026, 11, 21)),  # a bare weekday may be today
    ("last saturday", date(2026, 11, 14)),
    ("i lördags", date(2026, 11, 14)),
    ("last friday", date(2026, 11, 20)),
    ("i fredags", date(2026, 11, 20)),
    ("förra fredagen", date(2026, 11, 20)),
    ("3 days ago", date(2026, 11, 18)),
    ("för 3 dagar sedan", date(2026, 11, 18)),
    ("för tre dagar sen", date(2026, 11, 18)),
    ("a week ago", date(2026, 11, 14)),
    ("för två veckor sedan", date(2026, 11, 7)),
    ("9 months ago", date(2026, 2, 21)),
]

NOT_UNDERSTOOD = [
    "",
    "Acme",
    "31/2",
    "30 feb",
    "29/2",
    "2026-02-30",
    "2026-13-01",
    "2026-1001",
    "0/0",
    "32/13",
    "261001",
    "last week",
    "förra veckan",
    "oktober",
    "next monday",
    "på måndag",
    "10000 days ago",
    "9999 years ago",
    "٣/٤",
    "１/１０",
]


@pytest.mark.parametrize(("text", "day"), UNDERSTOOD)
def test_dates(text: str, day: date) -> None:
    assert parse_date(text, TODAY, day_first=None) == day


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
@pytest.mark.parametrize("day_first", [True, False, None])
def test_what_is_no_date_is_not_understood(text: str, day_first: bool | None) -> None:
    with pytest.raises(DateNotUnderstood):
        parse_date(text, TODAY, day_first=day_first)


@pytest.mark.parametrize("text", ["3/4", "3.4", "3-4", "3/4/2026", "03.04.26"])
def test_the_locale_says_whether_the_day_comes_first(text: str) -> None:
    assert parse_date(text, TODAY, day_first=True) == date(2026, 4, 3)
    assert parse_date(text, TODAY, day_first=False) == date(2026, 3, 4)
    with pytest.raises(DateAmbiguous) as asked:
        parse_date(text, TODAY, day_first=None)
    assert (asked.value.params["first"], asked.value.params["second"]) == (date(2026, 4, 3), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [("10-01", date(2026, 1, 10), date(2026, 10, 1)), ("26-10-01", date(2001, 10, 26), date(2026, 10, 1))],
)
def test_short_forms_of_iso_dates_are_asked_about_where_the_day_comes_first(
    text: str, first: date, second: date
) -> None:
    with pytest.raises(DateAmbiguous) as asked:
        parse_date(text, TODAY, day_first=True)
    assert (asked.value.params["first"], asked.value.params["second"]) == (first, second)
    assert parse_date(text, TODAY, day_first=False) == second


def test_the_29th_of_february_without_a_year_is_known_in_the_year_after_it() -> None:
    assert parse_date("29 feb", date(2024, 3, 1), day_first=True) == date(2024, 2, 29)
    assert parse_date("29/2", date(2025, 2, 28), day_first=True) == date(2024, 2, 29)


def test_a_month_ago_is_its_last_day_where_it_is_shorter() -> None:
    assert parse_date("en månad sedan", date(2026, 3, 31), day_first=True) == date(2026, 2, 28)


ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SWEDISH = ("januari", "februari", "mars", "april", "maj", "juni")
SWEDISH += ("juli", "augusti", "september", "oktober", "november", "december")

dates = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(dates, st.booleans())
def test_every_date_reads_back_in_every_full_form(day: date, day_first: bool) -> None:
    parts = (day.day, day.month) if day_first else (day.month, day.day)
    forms = [
        day.isoformat(),
        day.strftime("%Y%m%d"),
        f"{day.day} {SWEDISH[day.month - 1]} {day.year}",
        f"{ENGLISH[day.month - 1]} {day.day}, {day.year}",
        "{}/{}/{}".format(*parts, day.year),
        "{}.{}.{}".format(*parts, day.year),
    ]
    assert {parse_date(form, TODAY, day_first=day_first) for form in forms} == {day}


@given(dates, st.integers(0, 364))
def test_a_date_without_a_year_is_the_latest_that_is_not_to_come(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    for form in (f"{day.day}/{day.month}", f"{day.day} {SWEDISH[day.month - 1]}"):
        assert parse_date(form, today, day_first=True) == day


@given(dates, st.sampled_from(["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]))
def test_weekdays_are_within_the_week_behind(today: date, name: str) -> None:
    bare, past = (parse_date(form, today, day_first=None) for form in (name, f"i {name}s"))
    assert bare.weekday() == past.weekday()
    assert 0 <= (today - bare).days <= 6
    assert 1 <= (today - past).days <= 7


PIECES = (
    "1", "10", "2026", "-", "/", ".", "okt", "oct", "i", "last", "fredag", "ago", "sedan", "för", "days", "3",
    "99999", "29", "feb", ":a", "idag", " "
)  # fmt: skip


@given(
    st.text() | st.lists(st.sampled_from(PIECES)).map("".join),
    st.dates(),
    st.sampled_from([True, False, None]),
)
def test_any_text_gives_a_date_or_a_sentence(text: str, today: date, day_first: bool | None) -> None:
    try:
        day = parse_date(text, today, day_first=day_first)
    except (DateNotUnderstood, DateAmbiguous):
        return
    assert type(day) is date
