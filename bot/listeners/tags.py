"""The question about a tag below the answer to a deal: acknowledge, call, show."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot import ids
from bot.listeners.asker import asker_of
from bot.listeners.recorded import seen
from bot.listeners.replies import send
from bot.services.tags import Tags
from bot.values.asking import TagChoice
from bot.views import deals, tags


class TagListeners:
    def __init__(self, asking: Tags) -> None:
        self._tags = asking

    def register(self, app: App) -> None:
        app.action(re.compile(f"^{ids.ACTION_TAG}(:|$)"))(self.told)
        app.action(ids.ACTION_TAG_DISMISS)(self.dismissed)

    def told(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        changed = self._tags.tell(asker.person, TagChoice.unpack(action["value"]), _once(body))
        send(respond, deals.changed(asker.texts, changed), replace=True)

    def dismissed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        choice = TagChoice.unpack(action["value"])
        until = self._tags.dismiss(asker.person, choice)
        send(respond, tags.dismissed(asker.texts, choice, until), replace=True)


def _once(body: dict[str, Any]) -> str:
    """A key for one question: pressing twice, or two of its answers, records once."""
    return f"tag:{seen(body)}"
