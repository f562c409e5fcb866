"""What day it is for whom. The clock itself comes in at the door."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.values import Person

Clock = Callable[[], datetime]
"""Gives the present moment, with its zone."""


def day_in(tz: str, now: datetime) -> date:
    """The date at `now` in an IANA time zone; in UTC where the zone's name is unknown."""
    try:
        return now.astimezone(ZoneInfo(tz)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return now.date()


def today_of(person: Person, now: datetime) -> date:
    """The date where the person is: what they mean by today."""
    return day_in(person.tz, now)


def today_at_work(person: Person, now: datetime) -> date:
    """The date that figures end with: the workspace's, or the person's where theirs is a day ahead.

    Else a deal that a rep in Sydney won this morning would not count before Stockholm wakes up.
    """
    return max(day_in(person.yardstick.tz, now), day_in(person.tz, now))
