"""What is shared in channels: an admin's choice with its history, the wins that were told, who takes part in boards."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.storage.lanes import insert_into
from bot.storage.models import (
    BoardChoice,
    ChannelSetting,
    ChannelSettingChange,
    DealChange,
    Delivery,
    Installation,
    Member,
    SharedWin,
    State,
    Workspace,
)
from bot.values.sharing import Sharing

_FIELDS = tuple(Sharing.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Sharer:
    """A workspace that shares something: `seen` is the newest change to a deal that was looked at for it."""

    workspace_id: int
    team_id: str
    tz: str
    sharing: Sharing
    seen: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A deal that was planned to be told, by the delivery of this kind and period."""

    deal_id: int
    workspace_id: int
    channel: str
    kind: str
    period: str
    standing: bool
    times: int


@dataclass(frozen=True, slots=True)
class Told:
    """A message in a channel with deals that have changed since, and what became of it (`ts` None: never sent)."""

    workspace_id: int
    team_id: str
    channel: str
    kind: str
    period: str
    settled: bool
    ts: str | None


def sharing_of(connection: Connection, workspace_id: int) -> Sharing | None:
    """What an admin chose; None where none ever did."""
    query = select(*ChannelSetting.__table__.columns).where(ChannelSetting.workspace_id == workspace_id)
    row = connection.execute(query).first()
    return None if row is None else _sharing(row)


def change_sharing(
    connection: Connection, workspace_id: int, actor_id: int, before: Sharing, after: Sharing, at: datetime
) -> None:
    """Write the choice and a history row. Where wins go somewhere new, only what changes from now on is told."""
    values: dict[str, Any] = {**asdict(after), "changed_by": actor_id, "changed_at": at}
    newest = int(connection.execute(select(func.max(DealChange.id))).scalar_one() or 0)
    afresh = {"seen_change_id": newest} if before.wins_channel != after.wins_channel else {}
    new = insert_into(connection, ChannelSetting).values(
        {"workspace_id": workspace_id, "seen_change_id": newest, **values}
    )
    connection.execute(new.on_conflict_do_update(index_elements=["workspace_id"], set_={**values, **afresh}))
    sides = {"before": asdict(before), "after": asdict(after)}
    connection.execute(
        insert(ChannelSettingChange), {"workspace_id": workspace_id, "actor_id": actor_id, "at": at, **sides}
    )


def sharers(connection: Connection, workspace_id: int | None = None) -> list[Sharer]:
    """The workspaces, or the one, where something is switched on and the app is installed."""
    on = ChannelSetting.wins_channel.is_not(None) | ChannelSetting.boards_channel.is_not(None)
    query = (
        select(*ChannelSetting.__table__.columns, Workspace.team_id, Workspace.tz)
        .join(Workspace, Workspace.id == ChannelSetting.workspace_id)
        .join(Installation, Installation.workspace_id == ChannelSetting.workspace_id)
        .where(Installation.bot_token.is_not(None), on)
    )
    if workspace_id is not None:
        query = query.where(ChannelSetting.workspace_id == workspace_id)
    return [
        Sharer(row.workspace_id, row.team_id, row.tz, _sharing(row), row.seen_change_id)
        for row in connection.execute(query)
    ]


def newest_change(connection: Connection, after: int, until: datetime) -> int:
    """The newest change later than `after` that was made by `until`; `after` where there is none."""
    query = select(func.max(DealChange.id)).where(DealChange.id > after, DealChange.at <= until)
    return int(connection.execute(query).scalar_one() or after)


def typed_changes(
    connection: Connection, workspace_id: int, after: int, until: int
) -> list[tuple[int, dict[str, Any] | None, dict[str, Any]]]:
    """Deal, before and after of each change in a workspace that somebody typed, the oldest first; no imports."""
    query = (
        select(DealChange.deal_id, DealChange.before, DealChange.after)
        .where(
            DealChange.id > after,
            DealChange.id <= until,
            DealChange.workspace_id == workspace_id,
            DealChange.import_id.is_(None),
        )
        .order_by(DealChange.id)
    )
    return [(row.deal_id, row.before, row.after) for row in connection.execute(query)]


def have_seen(connection: Connection, workspaces: Iterable[int], change_id: int) -> None:
    """Note up to which change everything was looked at."""
    mine = ChannelSetting.workspace_id.in_(list(workspaces))
    connection.execute(update(ChannelSetting).where(mine).values(seen_change_id=change_id))


def shared(connection: Connection, deal_id: int) -> Shared | None:
    """How a deal was planned to be told; None where it never was."""
    row = connection.execute(select(*_SHARED).where(SharedWin.deal_id == deal_id)).first()
    return None if row is None else Shared(*row)


