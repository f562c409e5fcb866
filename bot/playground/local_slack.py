"""The local Slack as one thing: the workspace, the way to the app, trouble on demand, and the traffic log."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitTimeout
from dataclasses import dataclass
from typing import Any

from .acks import Ack
from .block_rules import block_problems, too_long
from .conversations import Conversation, Message
from .courier import Courier
from .errors import SlackError
from .faults import Faults
from .payloads import Payloads
from .socket_mode import SocketMode
from .traffic import Traffic
from .workspace import Workspace

# Seconds that a person's act waits to see its event acknowledged; an app that does not listen to it never does.
MOMENT = 1.0


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the app must show, and what it can check us by."""

    bot_token: str = "xoxb-local"
    app_token: str = "xapp-local"
    signing_secret: str = "local-signing-secret"


@dataclass(slots=True)
class LocalSlack:
    """What every part of the server works with."""

    workspace: Workspace
    secrets: Secrets
    payloads: Payloads
    courier: Courier
    sockets: SocketMode
    faults: Faults
    traffic: Traffic
    request_url: str | None = None

    @property
    def base_url(self) -> str:
        """The address of this server, without a slash at the end."""
        return self.payloads.base_url

    def tell(self, event: Mapping[str, Any]) -> Future[Ack] | None:
        """Send an event to the app, in the background."""
        return self.courier.tell({"event_ts": self.workspace.next_ts(), **event})

    def tell_and_wait(self, event: Mapping[str, Any]) -> bool:
        """Send an event and wait a moment for the first attempt; whether the app has acknowledged it by then."""
        sent = self.tell(event)
        if sent is None:
            return False
        try:
            return sent.result(timeout=MOMENT).ok
        except WaitTimeout:
            return False

    # -- messages, with what follows from them ----------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """Post a message and tell the app, where it asked for messages; ephemeral ones are told to nobody."""
        self.workspace.post(message)
        if message.ephemeral_to is None:
            self.tell(self.message_event(message))
        return message

    def post_scheduled(self, message: Message) -> None:
        """Post a message that was written for later: its time stamp is that of now."""
        with self.workspace.lock:
            message.ts = self.workspace.next_ts()
            self.post(message)

    def message_event(self, message: Message) -> dict[str, Any]:
        """The `message` event for a new message."""
        conversation = self.workspace.conversations[message.channel]
        return {
            **message.to_json(),
            "channel": message.channel,
            "channel_type": conversation.type,
            "event_ts": message.ts,
        }

    def changed(self, conversation: Conversation, message: Message, before: dict[str, Any]) -> None:
        """Tell of a message that was edited."""
        self.workspace.touch()
        if message.ephemeral_to is None:
            self._tell_hidden(
                conversation, "message_changed", message=message.to_json(), previous_message=before, ts=message.ts
            )

    def delete(self, conversation: Conversation, message: Message) -> None:
        """Take a message away and tell of it."""
        conversation.messages.pop(message.ts, None)
        self.workspace.touch()
        if message.ephemeral_to is None:
            self._tell_hidden(
                conversation, "message_deleted", previous_message=message.to_json(), deleted_ts=message.ts
            )

    def _tell_hidden(self, conversation: Conversation, subtype: str, **more: Any) -> None:
        event = {"type": "message", "subtype": subtype, "hidden": True, "channel": conversation.id}
        self.tell({**event, "channel_type": conversation.type, "ts": self.workspace.next_ts(), **more})


def check_message(text: str, blocks: Any, attachments: Any) -> None:
    """Slack's rules for what a message says; raises what Slack answers."""
    if not isinstance(blocks, list) or not isinstance(attachments, list):
        raise SlackError("invalid_blocks_format" if not isinstance(blocks, list) else "invalid_attachments")
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(attachments) > 100:
        raise SlackError("too_many_attachments")
    problems = block_problems(blocks, "message")
    for index, attachment in enumerate(attachments):
        if not isinstance(attachment, dict):
            raise SlackError("invalid_attachments")
        if attachment.get("blocks"):
            problems += block_problems(attachment["blocks"], "message", f"/attachments/{index}/blocks")
    if problems:
        raise SlackError("invalid_blocks", problems)
    if too_long(blocks):
        raise SlackError("msg_blocks_too_long")
