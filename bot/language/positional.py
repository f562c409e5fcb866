"""The part of a command without keys: amounts, deals' numbers and the customer's name, in any order.

Amounts span words ("25 000 kr i månaden"), and so do names; the longest amount is taken, from the left. Where words
could belong to either, the person is asked.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.errors import AmountAmbiguous, AmountNotUnderstood, QuotesNeeded, SeveralAmounts, TextTooLong
from bot.language import amounts
from bot.language.commands import LIMITS
from bot.language.currencies import MINOR_UNITS
from bot.language.slack_text import shorten
from bot.language.tokens import Token, tidy
from bot.language.words import (
    CURRENCY_WORDS,
    MULTIPLIERS,
    OTHER_PHRASES,
    OTHER_UNITS,
    PER_PHRASES,
    PER_UNITS,
    PREPOSITIONS,
    fold,
)
from bot.values import Amount

_MOST_WORDS_IN_AMOUNT = 11
_MOST_WORDS_IN_NAME = 100  # no text with more of them is short enough
_MOST_AMOUNTS = 2  # a deal's number and its amount
# Above this, a spaced "k" or "million" before a name is rather the name's: "25000 K Rauta".
_LARGE_BEFORE_MULTIPLIER = 1000
_TRAILING = ",;.!"

_CODES = frozenset(code.lower() for code in MINOR_UNITS)
_SCALED = frozenset(scale + word for scale in ("t", "k", "m", "mn", "md") for word in ("kr", *_CODES, "€", "$", "£"))
_PREFIXES = frozenset(CURRENCY_WORDS) | _CODES | _SCALED
_PHRASE_WORDS = frozenset(word for phrase in PER_PHRASES for word in phrase.split())
_AMOUNT_WORDS = frozenset(MULTIPLIERS) | _PREFIXES | frozenset(PER_UNITS) | _PHRASE_WORDS | {"per"}
# Words of amounts that names begin or end with too: "Million Dollar Baby", "Euro Parts", "Monthly Magazine".
_SOFT = frozenset(
    word for word in {*MULTIPLIERS, *CURRENCY_WORDS, *PER_PHRASES} if word.isalpha() and not word.startswith("kr")
)
_MARKS_OF_MONEY = re.compile(r"[\W_]*(?:kr\.?|[tkm]kr)")

_DEAL = re.compile(r"#([0-9]{1,12})")
_ISO_DATE = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
_LETTERS = re.compile(r"[^\W\d_]+")


class PieceKind(Enum):
    AMOUNT = auto()
    DEAL = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """What a few words next to each other are. `first` and `end` are their places in the run."""

    kind: PieceKind
    words: tuple[str, ...]
    first: int
    end: int
    amount: Amount | None = None
    plain: bool = False  # digits only, which may be a deal's number
    quoted: bool = False

    @property
    def text(self) -> str:
        return tidy(" ".join(self.words))


def read(run: list[Token], currency: str) -> list[Piece]:
    """The pieces of a run of words and quoted texts. Raises the errors of amounts."""
    pieces: list[Piece] = []
    at = 0
    while at < len(run):
        piece = _piece(run, at, currency, pieces[-1] if pieces else None)
        if piece.kind is PieceKind.NAME and not piece.quoted and pieces and _continues(pieces[-1]):
            pieces[-1] = replace(pieces[-1], words=pieces[-1].words + piece.words, end=piece.end)
        else:
            pieces.append(piece)
        at = piece.end
        if len(pieces[-1].words) > _MOST_WORDS_IN_NAME:
            raise TextTooLong(option="customer", limit=LIMITS["customer"])
        stated = [each for each in pieces if each.kind is PieceKind.AMOUNT]
        if len(stated) > _MOST_AMOUNTS:
            raise SeveralAmounts(first=shorten(stated[0].text), second=shorten(stated[1].text))
    return _without_fillers(pieces)


def leading_amount(run: list[Token], currency: str) -> Piece | None:
    """The amount that the run begins with, if it does. Raises the errors of amounts."""
    piece = _piece(run, 0, currency, None)
    return piece if piece.kind is PieceKind.AMOUNT else None


def starts_with_digit(word: str) -> bool:
    return word[:1].isdigit()


def _piece(run: list[Token], at: int, currency: str, previous: Piece | None) -> Piece:
    token = run[at]
    if not token.is_word:
        return Piece(PieceKind.NAME, (token.text,), at, at + 1, quoted=True)
    if number := _DEAL.fullmatch(token.text.rstrip(_TRAILING + ":")):
        return Piece(PieceKind.DEAL, (number[0],), at, at + 1)
    after_name = previous is not None and previous.kind is PieceKind.NAME
    if after_name and token.text in ("-", "–", "—"):  # "Acme - 25k"
        return Piece(PieceKind.NAME, (token.text,), at, at + 1)
    if found := _span(run, at, currency):
        shape, length = found
        words = tuple(each.text for each in run[at : at + length])
        _refuse_other_units(run, at, at + length)
        if previous and previous.kind is PieceKind.AMOUNT and re.match("0[0-9]", shape.number):  # "25 00"
            raise AmountNotUnderstood(text=shorten(" ".join((*previous.words, *words))))
        amount = amounts.value(shape, currency)
        _ask_if_words_fit_both(run, at, at + length, currency, previous)
        plain = shape.plain and words[0].isdigit() and length == 1
        return Piece(PieceKind.AMOUNT, words, at, at + length, amount, plain)
    if _ISO_DATE.fullmatch(token.text):
        raise QuotesNeeded(option="closed", first=f"closed:{token.text}", second=f'"{token.text}"')
    if _looks_like_amount(token.text) or (previous and _splits_a_number(previous, token.text)):
        before = previous.words if previous and previous.kind is PieceKind.AMOUNT else ()
        raise AmountNotUnderstood(text=shorten(" ".join((*before, token.text))))
    return Piece(PieceKind.NAME, (token.text,), at, at + 1)


def _continues(piece: Piece) -> bool:
    return piece.kind is PieceKind.NAME and not piece.quoted


def _span(run: list[Token], at: int, currency: str) -> tuple[amounts.Shape, int] | None:
    """The longest amount that begins at `at`, and its number of words."""
    end = at
    while end < len(run) and end - at < _MOST_WORDS_IN_AMOUNT and run[end].is_word and _may_belong(run[end].text):
        end += 1
    if not any(character.isdigit() for token in run[at : min(end, at + 3)] for character in token.text):
        return None
    for stop in range(end, at, -1):
        text = " ".join(token.text for token in run[at:stop])
        for candidate in dict.fromkeys((text, text.rstrip(_TRAILING))):
            if shape := amounts.shape(candidate, currency):
                return shape, stop - at
    return None


def _may_belong(word: str) -> bool:
    folded = fold(amounts.normal(word)).rstrip(_TRAILING)
    return (
        any(c.isdigit() for c in folded) or folded in _AMOUNT_WORDS or folded[:1] in ("/", "-", ":")
        or folded + "." in _AMOUNT_WORDS or "/" in folded
    )  # fmt: skip


def _looks_like_amount(word: str) -> bool:
    """Whether a word that is no amount was surely not meant as a name: "25.00.00", "25o0", "10%", "-5x", "€"."""
    folded = fold(word)
    if not any(c.isdigit() for c in folded):
        symbols = not any(c.isalnum() for c in word) and any(unicodedata.category(c) == "Sc" or c in "%‰" for c in word)
        return symbols or bool(_MARKS_OF_MONEY.fullmatch(folded)) or (word.isupper() and folded in _CODES)
    letters = _LETTERS.findall(folded)
    if folded[0].isalpha():
        return letters[0] in _PREFIXES and all(each in _AMOUNT_WORDS for each in letters)
    return "/" in folded or sum(map(len, letters)) < 2 or all(each in _AMOUNT_WORDS for each in letters)


def _splits_a_number(previous: Piece, word: str) -> bool:
    """Whether `word` may go on with the digits before it: "25 000st"."""
    if previous.kind is not PieceKind.AMOUNT:
        return False
    return bool(re.fullmatch(r"[0-9]{1,3}", previous.words[-1]) and re.match(r"[0-9]{3}(?![0-9])|0", word))


def _refuse_other_units(run: list[Token], first: int, end: int) -> None:
    """Raises AmountNotUnderstood for "6000 per week", "500 /user", which would else be 6000 and a strange name."""
    following = [fold(token.text).strip(_TRAILING) for token in run[end : end + 2] if token.is_word]
    if not following:
        return
    pair = " ".join(following)
    per_other = following[0] in ("per", "a", "each", "every", "varje", "i", "om") and following[1:] and (
        following[1] in OTHER_UNITS
    )  # fmt: skip
    if following[0][:1] in ("/", "%", "‰", "*", "+", "×") or per_other or {pair, following[0]} & OTHER_PHRASES:
        raise AmountNotUnderstood(text=shorten(" ".join(token.text for token in run[first : end + len(following)])))


def _ask_if_words_fit_both(run: list[Token], first: int, end: int, currency: str, previous: Piece | None) -> None:
    """Raises AmountAmbiguous where the amount's first or last word may be a part of the name beside it."""
    words = [token.text for token in run[first:end]]
    if previous is not None and _continues(previous) and not _is_filler(previous.words[-1]):
        before = previous.text
        if re.fullmatch(r"[1-9][0-9]{0,2}", words[0]) and _is_amount(words[1:], currency):  # Acme 54 250
            _ask(words, f'"{before}" {" ".join(words)}', f'"{before} {words[0]}" {" ".join(words[1:])}')
        if words[0][0].isupper() and fold(words[0]) in _SOFT and len(words) > 1:  # Parts Euro 250
            _ask(words, f'"{before}" {" ".join(words)}', f'"{before} {words[0]}" {" ".join(words[1:])}')
    after = run[end].text if end < len(run) and run[end].is_word else ""
    last = words[-1]
    if len(words) > 1 and fold(last) in _SOFT and any(c.isalnum() for c in after) and not _is_filler(after):
        rest = amounts.shape(" ".join(words[:-1]), currency)
        large = rest is not None and amounts.value(rest, "XXX").minor >= _LARGE_BEFORE_MULTIPLIER * 100
        if last[0].isupper() or (fold(last) in MULTIPLIERS and large):  # 25000 K Rauta
            name = " ".join(token.text for token in run[end:] if token.is_word)
            _ask(words, f'{" ".join(words)} "{name}"', f'{" ".join(words[:-1])} "{last} {name}"')


