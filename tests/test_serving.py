"""Serving: health, what is refused at the door of signed HTTP, an orderly end, a connection that is renewed."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
from flask.testing import FlaskClient

from bot.app import create_app
from bot.assembly import build_services
from bot.playground.http_mode import signature
from bot.serving import MAX_REQUEST_BYTES, create_web
from bot.storage.engine import Database
from tests.command_line.running import Running
from tests.conftest import MakePerson, StandingClock
from tests.stories.conftest import OSKAR, Office, playground
from tests.test_config import own_port

SECRET = "a signing secret"
NOBODY = "http://127.0.0.1:9/api/"


@pytest.fixture
def web(database: Database, clock: StandingClock) -> FlaskClient:
    app = create_app(build_services(database, clock), slack_api_url=NOBODY, signing_secret=SECRET)
    return create_web(database, app, signing_secret=SECRET).test_client()


@pytest.fixture
def door(tmp_path: Path, clock: StandingClock) -> Iterator[FlaskClient]:
    """The same where it does not matter which database stands behind it: nothing gets that far."""
    database = Database(f"sqlite:///{tmp_path / 'coach.db'}")
    app = create_app(build_services(database, clock), slack_api_url=NOBODY, signing_secret=SECRET)
    yield create_web(database, app, signing_secret=SECRET).test_client()
    database.close()


def a_command(text: str = "won 25000 Acme") -> bytes:
    form = {"team_id": "T0TEST", "user_id": "U0ELIN", "channel_id": "C0", "command": "/deal", "text": text}
    return urlencode({**form, "trigger_id": "1.2.3", "response_url": "http://127.0.0.1:9/"}).encode()


def headers(body: bytes, **changed: str | None) -> dict[str, str]:
    """Slack's headers, with some changed, or left out (None)."""
    now = changed.pop("now", None) or str(int(time.time()))
    signed = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature(SECRET, now, body),
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    return {name: value for name, value in signed.items() if value is not None}


class TestHealth:
    def test_all_is_well(self, web: FlaskClient) -> None:
        answer = web.get("/healthz")
        assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": True, "slack": True})

    def test_the_database_is_gone(self, tmp_path: Path) -> None:
        folder = tmp_path / "disk"
        database = Database(f"sqlite:///{folder}/coach.db")
        folder.rmdir()  # before the first connection
        answer = create_web(database).test_client().get("/healthz")
        assert answer.status_code == 503
        assert answer.json == {"status": "failing", "database": False, "slack": True}
        folder.mkdir()
        assert create_web(database).test_client().get("/healthz").status_code == 200
        database.close()

    def test_slack_is_gone(self, database: Database) -> None:
        answer = create_web(database, connected=lambda: False).test_client().get("/healthz")
        assert (answer.status_code, answer.json["slack"]) == (503, False)


