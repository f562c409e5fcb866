"""A workspace's yardstick, changed with its history: who, when, what it was and what it is."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.storage.models import SettingsChange, Workspace
from bot.storage.workspaces import set_yardstick, yardstick_of
from bot.values import StartingPoint, Yardstick


def hold_yardstick(connection: Connection, workspace_id: int) -> Yardstick:
    """The yardstick as it stands, which nobody else changes until this transaction ends."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))
    return yardstick_of(connection, workspace_id)


def change_yardstick(
    connection: Connection, workspace_id: int, actor_id: int | None, before: Yardstick, after: Yardstick, at: datetime
) -> None:
    """Write the yardstick and a history row."""
    set_yardstick(connection, workspace_id, after)
    sides = {"before": asdict(before), "after": asdict(after)}
    connection.execute(insert(SettingsChange), {"workspace_id": workspace_id, "actor_id": actor_id, "at": at, **sides})


def yardstick_history(
    connection: Connection, workspace_id: int
) -> list[tuple[datetime, int | None, Yardstick, Yardstick]]:
    """Moment, actor (None: the command line), before and after of each change, oldest first."""
    rows = connection.execute(
        select(SettingsChange).where(SettingsChange.workspace_id == workspace_id).order_by(SettingsChange.id)
    )
    return [(row.at, row.actor_id, _from_json(row.before), _from_json(row.after)) for row in rows]


def _from_json(said: dict[str, object]) -> Yardstick:
    return Yardstick(**said | {"starting_point": StartingPoint(str(said["starting_point"]))})  # type: ignore[arg-type]
