"""Closed ranges of dates: the periods that figures are about."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

import numpy as np

from pillars.columns import Flags, Moments, between

# Thirteen weeks: every weekday comes equally often, and two such windows compare.
DEFAULT_DAYS = 91
DEFAULT_WEEKS = 13

SECONDS_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `start` to `end`, both included, in the workspace's time zone.

    A `datetime` is taken as its day. Raises `ValueError` where the end comes before the start.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            moment = getattr(self, name)
            if isinstance(moment, datetime):
                object.__setattr__(self, name, moment.date())
            elif not isinstance(moment, date):
                raise ValueError(f"A window's {name} is a date, not {type(moment).__name__}.")
        if self.end < self.start:
            raise ValueError(f"A window cannot end ({self.end}) before it starts ({self.start}).")

    @property
    def days(self) -> int:
        """How many days it has; a window of one day has 1."""
        return (self.end - self.start).days + 1

    def previous(self) -> "Window":
        """As many days, just before. Raises `ValueError` where the calendar has none (before year 1)."""
        if (self.start - date.min).days < self.days:
            raise ValueError(f"There are no {self.days} days before {self.start} in the calendar.")
        return Window(self.start - timedelta(days=self.days), self.start - timedelta(days=1))

    def contains(self, day: date) -> bool:
        """Whether the day lies in the window; its first and last day do."""
        return self.start <= (day.date() if isinstance(day, datetime) else day) <= self.end

    def holds(self, moments: Moments) -> Flags:
        """`contains` for an array of datetime64[s]; an unknown date (NaT) lies in no window."""
        return between(moments, first_second(self.start), second_after(self.end))

    @classmethod
    def last_days(cls, today: date, n: int = DEFAULT_DAYS) -> Self:
        """The `n` days that end today. Raises `ValueError` for fewer than one, or more than the calendar has."""
        day = today.date() if isinstance(today, datetime) else today
        if not 1 <= n <= (day - date.min).days + 1:
            raise ValueError(f"A window cannot have {n} days.")
        return cls(day - timedelta(days=n - 1), day)

    @classmethod
    def last_weeks(cls, today: date, n: int = DEFAULT_WEEKS) -> Self:
        """The `n` whole weeks, Monday to Sunday, that ended last Sunday; today's own week is never in it."""
        sunday = today - timedelta(days=today.isoweekday())
        return cls.last_days(sunday, 7 * n)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """A calendar month, 1 to 12."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Self:
        """A calendar quarter, 1 to 4. Raises `ValueError` for another number."""
        if not 1 <= quarter <= 4:
            raise ValueError(f"A year has quarters 1 to 4, not {quarter}.")
        last = 3 * quarter
        return cls(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]))

    @classmethod
    def of_year(cls, year: int) -> Self:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


def first_second(day: date) -> np.datetime64:
    """Midnight at which the day begins."""
    return np.datetime64(datetime.combine(day, time.min), "s")


def second_after(day: date) -> np.datetime64:
    """Midnight at which the day is over."""
    return first_second(day) + np.timedelta64(SECONDS_A_DAY, "s")
