"""The table of goals."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment, where


class Goal(Base):
    """A goal for one pillar, of a rep or (`rep_id` None) of the team. History: it is ended, never changed.

    `value` is whole: basis points of the win rate, minor units of `currency`, tenths of days, deals per quarter.
    """

    __tablename__ = "goals"
    __table_args__ = (
        # One current goal each. NULLs are never equal, so the team's need an index of their own.
        where(
            "uq_goals_rep",
            "ended_at IS NULL AND rep_id IS NOT NULL",
            "workspace_id",
            "rep_id",
            "pillar",
            unique=True,
        ),
        where("uq_goals_team", "ended_at IS NULL AND rep_id IS NULL", "workspace_id", "pillar", unique=True),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    pillar: Mapped[str] = mapped_column(String(20))
    value: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    set_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    set_at: Mapped[datetime] = mapped_column(Moment())
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
