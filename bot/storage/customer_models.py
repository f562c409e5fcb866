"""The tables of what customers are found by, of a workspace's own loss reasons, and of events that were heard."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models import Base, Id, Moment

# Compared by code points on both databases, so that a range of the index is what begins with a text.
WORD = Text().with_variant(Text(collation="C"), "postgresql")


class CustomerWord(Base):
    """Where a customer's name may be entered from: its folded key from the beginning of each of its words on."""

    __tablename__ = "customer_words"

    workspace_id: Mapped[int] = mapped_column(
        Id, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    word: Mapped[str] = mapped_column(WORD, primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        Id, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class LossReasonList(Base):
    """The reasons that a workspace offers for a lost deal: the newest row is in force. Rows are only ever added.

    `reasons` are well-known keys and own words, in the order in which they are offered.
    """

    __tablename__ = "loss_reason_lists"
    __table_args__ = (Index("ix_loss_reason_lists_newest", "workspace_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    reasons: Mapped[list[str]] = mapped_column(JSON)


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
