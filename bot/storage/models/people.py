"""The tables of who there is: workspaces with what they measure with, their tokens, their members."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment


class Workspace(Base):
    """A Slack team and its yardstick: what its figures are measured with."""

    __tablename__ = "workspaces"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3), default="SEK")
    tz: Mapped[str] = mapped_column(String(64), default="Europe/Stockholm")
    starting_point: Mapped[str] = mapped_column(String(20), default="opened_on")
    horizon_months: Mapped[int] = mapped_column(Integer, default=12)
    week_start: Mapped[int] = mapped_column(Integer, default=0)
    next_number: Mapped[int] = mapped_column(Integer, default=1001)
    created_at: Mapped[datetime] = mapped_column(Moment())
    # The database's own default, for it was added to a table that had rows.
    call_off_unit: Mapped[str] = mapped_column(String(10), server_default="month")


class SettingsChange(Base):
    """History of a workspace's yardstick: who changed it and when, as it was and as it is. Rows are only ever added."""

    __tablename__ = "settings_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class Installation(Base):
    """The one place a workspace's token comes from. `bot_token` is None once Slack has revoked it."""

    __tablename__ = "installations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), unique=True)
    bot_token: Mapped[str | None] = mapped_column(Text)
    bot_id: Mapped[str] = mapped_column(String(32))
    bot_user_id: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(20))
    installed_at: Mapped[datetime] = mapped_column(Moment())
    revoked_at: Mapped[datetime | None] = mapped_column(Moment())


class Member(Base):
    """A person of the workspace. `role` is what an admin named; where it is None, `slack_admin` decides.

    `locale` is Slack's; `language` what the person chose here, None where Slack's will do.

    Without a `slack_user_id` it is a name from an imported file that waits to be joined to somebody.
    """

    __tablename__ = "members"
    __table_args__ = (Unique("workspace_id", "slack_user_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    slack_user_id: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    handle: Mapped[str] = mapped_column(String(200))
    tz: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(10))
    role: Mapped[str | None] = mapped_column(String(10))
    slack_admin: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    seen_at: Mapped[datetime] = mapped_column(Moment())


class RoleChange(Base):
    """History of the roles that were named: who named whom, when, and what they were and are. Rows are only ever added.

    Nobody (`actor_id` None) is the command line. `by_slack`: the new role is left to Slack, which made it this one.
    """

    __tablename__ = "role_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    before: Mapped[str] = mapped_column(String(10))
    after: Mapped[str] = mapped_column(String(10))
    by_slack: Mapped[bool] = mapped_column(Boolean)