def _ask(words: list[str], first: str, second: str) -> None:
    raise AmountAmbiguous(text=shorten(" ".join(words)), first=shorten(first), second=shorten(second))


def _is_amount(words: list[str], currency: str) -> bool:
    found = amounts.shape(" ".join(words), currency) if words else None
    return found is not None and not found.number.startswith("0")


def _is_filler(word: str) -> bool:
    """A lower-case preposition, a dash, an emoji: no part of a name at its edge."""
    return not _says_something(word) or (word.islower() and fold(word) in PREPOSITIONS)


def _says_something(word: str) -> bool:
    return any(c.isalnum() for c in word) and not _EMOJI.fullmatch(word)


def _without_fillers(pieces: list[Piece]) -> list[Piece]:
    """The pieces with names freed of prepositions next to an amount, and of dashes, commas and emoji at their edges."""
    kept = []
    for place, piece in enumerate(pieces):
        if piece.kind is not PieceKind.NAME or piece.quoted:
            kept.append(piece)
            continue
        words = list(piece.words)
        before, after = place > 0, place + 1 < len(pieces)
        while words and (
            _is_filler(words[0]) if before and (after or len(words) > 1) else not _says_something(words[0])
        ):
            del words[0]
        while words and (
            _is_filler(words[-1]) if after and (before or len(words) > 1) else not _says_something(words[-1])
        ):
            del words[-1]
        if words:
            words[0], words[-1] = words[0].lstrip(",;"), words[-1].rstrip(",;")
            kept.append(replace(piece, words=tuple(words)))
    return kept
