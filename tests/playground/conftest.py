"""A local Slack, hands to act in it with, and small Bolt apps on either kind of connection."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from flask import request as flask_request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from werkzeug.serving import make_server

from bot.playground import Playground, Timing

from .page_fixtures import launched_browser  # noqa: F401  (one browser for all modules; two cannot run in one thread)

ADA, BEN, MARIA = "U0LOCAL001", "U0LOCAL002", "U0LOCAL003"
GENERAL, RANDOM = "C0GENERAL1", "C0RANDOM01"
QUICK = Timing(ack_seconds=1.0, trigger_seconds=3.0, event_retry_seconds=(0.05, 0.05, 0.05))


class Hands:
    """Acts through the control API."""

    def __init__(self, playground: Playground) -> None:
        self.url = playground.url

    def __call__(self, name: str, /, **body: Any) -> dict[str, Any]:
        return requests.post(f"{self.url}/_control/{name}", json=body, timeout=15).json()  # type: ignore[no-any-return]

    def get(self, path: str) -> dict[str, Any]:
        return requests.get(f"{self.url}/{path}", timeout=15).json()  # type: ignore[no-any-return]

    def command(self, command: str, text: str = "", user: str = ADA, channel: str = GENERAL, **more: Any) -> Any:
        return self("command", command=command, text=text, user=user, channel=channel, **more)

    def messages(self, channel: str = GENERAL, user: str | None = None) -> list[dict[str, Any]]:
        query = f"?user={user}" if user else ""
        return self.get(f"_control/messages/{channel}{query}")["messages"]  # type: ignore[no-any-return]

    def log(self, method: str) -> list[dict[str, Any]]:
        return [entry for entry in self.get("_control/log")["log"] if entry["method"] == method]


def until(reached: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Wait for something that another thread brings about; fails when it never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = reached()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError("it did not happen")


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A fresh local Slack for Socket Mode."""
    with Playground(timing=QUICK) as running:
        yield running


@pytest.fixture
def hands(playground: Playground) -> Hands:
    return Hands(playground)


@pytest.fixture
def client(playground: Playground) -> WebClient:
    """The app's own client."""
    return WebClient(token=playground.secrets.bot_token, base_url=playground.api_url)


def bolt_app(playground: Playground) -> App:
    """A Bolt app that talks to this local Slack."""
    client = WebClient(token=playground.secrets.bot_token, base_url=playground.api_url)
    return App(client=client, signing_secret=playground.secrets.signing_secret)


class Connected:
    """Runs Bolt apps in Socket Mode until the test ends."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._handlers: list[SocketModeHandler] = []

    def __call__(self, app: App) -> SocketModeHandler:
        handler = SocketModeHandler(app, self._playground.secrets.app_token)
        before = self.count()
        handler.connect()
        self._handlers.append(handler)
        until(lambda: self.count() > before)
        return handler

    def count(self) -> int:
        return int(Hands(self._playground).get("_control/state")["app"]["connections"])

    def close(self) -> None:
        for handler in self._handlers:
            handler.client.auto_reconnect_enabled = False
        self._playground.stop()  # first: slack_sdk's client waits for its socket before it lets go
        for handler in self._handlers:
            # It takes a second all the same, for which nobody needs to wait.
            threading.Thread(target=handler.close, daemon=True).start()


@pytest.fixture
def connect(playground: Playground) -> Iterator[Connected]:
    """Call it with an app, and the app is connected."""
    connected = Connected(playground)
    yield connected
    connected.close()


class HttpServer:
    """A Bolt app behind Flask, on a free port of loopback."""

    def __init__(self) -> None:
        self.handler: SlackRequestHandler | None = None
        self.seen: list[dict[str, str]] = []
        self.answer: tuple[str, int] | None = None
        web = Flask("app")

        @web.post("/slack/events")
        def events() -> Any:
            self.seen.append(dict(flask_request.headers) | {"body": flask_request.get_data(as_text=True)})
            if self.answer is not None:
                return self.answer
            return self.handler.handle(flask_request) if self.handler else ("not up yet", 503)

        self._server = make_server("127.0.0.1", 0, web, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


@pytest.fixture
def http_server() -> Iterator[HttpServer]:
    server = HttpServer()
    yield server
    server.close()


@pytest.fixture
def http_playground(http_server: HttpServer) -> Iterator[Playground]:
    """A local Slack that posts signed requests to `http_server`."""
    with Playground(timing=QUICK, request_url=http_server.url) as running:
        yield running


def button(action_id: str = "press", value: str = "1") -> dict[str, Any]:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": "Press"},
        "action_id": action_id,
        "value": value,
    }


def section(text: str = "Hello") -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": list(blocks) or [section()],
        **more,
    }


def text_input(block_id: str = "amount", action_id: str = "value", **element: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": block_id.title()},
        "element": {"type": "plain_text_input", "action_id": action_id, **element},
    }
