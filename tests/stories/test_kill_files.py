"""`kill -9` between what a person asks for and being told: it is done, once, and they hear of it.

A file that is read in, an import that is taken back, deals that are sent as a file.
"""

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from bot.app import Services
from bot.assembly import build_services, utc_now
from bot.playground import Playground, Team, User
from bot.services.file_imports import LEASE
from bot.services.people import Profile
from bot.storage.engine import Database
from bot.storage.models import DailyTally, Deal, DealChange, Errand, FileImport, Import
from bot.values import Deed, Person
from bot.values.errands import ErrandState
from bot.values.exports import ExportWanted
from bot.values.imports import FileRef, FileState
from tests.stories.nursery import Nursery

TEAM, TOKEN, ELIN = "T0FILE", "xoxb-file", "U0ELIN"
ROWS = 2000
HEADING = "Id,Customer,Amount,Status,Opened,Closed\n"
LEASE_MINUTES = LEASE.total_seconds() / 60 + 0.1


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    yield opened
    opened.close()


@dataclass
class Desk:
    """A local Slack, a database, and processes that work on the files in it, one after the other."""

    slack: Playground
    database: Database
    services: Services
    elin: Person
    nursery: Nursery
    folder: Path
    life: int = 0

    def drops(self, name: str, content: str) -> int:
        """Share a file with the bot, as its listener writes it down; returns its row's id."""
        raw = base64.b64encode(content.encode()).decode()
        body = {"user": ELIN, "channel": ELIN, "filename": name, "content_base64": raw}
        done = requests.post(f"{self.slack.url}/_control/upload", json=body, timeout=15).json()
        shared = done["message"]
        assert self.services.files.begin(self.elin, shared["ts"], shared["files"][0]["id"], name, shared["channel"])
        with self.database.read() as connection:
            return int(connection.execute(select(func.max(FileImport.id))).scalar_one())

    def lives(self) -> int:
        """A process that works, when every lease of those before it is over; its process id."""
        self.life += 1
        address = self.database.url.render_as_string(hide_password=False)
        pid = self.nursery.start(
            "files",
            address=address,
            slack=self.slack.api_url,
            minutes=self.life * LEASE_MINUTES,
            folder=str(self.folder),
        )
        assert self.nursery.hear() == {"working": True}
        return pid

    def reaches(self, file: int, state: FileState) -> None:
        self._reaches(select(FileImport.state).where(FileImport.id == file), state)

    def errand_reaches(self, key: str, state: ErrandState) -> None:
        self._reaches(select(Errand.state).where(Errand.key == key), state)

    def _reaches(self, query: Any, state: str) -> None:
        for _ in range(20_000):
            with self.database.read() as connection:
                found = connection.execute(query).scalar_one()
            if found == state:
                return
            time.sleep(0.002)
        pytest.fail(f"it stayed {found} and did not become {state}")

    def reads_in(self, name: str, content: str) -> int:
        """A file, all the way; returns the import's id."""
        file = self.drops(name, content)
        pid = self.lives()
        self.reaches(file, FileState.READY)
        assert self.services.files.confirm(self.elin, FileRef(file))
        self.reaches(file, FileState.TOLD)
        self.nursery.kill(pid)
        with self.database.read() as connection:
            return int(connection.execute(select(func.max(Import.id))).scalar_one())

    def messages(self) -> list[dict[str, Any]]:
        """What the bot has said."""
        found = requests.get(f"{self.slack.url}/_control/messages/{ELIN}?user={ELIN}", timeout=15).json()["messages"]
        return [each for each in found if each.get("bot_id")]

    def said(self) -> list[str]:
        return [each["text"] for each in self.messages()]


