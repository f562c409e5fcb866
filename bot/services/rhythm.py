"""When a weekly message is due, for which weeks, and how long it is worth sending. Pure: the moment is given.

A rhythm is a weekday and an hour where the rep is. The clock there may jump: an hour that does not exist (the clocks go
forward over it) is due when the jump has been made, an hour that exists twice is due the first time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pillars import Window

WEEKS = 13
"""Whole weeks that a message is about: every weekday counts alike, and a quarter is enough to see something."""

USEFUL_DAYS = 3
"""The day it is due and the next two: a Monday's message is sent until the end of Wednesday, then noted as missed."""

MOST_MISSED = 8
"""Weeks that are looked back for messages that were never planned, after a machine was off for long."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`weekday` 0 is Monday, 6 Sunday; `hour` 0–23, local; `tz` an IANA name. Raises ValueError for anything else."""

    tz: str
    weekday: int = 0
    hour: int = 8

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or not 0 <= self.hour <= 23:
            raise ValueError(f"no such weekday and hour: {self.weekday}, {self.hour}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A message's time, in UTC: due at `due_at`, worth sending until `useful_until`, about the weeks to `sunday`."""

    due_at: datetime
    useful_until: datetime
    sunday: date

    @property
    def period(self) -> str:
        """The name of the weeks it is about: the ISO date of the Sunday that they end with."""
        return self.sunday.isoformat()


def next_occasion(rhythm: Rhythm, after: datetime) -> Occasion:
    """The first occasion that is due later than `after` (with its zone). Never more than eight days away."""
    zone = zone_of(rhythm.tz)
    day = after.astimezone(zone).date()
    day += timedelta(days=(rhythm.weekday - day.weekday()) % 7)
    while (due := _moment(day, rhythm.hour, zone)) <= after:
        day += timedelta(days=7)
    return Occasion(due, _moment(day + timedelta(days=USEFUL_DAYS), 0, zone), last_sunday(day))


def occasions_between(rhythm: Rhythm, first_due: datetime, now: datetime) -> list[Occasion]:
    """The occasions from `first_due` to `now`, both included, oldest first; at most the last `MOST_MISSED`."""
    start = max(first_due, now - timedelta(days=7 * MOST_MISSED)) - timedelta(microseconds=1)
    found: list[Occasion] = []
    for _ in range(MOST_MISSED + 1):
        occasion = next_occasion(rhythm, start)
        if occasion.due_at > now:
            break
        found.append(occasion)
        start = occasion.due_at
    return found


def last_sunday(day: date) -> date:
    """The Sunday that ended the last whole week before `day`; a Sunday's own week is not over yet."""
    return day - timedelta(days=day.weekday() + 1)


def weeks_ending(period: str) -> Window:
    """The thirteen whole weeks, Monday to Sunday, that a period's name stands for."""
    sunday = date.fromisoformat(period)
    return Window(sunday - timedelta(days=7 * WEEKS - 1), sunday)


def zone_of(tz: str) -> ZoneInfo:
    """The zone of an IANA name; UTC where the name is unknown."""
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """A local hour as a moment in UTC. Of an hour that exists twice the first; one that does not exist moves on.

    With `fold=0` Python reads a missing 02:00 with the offset before the jump: the same moment as 03:00 after it.
    """
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
