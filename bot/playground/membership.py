"""How the workspace itself changes: people come, change and go, the app is removed."""

from __future__ import annotations

import base64
import binascii
import dataclasses
from collections.abc import Mapping
from typing import Any

from .conversations import Message
from .doing import Outcome, place, shown_message
from .errors import SlackError, missing
from .local_slack import LocalSlack
from .people import User, user_json
from .web_api.call import Call
from .web_api.files import new_file, shown

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
        person = user_json(
            user, space.team.id, with_email=space.manifest.grants(("users:read.email",)), with_locale=True
        )
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


def upload(slack: LocalSlack, user_id: str, channel: str, body: Mapping[str, Any]) -> Outcome:
    """A person shares a file: `filename`, and its `content` as text or `content_base64`."""
    space = slack.workspace
    with space.lock:
        conversation = place(slack, user_id, channel)
        name = str(body.get("filename") or "file.txt")
        try:
            content = base64.b64decode(str(body.get("content_base64") or ""), validate=True)
        except binascii.Error:
            raise SlackError("invalid_arguments", ["content_base64: is not base64"]) from None
        content = content or str(body.get("content") or "").encode()
        record = new_file(Call(slack, {}), name, len(content))
        record |= {"content": content, "user": user_id}
        message = Message(
            space.next_ts(),
            conversation.id,
            user_id,
            str(body.get("text") or ""),
            space.team.id,
            files=[shown(record)],
            subtype="file_share",
        )
        space.post(message)
        answer = shown_message(conversation, message)
        event = slack.message_event(message)
    slack.tell(
        {
            "type": "file_shared",
            "file_id": record["id"],
            "user_id": user_id,
            "channel_id": conversation.id,
            "file": {"id": record["id"]},
        }
    )
    return {"ok": True, "message": answer, "delivered": slack.tell_and_wait(event)}
