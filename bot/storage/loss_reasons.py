"""The list of reasons that a workspace offers for a lost deal, with its history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.storage.models import LossReasonList


def newest(connection: Connection, workspace_id: int) -> tuple[str, ...] | None:
    """The list in force; None where nobody has ever changed it."""
    query = (
        select(LossReasonList.reasons)
        .where(LossReasonList.workspace_id == workspace_id)
        .order_by(LossReasonList.id.desc())
        .limit(1)
    )
    reasons = connection.execute(query).scalar_one_or_none()
    return None if reasons is None else tuple(reasons)


def keep(connection: Connection, workspace_id: int, actor_id: int | None, reasons: Sequence[str], at: datetime) -> None:
    values = {"workspace_id": workspace_id, "actor_id": actor_id, "at": at, "reasons": list(reasons)}
    connection.execute(insert(LossReasonList), values)
