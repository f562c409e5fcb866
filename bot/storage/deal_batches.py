"""Many deals read, compared and changed at once: what an import alters, and what taking it back restores.

What is worked out of them is worked out before the writing begins: on SQLite everybody else waits while one writes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from bot.storage import tallies
from bot.storage.deals import Deals, Stored
from bot.storage.models import Deal as DealRow
from bot.storage.models import DealChange
from bot.storage.snapshots import to_json
from bot.values import Deal, Deed

IN_ONE_GO = 10_000
"""SQLite takes 32,766 parameters a statement; this leaves room and keeps the plans few."""

_COLUMNS = {"customer": "customer_id", "deleted": "deleted_at"}
"""Where what a snapshot says stands in the table under another name."""

_HISTORY = ("workspace_id", "deal_id", "import_id", "at", "deed", "before", "after", "undoes_id")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One deal on its way from how it was to how it will be; `before` and `after` are JSON, for its history.

    `columns` are those that become others, in the order of `values`; a customer stands there by name, for a new one
    has no id yet, and the moment of a deletion as True or False.
    """

    was: Stored
    deal: Deal
    before: str
    after: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]
    undoes_id: int | None = None

    @classmethod
    def of(cls, was: Stored, deal: Deal, undoes_id: int | None = None) -> "Rewrite":
        before, after = to_json(was.deal), to_json(deal)
        new = {_COLUMNS.get(name, name): value for name, value in after.items() if value != before[name]}
        return cls(was, deal, json.dumps(before), json.dumps(after), tuple(new), tuple(new.values()), undoes_id)


def read(connection: Connection, workspace_id: int, horizon_months: int, ids: Sequence[int]) -> dict[int, Stored]:
    """Deals by their rows' ids, deleted ones too; those that are not there are left out."""
    deals = Deals(connection, workspace_id, horizon_months)
    found: dict[int, Stored] = {}
    for some in _parts(ids):
        found |= {stored.id: stored for stored in deals.by_ids(some)}
    return found


def whose(connection: Connection, workspace_id: int, ids: Sequence[int]) -> dict[int, int]:
    """Deals' rows' ids → whose they are. A name that was given to a member moves its deals without a history row."""
    query = select(DealRow.id, DealRow.rep_id).where(
        DealRow.workspace_id == bindparam("workspace"), DealRow.id.in_(bindparam("deals", expanding=True))
    )
    found: dict[int, int] = {}
    for some in _parts(ids):
        rows = connection.execute(query, {"workspace": workspace_id, "deals": some})
        found |= {row.id: row.rep_id for row in rows}
    return found


def hold(connection: Connection, workspace_id: int, rep_ids: Iterable[int]) -> None:
    """Let nobody else change these reps' deals until the transaction ends (SQLite: always so)."""
    deals = Deals(connection, workspace_id, 12)
    for rep_id in sorted(set(rep_ids)):  # in one order, so that two who hold several do not wait for each other
        deals.hold_rep(rep_id)


def changed_since(connection: Connection, workspace_id: int, change_id: int) -> set[int]:
    """The rows' ids of the deals that were changed after that change."""
    query = select(DealChange.deal_id).where(DealChange.id > change_id, DealChange.workspace_id == workspace_id)
    return {int(row.deal_id) for row in connection.execute(query)}


