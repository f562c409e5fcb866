"""What a sentence says beside the deal: "de valde en konkurrent", "great team effort", "3 machines".

It is no part of the customer's name. What it gives the reason of is for `sentence_reasons`; the rest becomes the note.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.language.positional import Piece, PieceKind, starts_with_digit
from bot.language.sentence_parts import AROUND, bare, first_key, has_digit, has_money
from bot.language.sentence_reasons import reason_in
from bot.language.sentence_words import (
    BEFORE_CUSTOMERS,
    BEFORE_RIVALS,
    BETWEEN_NAMES,
    CLAUSE_BEGINNINGS,
    CLAUSE_VERBS,
    CONJUNCTIONS,
    FILLERS,
    NO_PART_OF_NAMES,
    SUBJECTS,
    TAXED,
)
from bot.language.tokens import Token
from bot.language.words import CURRENCY_WORDS, MULTIPLIERS, PER_PHRASES, PER_UNITS, PREPOSITIONS, fold

_DASHES = ("-", "–", "—")
_COUNT = re.compile(r"[0-9]{1,4}")
_SHARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?%")
_COMPOUND = re.compile(r"[0-9]{1,2}-[^\W\d_A-Z]+,?")
_OF_AMOUNTS = frozenset((*CURRENCY_WORDS, *MULTIPLIERS, "sek", "eur", "usd", "gbp", "nok", "dkk", "per"))
_PHRASES = frozenset(word for phrase in PER_PHRASES for word in phrase.split())
_MOST_WORDS_IN_NAME = 8


def without_counts(found: list[Token]) -> tuple[list[Token], list[str]]:
    """The tokens without "3 maskiner" and "10% discount", and those; where money is told as well."""
    for at, token in enumerate(found):
        share = bool(_SHARE.fullmatch(token.text))
        if not token.is_word or not (share or _is_count(found, at) or _COMPOUND.fullmatch(token.text)):
            continue
        length = 1 if _COMPOUND.fullmatch(token.text) else _length_of_count(found, at, share=share)
        rest = [*found[:at], *found[at + length :]]
        if has_money(rest):
            kept, more = without_counts(rest)
            return kept, [_text(found[at : at + length]), *more]
    return found, []


def without_tax(found: list[Token]) -> tuple[list[Token], list[str]]:
    """The tokens without "ex moms" and its like behind an amount, and that."""
    for at in range(1, len(found) - 1):
        pair = found[at : at + 2]
        if bare(pair[0]).rstrip(".") in TAXED[0] and bare(pair[1]) in TAXED[1] and has_digit(found[:at]):
            return [*found[:at], *found[at + 2 :]], [_text(pair)]
    return found, []


def without_rival(found: list[Token]) -> tuple[list[Token], str | None]:
    """ "lost Asda to Bidvest": the tokens without "to Bidvest", and that."""
    for at in range(1, len(found) - 1):
        before, rival = found[at - 1], found[at + 1]
        if not found[at].is_word or found[at].text not in BEFORE_RIVALS or bare(before) in {*FILLERS, ""}:
            continue
        end = at + 1
        while end < len(found) and found[end].is_word and found[end].text[:1].isupper():
            end += 1
        named = any(token.is_word and token.text[:1].isupper() for token in found[:at])
        if named and rival.is_word and end > at + 1 and not has_digit(found[at + 1 : end]):
            return [*found[:at], *found[end:]], _text(found[at:end])
    return found, None


def _length_of_count(found: Sequence[Token], at: int, *, share: bool) -> int:
    """How many words a count takes: "3 maskiner", "10%", "10% discount", "3 year contract"."""
    following = [token.is_word and token.text.islower() and token.text.isalpha() for token in found[at + 1 : at + 3]]
    if share:
        return 2 if following[:1] == [True] else 1
    return 3 if bare(found[at + 1]) in PER_UNITS and following == [True, True] else 2


def _is_count(found: Sequence[Token], at: int) -> bool:
    """A small number with a thing after it, which is no currency and no unit of time."""
    after = found[at + 1] if at + 1 < len(found) else None
    if after is None or not _COUNT.fullmatch(found[at].text) or not after.is_word:
        return False
    thing = bare(after)
    return (
        after.text.rstrip(",;.!").isalpha()
        and after.text.islower()
        and (thing in PER_UNITS or thing not in _OF_AMOUNTS | _PHRASES | PREPOSITIONS | FILLERS)
        and not (at > 0 and _COUNT.fullmatch(found[at - 1].text))
    )


def without_clauses(
    found: list[Token], reasons: Mapping[str, str], *, named: bool = False, lost: bool = False
) -> tuple[list[Token], list[str]]:
    """The tokens without the clauses that say something else, and those clauses as they are written.

    One begins after a comma or a dash, in lower case, or at a word that begins one wherever it stands ("they chose …",
    "de hade …"). What holds the amount stays, and so does what begins like a name. `named`: the customer was named
    before, so that the first words too may be a clause.
    """
    end = first_key(found)
    kept: list[Token] = []
    clauses: list[list[Token]] = []
    told = False  # an amount, before
    for segment in _segments(found[:end]):
        cut = _clause_at(segment)
        if cut is None and (kept or named) and _is_beside(segment, reasons, lost=lost):
            cut = 0
        if cut is None:
            kept += segment
        else:
            clause: list[Token] = segment[cut:]
            rest: list[Token] = []
            if has_digit(clause) and not told and not has_digit(segment[:cut]):
                clause, rest = _up_to_money(clause)
            kept += [*segment[:cut], *([Token("for"), *rest] if rest else [])]
            clauses.append(clause)
        told = told or has_digit(kept)
    return [*kept, *found[end:]], [text for clause in clauses if (text := _text(clause).strip(" " + AROUND))]


def _segments(found: Sequence[Token]) -> list[list[Token]]:
    """The tokens cut after commas, full stops and at dashes."""
    segments: list[list[Token]] = [[]]
    for at, token in enumerate(found):
        if token.is_word and token.text in _DASHES and segments[-1]:
            segments.append([token])
            continue
        segments[-1].append(token)
        stem = token.text.rstrip(".!")
        stopped = stem != token.text and stem.isalpha() and len(stem) > 2 and found[at + 1 : at + 2]
        if token.is_word and (token.text[-1] in ",;" or (stopped and found[at + 1].text[:1].islower())):
            segments.append([])
    return [segment for segment in segments if segment]


def _clause_at(segment: Sequence[Token]) -> int | None:
    """Where a clause begins that says so itself: "they …", "men de …", "de hade …"."""
    for at, token in enumerate(segment):
        if not token.is_word or not token.text.islower() or _all_fillers(segment[at:]):
            continue
        word = bare(token).replace("’", "'")
        following = bare(segment[at + 1]).replace("’", "'") if at + 1 < len(segment) else ""
        if following and (word in CLAUSE_BEGINNINGS or (word in SUBJECTS and following in CLAUSE_VERBS)):
            return at
        third = bare(segment[at + 2]).replace("’", "'") if at + 2 < len(segment) else ""
        goes_on = following in CLAUSE_BEGINNINGS | CLAUSE_VERBS or (following in SUBJECTS and third in CLAUSE_VERBS)
        if word in CONJUNCTIONS and (goes_on or following == "att"):
            return at
    return None


def _all_fillers(found: Sequence[Token]) -> bool:
    return all(bare(token).replace("’", "'") in FILLERS for token in found)


def _is_beside(segment: Sequence[Token], reasons: Mapping[str, str], *, lost: bool) -> bool:
    """Whether a segment says something else: it begins in lower case, with more than fillers up to its first number."""
    if not all(token.is_word for token in segment):
        return False
    until = next((at for at, token in enumerate(segment) if has_digit([token])), len(segment))
    words = [token for token in segment[:until] if any(c.isalnum() for c in token.text)]
    if not words or not words[0].text.islower():
        return False
    if lost and reason_in(_text(words), reasons) is not None:
        return True
    if _all_fillers(words):
        return False
    return not (bare(words[0]) in BEFORE_CUSTOMERS and len(words) > 1 and not words[1].text.islower())


def _up_to_money(clause: list[Token]) -> tuple[list[Token], list[Token]]:
    at = next(place for place, token in enumerate(clause) if has_digit([token]))
    return clause[:at], clause[at:]


def _text(found: Sequence[Token]) -> str:
    return " ".join(token.text for token in found)


def named_and_beside(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """The pieces with each name freed of what is none of it, and that.

    "great meeting at Tesco" is Tesco; behind an amount, words that begin in lower case and are no name alone stand
    beside it: "Tesco 40k thanks to Maria".
    """
    kept: list[Piece] = []
    beside: list[str] = []
    for piece in pieces:
        if piece.kind is not PieceKind.NAME or piece.quoted:
            kept.append(piece)
            continue
        if any(each.kind is PieceKind.NAME for each in kept) and _is_remark(piece.words):
            beside.append(" ".join(piece.words))
            continue
        name, more = _core(piece.words)
        beside += [more] if more else []
        kept.append(replace(piece, words=name))
    return kept, beside


def _core(words: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """The name after the last "till", "with" and their like where all before it is in lower case; and that."""
    for at in range(len(words) - 1, 0, -1):
        if fold(words[at - 1]) in BEFORE_CUSTOMERS and not words[at].islower() and _begins_name(words[at]):
            if all(word.islower() for word in words[:at]):
                said = [word for word in words[: at - 1] if fold(word).strip(AROUND) not in FILLERS]
                return words[at:], " ".join(words[: at - 1]).strip(" " + AROUND) if said else None
            return words, None
    return words, None


def _begins_name(word: str) -> bool:
    return word[:1].isupper() or starts_with_digit(word)


def _is_remark(words: Sequence[str]) -> bool:
    if not words[0].islower() or len(words) < 2:
        return False
    return any(fold(word).strip(AROUND) in NO_PART_OF_NAMES for word in words)


def is_doubtful(name: str) -> bool:
    """Whether what was left for the customer's name looks like half a sentence instead."""
    words = name.split()
    if len(words) > _MOST_WORDS_IN_NAME:
        return True
    if any(fold(word) in BETWEEN_NAMES and word.islower() for word in words[1:2]) and words[-1][:1].isupper():
        return True
    if any(word[-1] in ",;" and after.islower() for word, after in pairwise(words)):
        return True
    plain = [fold(word).strip(AROUND).replace("’", "'") for word in words if word.islower()]
    if len(words) == 1:
        return plain[:1] != [] and plain[0] in NO_PART_OF_NAMES
    return any(word in NO_PART_OF_NAMES for word in plain)
