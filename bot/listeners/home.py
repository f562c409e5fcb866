"""The app's home tab."""

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.asker import Asker, asker_of
from bot.services.channels import Channels
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.weekly import Weekly
from bot.values import Role
from bot.views import boards, home, weekly_settings


class HomeListeners:
    def __init__(self, figures: Figures, desk: DealDesk, weekly: Weekly, channels: Channels) -> None:
        self._figures = figures
        self._desk = desk
        self._weekly = weekly
        self._channels = channels

    def register(self, app: App) -> None:
        app.event(ids.EVENT_HOME_OPENED)(self.opened)

    def opened(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        self.publish(asker_of(context), client)

    def publish(self, asker: Asker, client: WebClient) -> None:
        """Show the tab as it is now: when it is opened, and when something on it was chosen."""
        card = self._figures.rep_card(asker.person, asker.person)
        open_deals = self._desk.page(asker.person, open_only=True)
        view = home.home(
            asker.texts,
            asker.person.name,
            card,
            open_deals,
            asker.person.sees_everyone,
            sets_yardstick=asker.person.role is Role.ADMIN,
            choices=self._choices(asker),
        )
        client.views_publish(user_id=asker.person.slack_user_id, view=view)

    def _choices(self, asker: Asker) -> home.Blocks:
        """What everybody chooses for themselves: the weekly message and, where the workspace has any, the boards."""
        person, texts = asker.person, asker.texts
        choice = self._weekly.choice(person)
        blocks = weekly_settings.home_blocks(texts, choice, sees_everyone=person.sees_everyone)
        if self._channels.of(person).boards:
            blocks += boards.home_blocks(texts, takes_part=bool(self._channels.takes_part(person)))
        return blocks
