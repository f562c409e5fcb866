"""Chaos: every recipient gets exactly one message, whatever dies on the way.

`python -m benchmarks.chaos` runs SQLite with one process and PostgreSQL with three, 1,000 recipients each: thirty
random `kill -9`, 5 % of Slack's answers 429, 5 % 500, 2 % lost after the message was accepted, and on PostgreSQL the
server restarted twice. It counts at the receiver. Everything stays on loopback; `--quick` is a tenth of it.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import create_engine, func, make_url, select, text

from bot.playground import Playground, Team, User
from bot.services.people import People, Profile
from bot.services.weekly import Weekly
from bot.storage.engine import Database
from bot.storage.models import Delivery
from bot.storage.schema import migrate
from tests import postgres

TEAM = "T0CHAOS"
TROUBLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rate-limit", {"method": "*", "rate": 0.05, "retry_after": 1}),
    ("fail", {"method": "*", "rate": 0.05, "status": 500}),
    ("fail", {"method": "*", "rate": 0.02, "status": "timeout_after_accept"}),
)


@dataclass(frozen=True)
class Plan:
    database: str  # "sqlite" or "postgresql"
    processes: int
    recipients: int
    kills: int
    restarts: int = 0
    seconds: float = 600.0


@dataclass(frozen=True)
class Outcome:
    """`copies`: how many recipients got how many messages. `states`: what the rows say."""

    copies: Counter[int]
    states: Counter[str]
    kills: int
    restarts: int
    seconds: float

    @property
    def exact(self) -> bool:
        return set(self.copies) == {1}


class Children:
    """Engines in processes of their own, forked by one that has imported everything."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.chaos_child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answer()
        self.alive: list[int] = []

    def start(self) -> None:
        self.alive.append(int(self._ask(start=self._order)["started"]))

    def kill(self, which: int) -> None:
        pid = self.alive.pop(which)
        os.kill(pid, signal.SIGKILL)
        self._ask(reap=pid)

    def close(self) -> None:
        while self.alive:
            self.kill(0)
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        self._nursery.wait(10)

    def _ask(self, **order: Any) -> dict[str, Any]:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order) + "\n")
        self._nursery.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._nursery.stdout is not None
        answer: dict[str, Any] = json.loads(self._nursery.stdout.readline())
        return answer


def run(plan: Plan, seed: int = 1) -> Outcome:
    """Play it. Raises where it cannot even begin; what went wrong afterwards stands in the outcome."""
    chance = random.Random(seed)
    users = [User(id=f"U0R{n:05}", name=f"r{n}", real_name=f"R {n}", tz="UTC") for n in range(plan.recipients)]
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="sales-coach-chaos-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        slack = stack.enter_context(Playground(team=Team(id=TEAM, name="Chaos"), users=users, bot_token="xoxb-chaos"))
        address = stack.enter_context(_database(plan, folder))
        database = Database(address)
        stack.callback(database.close)
        migrate(database)
        _people_due_now(database, users)
        for call, body in TROUBLE:
            requests.post(f"{slack.url}/_control/{call}", json=body, timeout=10).raise_for_status()
        children = Children({"address": address, "slack": slack.api_url, "log": str(folder / "log")})
        stack.callback(children.close)
        began = time.monotonic()
        killed, restarted = _torment(plan, database, children, chance)
        seconds = time.monotonic() - began
        copies = Counter(len(_inbox(slack, user.id)) for user in users)
        return Outcome(copies, _states(database), killed, restarted, seconds)


def _torment(plan: Plan, database: Database, children: Children, chance: random.Random) -> tuple[int, int]:
    """Kill and restart while messages are on their way, then wait until all rows are settled."""
    for _ in range(plan.processes):
        children.start()
    killed = restarted = 0
    end = time.monotonic() + plan.seconds
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.5, 2.5))
        done = _settled(database)
        if killed < plan.kills and done < plan.recipients:
            children.kill(chance.randrange(len(children.alive)))
            killed += 1
            children.start()
        if restarted < plan.restarts and done > plan.recipients * (restarted + 1) / (plan.restarts + 2):
            _restart(database)
            restarted += 1
        if done >= plan.recipients:
            break
    return killed, restarted


def _settled(database: Database) -> int:
    for _ in range(20):
        try:
            with database.read() as connection:
                query = select(func.count()).select_from(Delivery).where(Delivery.settled_at.is_not(None))
                return int(connection.execute(query).scalar_one())
        except Exception:
            time.sleep(0.5)
    raise RuntimeError("the database does not come back")


def _states(database: Database) -> Counter[str]:
    with database.read() as connection:
        rows = connection.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
        return Counter({row[0]: row[1] for row in rows})


def _inbox(slack: Playground, user: str) -> list[Any]:
    return list(requests.get(f"{slack.url}/_control/messages/{user}", timeout=10).json()["messages"])


def _people_due_now(database: Database, users: list[User]) -> None:
    """Everybody agreed an hour ago to a message at the hour that has just begun."""
    now = datetime.now(UTC)
    before = now - timedelta(minutes=61)
    people, weekly = People(database, lambda: before), Weekly(database, lambda: before)
    workspace_id = people.install(
        team_id=TEAM, team_name="Chaos", bot_token="xoxb-chaos", bot_id="B1", bot_user_id="U0BOT", source="chaos"
    )
    for user in users:
        profile = Profile(user.id, user.real_name, user.name, "UTC", "en-GB", slack_admin=False, active=True)
        person = people.person(workspace_id, user.id, lambda profile=profile: profile)  # type: ignore[misc]
        weekly.set(person, weekday=now.weekday(), hour=now.hour)


@contextmanager
def _database(plan: Plan, folder: Path) -> Iterator[str]:
    if plan.database == "sqlite":
        yield f"sqlite:///{folder / 'chaos.db'}"
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's server is not installed.")
    with postgres.cluster(binaries) as server:
        engine = create_engine(
            make_url(f"{server}/postgres").set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE chaos"))
        engine.dispose()
        yield f"{server}/chaos"


def _restart(database: Database) -> None:
    """PostgreSQL is stopped as by a power cut and comes back."""
    binaries = postgres.find_binaries()
    assert binaries is not None
    with database.read() as connection:
        data = connection.execute(text("SHOW data_directory")).scalar_one()
    command = [
        str(binaries / "pg_ctl"),
        "-D",
        data,
        "-m",
        "immediate",
        "-w",
        "-t",
        "30",
        "-l",
        f"{data}/../log",
        "restart",
    ]
    subprocess.run(command, user=postgres.server_user(), cwd="/", check=True, capture_output=True, timeout=60)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 recipients and 5 kills")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--recipients", type=int)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    recipients = asked.recipients or (100 if asked.quick else 1000)
    kills = asked.kills if asked.kills is not None else 5 if asked.quick else 30
    plans = [Plan("sqlite", 1, recipients, kills), Plan("postgresql", 3, recipients, kills, restarts=2)]
    exact = True
    for plan in plans:
        if asked.database in (plan.database, "both"):
            outcome = run(plan, asked.seed)
            exact &= outcome.exact
            print(f"{plan.database}, {plan.processes} process(es), {plan.recipients} recipients: ", end="")
            print(f"{outcome.kills} kills, {outcome.restarts} restarts, {outcome.seconds:.0f} s", end="; ")
            print(f"messages per recipient {dict(outcome.copies)}, rows {dict(outcome.states)}", flush=True)
    return 0 if exact else 1


if __name__ == "__main__":
    sys.exit(main())
