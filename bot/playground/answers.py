"""What an app answers to a command or an action, as messages: in the acknowledgement or through the response URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conversations import Message
from .errors import SlackError
from .local_slack import LocalSlack, check_message
from .tickets import ResponseUrl


def as_answer(body: Any) -> dict[str, Any]:
    """An acknowledgement's body as a message: text stands for `{"text": …}`, nothing for no message."""
    if isinstance(body, str):
        return {"text": body} if body.strip() else {}
    return dict(body) if isinstance(body, dict) else {}


def apply_answer(slack: LocalSlack, answer: Mapping[str, Any], url: ResponseUrl) -> Message | None:
    """Post, replace or delete as the answer says. Ephemeral unless `response_type` is `in_channel`.

    Raises what Slack answers when the answer is not a message (`no_text`, `invalid_blocks`, …).
    """
    workspace = slack.workspace
    conversation = workspace.conversations[url.channel]
    original = conversation.messages.get(url.message_ts or "")
    if _yes(answer.get("delete_original")):
        if original is not None:
            slack.delete(conversation, original)
        return None
    text = answer.get("text") or ""
    blocks, attachments = answer.get("blocks") or [], answer.get("attachments") or []
    if not isinstance(text, str):
        raise SlackError("invalid_payload")
    check_message(text, blocks, attachments)
    if _yes(answer.get("replace_original")) and original is not None:
        before = original.to_json()
        fresh = workspace.app_message(conversation.id, text, blocks=blocks)
        original.text, original.blocks, original.attachments = fresh.text, fresh.blocks, attachments
        original.edited_ts = None if original.ephemeral_to else fresh.ts
        slack.changed(conversation, original, before)
        return original
    shared = answer.get("response_type") == "in_channel"
    message = workspace.app_message(
        conversation.id,
        text,
        blocks=blocks,
        attachments=attachments,
        thread_ts=answer.get("thread_ts") or None,
        ephemeral_to=None if shared else url.user,
    )
    slack.post(message)
    if original is None:
        url.message_ts = message.ts  # a command's URL may replace the message that the command brought
    return message


def _yes(value: Any) -> bool:
    return value is True or str(value).lower() == "true"
