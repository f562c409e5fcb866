"""Lanes: each workspace's turn at Slack, shared by all processes through one row.

A lane says when Slack's limits allow its workspace the next call, and when there is something to do at all.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import Delivery, DeliveryLane
from bot.storage.prepared import Prepared


def wake_lane(connection: Connection, workspace_id: int, at: datetime) -> None:
    """See to it that somebody looks at the workspace at `at`, or as soon after as its pace allows."""
    new: Any = insert_into(connection, DeliveryLane).values(workspace_id=workspace_id, next_at=at, wake_at=at)
    soonest = case((DeliveryLane.next_at > at, DeliveryLane.next_at), else_=new.excluded.wake_at)
    asleep = or_(DeliveryLane.wake_at.is_(None), DeliveryLane.wake_at > at)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["workspace_id"], set_={"wake_at": case((asleep, soonest), else_=DeliveryLane.wake_at)}
        )
    )


def hold_lane(connection: Connection, workspace_id: int, until: datetime) -> None:
    """Nothing is sent in that workspace before `until`, by any process."""
    later = {"next_at": until, "wake_at": case((DeliveryLane.wake_at.is_(None), None), else_=until)}
    mine = (DeliveryLane.workspace_id == workspace_id, DeliveryLane.next_at < until)
    connection.execute(update(DeliveryLane).where(*mine).values(later))


def next_wake(connection: Connection) -> datetime | None:
    """When there is next something to do in any workspace; None where nothing waits."""
    found: datetime | None = _NEXT_WAKE.run(connection, {})[0][0]
    return found


def waiting(connection: Connection, before: datetime) -> tuple[int, int]:
    """Lanes that will have woken by then, and deliveries that will be ready."""
    lanes = select(func.count()).select_from(DeliveryLane).where(DeliveryLane.wake_at <= before)
    ready = select(func.count()).select_from(Delivery).where(Delivery.ready_at <= before)
    return connection.execute(lanes).scalar_one(), connection.execute(ready).scalar_one()


def insert_into(connection: Connection, table: Any) -> Any:
    """An INSERT that can say what to do about rows that are there, on either database."""
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


_NEXT_WAKE = Prepared(select(func.min(DeliveryLane.wake_at)).where(DeliveryLane.wake_at.is_not(None)))
