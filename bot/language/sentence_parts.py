"""What stands in a sentence beside the customer and the amount: the day, the reason, words that say nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.errors import DateNotUnderstood
from bot.language.dates import parse_date
from bot.language.positional import Piece, PieceKind
from bot.language.sentence_words import (
    ARTICLES,
    BEFORE_DATES,
    BEFORE_WEEKDAYS,
    FILLERS,
    MONTH_NAMES,
    MOST_WORDS_IN_MARKER,
    MOST_WORDS_IN_REASON,
    STRONG_MARKERS,
    SUFFIXES,
    WEAK_MARKERS,
    WEEKDAY_ENDINGS,
)
from bot.language.tokens import Token, TokenKind
from bot.language.words import DAY_WORDS, WEEKDAYS, fold

_MOST_WORDS_IN_DAY = 5
_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_SLASHED = re.compile(r"[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{2}|[0-9]{4}))?")
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|:a|:e|:s)?\.?")
_AGO = frozenset(("ago", "sedan", "sen"))
_STOPS = ",;.!"
_AROUND_REASONS = _STOPS + ":-–—"


def _first_key(found: Sequence[Token]) -> int:
    """Where the options begin: what stands there is read by the rules of commands."""
    return next((at for at, token in enumerate(found) if token.kind is TokenKind.KEY), len(found))


def bare(token: Token) -> str:
    """A word folded and without what punctuation follows it; "" for what is no word."""
    return fold(token.text).rstrip(_STOPS) if token.is_word else ""


def has_digit(found: Sequence[Token]) -> bool:
    return any(c.isdigit() for token in found for c in token.text)


def without_day(found: list[Token], today: date, day_first: bool | None) -> tuple[list[Token], date | None]:
    """The tokens without the first day that they name, and the day; the same tokens and None where there is none.

    "3 oktober" is a day only where something says so: "den" or "on" before it, or an amount elsewhere. Raises
    DateAmbiguous.
    """
    end = _first_key(found)
    for at in range(end):
        for length in range(min(_MOST_WORDS_IN_DAY, end - at), 0, -1):
            span = found[at : at + length]
            if not all(token.is_word for token in span) or any(token.text[-1] in ",;" for token in span[:-1]):
                continue
            others = [*found[:at], *found[at + length :]]
            day = _day(span, others, today, day_first, begins=at == 0)
            if day is not None:
                return others, day
    return found, None


def _day(span: list[Token], others: list[Token], today: date, day_first: bool | None, *, begins: bool) -> date | None:
    words = [bare(token) for token in span]
    said = " ".join(words)
    lower = all(token.text.islower() for token in (span[1:] if begins else span))
    if (said in DAY_WORDS and lower) or _is_numbered(words) or _is_weekday(words, lower):
        pass
    elif not _is_of_month(words) or not (words[0] in BEFORE_DATES or has_digit(others)):
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


def without_reason(found: list[Token], reasons: Mapping[str, str]) -> tuple[list[Token], str | None]:
    """The tokens without the reason that they give, and the reason; `reasons` is folded words → what is stored.

    After "because of" and its like stands the reason, up to an amount if there is none before it; after "on", "to" and
    their like, and at the end after a comma or an amount, only a reason that is known counts.
    """
    end = _first_key(found)
    for at in range(end):
        for length in range(min(MOST_WORDS_IN_MARKER, end - at), 0, -1):
            marker = " ".join(bare(token) for token in found[at : at + length])
            if marker in STRONG_MARKERS or (marker in WEAK_MARKERS and found[at].text.islower()):
                after = at + length
                known = _known(found, after, reasons)
                while known is None and after < len(found) and bare(found[after]) in ARTICLES:
                    after += 1
                    known = _known(found, after, reasons)
                if known is not None:
                    return [*found[:at], *_separated(found, known[1])], known[0]
                if marker in STRONG_MARKERS and at + length < end:
                    return _free(found, at, at + length)
    return _at_the_end(found, reasons)


def _known(found: list[Token], at: int, reasons: Mapping[str, str]) -> tuple[str, int] | None:
    """The reason that stands at `at`, the longest, and where it goes on."""
    for length in range(min(MOST_WORDS_IN_REASON, len(found) - at), 0, -1):
        span = found[at : at + length]
        if all(token.is_word or (length == 1 and token.kind is TokenKind.QUOTED) for token in span):
            reason = reasons.get(fold(" ".join(token.text for token in span)).strip(" " + _AROUND_REASONS))
            if reason is not None:
                return reason, at + length
    return None


def _free(found: list[Token], at: int, begin: int) -> tuple[list[Token], str | None]:
    """A reason in own words: to the end, or up to the first number where no other stands before it."""
    end = len(found)
    for place in range(begin, len(found)):
        if found[place].kind is TokenKind.KEY:
            end = place
            break
        if has_digit([found[place]]) and not has_digit(found[:at]) and place > begin:
            end = place
            break
    text = " ".join(token.text for token in found[begin:end]).strip(" " + _AROUND_REASONS)
    if not text:
        return found, None
    return [*found[:at], *_separated(found, end)], text


def _at_the_end(found: list[Token], reasons: Mapping[str, str]) -> tuple[list[Token], str | None]:
    """ "lost Acme 12k, too expensive"."""
    for begin in range(1, len(found)):
        before = found[begin - 1]
        after_something = before.is_word and (before.text[-1] in ",;:-–—" or has_digit([before]))
        known = _known(found, begin, reasons) if after_something and found[begin].text[:1].islower() else None
        if known is not None and known[1] == len(found):
            return found[:begin], known[0]
    return found, None


def _separated(found: list[Token], at: int) -> list[Token]:
    """What comes after a part that was taken out, kept apart from what stood before it."""
    rest = found[at:]
    return [Token("for"), *rest] if rest and has_digit(rest[:1]) else rest


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
    stripped = fold(word).strip(_AROUND_REASONS)
    if not stripped:
        return True
    return stripped in FILLERS and (begins or word.islower() or word == "I")
