"""The deal form as it comes back from Slack, parsed once into a frozen type."""

from collections.abc import Callable
from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from bot import ids
from bot.errors import AmountMissing, CoachError
from bot.language.amounts import parse_amount
from bot.language.commands import Record
from bot.listeners.form_origin import FormOrigin
from bot.values import Amount, Details, Kind, Status
from bot.values.customers import KEPT, chosen

ORDER = "order"


class Origin(FormOrigin):
    """Where a form was opened from and what for; without any, it is a new form of its own."""

    number: int | None = None  # the deal to edit; None for a new one
    replaces: bool = False  # the answer takes the place of the message that the form was opened from
    request_key: str | None = None  # of the sentence that it records; without it the form is its own
    customer: str | None = None  # as the form showed it, for the choice to keep it
    loss_reason: str | None = None

    @classmethod
    def parse(cls, metadata: str) -> Self:
        return super().parse(metadata or "{}")


class DealForm(BaseModel):
    """What the form says. Texts are stripped; what was left empty is None."""

    model_config = ConfigDict(frozen=True)

    outcome: Status
    kind: Kind
    amount: Amount | None
    details: Details

    @classmethod
    def parse(cls, view: dict[str, Any], currency: str, origin: Origin, name_of: Callable[[int], str]) -> Self:
        """Read a view's state; `name_of` gives the name of a customer that was chosen.

        Raises what `parse_amount` raises, belonging to the amount's field, and what `name_of` does.
        """
        values = view["state"]["values"]
        said = {block: _value_of(fields[block]) for block, fields in values.items()}
        if ids.FIELD_CUSTOMER in values:
            said[ids.FIELD_CUSTOMER] = _customer(values[ids.FIELD_CUSTOMER][ids.FIELD_CUSTOMER], origin, name_of)
        if said.get(ids.FIELD_LOSS_REASON) == KEPT:
            said[ids.FIELD_LOSS_REASON] = origin.loss_reason
        outcome = said.get(ids.FIELD_OUTCOME) or ORDER
        kind = Kind.CALL_OFF if outcome == ORDER else Kind.ONE_OFF
        status = Status.WON if outcome == ORDER else Status(outcome)
        details = Details(
            customer=said.get(ids.FIELD_CUSTOMER),
            product=said.get(ids.FIELD_PRODUCT),
            contact_role=said.get(ids.FIELD_CONTACT_ROLE),
            loss_reason=said.get(ids.FIELD_LOSS_REASON) if status is Status.LOST else None,
            note=said.get(ids.FIELD_NOTE),
            opened_on=_day(said.get(ids.FIELD_OPENED_ON)),
            first_meeting_on=_day(said.get(ids.FIELD_FIRST_MEETING_ON)),
            quoted_on=_day(said.get(ids.FIELD_QUOTED_ON)),
            closed_on=_day(said.get(ids.FIELD_CLOSED_ON)),
        )
        return cls(outcome=status, kind=kind, amount=_amount(said.get(ids.FIELD_AMOUNT), currency), details=details)

    def entry(self) -> Record:
        """The form as an entry for a new deal. Raises AmountMissing where nothing at all was said of it."""
        if self.amount is None and self.details == Details():
            raise AmountMissing(verb=self.outcome.value, field=ids.FIELD_AMOUNT)
        return Record(outcome=self.outcome, kind=self.kind, amount=self.amount, details=self.details)

    def changes(self, opened_known: bool) -> dict[str, Any]:
        """The form as the changes to a deal: every field, None where it was emptied.

        An opening date that is not known is shown empty, so that an empty one changes nothing.
        """
        said = {name: getattr(self.details, name) for name in Details.__dataclass_fields__}
        if not opened_known and said["opened_on"] is None:
            del said["opened_on"]
        return {"status": self.outcome, "kind": self.kind, "amount": self.amount, **said}


def _value_of(element: dict[str, Any]) -> str | None:
    """The state of one input, whatever its kind, as text."""
    option = element.get("selected_option")
    raw = option["value"] if option else element.get("value") or element.get("selected_date")
    text = " ".join(str(raw).split()) if raw else ""
    return text or None


def _customer(element: dict[str, Any], origin: Origin, name_of: Callable[[int], str]) -> str | None:
    """The customer that was chosen in the menu, or typed into the field that an older version had in its place."""
    option = element.get("selected_option")
    if option is None:
        return _value_of(element)
    if option["value"] == KEPT:
        return origin.customer
    meant = chosen(str(option["value"]))
    if isinstance(meant, int):
        try:
            return name_of(meant)
        except CoachError as error:
            error.field = ids.FIELD_CUSTOMER
            raise
    return " ".join(meant.split()) or None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _amount(text: str | None, currency: str) -> Amount | None:
    if text is None:
        return None
    try:
        return parse_amount(text, currency)
    except CoachError as error:
        error.field = ids.FIELD_AMOUNT
        raise
