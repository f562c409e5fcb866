"""Roles, changed with their history: who named whom, when, what they were and what they are."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import aliased

from bot.storage.models import Member, RoleChange
from bot.storage.workspaces import KnownMember, Members
from bot.values import Role, RoleChanged


def change_role(
    connection: Connection,
    workspace_id: int,
    actor_id: int | None,
    before: KnownMember,
    role: Role | None,
    at: datetime,
) -> KnownMember:
    """Name a member's role (None: as Slack has it) and write a history row, unless it is named so already.

    Returns them as they are from then on. `actor_id` None: the command line.
    """
    if before.named_role is role:
        return before
    Members(connection, workspace_id).name_role(before.id, role)
    after = Members(connection, workspace_id).by_id(before.id)
    if after is None:
        raise LookupError(f"member {before.id} is gone")
    row = {
        "workspace_id": workspace_id,
        "actor_id": actor_id,
        "member_id": after.id,
        "at": at,
        "before": before.role.value,
        "after": after.role.value,
        "by_slack": role is None,
    }
    connection.execute(insert(RoleChange), row)
    return after


def role_history(
    connection: Connection, workspace_id: int, limit: int, day_of: Callable[[datetime], date]
) -> list[RoleChanged]:
    """The newest changes, the newest first, with people as they are called now. `day_of` tells a moment's day."""
    actor, member = aliased(Member), aliased(Member)
    rows = connection.execute(
        select(
            RoleChange.at,
            actor.name.label("actor"),
            member.name,
            RoleChange.before,
            RoleChange.after,
            RoleChange.by_slack,
        )
        .join(member, member.id == RoleChange.member_id)
        .outerjoin(actor, actor.id == RoleChange.actor_id)
        .where(RoleChange.workspace_id == workspace_id)
        .order_by(RoleChange.id.desc())
        .limit(limit)
    )
    return [
        RoleChanged(day_of(row.at), row.actor, row.name, Role(row.before), Role(row.after), row.by_slack)
        for row in rows
    ]
