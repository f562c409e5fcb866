"""What stands around the verb of a sentence, each part of it told from the others: the day, the reason, remarks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.language.sentence_clauses import without_clauses, without_counts, without_rival, without_tax
from bot.language.sentence_parts import has_digit, without_day, without_span
from bot.language.sentence_reasons import reason_in, says_more, without_known_reason, without_stated_reason
from bot.language.sentence_verbs import Verb
from bot.language.sentence_words import FILLERS, GREETINGS
from bot.language.tokens import Token
from bot.language.words import fold


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after the verb, and what was taken out of that. `span` is a day that could be several."""

    before: list[Token]
    after: list[Token]
    day: date | None
    span: str | None
    reason: str | None
    remarks: list[str]


def around_verb(
    found: list[Token], verb: Verb, reasons: Mapping[str, str], today: date, day_first: bool | None
) -> Around:
    before, after = found[: verb.first], found[verb.end :]
    before, span = without_span(before)
    if span is None:
        after, span = without_span(after)
    before, day = without_day(before, today, day_first)
    if day is None:
        after, day = _day_of(after, before, today, day_first)
    before, counted = without_counts(before)
    after, more = without_counts(after)
    after, tax = without_tax(after)
    remarks = [*counted, *more, *tax]
    reason = told_more = rival = None
    lost = verb.verb == "lost"
    if before and before[-1].text.endswith(("'s", "’s")):  # "Acme's signed"
        before = [*before[:-1], Token(before[-1].text[:-2])]
    if verb.chooses:
        cut = next((at for at, token in enumerate(after) if has_digit([token])), len(after))
        told_more, after, reason = " ".join([verb.said, *(t.text for t in after[:cut])]), after[cut:], "competitor"
    named = any(token.text and not says_nothing(token.text) and not has_digit([token]) for token in before)
    if lost and reason is None:
        marked, rival = without_rival([*before[-1:], *after])
        after = marked[len(before[-1:]) :]
        remarks += [rival] if rival else []
    if lost and reason is None:
        after, reason, told_more = without_stated_reason(after, reasons)
    before, first = without_clauses(before, reasons)
    after, second = without_clauses(after, reasons, named=named or (lost and has_digit(before)), lost=lost)
    if lost and reason is None:
        after, reason = without_known_reason(after, reasons)
    for clause in (*first, *second):
        given = reason_in(clause, reasons) if lost and reason is None else None
        reason = reason or given
        if given is None or says_more(clause):
            remarks.append(clause)
    remarks += [told_more] if told_more else []
    if lost and reason is None and rival:
        reason = "competitor"
    return Around(before, after, day, None if day is not None else span, reason, remarks)


def _day_of(
    after: list[Token], before: list[Token], today: date, day_first: bool | None
) -> tuple[list[Token], date | None]:
    # An amount before the verb makes "3 oktober" after it a day.
    if has_digit(before):
        marked, day = without_day([Token("1"), *after], today, day_first)
        return (marked[1:], day) if day is not None and marked[:1] == [Token("1")] else (after, None)
    return without_day(after, today, day_first)


def reason_of(others: list[str], reasons: Mapping[str, str], reason: str | None) -> tuple[list[str], str | None]:
    """A sentence of its own that is a reason: "Lost Acme. Too expensive."."""
    if reason is not None:
        return others, reason
    for other in others:
        named = reason_in(other, reasons)
        if named is not None:
            return [each for each in others if each is not other or says_more(other)], named
    return others, None


def says_nothing(part: str) -> bool:
    """A greeting, "Finally!" and their like, which are no note."""
    said = fold(part).strip(" .,!")
    return said in GREETINGS or all(word.strip(".,!") in FILLERS | GREETINGS for word in said.split(" "))
