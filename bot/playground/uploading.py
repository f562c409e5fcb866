"""How people bring files: sharing them in a conversation, or choosing them for a form."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from .doing import Outcome, person_message, place, shown_message
from .errors import SlackError
from .escaping import typed_message
from .files import FILE_LIMIT
from .local_slack import LocalSlack
from .sharing import new_file, share, shared_event

FILES_AT_ONCE = 10


def keep(slack: LocalSlack, user_id: str, body: Mapping[str, Any]) -> Outcome:
    """A person chooses a file for a form: `filename`, and `content` as text or `content_base64`."""
    with slack.workspace.lock:
        slack.workspace.user(user_id)
        content = _content(body)
        file = new_file(slack, user_id, str(body.get("filename") or ""), len(content), content)
        return {"ok": True, "file": file.to_json()}


def upload(slack: LocalSlack, user_id: str, channel: str, body: Mapping[str, Any]) -> Outcome:
    """A person shares a file, or several (`files`), in one message with `text`: `file_shared` and a `message`.

    Raises `file_upload_size_restricted` for what is larger than FILE_LIMIT, `too_many_files` beyond ten.
    """
    space = slack.workspace
    given = body.get("files") or [body]
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise SlackError("invalid_arguments", ["files: must be a list of files"])
    if len(given) > FILES_AT_ONCE:
        raise SlackError("too_many_files")
    with space.lock:
        conversation = place(slack, user_id, channel)
        contents = [_content(one) for one in given]
        files = [
            new_file(slack, user_id, str(one.get("filename") or ""), len(content), content)
            for one, content in zip(given, contents, strict=True)
        ]
        text = typed_message(str(body.get("text") or ""), space.users, space.conversations.values())
        message = person_message(slack, user_id, conversation.id, text, str(body.get("thread_ts") or ""))
        share(files, message)
        message.subtype = "file_share"
        space.post(message)
        conversation.last_read[user_id] = message.ts
        space.notices.pop(user_id, None)
        answer = shown_message(conversation, message)
        event = slack.message_event(message)
    if space.bot_user_id not in conversation.members:
        return {"ok": True, "message": answer, "delivered": False}
    for file in files:
        slack.tell(shared_event(file, conversation.id))
    return {"ok": True, "message": answer, "delivered": slack.tell_and_wait(event)}


def _content(body: Mapping[str, Any]) -> bytes:
    try:
        content = base64.b64decode(str(body.get("content_base64") or ""), validate=True)
    except binascii.Error:
        raise SlackError("invalid_arguments", ["content_base64: is not base64"]) from None
    content = content or str(body.get("content") or "").encode()
    if len(content) > FILE_LIMIT:
        raise SlackError("file_upload_size_restricted")
    return content
