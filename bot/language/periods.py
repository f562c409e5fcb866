"""Periods: "30d", "q3", "förra månaden", "2026-03..2026-05".

A period that is still running ends today, so that what has not happened yet is not compared with what has.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.errors import DateNotUnderstood, PeriodNotUnderstood
from bot.language.amounts import normal
from bot.language.dates import months_back, parse_date
from bot.language.slack_text import shorten
from bot.language.words import CALENDAR_PERIODS, COUNTS, MONTHS, SPAN_UNITS, fold
from pillars import Window

DEFAULT_DAYS = 91  # thirteen weeks: every weekday counts alike
LONGEST_YEARS = 10
EARLIEST_YEAR = 1990  # no deal is older

_ROLLING = re.compile(
    r"(?:(?:the )?(?:last|past|previous|latest) |(?:de )?(?:senaste|sista) )?"
    r"(?:([0-9]{1,4}) ?-?|([a-z]{1,8}) )([a-z]{1,9})"
)
_ROLLING_ONE = re.compile(r"(?:the )?(?:past|senaste) (?:(week|veckan)|(month|manaden)|(year|aret))")
_QUARTER = re.compile(r"(?:([12][0-9]{3})[- /]?)?(?:q|kv|kvartal|quarter) ?\.?([1-4])(?:[- /]?([12][0-9]{3}))?")
_HALF = re.compile(r"(?:([12][0-9]{3})[- /]?)?(?:h|halvar) ?([12])(?:[- /]?([12][0-9]{3}))?")
_WEEK = re.compile(r"(?:([12][0-9]{3})[- /]?)?(?:w|v|v\.|vecka|week) ?([0-9]{1,2})(?:[- /]?([12][0-9]{3}))?")
_YEAR = re.compile(r"(?:ar |aret |year )?([12][0-9]{3})")
_YEAR_MONTH = re.compile(r"([12][0-9]{3})[-/ ]([0-9]{1,2})")
_MONTH = re.compile(r"(?:i |in )?([a-z]{3,9})\.?(?: ([12][0-9]{3}))?")
_BETWEEN = re.compile(r" ?(?:\.{2,3}|…) ?| (?:-|to|till|until|t o m|t\.o\.m\.) ")
_FROM = re.compile(r"(?:from|fran|since|sedan|between|mellan) ")


def default_window(today: date) -> Window:
    """The 91 days that end today."""
    return Window(today - timedelta(days=DEFAULT_DAYS - 1), today)


def parse_period(text: str, today: date, week_start: int = 0) -> Window:
    """The days that `text` names, as seen on `today`; `week_start` 0 is Monday.

    "30d", "13 veckor" and "3 months" end today and include it. Calendar periods (2026, q3, mars, 2026-03, "last month")
    are whole, but end today if they are still running. Without a year it is the latest one that has begun. A range
    runs from the first day of what is left of ".." to the last day of what is right of it, or today if that is earlier;
    without a year its left side is the latest that does not begin after the right one does ("nov..feb").
    Week numbers (v40, w40) are ISO weeks, which begin on Monday wherever `week_start` is.

    Raises PeriodNotUnderstood (text) for anything else, for a period that begins after today, before 1990, or is longer
    than ten years; DateAmbiguous for a range with a date like 3/4.
    """
    words = fold(normal(text)).strip(" ,")
    try:
        found = _range(words, today, week_start) or _rolling(words, today)
    except (ValueError, OverflowError, DateNotUnderstood):
        found = None
    if found is None:
        raise PeriodNotUnderstood(text=shorten(text))
    start, end = found[0], min(found[1], today)
    too_long = (end.year - start.year, end.month, end.day) >= (LONGEST_YEARS, start.month, start.day)
    if start > end or start.year < EARLIEST_YEAR or too_long:
        raise PeriodNotUnderstood(text=shorten(text))
    return Window(start, end)


Days = tuple[date, date]


def _range(words: str, today: date, week_start: int) -> Days | None:
    """A range or a single calendar period, whole: its end may be to come."""
    if words in CALENDAR_PERIODS:  # "year to date" is no range
        return _whole(*CALENDAR_PERIODS[words], today, week_start)
    opened = _FROM.match(words)
    sides = _BETWEEN.split(words[opened.end() :] if opened else words)
    if len(sides) == 1 and opened:
        left = _calendar(sides[0], today, week_start)
        return left and (left[0], today)
    if len(sides) == 1:
        return _calendar(words, today, week_start)
    if len(sides) != 2 or not sides[0]:
        return None
    if not sides[1]:
        left = _calendar(sides[0], today, week_start)
        return left and (left[0], today)
    right = _calendar(sides[1], today, week_start)
    left = right and _calendar(sides[0], min(right[0], today), week_start)
    return (left[0], right[1]) if left and right else None


def _calendar(words: str, today: date, week_start: int) -> Days | None:
    if words in CALENDAR_PERIODS:
        return _whole(*CALENDAR_PERIODS[words], today, week_start)
    if match := _QUARTER.fullmatch(words):
        return _numbered(match, today, months=3)
    if match := _HALF.fullmatch(words):
        return _numbered(match, today, months=6)
    if match := _YEAR.fullmatch(words):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    if match := _YEAR_MONTH.fullmatch(words):
        return _months(date(int(match[1]), int(match[2]), 1), 1)
    if (match := _MONTH.fullmatch(words)) and match[1] in MONTHS:
        month = MONTHS[match[1]]
        year = int(match[2]) if match[2] else today.year - (month > today.month)
        return _months(date(year, month, 1), 1)
    if match := _WEEK.fullmatch(words):
        return _iso_week(match, today)
    try:
        day = parse_date(words, today, day_first=None)
    except DateNotUnderstood:
        return None
    return day, day


def _whole(unit: str, back: int, today: date, week_start: int) -> Days:
    """The running week, month, quarter or year, or the one before it."""
    if unit == "week":
        start = today - timedelta(days=(today.weekday() - week_start) % 7 + 7 * back)
        return start, start + timedelta(days=6)
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    first_month = (today.month - 1) // size * size + 1
    return _months(months_back(date(today.year, first_month, 1), size * back), size)


def _months(start: date, count: int) -> Days:
    year, month = divmod(start.year * 12 + start.month - 1 + count - 1, 12)
    return start, date(year, month + 1, monthrange(year, month + 1)[1])


def _numbered(match: re.Match[str], today: date, *, months: int) -> Days | None:
    """A quarter or half-year by its number; without a year the latest that has begun."""
    before, number, after = match.groups()
    if before and after:
        return None
    month = (int(number) - 1) * months + 1
    year = int(before or after) if before or after else today.year - (month > today.month)
    return _months(date(year, month, 1), months)


def _iso_week(match: re.Match[str], today: date) -> Days | None:
    before, number, after = match.groups()
    if before and after:
        return None
    years = [int(before or after)] if before or after else [today.isocalendar().year - back for back in range(2)]
    for year in years:
        try:
            start = date.fromisocalendar(year, int(number), 1)
        except ValueError:  # week 53, which not every year has
            continue
        if before or after or start <= today:
            return start, start + timedelta(days=6)
    return None


def _rolling(words: str, today: date) -> Days | None:
    """So many days, weeks, months or years, ending today."""
    if match := _ROLLING_ONE.fullmatch(words):
        number, span = 1, ("week", "month", "year")[(match.lastindex or 1) - 1]
    elif (match := _ROLLING.fullmatch(words)) and match[3] in SPAN_UNITS:
        number, span = int(match[1]) if match[1] else COUNTS.get(match[2], 0), SPAN_UNITS[match[3]]
    else:
        return None
    if number < 1:
        return None
    if span in ("day", "week"):
        return today - timedelta(days=number * (7 if span == "week" else 1) - 1), today
    return months_back(today, number * (12 if span == "year" else 1)) + timedelta(days=1), today
