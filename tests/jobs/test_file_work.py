"""What is done about files outside a request, as after a death: by the row alone, once, whoever takes it up."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from bot.app import Services, file_work_of
from bot.assembly import build_services
from bot.jobs.file_work import FileWork
from bot.playground import Playground, Team, User
from bot.services.file_imports import LEASE, MOST_ATTEMPTS, FileRow
from bot.services.people import Profile
from bot.storage.engine import Database
from bot.values import Person
from bot.values.imports import FileRef, FileState
from tests.conftest import StandingClock

TEAM, TOKEN, ELIN = "T0FILE", "xoxb-file", "U0ELIN"
CONTENT = "Kund;Belopp;Status;Avslutad\nAcme;25000;vunnen;2026-10-01\nVolvo;x;vunnen;2026-10-01\n"


@dataclass
class Desk:
    """A local Slack without an app that listens, and the work that is done about files in it."""

    slack: Playground
    services: Services
    work: FileWork
    elin: Person
    clock: StandingClock

    def control(self, call: str, **body: Any) -> dict[str, Any]:
        done: dict[str, Any] = requests.post(f"{self.slack.url}/_control/{call}", json=body, timeout=15).json()
        assert done["ok"], done
        return done

    def drop(self, content: str = CONTENT) -> str:
        """Share a file with the bot and begin with it, as its listener does; returns the file's id in Slack."""
        raw = base64.b64encode(content.encode()).decode()
        done = self.control("upload", user=ELIN, channel=ELIN, filename="deals.csv", content_base64=raw)
        file = str(done["message"]["files"][0]["id"])
        channel = str(done["message"]["channel"])
        assert self.services.files.begin(self.elin, done["message"]["ts"], file, "deals.csv", channel)
        return file

    def take(self) -> FileRow:
        row = self.services.files.take()
        assert row is not None
        return row

    def said(self) -> list[str]:
        """What the bot has said."""
        url = f"{self.slack.url}/_control/messages/{ELIN}?user={ELIN}"
        found = requests.get(url, timeout=15).json()["messages"]
        return [each["text"].replace("\xa0", " ") for each in found if each.get("bot_id")]

    def deals(self) -> int:
        return self.services.desk.page(self.elin).total


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> Iterator[Desk]:
    people = [User(id=ELIN, name="elin", real_name="Elin Sandberg", tz="Europe/Stockholm", locale="sv-SE")]
    slack = Playground(team=Team(id=TEAM, name="Files"), users=people, bot_token=TOKEN)
    slack.start()
    services = build_services(database, clock)
    workspace = services.people.install(
        team_id=TEAM, team_name="Files", bot_token=TOKEN, bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    profile = Profile(ELIN, "Elin Sandberg", "elin", "Europe/Stockholm", "sv-SE", slack_admin=False, active=True)
    services.people.remember(workspace, profile)
    elin = services.people.person(workspace, ELIN, lambda: profile)
    yield Desk(slack, services, file_work_of(services, slack.api_url), elin, clock)
    slack.stop()


def test_after_a_death_between_confirming_and_reading_in(desk: Desk) -> None:
    desk.drop()
    desk.work.carry_out(row := desk.take())
    assert "1 affär skulle läggas till." in desk.said()[-1]
    assert desk.services.files.confirm(desk.elin, FileRef(row.id))
    assert desk.take().state is FileState.CONFIRMED  # and whoever took it is no more
    assert desk.services.files.take() is None
    desk.clock.advance(seconds=LEASE.total_seconds())
    desk.work.carry_out(desk.take())
    assert desk.deals() == 1
    assert desk.said()[0].startswith("deals.csv är inläst: 1 affär tillagd.")
    assert len(desk.said()) == 2  # and the file with the row that was left out


def test_after_a_death_between_reading_in_and_telling(desk: Desk) -> None:
    desk.drop()
    desk.work.carry_out(row := desk.take())
    desk.services.files.confirm(desk.elin, FileRef(row.id))
    row = desk.take()
    desk.clock.advance(seconds=LEASE.total_seconds())
    again = desk.take()
    assert (again.id, again.attempts) == (row.id, 2)
    desk.work.carry_out(again)
    desk.work.carry_out(row)  # the one that was taken for dead wakes up
    assert desk.deals() == 1
    assert desk.said()[0].startswith("deals.csv är inläst: 1 affär tillagd.")


def test_a_file_on_which_the_process_dies_each_time_is_given_up(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.drop()
    for _ in range(MOST_ATTEMPTS):
        desk.take()
        desk.clock.advance(seconds=LEASE.total_seconds())
    desk.work.carry_out(desk.take())
    assert "referensen" in desk.said()[-1]
    desk.clock.advance(seconds=LEASE.total_seconds())
    assert desk.services.files.take() is None
    assert "each time this file was in hand" in caplog.text


def test_what_slack_refuses_for_now_is_tried_again(desk: Desk) -> None:
    desk.drop()
    row = desk.take()
    desk.slack.stop()
    desk.work.carry_out(row)
    assert desk.services.files.take() is None  # not at once
    desk.clock.advance(seconds=11)
    assert desk.take().attempts == 2


def test_the_token_is_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    desk.drop()
    desk.work.carry_out(desk.take())
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert not [record for record in ours if TOKEN in record.getMessage()]
    assert desk.said()
