"""The tables of what is sent unasked: who gets it when, each delivery's fate, and the pace of each workspace."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment

_HAS_READY = text("ready_at IS NOT NULL")
_HAS_WAKE = text("wake_at IS NOT NULL")
_HAS_NEXT = text("next_due_at IS NOT NULL")


class State(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    SKIPPED = "skipped"  # the recipient or the workspace is gone, or there is nothing to say
    MISSED = "missed"  # too late to be useful
    FAILED = "failed"  # tried and given up


class WeeklySetting(Base):
    """A member's consent to a weekly message, and its rhythm.

    Nothing is sent without `consented_at`, nor with `stopped_at`.
    `tz` is the zone that `next_due_at` was worked out in: where the member has moved since, it is worked out anew.
    `paused` without `paused_until` lasts until it is ended.
    """

    __tablename__ = "weekly_settings"
    __table_args__ = (
        Index("ix_weekly_settings_next", "next_due_at", sqlite_where=_HAS_NEXT, postgresql_where=_HAS_NEXT),
    )

    member_id: Mapped[int] = mapped_column(
        Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    consented_at: Mapped[datetime | None] = mapped_column(Moment())
    stopped_at: Mapped[datetime | None] = mapped_column(Moment())
    weekday: Mapped[int] = mapped_column(Integer)
    hour: Mapped[int] = mapped_column(Integer)
    paused: Mapped[bool] = mapped_column(Boolean)
    paused_until: Mapped[datetime | None] = mapped_column(Moment())
    tz: Mapped[str] = mapped_column(String(64))
    next_due_at: Mapped[datetime | None] = mapped_column(Moment())
    dm_channel: Mapped[str | None] = mapped_column(String(32))


class Delivery(Base):
    """The memory of one message: planned once, sent once. `recipient_id` is a person's or a channel's Slack id.

    `ready_at` is when somebody may take it up: when it is due, when it is to be tried again, or when the lease of
    whoever took it ends; None once its fate is settled. `doubtful_since` is set from the moment somebody took it until
    its fate is known: whoever takes it up then looks for it at the receiver before sending.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Unique("workspace_id", "recipient_id", "kind", "period"),
        Index("ix_deliveries_ready", "workspace_id", "ready_at", sqlite_where=_HAS_READY, postgresql_where=_HAS_READY),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[str] = mapped_column(String(32), unique=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    recipient_id: Mapped[str] = mapped_column(String(32))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    period: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime] = mapped_column(Moment())
    useful_until: Mapped[datetime] = mapped_column(Moment())
    state: Mapped[str] = mapped_column(String(10))
    ready_at: Mapped[datetime | None] = mapped_column(Moment())
    claimed_by: Mapped[str | None] = mapped_column(String(60))
    claims: Mapped[int] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer)
    doubtful_since: Mapped[datetime | None] = mapped_column(Moment())
    reason: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    settled_at: Mapped[datetime | None] = mapped_column(Moment())


class DeliveryLane(Base):
    """A workspace's turn at Slack, shared by all processes.

    `next_at` is when Slack's limits allow the next call; `wake_at` when there is something to do, None: nothing.
    """

    __tablename__ = "delivery_lanes"
    __table_args__ = (Index("ix_delivery_lanes_wake", "wake_at", sqlite_where=_HAS_WAKE, postgresql_where=_HAS_WAKE),)

    workspace_id: Mapped[int] = mapped_column(
        Id, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    next_at: Mapped[datetime] = mapped_column(Moment())
    wake_at: Mapped[datetime | None] = mapped_column(Moment())
