"""What is done on the home tab by one tap: another tab, page or chart, an open deal's outcome, one's language."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.errors import FormExpired
from bot.language.commands import Record
from bot.listeners.action_values import deal_number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.home import HomeListeners
from bot.listeners.home_state import HomeState
from bot.listeners.recorded import seen, with_question
from bot.services.deals import DealDesk
from bot.services.people import People
from bot.services.stale_deals import StaleDeals
from bot.services.tags import Tags
from bot.texts import languages, texts_for
from bot.values import Status
from bot.views import stale_deals
from bot.views.home_mine import AS_SLACK

_OUTCOMES = {ids.ACTION_HOME_WON: Status.WON, ids.ACTION_HOME_LOST: Status.LOST}


class HomeTapListeners:
    def __init__(self, home: HomeListeners, desk: DealDesk, stale: StaleDeals, asking: Tags, people: People) -> None:
        self._home = home
        self._desk = desk
        self._stale = stale
        self._tags = asking
        self._people = people

    def register(self, app: App) -> None:
        app.action(re.compile(f"^{ids.ACTION_HOME_TAB}(:|$)"))(self.tab_pressed)
        app.action(ids.ACTION_HOME_PAGE)(self.page_pressed)
        app.action(ids.ACTION_HOME_PAGE_BACK)(self.page_pressed)
        app.action(ids.ACTION_HOME_CHART)(self.chart_chosen)
        app.action(ids.ACTION_HOME_WON)(self.outcome_pressed)
        app.action(ids.ACTION_HOME_LOST)(self.outcome_pressed)
        app.action(ids.ACTION_HOME_OPEN)(self.still_open_pressed)
        app.action(ids.ACTION_LANGUAGE)(self.language_chosen)

    def tab_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        self._home.publish(asker_of(context), client, HomeState().at(tab=action["value"]))

    def page_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        self._home.publish(asker_of(context), client, _state(body).at(page=action["value"]))

    def chart_chosen(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """Another pillar's chart in the place of the one that is there, where the eye already is."""
        ack()
        chosen = action["selected_option"]["value"]
        self._home.publish(asker_of(context), client, _state(body).at(chart=chosen))

    def outcome_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        asker = asker_of(context)
        entry = Record(outcome=_OUTCOMES[action["action_id"]], number=deal_number_in(action["value"]))
        done = self._desk.record(asker.person, entry, _once(body, action["value"]))
        said = with_question(asker, entry, done, self._tags)
        self._home.publish(asker, client, _state(body).with_answer("deals"), said)

    def still_open_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        asker = asker_of(context)
        said = stale_deals.settled(asker.texts, self._stale.keep_open(asker.person, deal_number_in(action["value"])))
        self._home.publish(asker, client, _state(body).with_answer("deals"), said)

    def language_chosen(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        asker = asker_of(context)
        chosen = action["selected_option"]["value"]
        if chosen not in (AS_SLACK, *(language.code for language in languages())):
            raise FormExpired
        person = self._people.choose_language(asker.person, None if chosen == AS_SLACK else chosen)
        self._home.publish(Asker(person, texts_for(person.locale), asker.today), client, _state(body))


def _state(body: dict[str, Any]) -> HomeState:
    return HomeState.of(body) or HomeState()


def _once(body: dict[str, Any], number: str) -> str:
    """A key for one deal on the tab as it was seen: pressing twice closes it once."""
    return f"home:{seen(body)}:{number}"
