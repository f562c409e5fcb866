"""The verb of a sentence that tells how a deal went: where it stands, and whether it is denied or doubted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import CoachError, OneDealAtATime, OptionUnknown
from bot.language.sentence_parts import bare, has_digit, has_money
from bot.language.sentence_words import (
    CHOSE,
    CUSTOMERS_VERBS,
    DENIALS,
    DOUBTS,
    FILLERS,
    FIRST_VERBS,
    MOST_WORDS_IN_VERB,
    MOST_WORDS_PARTING,
    NEED_A_NUMBER,
    PARTED_VERBS,
    RECORDING_VERBS,
    THIRD_PERSONS,
    TOLD_VERBS,
)
from bot.language.slack_text import shorten
from bot.language.tokens import Token, tokens
from bot.language.words import DEAL_VERBS, fold

QUOTE = "quote"
"""An offer was sent: of all that is told it alone is no outcome; the deal is open."""

_NEW_CUSTOMER = re.compile(r"^((?:ny|nya|new) (?:kund|kunden|customer|client)) ?: ?", re.IGNORECASE)
_MOST_KEYS = 8
_AFTER_VERB = 2  # words after a verb in which "inte" or "not" denies it
_BEFORE_SECOND = 2  # words before another verb in which "they" says that it goes on about the same deal


@dataclass(frozen=True, slots=True)
class Verb:
    """Where in a part the verb stands, and what it says: "won", "lost", "open", "order" or `QUOTE`.

    `written` is the word to be quoted back. `of_customer`: its subject is the customer, perhaps as "they".
    """

    verb: str
    written: str
    said: str
    first: int
    end: int

    @property
    def of_customer(self) -> bool:
        return self.said in CUSTOMERS_VERBS or self.chooses

    @property
    def chooses(self) -> bool:
        """Whether what stands behind it, up to the amount, is whom the customer chose instead of us."""
        return self.said in CHOSE


def verb_of(part: str) -> Verb | None:
    """The verb of a part that tells of a deal; None for a question, a denial, a doubt and everything else."""
    if part.rstrip(' "”').endswith("?"):
        return None
    try:
        return verb_in(part_tokens(part))
    except CoachError:
        return verb_in(_joined([Token(word) for word in part.split(" ")]))


def verb_in(found: Sequence[Token]) -> Verb | None:
    """The first verb among the tokens. Raises OneDealAtATime where another one tells of another deal."""
    shouted = all(token.text.isupper() for token in found if token.is_word and token.text.isalpha())
    for at in range(len(found)):
        verb = _verb_at(found, at, shouted=shouted)
        if verb is not None:
            return None if _denied(found, verb) else _alone(found, verb, shouted=shouted)
    return None


def about_somebody(part: str) -> bool:
    """Whether the part's verb is said of "them", whom another part names."""
    verb = verb_of(part)
    return verb is not None and _said_of_them(part_tokens(part), verb)


def part_tokens(part: str) -> list[Token]:
    """The part's tokens, a parted verb put together; a word with a colon that is no option is an ordinary word.

    Raises OptionUnknown for what is like an option.
    """
    first, _, rest = part.partition(" ")
    if fold(first.rstrip(":")) in FIRST_VERBS:
        part = f"{first.rstrip(':')} {rest}".strip()
    part = _NEW_CUSTOMER.sub(r"\1 ", part)
    for _ in range(_MOST_KEYS):
        try:
            return _joined(tokens(part))
        except OptionUnknown as unknown:
            if unknown.params["suggestion"] is not None:
                raise
            part = re.sub(rf"({re.escape(unknown.params['option'])}) ?:", r"\1 ", part, count=1)
    return _joined(tokens(part))


def _joined(found: list[Token]) -> list[Token]:
    """ "igår skrev Volvo på" as "igår skrev på Volvo"."""
    for at in range(len(found)):
        for between in range(1, MOST_WORDS_PARTING + 1):
            end = at + between + 1
            if end >= len(found) or (bare(found[at]), bare(found[end])) not in PARTED_VERBS:
                continue
            middle = found[at + 1 : end]
            if all(_may_part(token) for token in middle):
                return [*found[: at + 1], found[end], *middle, *found[end + 1 :]]
    return found


def _may_part(token: Token) -> bool:
    return not has_digit([token]) and token.text[-1:] not in ",;:.!" and bare(token) not in DENIALS


def _verb_at(found: Sequence[Token], at: int, *, shouted: bool) -> Verb | None:
    for length in range(min(MOST_WORDS_IN_VERB, len(found) - at), 0, -1):
        span = found[at : at + length]
        if not all(token.is_word for token in span) or any(token.text[-1:] in ",;" for token in span[:-1]):
            continue
        said = fold(" ".join(token.text for token in span)).rstrip(",.!:;")
        known = FIRST_VERBS.get(said) if at == 0 else None
        if known is None and (shouted or all(_is_lower(token) for token in (span[1:] if at == 0 else span))):
            known = TOLD_VERBS.get(said)
        if said in CHOSE and _chooses(found, at, length):
            return Verb("lost", "lost", said, at, at + length)
        if known is not None and (said not in NEED_A_NUMBER or _is_about_money(found, at, said)):
            written = said if said in RECORDING_VERBS and said in DEAL_VERBS else known
            return Verb(known, written, said, at, at + length)
    return None


def _is_lower(token: Token) -> bool:
    return token.text.islower() or token.text.rstrip(",.") == "PO"


def _is_about_money(found: Sequence[Token], at: int, said: str) -> bool:
    """Whether an amount is told as well, and of what customers do who does it: "Acme bought for 40k", not "bought"."""
    somebody = any(bare(token) not in FILLERS or bare(token) in THIRD_PERSONS for token in found[:at])
    return has_money(found) and (somebody or said not in CUSTOMERS_VERBS)


def _chooses(found: Sequence[Token], at: int, length: int) -> bool:
    """Whether somebody other than we has chosen a company by its name: "Jula valde Biltema"."""
    chosen = found[at + length] if at + length < len(found) else None
    if chosen is None or not chosen.is_word or not chosen.text[:1].isupper():
        return False
    return at > 0 and any(bare(token) not in FILLERS for token in found[:at])


def _denied(found: Sequence[Token], verb: Verb) -> bool:
    before = {bare(token) for token in found[: verb.first] if token.text.islower() or token is found[0]}
    before = {word.replace("’", "'") for word in before}
    after = set()
    for token in found[verb.end - 1 : verb.end + _AFTER_VERB]:
        after.add(bare(token))
        if token.text[-1:] in ",;.!":  # what stands behind it is about something else
            break
    denied = (after - set(verb.said.split())) & DENIALS
    return bool(before & DOUBTS or denied or (before & THIRD_PERSONS and not verb.of_customer))


def _alone(found: Sequence[Token], verb: Verb, *, shouted: bool) -> Verb:
    """The verb, if no second one tells of another deal; raises OneDealAtATime."""
    for at in range(verb.end, len(found)):
        second = _verb_at(found, at, shouted=shouted)
        if second is None or second.verb in ("open", QUOTE, verb.verb) or _said_of_them(found, second):
            continue
        said = [" ".join(token.text for token in part) for part in (found[:at], found[at:])]
        raise OneDealAtATime(first=shorten(said[0]), second=shorten(said[1]))
    return verb


def _said_of_them(found: Sequence[Token], verb: Verb) -> bool:
    before = found[max(verb.first - _BEFORE_SECOND, 0) : verb.first]
    return any(bare(token).replace("’", "'") in THIRD_PERSONS for token in before)
