"""The list of reasons that a workspace offers for a lost deal, with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select

from bot.storage.models import LossReasonList


@dataclass(frozen=True, slots=True)
class Version:
    """A list that was in force from some moment on."""

    id: int
    reasons: tuple[str, ...]


def newest(connection: Connection, workspace_id: int) -> Version | None:
    """The list in force; None where nobody has ever changed it."""
    return _first(connection, _of(workspace_id).order_by(LossReasonList.id.desc()).limit(1))


def of_version(connection: Connection, workspace_id: int, version: int) -> Version | None:
    """The list that was in force then; None where this workspace never had it."""
    return _first(connection, _of(workspace_id).where(LossReasonList.id == version))


def _of(workspace_id: int) -> Select[int, list[str]]:
    return select(LossReasonList.id, LossReasonList.reasons).where(LossReasonList.workspace_id == workspace_id)


def _first(connection: Connection, query: Select[int, list[str]]) -> Version | None:
    row = connection.execute(query).first()
    return None if row is None else Version(row.id, tuple(row.reasons))


def keep(connection: Connection, workspace_id: int, actor_id: int | None, reasons: Sequence[str], at: datetime) -> None:
    values = {"workspace_id": workspace_id, "actor_id": actor_id, "at": at, "reasons": list(reasons)}
    connection.execute(insert(LossReasonList), values)
