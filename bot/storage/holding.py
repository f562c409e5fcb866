"""Letting one at a time decide what is a whole workspace's: its goals, its playbook, its reasons, its roles."""

from sqlalchemy import Connection, select

from bot.storage.models import Workspace


def hold_workspace(connection: Connection, workspace_id: int) -> None:
    """Nobody else who asks for this gets it until this transaction ends; what is read next is how it stands.

    Not so strong that it would keep others from writing rows that refer to the workspace. On SQLite whoever writes is
    alone anyway.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))