def said_by_files(connection: Connection, workspace_id: int, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What files have last said of deals, as snapshots; only of deals that somebody has changed by hand.

    What a file left as it was does not count as said anew: the value that a field last had from a file is the file's.
    """
    these = DealChange.deal_id.in_(bindparam("deals", expanding=True))
    ours = and_(DealChange.workspace_id == workspace_id, these)
    by_hand = select(DealChange.deal_id).where(ours, DealChange.import_id.is_(None)).distinct()
    changes = select(DealChange.deal_id, DealChange.import_id, DealChange.before, DealChange.after)
    found: dict[int, dict[str, Any]] = {}
    for some in _parts(ids):
        touched = list(connection.execute(by_hand, {"deals": some}).scalars())
        for row in connection.execute(changes.where(ours).order_by(DealChange.id), {"deals": touched}):
            if row.deal_id not in found:
                found[row.deal_id] = dict(row.after)
            elif row.import_id is not None and row.before is not None:
                found[row.deal_id] |= {name: new for name, new in row.after.items() if new != row.before[name]}
    return found


def rewrite(
    connection: Connection,
    workspace_id: int,
    rewrites: Sequence[Rewrite],
    customers: Mapping[str, int],
    *,
    deed: Deed,
    at: datetime,
    import_id: int | None = None,
) -> None:
    """Write deals as they now are, each with its history row, and count them anew in the tallies.

    `customers` is name → id of those that the rewrites name. The deals must be as `was` says: whoever calls has seen to
    that in this transaction.
    """
    moment = as_moment(connection, at)
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for one in rewrites:
        if one.columns:
            values = [_value(*pair, customers, moment) for pair in zip(one.columns, one.values, strict=True)]
            by_columns.setdefault(one.columns, []).append((*values, one.was.id, workspace_id))
    # Only what becomes another is written: an index over columns that stay as they are has nothing to do.
    for columns, rows in by_columns.items():
        said = ", ".join(f"{name} = ?" for name in columns)
        many(connection, f"UPDATE deals SET {said} WHERE id = ? AND workspace_id = ?", rows)
    history = (
        (workspace_id, one.was.id, import_id, moment, deed.value, one.before, one.after, one.undoes_id)
        for one in rewrites
    )
    marks = ", ".join("?" * len(_HISTORY))
    many(connection, f"INSERT INTO deal_changes ({', '.join(_HISTORY)}) VALUES ({marks})", history)
    counted = ((deal, times) for one in rewrites for deal, times in ((one.was.deal, -1), (one.deal, 1)))
    tallies.count_many(connection, workspace_id, counted)


def note_imported_as(connection: Connection, workspace_id: int, said: Iterable[tuple[int, str | None]]) -> None:
    """What a file said of deals, by their rows' ids; None where nothing that a file said of it holds any more."""
    rows = ((content, deal_id, workspace_id) for deal_id, content in said)
    many(connection, "UPDATE deals SET imported_as = ? WHERE id = ? AND workspace_id = ?", rows)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that an import made to a deal that was there before it, snapshots as `snapshots.to_json` gives them."""

    change_id: int
    deal_id: int
    before: dict[str, Any]
    after: dict[str, Any]


def count_edits(connection: Connection, workspace_id: int, import_id: int) -> int:
    """How many deals an import changed that were there before it."""
    query = select(func.count()).select_from(DealChange).where(_edits(workspace_id, import_id))
    return int(connection.execute(query).scalar_one())


def edits_of(connection: Connection, workspace_id: int, import_id: int) -> Iterator[list[Edit]]:
    """All that an import changed, some at a time; a deal is in it at most once, for a file names it once."""
    query = (
        select(DealChange.id, DealChange.deal_id, DealChange.before, DealChange.after)
        .where(_edits(workspace_id, import_id), DealChange.id > bindparam("after"))
        .order_by(DealChange.id)
        .limit(IN_ONE_GO)
    )
    last = 0
    while rows := connection.execute(query, {"after": last}).all():
        yield [Edit(row.id, row.deal_id, row.before, row.after) for row in rows]
        last = rows[-1].id


def _edits(workspace_id: int, import_id: int) -> ColumnElement[bool]:
    return and_(
        DealChange.workspace_id == workspace_id,
        DealChange.import_id == import_id,
        DealChange.deed == Deed.EDITED.value,
        DealChange.before.is_not(None),
    )


def _value(column: str, value: Any, customers: Mapping[str, int], moment: Any) -> Any:
    if column == "customer_id":
        return None if value is None else customers[value]
    if column == "deleted_at":
        return moment if value else None
    return value


def as_moment(connection: Connection, at: datetime) -> Any:
    """A moment as the driver wants it: SQLite's column is text."""
    return at if connection.dialect.name != "sqlite" else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def many(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """One statement for many rows, by the driver's own bulk way; it has `?` for each value."""
    cursor: Any = connection.connection.cursor()
    try:
        cursor.executemany(statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s"), rows)
    finally:
        cursor.close()


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(ids), IN_ONE_GO):
        yield list(ids[first : first + IN_ONE_GO])
