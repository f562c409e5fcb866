"""Figures that are kept: what teams come to in a window, and what each rep is compared with.

A row of `team_figures` is the head, with what belongs to everybody; `benchmarks` holds a row a rep beside it. They are
counted by one process at a time, which holds the head's lease; everybody else goes on reading what was kept before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, delete, func, insert, literal, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import DealChange, KeptBenchmark, Member, TeamFigures, Workspace
from pillars import Window

FIRST_NUMBER = 1001
"""What the first deal of a workspace is called."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a window: of the moment `made_at`, the changes up to `seen_change_id` counted in.

    `deals` is how many deals were counted, `took_ms` how long that took. `out_of_date_since` is when somebody said that
    it does not hold any more, None where nobody has. `team` and `card` are what the keeper wrote; `entry` is the rep's
    own row, None where the rep has none.
    """

    window: Window
    made_at: datetime
    seen_change_id: int
    deals: int
    took_ms: int
    out_of_date_since: datetime | None
    team: dict[str, Any]
    card: dict[str, Any] | None
    entry: dict[str, Any] | None


def out_of_date_since(connection: Connection, head_id: int) -> datetime | None:
    """When somebody said of a head that it does not hold any more."""
    return connection.execute(select(TeamFigures.asked_at).where(TeamFigures.id == head_id)).scalar_one()


def deals_numbered(connection: Connection, workspace_id: int) -> int:
    """How many deals a workspace has had, deleted ones too: as many as it has at most, told without counting."""
    query = select(Workspace.next_number).where(Workspace.id == workspace_id)
    return int(connection.execute(query).scalar_one()) - FIRST_NUMBER


def latest_change_id(connection: Connection) -> int:
    """The newest change to any deal, 0 before the first."""
    return int(connection.execute(select(func.max(DealChange.id))).scalar_one() or 0)


def changed_since(connection: Connection, workspace_id: int, change_id: int) -> bool:
    """Whether a deal of the workspace was changed after that change; also true where too much happened to look."""
    if latest_change_id(connection) - change_id > LONGEST_LOOK:
        return True
    later = select(literal(1)).where(DealChange.id > change_id, DealChange.workspace_id == workspace_id).limit(1)
    return connection.execute(later).first() is not None


LONGEST_LOOK = 5_000
"""Changes, perhaps all of other workspaces; looking at more takes longer than it may save."""

_HERE = and_(
    TeamFigures.workspace_id == bindparam("workspace"),
    TeamFigures.yardstick == bindparam("measured_with"),
    TeamFigures.made_at.is_not(None),
    or_(*(and_(TeamFigures.starts_on == bindparam(f"s{n}"), TeamFigures.ends_on == bindparam(f"e{n}")) for n in "012")),
)


def _reading(*, card: bool) -> Any:
    mine = and_(
        KeptBenchmark.team_figures_id == TeamFigures.id,
        KeptBenchmark.rep_id == bindparam("rep"),
        KeptBenchmark.yardstick == bindparam("measured_with"),
    )
    return (
        select(
            TeamFigures.starts_on,
            TeamFigures.ends_on,
            TeamFigures.made_at,
            TeamFigures.seen_change_id,
            TeamFigures.deals,
            TeamFigures.took_ms,
            TeamFigures.asked_at,
            TeamFigures.team,
            (TeamFigures.card if card else null()).label("card"),
            KeptBenchmark.entry,
            (KeptBenchmark.made_at == TeamFigures.made_at).label("of_the_same_count"),
        )
        .outerjoin(KeptBenchmark, mine)
        .where(_HERE)
        .order_by(TeamFigures.ends_on.desc())
        .limit(1)
    )


_FOR_REP, _FOR_TEAM = _reading(card=False), _reading(card=True)


def find(
    connection: Connection,
    workspace_id: int,
    window: Window,
    measured_with: str,
    *,
    rep_id: int | None = None,
    days_old: int = 0,
) -> Kept | None:
    """What is kept of a window, or of the same window up to two days ago (`days_old`), the newest there is.

    With `rep_id` with that rep's own entry, without it with the team's card.
    """
    asked: dict[str, Any] = {"workspace": workspace_id, "measured_with": measured_with, "rep": rep_id}
    for n in range(3):
        back = timedelta(days=min(n, days_old))
        asked |= {f"s{n}": window.start - back, f"e{n}": window.end - back}
    row = connection.execute(_FOR_TEAM if rep_id is None else _FOR_REP, asked).first()
    if row is None:
        return None
    # Entries are written a little before their head: meanwhile an entry's place is not one in the head's levels.
    entry = row.entry if row.entry is None or row.of_the_same_count else row.entry | {"place": None}
    return Kept(
        window=Window(row.starts_on, row.ends_on),
        made_at=row.made_at,
        seen_change_id=row.seen_change_id,
        deals=row.deals,
        took_ms=row.took_ms,
        out_of_date_since=row.asked_at,
        team=row.team,
        card=row.card,
        entry=entry,
    )


def take_lease(
    connection: Connection, workspace_id: int, window: Window, measured_with: str, now: datetime, until: datetime
) -> int | None:
    """The head's id for the one who may count it anew until then; None where somebody else is at it."""
    upsert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = {
        "workspace_id": workspace_id,
        "starts_on": window.start,
        "ends_on": window.end,
        "yardstick": measured_with,
        "seen_change_id": 0,
        "deals": 0,
        "took_ms": 0,
    }
    connection.execute(upsert(TeamFigures).on_conflict_do_nothing(), new)
    free = or_(TeamFigures.leased_until.is_(None), TeamFigures.leased_until < now)
    taking = (
        update(TeamFigures)
        .where(TeamFigures.workspace_id == workspace_id, TeamFigures.starts_on == window.start)
        .where(TeamFigures.ends_on == window.end, free)
        .values(leased_until=until)
        .returning(TeamFigures.id)
    )
    taken = connection.execute(taking).first()
    return None if taken is None else int(taken.id)


