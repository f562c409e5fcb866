"""A team's own playbook with its history: each version is a row, and none is ever changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.storage.models import Member, TeamPlaybook


@dataclass(frozen=True, slots=True)
class StoredPlaybook:
    """One version. `by` is the name of who wrote it, None for the command line; `parsed` is the text as it was read."""

    id: int
    at: datetime
    by: str | None
    toml: str
    parsed: dict[str, Any]


def add_playbook(
    connection: Connection, workspace_id: int, actor_id: int | None, at: datetime, toml: str, parsed: dict[str, Any]
) -> int:
    """Write a version, which is the newest from now on; returns its row's id."""
    values = {"workspace_id": workspace_id, "actor_id": actor_id, "at": at, "toml": toml, "parsed": parsed}
    return int(connection.execute(insert(TeamPlaybook).returning(TeamPlaybook.id), values).scalar_one())


def newest_playbooks(connection: Connection, workspace_id: int, limit: int) -> list[StoredPlaybook]:
    """The newest versions, the newest first; empty where the team has none."""
    query = (
        select(TeamPlaybook.id, TeamPlaybook.at, Member.name, TeamPlaybook.toml, TeamPlaybook.parsed)
        .outerjoin(Member, Member.id == TeamPlaybook.actor_id)
        .where(TeamPlaybook.workspace_id == workspace_id)
        .order_by(TeamPlaybook.id.desc())
        .limit(limit)
    )
    return [StoredPlaybook(row.id, row.at, row.name, row.toml, row.parsed) for row in connection.execute(query)]
