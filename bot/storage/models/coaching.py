"""The tables of coaching: the team's playbook, what reps took on, what came of it, what is not to be suggested."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment, where


class TeamPlaybook(Base):
    """A team's own playbook, one row a version: the newest that can still be read is in force.

    `toml` is what the admin wrote, or what the form came to; `parsed` the same as read when it was accepted.
    `actor_id` is None where it was done on the command line. Rows are only ever added.
    """

    __tablename__ = "playbooks"
    __table_args__ = (Index("ix_playbooks_newest", "workspace_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    toml: Mapped[str] = mapped_column(Text)
    parsed: Mapped[dict[str, Any]] = mapped_column(JSON)


class Commitment(Base):
    """An action that a rep took on. It begins `running`, and ends `reviewed` (with a verdict) or `dropped`.

    `baseline` is what was frozen at the start, None where nothing could be compared; `verdict` the newest one given.
    `completion` is the share of the weeks asked about in which the habit was kept, when that was given. Seen by the rep
    alone unless `shared`.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        # A second tap finds the first one's row.
        where("uq_commitments_running", "state = 'running'", "workspace_id", "member_id", "rule", unique=True),
        Index("ix_commitments_member", "workspace_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(60))
    pillar: Mapped[str | None] = mapped_column(String(20))
    started_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date] = mapped_column(Date)
    baseline: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    shared: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reviewed_on: Mapped[date | None] = mapped_column(Date)
    completion: Mapped[float | None] = mapped_column(Float)


class CommitmentChange(Base):
    """History of commitments: begun, review_moved, shared, unshared, reviewed, continued, dropped, finished.

    Rows are only ever added. `said` is what it came to: the new date, the verdict.
    """

    __tablename__ = "commitment_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment())
    deed: Mapped[str] = mapped_column(String(20))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)


class CheckIn(Base):
    """How a week went with a habit: yes, partly or no. Rows are only ever added; of a week the newest one counts.

    `period` is the first day of the week.
    """

    __tablename__ = "check_ins"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), index=True)
    period: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment())


class RuleSilence(Base):
    """A rule that is not to be suggested to a rep: until a day, that day included, or (`until` None) for good.

    `reason` is "not_for_me" or "rest". History: it is ended, never removed.
    """

    __tablename__ = "rule_silences"
    __table_args__ = (Index("ix_rule_silences_member", "workspace_id", "member_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(10))
    until: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
