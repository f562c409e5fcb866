"""The table of events that were heard."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment


class HeardEvent(Base):
    """An event of Slack that somebody is answering, or (`answered_at`) has answered: Slack may send it again."""

    __tablename__ = "heard_events"
    __table_args__ = (Index("ix_heard_events_claimed", "workspace_id", "claimed_at"),)

    workspace_id: Mapped[int] = mapped_column(
        Id, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    event_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(Moment())
    answered_at: Mapped[datetime | None] = mapped_column(Moment())
