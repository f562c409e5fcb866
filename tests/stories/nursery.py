"""Processes that are started to be killed, and what must hold of the database that they leave behind."""

import itertools
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from bot.storage import tallies
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.models import DailyTally, Deal, DealChange, Workspace
from bot.storage.snapshots import to_json
from bot.values import Deed
from tests.stories.killable import TEAM

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
        self._alive: set[int] = set()
        assert self.hear() == {"ready": True}

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks the others has ended"
        said: dict[str, Any] = json.loads(line)
        return said

    def start(self, role: str, **order: Any) -> int:
        self._order(start=role, **order)
        pid = int(self._until("started")[-1]["started"])
        self._alive.add(pid)
        return pid

    def kill(self, pid: int) -> list[dict[str, Any]]:
        """Kill -9, with everything that it started; returns what it had still said."""
        os.killpg(pid, signal.SIGKILL)
        self._alive.discard(pid)
        self._order(reap=pid)
        *said, ended = self._until("ended")
        assert ended["by"] == signal.SIGKILL, "it had ended before it was killed"
        return said

    def close(self) -> None:
        for pid in self._alive:
            os.killpg(pid, signal.SIGKILL)
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


@dataclass
class Ledger:
    """What was asked for and what was answered, as the one who asked remembers it."""

    answered: list[dict[str, Any]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    unanswered: dict[str, dict[str, Any]] = field(default_factory=dict)

    def note(self, said: dict[str, Any]) -> None:
        if said.get("sent"):
            self.unanswered[said["sent"]] = said
        elif said.get("refused"):
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
        for earlier, later in itertools.pairwise(history):
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
