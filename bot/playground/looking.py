"""What the control API shows of the workspace."""

from __future__ import annotations

from typing import Any

from .clock import shown
from .doing import shown_message
from .local_slack import LocalSlack
from .people import user_json


def state(slack: LocalSlack) -> dict[str, Any]:
    """Everything that one may want to look at."""
    space = slack.workspace
    with space.lock:
        now = space.clock.now()
        return {
            "ok": True,
            "clock": shown(space.clock),
            "team": {"id": space.team.id, "name": space.team.name, "domain": space.team.domain},
            # The same under the names that other local Slacks use.
            "workspace": {"id": space.team.id, "name": space.team.name, "domain": space.team.domain},
            "app": {
                "appId": space.app_id,
                "botUserId": space.bot_user_id,
                "app_id": space.app_id,
                "bot_id": space.bot_id,
                "bot_user_id": space.bot_user_id,
                "name": space.manifest.app_name,
                "mode": "http" if slack.request_url else "socket",
                "connected": slack.courier.connected,
                "connections": slack.sockets.count,
                "installed": not space.revoked,
            },
            "users": [
                user_json(user, space.team.id, now, with_email=True, with_locale=True) for user in space.users.values()
            ],
            "channels": [
                conversation.to_json(space.team.id, is_member=space.bot_user_id in conversation.members)
                | {"members": list(conversation.members)}
                for conversation in space.conversations.values()
            ],
            "views": {
                user: [view.to_json() | {"errors": view.errors} for view in stack]
                for user, stack in space.modals.items()
                if stack
            },
            "dialogs": dict(space.dialogs),
            "homes": {user: view.to_json() for user, view in space.homes.items()},
            "version": space.version,
        }


def messages(slack: LocalSlack, channel: str, user: str | None) -> dict[str, Any]:
    """A conversation, oldest first; with `user`, what that person sees; without, everything there is."""
    space = slack.workspace
    with space.lock:
        conversation = space.conversation(channel)
        if user is not None:
            space.user(user)
        found = conversation.messages.values() if user is None else conversation.seen_by(user)
        shown = [shown_message(conversation, message) for message in found if not message.echo]
        return {"ok": True, "channel": conversation.id, "messages": shown}
