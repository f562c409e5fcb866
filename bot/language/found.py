"""A deal in somebody's message: whatever of it can be found, to be shown in the form and put right there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from bot.errors import CoachError
from bot.language.positional import leading_amount
from bot.language.sentence_parts import bare, without_day
from bot.language.sentences import MOST_CHARACTERS, NotUnderstood, Sentence, Told, parse_sentence, told_outcomes
from bot.language.slack_text import unescape
from bot.language.tokens import Token, flatten
from bot.language.words import MONTHS, WEEKDAYS, fold, index
from bot.values import Amount, Details, Kind

MOST_WORDS = 300
"""Words of a message that are looked at."""

MOST_WORDS_IN_NAME = 4
_BEFORE_NAMES = frozenset(index({"": "from, från, with, med, hos, to, till, for, för, av, by, customer, kund, client"}))
_STOPS = ".,;:!?()\"“”'"
_YEARS = range(1990, 2100)
_LEAST_DIGITS = 4  # a bare number with fewer is a count, an hour or a floor
_TIMES = frozenset((*MONTHS, *WEEKDAYS))
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class FoundDeal:
    """What was found. `amount_text` is an amount that could mean two things, as written; `names` may be customers;
    `introduced` is the one that stands after "from" or the like.

    `outcome` as the form has it: "won", "lost", "open" or "order". `amounts` are all that were found where they are
    several: which one is meant is for the person to say.
    """

    outcome: str | None = None
    amount: Amount | None = None
    amount_text: str | None = None
    details: Details = field(default_factory=Details)
    names: tuple[str, ...] = ()
    introduced: str | None = None
    amounts: tuple[str, ...] = ()


def find_deal(
    text: str, *, today: date, currency: str, day_first: bool | None, reasons: Sequence[str] = ()
) -> FoundDeal:
    """What `text`, as Slack sends it, says of a deal: all of it where it is a sentence that we understand, else its
    amount if there is one only, and runs of words that may be a customer's name, the likeliest first.

    Never raises; nothing found is an empty FoundDeal.
    """
    told: Sentence
    try:
        told = parse_sentence(text, today=today, currency=currency, day_first=day_first, reasons=reasons)
    except CoachError:
        told = NotUnderstood()
    words = flatten(unescape(text)).split(" ")[:MOST_WORDS]
    names = _names(words)
    if isinstance(told, Told):
        entry = told.entry
        outcome = "order" if entry.kind is Kind.CALL_OFF or entry.outcome is None else entry.outcome.value
        return FoundDeal(outcome, entry.amount, details=entry.details, names=tuple(name for name, _ in names))
    amounts, unclear = _amounts(words, today, currency, day_first)
    several = tuple(dict.fromkeys(written for written, _ in amounts))
    distinct = {amount for _, amount in amounts}
    outcomes = told_outcomes(text[:MOST_CHARACTERS])
    return FoundDeal(
        outcome=next(iter(outcomes)) if len(outcomes) == 1 else None,
        amount=next(iter(distinct)) if len(distinct) == 1 and not unclear else None,
        amount_text=unclear[0] if len(unclear) == 1 and not distinct else None,
        names=tuple(name for name, _ in names),
        introduced=next((name for name, introduced in names if introduced), None),
        amounts=several + tuple(unclear) if len(distinct) + len(unclear) > 1 else (),
    )


def _amounts(
    words: list[str], today: date, currency: str, day_first: bool | None
) -> tuple[list[tuple[str, Amount]], list[str]]:
    """The amounts of money with what was written, and those texts that could mean two."""
    run = [Token(word) for word in words]
    for _ in range(len(run)):
        try:
            run, day = without_day(run, today, day_first)
        except CoachError:
            break
        if day is None:
            break
    money: list[tuple[str, Amount]] = []
    numbers: list[tuple[str, Amount]] = []
    unclear: list[str] = []
    at = 0
    while at < len(run):
        step = 1
        if any(c.isdigit() for token in run[at : at + 2] for c in token.text) and not run[at].text.startswith("#"):
            try:
                piece = leading_amount(run[at:], currency)
            except CoachError as error:
                if error.key == "amount_ambiguous":
                    unclear.append(str(error.params["text"]))
                    step = max(1, len(str(error.params["text"]).split(" ")))
            else:
                if piece is not None and piece.amount is not None:
                    (numbers if piece.text.strip(_STOPS).isdigit() else money).append(
                        (piece.text.strip(_STOPS), piece.amount)
                    )
                    step = piece.end
        at += step
    if not money and not unclear:
        money = [found for found in numbers if _is_large(found[0])]
    return money, unclear


def _is_large(written: str) -> bool:
    digits = "".join(_DIGITS.findall(written))
    return len(digits) >= _LEAST_DIGITS and int(digits) not in _YEARS


def _names(words: list[str]) -> list[tuple[str, bool]]:
    """Runs of words that begin in upper case, and whether each stands after "from" or the like.

    Those come first, and longer ones before shorter.
    """
    found: dict[str, bool] = {}
    for at in range(len(words)):
        run = list(takewhile(_begins_name, words[at : at + MOST_WORDS_IN_NAME]))
        cut = next((n for n, each in enumerate(run, 1) if each[-1:] in _STOPS), len(run))
        introduced = at > 0 and bare(Token(words[at - 1])) in _BEFORE_NAMES
        for length in range(cut, 0, -1):
            name = " ".join(run[:length]).strip(_STOPS)
            if len(name) > 1 and fold(name) not in _TIMES:
                found[name] = found.get(name, False) or introduced
    return sorted(found.items(), key=lambda item: not item[1])


def _begins_name(word: str) -> bool:
    stripped = word.lstrip(_STOPS)
    return bool(stripped) and (stripped[0].isupper() or (stripped[0].isdigit() and any(c.isalpha() for c in stripped)))
