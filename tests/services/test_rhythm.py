"""Whose weekly message is due when: across zones, clock changes and a whole year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.rhythm import (
    MOST_MISSED,
    Rhythm,
    last_sunday,
    next_occasion,
    occasions_between,
    weeks_ending,
    zone_of,
)

ZONES = ("Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Pacific/Kiritimati")
moments = st.integers(0, 6 * 365 * 24 * 60).map(lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
rhythms = st.builds(
    Rhythm,
    tz=st.sampled_from((*ZONES, "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca", "Pacific/Apia")),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
)


@pytest.mark.parametrize("tz", ZONES)
@pytest.mark.parametrize("hour", [8, 2, 0, 23])
def test_a_year_of_mondays(tz: str, hour: int) -> None:
    """52 or 53 messages, each on a Monday at the local hour, about Sundays a week apart."""
    rhythm, zone = Rhythm(tz, 0, hour), ZoneInfo(tz)
    now, end = datetime(2026, 1, 1, tzinfo=zone), datetime(2027, 1, 1, tzinfo=zone)
    found = []
    while (occasion := next_occasion(rhythm, now)).due_at < end:
        found.append(occasion)
        now = occasion.due_at
    mondays = sum((date(2026, 1, 1) + timedelta(days=n)).weekday() == 0 for n in range(365))
    assert len(found) == mondays == 52
    local = [occasion.due_at.astimezone(zone) for occasion in found]
    assert {moment.weekday() for moment in local} == {0}
    assert {moment.hour for moment in local} == {hour}
    sundays = [occasion.sunday for occasion in found]
    assert sundays == [date(2026, 1, 4) + timedelta(weeks=n) for n in range(52)]
    assert [moment.date() - timedelta(days=1) for moment in local] == sundays


@pytest.mark.parametrize(
    ("tz", "weekday", "hour", "after", "due"),
    [
        # The clocks go forward over 02:00 on Sunday 29 March 2026: it is due at the jump, 03:00 summer time.
        ("Europe/Stockholm", 6, 2, datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # They go back on 25 October: 02:00 exists twice, and the first is meant.
        ("Europe/Stockholm", 6, 2, datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC)),
        # Not once more when the hour comes again.
        ("Europe/Stockholm", 6, 2, datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 11, 1, 1, tzinfo=UTC)),
        ("America/New_York", 6, 2, datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("Australia/Sydney", 0, 8, datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 4, 21, tzinfo=UTC)),
        ("Pacific/Kiritimati", 0, 8, datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 22, 18, tzinfo=UTC)),
        ("no such zone", 0, 8, datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
    ],
)
def test_hours_that_are_missing_or_come_twice(tz: str, weekday: int, hour: int, after: datetime, due: datetime) -> None:
    assert next_occasion(Rhythm(tz, weekday, hour), after).due_at == due


@given(rhythms, moments)
def test_the_next_one_is_later_and_nothing_lies_between(rhythm: Rhythm, after: datetime) -> None:
    occasion = next_occasion(rhythm, after)
    assert after < occasion.due_at <= after + timedelta(days=8)
    assert next_occasion(rhythm, occasion.due_at - timedelta(microseconds=1)) == occasion
    local = occasion.due_at.astimezone(zone_of(rhythm.tz))
    # Apia left out a whole day in 2011 only, so in these years at most an hour is missing.
    assert local.weekday() == rhythm.weekday
    assert local.hour in (rhythm.hour, rhythm.hour + 1)


@given(rhythms, moments)
def test_what_it_is_about_is_over_where_the_rep_is(rhythm: Rhythm, after: datetime) -> None:
    occasion = next_occasion(rhythm, after)
    local = occasion.due_at.astimezone(zone_of(rhythm.tz)).date()
    assert occasion.sunday.weekday() == 6
    assert timedelta(days=1) <= local - occasion.sunday <= timedelta(days=7)
    assert occasion.due_at < occasion.useful_until <= occasion.due_at + timedelta(days=3, hours=2)
    weeks = weeks_ending(occasion.period)
    assert (weeks.end, weeks.start.weekday(), (weeks.end - weeks.start).days) == (occasion.sunday, 0, 90)


@given(rhythms, moments, st.integers(0, 30))
def test_after_a_long_silence_the_last_weeks_are_looked_at(rhythm: Rhythm, now: datetime, weeks: int) -> None:
    first = next_occasion(rhythm, now - timedelta(weeks=weeks)).due_at
    found = occasions_between(rhythm, first, now)
    assert len(found) <= MOST_MISSED + 1
    assert [o.due_at for o in found] == sorted({o.due_at for o in found})
    assert all(first <= o.due_at <= now for o in found)
    if found:
        assert next_occasion(rhythm, found[-1].due_at).due_at > now
    else:
        assert first > now


def test_a_mondays_message_is_useful_until_wednesdays_end() -> None:
    occasion = next_occasion(Rhythm("Europe/Stockholm"), datetime(2026, 11, 18, tzinfo=UTC))
    assert occasion.due_at == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert occasion.useful_until == datetime(2026, 11, 25, 23, tzinfo=UTC)
    assert occasion.period == "2026-11-22"


def test_a_sundays_own_week_is_not_over() -> None:
    assert last_sunday(date(2026, 11, 22)) == date(2026, 11, 15)
    assert last_sunday(date(2026, 11, 23)) == date(2026, 11, 22)


@pytest.mark.parametrize(("weekday", "hour"), [(7, 8), (-1, 8), (0, 24), (0, -1)])
def test_a_rhythm_that_there_is_not(weekday: int, hour: int) -> None:
    with pytest.raises(ValueError, match="no such weekday and hour"):
        Rhythm("Europe/Stockholm", weekday, hour)
