"""The app's home tab."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.asker import asker_of
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.values import Role
from bot.views import home


class HomeListeners:
    def __init__(self, figures: Figures, desk: DealDesk) -> None:
        self._figures = figures
        self._desk = desk

    def register(self, app: App) -> None:
        app.event(ids.EVENT_HOME_OPENED)(self.opened)

    def opened(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        asker = asker_of(context)
        card = self._figures.rep_card(asker.person, asker.person)
        open_deals = self._desk.page(asker.person, open_only=True)
        view = home.home(
            asker.texts,
            asker.person.name,
            card,
            open_deals,
            asker.person.sees_everyone,
            sets_yardstick=asker.person.role is Role.ADMIN,
        )
        client.views_publish(user_id=asker.person.slack_user_id, view=view)
