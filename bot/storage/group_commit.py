"""Writers of one process take turns at SQLite and share its commits.

SQLite lets one transaction write at a time, and making one durable waits for the disk. So whoever finds others waiting
leaves the transaction open for the next and waits; the last one in line commits for all. Each writer's work stands in
a savepoint: where it fails, it alone is taken back. Nobody goes on before the commit that holds their work is durable.

The idea is the group commit of DeWitt et al., "Implementation techniques for main memory database systems" (1984).
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageBusy

LARGEST_GROUP = 32
"""Bounds how long the first of a group waits for the last."""


class _Group:
    """Writers whose work one commit makes durable."""

    def __init__(self) -> None:
        self.size = 0
        self.done = threading.Event()
        self.failure: BaseException | None = None


class _Waiter:
    def __init__(self) -> None:
        self.turn = threading.Event()


class GroupCommit:
    """Turns at the one writing connection of an engine, in the order in which they were asked for."""

    def __init__(self, engine: Engine, patience_s: float) -> None:
        self._engine = engine
        self._patience_s = patience_s
        self._mutex = threading.Lock()
        self._queue: deque[_Waiter] = deque()
        self._taken = False
        self._connection: Connection | None = None
        self._group = _Group()

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """A transaction of one's own. Durable when the block has ended; where it raises, nothing was changed.

        Raises StorageBusy where the turn did not come in time, and whatever the commit raised.
        """
        self._wait_for_turn()
        group = self._group
        try:
            connection = self._open()
            _say(connection, "SAVEPOINT turn")
        except BaseException as failure:
            self._give_up(failure)
            raise
        try:
            yield connection
            _say(connection, "RELEASE turn")
        except BaseException:
            self._take_back(connection)
            self._pass_on(counts=False)
            raise
        self._pass_on(counts=True)
        group.done.wait()
        if group.failure is not None:
            raise group.failure

    def close(self) -> None:
        """Close the writing connection. Nobody may be writing."""
        with self._mutex:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _wait_for_turn(self) -> None:
        me = _Waiter()
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            self._queue.append(me)
        if me.turn.wait(self._patience_s):
            return
        with self._mutex:
            if me.turn.is_set():  # it came while we gave up, so it is ours to take
                return
            self._queue.remove(me)
        raise StorageBusy

    def _open(self) -> Connection:
        """The writing connection, in a transaction."""
        if self._connection is None:
            self._connection = self._engine.connect()
        if not self._connection.in_transaction():
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        return self._connection

    def _take_back(self, connection: Connection) -> None:
        """Undo this turn's work alone; where even that fails, the whole group's is lost and its writers are told."""
        try:
            _say(connection, "ROLLBACK TO turn")
            _say(connection, "RELEASE turn")
        except BaseException as failure:
            self._group.failure = failure

    def _pass_on(self, *, counts: bool) -> None:
        """Hand the turn to the next in line, or commit where there is none, or enough work has gathered."""
        group = self._group
        group.size += counts
        with self._mutex:
            if self._queue and group.size < LARGEST_GROUP and group.failure is None:
                self._queue.popleft().turn.set()
                return
        self._finish(group)
        self._next()

    def _finish(self, group: _Group) -> None:
        connection = self._connection
        try:
            if connection is not None and group.failure is None:
                connection.commit()
        except BaseException as failure:
            group.failure = failure
        if group.failure is not None and connection is not None:
            self._connection = None
            connection.invalidate()
            connection.close()
        self._group = _Group()
        group.done.set()

    def _give_up(self, failure: BaseException) -> None:
        """The transaction could not be begun: those whose work is in it are told, the next in line may try."""
        group = self._group
        group.failure = failure
        self._finish(group)
        self._next()

    def _next(self) -> None:
        with self._mutex:
            if self._queue:
                self._queue.popleft().turn.set()
            else:
                self._taken = False


def _say(connection: Connection, statement: str) -> None:
    """Run a statement of SQLite's own by its driver, past what SQLAlchemy would prepare for it; raises as it would."""
    try:
        connection.connection.cursor().execute(statement).close()
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=connection.dialect) from error
