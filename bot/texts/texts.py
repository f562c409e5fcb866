"""`Texts`: every sentence and every formatted value in one language and locale."""

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from gettext import GNUTranslations

from bot.language.currencies import exponent
from bot.texts.formats import Formats, clock_time, date_range, day_of_year, short_date
from bot.values import Amount, Per
from pillars import Window

# An average needs no cents, unless it is so small that they are much of it.
WHOLE_UNITS_FROM = 100
# From here a rounded percentage would claim "all" or "none" of what is only nearly so.
ALMOST_NONE, ALMOST_ALL = 0.005, 0.995


@dataclass(frozen=True, slots=True)
class Texts:
    """What we say, in one language. Made by `texts_for`.

    Everything returned is plain text: a sentence that holds what a person typed goes through `mrkdwn.escape`, or into
    a `plain_text` element. Values are finite numbers; "no data" is the view's to say.
    """

    language: str  # a code of `languages()`: "en", "sv", "pt-BR"
    formats: Formats
    translations: GNUTranslations
    letters: Mapping[int, str]  # the language's letters, each as a sign that sorts where the letter does

    @property
    def language_name(self) -> str:
        """What the language calls itself: `English`, `Svenska`."""
        return self.t("language.name")

    def t(self, key: str, /, **params: object) -> str:
        """The sentence called `key`, with its {named} places filled. Raises `KeyError` for an unknown key."""
        sentence = self.translations.gettext(key)
        return sentence.format_map(params) if params else sentence

    def n(self, key: str, count: int, /, **params: object) -> str:
        """The sentence called `key` in its singular or plural; `{count}` is filled with the count, grouped."""
        sentence = self.translations.ngettext(key, key, count)
        return sentence.format_map({"count": self.number(count), **params})

    def number(self, value: int | float, decimals: int = 0) -> str:
        """`12 345`, `12,345`; with at most `decimals` decimals."""
        return self.formats.number(value, decimals)

    def money(self, minor: int, currency: str) -> str:
        """Exactly this many minor units: `25 000 kr`, `25 000,50 kr`, `SEK 25,000`, `£25,000.50`."""
        digits = exponent(currency)
        whole, rest = divmod(minor, 10**digits)
        if not rest:
            return self.formats.money(whole, currency, 0)
        return self.formats.money(Decimal(minor).scaleb(-digits), currency, digits)

    def average(self, minor: float, currency: str, *, among: float = 0.0) -> str:
        """A computed amount, such as a mean, in whole units: `31 235 kr`; a small one keeps its decimals.

        `among`: a larger amount that it stands beside, which decides the decimals of both.
        """
        digits = exponent(currency)
        major = Decimal(repr(float(minor))).scaleb(-digits)
        beside = Decimal(repr(float(among))).scaleb(-digits)
        if max(abs(major), abs(beside)) >= WHOLE_UNITS_FROM:
            return self.formats.money(round(major), currency, 0)
        return self.formats.money(round(major, digits), currency, digits)

    def in_major_units(self, minor: float, currency: str) -> float:
        """A computed amount as a number for an axis, in whole units unless it is small."""
        major = float(minor) / float(10 ** exponent(currency))
        return round(major, 0 if abs(major) >= WHOLE_UNITS_FROM else exponent(currency))

    def amount(self, amount: Amount, order_value: int | None = None, horizon_months: int = 12) -> str:
        """An amount as stated; a recurring one with what it comes to: `2 000 kr/mån (24 000 kr på 12 månader)`."""
        stated = self.money(amount.minor, amount.currency)
        if amount.per is None:
            return stated
        stated = self.t("per.month" if amount.per is Per.MONTH else "per.year", amount=stated)
        if order_value is None:
            return stated
        total = self.money(order_value, amount.currency)
        return self.n("amount.recurring", horizon_months, stated=stated, total=total)

    def percent(self, share: float, decimals: int = 0) -> str:
        """`63 %`, `63%`; one decimal where rounding would say all or none: `99.7%`."""
        nearly = 0 < share < ALMOST_NONE or ALMOST_ALL <= share < 1
        return self.formats.percentage(share, max(decimals, 1) if nearly else decimals)

    def days(self, value: float, decimals: int = 1) -> str:
        """`38 dagar`, `1 day`, `12.5 days`"""
        number = self.number(value, decimals)
        return self.translations.ngettext("days", "days", 1 if number == "1" else 2).format(number=number)

    def date(self, day: datetime.date) -> str:
        """`1 okt. 2026`, `1 Oct 2026`, `Oct 1, 2026`"""
        return short_date(self.formats.locale, day)

    def day(self, day: datetime.date) -> str:
        """Without the year, where it is clear which: `1 okt.`, `1 Oct`"""
        return day_of_year(self.formats.locale, day)

    def moment(self, when: datetime.datetime) -> str:
        """Day and time, in the zone that it comes in: `1 okt. 09:41`, `1 Oct 09:41`"""
        return f"{self.day(when.date())} {clock_time(self.formats.locale, when)}"

    def span(self, window: Window) -> str:
        """`3 juli–1 okt. 2026`"""
        return date_range(self.formats.locale, window.start, window.end)

    def reason(self, reason: str) -> str:
        """A loss reason's name: of a well-known key its word, of anything else the text itself."""
        try:
            return self.t(f"reason.{reason}")
        except KeyError:
            return reason

    def verb(self, outcome: str) -> str:
        """The word to write after `/deal` for "won", "lost", "open" or "order"."""
        return self.t(f"verb.{outcome}")

    def alphabetical(self, name: str) -> str:
        """What to sort names by: accents count for nothing, but a letter of the language has its place (å after z)."""
        return "".join(map(self._place, unicodedata.normalize("NFC", name.casefold())))

    def _place(self, letter: str) -> str:
        if ord(letter) in self.letters:
            return self.letters[ord(letter)]
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        return bare.translate(self.letters)
