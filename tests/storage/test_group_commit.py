"""Turns at SQLite's one writer: in order, each its own, durable before anyone goes on."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import StorageBusy
from bot.storage.engine import Database
from bot.storage.group_commit import LARGEST_GROUP, GroupCommit


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    database = Database(f"sqlite:///{tmp_path}/turns.db")
    with database.write() as connection:
        connection.execute(text("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT UNIQUE)"))
        connection.execute(
            text("CREATE TABLE letters (word TEXT REFERENCES words (word) DEFERRABLE INITIALLY DEFERRED)")
        )
    yield database.engine
    database.close()


@pytest.fixture
def turns(engine: Engine) -> Iterator[GroupCommit]:
    opened = GroupCommit(engine, patience_s=20)
    yield opened
    opened.close()


def words(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT word FROM words ORDER BY id")).scalars())


def write(turns: GroupCommit, word: str, statement: str = "INSERT INTO words (word) VALUES (:word)") -> None:
    with turns.turn() as connection:
        connection.execute(text(statement), {"word": word})


class InLine:
    """Writers that have queued one behind the other while the first one's turn is held."""

    def __init__(self, turns: GroupCommit) -> None:
        self._turns = turns
        self._go = threading.Event()
        self._threads: list[threading.Thread] = []
        self.raised: dict[str, BaseException] = {}
        self.finished: list[str] = []
        held = threading.Event()
        self.add("first", lambda: self._hold(held))
        assert held.wait(10)

    def _hold(self, held: threading.Event) -> None:
        with self._turns.turn() as connection:
            connection.execute(text("INSERT INTO words (word) VALUES ('first')"))
            held.set()
            assert self._go.wait(30)

    def add(self, name: str, work: Callable[[], None]) -> None:
        waiting = len(self._turns._queue)

        def run() -> None:
            try:
                work()
            except BaseException as error:
                self.raised[name] = error
            self.finished.append(name)

        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        for _ in range(2000):  # until it stands in the queue; the very first does not queue
            if not self._threads or len(self._turns._queue) > waiting:
                break
            time.sleep(0.005)
        self._threads.append(thread)

    def go(self) -> None:
        self._go.set()
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive(), f"{thread.name} still waits"


