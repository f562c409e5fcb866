"""Amounts of money, a column at a time: exact, and with the decimal mark decided by the whole column.

"1,234" alone is 1 234 or 1.234; what else stands in the column decides ("12,50", "1,234.00", "1,234,567"). Where
nothing does it is asked, and a value that could still be read in two ways is not read at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal, NamedTuple

from bot.importing.units import Unit, currency_codes, currency_meant, currency_of, spaced
from bot.language.amounts import LARGEST, shape
from bot.language.currencies import exponent
from bot.language.words import fold
from bot.values import Per

DecimalMark = Literal["comma", "point"]
Cell = str | int | float
MARKS: dict[str, DecimalMark] = {",": "comma", ".": "point"}

_MOST_DIGITS = 30
_EMPTY = frozenset({"", "-", "--", "–", "—", "n/a", "#n/a", "null", "none", "nan", "(blank)", "(tom)"})
_BARE = re.compile(r"(?P<open>\()?(?P<minus>-\s?)?(?P<number>[0-9][0-9 .,']*|[.,][0-9]+)(?P<after>\s?-)?(?(open)\))")
SIMPLE = re.compile(r"(0|[1-9][0-9]{0,11})(?:([.,])([0-9]{1,2}))?")  # what most amounts are
_SCIENTIFIC = re.compile(r"(-?)([0-9])(?:([.,])([0-9]+))?e([+-]?[0-9]{1,2})")
_CODE = re.compile(r"(?:([a-z]{3})\s?(.*[0-9].*))|(?:(.*[0-9].*?)\s?([a-z]{3}))")
_GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in " '.,"}
_WHOLE = re.compile(r"0|[1-9][0-9]*")
# Excel shows six digits of a large number (1.23457E+11): with so many the rest has been rounded away.
_SHOWN_DIGITS = 6


class Written(NamedTuple):
    """The parts of an amount as written. `number` holds digits and marks only."""

    negative: bool
    number: str
    words: tuple[str, ...] = ()  # currencies, folded
    factor: int = 1
    per: Per | None = None


class Money(NamedTuple):
    """What a cell states. `problem` is "" or the key of the reason why it cannot be read; `minor` None: not stated."""

    minor: int | None
    currency: str | None = None
    per: Per | None = None
    problem: str = ""
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a column's amounts are read. `decimal` None: no value needs it, "mixed": the values contradict each other.

    `long`: the decimal mark is known to carry three or more decimals, so "1,234" may be 1.234. `groups`: marks of
    thousands that were seen.
    """

    decimal: DecimalMark | Literal["mixed"] | None = None
    long: bool = False
    groups: tuple[str, ...] = ()
    unit: Unit = field(default_factory=Unit)

    def read(self, cell: Cell, currency_cell: str, own: str) -> Money:
        """The amount in minor units. `currency_cell` is the row's currency ("" = none said), `own` the default."""
        if isinstance(cell, str) and (not cell or fold(cell).strip() in _EMPTY):
            return Money(None)
        base, problem = self._base(currency_cell, own)
        if problem:
            return Money(None, problem=problem)
        if not isinstance(cell, str):
            return self._exact(Decimal(format(cell, ".15g")), base, self.unit.factor, self.unit.per)
        text = spaced(cell)
        if scientific := _SCIENTIFIC.fullmatch(text):
            if len((scientific[2] + (scientific[4] or "")).rstrip("0")) >= _SHOWN_DIGITS:
                return Money(None, problem="amount_rounded")
            mantissa = f"{scientific[1]}{scientific[2]}.{scientific[4] or 0}e{scientific[5]}"
            return self._exact(Decimal(mantissa), base, self.unit.factor, self.unit.per)
        written = parts(text, base)
        if written is None:
            return Money(None, problem="amount_not_understood")
        if written.words:
            code, problem = currency_meant(written.words, base, bool(currency_cell or self.unit.currency))
            if problem:
                return Money(None, problem=problem)
            base = code
        number = self._number(written.number)
        if isinstance(number, str):
            return Money(None, problem=number)
        value = -number if written.negative else number
        return self._exact(value, base, written.factor * self.unit.factor, written.per or self.unit.per)

    def _base(self, currency_cell: str, own: str) -> tuple[str, str]:
        """The currency before the amount's own text has its say, and a problem's key or ""."""
        if not currency_cell:
            return self.unit.currency or own, ""
        code, problem = currency_of(currency_cell, own)
        if not problem and self.unit.currency and self.unit.currency != code:
            return "", "currency_contradicts"
        return code, problem

    def _number(self, text: str) -> Decimal | str:
        """The number, or the key of the reason why it is none."""
        found = readings(text)
        if len(found) == 1:
            return _decimal(*found[0])
        if not found:
            return "amount_not_understood"
        grouped, decimal = found  # "1,234": as thousands, and with decimals
        mark = MARKS["," if "," in text else "."]
        if self.decimal in (None, "mixed"):
            return "amount_ambiguous"
        if mark != self.decimal:
            return _decimal(*grouped)
        return _decimal(*decimal) if self.long else "amount_ambiguous"

    def _exact(self, value: Decimal, currency: str, factor: int, per: Per | None) -> Money:
        if not value.is_finite():
            return Money(None, problem="amount_not_understood")
        if value < 0:
            return Money(None, problem="amount_negative")
        decimals = exponent(currency)
        if value * factor > LARGEST:
            return Money(None, problem="amount_out_of_range")
        minor = value * factor * 10**decimals
        whole = minor.to_integral_value(ROUND_HALF_EVEN)
        return Money(int(whole), currency, per, rounded=whole != minor)


