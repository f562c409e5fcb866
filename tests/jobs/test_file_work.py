"""What is done about files outside a request, as after a death: by the row alone, once, whoever takes it up."""

import base64
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from slack_sdk import WebClient

from bot.app import Services, file_work_of
from bot.assembly import build_services
from bot.jobs import slack_files
from bot.jobs.file_work import FileWork
from bot.playground import Playground, Team, User
from bot.services.file_imports import HEAD_START, LEASE, MOST_ATTEMPTS, FileRow
from bot.services.people import Profile
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.imports import FileRef, FileState
from tests.conftest import StandingClock

TEAM, TOKEN, ELIN, OSKAR = "T0FILE", "xoxb-file", "U0ELIN", "U0OSKAR"
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

    def fails(self, method: str, times: int = 8, error: str = "internal_error") -> None:
        """The next calls of that method fail."""
        self.control("fail", method=method, error=error, times=times)

    def take(self) -> FileRow:
        row = self.services.files.take()
        assert row is not None
        return row

    def said(self) -> list[str]:
        """What the bot has said."""
        url = f"{self.slack.url}/_control/messages/{ELIN}?user={ELIN}"
        found = requests.get(url, timeout=15).json()["messages"]
        return [each["text"].replace("\xa0", " ") for each in found if each.get("bot_id")]

    def client(self) -> WebClient:
        return WebClient(token=TOKEN, base_url=self.slack.api_url)

    def deals(self) -> int:
        return self.services.desk.page(self.elin).total


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> Iterator[Desk]:
    with opened(database, clock) as found:
        yield found


@contextmanager
def opened(database: Database, clock: StandingClock) -> Iterator[Desk]:
    """A desk of one's own."""
    people = [User(id=ELIN, name="elin", real_name="Elin Sandberg", tz="Europe/Stockholm", locale="sv-SE")]
    people.append(User(id=OSKAR, name="oskar", real_name="Oskar Berg", tz="Europe/Stockholm", locale="sv-SE"))
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
    assert "1 affär läggs till." in desk.said()[-1]
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


def in_two_hours(desk: Desk) -> int:
    """What the sweeps of two hours do about files; returns how often one was in hand."""
    tries = 0
    for _ in range(120):
        row = desk.services.files.take()
        if row is not None:
            desk.work.carry_out(row)
            tries += 1
        desk.clock.advance(minutes=1)
    return tries


def test_what_was_confirmed_is_read_in_after_an_hour_without_slack(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.drop()
    desk.work.carry_out(row := desk.take())
    desk.services.files.confirm(desk.elin, FileRef(row.id))
    desk.fails("files.info")
    assert in_two_hours(desk) == 9
    assert "unexpected" not in caplog.text
    assert desk.deals() == 1
    assert desk.said()[0].startswith("deals.csv är inläst: 1 affär tillagd.")


def test_what_was_read_in_is_told_after_an_hour_without_slack(desk: Desk) -> None:
    desk.drop()
    desk.work.carry_out(row := desk.take())
    desk.services.files.confirm(desk.elin, FileRef(row.id))
    desk.fails("chat.update")
    desk.work.carry_out(desk.take())
    assert desk.deals() == 1
    assert in_two_hours(desk) == 8
    assert desk.deals() == 1
    assert desk.said()[0].startswith("deals.csv är inläst: 1 affär tillagd.")
    assert len(desk.said()) == 2


def test_a_message_that_was_deleted_is_said_anew(desk: Desk) -> None:
    desk.drop()
    desk.work.carry_out(row := desk.take())
    desk.services.files.confirm(desk.elin, FileRef(row.id))
    desk.fails("chat.update", error="message_not_found")
    desk.work.carry_out(desk.take())
    assert desk.deals() == 1
    assert any(said.startswith("deals.csv är inläst: 1 affär tillagd.") for said in desk.said())


def test_nobody_begins_before_the_press_was_answered(desk: Desk) -> None:
    desk.drop()
    desk.work.carry_out(row := desk.take())
    ref = FileRef(row.id)
    assert desk.services.files.confirm(desk.elin, ref, HEAD_START)
    assert desk.services.files.take() is None
    desk.services.files.begin_now(desk.elin, ref)
    assert desk.take().state is FileState.CONFIRMED
    desk.services.files.begin_now(desk.elin, ref)  # said too late, it takes nothing from whoever has it
    assert desk.services.files.take() is None


def test_whose_deals_they_are_is_not_guessed_while_slack_does_not_say(desk: Desk) -> None:
    desk.services.people.name_role(desk.elin.workspace_id, ELIN, Role.MANAGER)
    desk.drop(CONTENT.replace("Kund;", "Säljare;Kund;").replace("Acme", "Oskar Berg;Acme").replace("Volvo", "-;Volvo"))
    desk.work.carry_out(row := desk.take())
    desk.services.files.confirm(desk.elin, FileRef(row.id))
    desk.fails("users.list", times=2)
    assert in_two_hours(desk) == 3
    owners = {each.profile.slack_user_id for each in desk.services.people.members(desk.elin.workspace_id)}
    assert OSKAR in owners


def test_what_killed_processes_left_on_the_disk_is_cleared(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with slack_files.folder() as mine:
        (mine / "customers.csv").write_text("Acme")
        assert slack_files.clear_left_behind(time.time()) == 0
        assert slack_files.clear_left_behind(time.time() + slack_files.LEFT_BEHIND_S + 60) == 1
        assert not mine.exists()
        mine.mkdir()  # for the `with` to end as usual
    (tmp_path / "somebody-elses").mkdir()
    assert slack_files.clear_left_behind(time.time() + 1e6) == 0


def test_the_token_is_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    desk.drop()
    desk.work.carry_out(desk.take())
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert not [record for record in ours if TOKEN in record.getMessage()]
    assert desk.said()