class Commits:
    """How often an engine has committed."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "commit", self._committed)

    def _committed(self, _connection: object) -> None:
        self.count += 1


def test_in_the_order_in_which_they_were_asked_for(engine: Engine, turns: GroupCommit) -> None:
    line = InLine(turns)
    for name in "abcdef":
        line.add(name, lambda name=name: write(turns, name))
    line.go()
    assert words(engine) == ["first", *"abcdef"]
    assert line.raised == {}


def test_those_in_line_share_one_commit(engine: Engine, turns: GroupCommit) -> None:
    commits, line = Commits(engine), InLine(turns)
    for n in range(10):
        line.add(str(n), lambda n=n: write(turns, str(n)))
    line.go()
    assert commits.count == 1


def test_a_group_does_not_grow_for_ever(engine: Engine, turns: GroupCommit) -> None:
    commits, line = Commits(engine), InLine(turns)
    for n in range(LARGEST_GROUP + 5):
        line.add(str(n), lambda n=n: write(turns, str(n)))
    line.go()
    assert commits.count == 2
    assert len(words(engine)) == LARGEST_GROUP + 6


def test_nobody_goes_on_before_it_is_durable(engine: Engine, turns: GroupCommit) -> None:
    line = InLine(turns)
    in_last, go_on = threading.Event(), threading.Event()

    def last() -> None:
        with turns.turn():
            in_last.set()
            assert go_on.wait(30)

    line.add("second", lambda: write(turns, "second"))
    line.add("last", last)
    line._go.set()
    assert in_last.wait(10)
    # The first two have done their work, and their transaction is still open.
    assert words(engine) == []
    assert line.finished == []
    go_on.set()
    line.go()
    assert words(engine) == ["first", "second"]


def test_who_fails_takes_back_only_their_own(engine: Engine, turns: GroupCommit) -> None:
    line = InLine(turns)

    def fail() -> None:
        with turns.turn() as connection:
            connection.execute(text("INSERT INTO words (word) VALUES ('half')"))
            raise KeyError("a mistake of ours")

    def leave() -> None:
        with turns.turn() as connection:
            connection.execute(text("INSERT INTO words (word) VALUES ('left')"))
            raise SystemExit

    line.add("a", lambda: write(turns, "a"))
    line.add("fails", fail)
    line.add("twice", lambda: write(turns, "a"))
    line.add("leaves", leave)
    line.add("b", lambda: write(turns, "b"))
    line.go()
    assert words(engine) == ["first", "a", "b"]
    assert {name: type(error) for name, error in line.raised.items()} == {
        "fails": KeyError,
        "twice": IntegrityError,
        "leaves": SystemExit,
    }


def test_the_last_in_line_fails_and_the_others_stand(engine: Engine, turns: GroupCommit) -> None:
    line = InLine(turns)
    line.add("a", lambda: write(turns, "a"))
    line.add("twice", lambda: write(turns, "a"))
    line.go()
    assert words(engine) == ["first", "a"]
    assert list(line.raised) == ["twice"]


def test_a_commit_that_fails_tells_everyone_in_the_group(engine: Engine, turns: GroupCommit) -> None:
    line = InLine(turns)
    line.add("a", lambda: write(turns, "a"))
    # A letter of a word that does not exist: SQLite looks at such keys only as it commits.
    line.add("b", lambda: write(turns, "b", "INSERT INTO letters (word) VALUES (:word)"))
    line.add("c", lambda: write(turns, "c"))
    line.go()
    assert words(engine) == []
    assert {name: type(error) for name, error in line.raised.items()} == dict.fromkeys(
        ("first", "a", "b", "c"), IntegrityError
    )
    write(turns, "afterwards")
    assert words(engine) == ["afterwards"]


def test_a_transaction_that_sqlite_has_taken_back_is_nobodys_success(engine: Engine, turns: GroupCommit) -> None:
    line = InLine(turns)
    line.add("a", lambda: write(turns, "a"))
    line.add("b", lambda: write(turns, "a", "INSERT OR ROLLBACK INTO words (word) VALUES (:word)"))
    line.add("c", lambda: write(turns, "c"))
    line.go()
    assert words(engine) == ["c"]  # it came after, so it stands in a transaction of its own
    assert type(line.raised["b"]) is IntegrityError
    assert {name: type(line.raised[name]) for name in ("first", "a")} == {
        "first": OperationalError,
        "a": OperationalError,
    }


def test_a_transaction_that_cannot_begin_lets_the_next_one_try(engine: Engine, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path}/turns.db")
    turns = GroupCommit(engine, patience_s=20)
    with other.write(), pytest.raises(OperationalError, match="locked"):
        write(turns, "too early")
    write(turns, "now")
    assert words(engine) == ["now"]
    turns.close()
    other.close()


class TestPatience:
    def test_whose_turn_does_not_come_is_told_and_the_others_go_on(self, engine: Engine) -> None:
        turns = GroupCommit(engine, patience_s=0.1)
        with turns.turn() as connection:
            connection.execute(text("INSERT INTO words (word) VALUES ('slow')"))
            raised: list[type[BaseException]] = []

            def try_to() -> None:
                try:
                    write(turns, "impatient")
                except StorageBusy as error:
                    raised.append(type(error))

            thread = threading.Thread(target=try_to)
            thread.start()
            thread.join(10)
            assert raised == [StorageBusy]
        write(turns, "next")
        assert words(engine) == ["slow", "next"]
        turns.close()

    def test_giving_up_just_as_the_turn_comes_loses_nothing(self, engine: Engine) -> None:
        turns = GroupCommit(engine, patience_s=0.002)
        written: list[str] = []
        busy: list[str] = []

        def try_often(name: str) -> None:
            for n in range(40):
                word = f"{name}.{n}"
                try:
                    write(turns, word)
                    written.append(word)
                except StorageBusy:
                    busy.append(word)

        in_threads(12, try_often)
        assert sorted(words(engine)) == sorted(written)
        assert written
        assert busy
        write(turns, "afterwards")
        turns.close()


def test_many_threads(engine: Engine, turns: GroupCommit) -> None:
    failed: list[str] = []

    def write_many(name: str) -> None:
        for n in range(60):
            word = f"{name}.{n}"
            try:
                with turns.turn() as connection:
                    connection.execute(text("INSERT INTO words (word) VALUES (:word)"), {"word": word})
                    seen = connection.execute(text("SELECT word FROM words ORDER BY id DESC LIMIT 1")).scalar_one()
                    assert seen == word
                    if n % 7 == 0:
                        raise KeyError(word)
            except KeyError:
                failed.append(word)
                continue
            assert word in words(engine)  # by another connection: it is committed

    in_threads(10, write_many)
    wanted = {f"{name}.{n}" for name in range(10) for n in range(60)}
    assert set(words(engine)) == wanted - set(failed)
    assert len(failed) == 10 * 9


def in_threads(count: int, work: Callable[[str], None]) -> None:
    """Run it in several threads at once; what one of them raises is raised here."""
    raised: list[BaseException] = []

    def run(name: str) -> None:
        try:
            work(name)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(str(n),), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    if raised:
        raise raised[0]
