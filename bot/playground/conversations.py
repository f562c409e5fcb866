"""Messages and the conversations that hold them, in the shape that Slack gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Enough for months of a demo; a load test must not fill the memory.
MESSAGES_KEPT = 2_000


@dataclass(slots=True)
class Message:
    """One message. `ephemeral_to` names the only person who sees it; `echo` marks a typed command's own line."""

    ts: str
    channel: str
    user: str
    text: str
    team: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    client_msg_id: str | None = None
    subtype: str | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: dict[str, Any] | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    echo: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: tuple[str, str] | None = None  # the command or action (its response_url) that this message came from

    @property
    def is_bot(self) -> bool:
        """Whether the app wrote it."""
        return self.bot_id is not None

    def to_json(self, *, metadata: bool = False) -> dict[str, Any]:
        """The message as the Web API and events show it."""
        out: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        optional = {
            "subtype": self.subtype,
            "team": self.team,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "username": self.username,
            "client_msg_id": self.client_msg_id,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "thread_ts": self.thread_ts,
            "metadata": self.metadata if metadata else None,
        }
        out |= {key: value for key, value in optional.items() if value}
        if self.thread_ts and self.broadcast:
            out["subtype"] = "thread_broadcast"
        if self.edited_ts:
            out["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.reactions:
            out["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        return out


@dataclass(slots=True)
class Conversation:
    """A channel, or the direct messages between one person and the app (`is_im`, then `user` is the person)."""

    id: str
    name: str
    members: list[str]
    topic: str = ""
    is_im: bool = False
    is_private: bool = False
    user: str | None = None
    created: int = 1700000000
    messages: dict[str, Message] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The kind, as events name it."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"

    def add(self, message: Message) -> None:
        """Append; beyond MESSAGES_KEPT the oldest are forgotten."""
        self.messages[message.ts] = message
        while len(self.messages) > MESSAGES_KEPT:
            del self.messages[next(iter(self.messages))]

    def shared(self) -> Iterator[Message]:
        """What the conversation's history holds, oldest first: nothing ephemeral."""
        return (message for message in self.messages.values() if message.ephemeral_to is None)

    def seen_by(self, user: str) -> Iterator[Message]:
        """What this person sees, oldest first."""
        return (message for message in self.messages.values() if message.ephemeral_to in (None, user))

    def replies(self, thread_ts: str) -> list[Message]:
        """The answers in a thread, without its first message."""
        return [m for m in self.shared() if m.thread_ts == thread_ts and m.ts != thread_ts]

    def message_json(self, message: Message, *, metadata: bool = False) -> dict[str, Any]:
        """The message with what its thread adds to it."""
        out = message.to_json(metadata=metadata)
        if message.thread_ts == message.ts:
            replies = self.replies(message.ts)
            if replies:
                out |= {
                    "reply_count": len(replies),
                    "reply_users": sorted({reply.user for reply in replies}),
                    "reply_users_count": len({reply.user for reply in replies}),
                    "latest_reply": replies[-1].ts,
                }
        return out

    def unread_by(self, user: str) -> int:
        """How many messages of others came after this person last looked."""
        since = self.last_read.get(user, "")
        return sum(1 for m in self.seen_by(user) if m.ts > since and m.user != user and not m.echo)

    def to_json(self, team_id: str, *, is_member: bool) -> dict[str, Any]:
        """The conversation as `conversations.info` gives it."""
        if self.is_im:
            return {
                "id": self.id,
                "created": self.created,
                "is_im": True,
                "is_org_shared": False,
                "is_user_deleted": False,
                "context_team_id": team_id,
                "user": self.user,
                "priority": 0,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": False,
            "is_general": self.name == "general",
            "is_member": is_member,
            "is_shared": False,
            "is_org_shared": False,
            "created": self.created,
            "creator": self.members[0] if self.members else "",
            "context_team_id": team_id,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }
