"""The menu of customers: what to offer for what was typed so far, answered in the acknowledgement."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot import ids
from bot.language.slack_text import clean
from bot.listeners.asker import asker_of
from bot.services.customers import Customers
from bot.views import customer_menu


class CustomerListeners:
    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    def register(self, app: App) -> None:
        app.options(ids.FIELD_CUSTOMER)(self.typed)

    def typed(self, ack: Ack, payload: dict[str, Any], context: BoltContext) -> None:
        asker = asker_of(context)
        found = self._customers.suggest(asker.person, clean(str(payload.get("value") or "")))
        ack(options=customer_menu.options(asker.texts, found))
