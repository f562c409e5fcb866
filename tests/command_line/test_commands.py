"""The command line: what each command says, does, refuses, and how it ends."""

import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import typer

from bot.__main__ import cli
from bot.assembly import utc_now
from bot.services.people import People, Profile
from bot.storage.engine import Database
from bot.storage.schema import migrate
from tests.command_line.running import Ended, Running, run


def all_commands(group: Any, *above: str) -> Iterator[tuple[str, ...]]:
    yield above
    for name, command in getattr(group, "commands", {}).items():
        yield from all_commands(command, *above, name)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def database_of(home: Path) -> Database:
    database = Database(f"sqlite:///{home}/.local/share/sales-coach/sales-coach.db")
    migrate(database)
    return database


@contextmanager
def people_of(home: Path) -> Iterator[People]:
    database = database_of(home)
    yield People(database, utc_now)
    database.close()


def install(home: Path, team: str, *names: str) -> None:
    with people_of(home) as people:
        workspace_id = people.install(
            team_id=team, team_name=f"{team} AB", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0BOT", source="test"
        )
        for name in names:
            handle = name.split()[0].lower()
            profile = Profile(f"U0{handle.upper()}", name, handle, "Europe/Stockholm", "sv-SE", False, True)
            people.remember(workspace_id, profile)


def refused(ended: Ended) -> str:
    """The one line of a command that refused."""
    assert (ended.status, ended.out) == (1, "")
    lines = [line for line in ended.err.splitlines() if " INFO " not in line]
    assert len(lines) == 1, ended.err
    return lines[0].removeprefix("sales-coach: ")


def roles(home: Path, team: str = "T1") -> dict[str, str]:
    ended = run(home, "members", "list", "--team", team)
    assert ended.status == 0, ended.err
    rows = [re.split(r"\s*[│┃]\s*", line.strip("│┃ ")) for line in ended.out.splitlines() if "@" in line]
    return {handle: role for _name, handle, _id, role, *_ in rows}


class TestHelp:
    @pytest.mark.parametrize("command", list(all_commands(typer.main.get_command(cli))), ids=" ".join)
    def test_everything_explains_itself(self, home: Path, command: tuple[str, ...]) -> None:
        ended = run(home, *command, "--help")
        assert (ended.status, ended.err) == (0, "")
        assert " ".join(("Usage: sales-coach", *command)) in ended.out

    def test_a_command_that_does_not_exist(self, home: Path) -> None:
        ended = run(home, "frobnicate")
        assert ended.status == 2
        assert "No such command 'frobnicate'" in ended.err
        assert "Traceback" not in ended.err


class TestMembers:
    def test_a_role_is_named_and_taken_back(self, home: Path) -> None:
        install(home, "T1", "Maria Lind", "Elin Sandberg")
        assert roles(home) == {"@maria": "rep", "@elin": "rep"}
        assert run(home, "members", "role", "@maria", "manager").out == "Maria Lind: manager.\n"
        assert roles(home) == {"@maria": "manager", "@elin": "rep"}
        assert run(home, "members", "role", "elin sandberg", "admin").out == "Elin Sandberg: admin.\n"
        assert run(home, "members", "role", "U0MARIA", "slack").out == "Maria Lind: as Slack says.\n"
        assert roles(home) == {"@maria": "rep", "@elin": "admin"}

    def test_a_role_that_does_not_exist(self, home: Path) -> None:
        install(home, "T1", "Maria Lind")
        line = refused(run(home, "members", "role", "@maria", "boss"))
        assert line.startswith("There is no role 'boss'. Write rep, manager, admin or slack")

    def test_somebody_who_is_not_known(self, home: Path) -> None:
        install(home, "T1", "Maria Lind")
        assert "Nobody, or more than one, is called @otto here" in refused(
            run(home, "members", "role", "@otto", "manager")
        )

    def test_two_of_the_same_name_are_not_guessed_between(self, home: Path) -> None:
        install(home, "T1", "Maria Lind")
        with people_of(home) as people:
            workspace_id = people.workspace_id("T1")
            assert workspace_id is not None
            twin = Profile("U0OTHER", "Maria Lind", "maria.l", "Europe/Stockholm", "sv-SE", False, True)
            people.remember(workspace_id, twin)
        line = refused(run(home, "members", "role", "Maria Lind", "manager"))
        assert roles(home) == {"@maria": "rep", "@maria.l": "rep"}
        assert "or more than one, is called Maria Lind here" in line

    def test_several_workspaces_are_asked_about(self, home: Path) -> None:
        install(home, "T1", "Maria Lind")
        install(home, "T2", "Maria Lind")
        line = refused(run(home, "members", "list"))
        assert line == "Which workspace? Say --team with one of: T1 (T1 AB), T2 (T2 AB)."
        assert refused(run(home, "members", "role", "@maria", "manager", "--team", "T3")) == line
        run(home, "members", "role", "@maria", "manager", "--team", "T2")
        assert (roles(home, "T1"), roles(home, "T2")) == ({"@maria": "rep"}, {"@maria": "manager"})

    def test_no_workspace_yet(self, home: Path) -> None:
        assert "run `sales-coach serve` once" in refused(run(home, "members", "list"))


