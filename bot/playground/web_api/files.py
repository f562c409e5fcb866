"""`files.*`: an address to upload to, then the file is shared in a conversation; what is known of a file."""

from __future__ import annotations

from bot.playground.errors import SlackError
from bot.playground.files import FILE_LIMIT, StoredFile
from bot.playground.sharing import app_may_read, new_file, share, shared_event

from .call import Answer, Call, Method


def get_upload_url(call: Call) -> Answer:
    """`files.getUploadURLExternal`."""
    call.need("filename", "length")
    length = call.number("length", 1, most=10**12)
    if length > FILE_LIMIT:
        raise SlackError("file_upload_size_restricted")
    file = new_file(call.slack, call.slack.workspace.bot_user_id, call.text("filename"), length)
    return {"upload_url": f"{call.slack.base_url}/_upload/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Answer:
    """`files.completeUploadExternal`: share what was uploaded."""
    call.need("files")
    space = call.slack.workspace
    given = call.json("files")
    if not isinstance(given, list) or not given or not all(isinstance(item, dict) for item in given):
        raise SlackError("invalid_arguments")
    files = [_own(call, str(item.get("id"))) for item in given]
    for file, item in zip(files, given, strict=True):
        if not file.content:
            raise SlackError("file_not_found")  # nothing was sent to the address
        file.title = str(item.get("title") or file.name)
    for channel in [call.text("channel_id")] if call.text("channel_id") else call.names("channels"):
        conversation = space.conversation(channel)
        if space.bot_user_id not in conversation.members:
            raise SlackError("not_in_channel")
        thread_ts = call.text("thread_ts") or None
        message = space.app_message(conversation.id, call.text("initial_comment"), thread_ts=thread_ts)
        share(files, message)
        call.slack.post(message)
        for file in files:
            call.slack.tell(shared_event(file, conversation.id))
    return {"files": [file.to_json() for file in files]}


def _own(call: Call, file_id: str) -> StoredFile:
    file = call.slack.workspace.files.get(file_id)
    if file.user != call.slack.workspace.bot_user_id:
        raise SlackError("file_not_found")
    return file


def _seen(call: Call) -> StoredFile:
    call.need("file")
    file = call.slack.workspace.files.get(call.text("file"))
    if not app_may_read(call.slack, file):
        raise SlackError("file_not_found")
    return file


def info(call: Call) -> Answer:
    """`files.info`."""
    return {"file": _seen(call).details(), "comments": [], "response_metadata": {"next_cursor": ""}}


def list_all(call: Call) -> Answer:
    """`files.list`: newest first, of one conversation or person where those are named."""
    space = call.slack.workspace
    channel, user = call.text("channel"), call.text("user")
    place = space.conversation(channel).id if channel else ""
    found = [
        file.details()
        for file in space.files.newest_first()
        if app_may_read(call.slack, file) and (not place or place in file.shares) and user in ("", file.user)
    ]
    count, page = call.number("count", 100), call.number("page", 1)
    paging = {"count": count, "total": len(found), "page": page, "pages": -(-len(found) // count)}
    return {"files": found[(page - 1) * count : page * count], "paging": paging}


def delete(call: Call) -> Answer:
    """`files.delete`: an app deletes only what it uploaded itself."""
    space = call.slack.workspace
    file = _seen(call)
    if file.user != space.bot_user_id:
        raise SlackError("cant_delete_file")
    space.files.remove(file.id)
    for conversation in space.conversations.values():
        for message in conversation.messages.values():
            if any(one["id"] == file.id for one in message.files):
                message.files = [
                    {"id": file.id, "mode": "tombstone"} if one["id"] == file.id else one for one in message.files
                ]
    space.touch()
    call.slack.tell({"type": "file_deleted", "file_id": file.id})
    return {}


METHODS = (
    Method("files.getUploadURLExternal", get_upload_url, ("files:write",)),
    Method("files.completeUploadExternal", complete_upload, ("files:write",)),
    Method("files.info", info, ("files:read",)),
    Method("files.list", list_all, ("files:read",)),
    Method("files.delete", delete, ("files:write",)),
)
