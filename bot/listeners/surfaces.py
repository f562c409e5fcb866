"""Answers on the home tab and in what is opened on top of it, where Slack gives no response_url to answer by."""

import logging
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.errors import FormExpired
from bot.listeners.asker import Asker
from bot.listeners.form_origin import FormOrigin
from bot.listeners.home import HomeListeners
from bot.listeners.home_state import HomeState
from bot.listeners.replies import NotShown, deliver
from bot.slack_calls import UNREACHED
from bot.views.message import Json, Message
from bot.views.sheet import SHEET, fits, sheet

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """What `respond` gives back, of an answer that was shown in a view."""

    status_code: int = 200
    body: str = "ok"


class Surfaces:
    """Where an answer belongs: the place that was pressed."""

    def __init__(self, home: HomeListeners) -> None:
        self._home = home

    def close(self, ack: Ack, origin: FormOrigin) -> None:
        """Acknowledge a form: on the home tab with all that lies on it, for the answer stands there."""
        if origin.home is not None:
            ack(response_action="clear")
        else:
            ack()

    def deliver(
        self, client: WebClient, asker: Asker, origin: FormOrigin, message: Message, *, replace: bool = False
    ) -> None:
        """Show what a form did: on the home tab where it was opened there, else as `replies.deliver` does.

        Raises NotShown.
        """
        if origin.home is not None:
            self._home.publish(asker, client, origin.home, message)
        else:
            deliver(client, asker, origin.response_url, message, replace=replace)

    def respond_to(self, body: dict[str, Any], asker: Asker, client: WebClient) -> "InView | None":
        """What takes the place of `respond` for a button in a view; None where Slack gave a response_url."""
        view = body.get("view") or {}
        if body.get("type") != "block_actions" or body.get("response_url") or not view:
            return None
        return InView(self._home, body, asker, client)


class InView:
    """Called as Bolt's `respond` is. A button on the tab is answered on top of it, or on it where the answer replaces
    what was pressed; a button on such an answer in the same place, one in a form on top of the form, or in its place.
    The tab below shows what has become of it.
    """

    def __init__(self, home: HomeListeners, body: dict[str, Any], asker: Asker, client: WebClient) -> None:
        self._home = home
        self._body = body
        self._asker = asker
        self._client = client

    def __call__(self, text: str, blocks: list[dict[str, Any]], *, replace_original: bool = False, **_: Any) -> Shown:
        if not fits(blocks):
            return _REFUSED
        message, state = Message(text, tuple(blocks)), _below(self._body)
        if self._body["view"]["type"] == "home" and replace_original:
            self._publish(state, message)
            return Shown()
        try:
            self._show(sheet(self._asker.texts, message, "" if state is None else state.pack()), replace_original)
        except UNREACHED:
            if state is None:
                raise
            # Too late for a window: what was pressed has opened a form already, or took its time.
            self._publish(state.with_answer("top"), message)
            return Shown()
        try:
            self._publish(state)
        except NotShown as trouble:  # the answer is there to be read; the tab is shown anew when it is next opened
            log.warning("the home tab below an answer was not shown anew: %s", type(trouble.__cause__).__name__)
        return Shown()

    def _show(self, shown: Json, replaces: bool) -> None:
        view, trigger = self._body["view"], self._body["trigger_id"]
        if view["type"] == "home":
            self._client.views_open(trigger_id=trigger, view=shown)
        elif replaces or (view.get("callback_id") == SHEET and view.get("previous_view_id")):
            self._client.views_update(view_id=view["id"], view=shown)
        else:
            self._client.views_push(trigger_id=trigger, view=shown)

    def _publish(self, state: HomeState | None, message: Message | None = None) -> None:
        if state is not None:
            self._home.publish(self._asker, self._client, state, message)


def _below(body: dict[str, Any]) -> HomeState | None:
    """The home tab that a button's view is, or lies on; None for a form that was opened elsewhere."""
    state = HomeState.of(body)
    if state is not None:
        return state.answering(body)
    try:
        return FormOrigin.parse(body["view"].get("private_metadata") or "{}").home
    except FormExpired:
        return None


_REFUSED = Shown(400, "invalid_blocks")
