"""Making files, sharing them in messages, and who may read them."""

from __future__ import annotations

from typing import Any

from .conversations import Message
from .errors import SlackError
from .files import StoredFile
from .local_slack import LocalSlack


def new_file(slack: LocalSlack, user: str, name: str, size: int, content: bytes = b"") -> StoredFile:
    """A file, kept and not yet shared. Call it with the workspace's lock held."""
    space = slack.workspace
    name = name.replace("/", "_").replace("\\", "_").strip()[:255] or "file.txt"
    created = int(space.clock.timestamp())
    file = StoredFile(space.new_id("F"), name, name, user, space.team.id, created, slack.base_url, size, content)
    return space.files.add(file)


def share(files: list[StoredFile], message: Message) -> None:
    """Put files into a message that is about to be posted."""
    for file in files:
        file.shares.setdefault(message.channel, []).append(message.ts)
    message.files = [file.to_json() for file in files]


def shared_event(file: StoredFile, channel: str) -> dict[str, Any]:
    """`file_shared`: an id only; the app asks `files.info` for the rest."""
    event = {"type": "file_shared", "file_id": file.id, "user_id": file.user, "channel_id": channel}
    return event | {"file": {"id": file.id}}


def app_may_read(slack: LocalSlack, file: StoredFile) -> bool:
    """Whether the app sees the file: its own, shared where it is a member, or handed over in a form."""
    space = slack.workspace
    return file.handed_over or file.seen_by(space.bot_user_id, {c.id for c in space.visible_to(space.bot_user_id)})


def for_person(slack: LocalSlack, file_id: str, user_id: str) -> StoredFile:
    """The file, if this person may see it; otherwise raises `file_not_found`."""
    space = slack.workspace
    with space.lock:
        file = space.files.get(file_id)
        if not file.seen_by(user_id, {c.id for c in space.visible_to(user_id)}):
            raise SlackError("file_not_found")
        return file
