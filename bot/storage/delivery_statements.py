"""What is asked of the database for every message, built once (docs/decisions/0004)."""

from typing import cast

from sqlalchemy import Table, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.storage.models import Base, Delivery, DeliveryLane, Moment, State, WeeklySetting, Workspace
from bot.storage.prepared import Prepared


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


NEXT_LANE = Prepared(
    select(DeliveryLane.workspace_id)
    .where(DeliveryLane.wake_at <= bindparam("now", type_=Moment))
    .order_by(DeliveryLane.wake_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_THIS_LANE = update(_table(DeliveryLane)).where(DeliveryLane.workspace_id == bindparam("workspace"))
LANE_SLEEPS = Prepared(_THIS_LANE.values(wake_at=bindparam("at")))
LANE_TAKEN = Prepared(_THIS_LANE.values(next_at=bindparam("at"), wake_at=bindparam("at")))
_THIS = update(_table(Delivery)).where(Delivery.id == bindparam("delivery"))
TAKEN = Prepared(
    _THIS.values(
        state=State.CLAIMED.value,
        claimed_by=bindparam("who"),
        claims=Delivery.claims + 1,
        ready_at=bindparam("lease_until"),
        doubtful_since=bindparam("doubt"),
    )
)
_END = (
    _THIS.where(Delivery.settled_at.is_(None))
    .values(
        state=bindparam("end"),
        ready_at=None,
        doubtful_since=None,
        reason=bindparam("why"),
        channel=bindparam("place"),
        ts=bindparam("stamp"),
        settled_at=bindparam("now"),
    )
    .returning(Delivery.id)
)
SENT = Prepared(_END)
ENDED = Prepared(_END.where(Delivery.state == State.CLAIMED.value, Delivery.claims == bindparam("claims_now")))
_OTHER = aliased(Delivery)
_BUSY = (
    select(_OTHER.id)
    .where(
        _OTHER.workspace_id == Delivery.workspace_id,
        _OTHER.recipient_id == Delivery.recipient_id,
        _OTHER.id != Delivery.id,
        or_(
            and_(_OTHER.state == State.CLAIMED.value, _OTHER.ready_at > bindparam("now")),
            and_(_OTHER.state == State.SENT.value, _OTHER.settled_at > bindparam("sent_after")),
        ),
    )
    .exists()
)
NEXT_DELIVERY = Prepared(
    select(
        Delivery.id,
        Delivery.delivery_id,
        Delivery.workspace_id,
        Workspace.team_id,
        Delivery.recipient_id,
        Delivery.member_id,
        Delivery.kind,
        Delivery.period,
        Delivery.useful_until,
        Delivery.claims,
        Delivery.attempts,
        Delivery.doubtful_since,
        WeeklySetting.dm_channel,
    )
    .join(Workspace, Workspace.id == Delivery.workspace_id)
    .outerjoin(WeeklySetting, WeeklySetting.member_id == Delivery.member_id)
    .where(
        Delivery.workspace_id == bindparam("workspace"),
        Delivery.ready_at <= bindparam("now"),
        ~_BUSY,
    )
    .order_by(Delivery.ready_at, Delivery.id)
    .limit(1)
    .with_for_update(of=Delivery, skip_locked=True)
)
EARLIEST = Prepared(
    select(func.min(Delivery.ready_at)).where(
        Delivery.workspace_id == bindparam("workspace"), Delivery.ready_at.is_not(None)
    )
)
