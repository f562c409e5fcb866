"""The table of files that people bring by Slack: on their way in, read in, or put aside."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment


class FileImport(Base):
    """A file in Slack and how far it has come; its content stays there and is fetched anew for each step.

    `state` is one of `bot.values.FileState`. `origin` is the message or the form that it came by, so that the same
    event heard twice is one row. `asked` are the questions that are open, `answers` what has been answered, `round`
    how often. `digest` is of the content that was shown: what is read in is what was confirmed. While `lease_until`
    has not come, some process works on it; not before `due_at` does any begin.
    """

    __tablename__ = "file_imports"
    __table_args__ = (Unique("workspace_id", "origin"), Index("ix_file_imports_due", "state", "due_at"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    origin: Mapped[str] = mapped_column(String(120))
    slack_file_id: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(300))
    channel: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))
    round: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    digest: Mapped[str | None] = mapped_column(String(64))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), index=True)
    attempts: Mapped[int] = mapped_column(Integer)
    lease_until: Mapped[datetime | None] = mapped_column(Moment())
    due_at: Mapped[datetime] = mapped_column(Moment())
    created_at: Mapped[datetime] = mapped_column(Moment())
