"""`chat.*`: posting, editing, deleting, ephemeral messages, messages for later."""

from __future__ import annotations

from typing import Any

from bot.playground.conversations import Conversation, Message
from bot.playground.errors import SlackError
from bot.playground.local_slack import check_message

from .call import Answer, Call, Method

SCHEDULED_LIMIT = 100


def _content(call: Call) -> dict[str, Any]:
    """Text, blocks, attachments and metadata of a message, checked as Slack checks them."""
    text = call.text("text")
    blocks = call.json("blocks", "invalid_blocks_format") or []
    attachments = call.json("attachments", "invalid_attachments") or []
    markdown = call.text("markdown_text")
    if markdown:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > 12_000:
            raise SlackError("msg_too_long")
        blocks = [{"type": "markdown", "text": markdown}]
    check_message(text, blocks, attachments)
    return {"text": text, "blocks": blocks, "attachments": attachments, "metadata": _metadata(call)}


def _metadata(call: Call) -> dict[str, Any] | None:
    metadata = call.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    well_formed = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not well_formed:
        raise SlackError("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def _writable(call: Call) -> Conversation:
    """The conversation, if the app may write there."""
    conversation = call.conversation()
    if call.slack.workspace.bot_user_id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _thread(call: Call, conversation: Conversation) -> str | None:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    parent = conversation.messages.get(thread_ts)
    return parent.thread_ts or thread_ts if parent is not None else thread_ts


def post_message(call: Call) -> Answer:
    """`chat.postMessage`."""
    call.need("channel")
    conversation = _writable(call)
    fields = _content(call)
    message = call.slack.workspace.app_message(
        conversation.id,
        **fields,
        thread_ts=_thread(call, conversation),
        broadcast=call.flag("reply_broadcast"),
        username=call.text("username") or None,
    )
    call.slack.post(message)
    return {
        "channel": conversation.id,
        "ts": message.ts,
        "message": conversation.message_json(message, metadata=True),
    }


def post_ephemeral(call: Call) -> Answer:
    """`chat.postEphemeral`: seen by its user only, and in no history."""
    call.need("channel", "user")
    conversation = _writable(call)
    user = call.text("user")
    if user not in call.slack.workspace.users:
        raise SlackError("user_not_found")
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    fields = _content(call)
    message = call.slack.workspace.app_message(
        conversation.id, **fields, thread_ts=_thread(call, conversation), ephemeral_to=user
    )
    call.slack.post(message)
    return {"message_ts": message.ts}


def _own_message(call: Call, cannot: str) -> tuple[Conversation, Message]:
    call.need("channel", "ts")
    conversation = call.conversation()
    message = conversation.messages.get(call.text("ts"))
    if message is None or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if not message.is_bot:
        raise SlackError(cannot)
    return conversation, message


def update(call: Call) -> Answer:
    """`chat.update`: what is not given (blocks, attachments, metadata) stays."""
    conversation, message = _own_message(call, "cant_update_message")
    before = message.to_json()
    given = {key for key in ("text", "blocks", "attachments", "metadata", "markdown_text") if key in call.args}
    if not given:
        raise SlackError("no_text")
    text = call.text("text")
    blocks = call.json("blocks", "invalid_blocks_format")
    attachments = call.json("attachments", "invalid_attachments")
    metadata = _metadata(call)
    new_blocks = message.blocks if blocks is None else blocks
    new_attachments = message.attachments if attachments is None else attachments
    check_message(text if "text" in given else message.text, new_blocks, new_attachments)
    fresh = call.slack.workspace.app_message(conversation.id, text, blocks=new_blocks)
    message.text = fresh.text if "text" in given or blocks is not None else message.text
    message.blocks = fresh.blocks
    message.attachments = new_attachments
    message.metadata = metadata if metadata is not None else message.metadata
    message.edited_ts = fresh.ts
    call.slack.changed(conversation, message, before)
    return {
        "channel": conversation.id,
        "ts": message.ts,
        "text": message.text,
        "message": conversation.message_json(message, metadata=True),
    }


def delete(call: Call) -> Answer:
    """`chat.delete`."""
    conversation, message = _own_message(call, "cant_delete_message")
    call.slack.delete(conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def get_permalink(call: Call) -> Answer:
    """`chat.getPermalink`: an address of the page here."""
    call.need("channel", "message_ts")
    conversation = call.conversation()
    ts = call.text("message_ts")
    if ts not in conversation.messages:
        raise SlackError("message_not_found")
    link = f"{call.slack.base_url}/archives/{conversation.id}/p{ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": link}


def me_message(call: Call) -> Answer:
    """`chat.meMessage`."""
    call.need("channel", "text")
    conversation = _writable(call)
    message = call.slack.workspace.app_message(conversation.id, call.text("text"), subtype="me_message")
    call.slack.post(message)
    return {"channel": conversation.id, "ts": message.ts}


def schedule_message(call: Call) -> Answer:
    """`chat.scheduleMessage`: posted when its time comes, while the server runs."""
    call.need("channel", "post_at")
    conversation = _writable(call)
    fields = _content(call)
    post_at = call.number("post_at", 1, most=10**11)
    wait = post_at - call.slack.workspace.clock.timestamp()
    if wait <= 0:
        raise SlackError("time_in_past")
    if wait > 120 * 86_400:
        raise SlackError("time_too_far")
    workspace = call.slack.workspace
    if len(workspace.scheduled) >= SCHEDULED_LIMIT:
        raise SlackError("restricted_too_many")
    scheduled_id = workspace.new_id("Q")
    message = workspace.app_message(conversation.id, **fields, thread_ts=_thread(call, conversation))
    workspace.scheduled.add(scheduled_id, message, post_at)
    return {
        "channel": conversation.id,
        "scheduled_message_id": scheduled_id,
        "post_at": post_at,
        "message": message.to_json(),
    }


def delete_scheduled(call: Call) -> Answer:
    """`chat.deleteScheduledMessage`."""
    call.need("channel", "scheduled_message_id")
    if not call.slack.workspace.scheduled.cancel(call.text("scheduled_message_id")):
        raise SlackError("invalid_scheduled_message_id")
    return {}


def list_scheduled(call: Call) -> Answer:
    """`chat.scheduledMessages.list`."""
    waiting = [
        {"id": key, "channel_id": one.message.channel, "post_at": one.post_at, "text": one.message.text}
        for key, one in call.slack.workspace.scheduled.all().items()
    ]
    return call.page(waiting, "scheduled_messages")


_WRITE = ("chat:write",)
METHODS = (
    Method("chat.postMessage", post_message, _WRITE),
    Method("chat.postEphemeral", post_ephemeral, _WRITE),
    Method("chat.update", update, _WRITE),
    Method("chat.delete", delete, _WRITE),
    Method("chat.meMessage", me_message, _WRITE),
    Method("chat.getPermalink", get_permalink),
    Method("chat.scheduleMessage", schedule_message, _WRITE),
    Method("chat.deleteScheduledMessage", delete_scheduled, _WRITE),
    Method("chat.scheduledMessages.list", list_scheduled),
)
