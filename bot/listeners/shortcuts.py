"""Shortcuts: the form from anywhere in Slack, and the form with what a message says of a deal."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.language.found import FoundDeal, find_deal
from bot.language.slack_text import unescape
from bot.listeners.asker import Asker, asker_of
from bot.listeners.deal_modals import DealModals
from bot.listeners.forms import Origin
from bot.services.customers import Customers
from bot.services.loss_reasons import LossReasons
from bot.values import Details
from bot.views.deal_form import Draft


class ShortcutListeners:
    def __init__(self, modals: DealModals, customers: Customers, reasons: LossReasons) -> None:
        self._modals = modals
        self._customers = customers
        self._reasons = reasons

    def register(self, app: App) -> None:
        app.global_shortcut(ids.SHORTCUT_RECORD)(self.record)
        app.message_shortcut(ids.SHORTCUT_RECORD_FROM_MESSAGE)(self.record_from_message)

    def record(self, ack: Ack, shortcut: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = self._modals.of(asker_of(context), None, Origin())
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    def record_from_message(self, ack: Ack, shortcut: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """The form is what is confirmed: nothing is recorded before it is saved, and each field can be put right."""
        ack()
        asker = asker_of(context)
        message = shortcut.get("message") or {}
        text = str(message.get("text") or "")
        found = find_deal(
            text,
            today=_written_on(asker, message),
            currency=asker.person.yardstick.currency,
            day_first=asker.day_first,
            reasons=self._reasons.own(asker.person),
        )
        origin = Origin(response_url=shortcut.get("response_url"))
        view = self._modals.draft(asker, self._draft(asker, text, found), origin)
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    def _draft(self, asker: Asker, text: str, found: FoundDeal) -> Draft:
        details = found.details
        if details.customer is None:
            known = self._customers.first_known(asker.person, found.names)
            details = Details(customer=known or found.introduced)
        return Draft(
            found.outcome,
            found.amount,
            found.amount_text,
            details,
            quoted=unescape(text) if text.strip() else None,
            amounts=found.amounts,
        )


def _written_on(asker: Asker, message: dict[str, Any]) -> date:
    """The day on which the message was written, where who asks is: its "yesterday" is the day before that."""
    with suppress(KeyError, ValueError, OverflowError, OSError):
        written = datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(ZoneInfo(asker.person.tz)).date()
        return min(written, asker.today)
    return asker.today
