"""Plain sentences: "vi vann Volvo, 25 000", "lost Acme 12k on price", "how is my win rate?"

Rules over the grammar of the commands; both languages, also mixed. A sentence that records is never carried out as it
is: what was understood is shown first.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from bot.errors import CoachError, OneDealAtATime, OptionTwice, OptionUnknown, SeveralNames, TextTooLong
from bot.language.commands import LIMITS, Record
from bot.language.deal_command import as_record
from bot.language.options import Line, checked, read_tokens
from bot.language.positional import PieceKind
from bot.language.sentence_around import Around, around_verb, reason_of, says_nothing
from bot.language.sentence_clauses import (
    is_doubtful,
    named_and_beside,
)
from bot.language.sentence_parts import freed, without_fillers
from bot.language.sentence_questions import (
    Asked,
    AskedCoach,
    AskedDeals,
    AskedHelp,
    AskedUndo,
    Greeted,
    Thanked,
    asked,
)
from bot.language.sentence_verbs import QUOTE, Verb, about_somebody, part_tokens, verb_in, verb_of
from bot.language.sentence_words import REASONS_OF_VERBS
from bot.language.slack_text import clean_lines, shorten, unescape
from bot.language.tokens import flatten
from bot.language.words import REASONS, fold
from bot.values import Status

MOST_CHARACTERS = 3000
"""What is longer is no sentence to a bot."""

# A full stop ends a sentence where an upper-case letter follows, but not after an abbreviation: "Acme Inc. Sweden".
_SENTENCE_ENDS = re.compile(
    r"[\r\n]+|[!?]+\s+"
    r"|(?:(?<=[^\W\d_]{3})|(?<=[0-9])|(?<=[0-9][kKmM]))(?<![Ii]nc)(?<![Ll]td)(?<![Cc]orp)(?<![Bb]ros)\.\s+(?=[A-ZÅÄÖÉ])"
)
_IN_BRACKETS = re.compile(r"(?<=\s)\(([^()0-9#]*)\)")
_INTRODUCED = re.compile(
    r"(?<!\w)(?:with|from|to|at|med|från|till|hos|på|av)\s((?:[A-ZÅÄÖÉ&][\w&'’.-]*)(?:\s(?:[A-ZÅÄÖÉ&][\w&'’.-]*|&))*)"
)


CUSTOMER, DAY = "customer", "day"
"""What may have to be asked before a deal that was told of is recorded."""


@dataclass(frozen=True, slots=True)
class Told:
    """A deal that was told of, to be shown and then recorded. Its day is stated, but for what `unclear` leaves open.

    `unclear` is what has to be asked before it can be recorded: CUSTOMER, where what stood in the name's place is
    half a sentence, or DAY, of which `said` ("förra veckan") leaves several. The entry is then without it, and may
    be without all that a record needs.
    """

    entry: Record
    unclear: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing of the kind that we know."""


Sentence = Told | Asked | AskedDeals | AskedCoach | AskedHelp | AskedUndo | Greeted | Thanked | NotUnderstood


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
    is one by its verb ("vann", "lost", "went with someone else", …), if nothing says that it did not happen or is not
    sure ("inte", "if", a question mark). Clauses and sentences around it give the loss's reason or become the note.

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
    telling = [part for part in parts if verb_of(part) is not None]
    if len(telling) > 1:  # "New customer! Acme signed."
        telling = [part for part in telling if not says_nothing(part)] or telling[:1]
    if len(telling) > 1:  # "Lost Acme. They signed with Volvo." goes on about the same deal
        telling = [part for part in telling if not about_somebody(part)] or telling[:1]
    if len(telling) > 1:
        raise OneDealAtATime(first=shorten(telling[0]), second=shorten(telling[1]))
    if not telling:
        return NotUnderstood()
    known = REASONS | {fold(reason): reason for reason in reasons}
    others = [part for part in parts if part is not telling[0]]
    return _told(telling[0], others, known, today=today, currency=currency, day_first=day_first)


def told_outcomes(text: str) -> frozenset[str]:
    """How deals went, by all sentences of a message that say so: "won", "lost", "open", "order"."""
    parts = [flatten(part) for part in _parts(clean_lines(unescape(text)))]
    found: set[str] = set()
    for part in parts:
        with suppress(CoachError):
            verb = verb_of(part) if part else None
            found |= {_outcome(verb)} if verb is not None else set()
    return frozenset(found)


def _parts(text: str) -> list[str]:
    """The sentences of a message, each with the mark that ends it."""
    parts, at = [], 0
    for end in _SENTENCE_ENDS.finditer(text):
        parts.append(text[at : end.end()].strip())
        at = end.end()
    return [*parts, text[at:].strip()]


def _outcome(verb: Verb) -> str:
    return "open" if verb.verb == QUOTE else verb.verb


