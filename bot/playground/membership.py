"""How the workspace itself changes: people come, change and go, the app is removed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from .doing import Outcome
from .errors import SlackError, missing
from .local_slack import LocalSlack
from .people import User, user_json

_CHANGEABLE = {field.name: field.type for field in dataclasses.fields(User) if field.name != "id"}


def change_user(slack: LocalSlack, user_id: str, changes: Mapping[str, Any]) -> Outcome:
    """Change a person (`user_change`), or add one under a new id (`team_join`; needs `name` and `real_name`)."""
    space = slack.workspace
    with space.lock:
        unknown = sorted(set(changes) - set(_CHANGEABLE))
        if unknown:
            raise SlackError("invalid_arguments", [f"invalid additional property: {name}" for name in unknown])
        for name, value in changes.items():
            if not isinstance(value, bool if _CHANGEABLE[name] == "bool" else str):
                raise SlackError("invalid_arguments", [f"{name}: must be a {_CHANGEABLE[name]}"])
        known = space.users.get(user_id)
        if known is not None:
            user = dataclasses.replace(known, **changes)
        else:
            if not changes.get("name") or not changes.get("real_name"):
                raise missing("name", "real_name")
            user = User(id=user_id, **changes)
            for conversation in space.conversations.values():
                if not conversation.is_im and not conversation.is_private:
                    conversation.members.append(user_id)
        space.users[user_id] = user
        space.touch()
        sees_email = space.manifest.grants(("users:read.email",))
        person = user_json(user, space.team.id, space.clock.now(), with_email=sees_email, with_locale=True)
        event = {"type": "user_change" if known else "team_join", "user": person}
    return {"ok": True, "user": person, "delivered": slack.tell_and_wait(event)}


def join(slack: LocalSlack, user_id: str, channel: str) -> Outcome:
    """A person enters a channel."""
    space = slack.workspace
    with space.lock:
        space.user(user_id)
        conversation = space.conversation(channel)
        if conversation.is_im:
            raise SlackError("method_not_supported_for_channel_type")
        if user_id in conversation.members:
            raise SlackError("already_in_channel")
        conversation.members.append(user_id)
        space.touch()
        kind = "G" if conversation.is_private else "C"
        event = {"type": "member_joined_channel", "user": user_id, "channel": conversation.id, "channel_type": kind}
    return {"ok": True, "delivered": slack.tell_and_wait(event | {"team": space.team.id})}


def uninstall(slack: LocalSlack) -> Outcome:
    """The app is removed: its token is worth nothing from now on."""
    space = slack.workspace
    with space.lock:
        space.revoked = True
        space.touch()
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [space.bot_user_id]}}
    told = [slack.tell_and_wait(revoked), slack.tell_and_wait({"type": "app_uninstalled"})]
    return {"ok": True, "delivered": all(told)}
