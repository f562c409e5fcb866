"""Stale deals, settled by one tap each: acknowledge, call, show what is left."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot import ids
from bot.listeners.action_values import deal_number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.in_letter import is_in_letter, send_in_letter
from bot.listeners.recorded import seen
from bot.listeners.replies import send
from bot.services.stale_deals import StaleDeals
from bot.values import Changed, Status
from bot.values.asking import KeptOpenDeal
from bot.views import stale_deals

_OUTCOMES = {ids.ACTION_STALE_WON: Status.WON, ids.ACTION_STALE_LOST: Status.LOST}


class StaleDealListeners:
    def __init__(self, stale: StaleDeals) -> None:
        self._stale = stale

    def register(self, app: App) -> None:
        app.action(ids.ACTION_STALE_SHOW)(self.show_pressed)
        app.action(ids.ACTION_STALE_WON)(self.closed_pressed)
        app.action(ids.ACTION_STALE_LOST)(self.closed_pressed)
        app.action(ids.ACTION_STALE_OPEN)(self.open_pressed)

    def show_pressed(self, ack: Ack, context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        send(respond, stale_deals.message(asker.texts, self._stale.of(asker.person)))

    def closed_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        number = deal_number_in(action["value"])
        done = self._stale.close(asker.person, number, _OUTCOMES[action["action_id"]], _once(body, number))
        self._show(asker, body, respond, done)

    def open_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        self._show(asker, body, respond, self._stale.keep_open(asker.person, deal_number_in(action["value"])))

    def _show(self, asker: Asker, body: dict[str, Any], respond: Respond, done: Changed | KeptOpenDeal) -> None:
        """What the tap did: in a letter in the place of its buttons, else with what is left to settle."""
        if is_in_letter(body):
            send_in_letter(respond, body, stale_deals.settled(asker.texts, done))
        else:
            send(respond, stale_deals.message(asker.texts, self._stale.of(asker.person), done), replace=True)


def _once(body: dict[str, Any], number: int) -> str:
    """A key for one deal in one message: pressing twice settles it once."""
    return f"stale:{seen(body)}:{number}"
