"""Settings: each that is missing, malformed or refused ends the start with one line: what to set, and where it is."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import APP_TOKEN_HELP, BOT_TOKEN_HELP, SIGNING_SECRET_HELP, Settings
from bot.playground import Playground, Team, User
from tests.command_line.running import Running, run
from tests.ports import free_port

BOT, APP, SECRET = "xoxb-1-token", "xapp-1-token", "a signing secret"
SOCKET = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}


@pytest.fixture(scope="module")
def slack() -> Iterator[Playground]:
    opened = Playground(
        team=Team(id="T0TEST", name="Test", domain="test"),
        users=[User(id="U0ELIN", name="elin", real_name="Elin", tz="Europe/Stockholm", locale="sv-SE")],
        channels=[],
        manifest=None,
        bot_token=BOT,
        app_token=APP,
        signing_secret=SECRET,
    )
    opened.start()
    yield opened
    opened.stop()


@contextmanager
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def the_line(folder: Path, **surroundings: str) -> str:
    """What `serve` says as it gives up: exactly one line that is not of the log."""
    ended = run(folder, "serve", **surroundings)
    assert (ended.status, ended.out) == (1, "")
    *log, line = ended.err.splitlines()
    assert line.startswith("sales-coach: ")
    assert all(" INFO bot." in earlier for earlier in log), ended.err
    return line


def test_a_bare_machine_is_told_what_to_set_and_nothing_else(tmp_path: Path) -> None:
    """As a new user does it: a process of its own, with nothing in its surroundings and nothing in its home."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"sales-coach: Set SLACK_BOT_TOKEN. Find it under {BOT_TOKEN_HELP}.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("surroundings", "names", "where"),
    [
        ({}, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP),
        ({**SOCKET, "SLACK_BOT_TOKEN": "xoxp-1-token"}, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP),
        ({**SOCKET, "SLACK_BOT_TOKEN": "xoxb-"}, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP),
        ({**SOCKET, "SLACK_BOT_TOKEN": "xoxb-1 token"}, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN", APP_TOKEN_HELP),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_SIGNING_SECRET", SIGNING_SECRET_HELP),
        ({**SOCKET, "SLACK_APP_TOKEN": BOT}, "SLACK_APP_TOKEN", APP_TOKEN_HELP),
        ({**HTTP, "SLACK_SIGNING_SECRET": "short"}, "SLACK_SIGNING_SECRET", SIGNING_SECRET_HELP),
        ({**HTTP, "SLACK_SIGNING_SECRET": " " * 20}, "SLACK_SIGNING_SECRET", SIGNING_SECRET_HELP),
        ({**SOCKET, "SLACK_API_URL": "slack.com"}, "SLACK_API_URL", "https://slack.com/api/"),
        ({**SOCKET, "PORT": "http"}, "PORT", "integer"),
        ({**SOCKET, "PORT": "65536"}, "PORT", "65535"),
        ({**SOCKET, "THREADS": "0"}, "THREADS", "greater than"),
        ({**SOCKET, "WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY", "integer"),
        ({**SOCKET, "LOG_LEVEL": "chatty"}, "LOG_LEVEL", "'DEBUG'"),
        ({**SOCKET, "HOST": "nowhere.invalid"}, "HOST", "nowhere.invalid"),
        ({**SOCKET, "DATABASE_URL": "rubbish"}, "DATABASE_URL", "postgresql://user:password@host/name"),
        ({**SOCKET, "DATABASE_URL": "mysql://u:geheim@h/d"}, "DATABASE_URL", "mysql"),
        ({**SOCKET, "DATABASE_URL": "postgresql://u:geheim@h:port/d"}, "DATABASE_URL", "postgresql://user:password"),
        ({**SOCKET, "DATABASE_URL": "postgresql://u:ge/heim@127.0.0.1:9/d"}, "DATABASE_URL", "Connection refused"),
        ({**SOCKET, "DATABASE_URL": "postgresql://u@127.0.0.1:9/d?password=geheim"}, "DATABASE_URL", "refused"),
        ({**SOCKET, "DATABASE_URL": "sqlite://"}, "DATABASE_URL", "sqlite:////folder/file.db"),
        ({**SOCKET, "DATABASE_URL": "sqlite:////dev/null/x.db"}, "DATABASE_URL", "/dev/null"),
        ({**SOCKET, "DATABASE_URL": "sqlite:////dev"}, "DATABASE_URL", "unable to open database file"),
        ({**SOCKET, "SLACK_API_URL": "http://127.0.0.1:9/api/"}, "SLACK_API_URL", "Connection refused"),
    ],
)
def test_what_is_missing_or_malformed(tmp_path: Path, surroundings: dict[str, str], names: str, where: str) -> None:
    surroundings = {"SLACK_API_URL": "http://127.0.0.1:9/", **surroundings}
    line = the_line(tmp_path, HOST=surroundings.pop("HOST", "127.0.0.1"), **surroundings)
    assert names in line
    assert where in line
    assert "heim" not in line
    assert BOT not in line
    assert SECRET not in line