class Evidence:
    """What a column's amounts show of its decimal mark, over the whole file."""

    def __init__(self, own: str) -> None:
        self.own = own
        self.decimals: set[DecimalMark] = set()
        self.long: set[DecimalMark] = set()
        self.groups: set[str] = set()
        self.undecided = 0
        self.example = ""

    def add(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            if not isinstance(cell, str) or not cell:
                continue
            if simple := SIMPLE.fullmatch(cell):
                if simple[2]:
                    self.decimals.add(MARKS[simple[2]])
                continue
            written = parts(spaced(cell), self.own)
            if written is not None:
                self._weigh(written.number)

    def _weigh(self, number: str) -> None:
        found = readings(number)
        if len(found) == 2:
            self.undecided += 1
            self.example = number
        if len(found) != 1:
            return
        _, fraction, mark, group = found[0]
        if group:
            self.groups.add(group)
        if mark:
            self.decimals.add(MARKS[mark])
            if len(fraction) >= 3:
                self.long.add(MARKS[mark])
        elif group in MARKS:
            self.decimals.add("point" if group == "," else "comma")

    def style(self, answer: DecimalMark | None, unit: Unit) -> Style:
        """How to read the column; `answer` is what the user said, for what the column leaves open."""
        if len(self.decimals) == 1:
            decimal = next(iter(self.decimals))
            return Style(decimal, decimal in self.long or answer == decimal, tuple(sorted(self.groups)), unit)
        if answer is not None:
            return Style(answer, True, tuple(sorted(self.groups)), unit)
        return Style("mixed" if self.decimals else None, False, tuple(sorted(self.groups)), unit)


def parts(text: str, own: str) -> Written | None:
    """The parts of an amount in `spaced` text, or None where it has not the form of one."""
    if match := _BARE.fullmatch(text):
        number = match["number"].strip()
        signs = bool(match["open"]) + bool(match["minus"]) + bool(match["after"])
        return Written(signs > 0, number) if signs < 2 else None
    if not text.isprintable():
        return None
    inside = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
    found = shape(inside, own)
    if found is not None:
        negative = found.negative or inside is not text
        return Written(negative, found.number, found.currency_words, found.factor, found.per)
    if code := _CODE.fullmatch(inside):
        word, rest = (code[1], code[2]) if code[1] else (code[4], code[3])
        if word.upper() in currency_codes() and (match := _BARE.fullmatch(rest.strip())) and not match["open"]:
            negative = inside is not text or bool(match["minus"] or match["after"])
            return Written(negative, match["number"].strip(), (word,))
    return None


def readings(number: str) -> list[tuple[str, str, str, str]]:
    """All (whole digits, decimal digits, decimal mark, mark of thousands) that a number may be; grouped first.

    Empty where it is malformed ("1,23,456", "007"); two only for the likes of "1,234".
    """
    if len(number) > _MOST_DIGITS:
        return []
    for group in " '":
        if group in number:
            if "'" in number and " " in number:
                return []
            mark = next((mark for mark in ".," if mark in number), "")
            whole, _, fraction = number.partition(mark) if mark else (number, "", "")
            good = _GROUPED[group].fullmatch(whole) and (fraction.isdigit() if mark else True)
            return [(whole.replace(group, ""), fraction, mark, group)] if good else []
    marks = [character for character in number if character in ".,"]
    if not marks:
        return [(number, "", "", "")] if _WHOLE.fullmatch(number) else []
    if len(set(marks)) == 2:
        whole, mark, fraction = number.rpartition(marks[-1])
        good = _GROUPED[marks[0]].fullmatch(whole) and fraction.isdigit()
        return [(whole.replace(marks[0], ""), fraction, mark, marks[0])] if good else []
    mark = marks[0]
    found = []
    if _GROUPED[mark].fullmatch(number):
        found.append((number.replace(mark, ""), "", "", mark))
    whole, _, fraction = number.partition(mark)
    if len(marks) == 1 and fraction.isdigit() and _WHOLE.fullmatch(whole or "0"):
        found.append((whole or "0", fraction, mark, ""))
    return found


def _decimal(whole: str, fraction: str, _mark: str, _group: str) -> Decimal:
    return Decimal(f"{whole}.{fraction or 0}")
