"""A connection of Socket Mode lasts: the local Slack's pings keep it, and end it only when nobody answers them."""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import Connection
from wsproto import ConnectionType, WSConnection
from wsproto.events import CloseConnection, Ping, Request, TextMessage

from bot.playground import Playground, Timing

from .conftest import Connected, Hands, bolt_app, until

SEVERAL = 5
OFTEN = Timing(ack_seconds=5.0, trigger_seconds=5.0, ping_seconds=0.1)


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A local Slack that pings a hundred times as often as usual."""
    with Playground(timing=OFTEN) as running:
        yield running


class Plain:
    """A client that knows the web socket standard and nothing else; answers pings or, on demand, does not."""

    def __init__(self, address: str, *, answering: bool = True) -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None
        self._answering = answering
        self._socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=20)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._socket.settimeout(0.02)  # so that it can talk while it hears nothing
        self._send(Request(host=parts.netloc, target=f"{parts.path}?{parts.query}"))
        self.pings: list[bytes] = []
        self.said: list[str] = []
        self.closed: CloseConnection | None = None

    def _send(self, event: Request | TextMessage | CloseConnection) -> None:
        self._socket.sendall(self._protocol.send(event))

    def read_until(self, reached: Callable[[], object], seconds: float = 20.0) -> None:
        """Read what comes until it is so; fails when the other side ends first, or nothing of the kind comes."""
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end, "it did not come"
            try:
                data = self._socket.recv(4096)
            except TimeoutError:
                continue
            self._protocol.receive_data(data or None)
            for event in self._protocol.events():
                if isinstance(event, Ping):
                    self.pings.append(bytes(event.payload))
                    if self._answering:
                        self._socket.sendall(self._protocol.send(event.response()))
                elif isinstance(event, TextMessage):
                    self.said.append(event.data)
                elif isinstance(event, CloseConnection):
                    self.closed = event
            assert data or reached(), "the other side ended the connection"

    def write(self, text: str) -> None:
        """One message."""
        self._send(TextMessage(data=text))

    def close(self) -> None:
        """Without ceremony."""
        self._socket.close()


@contextlib.contextmanager
def plain_client(playground: Playground, *, answering: bool = True) -> Iterator[Plain]:
    web = WebClient(base_url=playground.api_url)
    address = web.apps_connections_open(app_token=playground.secrets.app_token)["url"]
    client = Plain(str(address), answering=answering)
    yield client
    client.close()


def test_a_plain_client_keeps_its_connection_over_several_pings(playground: Playground, hands: Hands) -> None:
    with plain_client(playground) as client:
        client.read_until(lambda: len(client.pings) >= SEVERAL)
        assert json.loads(client.said[0])["type"] == "hello"
        assert client.closed is None
        assert hands.get("_control/state")["app"]["connections"] == 1
        assert len(hands.log("apps.connections.open")) == 1


def test_a_ping_says_who_pings(playground: Playground) -> None:
    """An empty one would hang slack_sdk's own client, which waits for what follows a message's two bytes of head."""
    with plain_client(playground) as client:
        client.read_until(lambda: client.pings)
        assert client.pings[0] == b"Ping from applink-local"


def test_pings_come_also_while_the_app_talks_all_the_time(playground: Playground) -> None:
    with plain_client(playground) as client:
        client.read_until(lambda: client.said)

        def talk_on() -> bool:
            client.write('{"envelope_id": "unheard-of"}')
            return len(client.pings) >= SEVERAL

        client.read_until(talk_on)
        assert client.closed is None


def test_who_answers_no_ping_is_let_go(playground: Playground, hands: Hands) -> None:
    with plain_client(playground, answering=False) as client:
        client.read_until(lambda: client.closed)
        assert client.closed is not None
        assert (client.closed.code, client.closed.reason) == (1008, "no answer to pings")
        assert len(client.pings) == 3
    until(lambda: hands.get("_control/state")["app"]["connections"] == 0)


def test_pages_hear_of_an_app_that_comes_and_goes(playground: Playground) -> None:
    with urllib.request.urlopen(playground.url + "/_page/changes", timeout=20) as stream:

        def later_than(version: int) -> int:
            for line in itertools.islice(stream, 100):
                now = json.loads(line.removeprefix(b"data: "))["version"] if line.startswith(b"data: ") else -1
                if now > version:
                    return int(now)
            raise AssertionError("nothing changed")

        alone = later_than(-1)
        with plain_client(playground) as client:
            client.read_until(lambda: client.said)
            accompanied = later_than(alone)
        assert later_than(accompanied) > accompanied


def test_slack_sdks_own_client_keeps_its_connection_over_several_pings(
    playground: Playground, hands: Hands, connect: Connected, caplog: pytest.LogCaptureFixture
) -> None:
    app = bolt_app(playground)
    app.command("/ping")(lambda ack: ack("pong"))
    handler: SocketModeHandler = connect(app)
    session = handler.client.current_session
    assert isinstance(session, Connection)
    session.trace_enabled = session.ping_pong_trace_enabled = True  # it then writes down each ping that it answers
    first = handler.client.session_id()
    with caplog.at_level(logging.DEBUG, logger=session.logger.name):
        until(lambda: caplog.text.count("Sending a pong data frame") >= SEVERAL)
    assert hands.command("/ping")["messages"][0]["text"] == "pong"
    assert handler.client.session_id() == first
    assert len(hands.log("apps.connections.open")) == 1
