"""What came of an entry, as it is shown: it is recorded, or there is a question whose buttons carry the entry."""

from dataclasses import replace
from typing import Any

from bot.language.commands import Record
from bot.listeners.asker import Asker
from bot.listeners.entries import pack
from bot.services.tags import Tags
from bot.values import Changed, Duplicate, WhichDeal
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


def readings(entry: Record, question: WhichDeal) -> dict[int | None, str]:
    """What each answer to "which deal?" would record: by the deal's number, None for a new deal."""
    found: dict[int | None, str] = {
        deal.number: pack(replace(entry, number=deal.number, maybe_number=None)) for deal in question.candidates
    }
    if question.may_be_new:
        found[None] = pack(replace(entry, maybe_number=None))
    return found


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
