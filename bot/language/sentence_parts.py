"""What stands in a sentence beside the customer and the amount: the day, and words that say nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.errors import DateNotUnderstood
from bot.language.dates import parse_date
from bot.language.positional import Piece, PieceKind
from bot.language.sentence_words import (
    ARTICLES,
    BEFORE_DATES,
    BEFORE_FUTURE_DAYS,
    BEFORE_WEEKDAYS,
    FILLERS,
    MONTH_NAMES,
    PARTS_OF_DAYS,
    SPANS,
    SUFFIXES,
    WEEKDAY_ENDINGS,
)
from bot.language.tokens import Token, TokenKind
from bot.language.words import CURRENCY_WORDS, DAY_WORDS, MULTIPLIERS, WEEKDAYS, fold

_MOST_WORDS_IN_DAY = 5
_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_SLASHED = re.compile(r"[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{2}|[0-9]{4}))?")
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|:a|:e|:s)?\.?")
_MONEY = re.compile(r"[0-9](?:[0-9 .,]{3,}|.*(?:k|kr|tkr|mkr|m|mn|:-|€|£|\$))|[€£$][0-9]|[0-9]{4}")
_GROUP, _NEXT_GROUP = re.compile(r"[0-9]+(?:[.,][0-9]+)?"), re.compile(r"[0-9]{3}(?![0-9])")
_MARKS_OF_MONEY = frozenset((*CURRENCY_WORDS, *MULTIPLIERS, "tkr", "mkr", "sek", "eur", "usd", "gbp", "nok", "dkk"))
_AGO = frozenset(("ago", "sedan", "sen"))
_STOPS = ",;.!"
AROUND = _STOPS + ":-–—"


def first_key(found: Sequence[Token]) -> int:
    """Where the options begin: what stands there is read by the rules of commands."""
    return next((at for at, token in enumerate(found) if token.kind is TokenKind.KEY), len(found))


def bare(token: Token) -> str:
    """A word folded and without what punctuation follows it; "" for what is no word."""
    return fold(token.text).rstrip(_STOPS) if token.is_word else ""


def has_digit(found: Sequence[Token]) -> bool:
    return any(c.isdigit() for token in found for c in token.text)


def has_money(found: Sequence[Token]) -> bool:
    """Whether an amount is among the tokens that is no count and no hour: "40k", "1 200", "300 kr", "€12"."""
    if any(_MONEY.search(token.text.lower()) for token in found if not _ISO.fullmatch(token.text)):
        return True
    pairs = pairwise(found)
    return any(
        _GROUP.fullmatch(one.text) and (_NEXT_GROUP.match(two.text) or bare(two) in _MARKS_OF_MONEY)
        for one, two in pairs
    )


def without_day(found: list[Token], today: date, day_first: bool | None) -> tuple[list[Token], date | None]:
    """The tokens without the first day that they name, and the day; the same tokens and None where there is none.

    "3 oktober" is a day only where something says so: "den" or "on" before it, an amount elsewhere, or words around it
    but none behind. Raises DateAmbiguous.
    """
    end = first_key(found)
    for at in range(end):
        for length in range(min(_MOST_WORDS_IN_DAY, end - at), 0, -1):
            span = found[at : at + length]
            if not _together(span) or (at > 0 and _is_to_come(found[at - 1], span)):
                continue
            others = [*found[:at], *found[at + length :]]
            last = at > 0 and at + length == end
            day = _day(span, others, today, day_first, begins=at == 0, last=last)
            if day is not None and not (day > today and at > 0 and _happens(found[at - 1])):
                return _ended(found, at, others), day
    return found, None


def without_span(found: list[Token]) -> tuple[list[Token], str | None]:
    """The tokens without "förra veckan" and its like, and that: one of its days was meant, and nobody knows which."""
    end = first_key(found)
    for at in range(end):
        for length in range(min(_MOST_WORDS_IN_DAY, end - at), 0, -1):
            span = found[at : at + length]
            said = " ".join(bare(token) for token in span)
            if said == "i veckan" and at > 0 and has_digit(found[at - 1 : at]):  # may be how often it is paid
                continue
            if said in SPANS and _together(span) and all(token.text.islower() for token in span[at == 0 :]):
                written = " ".join(token.text for token in span).rstrip(_STOPS)
                return _ended(found, at, [*found[:at], *found[at + length :]]), written
    return found, None


def _is_to_come(before: Token, span: Sequence[Token]) -> bool:
    """ "möte på torsdag": such a weekday is none on which something has happened."""
    return bare(before) in BEFORE_FUTURE_DAYS and bare(span[0]) in WEEKDAYS


def _happens(before: Token) -> bool:
    """ "leverans 2026-12-01": the day on which something else is to happen."""
    return before.text.isalpha() and before.text.islower() and bare(before) not in FILLERS | BEFORE_DATES


def _together(span: Sequence[Token]) -> bool:
    return all(token.is_word for token in span) and not any(token.text[-1] in ",;" for token in span[:-1])


def _ended(found: Sequence[Token], at: int, others: list[Token]) -> list[Token]:
    """The others, with the comma that stood before what was taken out, or after it."""
    gone = len(found) - len(others)
    after = found[at + gone - 1].text[-1:]
    if at == 0 or after not in ",;" or others[at - 1].kind is not TokenKind.WORD or others[at - 1].text[-1:] in ",;":
        return others
    return [*others[: at - 1], Token(others[at - 1].text + after), *others[at:]]


def _day(
    span: list[Token], others: list[Token], today: date, day_first: bool | None, *, begins: bool, last: bool
) -> date | None:
    words = [bare(token) for token in span]
    said = " ".join(words)
    lower = all(token.text.islower() for token in (span[1:] if begins else span))
    if said in PARTS_OF_DAYS and lower:
        return today + timedelta(days=PARTS_OF_DAYS[said])
    if (said in DAY_WORDS and lower) or _is_numbered(words) or _is_weekday(words, lower):
        pass
    elif not _is_of_month(words) or not (words[0] in BEFORE_DATES or has_digit(others) or (last and len(words) > 1)):
        return None
    if words[0] in BEFORE_DATES and len(words) > 1:
        said = " ".join(words[1:])
    try:
        return parse_date(said, today, day_first=day_first)
    except DateNotUnderstood:
        return None


def _is_numbered(words: list[str]) -> bool:
    """ "2026-10-01", "1/10", "on 1/10", "för 3 dagar sedan", "two weeks ago"."""
    if words[-1] in _AGO:
        return 3 <= len(words) <= 4
    last = words[-1]
    return bool(_ISO.fullmatch(last) or _SLASHED.fullmatch(last)) and (
        len(words) == 1 or (len(words) == 2 and words[0] in BEFORE_DATES)
    )


def _is_weekday(words: list[str], lower: bool) -> bool:
    """ "i måndags", "last Friday", "on friday"; without such a word before it only a whole one in lower case."""
    if words[-1] not in WEEKDAYS or not words[-1].endswith(WEEKDAY_ENDINGS):
        return False
    return lower if len(words) == 1 else len(words) == 2 and words[0] in BEFORE_WEEKDAYS


def _is_of_month(words: list[str]) -> bool:
    """ "3 oktober", "den 3:e oktober 2026", "October 3"."""
    inner = words[1:] if words[0] in BEFORE_DATES else words
    if inner and re.fullmatch("[12][0-9]{3}", inner[-1]):
        inner = inner[:-1]
    if inner and inner[0] == "the":
        inner = inner[1:]
    if len(inner) == 3 and inner[1] == "of":
        inner = [inner[0], inner[2]]
    if len(inner) != 2:
        return False
    first, second = inner
    return bool(
        (_DAY_OF_MONTH.fullmatch(first) and second in MONTH_NAMES)
        or (first in MONTH_NAMES and _DAY_OF_MONTH.fullmatch(second))
    )


def without_fillers(found: list[Token], *, begins: bool = False) -> list[Token]:
    """The tokens without the words at either end that say nothing, and those before a number turned into "for".

    Where they begin the sentence, such a word counts in upper case too; "The" of "The Body Shop" does not.
    """
    kept = list(found)
    while kept and _says_nothing(kept[-1]):
        del kept[-1]
    if begins and kept and _says_nothing(kept[0], begins=True):
        article = bare(kept[0]) in ARTICLES and len(kept) == len(found)
        if not (article and len(kept) > 1 and kept[1].text[:1].isupper()):
            del kept[0]
    while kept and _says_nothing(kept[0]):
        del kept[0]
    for at, token in enumerate(kept):
        before = at - 1
        while has_digit([token]) and before >= 0 and _says_nothing(kept[before]):
            kept[before] = Token("for")
            before -= 1
    return kept


def freed(piece: Piece) -> Piece | None:
    """A name without the words at its edges that say nothing; None where nothing is left of it."""
    if piece.kind is not PieceKind.NAME or piece.quoted:
        return piece
    words = list(piece.words)
    while words and _word_says_nothing(words[0]):
        del words[0]
    while words and _word_says_nothing(words[-1]):
        del words[-1]
    if not words:
        return None
    words[-1] = _without_suffix(words[-1].rstrip(_STOPS if words[-1][:-1].isalnum() and len(words[-1]) > 5 else ",;!"))
    return replace(piece, words=tuple(words)) if words[-1] else None


def _without_suffix(word: str) -> str:
    """ "Volvo-affären" is Volvo's."""
    for suffix in SUFFIXES:
        if word.lower().endswith(suffix) and len(word) > len(suffix) + 1:
            return word[: -len(suffix)]
    return word


def _says_nothing(token: Token, *, begins: bool = False) -> bool:
    return token.is_word and _word_says_nothing(token.text, begins=begins)


def _word_says_nothing(word: str, *, begins: bool = False) -> bool:
    stripped = fold(word).strip(AROUND)
    if not stripped:
        return True
    if word.strip(AROUND) == "år":  # folded it is "är"
        return False
    return stripped in FILLERS and (begins or word.islower() or word == "I")
