"""The app's home tab: shown when it is opened, and again whenever something on it was chosen or changed."""

import time
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.asker import Asker, asker_of
from bot.listeners.home_state import HomeState
from bot.listeners.replies import publish
from bot.services.home import HomeDesk
from bot.values import Role
from bot.views import home_mine, home_team, home_workspace
from bot.views.home import Said
from bot.views.message import Json, Message

_HERE = HomeState()

REFUSED_FOR_S = 3600.0
"""So long a workspace whose Slack refused a home tab's charts is shown words, before charts are tried again."""


class HomeListeners:
    def __init__(self, desk: HomeDesk, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._elapsed = elapsed
        self._refused: dict[int, float] = {}
        """When a workspace's Slack last refused a home tab with charts, by `elapsed`, as far as this process knows."""

    def register(self, app: App) -> None:
        app.event(ids.EVENT_HOME_OPENED)(self.opened)

    def opened(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if event.get("tab") == "home":
            asker = asker_of(context)
            begins = HomeState(tab="team") if self._desk.begins_with_team(asker.person) else HomeState()
            self.publish(asker, client, begins)

    def publish(self, asker: Asker, client: WebClient, state: HomeState = _HERE, answer: Message | None = None) -> None:
        """Show the tab as it is now, with the answer to what was just done where `state` says. Raises NotShown."""
        said = None if answer is None else Said(answer, state.said_at)
        view, workspace = self._view(asker, state, said), asker.person.workspace_id
        refused = self._refused.get(workspace)
        draws = refused is None or self._elapsed() - refused > REFUSED_FOR_S
        drawn = publish(client, asker.person.slack_user_id, view, draws=draws, answer=answer)
        if draws and not drawn:
            self._refused[workspace] = self._elapsed()

    def _view(self, asker: Asker, state: HomeState, said: Said | None) -> Callable[[bool], Json]:
        """The tab, with or without charts."""
        texts, person, metadata = asker.texts, asker.person, state.pack()
        if state.tab == "workspace" and person.role is Role.ADMIN:
            workspace = self._desk.workspace(person)
            return lambda _: home_workspace.workspace(texts, person, workspace, metadata, said)
        if state.tab == "team":
            team = self._desk.team(person, texts.language)
            return lambda draws: home_team.team(texts, person, team, metadata, said, draws=draws)
        mine = self._desk.mine(person, texts.language, state.page)
        return lambda draws: home_mine.mine(texts, person, mine, metadata, said, draws=draws, chart=state.chart)
