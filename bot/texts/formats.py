"""How a locale writes numbers, money and dates, after CLDR's data (through Babel).

Babel's own formatting takes some 35 µs a number, most of it for reading the pattern anew. A `Formats` reads the
locale's signs once, and then only puts them together; the tests hold it equal to what Babel writes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_interval, format_skeleton, format_time
from babel.numbers import get_currency_symbol

NO_BREAK_SPACE = "\xa0"


@dataclass(frozen=True, slots=True)
class Formats:
    """One locale's way of writing. Made by `formats_for`."""

    locale: Locale
    decimal: str
    group: str
    minus: str
    percent: tuple[str, str]  # what stands before and after the number
    currency: tuple[str, str]  # the same, with ¤ where the symbol goes

    def number(self, value: int | float | Decimal, decimals: int = 0, *, trim: bool = True) -> str:
        """Grouped, with at most `decimals` decimals (half is rounded up); `trim` drops decimals that are all 0."""
        exact = value if isinstance(value, Decimal | int) else Decimal(repr(value))
        if decimals or not isinstance(exact, int):
            exact = Decimal(exact).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        whole, _, fraction = f"{abs(exact):,f}".partition(".")
        if trim and not fraction.strip("0"):
            fraction = ""
        minus = self.minus if exact < 0 else ""
        return minus + whole.replace(",", self.group) + (self.decimal + fraction if fraction else "")

    def money(self, major: int | Decimal, currency: str, decimals: int) -> str:
        """`major` whole units, with its `decimals` decimals if there are any that are not 0."""
        number = self.number(major, decimals, trim=not _fraction(major))
        before, after = _around(self.locale, self.currency, currency)
        if number.startswith(self.minus):
            return f"{self.minus}{before}{number[len(self.minus) :]}{after}"
        return f"{before}{number}{after}"

    def percentage(self, share: float, decimals: int = 0) -> str:
        """A share of 1 as a percentage: 0.42 is 42 %."""
        return self.percent[0] + self.number(Decimal(repr(share)) * 100, decimals) + self.percent[1]


def _fraction(major: int | Decimal) -> bool:
    return bool(major % 1)


def groups_by_thousands(locale: Locale) -> bool:
    """Whether a locale sets its digits in threes, as `Formats` does; in India it is 12,34,567."""
    return bool(locale.decimal_formats[None].grouping == (3, 3))


@cache
def formats_for(identifier: str) -> Formats:
    """`identifier`: a CLDR locale such as `sv_SE`."""
    locale = Locale.parse(identifier)
    symbols = locale.number_symbols["latn"]
    percent = locale.percent_formats[None]
    currency = locale.currency_formats["standard"]
    return Formats(
        locale=locale,
        decimal=symbols["decimal"],
        group=symbols["group"],
        minus=symbols["minusSign"],
        percent=(percent.prefix[0].replace("%", symbols["percentSign"]), percent.suffix[0]),
        currency=(currency.prefix[0], currency.suffix[0]),
    )


@lru_cache(maxsize=256)
def _around(locale: Locale, pattern: tuple[str, str], currency: str) -> tuple[str, str]:
    """What stands before and after an amount of this currency.

    CLDR sets letters off from digits (SEK 25,000, but £25,000). Its Swedish symbols for the neighbours' kronor
    (Nkr, Dkr) are rarely seen in business, where NOK and DKK are.
    """
    symbol = get_currency_symbol(currency, locale=locale)
    if symbol.endswith("kr") and symbol != "kr":
        symbol = currency
    before, after = (part.replace("¤", symbol) for part in pattern)
    if before and before[-1].isalpha():
        before += NO_BREAK_SPACE
    if after and after[0].isalpha():
        after = NO_BREAK_SPACE + after
    return before, after


@lru_cache(maxsize=2048)
def short_date(locale: Locale, day: date) -> str:
    """`1 okt. 2026`, `1 Oct 2026`, `Oct 1, 2026`"""
    return format_skeleton("yMMMd", day, locale=locale)


@lru_cache(maxsize=2048)
def day_of_year(locale: Locale, day: date) -> str:
    """`1 okt.`, `1 Oct`, `Oct 1`"""
    return format_skeleton("MMMd", day, locale=locale)


@lru_cache(maxsize=512)
def clock_time(locale: Locale, when: datetime) -> str:
    """`09:41`, `9:41 AM`"""
    return str(format_time(when.replace(tzinfo=None), "short", locale=locale))


def date_range(locale: Locale, start: date, end: date) -> str:
    """Both ends included: `3 juli–1 okt. 2026`"""
    return short_date(locale, start) if start == end else format_interval(start, end, "yMMMd", locale=locale)