@pytest.fixture
def desk(database: Database, nursery: Nursery, tmp_path: Path) -> Iterator[Desk]:
    people = [User(id=ELIN, name="elin", real_name="Elin Sandberg", tz="Europe/Stockholm", locale="en-GB")]
    slack = Playground(team=Team(id=TEAM, name="Files"), users=people, bot_token=TOKEN)
    slack.start()
    # What a person does happens before the first life begins, and so before any lease of it.
    services = build_services(database, lambda: utc_now() - timedelta(minutes=1))
    workspace = services.people.install(
        team_id=TEAM, team_name="Files", bot_token=TOKEN, bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    profile = Profile(ELIN, "Elin Sandberg", "elin", "Europe/Stockholm", "en-GB", slack_admin=False, active=True)
    services.people.remember(workspace, profile)
    yield Desk(slack, database, services, services.people.person(workspace, ELIN, lambda: profile), nursery, tmp_path)
    slack.stop()


def content(round_: int, amount: int = 100) -> str:
    lines = (f"{round_}-{n},Customer {n % 50},{n + amount},won,2026-09-01,2026-10-01\n" for n in range(ROWS))
    return HEADING + "".join(lines)


def test_killed_between_confirming_and_being_told(desk: Desk) -> None:
    for round_, delay in enumerate((0.0, 0.1, 0.3, None)):
        name = f"deals-{round_}.csv"
        file = desk.drops(name, content(round_))
        pid = desk.lives()
        desk.reaches(file, FileState.READY)
        assert desk.services.files.confirm(desk.elin, FileRef(file))
        if delay is None:
            desk.reaches(file, FileState.IMPORTED)  # read in, and not yet told
        else:
            time.sleep(delay)  # somewhere in the middle of it
        desk.nursery.kill(pid)
        heir = desk.lives()
        desk.reaches(file, FileState.TOLD)
        desk.nursery.kill(heir)
        assert sum(said.startswith(f"{name} is read in: 2,000 deals added.") for said in desk.said()) == 1
    with desk.database.read() as connection:
        ids: list[Any] = list(connection.execute(select(Deal.external_id)).scalars())
        imports = connection.execute(select(func.count(Import.id), func.sum(Import.added))).one()
    assert len(ids) == len(set(ids)) == 4 * ROWS
    assert tuple(imports) == (4, 4 * ROWS)


def test_killed_between_asking_for_an_import_back_and_being_told(desk: Desk) -> None:
    desk.reads_in("deals.csv", content(0))
    before = amounts(desk)
    for round_, delay in enumerate((0.3, None), 1):
        name = f"deals-{round_}.csv"
        number = desk.reads_in(name, content(0, amount=100 + round_))
        assert amounts(desk) == [amount + round_ * 100 for amount in before]
        desk.services.errands.take_back(desk.elin, number, None)
        pid = desk.lives()
        if delay is None:
            desk.errand_reaches(f"undo:{number}", ErrandState.DONE)  # taken back, and not yet told
        else:
            time.sleep(delay)  # somewhere in the middle of it
        desk.nursery.kill(pid)
        heir = desk.lives()
        desk.errand_reaches(f"undo:{number}", ErrandState.TOLD)
        desk.nursery.kill(heir)
        assert amounts(desk) == before
        told = [said for said in desk.said() if said.startswith(f"The import of {name} is taken back: 0 deals")]
        assert told, desk.said()
        assert all("2,000 deals that it had changed are as they were." in said for said in told)
    with desk.database.read() as connection:
        undoing = select(func.count()).where(DealChange.deed == Deed.UNDONE.value)
        assert connection.execute(undoing).scalar_one() == 2 * ROWS  # each of them once
        counted = select(func.sum(DailyTally.total)).where(DailyTally.deals != 0)
        assert connection.execute(counted).scalar_one() == sum(before)


def amounts(desk: Desk) -> list[int]:
    with desk.database.read() as connection:
        return [amount or 0 for amount in connection.execute(select(Deal.amount).order_by(Deal.id)).scalars()]


def test_killed_between_asking_for_deals_as_a_file_and_having_it(desk: Desk) -> None:
    desk.reads_in("deals.csv", content(0))
    for round_, delay in enumerate((0.0, 0.1, 0.2, 0.4), 1):
        assert desk.services.errands.send(desk.elin, f"V{round_}", ExportWanted(), ROWS)
        pid = desk.lives()
        time.sleep(delay)  # somewhere in the middle of it, or when it is over
        desk.nursery.kill(pid)
        heir = desk.lives()
        desk.errand_reaches(f"export:V{round_}", ErrandState.TOLD)
        desk.nursery.kill(heir)
        files = [file for each in desk.messages() for file in each.get("files") or ()]
        assert [file["name"] for file in files] == ["my-deals.csv"] * round_
