"""The table of what people asked for about files, and how far that has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment


class Errand(Base):
    """An import to be taken back, or deals to be sent as a file.

    `kind` and `state` are those of `bot.values.errands`. `key` names the wish, so that what is asked for twice is one
    row; `wanted` says what exactly, `outcome` what has come of it so far. `size` is how many deals it is about.
    `channel` and `message_ts` are the message in whose place it is told, None where that is a new one. While
    `lease_until` has not come, some process works on it; not before `due_at` does any begin.
    """

    __tablename__ = "errands"
    __table_args__ = (Unique("workspace_id", "key"), Index("ix_errands_due", "state", "due_at"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(120))
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    size: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer)
    lease_until: Mapped[datetime | None] = mapped_column(Moment())
    due_at: Mapped[datetime] = mapped_column(Moment())
    created_at: Mapped[datetime] = mapped_column(Moment())
