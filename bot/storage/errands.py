"""What people asked for about files: one row each, moved from state to state; who works on one holds a lease."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import Errand, Workspace
from bot.values.errands import ERRAND_WORK, ErrandKind, ErrandState, Place


@dataclass(frozen=True, slots=True)
class ErrandRow:
    """A row of `errands`; see there."""

    id: int
    workspace_id: int
    team_id: str
    member_id: int
    kind: ErrandKind
    wanted: dict[str, Any]
    outcome: dict[str, Any]
    size: int
    channel: str | None
    message_ts: str | None
    state: ErrandState
    attempts: int
    abandoned: bool = False  # taken from somebody whose lease ran out

    @property
    def place(self) -> Place | None:
        """The message in whose place it is told."""
        return None if self.channel is None or self.message_ts is None else Place(self.channel, self.message_ts)


def add(
    connection: Connection,
    workspace_id: int,
    member_id: int,
    kind: ErrandKind,
    key: str,
    *,
    wanted: dict[str, Any],
    size: int,
    place: Place | None,
    at: datetime,
    due_at: datetime,
) -> bool:
    """Write down what somebody asked for; False where that very wish was heard of before."""
    values = {
        "workspace_id": workspace_id,
        "key": key[:120],
        "kind": kind.value,
        **_anew(member_id, wanted, size, place, due_at),
        "created_at": at,
    }
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    added = insert(Errand).values(**values).on_conflict_do_nothing().returning(Errand.id)
    return connection.execute(added).first() is not None


def want_again(
    connection: Connection,
    row: ErrandRow,
    member_id: int,
    *,
    wanted: dict[str, Any],
    size: int,
    place: Place | None,
    due_at: datetime,
) -> bool:
    """Ask anew for what had failed; False where it has not, or somebody else was faster."""
    failed = and_(_is(row), Errand.state == ErrandState.FAILED.value)
    new = _anew(member_id, wanted, size, place, due_at)
    return bool(connection.execute(update(Errand).where(failed).values(**new)).rowcount)


def _anew(member_id: int, wanted: dict[str, Any], size: int, place: Place | None, due_at: datetime) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "wanted": wanted,
        "outcome": {},
        "size": size,
        "channel": None if place is None else place.channel,
        "message_ts": None if place is None else place.ts,
        "state": ErrandState.WANTED.value,
        "attempts": 0,
        "lease_until": None,
        "due_at": due_at,
    }


def find(connection: Connection, workspace_id: int, key: str) -> ErrandRow | None:
    """By the wish's key."""
    return _as_row(connection.execute(_rows().where(Errand.workspace_id == workspace_id, Errand.key == key)).first())


def again(connection: Connection, row: ErrandRow) -> ErrandRow | None:
    """The row as it is now; None where it is gone."""
    return _as_row(connection.execute(_rows().where(_is(row))).first())


def take(connection: Connection, now: datetime, lease: timedelta, a_thousand: timedelta) -> ErrandRow | None:
    """The oldest that is work, is due and nobody has in hand: held for `lease`, and `a_thousand` for each thousand
    deals that it is about; one more attempt is counted.
    """
    free = or_(Errand.lease_until.is_(None), Errand.lease_until <= now)
    due = and_(Errand.state.in_([state.value for state in ERRAND_WORK]), Errand.due_at <= now, free)
    chosen = connection.execute(
        select(Errand.id, Errand.lease_until, Errand.size)
        .where(due)
        .order_by(Errand.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if chosen is None:
        return None
    until = now + lease + a_thousand * (chosen.size / 1000)
    held = {"lease_until": until, "attempts": Errand.attempts + 1}
    connection.execute(update(Errand).where(Errand.id == chosen.id).values(**held))
    row = _as_row(connection.execute(_rows().where(Errand.id == chosen.id)).first())
    return None if row is None else replace(row, abandoned=chosen.lease_until is not None)


def change(connection: Connection, row: ErrandRow, **values: Any) -> bool:
    """Write what is new of an errand; False where it is not in the state `row.state` any more."""
    said = {name: value.value if isinstance(value, ErrandState) else value for name, value in values.items()}
    if "state" in values:
        said["attempts"] = 0
        if values["state"] is not ErrandState.DONE:  # whoever has done it goes on to tell of it
            said["lease_until"] = None
    stands = and_(_is(row), Errand.state == row.state.value)
    return bool(connection.execute(update(Errand).where(stands).values(**said)).rowcount)


def begin_now(connection: Connection, row: ErrandRow, now: datetime) -> None:
    """What was to begin in a while may begin."""
    waits = and_(_is(row), Errand.due_at > now, Errand.lease_until.is_(None), Errand.attempts == 0)
    connection.execute(update(Errand).where(waits).values(due_at=now))


def forget(connection: Connection, before: datetime, most: int) -> int:
    """Delete what was asked for before that and is over; returns how many."""
    work = [state.value for state in ERRAND_WORK]
    old = and_(Errand.created_at < before, Errand.state.not_in(work))
    chosen = select(Errand.id).where(old).order_by(Errand.id).limit(most).scalar_subquery()
    return int(connection.execute(delete(Errand).where(Errand.id.in_(chosen))).rowcount)


def _is(row: ErrandRow) -> Any:
    return and_(Errand.workspace_id == row.workspace_id, Errand.id == row.id)


def _rows() -> Select[Any]:
    elsewhere = ("team_id", "abandoned")
    fields = [getattr(Errand, name) for name in ErrandRow.__dataclass_fields__ if name not in elsewhere]
    return select(*fields, Workspace.team_id).join(Workspace, Workspace.id == Errand.workspace_id)


def _as_row(row: Row[Any] | None) -> ErrandRow | None:
    if row is None:
        return None
    said = dict(row._mapping)
    return ErrandRow(**said | {"state": ErrandState(said["state"]), "kind": ErrandKind(said["kind"])})