class TestTheDoor:
    def test_what_is_signed_comes_in(self, web: FlaskClient, make_person: MakePerson) -> None:
        make_person()
        body = a_command()
        answer = web.post("/slack/events", data=body, headers=headers(body))
        assert answer.status_code == 200
        assert "#1001" in answer.json["text"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"X_Slack_Request_Timestamp": None},
            {"X_Slack_Request_Timestamp": ""},
            {"X_Slack_Request_Timestamp": "yesterday"},
            {"X_Slack_Request_Timestamp": "-1"},
            {"X_Slack_Request_Timestamp": "1e9"},
            {"X_Slack_Request_Timestamp": "²"},
            {"X_Slack_Request_Timestamp": "9" * 400},
            {"X_Slack_Request_Timestamp": "9" * 5000},
            {"now": str(int(time.time()) - 600)},
            {"now": "0"},
            {"X_Slack_Signature": None},
            {"X_Slack_Signature": ""},
            {"X_Slack_Signature": "v0="},
            {"X_Slack_Signature": "v0=" + "0" * 64},
            {"X_Slack_Signature": "v0=å"},
        ],
    )
    def test_what_is_not_stays_outside_without_a_traceback(
        self,
        door: FlaskClient,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
        changed: dict[str, str | None],
    ) -> None:
        body = a_command()
        answer = door.post("/slack/events", data=body, headers=headers(body, **changed))
        assert answer.status_code == 401
        assert not [record for record in caplog.records if record.exc_info]
        assert "Traceback" not in capfd.readouterr().err

    def test_a_body_that_was_changed_on_the_way(self, door: FlaskClient) -> None:
        signed_for = headers(a_command())
        assert door.post("/slack/events", data=a_command(text="won 99999"), headers=signed_for).status_code == 401

    def test_a_body_beyond_all_measure(self, door: FlaskClient) -> None:
        body = b"x" * (MAX_REQUEST_BYTES + 1)
        assert door.post("/slack/events", data=body, headers=headers(body)).status_code == 413

    @pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[]", b'{"authorizations": 5}', b"payload=5"])
    @pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "image/png", None])
    def test_bodies_that_were_never_slacks(
        self, door: FlaskClient, capfd: pytest.CaptureFixture[str], body: bytes, kind: str | None
    ) -> None:
        unsigned = headers(body, Content_Type=kind, X_Slack_Signature="v0=" + "0" * 64)
        assert door.post("/slack/events", data=body, headers=unsigned).status_code == 401
        assert "Traceback" not in capfd.readouterr().err

    def test_other_ways_in(self, door: FlaskClient) -> None:
        assert door.get("/slack/events").status_code == 405
        assert door.get("/").status_code == 404

    def test_the_handshake(self, door: FlaskClient) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "a-challenge", "token": "x"}).encode()
        answer = door.post("/slack/events", data=body, headers=headers(body, Content_Type="application/json"))
        assert (answer.status_code, answer.json) == (200, {"challenge": "a-challenge"})


class Served:
    """`sales-coach serve` in a process of its own beside a local Slack."""

    def __init__(self, folder: Path, mode: str) -> None:
        where = own_port()
        self.url = f"http://127.0.0.1:{where['PORT']}"
        http = mode == "http"
        self.slack = playground(request_url=f"{self.url}/slack/events") if http else playground()
        self.slack.start()
        tokens = {"SLACK_SIGNING_SECRET": SECRET} if http else {"SLACK_APP_TOKEN": "xapp-test"}
        where["SLACK_API_URL"] = self.slack.api_url
        self.process = Running(folder, "serve", SLACK_BOT_TOKEN="xoxb-test", **tokens, **where)
        self.process.wait_until(lambda: self.health() == 200)
        self.office = Office(self.slack)

    def health(self) -> int | None:
        try:
            return requests.get(f"{self.url}/healthz", timeout=5).status_code
        except requests.RequestException:
            return None

    def close(self) -> None:
        self.process.__exit__()
        self.slack.stop()


@pytest.fixture(params=["socket", "http"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    opened = Served(tmp_path, request.param)
    yield opened
    opened.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_in_order_and_what_was_recorded_stays(
    served: Served, number: signal.Signals, tmp_path: Path
) -> None:
    assert "#1001" in served.office.types(OSKAR, "/deal won 25000 Acme").text
    served.process.send(number)
    ended = served.process.ended()
    assert ended.status == 0
    assert "Traceback" not in ended.err
    assert served.health() is None
    database = Database(f"sqlite:///{tmp_path}/.local/share/sales-coach/sales-coach.db")
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT number, amount FROM deals").all() == [(1001, 2_500_000)]
    database.close()


@pytest.mark.parametrize("served", ["socket"], indirect=True)
def test_a_socket_that_slack_renews(served: Served) -> None:
    served.office.types(OSKAR, "/deal won 1000 Acme")
    assert served.office.control("disconnect", reason="refresh_requested")["asked"] == 1
    for n in range(20):  # while it changes over, and after
        assert "#" in served.office.types(OSKAR, f"/deal won {n + 1}001 Acme").text
    assert served.health() == 200
