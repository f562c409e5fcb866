"""Dates as exporters and people write them, a column at a time.

A column is read twice: `Evidence` looks at all its values and decides, shape by shape ("31/12/2017" and "31-12-17" are
two shapes), whether the day or the month comes first; `Style` then reads them. A date with a time and a zone is the
date as it is written, in the file's own zone: an exporter writes in its users' zone, and no other is known here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from bot.language.words import MONTHS, WEEKDAYS, fold

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
Cell = str | int | float | datetime

# Seconds since 1970, or why there are none.
MISSING = -(2**63)  # NaT
NOT_UNDERSTOOD = MISSING + 1
AMBIGUOUS = MISSING + 2
TOO_OLD = MISSING + 3

EARLIEST = date(1990, 1, 1)  # as for dates in commands: before it is a slip of the finger
_EPOCH = date(1970, 1, 1).toordinal()
_EXCEL = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_SERIALS = (20_000, 80_000)  # 1954 to 2119: no year, no amount of hours
_YEARS_AHEAD = 10  # a planned closing is nearer than that

_ZONE = r"(?: ?(?:z|utc|gmt|[a-z]{3,4}|(?:utc|gmt)?[+-][0-9]{2}:?(?:[0-9]{2})?))?(?: ?\([^()]*\))?"
_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?"
_TIME = rf"(?:(?:t|,? (?:at |kl\.? ?)?){_CLOCK}{_ZONE})?"
_ISO = re.compile(rf"([12][0-9]{{3}})([-/.]?)([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_NUMERIC = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_WEEKDAY = r"(?:(?!den )([a-z]{3,9})\.?,? (?:den )?)?"
_SOME_YEAR = r"([0-9]{4}|[0-9]{2})"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th|:a|:e)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?:den )?{_DAY}[-. /]{{0,2}}(?:of )?([a-z]{{3,9}})[-.,/ ]{{0,2}}{_SOME_YEAR}{_TIME}"
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([a-z]{{3,9}})[-. ]{{1,2}}{_DAY}(?:, ?| |-){_SOME_YEAR}{_TIME}")
_YEAR_MONTH_DAY = re.compile(rf"([0-9]{{4}})[-. /]([a-z]{{3,9}})[-. /]([0-9]{{1,2}}){_TIME}")
# The usual time stamps, of which only the date is looked at.
_USUAL_TIME = r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
_TIME_OF_DAY = re.compile(_USUAL_TIME)
_STAMPED = re.compile(rf"([0-9]{{1,4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,4}}){_USUAL_TIME}")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_EPOCH_MILLISECONDS = re.compile(r"[0-9]{13}")
_EMPTY = frozenset(
    {"", "-", "--", "–", "—", "n/a", "#n/a", "null", "none", "nan", "nat", "(blank)", "(tom)", "0000-00-00"}
)
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")


def normal(text: str) -> str:
    return _SPACES.sub(" ", fold(text)).strip().replace("‑", "-").replace("−", "-").replace("–", "-")


@lru_cache(maxsize=1 << 17)  # the minutes or seconds of a day
def _is_time(text: str) -> bool:
    return _TIME_OF_DAY.fullmatch(text) is not None


def without_time(cells: Iterable[Cell]) -> list[Cell]:
    """The cells, time stamps as their dates: of those there are few different ones in a column."""
    return [
        (cell[:10] if _is_time(cell[10:]) else _date_part(cell)) if type(cell) is str and len(cell) > 10 else cell
        for cell in cells
    ]


def _date_part(cell: str) -> str:
    stamp = _STAMPED.fullmatch(cell)
    return stamp[1] if stamp else cell


def empty(cell: Cell) -> bool:
    """Whether the cell says nothing: empty, a dash, "n/a"."""
    return isinstance(cell, str) and (not cell or normal(cell) in _EMPTY or cell.strip() in _EMPTY)


@dataclass(slots=True)
class _Shape:
    """What the values of one shape have shown: which orders fit all of them, and whether any fits several."""

    fitting: set[str] = field(default_factory=lambda: set(ORDERS))
    undecided: int = 0  # values that are different dates in different orders
    example: str = ""
    firsts: set[int] = field(default_factory=set)
    thirds: set[int] = field(default_factory=set)

    def decision(self) -> str | None:
        """The only order that fits, "each" where every value decides for itself, None where it has to be asked."""
        if len(self.fitting) == 1:
            return next(iter(self.fitting))
        if not self.undecided:
            return "each"
        if self.fitting:
            return self._by_spread()
        return None

    def _by_spread(self) -> str | None:
        """Which end holds the years: nobody's deals are of twenty years, all on the same few days of the month."""
        many, few = 20, 6
        if {"ymd", "mdy"} == self.fitting:  # a first part up to 12 decides nothing
            return None
        if len(self.firsts) >= many and len(self.thirds) <= few and "dmy" in self.fitting:
            return "dmy"
        if len(self.thirds) >= many and len(self.firsts) <= few and "ymd" in self.fitting:
            return "ymd"
        return None