def release(connection: Connection, head_id: int) -> None:
    """Let others count it."""
    connection.execute(update(TeamFigures).where(TeamFigures.id == head_id).values(leased_until=None))


def keep_entries(
    connection: Connection,
    workspace_id: int,
    head_id: int,
    measured_with: str,
    made_at: datetime,
    entries: Mapping[int, dict[str, Any]],
) -> None:
    """Write reps' entries in place of those before. Who is no member any more gets none."""
    members = select(Member.id).where(Member.workspace_id == workspace_id, Member.id.in_(entries))
    known = [row.id for row in connection.execute(members)]
    before = and_(KeptBenchmark.team_figures_id == head_id, KeptBenchmark.rep_id.in_(known))
    connection.execute(delete(KeptBenchmark).where(before))
    if known:
        common = {
            "team_figures_id": head_id,
            "workspace_id": workspace_id,
            "yardstick": measured_with,
            "made_at": made_at,
        }
        connection.execute(insert(KeptBenchmark), [common | {"rep_id": rep, "entry": entries[rep]} for rep in known])


def keep_figures(
    connection: Connection,
    head_id: int,
    measured_with: str,
    made_at: datetime,
    *,
    seen_change_id: int,
    seen_out_of_date: datetime | None,
    deals: int,
    took_ms: int,
    team: dict[str, Any],
    card: dict[str, Any],
) -> None:
    """Write the head, and forget the entries of whoever had none this time; the lease is given back.

    `seen_out_of_date` is what `out_of_date_since` said when the deals were read: what was said since then stands.
    """
    gone = and_(KeptBenchmark.team_figures_id == head_id, KeptBenchmark.made_at < made_at)
    connection.execute(delete(KeptBenchmark).where(gone))
    values: dict[str, Any] = {
        "yardstick": measured_with,
        "made_at": made_at,
        "seen_change_id": seen_change_id,
        "deals": deals,
        "took_ms": took_ms,
        "team": team,
        "card": card,
        "leased_until": None,
        "asked_at": case((TeamFigures.asked_at == seen_out_of_date, None), else_=TeamFigures.asked_at),
    }
    connection.execute(update(TeamFigures).where(TeamFigures.id == head_id).values(values))


def forget(connection: Connection, workspace_id: int, made_before: datetime) -> None:
    """Remove what was made before that moment, and what nobody came to make."""
    old = or_(
        TeamFigures.made_at < made_before, and_(TeamFigures.made_at.is_(None), TeamFigures.leased_until < made_before)
    )
    connection.execute(delete(TeamFigures).where(TeamFigures.workspace_id == workspace_id, old))


def say_out_of_date(connection: Connection, workspace_id: int, at: datetime) -> None:
    """Whatever is kept of a workspace does not hold any more: it is counted anew as soon as somebody asks."""
    connection.execute(update(TeamFigures).where(TeamFigures.workspace_id == workspace_id).values(asked_at=at))


def workspaces_above(connection: Connection, deals: int) -> list[int]:
    """The workspaces that have had more deals than that."""
    query = select(Workspace.id).where(Workspace.next_number - FIRST_NUMBER > deals).order_by(Workspace.id)
    return [row.id for row in connection.execute(query)]


def colleagues(connection: Connection, workspace_id: int, nobody: str) -> set[str]:
    """Who is a colleague, by member id as text: everyone active, but for the name under which nobody's deals wait."""
    query = select(Member.id).where(
        Member.workspace_id == workspace_id,
        Member.active.is_(True),
        or_(Member.slack_user_id.is_not(None), Member.name != nobody),
    )
    return {str(row.id) for row in connection.execute(query)}


def in_parts(entries: Mapping[int, dict[str, Any]], size: int) -> Iterable[dict[int, dict[str, Any]]]:
    """The entries in parts, so that no part is long in the writing."""
    reps = list(entries)
    for first in range(0, len(reps), size):
        yield {rep: entries[rep] for rep in reps[first : first + size]}
