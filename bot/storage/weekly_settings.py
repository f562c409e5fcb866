"""Who agreed to a weekly message, in which rhythm, and when it is due next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.storage.lanes import insert_into
from bot.storage.models import Installation, Member, WeeklySetting
from bot.values import Role


@dataclass(frozen=True, slots=True)
class KnownSetting:
    """What a member has said of their weekly message. `consented` False: never asked for, or stopped."""

    consented: bool
    weekday: int
    hour: int
    paused: bool
    paused_until: datetime | None
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member whose message is due or whose rhythm is to be worked out anew."""

    member_id: int
    workspace_id: int
    slack_user_id: str
    name: str
    role: Role
    tz: str
    weekday: int
    hour: int
    paused_until: datetime | None
    next_due_at: datetime | None
    active: bool
    installed: bool


def setting_of(connection: Connection, member_id: int) -> KnownSetting | None:
    columns = WeeklySetting.__table__.columns
    row = connection.execute(select(*columns).where(WeeklySetting.member_id == member_id)).first()
    if row is None:
        return None
    consented = row.consented_at is not None and row.stopped_at is None
    return KnownSetting(consented, row.weekday, row.hour, row.paused, row.paused_until, row.next_due_at)


def keep(connection: Connection, workspace_id: int, member_id: int, values: dict[str, Any]) -> None:
    """Write down a member's setting, or change what `values` names of it."""
    defaults = {"weekday": 0, "hour": 8, "paused": False}
    new = insert_into(connection, WeeklySetting).values(
        {"workspace_id": workspace_id, "member_id": member_id, **defaults, **values}
    )
    connection.execute(new.on_conflict_do_update(index_elements=["member_id"], set_=values))


def due_recipients(connection: Connection, now: datetime, limit: int) -> list[Recipient]:
    """Whose message is due by `now`, the longest waiting first; on PostgreSQL no two planners get the same ones."""
    due = WeeklySetting.next_due_at <= now
    query = _RECIPIENTS.where(due).order_by(WeeklySetting.next_due_at).limit(limit)
    return [_recipient(row) for row in connection.execute(query.with_for_update(of=WeeklySetting, skip_locked=True))]


def out_of_step(connection: Connection, limit: int) -> list[Recipient]:
    """Who agreed but has moved to another zone, or has come back, so that the next time must be worked out anew."""
    agreed = (WeeklySetting.consented_at.is_not(None), WeeklySetting.stopped_at.is_(None))
    running = or_(WeeklySetting.paused.is_(False), WeeklySetting.paused_until.is_not(None))
    reachable = (Member.active.is_(True), Member.slack_user_id.is_not(None), Installation.bot_token.is_not(None))
    lost = or_(WeeklySetting.next_due_at.is_(None), WeeklySetting.tz != Member.tz)
    query = _RECIPIENTS.where(*agreed, running, *reachable, lost).limit(limit)
    return [_recipient(row) for row in connection.execute(query)]


def upcoming(connection: Connection, workspace_id: int) -> list[Recipient]:
    """Everyone in a workspace who will get a message, the next one first."""
    mine = (WeeklySetting.workspace_id == workspace_id, WeeklySetting.next_due_at.is_not(None))
    return [_recipient(row) for row in connection.execute(_RECIPIENTS.where(*mine).order_by(WeeklySetting.next_due_at))]


def set_next(connection: Connection, following: Iterable[tuple[int, str, datetime | None]]) -> None:
    """Write down when each member's message is due next, and in which zone that was worked out. None: not again."""
    rows = [{"member": member, "zone": tz, "due": due} for member, tz, due in following]
    if rows:
        connection.execute(_SET_NEXT, rows)


_SET_NEXT = (
    update(WeeklySetting)
    .where(WeeklySetting.member_id == bindparam("member"))
    .values(tz=bindparam("zone"), next_due_at=bindparam("due"))
)
_RECIPIENTS = (
    select(
        WeeklySetting.member_id,
        WeeklySetting.workspace_id,
        WeeklySetting.weekday,
        WeeklySetting.hour,
        WeeklySetting.paused_until,
        WeeklySetting.next_due_at,
        Member.slack_user_id,
        Member.name,
        Member.role,
        Member.slack_admin,
        Member.tz,
        Member.active,
        Installation.bot_token.is_not(None).label("installed"),
    )
    .join(Member, Member.id == WeeklySetting.member_id)
    .outerjoin(Installation, Installation.workspace_id == WeeklySetting.workspace_id)
)


def _recipient(row: Any) -> Recipient:
    role = Role(row.role) if row.role else Role.ADMIN if row.slack_admin else Role.REP
    return Recipient(
        member_id=row.member_id,
        workspace_id=row.workspace_id,
        slack_user_id=row.slack_user_id or "",
        name=row.name,
        role=role,
        tz=row.tz,
        weekday=row.weekday,
        hour=row.hour,
        paused_until=row.paused_until,
        next_due_at=row.next_due_at,
        active=row.active and bool(row.slack_user_id),
        installed=row.installed,
    )