@dataclass(frozen=True, slots=True)
class Style:
    """How a column's dates are read. `orders`: shape ("/4": slashes, a year of four digits) → order, or "each".

    `serials`: Excel's day numbers occur; `from_1904`: they count from 1904, as old Macs did.
    """

    orders: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shapes: tuple[str, ...] = ()
    serials: bool = False
    from_1904: bool = False
    latest_year: int = 2100

    def read(self, cell: Cell) -> int:
        """Seconds since 1970 at the day's start; or MISSING, NOT_UNDERSTOOD, AMBIGUOUS, TOO_OLD."""
        found = self._date(cell)
        if isinstance(found, int):
            return found
        return TOO_OLD if found < EARLIEST else (found.toordinal() - _EPOCH) * 86_400

    def _date(self, cell: Cell) -> date | int:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, int | float):
            return _serial(cell, self.from_1904) or NOT_UNDERSTOOD
        text = normal(cell)
        if text in _EMPTY:
            return MISSING
        if match := _NUMERIC.fullmatch(text):
            readings = possible(match, self.latest_year)
            order = self.orders.get(_key(match), "each")
            if order != "each":
                return readings.get(order, NOT_UNDERSTOOD)
            different = set(readings.values())
            return different.pop() if len(different) == 1 else AMBIGUOUS if different else NOT_UNDERSTOOD
        return _written_out(text, self.from_1904) or NOT_UNDERSTOOD


