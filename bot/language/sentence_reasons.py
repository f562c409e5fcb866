"""Why a deal was lost, as a sentence says it: "on price", "too expensive", "de valde en konkurrent"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.language.sentence_parts import AROUND, bare, first_key, has_digit
from bot.language.sentence_reason_words import REASON_PATTERNS
from bot.language.sentence_words import (
    ARTICLES,
    MOST_WORDS_IN_MARKER,
    MOST_WORDS_IN_REASON,
    STRONG_MARKERS,
    WEAK_MARKERS,
)
from bot.language.tokens import Token, TokenKind
from bot.language.words import fold

_LEADING = ("att ", "that ")
_PATTERNS = tuple((key, re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")) for key, patterns in REASON_PATTERNS)


def reason_in(words: str, reasons: Mapping[str, str]) -> str | None:
    """The reason that a clause gives in whatever words, or None; `reasons` is folded words → what is stored.

    A reason of the workspace's own that stands in it word by word counts before what its words merely suggest.
    """
    said = _plain(words)
    if said in reasons:
        return reasons[said]
    own = {name: reason for name, reason in reasons.items() if fold(reason) == name}
    for name in sorted(own, key=len, reverse=True):
        if len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            return own[name]
    return next((key for key, pattern in _PATTERNS if pattern.search(said)), None)


def says_more(words: str) -> bool:
    """Whether a clause tells more than its reason does: a name, a number, a second reason."""
    named = any(c.isdigit() for c in words) or any(word[:1].isupper() for word in words.split()[1:])
    return named or sum(bool(pattern.search(_plain(words))) for _, pattern in _PATTERNS) > 1


def _plain(words: str) -> str:
    return " ".join(fold(words).replace("’", "'").strip(" " + AROUND).split())


def without_stated_reason(found: list[Token], reasons: Mapping[str, str]) -> tuple[list[Token], str | None, str | None]:
    """The tokens without what stands after "because of" and its like, that reason, and what more the words told.

    It goes up to an amount if there is none before it, else to the end.
    """
    end = first_key(found)
    for at, length in _markers(found, STRONG_MARKERS):
        known = _after_articles(found, at + length, reasons)
        if known is not None and (known[1] == len(found) or _ends(found, known[1])):
            return [*found[:at], *_separated(found, known[1])], known[0], None
        if at + length < end:
            return _free(found, at, at + length, reasons)
    return found, None, None


def without_known_reason(found: list[Token], reasons: Mapping[str, str]) -> tuple[list[Token], str | None]:
    """The tokens without a known reason after "on", "to" and their like, or at the end behind an amount; and that."""
    for at, length in _markers(found, WEAK_MARKERS):
        known = _after_articles(found, at + length, reasons)
        if known is not None and found[at].text.islower():
            return [*found[:at], *_separated(found, known[1])], known[0]
    return _at_the_end(found, reasons)


def _markers(found: Sequence[Token], markers: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where markers stand, and their lengths."""
    end = first_key(found)
    for at in range(end):
        for length in range(min(MOST_WORDS_IN_MARKER, end - at), 0, -1):
            if " ".join(bare(token) for token in found[at : at + length]) in markers:
                yield at, length


def _after_articles(found: Sequence[Token], after: int, reasons: Mapping[str, str]) -> tuple[str, int] | None:
    known = _known(found, after, reasons)
    while known is None and after < len(found) and bare(found[after]) in ARTICLES:
        after += 1
        known = _known(found, after, reasons)
    return known


def _ends(found: Sequence[Token], at: int) -> bool:
    return found[at - 1].text[-1:] in ",;.!" or has_digit(found[at : at + 1]) or found[at].text[:1].isupper()


def _known(found: Sequence[Token], at: int, reasons: Mapping[str, str]) -> tuple[str, int] | None:
    """The reason that stands at `at`, the longest, and where it goes on."""
    for length in range(min(MOST_WORDS_IN_REASON, len(found) - at), 0, -1):
        span = found[at : at + length]
        if all(token.is_word or (length == 1 and token.kind is TokenKind.QUOTED) for token in span):
            reason = reasons.get(fold(" ".join(token.text for token in span)).strip(" " + AROUND))
            if reason is not None:
                return reason, at + length
    return None


def _free(
    found: list[Token], at: int, begin: int, reasons: Mapping[str, str]
) -> tuple[list[Token], str | None, str | None]:
    """A reason in own words: to the end, or up to the first number where no other stands before it."""
    end = len(found)
    for place in range(begin, len(found)):
        if found[place].kind is TokenKind.KEY:
            end = place
            break
        if has_digit([found[place]]) and not has_digit(found[:at]) and place > begin:
            end = place
            break
    text = " ".join(token.text for token in found[begin:end]).strip(" " + AROUND)
    for leading in _LEADING:
        text = text[len(leading) :] if text.startswith(leading) else text
    if not text:
        return found, None, None
    known = reason_in(text, reasons)
    more = text if known is not None and says_more(text) else None
    return [*found[:at], *_separated(found, end)], known or text, more


def _at_the_end(found: list[Token], reasons: Mapping[str, str]) -> tuple[list[Token], str | None]:
    """ "lost Acme 12k, too expensive"."""
    for begin in range(1, len(found)):
        before = found[begin - 1]
        after_something = before.is_word and (before.text[-1] in ",;:-–—" or has_digit([before]))
        known = _known(found, begin, reasons) if after_something and found[begin].text[:1].islower() else None
        if known is not None and known[1] == len(found):
            return found[:begin], known[0]
    return found, None


def _separated(found: Sequence[Token], at: int) -> Sequence[Token]:
    """What comes after a part that was taken out, kept apart from what stood before it."""
    rest = found[at:]
    return [Token("for"), *rest] if rest and has_digit(rest[:1]) else rest
