"""Plain sentences: "vi vann Volvo, 25 000", "lost Acme 12k on price", "how is my win rate?"

Rules over the grammar of the commands; both languages, also mixed. A sentence that records is never carried out as it
is: what was understood is shown first.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from bot.errors import CoachError, OneDealAtATime, OptionTwice, OptionUnknown, TextTooLong
from bot.language.commands import LIMITS, Record
from bot.language.deal_command import as_record
from bot.language.options import Line, checked, read_tokens
from bot.language.sentence_parts import bare, freed, has_digit, without_day, without_fillers, without_reason
from bot.language.sentence_questions import Asked, AskedCoach, AskedDeals, AskedHelp, Thanked, asked
from bot.language.sentence_words import (
    DENIALS,
    DOUBTS,
    FILLERS,
    FIRST_VERBS,
    GREETINGS,
    MOST_WORDS_IN_VERB,
    RECORDING_VERBS,
    TOLD_VERBS,
)
from bot.language.slack_text import clean, shorten, unescape
from bot.language.tokens import Token, flatten, tokens
from bot.language.words import DEAL_VERBS, REASONS, fold
from bot.values import Status

MOST_CHARACTERS = 3000
"""What is longer is no sentence to a bot."""

# A full stop ends a sentence where an upper-case letter follows, but not after an abbreviation: "Acme Inc. Sweden".
_SENTENCE_ENDS = re.compile(
    r"[\r\n]+|[!?]+\s+"
    r"|(?:(?<=[^\W\d_]{3})|(?<=[0-9])|(?<=[0-9][kKmM]))(?<![Ii]nc)(?<![Ll]td)(?<![Cc]orp)(?<![Bb]ros)\.\s+(?=[A-ZÅÄÖÉ])"
)
_MOST_KEYS = 8
_AFTER_VERB = 2  # words after a verb in which "inte" or "not" denies it


@dataclass(frozen=True, slots=True)
class Told:
    """A deal that was told of, to be shown and then recorded. Its day is always stated."""

    entry: Record


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing of the kind that we know."""


Sentence = Told | Asked | AskedDeals | AskedCoach | AskedHelp | Thanked | NotUnderstood


@dataclass(frozen=True, slots=True)
class _Verb:
    """Where in a part the verb stands, and what it says."""

    verb: str
    written: str
    first: int
    end: int


def parse_sentence(
    text: str,
    *,
    today: date,
    currency: str,
    day_first: bool | None,
    week_start: int = 0,
    reasons: Sequence[str] = (),
) -> Sentence:
    """What a message to the bot means; `text` is as Slack sends it, `reasons` are the workspace's own loss reasons.

    The other parameters are those of `parse_deal` and `parse_pillars`. A part of the message that says how a deal went
    is one by its verb ("vann", "lost", "opened", …), if nothing says that it did not happen or is not sure ("inte",
    "if", a question mark). Further sentences around it become the deal's note.

    Raises a CoachError where a deal is told of and something of it could be meant in two ways or cannot be read, above
    all its amount; OneDealAtATime where several are told of.
    """
    if len(text) > MOST_CHARACTERS:
        return NotUnderstood()
    parts = [flatten(part) for part in _parts(clean_lines(unescape(text)))]
    parts = [part for part in parts if part]
    question = asked(text, parts, today=today, week_start=week_start)
    if question is not None:
        return question
    own = {fold(reason): reason for reason in reasons}
    telling = [part for part in parts if _verb_of(part) is not None]
    if len(telling) > 1:
        raise OneDealAtATime(first=shorten(telling[0]), second=shorten(telling[1]))
    if not telling:
        return NotUnderstood()
    others = [part for part in parts if part is not telling[0]]
    return Told(_told(telling[0], others, REASONS | own, today=today, currency=currency, day_first=day_first))


