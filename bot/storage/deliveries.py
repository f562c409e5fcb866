"""Deliveries and lanes: planned once, taken by one at a time, settled once.

A transaction that needs both takes the lane before the delivery, so that no two wait for each other; one that adds a
delivery, which nobody else knows of yet, may wake the lane afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage import delivery_statements as statements
from bot.storage.lanes import insert_into, wake_lane
from bot.storage.models import Delivery, State, WeeklySetting

# Lanes that one look for work goes through before it gives up: those whose rows turned out to be busy are skipped.
MOST_LANES = 20


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to be sent. `recipient_id` is a person's or a channel's Slack id; a state other than DUE is settled."""

    delivery_id: str
    workspace_id: int
    recipient_id: str
    member_id: int | None
    kind: str
    period: str
    due_at: datetime
    useful_until: datetime
    state: State = State.DUE
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A delivery that was taken, by one sender, until `lease_until`.

    `doubtful_since` is set where somebody took it before and its fate is not known: it may have been sent since then.
    """

    id: int
    delivery_id: str
    workspace_id: int
    team_id: str
    recipient_id: str
    member_id: int | None
    kind: str
    period: str
    useful_until: datetime
    claims: int
    attempts: int
    doubtful_since: datetime | None
    lease_until: datetime
    dm_channel: str | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a workspace's lane is taken up, and how long a task belongs to who took it."""

    post: timedelta
    look_or_open: timedelta
    lease: timedelta
    same_recipient: timedelta  # between two messages in one conversation


def add(connection: Connection, new: Iterable[NewDelivery], now: datetime) -> int:
    """Write down deliveries that are not there yet and wake their workspaces' lanes; returns how many are new."""
    rows = [_row(one, now) for one in new]
    if not rows:
        return 0
    insert: Any = insert_into(connection, Delivery).values(rows).on_conflict_do_nothing()
    added = connection.execute(insert.returning(Delivery.workspace_id, Delivery.ready_at)).all()
    wake: dict[int, datetime] = {}
    for workspace_id, ready_at in added:
        if ready_at is not None:
            wake[workspace_id] = min(wake.get(workspace_id, ready_at), ready_at)
    for workspace_id, at in sorted(wake.items()):
        wake_lane(connection, workspace_id, at)
    return len(added)


def send_at_once(connection: Connection, new: NewDelivery, now: datetime) -> State:
    """Have it taken up now, whether it is there or not, unless it was sent; returns its state as it was (DUE: new)."""
    if add(connection, [new], now):
        return State.DUE
    key = (
        Delivery.workspace_id == new.workspace_id,
        Delivery.recipient_id == new.recipient_id,
        Delivery.kind == new.kind,
        Delivery.period == new.period,
    )
    before = State(connection.execute(select(Delivery.state).where(*key)).scalar_one())
    if before not in (State.SENT, State.CLAIMED):
        wake_lane(connection, new.workspace_id, now)
        again = {"state": State.DUE.value, "ready_at": now, "useful_until": new.useful_until, "settled_at": None}
        connection.execute(update(Delivery).where(*key, Delivery.state == before.value).values(again))
    return before


def fate_of(
    connection: Connection, workspace_id: int, recipient_id: str, kind: str, period: str
) -> tuple[State, str | None] | None:
    """The state of a delivery and its reason; None where there is none."""
    query = select(Delivery.state, Delivery.reason).where(
        Delivery.workspace_id == workspace_id,
        Delivery.recipient_id == recipient_id,
        Delivery.kind == kind,
        Delivery.period == period,
    )
    row = connection.execute(query).first()
    return None if row is None else (State(row.state), row.reason)


def _row(new: NewDelivery, now: datetime) -> dict[str, Any]:
    is_due = new.state is State.DUE
    return {
        "delivery_id": new.delivery_id,
        "workspace_id": new.workspace_id,
        "recipient_id": new.recipient_id,
        "member_id": new.member_id,
        "kind": new.kind,
        "period": new.period,
        "due_at": new.due_at,
        "useful_until": new.useful_until,
        "state": new.state.value,
        "ready_at": new.due_at if is_due else None,
        "claims": 0,
        "attempts": 0,
        "reason": new.reason,
        "settled_at": None if is_due else now,
    }


