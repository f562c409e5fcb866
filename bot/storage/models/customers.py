"""The tables of customers, of what they are found by, and of the reasons for which they say no."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment

# Compared by code points on both databases, so that a range of the index is what begins with a text.
WORD = Text().with_variant(Text(collation="C"), "postgresql")


class Customer(Base):
    """A customer's name as first written, and its key: case- and space-insensitive."""

    __tablename__ = "customers"
    __table_args__ = (Unique("workspace_id", "key"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(Text)  # longer than the name: some signs unfold into many


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
