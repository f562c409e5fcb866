"""Weekly figures that were computed for a whole workspace at once, kept so that every letter is one row's reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.storage.models import Deal, Member, WeeklyBatch, WeeklyFigures
from bot.storage.prepared import Prepared
from bot.values import Status
from pillars import Window


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """The newest batch of a workspace and Sunday. `letter` is the member's, None where there is none in it."""

    id: int
    made_at: datetime
    digest: dict[str, Any]
    letter: dict[str, Any] | None


_NEWEST = Prepared(
    select(WeeklyBatch.id, WeeklyBatch.made_at, WeeklyBatch.digest, WeeklyFigures.letter)
    .outerjoin(
        WeeklyFigures,
        (WeeklyFigures.batch_id == WeeklyBatch.id) & (WeeklyFigures.member_id == bindparam("member")),
    )
    .where(WeeklyBatch.workspace_id == bindparam("workspace"), WeeklyBatch.sunday == bindparam("sunday"))
    .order_by(WeeklyBatch.made_at.desc())
    .limit(1)
)


def newest(connection: Connection, workspace_id: int, sunday: date, member_id: int) -> KeptBatch | None:
    """The newest batch, with the member's letter; `member_id` 0 is nobody."""
    rows = _NEWEST.run(connection, {"workspace": workspace_id, "sunday": sunday, "member": member_id})
    return KeptBatch(rows[0].id, rows[0].made_at, rows[0].digest, rows[0].letter) if rows else None


def letters(connection: Connection, batch_id: int) -> dict[int, dict[str, Any]]:
    """All letters of a batch, by member."""
    query = select(WeeklyFigures.member_id, WeeklyFigures.letter).where(WeeklyFigures.batch_id == batch_id)
    return {row.member_id: row.letter for row in connection.execute(query)}


def keep(
    connection: Connection,
    workspace_id: int,
    sunday: date,
    made_at: datetime,
    digest: dict[str, Any],
    letters: Mapping[int, dict[str, Any]],
) -> None:
    """Write a batch down."""
    head = {"workspace_id": workspace_id, "sunday": sunday, "made_at": made_at, "digest": digest}
    batch_id = connection.execute(insert(WeeklyBatch).returning(WeeklyBatch.id), head).scalar_one()
    if letters:
        rows = [{"batch_id": batch_id, "member_id": member, "letter": letter} for member, letter in letters.items()]
        connection.execute(insert(WeeklyFigures), rows)


def forget(connection: Connection, workspace_id: int, before: datetime) -> None:
    """Remove the batches that were made before a moment."""
    mine = (WeeklyBatch.workspace_id == workspace_id, WeeklyBatch.made_at < before)
    old = select(WeeklyBatch.id).where(*mine)
    connection.execute(delete(WeeklyFigures).where(WeeklyFigures.batch_id.in_(old)))
    connection.execute(delete(WeeklyBatch).where(*mine))


def losses(connection: Connection, workspace_id: int, window: Window) -> dict[int, dict[str | None, int]]:
    """Deals lost in the window by member and stated reason; None counts those that state none."""
    reason = func.nullif(func.trim(Deal.loss_reason), "").label("reason")
    query = (
        select(Deal.rep_id, reason, func.count().label("deals"))
        .where(
            Deal.workspace_id == workspace_id,
            Deal.deleted_at.is_(None),
            Deal.status == Status.LOST.value,
            Deal.closed_on.between(window.start, window.end),
        )
        .group_by(Deal.rep_id, reason)
    )
    found: dict[int, dict[str | None, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.rep_id, {})[row.reason] = row.deals
    return found


def names(connection: Connection, workspace_id: int) -> dict[int, str]:
    """The active members of a workspace by id."""
    query = select(Member.id, Member.name).where(Member.workspace_id == workspace_id, Member.active.is_(True))
    return {row.id: row.name for row in connection.execute(query)}
