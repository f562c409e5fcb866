"""`conversations.*`: channels and direct messages, their members and their history."""

from __future__ import annotations

from bot.playground.conversations import Conversation, Message
from bot.playground.errors import SlackError

from .call import Answer, Call, Method

_KINDS = {"im": "im", "group": "private_channel", "channel": "public_channel"}
_SCOPE_PREFIX = {"im": "im", "group": "groups", "channel": "channels"}


def _may(call: Call, conversation: Conversation, what: str) -> None:
    """Scopes depend on the kind of conversation: `im:history`, `channels:read`, …"""
    needed = f"{_SCOPE_PREFIX[conversation.type]}:{what}"
    manifest = call.slack.workspace.manifest
    if not manifest.grants((needed,)):
        raise SlackError("missing_scope", needed=needed, provided=",".join(manifest.scopes or ()))


def _seen(call: Call, what: str) -> Conversation:
    conversation = call.conversation()
    _may(call, conversation, what)
    bot = call.slack.workspace.bot_user_id
    if bot not in conversation.members:
        raise SlackError("channel_not_found" if conversation.is_private else "not_in_channel")
    return conversation


def _json(call: Call, conversation: Conversation) -> Answer:
    space = call.slack.workspace
    return conversation.to_json(space.team.id, is_member=space.bot_user_id in conversation.members)


def open_dm(call: Call) -> Answer:
    """`conversations.open`: the direct messages with one person, made when there are none."""
    space = call.slack.workspace
    channel, users = call.text("channel"), call.names("users")
    if not channel and not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    already = False
    if channel:
        conversation = space.conversation(channel)
        already = True
    else:
        user = space.users.get(users[0])
        if user is None:
            raise SlackError("user_not_found")
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        already = any(c.is_im and c.user == user.id for c in space.conversations.values())
        conversation = space.dm(user.id)
    answer: Answer = {"channel": {"id": conversation.id}}
    if call.flag("return_im"):
        answer["channel"] = _json(call, conversation)
    return answer | ({"no_op": True, "already_open": True} if already else {})


def list_all(call: Call) -> Answer:
    """`conversations.list`; only public channels unless `types` asks for more."""
    wanted = call.names("types") or ["public_channel"]
    if any(kind not in (*_KINDS.values(), "mpim") for kind in wanted):
        raise SlackError("invalid_types")
    found = [c for c in call.slack.workspace.conversations.values() if _KINDS[c.type] in wanted]
    return call.page([_json(call, c) for c in found], "channels")


def info(call: Call) -> Answer:
    """`conversations.info`."""
    conversation = call.conversation()
    _may(call, conversation, "read")
    found = _json(call, conversation)
    if not call.flag("include_num_members"):
        found.pop("num_members", None)
    if call.flag("include_locale"):
        found["locale"] = "en-US"
    return {"channel": found}


def _within(call: Call, message: Message) -> bool:
    oldest, latest, inclusive = call.text("oldest", "0"), call.text("latest"), call.flag("inclusive")
    at = float(message.ts)
    try:
        after = at > float(oldest) or (inclusive and message.ts == oldest)
        before = not latest or at < float(latest) or (inclusive and message.ts == latest)
    except ValueError:
        raise SlackError("invalid_ts_latest" if latest else "invalid_ts_oldest") from None
    return after and before


def history(call: Call) -> Answer:
    """`conversations.history`: newest first; no ephemeral messages, no answers in threads."""
    conversation = _seen(call, "history")
    metadata = call.flag("include_all_metadata")
    shown = [m for m in conversation.shared() if not m.thread_ts or m.thread_ts == m.ts or m.broadcast]
    found = [m for m in reversed(shown) if _within(call, m)]
    page = call.page(found, "messages", most=999)
    page["messages"] = [conversation.message_json(m, metadata=metadata) for m in page["messages"]]
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


def replies(call: Call) -> Answer:
    """`conversations.replies`: a thread, its first message first."""
    call.need("channel", "ts")
    conversation = _seen(call, "history")
    parent = conversation.messages.get(call.text("ts"))
    if parent is None or parent.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    if parent.thread_ts and parent.thread_ts != parent.ts:
        parent = conversation.messages.get(parent.thread_ts, parent)
    metadata = call.flag("include_all_metadata")
    found = [parent, *(m for m in conversation.replies(parent.ts) if _within(call, m))]
    page = call.page(found, "messages")
    page["messages"] = [conversation.message_json(m, metadata=metadata) for m in page["messages"]]
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}


def members(call: Call) -> Answer:
    """`conversations.members`."""
    conversation = call.conversation()
    _may(call, conversation, "read")
    return call.page(conversation.members, "members")


def join(call: Call) -> Answer:
    """`conversations.join`: the app enters a public channel."""
    space = call.slack.workspace
    conversation = call.conversation()
    if conversation.is_im or conversation.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    answer: Answer = {"channel": _json(call, conversation)}
    if space.bot_user_id in conversation.members:
        return answer | {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    conversation.members.append(space.bot_user_id)
    space.touch()
    call.slack.tell(
        {
            "type": "member_joined_channel",
            "user": space.bot_user_id,
            "channel": conversation.id,
            "channel_type": "C",
            "team": space.team.id,
        }
    )
    return {"channel": _json(call, conversation)}


def leave(call: Call) -> Answer:
    """`conversations.leave`."""
    space = call.slack.workspace
    conversation = call.conversation()
    if space.bot_user_id not in conversation.members:
        return {"not_in_channel": True}
    conversation.members.remove(space.bot_user_id)
    space.touch()
    return {}


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_OPEN = ("im:write", "channels:manage", "groups:write", "mpim:write")
METHODS = (
    Method("conversations.open", open_dm, _OPEN),
    Method("conversations.list", list_all, _READ),
    Method("conversations.info", info),
    Method("conversations.history", history),
    Method("conversations.replies", replies),
    Method("conversations.members", members),
    Method("conversations.join", join, ("channels:join", "channels:manage")),
    Method("conversations.leave", leave, ("channels:manage", "groups:write", "im:write", "mpim:write")),
)
