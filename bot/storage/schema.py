"""The schema's version: brought up to date at the start, refused where it is newer than this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StorageBusy
from bot.logs import mask
from bot.storage.engine import Database, DatabaseUnusable

# Any fixed number: two processes that start at once take turns at migrating on PostgreSQL.
_MIGRATION_LOCK = 7_311_077

MIGRATION_PATIENCE_S = 120
"""How long a process that starts waits for another one to migrate, on PostgreSQL."""

MIGRATION_TRIES = 30
"""The same on SQLite, where each try waits for as long as any writer does."""


class SchemaTooNew(Exception):
    """The database was written by a newer Sales Coach; this one would not understand it."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database is at schema {found}, which this version of Sales Coach does not know. "
            "It was used by a newer version: install that one again, or restore a backup."
        )


def migrate(database: Database) -> tuple[str | None, str]:
    """Bring the schema up to date; returns the revision as it was (None = empty) and as it is.

    Raises SchemaTooNew, having changed nothing, where the database is ahead of this program, and DatabaseUnusable
    where it does not answer, or refuses.
    """
    try:
        for _ in range(MIGRATION_TRIES - 1):
            try:
                return _migrate(database)
            except StorageBusy:  # SQLite: another process that starts is at it, which takes longer than a usual writer
                continue
        return _migrate(database)
    except DatabaseError as error:
        where, reason = mask(database.url.render_as_string()), " ".join(str(error.orig).split())
        raise DatabaseUnusable(f"The database {where} cannot be used: {reason} · Check DATABASE_URL.") from error


def _migrate(database: Database) -> tuple[str | None, str]:
    script = ScriptDirectory(str(Path(__file__).parent / "migrations"))
    head = script.get_current_head()
    if head is None:
        raise RuntimeError("the program holds no migrations")
    known = {revision.revision for revision in script.walk_revisions()}
    with database.write() as connection:
        if not database.is_sqlite:
            # Several revisions take longer than a writer may otherwise wait for its turn.
            connection.execute(text(f"SET LOCAL lock_timeout = '{MIGRATION_PATIENCE_S}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        found = MigrationContext.configure(connection).get_current_revision()
        if found is not None and found not in known:
            raise SchemaTooNew(found)
        if found != head:
            command.upgrade(_config(connection), "head")
    return found, head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
