"""The payloads that an app receives, in Slack's shapes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from .conversations import Conversation, Message
from .escaping import escaped_command
from .tickets import ResponseUrl
from .views import View, values_of
from .workspace import Workspace

# Slack's old shared secret; sent along still, and nothing may rely on it.
VERIFICATION_TOKEN = "local-verification-token"


class Payloads:
    """Builds payloads for one workspace. Call its methods with the workspace's lock held."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.base_url = ""

    # -- commands ---------------------------------------------------------------------------------------------------

    def command(
        self, conversation: Conversation, user_id: str, command: str, text: str, url: ResponseUrl, thread_ts: str = ""
    ) -> dict[str, Any]:
        """A slash command."""
        space = self._workspace
        if space.manifest.escapes(command):
            text = escaped_command(text, space.users, space.conversations.values())
        payload = {
            "token": VERIFICATION_TOKEN,
            "team_id": space.team.id,
            "team_domain": space.team.domain,
            "channel_id": conversation.id,
            "channel_name": conversation.name,
            "user_id": user_id,
            "user_name": space.user(user_id).name,
            "command": command,
            "text": text,
            "api_app_id": space.app_id,
            "is_enterprise_install": "false",
            "response_url": self._address(url),
            "trigger_id": space.tickets.trigger(user_id).id,
        }
        return payload | ({"thread_ts": thread_ts} if thread_ts else {})

    # -- interactions -----------------------------------------------------------------------------------------------

    def message_action_click(
        self, conversation: Conversation, message: Message, user_id: str, action: dict[str, Any], url: ResponseUrl
    ) -> dict[str, Any]:
        """`block_actions` from a message. Slack leaves the message out when it is ephemeral."""
        payload = self._interaction("block_actions", user_id) | {
            "container": self._message_container(conversation, message),
            "trigger_id": self._workspace.tickets.trigger(user_id).id,
            "channel": {"id": conversation.id, "name": conversation.name},
            "message": conversation.message_json(message),
            "state": {"values": values_of(message.blocks, message.state)},
            "response_url": self._address(url),
            "actions": [action],
        }
        if message.ephemeral_to is not None:
            del payload["message"]
        return payload

    def view_action_click(self, view: View, user_id: str, action: dict[str, Any]) -> dict[str, Any]:
        """`block_actions` from a modal or a home tab."""
        return self._interaction("block_actions", user_id) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._workspace.tickets.trigger(user_id, view.id).id,
            "view": self._view(view),
            "actions": [action],
        }

    def view_submission(self, view: View) -> dict[str, Any]:
        """A submitted modal; `response_urls` for the conversation selects that ask for one."""
        return self._interaction("view_submission", view.user) | {
            "trigger_id": self._workspace.tickets.trigger(view.user, view.id).id,
            "view": self._view(view),
            "response_urls": self._response_urls(view),
        }

    def view_closed(self, view: View, *, is_cleared: bool) -> dict[str, Any]:
        """A modal that was closed and wanted to know."""
        return self._interaction("view_closed", view.user) | {"view": self._view(view), "is_cleared": is_cleared}

    def global_shortcut(self, user_id: str, callback_id: str) -> dict[str, Any]:
        """A shortcut from the shortcuts menu."""
        return self._interaction("shortcut", user_id) | {
            "callback_id": callback_id,
            "trigger_id": self._workspace.tickets.trigger(user_id).id,
            "action_ts": self._workspace.next_ts(),
        }

    def message_shortcut(
        self, conversation: Conversation, message: Message, user_id: str, callback_id: str, url: ResponseUrl
    ) -> dict[str, Any]:
        """A shortcut from a message's menu."""
        return self._interaction("message_action", user_id) | {
            "callback_id": callback_id,
            "trigger_id": self._workspace.tickets.trigger(user_id).id,
            "action_ts": self._workspace.next_ts(),
            "message_ts": message.ts,
            "channel": {"id": conversation.id, "name": conversation.name},
            "message": conversation.message_json(message),
            "response_url": self._address(url),
        }

    def suggestion(self, user_id: str, element: Mapping[str, str], value: str) -> dict[str, Any]:
        """The part of a `block_suggestion` that is the same everywhere; `element` gives block and action id."""
        return self._interaction("block_suggestion", user_id) | {**element, "value": value}

    def in_message(self, conversation: Conversation, message: Message) -> dict[str, Any]:
        """Where a suggestion in a message is asked for."""
        return {
            "container": self._message_container(conversation, message),
            "channel": {"id": conversation.id, "name": conversation.name},
            "message": conversation.message_json(message),
        }

    def in_view(self, view: View) -> dict[str, Any]:
        """Where a suggestion in a view is asked for."""
        return {"container": {"type": "view", "view_id": view.id}, "view": self._view(view)}

    def dialog(self, kind: str, user_id: str, dialog: Mapping[str, Any]) -> dict[str, Any]:
        """What the payloads of a dialog have in common; `kind` is `dialog_submission` and its like."""
        conversation = self._workspace.dm(user_id)
        url = self._workspace.tickets.response_url(conversation.id, user_id)
        return self._interaction(kind, user_id) | {
            "callback_id": dialog["callback_id"],
            "state": dialog.get("state", ""),
            "action_ts": self._workspace.next_ts(),
            "channel": {"id": conversation.id, "name": conversation.name},
            "response_url": self._address(url),
        }

    # -- events -----------------------------------------------------------------------------------------------------

    def event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The envelope of an event."""
        space = self._workspace
        event_id = f"Ev{secrets.token_hex(5).upper()}"
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": space.team.id,
            "context_team_id": space.team.id,
            "context_enterprise_id": None,
            "api_app_id": space.app_id,
            "event": dict(event),
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(space.clock.timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": space.team.id,
                    "user_id": space.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_urlsafe(24)}",
        }

    # -- parts ------------------------------------------------------------------------------------------------------

    def _interaction(self, kind: str, user_id: str) -> dict[str, Any]:
        space = self._workspace
        user = space.user(user_id)
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": space.team.id},
            "api_app_id": space.app_id,
            "token": VERIFICATION_TOKEN,
            "team": {"id": space.team.id, "domain": space.team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _view(self, view: View) -> dict[str, Any]:
        return self._workspace.view_json(view, hand_over=True)

    @staticmethod
    def _message_container(conversation: Conversation, message: Message) -> dict[str, Any]:
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": conversation.id,
            "is_ephemeral": message.ephemeral_to is not None,
        }
        return container | ({"thread_ts": message.thread_ts} if message.thread_ts else {})

    def _response_urls(self, view: View) -> list[dict[str, Any]]:
        urls = []
        values = view.values()
        for block in view.blocks:
            element = block.get("element")
            if isinstance(element, dict) and element.get("response_url_enabled"):
                value = values[block["block_id"]][element["action_id"]]
                channel = value.get("selected_conversation") or value.get("selected_channel")
                if channel:
                    url = self._workspace.tickets.response_url(channel, view.user)
                    urls.append(
                        {
                            "block_id": block["block_id"],
                            "action_id": element["action_id"],
                            "channel_id": channel,
                            "response_url": self._address(url),
                        }
                    )
        return urls

    def _address(self, url: ResponseUrl) -> str:
        return f"{self.base_url}/_response/{url.id}"
