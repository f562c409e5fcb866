"""How an answer leaves: in the acknowledgement, in place of a message, or by a response_url.

When it leaves, what was asked for is done already. Where Slack does not take it, NotShown carries it to the error
boundary, which says it elsewhere; nobody is told that nothing happened.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.listeners.asker import Asker
from bot.slack_calls import UNREACHED, tls_to
from bot.views.message import Json, Message


class NotShown(Exception):
    """Slack did not take an answer to what is done; without an `answer` it was a view that should have been shown."""

    def __init__(self, answer: Message | None) -> None:
        super().__init__("Slack did not take an answer")
        self.answer = answer


@contextmanager
def showing(answer: Message | None) -> Iterator[None]:
    """Raises NotShown for what is raised where Slack refuses or cannot be reached."""
    try:
        yield
    except UNREACHED as trouble:
        raise NotShown(answer) from trouble


def answer(ack: Ack, message: Message) -> None:
    """Answer a command in the acknowledgement itself, seen by its user only."""
    ack(response_type="ephemeral", text=message.text, blocks=list(message.blocks))


def send(respond: Respond, message: Message, *, replace: bool = False) -> None:
    """Send by the request's response_url, for its user only; without its charts where Slack refuses them.

    With `replace` it takes the place of the message that the button is in, which stays seen by whoever sees it.
    Raises NotShown.
    """
    said: dict[str, Any] = {"replace_original": replace, "text": message.text}
    if not replace:
        said["response_type"] = "ephemeral"
    with showing(message):
        if message.charts and accepted(respond(blocks=list(message.with_charts), **said)):
            return
        answered = respond(blocks=list(message.blocks), **said)
    if not accepted(answered):
        raise NotShown(message)


def send_to(response_url: str, message: Message, *, replace: bool = False) -> bool:
    """Send by a response_url kept from an earlier request; False where it has expired, or Slack cannot be reached."""
    try:
        said = WebhookClient(response_url, ssl=tls_to(response_url)).send(
            response_type=None if replace else "ephemeral",
            replace_original=replace,
            text=message.text,
            blocks=list(message.blocks),
        )
    except UNREACHED:
        return False
    return accepted(said)


def deliver(
    client: WebClient, asker: Asker, response_url: str | None, message: Message, *, replace: bool = False
) -> None:
    """Show what a form did: where it was opened from, or as a direct message where that is no longer possible.

    Raises NotShown.
    """
    if response_url is None or not send_to(response_url, message, replace=replace):
        with showing(message):
            client.chat_postMessage(channel=asker.person.slack_user_id, text=message.text, blocks=list(message.blocks))


def post(client: WebClient, channel: str, message: Message) -> None:
    """Write into a conversation; without its charts where Slack refuses them. Raises NotShown."""
    with showing(message):
        if message.charts:
            try:
                client.chat_postMessage(channel=channel, text=message.text, blocks=list(message.with_charts))
            except SlackApiError as refused:
                if refused.response.get("error") != "invalid_blocks":
                    raise
            else:
                return
        client.chat_postMessage(channel=channel, text=message.text, blocks=list(message.blocks))


def open_form(client: WebClient, body: dict[str, Any], view: Json) -> None:
    """Open a form; on top of the one that was pressed in, where it was."""
    if body.get("view", {}).get("type") == "modal":
        client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)


def publish(
    client: WebClient, slack_user_id: str, view: Callable[[bool], Json], *, draws: bool, answer: Message | None
) -> bool:
    """Show a home tab: `view(True)` with its charts, `view(False)` in words where Slack refuses them.

    Tells whether Slack took the charts. Raises NotShown with the `answer` that the tab was to show.
    """
    with showing(answer):
        try:
            client.views_publish(user_id=slack_user_id, view=view(draws))
        except SlackApiError as refused:
            if not draws or refused.response.get("error") not in ("invalid_arguments", "invalid_blocks"):
                raise
            client.views_publish(user_id=slack_user_id, view=view(False))
            return False
    return draws


def accepted(response: Any) -> bool:
    """Whether Slack took it. A refusal comes as another status, or as `ok: false` in an answer of 200."""
    body = (response.body or "").replace(" ", "")
    return bool(response.status_code == 200 and '"ok":false' not in body and "invalid_blocks" not in body)
