"""`reactions.*`, `emoji.list`."""

from __future__ import annotations

from bot.playground.conversations import Conversation, Message
from bot.playground.errors import SlackError

from .call import Answer, Call, Method


def _message(call: Call) -> tuple[Conversation, Message, str]:
    call.need("channel", "timestamp", "name")
    conversation = call.conversation()
    message = conversation.messages.get(call.text("timestamp"))
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    return conversation, message, call.text("name").strip(":")


def add(call: Call) -> Answer:
    """`reactions.add`."""
    conversation, message, name = _message(call)
    bot = call.slack.workspace.bot_user_id
    if bot in message.reactions.get(name, ()):
        raise SlackError("already_reacted")
    message.reactions.setdefault(name, []).append(bot)
    call.slack.workspace.touch()
    call.slack.tell(reaction_event("reaction_added", bot, name, conversation, message))
    return {}


def remove(call: Call) -> Answer:
    """`reactions.remove`."""
    conversation, message, name = _message(call)
    bot = call.slack.workspace.bot_user_id
    if bot not in message.reactions.get(name, ()):
        raise SlackError("no_reaction")
    message.reactions[name].remove(bot)
    if not message.reactions[name]:
        del message.reactions[name]
    call.slack.workspace.touch()
    call.slack.tell(reaction_event("reaction_removed", bot, name, conversation, message))
    return {}


def get(call: Call) -> Answer:
    """`reactions.get`."""
    call.need("channel", "timestamp")
    conversation = call.conversation()
    message = call.slack.workspace.message(conversation, call.text("timestamp"))
    return {"type": "message", "channel": conversation.id, "message": message.to_json()}


def emoji(call: Call) -> Answer:
    """`emoji.list`: no custom ones here."""
    return {"emoji": {}}


def reaction_event(kind: str, user: str, name: str, conversation: Conversation, message: Message) -> dict[str, object]:
    """`reaction_added` or `reaction_removed`."""
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item_user": message.user,
        "item": {"type": "message", "channel": conversation.id, "ts": message.ts},
    }


METHODS = (
    Method("reactions.add", add, ("reactions:write",)),
    Method("reactions.remove", remove, ("reactions:write",)),
    Method("reactions.get", get, ("reactions:read",)),
    Method("emoji.list", emoji, ("emoji:read",)),
)
