"""`kill -9` at any moment: what was answered is there afterwards, and nothing is there twice or by half."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection, select, text

from bot.playground.http_mode import signature
from bot.storage import tallies
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.models import DailyTally, Deal, DealChange, Workspace
from bot.storage.snapshots import to_json
from bot.values import Deed
from tests.stories.killable import REPS, SECRET, TEAM

ROOT = Path(__file__).parents[2]


class Nursery:
    """The process that forks others. Everything that they say arrives here, in order."""

    def __init__(self) -> None:
        # One thread for linear algebra: only a process with a single thread is forked whole.
        surroundings = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "tests.stories.killable"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.hear() == {"ready": True}

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks the others has ended"
        said: dict[str, Any] = json.loads(line)
        return said

    def start(self, role: str, **order: Any) -> int:
        self._order(start=role, **order)
        return int(self._until("started")[-1]["started"])

    def kill(self, pid: int) -> list[dict[str, Any]]:
        """Kill -9, with everything that it started; returns what it had still said."""
        os.killpg(pid, signal.SIGKILL)
        self._order(reap=pid)
        *said, ended = self._until("ended")
        assert ended["by"] == signal.SIGKILL, "it had ended before it was killed"
        return said

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _order(self, **order: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _until(self, what: str) -> list[dict[str, Any]]:
        heard = [self.hear()]
        while what not in heard[-1]:
            heard.append(self.hear())
        return heard


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    yield opened
    opened.close()


@dataclass
class Ledger:
    """What was asked for and what was answered, as the one who asked remembers it."""

    answered: list[dict[str, Any]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    unanswered: dict[str, dict[str, Any]] = field(default_factory=dict)

    def note(self, said: dict[str, Any]) -> None:
        if said.get("sent"):
            self.unanswered[said["sent"]] = said
        elif "refused" in said and said["refused"]:
            self.unanswered.pop(said["refused"], None)
            self.refused.add(said["refused"])
        elif "answered" in said:
            self.answered.append(said)
            if said["answered"]:
                self.unanswered.pop(said["answered"], None)


def check(connection: Connection, ledger: Ledger) -> None:
    """Every promise about what is stored, held against what was answered."""
    workspace_id = connection.execute(select(Workspace.id).where(Workspace.team_id == TEAM)).scalar_one_or_none()
    if workspace_id is None:
        assert not ledger.answered
        return
    _check_answers(connection, ledger)
    _check_deals(connection, workspace_id)
    counted = _tallies(connection)
    tallies.rebuild(connection, workspace_id)
    assert counted == _tallies(connection), "the tallies are not what the deals add up to"


def _check_answers(connection: Connection, ledger: Ledger) -> None:
    rows = connection.execute(select(DealChange)).all()
    changes = {row.id: row for row in rows}
    keys = [row.request_key for row in rows if row.request_key is not None]
    assert len(keys) == len(set(keys)), "a request was carried out twice"
    for said in ledger.answered:
        change = changes.get(said["change"])
        assert change is not None, f"answered and lost: {said}"
        assert change.after == said["after"]
        assert change.deed == said["deed"]
        if said["answered"]:
            assert change.request_key == said["answered"]
    assert not ledger.refused & set(keys), "what was refused was carried out all the same"
    undone = {row.undoes_id for row in rows}
    for said in (*ledger.answered, *ledger.unanswered.values()):
        instead_of = said.get("instead_of")
        if instead_of is not None and said.get("sent") in keys:
            assert instead_of in undone, "half of a change and its replacement"


def _check_deals(connection: Connection, workspace_id: int) -> None:
    """Each deal is what its history says, from a first row to the last, without a gap."""
    deals = Deals(connection, workspace_id, horizon_months=12)
    numbers = connection.execute(select(Deal.number, Deal.id).order_by(Deal.number)).all()
    assert [number for number, _ in numbers] == list(range(1001, 1001 + len(numbers)))
    assert connection.execute(select(Workspace.next_number)).scalar_one() == 1001 + len(numbers)
    histories: dict[int, list[Any]] = {deal_id: [] for _, deal_id in numbers}
    for row in connection.execute(select(DealChange).order_by(DealChange.id)):
        histories[row.deal_id].append(row)
    for deal_id, history in histories.items():
        assert [row.deed == Deed.RECORDED for row in history] == [True] + [False] * (len(history) - 1)
        assert history[0].before is None
        for earlier, later in zip(history, history[1:], strict=False):
            assert later.before == earlier.after
        assert to_json(deals.by_id(deal_id).deal) == history[-1].after


def _tallies(connection: Connection) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(select(DailyTally).where(DailyTally.deals != 0))}


def check_sqlite(path: Path, ledger: Ledger) -> None:
    if not path.exists():
        assert not ledger.answered
        return
    database = Database(f"sqlite:///{path}")
    try:
        with database.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            connection.exec_driver_sql("BEGIN")
            if connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one() == 0:
                assert not ledger.answered, "an empty database, and something was answered"
                return
            check(connection, ledger)
            connection.rollback()
    finally:
        database.close()


def live_and_die(nursery: Nursery, ledger: Ledger, life: str, chance: random.Random, **order: Any) -> None:
    """One process that writes, killed after some number of answers and a little later than that."""
    again = [key for key, said in ledger.unanswered.items() if "instead_of" not in said]
    answers_wanted = len(ledger.answered) + chance.choice((0, 1, 5, 20, 60))
    pid = nursery.start("deals", life=life, again=again, **order)
    if answers_wanted == len(ledger.answered):
        time.sleep(chance.uniform(0, 0.3))  # while it starts
    while len(ledger.answered) < answers_wanted:
        ledger.note(nursery.hear())
    time.sleep(chance.uniform(0, 0.01))
    for said in nursery.kill(pid):
        ledger.note(said)


def test_eighty_kills_while_several_write_to_sqlite(nursery: Nursery, tmp_path: Path) -> None:
    chance = random.Random(80)
    answered = 0
    for round_ in range(8):
        path, ledger = tmp_path / f"{round_}.db", Ledger()
        for life in range(10):
            live_and_die(nursery, ledger, f"{life}", chance, address=f"sqlite:///{path}")
            check_sqlite(path, ledger)
        answered += len(ledger.answered)
    assert answered > 800  # or there was next to nothing to lose


@pytest.mark.postgres
def test_fifteen_kills_while_several_write_to_postgresql(nursery: Nursery, postgres_url: str) -> None:
    chance, ledger = random.Random(15), Ledger()
    database = Database(postgres_url)
    for life in range(15):
        live_and_die(nursery, ledger, f"{life}", chance, address=postgres_url)
        with database.engine.connect() as connection:
            _wait_until_alone(connection)
            check(connection, ledger)
            connection.rollback()
    database.close()
    assert len(ledger.answered) > 100


def _wait_until_alone(connection: Connection) -> None:
    """The server notices after a moment that a client is gone; until then its last transaction may still end."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(500):
        alone = connection.execute(others).scalar_one() == 0
        connection.rollback()
        if alone:
            return
        time.sleep(0.01)
    pytest.fail("the server still serves a process that was killed")


