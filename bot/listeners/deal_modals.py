"""The deal form as it is opened: from a command, a button, a sentence or a shortcut."""

from typing import Any

from bot.listeners.asker import Asker
from bot.listeners.forms import Origin
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
        return self.draft(asker, _NOTHING if deal is None else deal_form.draft_of(deal), origin)

    def draft(self, asker: Asker, draft: Draft, origin: Origin) -> dict[str, Any]:
        """The form with what is already known filled in; `origin` says whether it is of a deal that there is."""
        details = draft.details
        kept = origin.model_copy(update={"customer": details.customer, "loss_reason": details.loss_reason})
        return deal_form.modal(
            asker.texts,
            origin.number,
            draft,
            yardstick_currency=asker.person.yardstick.currency,
            loss_reasons=self._reasons.offered(asker.person),
            metadata=kept.model_dump_json(exclude_defaults=True),
        )