class TestMigrate:
    def test_an_empty_database_and_one_that_is_up_to_date(self, home: Path) -> None:
        first = run(home, "migrate")
        assert re.fullmatch(r"Schema empty → \d{4}\.\n", first.out)
        assert re.fullmatch(r"Schema \d{4}, nothing to do\.\n", run(home, "migrate").out)

    @pytest.mark.parametrize("command", ["migrate", "members list"])
    def test_a_newer_one_is_refused(self, home: Path, command: str) -> None:
        database = database_of(home)
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        database.close()
        line = refused(run(home, *command.split()))
        assert line.startswith("The database is at schema 9999, which this version of Sales Coach does not know.")

    @pytest.mark.postgres
    def test_on_postgresql(self, home: Path, postgres_url: str) -> None:
        assert "nothing to do" in run(home, "migrate", DATABASE_URL=postgres_url).out

    def test_a_file_that_is_no_database(self, home: Path) -> None:
        home.mkdir()
        (home / "x.db").write_text("This is a shopping list. " * 100)
        line = refused(run(home, "migrate", DATABASE_URL=f"sqlite:///{home}/x.db"))
        assert "file is not a database" in line
        assert (home / "x.db").read_text().startswith("This is a shopping list.")


class Demo(Running):
    """`sales-coach demo` on any free port, with its address."""

    def __init__(self, home: Path, *more: str, **surroundings: str) -> None:
        super().__init__(home, "demo", "--no-browser", "--port", "0", *more, **surroundings)
        self.wait_until(lambda: re.search(r"running: http://\S+", self.out) and "Ctrl+C" in self.out)
        self.url = re.findall(r"running: (http://\S+)", self.out)[0]

    def types(self, text: str) -> str:
        command = {"channel": "C0SALES", "user": "U0OLIVIA", "command": "/deal", "text": text, "wait_seconds": 5}
        done: Any = requests.post(f"{self.url}/_control/command", json=command, timeout=15).json()
        assert done["ok"], done
        return str(done["messages"][0]["text"]).replace("\u00a0", " ")

    def stop(self) -> Ended:
        self.send(signal.SIGINT)
        return self.ended()


class TestDemo:
    def test_it_starts_answers_remembers_and_begins_anew_when_told(self, home: Path) -> None:
        with Demo(home) as demo:
            first = demo.types("won 25000")
            assert re.match(r"Won: #\d{4} · SEK 25,000", first), first
            number = re.findall(r"#\d{4}", first)[0]
            ended = demo.stop()
        assert (ended.status, ended.err) == (0, "")
        with Demo(home) as demo:
            assert number in demo.types("list")
            demo.stop()
        with Demo(home, "--fresh") as demo:
            assert number not in demo.types("list")
            assert number in demo.types("won 25000")

    def test_whatever_the_surroundings_say_of_a_real_slack(self, home: Path) -> None:
        home.mkdir()
        (home / ".env").write_text("SLACK_BOT_TOKEN=xoxb-real\nDATABASE_URL=postgresql://real/real\n")
        odd = {"SLACK_API_URL": "https://slack.com/api/", "SLACK_SIGNING_SECRET": "a real secret", "HOST": "::"}
        with Demo(home, DATABASE_URL="sqlite:////nowhere/real.db", SLACK_APP_TOKEN="xapp-real", **odd) as demo:
            assert "SEK 25,000" in demo.types("won 25000")

    def test_settings_that_would_stop_serve_do_not_stop_it(self, home: Path) -> None:
        with Demo(home, PORT="http", LOG_LEVEL="chatty", THREADS="0") as demo:
            assert "SEK 25,000" in demo.types("won 25000")

    def test_a_port_that_is_taken(self, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            line = refused(run(home, "demo", "--no-browser", "--port", str(port)))
        assert line == f"Port {port} is taken. Choose another: sales-coach demo --port {port + 1}"

    @pytest.mark.parametrize("port", ["-1", "65536", "http"])
    def test_what_is_no_port(self, home: Path, port: str) -> None:
        ended = run(home, "demo", "--no-browser", "--port", port)
        assert ended.status == 2
        assert "Invalid value for '--port'" in ended.err
