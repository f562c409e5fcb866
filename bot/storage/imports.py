"""Many deals at once: what an import writes, compares and takes back, in a handful of statements."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, insert, literal, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased
from sqlalchemy.types import JSON, Boolean, Date, Text

from bot.storage import tallies
from bot.storage.customers import words_of
from bot.storage.deal_batches import IN_ONE_GO, as_moment, many
from bot.storage.deal_statements import DEAL_COLUMNS
from bot.storage.models import Customer, Deal, DealChange, Import, Workspace
from bot.values import Deed


@dataclass(frozen=True, slots=True)
class Known:
    """A deal that an earlier import added."""

    id: int
    rep_id: int
    imported_as: str
    deleted: bool


ROOM_KB = 64 * 1024
"""Pages that SQLite may keep in memory while it writes many rows: their indexes are written to all over."""


@contextmanager
def room_for_many(connection: Connection) -> Iterator[None]:
    """More memory for the writing of many rows, given back afterwards (PostgreSQL sees to that itself)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{ROOM_KB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")


def begin(connection: Connection, workspace_id: int, *, file_name: str, source: str, at: datetime) -> int:
    """Write down that a file is being read in; returns the import's id."""
    new = {
        "workspace_id": workspace_id,
        "file_name": file_name[:300],
        "source": source,
        "at": at,
        "added": 0,
        "changed": 0,
        "unchanged": 0,
        "rejected": 0,
        "undone_at": None,
    }
    return int(connection.execute(insert(Import).returning(Import.id), new).scalar_one())


def finish(connection: Connection, workspace_id: int, import_id: int, **counts: int) -> None:
    """Write down what came of the rows; each deal that was added gets its history row, and its place in the tallies."""
    mine = and_(Import.workspace_id == workspace_id, Import.id == import_id)
    connection.execute(update(Import).where(mine).values(**counts))
    connection.execute(
        insert(DealChange).from_select(
            ["workspace_id", "deal_id", "import_id", "at", "deed", "after"],
            select(
                Deal.workspace_id,
                Deal.id,
                Deal.import_id,
                Deal.created_at,
                literal(Deed.RECORDED.value),
                _as_json(connection),
            )
            .outerjoin(Customer, Customer.id == Deal.customer_id)
            .where(Deal.workspace_id == workspace_id, Deal.import_id == import_id),
        )
    )
    tallies.count_where(connection, and_(Deal.workspace_id == workspace_id, Deal.import_id == import_id), 1)


def any_of_source(connection: Connection, workspace_id: int, source: str) -> bool:
    """Whether anything was ever imported from that source."""
    query = select(Deal.id).where(Deal.workspace_id == workspace_id, Deal.source == source).limit(1)
    return connection.execute(query).first() is not None


def known(connection: Connection, workspace_id: int, source: str, external_ids: Sequence[str]) -> dict[str, Known]:
    """The deals of that source by their ids there."""
    query = select(Deal.external_id, Deal.id, Deal.rep_id, Deal.imported_as, Deal.deleted_at).where(
        Deal.workspace_id == workspace_id,
        Deal.source == source,
        Deal.external_id.in_(bindparam("wanted", expanding=True)),
    )
    found: dict[str, Known] = {}
    for i in range(0, len(external_ids), IN_ONE_GO):
        for row in connection.execute(query, {"wanted": list(external_ids[i : i + IN_ONE_GO])}):
            found[row.external_id] = Known(row.id, row.rep_id, row.imported_as or "", row.deleted_at is not None)
    return found


def keep_customers(
    connection: Connection, workspace_id: int, names: dict[str, str], words: Mapping[str, frozenset[str]] | None = None
) -> dict[str, int]:
    """The ids of customers by key; `names` is key → name as first written, and the new ones are written down.

    `words` are what names may be found by, as far as that was worked out before.
    """
    keys = list(names)
    ids = _customer_ids(connection, workspace_id, keys)
    new = [key for key in keys if key not in ids]
    if new:
        adding = "INSERT INTO customers (workspace_id, key, name) VALUES (?, ?, ?)"
        many(connection, adding, ((workspace_id, key, names[key]) for key in new))
        added = _customer_ids(connection, workspace_id, new)
        known = words or {}
        said = ((added[key], known.get(names[key]) or words_of(names[key])) for key in new)
        rows = [(workspace_id, word, customer_id) for customer_id, found in said for word in found]
        noting = "INSERT INTO customer_words (workspace_id, word, customer_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        many(connection, noting, sorted(rows))  # in the order of their index, which is the quickest
        ids |= added
    return ids


def _customer_ids(connection: Connection, workspace_id: int, keys: list[str]) -> dict[str, int]:
    query = select(Customer.key, Customer.id).where(
        Customer.workspace_id == workspace_id, Customer.key.in_(bindparam("wanted", expanding=True))
    )
    ids: dict[str, int] = {}
    for i in range(0, len(keys), IN_ONE_GO):
        ids |= {row.key: row.id for row in connection.execute(query, {"wanted": keys[i : i + IN_ONE_GO]})}
    return ids


def take_numbers(connection: Connection, workspace_id: int, count: int) -> int:
    """Take so many deal numbers in a row; returns the first."""
    query = (
        update(Workspace)
        .where(Workspace.id == workspace_id)
        .values(next_number=Workspace.next_number + count)
        .returning(Workspace.next_number)
    )
    return int(connection.execute(query).scalar_one()) - count


def add_deals(connection: Connection, values: Mapping[str, Sequence[Any]]) -> None:
    """Write deals, the values of each of DEAL_COLUMNS in their order, by the driver's own bulk way; not counted yet."""
    columns = ", ".join(DEAL_COLUMNS)
    sqlite = connection.dialect.name == "sqlite"
    moments = {each: as_moment(connection, each) for each in set(values["created_at"])}
    said = {**values, "created_at": [moments[each] for each in values["created_at"]]}
    rows = zip(*(said[name] for name in DEAL_COLUMNS), strict=True)
    cursor: Any = connection.connection.cursor()
    try:
        if sqlite:
            marks = ", ".join("?" * len(DEAL_COLUMNS))
            cursor.executemany(f"INSERT INTO deals ({columns}) VALUES ({marks})", rows)
        else:
            with cursor.copy(f"COPY deals ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()


@dataclass(frozen=True, slots=True)
class Past:
    """An import that can be taken back."""

    id: int
    file_name: str
    at: datetime
    added: int
    changed: int
    undone: bool


def past(connection: Connection, workspace_id: int, import_id: int | None = None) -> Past | None:
    """An import by its id, or the newest that stands."""
    query = select(Import).where(Import.workspace_id == workspace_id)
    if import_id is None:
        query = query.where(Import.undone_at.is_(None)).order_by(Import.id.desc()).limit(1)
    else:
        query = query.where(Import.id == import_id)
    row = connection.execute(query.with_only_columns(*Import.__table__.columns)).first()
    if row is None:
        return None
    return Past(row.id, row.file_name, row.at, row.added, row.changed, row.undone_at is not None)


def delete_added(connection: Connection, workspace_id: int, import_id: int, at: datetime) -> tuple[int, int]:
    """Take the deals that an import added out of every figure; returns how many, and how many stay.

    A deal stays where anybody has changed it since.
    """
    undoing = aliased(DealChange)
    taken_back = select(undoing.id).where(undoing.workspace_id == workspace_id, undoing.undoes_id == DealChange.id)
    later = select(DealChange.id).where(
        DealChange.workspace_id == workspace_id,
        DealChange.deal_id == Deal.id,
        DealChange.deed.not_in([Deed.RECORDED.value, Deed.UNDONE.value]),
        ~taken_back.exists(),
    )
    added = and_(Deal.workspace_id == workspace_id, Deal.import_id == import_id, Deal.deleted_at.is_(None))
    stays = connection.execute(select(func.count()).select_from(Deal).where(added, later.exists())).scalar_one()
    tallies.count_where(connection, and_(added, ~later.exists()), -1)
    gone = update(Deal).where(added, ~later.exists()).values(deleted_at=at, imported_as=None)
    count = connection.execute(gone.execution_options(synchronize_session=False)).rowcount
    recorded = and_(
        DealChange.workspace_id == workspace_id,
        DealChange.import_id == import_id,
        DealChange.deed == Deed.RECORDED.value,
        Deal.deleted_at == at,
    )
    connection.execute(
        insert(DealChange).from_select(
            ["workspace_id", "deal_id", "import_id", "at", "deed", "before", "after", "undoes_id"],
            select(
                Deal.workspace_id,
                Deal.id,
                DealChange.import_id,
                literal(at, type_=Deal.created_at.type),
                literal(Deed.UNDONE.value),
                DealChange.after,
                _as_json(connection),
                DealChange.id,
            )
            .join(DealChange, DealChange.deal_id == Deal.id)
            .outerjoin(Customer, Customer.id == Deal.customer_id)
            .where(recorded),
        )
    )
    return int(count), int(stays)


def reps_of(connection: Connection, workspace_id: int, import_id: int) -> list[int]:
    """Whose deals an import added."""
    query = select(Deal.rep_id).where(Deal.workspace_id == workspace_id, Deal.import_id == import_id).distinct()
    return [int(row.rep_id) for row in connection.execute(query)]


def mark_undone(connection: Connection, workspace_id: int, import_id: int, at: datetime) -> None:
    mine = and_(Import.workspace_id == workspace_id, Import.id == import_id)
    connection.execute(update(Import).where(mine).values(undone_at=at))


def _as_json(connection: Connection) -> Any:
    """A deal as `snapshots.to_json` writes it, made by the database."""
    sqlite = connection.dialect.name == "sqlite"

    def flag(condition: Any) -> Any:
        return (
            case((condition, func.json("true")), else_=func.json("false")) if sqlite else sql_cast(condition, Boolean)
        )

    def day(column: Any) -> Any:
        return column if sqlite else func.to_char(sql_cast(column, Date), "YYYY-MM-DD")

    pairs: dict[str, Any] = {
        "rep_id": Deal.rep_id,
        "status": Deal.status,
        "kind": Deal.kind,
        "amount": Deal.amount,
        "currency": Deal.currency,
        "per": Deal.per,
        "opened_known": flag(Deal.opened_known),
        "deleted": flag(Deal.deleted_at.is_not(None)),
        "customer": Customer.name,
        "product": Deal.product,
        "contact_role": Deal.contact_role,
        "loss_reason": Deal.loss_reason,
        "note": Deal.note,
        "opened_on": day(Deal.opened_on),
        "first_meeting_on": day(Deal.first_meeting_on),
        "quoted_on": day(Deal.quoted_on),
        "closed_on": day(Deal.closed_on),
    }
    made = func.json_object if sqlite else func.json_build_object
    flat = [part for key, value in pairs.items() for part in (literal(key, type_=Text), value)]
    return made(*flat, type_=JSON)