def told_outcomes(text: str) -> frozenset[str]:
    """How deals went, by all sentences of a message that say so: "won", "lost", "open", "order"."""
    parts = [flatten(part) for part in _parts(clean_lines(unescape(text)))]
    found: set[str] = set()
    for part in parts:
        with suppress(CoachError):
            verb = _verb_of(part) if part else None
            found |= {verb.verb} if verb is not None else set()
    return frozenset(found)


def clean_lines(text: str) -> str:
    """`text` without characters that hide or reorder, its line ends kept."""
    return "\n".join(clean(line) for line in text.splitlines())


def _parts(text: str) -> list[str]:
    """The sentences of a message, each with the mark that ends it."""
    parts, at = [], 0
    for end in _SENTENCE_ENDS.finditer(text):
        parts.append(text[at : end.end()].strip())
        at = end.end()
    return [*parts, text[at:].strip()]


def _told(
    part: str, others: list[str], reasons: Mapping[str, str], *, today: date, currency: str, day_first: bool | None
) -> Record:
    part, others = _joined(part, others)
    found = _tokens(part)
    verb = _verb_in(found)
    if verb is None:  # its options' keys were read as words before
        raise OptionUnknown(option=shorten(part), suggestion=None)
    before, after = found[: verb.first], found[verb.end :]
    before, day = without_day(before, today, day_first)
    if day is None:
        after, day = _day_of(after, before, today, day_first)
    reason = None
    if verb.verb == "lost":
        after, reason = without_reason(after, reasons)
        others, reason = _reason_of(others, reasons, reason)
    line = _line(before, after, today=today, currency=currency, day_first=day_first)
    if reason is not None:
        line.values.setdefault("loss_reason", checked("loss_reason", reason, "reason"))
    if others:
        line.values.setdefault("note", _note(others))
    field = "opened_on" if verb.verb == "open" else "closed_on"
    if day is not None:
        line.values.setdefault(field, day)
    entry = as_record(verb.verb, verb.written, line, today)
    if entry.number is not None and entry.outcome is Status.OPEN:
        return entry  # reopening a deal does not change when it was opened
    if getattr(entry.details, field) is None:
        dated = (
            replace(entry.details, opened_on=today) if field == "opened_on" else replace(entry.details, closed_on=today)
        )
        entry = replace(entry, details=dated)
    return entry


def _joined(part: str, others: list[str]) -> tuple[str, list[str]]:
    """The telling part with those others that hold a number, which may be the amount; and the rest."""
    if not any(c.isdigit() for c in part):
        numbers = [other for other in others if any(c.isdigit() for c in other)]
        part = " ".join([part.rstrip(" .!"), *(f"- {number}" for number in numbers)])
        others = [other for other in others if other not in numbers]
    return part, [other for other in others if not _says_nothing(other)]


def _says_nothing(part: str) -> bool:
    """A greeting, "Finally!" and their like, which are no note."""
    said = fold(part).strip(" .,!")
    return said in GREETINGS or all(word.strip(".,!") in FILLERS | GREETINGS for word in said.split(" "))


def _day_of(
    after: list[Token], before: list[Token], today: date, day_first: bool | None
) -> tuple[list[Token], date | None]:
    # An amount before the verb makes "3 oktober" after it a day.
    if has_digit(before):
        marked, day = without_day([Token("1"), *after], today, day_first)
        return (marked[1:], day) if day is not None and marked[:1] == [Token("1")] else (after, None)
    return without_day(after, today, day_first)


def _reason_of(others: list[str], reasons: Mapping[str, str], reason: str | None) -> tuple[list[str], str | None]:
    """A sentence of its own that is a reason: "Lost Acme. Too expensive."."""
    if reason is not None:
        return others, reason
    for other in others:
        found, named = without_reason([Token(","), *map(Token, other.lower().split(" "))], reasons)
        if named is not None and len(found) <= 1:
            return [each for each in others if each is not other], named
    return others, None


def _note(others: list[str]) -> str:
    note = " ".join(others)
    if len(note) > LIMITS["note"]:
        raise TextTooLong(option="note", limit=LIMITS["note"])
    return note


