"""What came of an entry, as it is shown: it is recorded, or there is a question whose buttons carry the entry."""

from dataclasses import replace
from typing import Any

from bot.language.commands import LIMITS, Record
from bot.listeners.asker import Asker
from bot.listeners.entries import pack
from bot.services.tags import Tags
from bot.values import Changed, Deal, Duplicate, Status, WhichDeal
from bot.views import deals, tags
from bot.views.message import Message

CHANGE_MARK = "|"
"""Parts the change to take back from the entry to record in its place."""


def recorded(asker: Asker, entry: Record | None, done: Changed | Duplicate | WhichDeal) -> Message:
    match done:
        case Changed(could_be_amount=amount) if amount is not None and entry is not None:
            new = replace(entry, maybe_number=None)
            return deals.changed(asker.texts, done, entry=f"{done.change_id}{CHANGE_MARK}{pack(new)}")
        case Changed():
            return deals.changed(asker.texts, done)
        case Duplicate():
            return deals.duplicate(asker.texts, done, pack(_known(entry)))
        case WhichDeal():
            return deals.which_deal(asker.texts, done, readings(_known(entry), done))


def with_question(asker: Asker, entry: Record, done: Changed | Duplicate | WhichDeal, asking: Tags) -> Message:
    """What came of an entry, and below it at most one question about a tag. (A form has asked already.)"""
    message = recorded(asker, entry, done)
    if not isinstance(done, Changed) or done.could_be_amount is not None:
        return message
    offer = asking.offer(asker.person, done)
    return message if offer is None else tags.with_question(asker.texts, message, offer)


def readings(entry: Record, question: WhichDeal, *, keeps_notes: bool = False) -> dict[int | None, str]:
    """What each answer to "which deal?" would record: by the deal's number, None for a new deal.

    With `keeps_notes` the entry's note comes below the one that a deal has already.
    """
    found: dict[int | None, str] = {
        deal.number: pack(_about(noted(entry, deal) if keeps_notes else entry, deal)) for deal in question.candidates
    }
    if question.may_be_new:
        found[None] = pack(replace(entry, maybe_number=None))
    return found


def noted(entry: Record, deal: Deal) -> Record:
    """The entry with its note below the one that the deal has; without it where both together are too long."""
    old, new = deal.details.note, entry.details.note
    if not old or not new:
        return entry
    both = old if new in old else f"{old}\n{new}"
    return replace(entry, details=replace(entry.details, note=both if len(both) <= LIMITS["note"] else old))


def _about(entry: Record, deal: Deal) -> Record:
    """The entry as said of a deal that there is, which keeps its customer and the day on which it was opened."""
    details = entry.details
    if deal.details.customer:
        details = replace(details, customer=None)
    if entry.outcome is Status.OPEN:
        details = replace(details, opened_on=None)
    return replace(entry, number=deal.number, maybe_number=None, name=details.customer, details=details)


def once(body: dict[str, Any]) -> str:
    """A key for what a message's buttons may do once: pressing twice, or two of them, records once."""
    return f"pressed:{seen(body)}"


def seen(body: dict[str, Any]) -> str:
    """The message that a button was pressed in, or the view as it was then: it looks otherwise once that did something.

    Of neither, the press itself.
    """
    return str(
        body.get("container", {}).get("message_ts") or (body.get("view") or {}).get("hash") or body["trigger_id"]
    )


def _known(entry: Record | None) -> Record:
    if entry is None:
        raise LookupError("a question about an entry that nobody made")
    return entry
