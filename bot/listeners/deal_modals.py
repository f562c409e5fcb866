"""The deal form as it is opened: from a command, a button, a sentence or a shortcut."""

from typing import Any

from bot import ids
from bot.listeners.asker import Asker
from bot.listeners.forms import Origin
from bot.services.deal_fields import mark, marks_of
from bot.services.loss_reasons import LossReasons
from bot.values import Deal
from bot.views import deal_form
from bot.views.deal_form import Draft

_NOTHING = Draft()


class DealModals:
    def __init__(self, reasons: LossReasons) -> None:
        self._reasons = reasons

    def of(self, asker: Asker, deal: Deal | None, origin: Origin) -> dict[str, Any]:
        """The form for a deal that there is, or for a new one."""
        return self.draft(asker, _NOTHING if deal is None else deal_form.draft_of(deal), origin, deal)

    def draft(self, asker: Asker, draft: Draft, origin: Origin, deal: Deal | None = None) -> dict[str, Any]:
        """The form with what is already known filled in; `deal` as it is now, where the form is of one that there is.

        What the draft has otherwise than the deal counts as changed when the form is sent.
        """
        currency = asker.person.yardstick.currency
        return deal_form.modal(
            asker.texts,
            origin.number,
            draft,
            yardstick_currency=currency,
            loss_reasons=self._reasons.offered(asker.person),
            metadata=remembering(asker, draft, origin, deal, currency).pack(),
        )


def remembering(asker: Asker, draft: Draft, origin: Origin, deal: Deal | None, currency: str) -> Origin:
    """What has to come back with the form, so that only what a person changed in it is a change."""
    drafted = draft.details
    if deal is None:
        told = {"customer": drafted.customer, "loss_reason": drafted.loss_reason, "currency": currency}
        return origin.model_copy(update=told)
    about: dict[str, Any] = {"number": deal.number, "shown": marks_of(deal), "currency": currency}
    about |= {
        name: getattr(drafted, name)
        for name in (ids.FIELD_CUSTOMER, ids.FIELD_LOSS_REASON)
        if getattr(drafted, name) != getattr(deal.details, name)
    }
    if draft.amount == deal.amount:
        text = None if deal.amount is None else deal_form.typed_amount(asker.texts, deal.amount, currency)
        about["amount_shown"] = mark(ids.FIELD_AMOUNT, text)
    return origin.model_copy(update=about)
