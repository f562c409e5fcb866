"""Files from Slack on their way in: one row each, moved from state to state; who works on one holds a lease."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import FileImport, Import, Workspace
from bot.values.imports import FILE_WORK, FileState


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of `file_imports`; see there."""

    id: int
    workspace_id: int
    team_id: str
    member_id: int
    slack_file_id: str
    file_name: str
    channel: str | None
    message_ts: str | None
    state: FileState
    round: int
    answers: dict[str, Any]
    asked: list[dict[str, Any]]
    digest: str | None
    import_id: int | None
    attempts: int
    abandoned: bool = False  # taken from somebody whose lease ran out


def add(
    connection: Connection,
    workspace_id: int,
    member_id: int,
    *,
    origin: str,
    slack_file_id: str,
    file_name: str,
    channel: str | None,
    at: datetime,
) -> bool:
    """Write down a file that somebody brought; False where this message or form was heard of before."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {
        "workspace_id": workspace_id,
        "member_id": member_id,
        "origin": origin[:120],
        "slack_file_id": slack_file_id[:40],
        "file_name": file_name[:300],
        "channel": channel,
        "message_ts": None,
        "state": FileState.READING.value,
        "round": 0,
        "answers": {},
        "asked": [],
        "digest": None,
        "import_id": None,
        "attempts": 0,
        "lease_until": None,
        "due_at": at,
        "created_at": at,
    }
    added = insert(FileImport).values(**values).on_conflict_do_nothing().returning(FileImport.id)
    return connection.execute(added).first() is not None


def find(connection: Connection, workspace_id: int, file_import_id: int) -> FileRow | None:
    query = _rows().where(FileImport.workspace_id == workspace_id, FileImport.id == file_import_id)
    return _as_row(connection.execute(query).first())


def take(connection: Connection, now: datetime, until: datetime) -> FileRow | None:
    """The oldest file that is work, is due and nobody has in hand: held until `until`, one more attempt counted."""
    free = or_(FileImport.lease_until.is_(None), FileImport.lease_until <= now)
    due = and_(FileImport.state.in_([state.value for state in FILE_WORK]), FileImport.due_at <= now, free)
    chosen = connection.execute(
        select(FileImport.id, FileImport.lease_until)
        .where(due)
        .order_by(FileImport.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if chosen is None:
        return None
    held = {"lease_until": until, "attempts": FileImport.attempts + 1}
    connection.execute(update(FileImport).where(FileImport.id == chosen.id).values(**held))
    row = _as_row(connection.execute(_rows().where(FileImport.id == chosen.id)).first())
    return None if row is None else replace(row, abandoned=chosen.lease_until is not None)


def change(connection: Connection, workspace_id: int, file_import_id: int, was: FileState, **values: Any) -> bool:
    """Write what is new of a file; False where it is not in the state `was` any more."""
    said = {name: value.value if isinstance(value, FileState) else value for name, value in values.items()}
    if "state" in values:
        said["attempts"] = 0
        if values["state"] is not FileState.IMPORTED:  # whoever has read it in goes on to tell of it
            said["lease_until"] = None
    mine = and_(FileImport.workspace_id == workspace_id, FileImport.id == file_import_id, FileImport.state == was.value)
    return bool(connection.execute(update(FileImport).where(mine).values(**said)).rowcount)


def begin_now(connection: Connection, workspace_id: int, file_import_id: int, now: datetime) -> None:
    """What was to begin in a while may begin."""
    mine = and_(FileImport.workspace_id == workspace_id, FileImport.id == file_import_id)
    waits = and_(mine, FileImport.due_at > now, FileImport.lease_until.is_(None), FileImport.attempts == 0)
    connection.execute(update(FileImport).where(waits).values(due_at=now))


def forget(connection: Connection, before: datetime, most: int) -> int:
    """Delete what was brought before that and is no work; returns how many.

    Those that were read in stay: they say who may take that back.
    """
    work = [state.value for state in FILE_WORK]
    old = and_(FileImport.created_at < before, FileImport.import_id.is_(None), FileImport.state.not_in(work))
    chosen = select(FileImport.id).where(old).order_by(FileImport.id).limit(most).scalar_subquery()
    return int(connection.execute(delete(FileImport).where(FileImport.id.in_(chosen))).rowcount)


def brought(connection: Connection, workspace_id: int, import_id: int) -> int | None:
    """The id of the member who read a file in by Slack; None where nobody did."""
    query = select(FileImport.member_id).where(
        FileImport.workspace_id == workspace_id, FileImport.import_id == import_id
    )
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else int(found)


def newest_brought(connection: Connection, workspace_id: int, member_id: int) -> int | None:
    """The newest import by a member by Slack that stands; its id."""
    query = (
        select(FileImport.import_id)
        .join(Import, Import.id == FileImport.import_id)
        .where(FileImport.workspace_id == workspace_id, FileImport.member_id == member_id, Import.undone_at.is_(None))
        .order_by(FileImport.import_id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def counts(connection: Connection, workspace_id: int, import_id: int) -> tuple[int, int, int, int]:
    """Rows that were added, changed, unchanged and rejected."""
    query = select(Import.added, Import.changed, Import.unchanged, Import.rejected).where(
        Import.workspace_id == workspace_id, Import.id == import_id
    )
    added, changed, unchanged, rejected = connection.execute(query).one()
    return int(added), int(changed), int(unchanged), int(rejected)


def _rows() -> Select[Any]:
    elsewhere = ("team_id", "abandoned")
    fields = [getattr(FileImport, name) for name in FileRow.__dataclass_fields__ if name not in elsewhere]
    return select(*fields, Workspace.team_id).join(Workspace, Workspace.id == FileImport.workspace_id)


def _as_row(row: Row[Any] | None) -> FileRow | None:
    if row is None:
        return None
    said = dict(row._mapping)
    return FileRow(**said | {"state": FileState(said["state"])})
