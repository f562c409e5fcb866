"""The tables of what is shared in channels."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment


class ChannelSetting(Base):
    """What a workspace shares where: nothing until an admin says so. A channel that is None is switched off.

    `wins_from` is in minor units of `wins_currency`. Changes to deals up to `seen_change_id` have been looked at.
    """

    __tablename__ = "channel_settings"

    workspace_id: Mapped[int] = mapped_column(
        Id, ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wins_channel: Mapped[str | None] = mapped_column(String(32))
    wins_from: Mapped[int] = mapped_column(BigInteger)
    wins_currency: Mapped[str] = mapped_column(String(3))
    wins_an_hour: Mapped[int] = mapped_column(Integer)
    wins_name_customer: Mapped[bool] = mapped_column(Boolean)
    boards_channel: Mapped[str | None] = mapped_column(String(32))
    improved_board: Mapped[bool] = mapped_column(Boolean)
    goal_board: Mapped[bool] = mapped_column(Boolean)
    locale: Mapped[str] = mapped_column(String(20))
    seen_change_id: Mapped[int] = mapped_column(BigInteger)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment())


class ChannelSettingChange(Base):
    """History of what is shared where: who changed it and when, as it was and as it is. Rows are only ever added."""

    __tablename__ = "channel_setting_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class SharedWin(Base):
    """A won deal that was, or is to be, told in a channel: once, by the delivery of this `kind` and `period`.

    A `kind` "win" tells of it alone, "wins" of several. `standing` False: it is a win no more and not told, or taken
    back. `amend`: what was told has to be told anew, or taken back, since the deal has changed.
    """

    __tablename__ = "shared_wins"
    __table_args__ = (Index("ix_shared_wins_delivery", "workspace_id", "channel", "kind", "period"),)

    deal_id: Mapped[int] = mapped_column(
        Id, ForeignKey("deals.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(30))
    period: Mapped[str] = mapped_column(String(40))
    standing: Mapped[bool] = mapped_column(Boolean)
    amend: Mapped[bool] = mapped_column(Boolean)
    times: Mapped[int] = mapped_column(Integer)
    planned_at: Mapped[datetime] = mapped_column(Moment())


class BoardChoice(Base):
    """Whether a member takes part in the boards; without a row they do not."""

    __tablename__ = "board_choices"

    member_id: Mapped[int] = mapped_column(
        Id, ForeignKey("members.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    takes_part: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Moment())
