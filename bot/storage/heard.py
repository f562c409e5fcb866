"""Events of Slack that were heard, so that one that is sent again is answered once."""

from datetime import datetime

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import HeardEvent


def claim(connection: Connection, workspace_id: int, event_id: str, at: datetime, unanswered_since: datetime) -> bool:
    """Take an event on; False where it is answered, or somebody took it on after `unanswered_since`."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {"workspace_id": workspace_id, "event_id": event_id, "claimed_at": at, "answered_at": None}
    added = insert(HeardEvent).values(**values).on_conflict_do_nothing().returning(HeardEvent.event_id)
    if connection.execute(added).first() is not None:
        return True
    taken = connection.execute(
        update(HeardEvent)
        .where(
            HeardEvent.workspace_id == workspace_id,
            HeardEvent.event_id == event_id,
            HeardEvent.answered_at.is_(None),
            HeardEvent.claimed_at <= unanswered_since,
        )
        .values(claimed_at=at)
    )
    return bool(taken.rowcount)


def note_answered(connection: Connection, workspace_id: int, event_id: str, at: datetime) -> None:
    connection.execute(
        update(HeardEvent)
        .where(HeardEvent.workspace_id == workspace_id, HeardEvent.event_id == event_id)
        .values(answered_at=at)
    )


def first_time(connection: Connection, workspace_id: int, key: str, at: datetime) -> bool:
    """Whether nobody has heard this before; from now on somebody has."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {"workspace_id": workspace_id, "event_id": key, "claimed_at": at, "answered_at": at}
    added = insert(HeardEvent).values(**values).on_conflict_do_nothing().returning(HeardEvent.event_id)
    return connection.execute(added).first() is not None


def forget(connection: Connection, workspace_id: int, before: datetime) -> None:
    """Forget the events that Slack will not send again."""
    connection.execute(
        delete(HeardEvent).where(HeardEvent.workspace_id == workspace_id, HeardEvent.claimed_at < before)
    )