class Evidence:
    """What a column's values show, over the whole file; `add` takes each different value once or more."""

    def __init__(self, today: date, *, from_1904: bool = False) -> None:
        self.shapes: dict[str, _Shape] = {}
        self.kinds: set[str] = set()
        self.serials = 0
        self.from_1904 = from_1904
        self.latest_year = today.year + _YEARS_AHEAD

    def add(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if isinstance(cell, datetime):
                self.kinds.add("date")
            elif isinstance(cell, int | float):
                self._count_serial(cell)
            elif match := _NUMERIC.fullmatch(text := normal(cell)):
                self._weigh(match, text)
            elif _SERIAL.fullmatch(text):
                self._count_serial(int(text[:5]))
            elif text not in _EMPTY and _written_out(text, self.from_1904):
                self.kinds.add("iso" if _ISO.fullmatch(text) else "milliseconds" if text.isdigit() else "month name")

    def _count_serial(self, number: float) -> None:
        if _serial(number, self.from_1904):
            self.serials += 1
            self.kinds.add("serial")

    def _weigh(self, match: re.Match[str], text: str) -> None:
        readings = possible(match, self.latest_year)
        if not readings:
            return  # no date at all: a damaged cell is evidence of nothing
        shape = self.shapes.setdefault(_key(match), _Shape())
        shape.fitting &= readings.keys()
        if len(match[4]) == 2:
            shape.firsts.add(int(match[1]))
            shape.thirds.add(int(match[4]))
        if len(set(readings.values())) > 1:
            shape.undecided += 1
            shape.example = text

    def style(self, answer: Order | None) -> Style:
        """How to read the column; `answer` is what the user said, for what the column leaves open."""
        orders: dict[str, str] = {}
        for key, shape in self.shapes.items():
            decision = shape.decision()
            if decision is None and answer is not None and (answer in shape.fitting or not shape.fitting):
                decision = answer
            if decision is not None:
                orders[key] = decision
        return Style(
            orders=MappingProxyType(orders),
            shapes=(*sorted(self.kinds), *sorted(self.shapes)),
            serials=bool(self.serials),
            from_1904=self.from_1904,
            latest_year=self.latest_year,
        )

    def open_questions(self, style: Style) -> list[tuple[str, tuple[Order, ...]]]:
        """An example of each shape that could not be decided, and the orders that all its values can be read in.

        Where no order fits them all, every one that the example can be read in.
        """
        return [(shape.example, self._orders(shape)) for key, shape in self.shapes.items() if key not in style.orders]

    def _orders(self, shape: _Shape) -> tuple[Order, ...]:
        match = _NUMERIC.fullmatch(shape.example)
        fitting = shape.fitting or (possible(match, self.latest_year).keys() if match else set(ORDERS))
        return tuple(order for order in ORDERS if order in fitting)


def _key(match: re.Match[str]) -> str:
    return f"{match[2]}{len(match[4])}"


def possible(match: re.Match[str], latest_year: int) -> dict[str, date]:
    """Order → date, for the orders in which the numbers are a date of a likely year."""
    first, second, third = match[1], match[3], match[4]
    found: dict[str, date] = {}
    for order, (year, month, day) in {
        "dmy": (third, second, first),
        "mdy": (third, first, second),
        "ymd": (first, second, third),
    }.items():
        if order == "ymd" and (len(third) == 4 or len(first) == 1):
            continue
        whole = _year(year, latest_year)
        if len(year) == 2 and not EARLIEST.year <= whole <= latest_year:
            continue
        if made := _made(whole, int(month), int(day)):
            found[order] = made
    return found


def _year(text: str, latest_year: int) -> int:
    """A year of two digits is of this century if that is not far in the future, or else of the last."""
    if len(text) == 4:
        return int(text)
    year = 2000 + int(text)
    return year if year <= latest_year else year - 100


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _serial(number: float, from_1904: bool) -> date | None:
    if not _SERIALS[0] <= number < _SERIALS[1]:
        return None
    return _EXCEL[from_1904] + timedelta(days=int(number))


def _written_out(text: str, from_1904: bool) -> date | None:
    """A date that can be read in one way: ISO, with the month's name, a serial number, or milliseconds since 1970."""
    if match := _ISO.fullmatch(text):
        if not match[2] and len(match[3] + match[4]) != 4:
            return None
        return _made(int(match[1]), int(match[3]), int(match[4]))
    if match := _SERIAL.fullmatch(text):
        return _serial(int(match[1]), from_1904)
    if _EPOCH_MILLISECONDS.fullmatch(text):
        return date.fromordinal(_EPOCH + int(text) // 86_400_000)
    if match := _DAY_MONTH.fullmatch(text):
        weekday, day, month, year = match[1], match[2], match[3], match[4]
    elif match := _MONTH_DAY.fullmatch(text):
        weekday, month, day, year = match[1], match[2], match[3], match[4]
    elif match := _YEAR_MONTH_DAY.fullmatch(text):
        weekday, year, month, day = None, match[1], match[2], match[3]
    else:
        return None
    if month not in MONTHS or (weekday and weekday not in WEEKDAYS):
        return None
    return _made(_year(year, 2079), MONTHS[month], int(day))
