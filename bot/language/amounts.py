"""Amounts of money: "25 000 kr", "1,2 mkr", "$25k", "2 000/mån".

Exact integers throughout, in minor units. What has two readings is asked about (AmountAmbiguous), never guessed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.errors import AmountAmbiguous, AmountNotUnderstood, AmountOutOfRange, CurrencyUnknown
from bot.language import numbers
from bot.language.currencies import MINOR_UNITS, choose, exponent
from bot.language.slack_text import clean, shorten
from bot.language.words import CURRENCY_WORDS, MULTIPLIERS, PER_PHRASES, PER_UNITS, fold
from bot.values import Amount, Per

# Whole currency units. More is a slip of the finger, and less than this fits 64 bits in any currency.
LARGEST = 10**12
_MOST_DIGITS = 40  # what has more cannot be in range; keeps integers small

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# A number with three letters or a currency's symbol: "25 XYZ", "₽500".
_WORD = r"([a-z]{3}|[^\w\s.,'%/:;#*+-])"
_STRANGER = re.compile(rf"{_WORD}\s?([0-9][0-9 .,']*)|([0-9][0-9 .,']*?)\s?{_WORD}")
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "ʼ": "'", "´": "'"})


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CODES = [code.lower() for code in MINOR_UNITS]
_THOUSANDS = r"t(?=\s?(?:kr|[a-z]{3}\b))"  # only in "tkr", "TSEK"
_MULTIPLIER = f"{_THOUSANDS}|{_any_of([word for word in MULTIPLIERS if word != 't'])}"
_CURRENCY = _any_of([*CURRENCY_WORDS, *_CODES])
_SHAPE = (
    r"(?P<sign>-\s?)?"
    r"(?:(?P<scale>t|k|m|mn|md)?(?P<before>{currency})\s?(?P<inner>-\s?)?)?"
    r"(?P<number>{number})(?P<dash>:-|,-|\.-)?"
    r"\s?(?P<multiplier>{multiplier})?\s?(?P<after>{currency})?"
    r"(?P<often>\s?/\s?(?P<unit>{unit})\.?|\s(?:per\s(?P<perunit>{unit})\.?|(?P<phrase>{phrase})))?"
)


@lru_cache(maxsize=64)
def _shape(own: str) -> re.Pattern[str]:
    """The grammar of an amount over folded text, where `own` is a currency too."""
    currency = _CURRENCY if own in MINOR_UNITS else f"{_CURRENCY}|{re.escape(own.lower())}"
    return re.compile(
        _SHAPE.format(
            currency=currency,
            number=numbers.NUMBER,
            multiplier=_MULTIPLIER,
            unit=_any_of(list(PER_UNITS)),
            phrase=_any_of(list(PER_PHRASES)),
        )
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """Text that has the form of an amount; whether its number is well-formed and in range shows in `value`."""

    text: str
    number: str
    negative: bool
    factor: int
    currency_words: tuple[str, ...]
    per: Per | None
    often: str  # "/mån", " per month", as written

    @property
    def plain(self) -> bool:
        """Digits and nothing else, which may also be a deal's number."""
        return self.text.isascii() and self.text.isdigit() and not self.text.startswith("0")


def normal(text: str) -> str:
    """`text` with every kind of space as one ordinary space, every minus as "-", every apostrophe as "'"."""
    return _SPACES.sub(" ", clean(text)).strip().translate(_SIGNS)


def shape(text: str, currency: str) -> Shape | None:
    """`text` as an amount's form, or None. `currency` is the workspace's own, an ISO 4217 code."""
    written = normal(text)
    folded = fold(written)
    match = _shape(currency).fullmatch(folded)
    if match is None or (match["scale"] and match["multiplier"]):
        return None
    unit = match["unit"] or match["perunit"]
    per = PER_UNITS[unit] if unit else PER_PHRASES[match["phrase"]] if match["phrase"] else None
    scale = match["scale"] or match["multiplier"]
    return Shape(
        text=written,
        number=match["number"],
        negative=bool(match["sign"] or match["inner"]),
        factor=MULTIPLIERS[scale] if scale else 1,
        currency_words=tuple(word for word in (match["before"], match["after"]) if word),
        per=Per(per) if per else None,
        often=_as_written(match["often"] or "", folded, written),
    )


def _as_written(ending: str, folded: str, written: str) -> str:
    """The ending of `folded` as it stands in `written`; folding seldom changes a text's length."""
    return written[len(written) - len(ending) :] if len(written) == len(folded) else ending


def value(found: Shape, currency: str) -> Amount:
    """The amount of a form. Raises AmountOutOfRange, AmountNotUnderstood, AmountAmbiguous or CurrencyUnknown."""
    text = shorten(found.text)
    if found.negative or len(found.number) > _MOST_DIGITS:
        raise AmountOutOfRange(text=text)
    codes = choose(list(found.currency_words), currency)
    decimals = exponent(codes[0])
    minors = numbers.readings(found.number, factor=found.factor, decimals=decimals)
    if not minors:
        raise AmountNotUnderstood(text=text)
    if len(minors) > 1:
        unit = f" {codes[0]}" if found.currency_words else ""
        first, second = (numbers.spell(minor, decimals) + unit + found.often for minor in minors)
        raise AmountAmbiguous(text=text, first=first, second=second)
    if minors[0] > LARGEST * 10**decimals:
        raise AmountOutOfRange(text=text)
    if len(codes) > 1:
        first, second = (f"{numbers.spell(minors[0], decimals)} {code}{found.often}" for code in codes)
        raise AmountAmbiguous(text=text, first=first, second=second)
    return Amount(minors[0], codes[0], found.per)


def parse_amount(text: str, currency: str) -> Amount:
    """The amount that `text` states, in minor units.

    `currency` is the workspace's own (ISO 4217): it is meant where none is written, and decides what "kr" and "$" are.

    Groups of three digits may be set off by any kind of space, apostrophe, point or comma; "25.000" and "25,000" are
    both 25 000 (in a currency with three decimals they are asked about); "25,50" and "25.5" have decimals.
    Multipliers: k, tkr, mkr, milj, mdr and their like. Recurring: "/mån", "per year", "monthly", …

    Raises AmountNotUnderstood for anything else, also for more decimals than the currency has and for digits that are
    not ASCII; AmountAmbiguous for "2.500k", and for "kr" where the workspace has no krona; AmountOutOfRange for
    negative amounts and those beyond 10¹²; CurrencyUnknown for "25 XYZ" and "€25 SEK".
    """
    found = shape(text, currency)
    if found is not None:
        return value(found, currency)
    if stranger := _STRANGER.fullmatch(fold(normal(text))):
        word, number = stranger[1] or stranger[4], stranger[2] or stranger[3]
        if shape(number, currency) and not shape(f"1 {word}", currency):
            raise CurrencyUnknown(text=word.upper())
    raise AmountNotUnderstood(text=shorten(text))