class Typist(threading.Thread):
    """Sends `/deal won …` after `/deal won …` over signed HTTP, and remembers what was answered, until nobody answers."""

    def __init__(self, port: int, user: str, life: int, answered: list[str]) -> None:
        super().__init__(daemon=True)
        self._port, self._user, self._life, self._answered = port, user, life, answered

    def run(self) -> None:
        for n in range(10_000):
            trigger = f"{self._life}.{self._user}.{n}"
            try:
                said = signed_command(self._port, self._user, f"won {n + 1} note:{trigger}", trigger)
            except OSError:
                return
            assert "deal_undo" in said, said
            self._answered.append(trigger)


def signed_command(port: int, user: str, text_: str, trigger: str) -> str:
    """One slash command as Slack sends it; raises OSError where the server is gone."""
    form = {
        "team_id": TEAM,
        "user_id": user,
        "channel_id": "C0SALES",
        "command": "/deal",
        "text": text_,
        "trigger_id": trigger,
        "response_url": f"http://127.0.0.1:{port}/unused",
    }
    body, now = urlencode(form).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature(SECRET, now, body),
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        said = answer.read().decode()
    except HTTPException as broken:
        raise OSError("cut off in the middle of an answer") from broken
    finally:
        connection.close()
    assert answer.status == 200, said
    return said


def test_twenty_kills_of_the_whole_app_under_signed_http(nursery: Nursery, tmp_path: Path) -> None:
    chance, path, port = random.Random(20), tmp_path / "http.db", free_port()
    answered: list[str] = []
    for life in range(20):
        pid = nursery.start("http", address=f"sqlite:///{path}", port=port)
        wait_for(lambda: reachable(port))
        wanted = len(answered) + chance.choice((1, 5, 25))
        typists = [Typist(port, user, life, answered) for user in REPS]
        for typist in typists:
            typist.start()
        wait_for(lambda wanted=wanted: len(answered) >= wanted)  # type: ignore[misc]
        nursery.kill(pid)
        for typist in typists:
            typist.join(30)
        check_sqlite(path, Ledger())
        assert_recorded_once(path, answered)
    assert len(answered) > 100


def assert_recorded_once(path: Path, answered: list[str]) -> None:
    database = Database(f"sqlite:///{path}")
    with database.read() as connection:
        notes = connection.execute(select(Deal.note)).scalars().all()
        keys = connection.execute(select(DealChange.request_key)).scalars().all()
    database.close()
    assert not set(answered) - set(notes), "answered and lost"
    assert sorted(map(str, keys)) == sorted(map(str, notes))
    assert len(notes) == len(set(notes))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reachable(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(there: Callable[[], bool]) -> None:
    for _ in range(3000):
        if there():
            return
        time.sleep(0.01)
    pytest.fail("it did not come in thirty seconds")
