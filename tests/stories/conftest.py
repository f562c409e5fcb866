"""An office: a local Slack, the unchanged app on either kind of connection, and people who type."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import SecretStr
from werkzeug.serving import make_server

from bot.app import create_app
from bot.assembly import build_services
from bot.config import Settings
from bot.demo.start import read_manifest
from bot.playground import Channel, Playground, Team, Timing, User
from bot.services.people import People, Profile
from bot.serving import connect_socket, create_web, install_from_environment
from bot.storage.engine import Database
from bot.values import Role
from tests.conftest import StandingClock

TEAM, SALES = "T0TEST", "C0SALES"
ELIN, OSKAR, MARIA, ANNA = "U0ELIN", "U0OSKAR", "U0MARIA", "U0ANNA"
PEOPLE = (
    User(id=ELIN, name="elin", real_name="Elin Sandberg", tz="Europe/Stockholm", locale="sv-SE"),
    User(id=OSKAR, name="oskar", real_name="Oskar Berg", tz="Europe/London", locale="en-GB"),
    User(id=MARIA, name="maria", real_name="Maria Lind", tz="Europe/Stockholm", locale="en-GB"),
    User(id=ANNA, name="anna", real_name="Anna Falk", tz="Europe/Stockholm", locale="en-US", is_admin=True),
)


@dataclass
class Answer:
    """One message as its reader sees it."""

    message: dict[str, Any]

    @property
    def text(self) -> str:
        """Its text with the kinds of spaces made alike."""
        return str(self.message["text"]).replace("\u00a0", " ").replace("\u202f", " ")

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """Its buttons by what stands on them."""
        rows = [block["elements"] for block in self.message["blocks"] if block["type"] == "actions"]
        return {e["text"]["text"].replace("\u00a0", " "): e for row in rows for e in row if e["type"] == "button"}


class Office:
    """Types, presses and submits as a person in the local Slack."""

    def __init__(self, slack: Playground) -> None:
        self.slack = slack

    def control(self, call: str, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = requests.post(f"{self.slack.url}/_control/{call}", json=body, timeout=15).json()
        return answer

    def types(self, user: str, line: str) -> Answer:
        """A slash command; returns the one message that answers it, seen by that user only."""
        command, _, text = line.partition(" ")
        done = self.control("command", channel=SALES, user=user, command=command, text=text, wait_seconds=5)
        assert done["ok"], done
        assert len(done["messages"]) == 1, done["messages"]
        message = done["messages"][0]
        assert message["ephemeral_to"] == user
        return Answer(message)

    def opens_form(self, user: str, line: str) -> dict[str, Any]:
        command, _, text = line.partition(" ")
        done = self.control("command", channel=SALES, user=user, command=command, text=text)
        assert done["ok"], done
        return self.modal(user)

    def presses(self, user: str, answer: Answer, label: str) -> Answer:
        """A button of a message; returns the message that then stands in its place, or the newest."""
        done = self._presses(user, answer, label)
        assert done["ok"], done
        return self.newest(user)

    def presses_for_form(self, user: str, answer: Answer, label: str) -> dict[str, Any]:
        assert self._presses(user, answer, label)["ok"]
        return self.modal(user)

    def _presses(self, user: str, answer: Answer, label: str, **more: Any) -> dict[str, Any]:
        button = answer.buttons[label]
        action = {"type": "button", "action_id": button["action_id"], "value": button["value"]}
        block = next(b for b in answer.message["blocks"] if b["type"] == "actions" and button in b["elements"])
        return self.control(
            "interact",
            channel=SALES,
            user=user,
            messageTs=answer.message["ts"],
            action={**action, "block_id": block["block_id"]},
            **more,
        )

    def submits(self, user: str, **values: str) -> dict[str, Any]:
        return self.control("submit-view", user=user, values={block: {block: v} for block, v in values.items()})

    def sees(self, user: str, channel: str = SALES) -> list[Answer]:
        found = requests.get(f"{self.slack.url}/_control/messages/{channel}?user={user}", timeout=15).json()
        return [Answer(message) for message in found["messages"]]

    def newest(self, user: str) -> Answer:
        return self.sees(user)[-1]

    def snapshot(self, user: str) -> dict[str, Any]:
        found: dict[str, Any] = requests.get(f"{self.slack.url}/_page/snapshot?user={user}", timeout=15).json()
        return found

    def modal(self, user: str) -> dict[str, Any]:
        stack = self.snapshot(user)["modals"]
        assert stack, "no modal is open"
        view: dict[str, Any] = stack[-1]
        return view


def until(reached: Callable[[], Any], tries: int = 200) -> Any:
    """Wait for something that another thread brings about."""
    for _ in range(tries):
        found = reached()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def playground(**more: Any) -> Playground:
    """A local Slack that waits longer than Slack does: a busy machine is no reason for a story to end otherwise."""
    return Playground(
        timing=Timing(ack_seconds=12, trigger_seconds=12),
        team=Team(id=TEAM, name="Test", domain="test"),
        users=list(PEOPLE),
        channels=[Channel(id=SALES, name="sales", members=[user.id for user in PEOPLE], topic="")],
        manifest=read_manifest(),
        bot_token="xoxb-test",
        app_token="xapp-test",
        signing_secret="a signing secret",
        **more,
    )


@pytest.fixture(params=["socket", "http"])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, clock: StandingClock
) -> Iterator[Office]:
    """The app in Socket Mode and behind signed HTTP: whoever types must not notice which."""
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with running(database, clock, request.param) as opened:
        yield opened
    database.close()


class running:  # noqa: N801 - reads as what it does
    """`with running(database, clock, mode) as office`"""

    def __init__(self, database: Database, clock: Callable[[], Any], mode: str) -> None:
        self._database, self._clock, self._mode = database, clock, mode
        self._close: list[Callable[[], Any]] = []

    def __enter__(self) -> Office:
        services = build_services(self._database, self._clock)
        if self._mode == "socket":
            slack = playground()
            slack.start()
            settings = office_settings(slack)
            install_from_environment(settings, services.people)
            handler = connect_socket(settings, create_app(services, slack_api_url=slack.api_url))
            # Closing a connection takes slack_sdk up to three seconds; nobody needs to wait for that.
            self._close += [slack.stop, threading.Thread(target=handler.close, daemon=True).start]
        else:
            # The server's port must be known before the local Slack starts, and Slack's address before the app does.
            web = make_server("127.0.0.1", 0, lambda environ, start: self._app(environ, start), threaded=True)
            slack = playground(request_url=f"http://127.0.0.1:{web.server_port}/slack/events")
            slack.start()
            install_from_environment(office_settings(slack), services.people)
            app = create_app(services, slack_api_url=slack.api_url, signing_secret="a signing secret")
            self._app = create_web(self._database, app)
            threading.Thread(target=web.serve_forever, daemon=True).start()
            self._close += [slack.stop, web.shutdown, web.server_close]
        _name_manager(services.people)
        return Office(slack)

    def __exit__(self, *_: object) -> None:
        for close in self._close:
            close()


def office_settings(slack: Playground) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_app_token=SecretStr("xapp-test"),
        slack_api_url=slack.api_url,
    )


def _name_manager(people: People) -> None:
    workspace_id = people.workspace_id(TEAM)
    assert workspace_id is not None
    people.remember(workspace_id, Profile(MARIA, "Maria Lind", "maria", "Europe/Stockholm", "en-GB", False, True))
    people.name_role(workspace_id, MARIA, Role.MANAGER)
