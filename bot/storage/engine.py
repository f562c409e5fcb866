"""The database: SQLite on one machine, PostgreSQL on several. Transactions begin and end here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageBusy
from bot.storage.group_commit import GroupCommit
from bot.storage.withholding import values_withheld

# Slack waits three seconds for an answer; a writer that has not got through by then says so and saves nothing.
BUSY_TIMEOUT_S = 2.0

_ADDRESSES = "Set DATABASE_URL to sqlite:////folder/file.db or postgresql://user:password@host/name, or leave it out."


class DatabaseUnusable(Exception):
    """No database can be had where DATABASE_URL says; one line that tells why."""


class Database:
    """An engine and the two ways to use it: `read()` and `write()`, each one transaction.

    SQLite lets one connection write at a time. Within a process the writers take turns and share commits
    (`GroupCommit`); between processes SQLite's own busy timeout decides. What the database says of an error comes
    without the values that were written: errors are logged, and customers' names have no place there.

    Raises DatabaseUnusable where `url` is no address of either. Nothing is connected to yet.
    """

    def __init__(self, url: str) -> None:
        self.url = _read(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._turns = GroupCommit(self.engine, BUSY_TIMEOUT_S) if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; it sees the database as of its first query."""
        with values_withheld(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is durable when the block ends, or has changed nothing where it raised.

        Raises StorageBusy where another writer held the database for too long.
        """
        begin = self.engine.begin if self._turns is None else self._turns.turn
        with _busy_becomes_a_sentence(), values_withheld(), begin() as connection:
            yield connection

    def close(self) -> None:
        if self._turns is not None:
            self._turns.close()
        self.engine.dispose()


def _read(url: str) -> URL:
    """The address, with the drivers that are installed here; the folder of a SQLite file is made."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseUnusable(f"DATABASE_URL is not the address of a database. {_ADDRESSES}") from None
    kind = parsed.get_backend_name()
    if kind in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise DatabaseUnusable(f"DATABASE_URL names {kind}, which Sales Coach does not use. {_ADDRESSES}")
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseUnusable(f"DATABASE_URL names no file for SQLite to write to. {_ADDRESSES}")
    path = Path(parsed.database).expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusable(f"The folder {path.parent} cannot be made ({error.strerror}). {_ADDRESSES}") from error
    return parsed.set(drivername="sqlite", database=str(path))


@contextmanager
def _busy_becomes_a_sentence() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StorageBusy from error
    except OperationalError as error:
        if any(words in str(error.orig) for words in ("database is locked", "lock timeout", "deadlock detected")):
            raise StorageBusy from error
        raise


def _sqlite_engine(url: Any) -> Engine:
    engine = create_engine(
        url, pool_size=64, max_overflow=0, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, never by the driver
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")
        cursor.close()

    return engine


def _postgres_engine(url: Any) -> Engine:
    return create_engine(
        url,
        pool_size=16,
        max_overflow=16,
        pool_timeout=BUSY_TIMEOUT_S,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": f"-c lock_timeout={int(BUSY_TIMEOUT_S * 1000)}", "connect_timeout": 5},
    )
