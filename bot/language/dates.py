"""Dates: "2026-10-01", "1/10", "1 okt", "igår", "last friday", "för 3 dagar sedan"."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.errors import DateAmbiguous, DateNotUnderstood
from bot.language.amounts import normal
from bot.language.slack_text import shorten
from bot.language.words import COUNTS, DAY_WORDS, MONTHS, SPAN_UNITS, WEEKDAYS, fold

_ISO = re.compile(r"([12][0-9]{3})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})")
_PARTS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")
_DAY_MONTH = re.compile(
    r"(?:den )?([0-9]{1,2})(?:st|nd|rd|th|:a|:e|:s)?\.? ?(?:of )?([a-z]{3,9})\.?,?(?: ([12][0-9]{3}))?"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ?(?:the )?([0-9]{1,2})(?:st|nd|rd|th|:a|:e)?,?(?: ([12][0-9]{3}))?")
_WEEKDAY = re.compile(r"(i |last |forra |forrforra |senaste |on |this |past )?([a-z]{3,9})")
_AGO = re.compile(r"(?:for )?([0-9]{1,4}|[a-z]{1,8}) ?([a-z]{1,8}) (?:ago|sedan|sen)")
# A date without a year that is further back than this (29 February) is not what was meant.
_YEARLESS_REACH = timedelta(days=366)


def parse_date(text: str, today: date, *, day_first: bool | None) -> date:
    """The date that `text` names, as seen on `today`, which is a date in the person's time zone.

    Without a year it is the latest such date that is not after today. A bare weekday is the latest one, today included;
    "last friday" and "i fredags" are before today. "a month ago" is the same day of that month, or its last day.
    Dates to come ("tomorrow", 2099-01-01) are returned: whether they make sense is for the caller to judge.

    `day_first` says how 3/4 is meant: the 3rd of April (True), the 4th of March (False) or unknown (None). A reading
    that is no date is left out (25/10 is the 25th for everyone). "03-04" is also how ISO and Swedes write the 4th of
    March, and "26-10-01" 2026-10-01, so with hyphens these readings stand beside the locale's.

    Raises DateAmbiguous (text, first, second) with both readings, DateNotUnderstood (text) for anything else.
    """
    words = fold(normal(text)).strip(" ,").rstrip(".")
    try:
        found = _readings(words, today, day_first)
    except (ValueError, OverflowError):
        found = []
    unique = sorted(set(found))
    if not unique:
        raise DateNotUnderstood(text=shorten(text))
    if len(unique) > 1:
        raise DateAmbiguous(text=shorten(text), first=found[0], second=next(day for day in found if day != found[0]))
    return unique[0]


def months_back(day: date, months: int) -> date:
    """The same day `months` earlier, or that month's last day. ValueError before year 1."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        raise ValueError("before the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _readings(words: str, today: date, day_first: bool | None) -> list[date]:
    """All that the folded words may mean, the locale's reading first. May raise ValueError for impossible dates."""
    if words in DAY_WORDS:
        return [today + timedelta(days=DAY_WORDS[words])]
    if match := _ISO.fullmatch(words):
        year, mark, month, day = match.groups()
        return [date(int(year), int(month), int(day))] if mark or len(words) == 8 else []
    if match := _PARTS.fullmatch(words):
        return _numeric(match, today, day_first)
    if match := _AGO.fullmatch(words):
        return _ago(match, today)
    if match := _DAY_MONTH.fullmatch(words):
        return _named(match[2], match[1], match[3], today)
    if match := _MONTH_DAY.fullmatch(words):
        return _named(match[1], match[2], match[3], today)
    if (match := _WEEKDAY.fullmatch(words)) and match[2] in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS[match[2]]) % 7
        strictly_before = match[1] in ("i ", "last ", "forra ", "past ")
        if match[1] in ("forrforra ", "this "):  # a week further back, or perhaps one to come
            return []
        return [today - timedelta(days=back or (7 if strictly_before else 0))]
    return []


def _numeric(match: re.Match[str], today: date, day_first: bool | None) -> list[date]:
    first, mark, second, year = match.groups()
    day_month = _dated(year, second, first, today)
    month_day = _dated(year, first, second, today)
    orders = [day_month, month_day] if day_first is None else [day_month if day_first else month_day]
    if mark == "-" and year and len(year) == 2:
        orders.append(_dated(first, second, year, today))  # 26-10-01
    elif mark == "-" and not year and len(first) == len(second) == 2:
        orders.append(month_day)  # 10-01, as in ISO
    possible = [day for day in orders if day is not None]
    if possible:
        return possible
    other = month_day if day_first else day_month
    return [] if other is None else [other]


def _named(month: str, day: str, year: str | None, today: date) -> list[date]:
    if month not in MONTHS:
        return []
    found = _dated(year, str(MONTHS[month]), day, today)
    return [] if found is None else [found]


def _dated(year: str | None, month: str, day: str, today: date) -> date | None:
    """The date, or None if there is none. A year of two digits is the nearest that is not after next year."""
    try:
        if year is None:
            return _latest(int(month), int(day), today)
        number = int(year)
        if len(year) < 4:
            number += 2000 if 2000 + number <= today.year + 1 else 1900
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    for year in (today.year, today.year - 1):
        if year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= today and today - found <= _YEARLESS_REACH:
                return found
    return None


def _ago(match: re.Match[str], today: date) -> list[date]:
    count, unit = match.groups()
    number = int(count) if count.isdigit() else COUNTS.get(count)
    if number is None or unit not in SPAN_UNITS:
        return []
    if SPAN_UNITS[unit] == "day":
        return [today - timedelta(days=number)]
    if SPAN_UNITS[unit] == "week":
        return [today - timedelta(weeks=number)]
    return [months_back(today, number * (12 if SPAN_UNITS[unit] == "year" else 1))]
