"""Files: an address to upload to, then the file is shared in a conversation; kept in memory, a few of them."""

from __future__ import annotations

import mimetypes
from typing import Any

from bot.playground.errors import SlackError

from .call import Answer, Call, Method

FILES_KEPT = 100
FILE_LIMIT = 10_000_000  # bytes


def get_upload_url(call: Call) -> Answer:
    """`files.getUploadURLExternal`."""
    call.need("filename", "length")
    length = call.number("length", 1, most=10**12)
    if length > FILE_LIMIT:
        raise SlackError("file_upload_size_restricted")
    file_id = new_file(call, call.text("filename"), length)["id"]
    return {"upload_url": f"{call.slack.base_url}/_upload/{file_id}", "file_id": file_id}


def new_file(call: Call, name: str, size: int) -> dict[str, Any]:
    """A file's record, still without content."""
    space = call.slack.workspace
    file_id = space.new_id("F")
    record = {
        "id": file_id,
        "created": int(float(space.next_ts())),
        "name": name,
        "title": name,
        "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "filetype": name.rpartition(".")[2].lower() if "." in name else "binary",
        "user": space.bot_user_id,
        "size": size,
        "mode": "hosted",
        "url_private": f"{call.slack.base_url}/_files/{file_id}",
        "url_private_download": f"{call.slack.base_url}/_files/{file_id}",
        "permalink": f"{call.slack.base_url}/_files/{file_id}",
        "content": b"",
    }
    space.files[file_id] = record
    while len(space.files) > FILES_KEPT:
        del space.files[next(iter(space.files))]
    return record


def shown(record: dict[str, Any]) -> dict[str, Any]:
    """The record as an app sees it."""
    return {key: value for key, value in record.items() if key != "content"}


def complete_upload(call: Call) -> Answer:
    """`files.completeUploadExternal`: share what was uploaded."""
    call.need("files")
    space = call.slack.workspace
    given = call.json("files")
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise SlackError("invalid_arguments")
    records = []
    for item in given:
        record = space.files.get(str(item.get("id")))
        if record is None:
            raise SlackError("file_not_found")
        record["title"] = item.get("title") or record["name"]
        records.append(record)
    for channel in [call.text("channel_id")] if call.text("channel_id") else call.names("channels"):
        conversation = space.conversation(channel)
        message = space.app_message(
            conversation.id,
            call.text("initial_comment"),
            files=[shown(record) for record in records],
            thread_ts=call.text("thread_ts") or None,
        )
        call.slack.post(message)
    return {"files": [shown(record) for record in records]}


def info(call: Call) -> Answer:
    """`files.info`."""
    call.need("file")
    record = call.slack.workspace.files.get(call.text("file"))
    if record is None:
        raise SlackError("file_not_found")
    return {"file": shown(record), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = (
    Method("files.getUploadURLExternal", get_upload_url, ("files:write",)),
    Method("files.completeUploadExternal", complete_upload, ("files:write",)),
    Method("files.info", info, ("files:read",)),
)