def claim(connection: Connection, who: str, now: datetime, pace: Pace) -> Task | None:
    """Take the delivery whose turn it is, in whichever workspace may send now. None where there is none."""
    for _ in range(MOST_LANES):
        lanes = statements.NEXT_LANE.run(connection, {"now": now})
        if not lanes:
            return None
        lane = lanes[0].workspace_id
        about = {"workspace": lane, "now": now, "sent_after": now - pace.same_recipient}
        found = statements.NEXT_DELIVERY.run(connection, about)
        if found:
            return _take(connection, found[0], who, now, pace)
        earliest = statements.EARLIEST.run(connection, {"workspace": lane})[0][0]
        if earliest is not None:  # at once where only a recipient was busy
            earliest = max(earliest, now + pace.same_recipient)
        statements.LANE_SLEEPS.run(connection, {"workspace": lane, "at": earliest})
    return None


def _take(connection: Connection, found: Any, who: str, now: datetime, pace: Pace) -> Task:
    is_person = found.member_id is not None
    slow = found.doubtful_since is not None or (is_person and found.dm_channel is None)
    next_at = now + (pace.look_or_open if slow else pace.post)
    statements.LANE_TAKEN.run(connection, {"workspace": found.workspace_id, "at": next_at})
    taken = {
        "delivery": found.id,
        "who": who,
        "lease_until": now + pace.lease,
        "doubt": found.doubtful_since or now,
    }
    statements.TAKEN.run(connection, taken)
    return Task(
        id=found.id,
        delivery_id=found.delivery_id,
        workspace_id=found.workspace_id,
        team_id=found.team_id,
        recipient_id=found.recipient_id,
        member_id=found.member_id,
        kind=found.kind,
        period=found.period,
        useful_until=found.useful_until,
        claims=found.claims + 1,
        attempts=found.attempts,
        doubtful_since=found.doubtful_since,
        lease_until=now + pace.lease,
        dm_channel=found.dm_channel,
    )


def settle(
    connection: Connection,
    task: Task,
    state: State,
    now: datetime,
    *,
    reason: str | None = None,
    channel: str | None = None,
    ts: str | None = None,
) -> bool:
    """Write down how it ended. False where it was settled or taken by another meanwhile.

    That it was sent is true whoever holds it now; anything else is only for its holder to say.
    """
    end = {
        "delivery": task.id,
        "claims_now": task.claims,
        "end": state.value,
        "why": None if reason is None else reason[:200],
        "place": channel,
        "stamp": ts,
        "now": now,
    }
    return bool((statements.SENT if state is State.SENT else statements.ENDED).run(connection, end))


def put_back(connection: Connection, task: Task, at: datetime, reason: str, *, doubtful: bool, counts: bool) -> bool:
    """Give it up until `at`. `doubtful`: it may have been sent. `counts`: it was an attempt that failed."""
    wake_lane(connection, task.workspace_id, at)
    back: dict[str, Any] = {
        "state": State.DUE.value,
        "ready_at": at,
        "reason": reason[:200],
        "attempts": Delivery.attempts + int(counts),
    }
    if not doubtful:
        back["doubtful_since"] = None
    done = connection.execute(update(Delivery).where(Delivery.id == task.id, *_held_by(task)).values(back))
    return bool(done.rowcount)


def _held_by(task: Task) -> tuple[Any, ...]:
    return (Delivery.state == State.CLAIMED.value, Delivery.claims == task.claims)


def keep_dm(connection: Connection, member_id: int, channel: str | None) -> None:
    """Remember the direct messages with a member, so that they are opened once."""
    connection.execute(update(WeeklySetting).where(WeeklySetting.member_id == member_id).values(dm_channel=channel))
