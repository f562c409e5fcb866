"""The deal form as it comes back from Slack, parsed once into a frozen type."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from bot import ids
from bot.errors import AmountMissing, CoachError, FormExpired
from bot.language.amounts import parse_amount
from bot.language.commands import Record
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import elements, lines_of, text_of
from bot.services.deal_fields import ORDER, Field, mark
from bot.values import Amount, Details, Kind, Status
from bot.values.customers import KEPT, chosen

_DATES = (ids.FIELD_OPENED_ON, ids.FIELD_FIRST_MEETING_ON, ids.FIELD_QUOTED_ON, ids.FIELD_CLOSED_ON)


class Origin(FormOrigin):
    """Where a form was opened from and what for; without any, it is a new form of its own.

    What the form showed travels as marks (see `bot.services.deal_fields`), so that it fits however long a note is.
    """

    number: int | None = None  # the deal to edit; None for a new one
    replaces: bool = False  # the answer takes the place of the message that the form was opened from
    request_key: str | None = None  # of the sentence that it records; without it the form is its own
    shown: dict[str, str] | None = None  # marks of the deal when the form was opened; None in a form for a new one
    customer: str | None = None  # as the form showed it, for the choice to keep it; None where the deal has it so
    loss_reason: str | None = None
    currency: str | None = None  # that the form promises to read amounts in
    amount_shown: str | None = None  # mark of the text in the amount's field, where that is the deal's own amount

    @classmethod
    def parse(cls, metadata: str) -> Self:
        return super().parse(metadata or "{}")


class DealForm(BaseModel):
    """What the form says: every field that can be filled in, but for those that were left as the deal has them."""

    model_config = ConfigDict(frozen=True)

    fields: Mapping[str, Field]

    @classmethod
    def parse(cls, view: dict[str, Any], currency: str, origin: Origin, name_of: Callable[[int], str]) -> Self:
        """Read a view's state; `name_of` gives the name of a customer that was chosen.

        Raises what `parse_amount` raises, belonging to the amount's field, what `name_of` does, and FormExpired for
        what no form sends.
        """
        sent: dict[str, dict[str, Any]] = {name: {} for name in ids.DEAL_FORM_FIELDS} | elements(view)
        said: dict[str, Field] = {name: text_of(sent[name]) for name in ids.DEAL_FORM_FIELDS}
        said[ids.FIELD_OUTCOME] = _outcome(text_of(sent[ids.FIELD_OUTCOME]))
        said[ids.FIELD_NOTE] = lines_of(sent[ids.FIELD_NOTE])
        said |= {name: _day(text_of(sent[name])) for name in _DATES}
        for name, shown in ((ids.FIELD_CUSTOMER, origin.customer), (ids.FIELD_LOSS_REASON, origin.loss_reason)):
            if said[name] == KEPT and sent[name].get("selected_option"):
                said[name] = shown
                if shown is None:
                    del said[name]
            elif name == ids.FIELD_CUSTOMER:
                said[name] = _customer(sent[name], name_of)
        typed = text_of(sent[ids.FIELD_AMOUNT])
        if origin.amount_shown is not None and mark(ids.FIELD_AMOUNT, typed) == origin.amount_shown:
            del said[ids.FIELD_AMOUNT]
        else:
            said[ids.FIELD_AMOUNT] = _amount(typed, origin.currency or currency)
        return cls(fields=said)

    def entry(self) -> Record:
        """The form as an entry for a new deal. Raises AmountMissing where nothing at all was said of it."""
        outcome = self.fields[ids.FIELD_OUTCOME]
        kind = Kind.CALL_OFF if outcome == ORDER else Kind.ONE_OFF
        status = Status.WON if outcome == ORDER else Status(str(outcome))
        stated: dict[str, Any] = {name: self.fields.get(name) for name in Details.__dataclass_fields__}
        if status is not Status.LOST:
            stated[ids.FIELD_LOSS_REASON] = None
        amount, details = self.fields.get(ids.FIELD_AMOUNT), Details(**stated)
        if amount is None and details == Details():
            raise AmountMissing(verb=status.value, field=ids.FIELD_AMOUNT)
        return Record(outcome=status, kind=kind, amount=amount if isinstance(amount, Amount) else None, details=details)


def _outcome(text: str | None) -> str:
    outcome = text or ORDER
    if outcome != ORDER and outcome not in list(Status):
        raise FormExpired
    return outcome


def _customer(element: dict[str, Any], name_of: Callable[[int], str]) -> str | None:
    """The customer that was chosen in the menu, or typed into the field that an older version had in its place."""
    said = text_of(element)
    if said is None or not element.get("selected_option"):
        return said
    meant = chosen(said)
    if isinstance(meant, int):
        try:
            return name_of(meant)
        except CoachError as error:
            error.field = ids.FIELD_CUSTOMER
            raise
    return meant.strip() or None


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise FormExpired from None


def _amount(text: str | None, currency: str) -> Amount | None:
    if text is None:
        return None
    try:
        return parse_amount(text, currency)
    except CoachError as error:
        error.field = ids.FIELD_AMOUNT
        raise