def plan_win(connection: Connection, win: Shared, at: datetime) -> None:
    """Note that a deal is told by that delivery, in place of an earlier one that was taken back."""
    values = {
        "workspace_id": win.workspace_id,
        "channel": win.channel,
        "kind": win.kind,
        "period": win.period,
        "standing": True,
        "amend": False,
        "times": win.times,
        "planned_at": at,
    }
    new = insert_into(connection, SharedWin).values({"deal_id": win.deal_id, **values})
    connection.execute(new.on_conflict_do_update(index_elements=["deal_id"], set_=values))


def mark(connection: Connection, deal_id: int, *, standing: bool) -> None:
    """A told deal has changed: what was told is to be told anew, or taken back."""
    mine = SharedWin.deal_id == deal_id
    connection.execute(update(SharedWin).where(mine).values(standing=standing, amend=True))


def told_in(connection: Connection, workspace_id: int, kind: str, period: str) -> list[int]:
    """The deals that a delivery tells of, in the order in which they were won."""
    query = select(SharedWin.deal_id).where(
        SharedWin.workspace_id == workspace_id,
        SharedWin.kind == kind,
        SharedWin.period == period,
        SharedWin.standing.is_(True),
    )
    return list(connection.execute(query.order_by(SharedWin.planned_at, SharedWin.deal_id)).scalars())


def to_amend(connection: Connection, limit: int) -> list[Told]:
    """Messages whose deals have changed since."""
    query = (
        select(
            SharedWin.workspace_id,
            Workspace.team_id,
            SharedWin.channel,
            SharedWin.kind,
            SharedWin.period,
            Delivery.state,
            Delivery.ts,
        )
        .distinct()
        .join(Workspace, Workspace.id == SharedWin.workspace_id)
        .outerjoin(
            Delivery,
            (Delivery.workspace_id == SharedWin.workspace_id)
            & (Delivery.recipient_id == SharedWin.channel)
            & (Delivery.kind == SharedWin.kind)
            & (Delivery.period == SharedWin.period),
        )
        .where(SharedWin.amend.is_(True))
        .limit(limit)
    )
    waiting = (State.DUE.value, State.CLAIMED.value)
    return [
        Told(row.workspace_id, row.team_id, row.channel, row.kind, row.period, row.state not in waiting, row.ts)
        for row in connection.execute(query)
    ]


def amended(connection: Connection, told: Told) -> None:
    """What was told stands as the deals do."""
    this = (
        SharedWin.workspace_id == told.workspace_id,
        SharedWin.kind == told.kind,
        SharedWin.period == told.period,
    )
    connection.execute(update(SharedWin).where(*this).values(amend=False))


def posts_since(
    connection: Connection, workspace_id: int, channel: str, kinds: Iterable[str], since: datetime
) -> list[tuple[str, str, datetime]]:
    """Kind, period and due moment of the messages to a channel that are due later than `since`, the oldest first."""
    query = (
        select(Delivery.kind, Delivery.period, Delivery.due_at)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.recipient_id == channel,
            Delivery.kind.in_(list(kinds)),
            Delivery.due_at > since,
        )
        .order_by(Delivery.due_at, Delivery.id)
    )
    return [(row.kind, row.period, row.due_at) for row in connection.execute(query)]


def takes_part(connection: Connection, member_id: int) -> bool | None:
    """Whether a member takes part in the boards; None where they were never asked."""
    query = select(BoardChoice.takes_part).where(BoardChoice.member_id == member_id)
    return connection.execute(query).scalar_one_or_none()


def choose_board(connection: Connection, workspace_id: int, member_id: int, chosen: bool, at: datetime) -> None:
    """Take part in the boards, or no longer."""
    values = {"takes_part": chosen, "at": at}
    new = insert_into(connection, BoardChoice).values({"member_id": member_id, "workspace_id": workspace_id, **values})
    connection.execute(new.on_conflict_do_update(index_elements=["member_id"], set_=values))


def taking_part(connection: Connection, workspace_id: int) -> dict[int, str]:
    """The active members who take part in the boards, by id, with their names."""
    query = (
        select(Member.id, Member.name)
        .join(BoardChoice, BoardChoice.member_id == Member.id)
        .where(Member.workspace_id == workspace_id, Member.active.is_(True), BoardChoice.takes_part.is_(True))
    )
    return {row.id: row.name for row in connection.execute(query)}


_SHARED = (
    SharedWin.deal_id,
    SharedWin.workspace_id,
    SharedWin.channel,
    SharedWin.kind,
    SharedWin.period,
    SharedWin.standing,
    SharedWin.times,
)


def _sharing(row: Any) -> Sharing:
    return Sharing(**{name: getattr(row, name) for name in _FIELDS})
