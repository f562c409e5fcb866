"""A deal as its form has it, field by field; and what a form that was sent changes of a deal as it is by now.

Pure: nothing is read or written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import blake2b
from typing import Any

from bot.language.slack_text import clean_lines
from bot.values import Amount, Deal, Details, Kind, Status
from pillars import customer_key

OUTCOME, AMOUNT, CUSTOMER, LOSS_REASON, NOTE = "outcome", "amount", "customer", "loss_reason", "note"
ORDER = "order"
"""The outcome of a call-off; the others are those of `Status`."""

LONGEST_SHOWN = 3000
"""Characters of a text that a form shows: of a longer one no more comes back, though nobody touched it."""

Field = str | Amount | date | None
Marks = Mapping[str, str]
"""By field a short mark of what a form showed, so that it travels with the form; an empty field has none."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a form changes (`changes`, as `DealDesk.edit` takes them), and its fields that somebody else has changed
    to something else since it was opened (`clashes`)."""

    changes: dict[str, Any]
    clashes: tuple[str, ...]


def fields_of(deal: Deal) -> dict[str, Field]:
    """Every field of the form as the deal has it. An opening date that nobody stated is none."""
    said: dict[str, Field] = {each.name: getattr(deal.details, each.name) for each in fields(Details)}
    if not deal.opened_known:
        said["opened_on"] = None
    outcome = ORDER if deal.kind is Kind.CALL_OFF else deal.status.value
    return {OUTCOME: outcome, AMOUNT: deal.amount, **said}


def mark(name: str, value: Field) -> str:
    """Twelve characters that tell a field's values apart as the form does, the empty text for nothing.

    Names of customers are told apart by `customer_key`, texts as `clean_lines` leaves them: what only looks otherwise
    to a computer is no change.
    """
    text = _text(name, value)
    return blake2b(text.encode(), digest_size=6).hexdigest() if text else ""


def marks_of(deal: Deal) -> dict[str, str]:
    """The marks of every field that is filled in."""
    marked = {name: mark(name, value) for name, value in fields_of(deal).items()}
    return {name: found for name, found in marked.items() if found}


def merged(now: Deal, sent: Mapping[str, Field], shown: Marks | None) -> Merged:
    """What a form changes of a deal as it is now, given what it said when it was sent and what it had shown.

    A field that says what it had shown says nothing, so what happened to the deal meanwhile stays. `shown` None is a
    form of which that is not known: all that it says counts, and nothing clashes.
    """
    stands = fields_of(now)
    is_now = {name: mark(name, value) for name, value in stands.items()}
    was = is_now if shown is None else shown
    changed: dict[str, Any] = {}
    clashes = []
    for name, value in sent.items():
        said = mark(name, value)
        if said in (was.get(name, ""), is_now[name]):
            continue
        changed[name] = value
        if was.get(name, "") != is_now[name]:
            clashes.append(name)
    if LOSS_REASON in changed and OUTCOME not in changed and sent.get(OUTCOME) == Status.LOST != stands[OUTCOME]:
        changed[OUTCOME] = Status.LOST  # the new reason speaks of a lost deal, which it no longer is
        clashes.append(OUTCOME)
    outcome = changed.get(OUTCOME, stands[OUTCOME])
    if outcome != Status.LOST and (OUTCOME in changed or LOSS_REASON in changed):
        changed.pop(LOSS_REASON, None)
        clashes = [name for name in clashes if name != LOSS_REASON]
        if stands[LOSS_REASON] is not None:
            changed[LOSS_REASON] = None  # what is not lost has no reason for it
    if OUTCOME in changed:
        del changed[OUTCOME]
        changed["kind"] = Kind.CALL_OFF if outcome == ORDER else Kind.ONE_OFF
        changed["status"] = Status.WON if outcome == ORDER else Status(str(outcome))
    return Merged(changed, tuple(clashes))


def _text(name: str, value: Field) -> str:
    match value:
        case None:
            return ""
        case Amount():
            return f"{value.minor} {value.currency} {value.per or ''}"
        case date():
            return value.isoformat()
    shown = value[:LONGEST_SHOWN]
    if name == NOTE:
        return clean_lines(shown)
    one_line = " ".join(clean_lines(shown).split())
    return customer_key(one_line) or one_line if name == CUSTOMER else one_line
