"""`sales-coach weekly`, in a process of its own: what is to come, and one message at once."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from bot.assembly import build_services
from bot.playground import Playground
from bot.services.people import Profile
from bot.storage.engine import Database
from tests.command_line.running import Ended, run
from tests.stories.conftest import ELIN, TEAM, playground

Command = Callable[..., Ended]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def slack() -> Iterator[Playground]:
    started = playground()
    started.start()
    yield started
    started.stop()


@pytest.fixture
def database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    path = tmp_path / "coach.db"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Database(f"sqlite:///{path}")
    people = build_services(opened, now).people
    workspace = people.install(
        team_id=TEAM, team_name="Test", bot_token="xoxb-test", bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    people.remember(workspace, Profile(ELIN, "Elin Sandberg", "elin", "Europe/Stockholm", "sv-SE", False, True))
    yield opened
    opened.close()


@pytest.fixture
def command(tmp_path: Path, database: Database, slack: Playground) -> Command:
    def typed(*arguments: str) -> Ended:
        url = database.url.render_as_string()
        return run(tmp_path / "home", "weekly", *arguments, DATABASE_URL=url, SLACK_API_URL=slack.api_url)

    return typed


def test_nobody_has_agreed_yet(command: Command) -> None:
    ended = command("--dry-run")
    assert ended.status == 0, ended.err
    assert "Nobody has said yes" in ended.out


def test_who_gets_what_and_when(command: Command, database: Database) -> None:
    services = build_services(database, now)
    workspace = services.people.workspace_id(TEAM)
    assert workspace is not None
    elin = services.people.person(workspace, ELIN, lambda: None)
    services.weekly.set(elin, weekday=3, hour=14)
    ended = command("--dry-run", "--as-of", "2026-11-18")
    assert ended.status == 0, ended.err
    assert re.search(r"Elin Sandberg.*weekly.*2026-11-19 14:00 Europe/Stockholm.*2026-11-15.*Inga affärer", ended.out)
    assert command("--dry-run").status == 0


def test_one_message_at_once_and_not_twice(command: Command, slack: Playground) -> None:
    ended = command("--send-now", "@elin")
    assert ended.status == 0, ended.err
    assert "Sent to Elin Sandberg" in ended.out
    assert "not sent twice" in command("--send-now", "Elin Sandberg").out
    found = requests.get(f"{slack.url}/_control/messages/{ELIN}?user={ELIN}", timeout=15).json()["messages"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "arguments", [(), ("--dry-run", "--as-of", "soon"), ("--send-now", "@nobody"), ("--dry-run", "--send-now", "@elin")]
)
def test_what_makes_no_sense_gets_a_line(command: Command, arguments: tuple[str, ...]) -> None:
    ended = command(*arguments)
    assert ended.status == 1
    assert ended.err.startswith("sales-coach: ")
    assert len(ended.err.strip().splitlines()) == 1
    assert "Traceback" not in ended.err
