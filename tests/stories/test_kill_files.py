"""`kill -9` between "Read it in" and being told: what was confirmed is read in, once, and its owner hears of it."""

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
from bot.storage.models import Deal, FileImport, Import
from bot.values import Person
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
        for _ in range(20_000):
            with self.database.read() as connection:
                found = connection.execute(select(FileImport.state).where(FileImport.id == file)).scalar_one()
            if found == state:
                return
            time.sleep(0.002)
        pytest.fail(f"it stayed {found} and did not become {state}")

    def said(self) -> list[str]:
        found = requests.get(f"{self.slack.url}/_control/messages/{ELIN}?user={ELIN}", timeout=15).json()["messages"]
        return [each["text"] for each in found if each.get("bot_id")]


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


def content(round_: int) -> str:
    lines = (f"{round_}-{n},Customer {n % 50},{n + 100},won,2026-09-01,2026-10-01\n" for n in range(ROWS))
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
