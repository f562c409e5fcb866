"""What happens to people and workspaces: profiles change, the app is removed."""

import logging
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.profiles import ask_slack
from bot.services.people import People

log = logging.getLogger(__name__)


class LifecycleListeners:
    def __init__(self, people: People) -> None:
        self._people = people

    def register(self, app: App) -> None:
        app.event(ids.EVENT_USER_CHANGE)(self.user_changed)
        app.event(ids.EVENT_UNINSTALLED)(self.removed)
        app.event(ids.EVENT_TOKENS_REVOKED)(self.tokens_revoked)

    def user_changed(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """A new name, zone or language. The event itself does not always say the language, so Slack is asked."""
        user_id = str(event["user"]["id"])
        workspace_id = self._people.workspace_id(context.team_id or "")
        if workspace_id is not None:
            self._people.refresh(workspace_id, user_id, lambda: ask_slack(client, user_id))

    def removed(self, context: BoltContext) -> None:
        log.info("the app was removed from workspace %s", context.team_id)
        self._people.forget(context.team_id or "")

    def tokens_revoked(self, event: dict[str, Any], context: BoltContext) -> None:
        if event.get("tokens", {}).get("bot"):
            log.info("Slack revoked the token of workspace %s", context.team_id)
            self._people.forget(context.team_id or "")