def _told(
    part: str, others: list[str], reasons: Mapping[str, str], *, today: date, currency: str, day_first: bool | None
) -> Told:
    part, others = _joined(part, others)
    others += [inner.strip() for inner in _IN_BRACKETS.findall(part) if inner.strip()]
    found = part_tokens(_IN_BRACKETS.sub(" ", part))
    verb = verb_in(found)
    if verb is None:  # its options' keys were read as words before
        raise OptionUnknown(option=shorten(part), suggestion=None)
    around = around_verb(found, verb, reasons, today, day_first)
    others, reason = reason_of(others, reasons, around.reason) if verb.verb == "lost" else (others, None)
    line, beside = _line(around, today=today, currency=currency, day_first=day_first)
    if verb.verb == "lost" and (reason := reason or REASONS_OF_VERBS.get(verb.said)) is not None:
        line.values.setdefault("loss_reason", checked("loss_reason", reason, "reason"))
    unclear, said = (DAY, around.span) if around.span is not None else (None, None)
    line, doubtful = _without_doubtful_name(line)
    if doubtful is not None:
        unclear, said = CUSTOMER, doubtful
    elif not _names_anything(line):
        line, others = _introduced(line, others)
    if notes := [*around.remarks, *beside, *others]:
        line.values.setdefault("note", _note(notes))
    entry = _entry(verb, line, around.day, today, unclear)
    return Told(entry, unclear, said)


def _entry(verb: Verb, line: Line, day: date | None, today: date, unclear: str | None) -> Record:
    """What is recorded, its day stated; a quote was sent on the day on which its deal was opened at the latest."""
    field = "opened_on" if _outcome(verb) == "open" else "closed_on"
    if day is not None:
        line.values.setdefault(field, day)
    if verb.verb == QUOTE and unclear != DAY:
        line.values.setdefault("quoted_on", day or today)
    if unclear == CUSTOMER and not _names_anything(line) and not _has_amount(line):
        line.values["customer"] = "?"  # so that it may be read; it is taken out again
        entry = as_record(_outcome(verb), verb.written, line, today)
        return replace(entry, name=None, details=replace(entry.details, customer=None))
    entry = as_record(_outcome(verb), verb.written, line, today)
    if entry.number is not None and entry.outcome is Status.OPEN:
        return entry  # reopening a deal does not change when it was opened
    if getattr(entry.details, field) is None and unclear != DAY:
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
    return part, [other for other in others if not says_nothing(other)]


def _note(notes: list[str]) -> str:
    note = ". ".join(note.rstrip(".") if each != len(notes) else note for each, note in enumerate(notes, 1))
    if len(note) > LIMITS["note"]:
        raise TextTooLong(option="note", limit=LIMITS["note"])
    return note


def _line(around: Around, *, today: date, currency: str, day_first: bool | None) -> tuple[Line, list[str]]:
    """Both sides of the verb, read as the commands read what follows theirs; and what stands beside their names."""
    before, after = without_fillers(around.before, begins=True), without_fillers(around.after)
    first = read_tokens(before, today=today, currency=currency, day_first=day_first)
    line = read_tokens(after, today=today, currency=currency, day_first=day_first)
    for field, value in first.values.items():
        if field in line.values:
            raise OptionTwice(option=field)
        line.values[field] = value
    amount_text = line.amount_text or first.amount_text
    freed_pieces = [piece for each in (*first.pieces, *line.pieces) if (piece := freed(each)) is not None]
    pieces, beside = named_and_beside(freed_pieces)
    kept = [piece for each in pieces if (piece := freed(each)) is not None]
    return replace(line, pieces=tuple(kept), amount_text=amount_text), beside


def _names_anything(line: Line) -> bool:
    return "customer" in line.values or any(each.kind is not PieceKind.AMOUNT for each in line.pieces)


def _has_amount(line: Line) -> bool:
    return "amount" in line.values or any(each.kind is PieceKind.AMOUNT for each in line.pieces)


def _without_doubtful_name(line: Line) -> tuple[Line, str | None]:
    """The line without a name that is half a sentence, and that. Raises SeveralNames where there are several names."""
    names = [each for each in line.pieces if each.kind is PieceKind.NAME]
    for name in names:
        if not name.quoted and is_doubtful(name.text):
            if len(names) > 1:
                raise SeveralNames(first=shorten(names[0].text), second=shorten(names[1].text))
            return replace(line, pieces=tuple(each for each in line.pieces if each is not name)), name.text
    return line, None


def _introduced(line: Line, others: list[str]) -> tuple[Line, list[str]]:
    """The one customer that another sentence names: "Great meeting at Tesco. They signed, 40k."."""
    named = {name for other in others for name in _INTRODUCED.findall(other)}
    if len(named) != 1:
        return line, others
    line.values["customer"] = checked("customer", named.pop().rstrip(".,"), "customer")
    return line, others
