"""What amounts are counted in: currencies, scales and periods, as a cell or a column's header states them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel.numbers import list_currencies

from bot.errors import CurrencyUnknown
from bot.language.amounts import shape
from bot.language.currencies import choose
from bot.language.words import PER_PHRASES, PER_UNITS, fold
from bot.values import Per

_ONCE = frozenset({"", "-", "once", "one-off", "one off", "one time", "one-time", "engang", "engangs", "engangsbelopp"})
_MINUSES = str.maketrans({"−": "-", "–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "ʼ": "'", "´": "'"})
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """All codes of ISO 4217, the historic ones too."""
    return frozenset(list_currencies())


@dataclass(frozen=True, slots=True)
class Unit:
    """What a column's header says of all its amounts: "Belopp (tkr)", "MRR (EUR)"."""

    factor: int = 1
    currency: str | None = None
    per: Per | None = None


PLAIN = Unit()


def spaced(cell: str) -> str:
    """Folded, every kind of space as one ordinary space, every minus as "-"."""
    return _SPACES.sub(" ", fold(cell)).strip().translate(_MINUSES)


@lru_cache(maxsize=1024)
def currency_of(text: str, own: str) -> tuple[str, str]:
    """The ISO code that a cell of a currency column means, and a problem's key or ""."""
    word = spaced(text)
    if word.upper() in currency_codes():
        return word.upper(), ""
    codes = set(re.findall(r"\b[A-Z]{3}\b", text)) & currency_codes()
    if len(codes) == 1:  # "Swedish krona (SEK)", "SEK - Swedish Krona"
        return codes.pop(), ""
    if shape(f"1 {word}", own) is None:
        return "", "currency_unknown"
    return currency_meant((word,), own, certain=False)


def currency_meant(words: tuple[str, ...], own: str, certain: bool) -> tuple[str, str]:
    """The code that the words around an amount mean; `certain`: the row's currency is stated beside it."""
    if len(words) == 1 and words[0].upper() in currency_codes():
        code = words[0].upper()
        return ("", "currency_contradicts") if certain and code != own else (code, "")
    try:
        codes = choose(list(words), own)
    except CurrencyUnknown:
        return "", "currency_unknown"
    if certain and own not in codes:
        return "", "currency_contradicts"
    return (codes[0], "") if len(codes) == 1 else ("", "currency_ambiguous")


@lru_cache(maxsize=1024)
def period_of(text: str) -> Per | Literal["once", "unknown"]:
    """A cell that says how often an amount is paid."""
    word = spaced(text)
    if word in _ONCE:
        return "once"
    found = PER_UNITS.get(word) or PER_PHRASES.get(word) or PER_UNITS.get(word.removeprefix("per "))
    return Per(found) if found else "unknown"


_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_TAIL = re.compile(r"\s([^\s()\[\],/]+)\s*$")
_PER = re.compile(r"(?:\bper |/) ?([a-z]+)\)?$")
_THOUSANDS = re.compile(r"in thousands|i tusental|tusental|thousands?|tusen|'?000s?")
_OFTEN = {"monthly": Per.MONTH, "mrr": Per.MONTH, "manads": Per.MONTH} | dict.fromkeys(
    ("yearly", "annual", "arr", "acv", "ars", "arligt"), Per.YEAR
)


def unit_of(header: str, own: str) -> Unit:
    """What a header says of the amounts below it: "Belopp (tkr)" is in thousands, "Amount in USD" in dollars."""
    text = spaced(header)
    per = _often(text)
    bracketed = _BRACKETED.findall(text)
    tail = _TAIL.search(text)
    for token in (*bracketed, *([tail[1]] if tail else [])):
        if token in _OFTEN:
            continue
        thousands = _THOUSANDS.match(token)
        rest = token[thousands.end() :].strip(" -") if thousands else token
        if thousands and not rest:
            return Unit(1000, None, per)
        if len(rest) == 1 and rest.isalpha():  # "(k)", "(m)"; a bare last letter says nothing
            if token in bracketed and rest in "ktm":
                return Unit({"k": 1_000, "t": 1_000, "m": 1_000_000}[rest], None, per)
            continue
        if rest.upper() in currency_codes() and len(rest) == 3:
            return Unit(1000 if thousands else 1, rest.upper(), per)
        found = shape(f"1 {rest}", own)
        if found is not None:
            code, problem = currency_meant(found.currency_words, own, False) if found.currency_words else (None, "")
            factor = found.factor * (1000 if thousands else 1)
            return Unit(factor, None if problem else code, found.per or per)
    return Unit(per=per)


def _often(text: str) -> Per | None:
    if (match := _PER.search(text)) and (found := PER_UNITS.get(match[1])):
        return Per(found)
    return next((per for word, per in _OFTEN.items() if re.search(rf"\b{word}\b", text)), None)