class TestSlackAnswers:
    @pytest.mark.parametrize(
        ("tokens", "name", "where"),
        [
            ({"SLACK_BOT_TOKEN": "xoxb-another"}, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP),
            ({"SLACK_APP_TOKEN": "xapp-another"}, "SLACK_APP_TOKEN", APP_TOKEN_HELP),
        ],
    )
    def test_a_token_that_it_refuses(
        self, tmp_path: Path, slack: Playground, tokens: dict[str, str], name: str, where: str
    ) -> None:
        line = the_line(tmp_path, **{**SOCKET, **tokens, **own_port(), "SLACK_API_URL": slack.api_url})
        assert line == f"sales-coach: Slack refuses {name} (invalid_auth). Find it under {where}."

    @pytest.mark.parametrize("answer", [b"HTTP/1.0 200 OK\r\n\r\n<html>", b"SSH-2.0-OpenSSH\r\n", b""])
    def test_something_that_is_not_slack(self, tmp_path: Path, answer: bytes) -> None:
        with listening() as server:
            threading.Thread(target=_answer_with, args=(server, answer), daemon=True).start()
            address = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
            line = the_line(tmp_path, **SOCKET, **own_port(), SLACK_API_URL=address)
        assert line.startswith(f"sales-coach: Slack cannot be reached at {address} (")
        assert line.endswith("). Check the network, or SLACK_API_URL.")


def _answer_with(server: socket.socket, answer: bytes) -> None:
    for _ in range(5):
        try:
            connection, _address = server.accept()
        except OSError:
            return
        with connection:
            connection.recv(65_536)
            connection.sendall(answer)


@pytest.mark.parametrize("surroundings", [SOCKET, HTTP], ids=["socket", "http"])
def test_a_port_that_is_taken(tmp_path: Path, slack: Playground, surroundings: dict[str, str]) -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        line = the_line(tmp_path, **surroundings, HOST="127.0.0.1", PORT=str(port), SLACK_API_URL=slack.api_url)
    assert line == f"sales-coach: Port {port} is taken. Set PORT to another."


def test_the_dot_env_file_counts_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxp-wrong\nSLACK_SIGNING_SECRET=short\nUNKNOWN_TO_US=1\n")
    assert "SLACK_BOT_TOKEN must begin with xoxb-" in the_line(tmp_path)
    assert "SLACK_SIGNING_SECRET is too short" in the_line(tmp_path, SLACK_BOT_TOKEN=BOT)


def test_socket_mode_where_both_are_set(tmp_path: Path, slack: Playground) -> None:
    both = {**SOCKET, **HTTP, **own_port(), "SLACK_API_URL": slack.api_url.rstrip("/")}
    with Running(tmp_path, "serve", **both) as serving:
        serving.wait_until(lambda: "connected by Socket Mode" in serving.err)


def test_the_database_stands_in_the_users_own_folder_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert Settings(_env_file=None).database == "sqlite:////somewhere/sales-coach/sales-coach.db"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/elin")
    assert Settings(_env_file=None).database == "sqlite:////home/elin/.local/share/sales-coach/sales-coach.db"
    assert Settings(_env_file=None, database_url=SecretStr("postgresql://h/d")).database == "postgresql://h/d"


def test_capitals_or_not_in_a_log_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert Settings(_env_file=None).log_level == "DEBUG"


def test_settings_do_not_show_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SOCKET, **HTTP, "DATABASE_URL": "postgresql://u:geheim@h/d"}.items():
        monkeypatch.setenv(name, value)
    shown = repr(Settings(_env_file=None)) + str(Settings(_env_file=None)) + Settings(_env_file=None).model_dump_json()
    assert not [secret for secret in (BOT, APP, SECRET, "geheim") if secret in shown]


def own_port() -> dict[str, str]:
    """A port that nobody listens on."""
    return {"HOST": "127.0.0.1", "PORT": str(free_port())}
