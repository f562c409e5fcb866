"""`kill -9` at any moment: what was answered is there afterwards, and nothing is there twice or by half."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection, select, text

from bot.playground.http_mode import signature
from bot.storage.engine import Database
from bot.storage.models import Deal
from tests.ports import free_port
from tests.stories.killable import REPS, SECRET, TEAM
from tests.stories.nursery import Ledger, Nursery, check, check_sqlite


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    yield opened
    opened.close()


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


class Typist:
    """Sends `/deal won …` after `/deal won …` over signed HTTP. What got no answer is sent again in the next life."""

    def __init__(self, user: str, answered: list[str]) -> None:
        self._user, self._answered, self._sent = user, answered, 0
        self.complaint: str | None = None

    def type(self, port: int) -> None:
        """Until nobody answers any more."""
        for _ in range(10_000):
            trigger = f"{self._user}.{self._sent}"
            try:
                status, said = signed_command(port, self._user, f"won {self._sent + 1} note:{trigger}", trigger)
            except OSError:
                return
            if status != 200 or "deal_undo" not in said:
                self.complaint = f"{status} {said}"
                return
            self._answered.append(trigger)
            self._sent += 1


def signed_command(port: int, user: str, text_: str, trigger: str) -> tuple[int, str]:
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
        return answer.status, answer.read().decode()
    except HTTPException as broken:
        raise OSError("cut off in the middle of an answer") from broken
    finally:
        connection.close()


def test_twenty_kills_of_the_whole_app_under_signed_http(nursery: Nursery, tmp_path: Path) -> None:
    chance, path, port = random.Random(20), tmp_path / "http.db", free_port()
    answered: list[str] = []
    typists = [Typist(user, answered) for user in REPS]
    for _ in range(20):
        pid = nursery.start("http", address=f"sqlite:///{path}", port=port)
        wait_for(lambda: reachable(port))
        wanted = len(answered) + chance.choice((1, 5, 25))
        threads = [threading.Thread(target=typist.type, args=(port,), daemon=True) for typist in typists]
        for thread in threads:
            thread.start()
        wait_for(lambda wanted=wanted: len(answered) >= wanted or any(t.complaint for t in typists))  # type: ignore[misc]
        nursery.kill(pid)
        for thread in threads:
            thread.join(30)
        assert [t.complaint for t in typists] == [None] * len(typists)
        check_sqlite(path, Ledger())
        assert_recorded_once(path, answered)
    assert len(answered) > 100


def assert_recorded_once(path: Path, answered: list[str]) -> None:
    database = Database(f"sqlite:///{path}")
    with database.read() as connection:
        notes = connection.execute(select(Deal.note)).scalars().all()
    database.close()
    assert not set(answered) - set(notes), "answered and lost"
    assert len(notes) == len(set(notes)), "recorded twice"


def reachable(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(there: Callable[[], bool]) -> None:
    for _ in range(3000):
        if there():
            return
        time.sleep(0.01)
    pytest.fail("it did not come in thirty seconds")
