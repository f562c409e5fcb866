"""The tables of figures that are counted once and kept: for cards, and for the weekly messages."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, Integer, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment


class TeamFigures(Base):
    """What a team's deals come to in a window, counted once and kept, so that no card reads them all.

    `made_at` is the moment of which the figures are, None while they are being counted for the first time; the changes
    up to `seen_change_id` are in them. `yardstick` is a fingerprint of what they were measured with. `asked_at` says
    that they are out of date since then (a file was read in, a member left). `leased_until`: some process is counting.
    """

    __tablename__ = "team_figures"
    __table_args__ = (Unique("workspace_id", "starts_on", "ends_on"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    yardstick: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime | None] = mapped_column(Moment())
    seen_change_id: Mapped[int] = mapped_column(BigInteger)
    deals: Mapped[int] = mapped_column(Integer)
    took_ms: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime | None] = mapped_column(Moment())
    leased_until: Mapped[datetime | None] = mapped_column(Moment())
    # What a rep's card needs of the team, and what the team's own card shows: read apart, for the second is long.
    team: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class KeptBenchmark(Base):
    """What a rep is compared with in a window: the rest of the team, as sums (`pillars.Benchmark.to_dict`)."""

    __tablename__ = "benchmarks"

    team_figures_id: Mapped[int] = mapped_column(ForeignKey("team_figures.id", ondelete="CASCADE"), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    yardstick: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(Moment())
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)


class WeeklyBatch(Base):
    """A workspace's weekly figures as of a Sunday, computed together at `made_at`; `digest` is the team's."""

    __tablename__ = "weekly_batches"
    __table_args__ = (Index("ix_weekly_batches_sunday", "workspace_id", "sunday", "made_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    sunday: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(Moment())
    digest: Mapped[dict[str, Any]] = mapped_column(JSON)


class WeeklyFigures(Base):
    """One member's letter in a batch, as figures: sentences are made when it is sent."""

    __tablename__ = "weekly_figures"
    batch_id: Mapped[int] = mapped_column(
        Id, ForeignKey("weekly_batches.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    member_id: Mapped[int] = mapped_column(
        Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    letter: Mapped[dict[str, Any]] = mapped_column(JSON)