def _line(before: list[Token], after: list[Token], *, today: date, currency: str, day_first: bool | None) -> Line:
    """Both sides of the verb, read as the commands read what follows theirs."""
    first = read_tokens(without_fillers(before, begins=True), today=today, currency=currency, day_first=day_first)
    line = read_tokens(without_fillers(after), today=today, currency=currency, day_first=day_first)
    for field, value in first.values.items():
        if field in line.values:
            raise OptionTwice(option=field)
        line.values[field] = value
    amount_text = line.amount_text or first.amount_text
    pieces = [freed(piece) for piece in (*first.pieces, *line.pieces)]
    return replace(line, pieces=tuple(piece for piece in pieces if piece is not None), amount_text=amount_text)


# --- verbs ----------------------------------------------------------------------------------------------------------


def _verb_of(part: str) -> _Verb | None:
    """The verb of a part that tells of a deal; None for a question, a denial, a doubt and everything else."""
    if part.rstrip(' "”').endswith("?"):
        return None
    try:
        return _verb_in(_tokens(part))
    except CoachError:
        return _verb_in([Token(word) for word in part.split(" ")])


def _verb_in(found: list[Token]) -> _Verb | None:
    shouted = all(token.text.isupper() for token in found if token.is_word and token.text.isalpha())
    for at in range(len(found)):
        verb = _verb_at(found, at, shouted=shouted)
        if verb is not None:
            return None if _denied(found, verb) else _alone(found, verb, shouted=shouted)
    return None


def _verb_at(found: list[Token], at: int, *, shouted: bool) -> _Verb | None:
    for length in range(min(MOST_WORDS_IN_VERB, len(found) - at), 0, -1):
        span = found[at : at + length]
        if not all(token.is_word for token in span):
            continue
        said = fold(" ".join(token.text for token in span)).rstrip(",.!:;")
        known = FIRST_VERBS.get(said) if at == 0 else None
        if known is None and (at == 0 or shouted or all(token.text.islower() for token in span)):
            known = TOLD_VERBS.get(said)
        if known is not None:
            return _Verb(known, said if said in RECORDING_VERBS and said in DEAL_VERBS else known, at, at + length)
    return None


def _denied(found: list[Token], verb: _Verb) -> bool:
    before = {bare(token) for token in found[: verb.first] if token.text.islower() or token is found[0]}
    after = {bare(token) for token in found[verb.end : verb.end + _AFTER_VERB]}
    return bool({word.replace("’", "'") for word in before} & DOUBTS or after & DENIALS)


def _alone(found: list[Token], verb: _Verb, *, shouted: bool) -> _Verb:
    """The verb, if no second one tells of another deal; raises OneDealAtATime."""
    for at in range(verb.end, len(found)):
        second = _verb_at(found, at, shouted=shouted)
        if second is not None and second.verb != "open" and second.verb != verb.verb:
            said = [" ".join(token.text for token in part) for part in (found[:at], found[at:])]
            raise OneDealAtATime(first=shorten(said[0]), second=shorten(said[1]))
    return verb


def _uncoloned(part: str, label: str) -> str:
    return re.sub(rf"({label}) ?:", r"\1 ", part, count=1)


def _tokens(part: str) -> list[Token]:
    """The part's tokens; a word with a colon that is no option and like none is an ordinary word.

    At the beginning it is a label and left out ("Update: vann …").
    """
    first, _, rest = part.partition(" ")
    if fold(first.rstrip(":")) in FIRST_VERBS:
        part = f"{first.rstrip(':')} {rest}".strip()
    for _ in range(_MOST_KEYS):
        try:
            return tokens(part)
        except OptionUnknown as unknown:
            if unknown.params["suggestion"] is not None:
                raise
            label = re.escape(unknown.params["option"])
            part = re.sub(rf"^{label} ?: *", "", part) if re.match(rf"{label} ?:", part) else _uncoloned(part, label)
    return tokens(part)
