"""Socket Mode: the app's web sockets, up to ten, and the payloads that go through one of them."""

from __future__ import annotations

import json
import secrets
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitTimeout
from typing import Any

from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]
from wsproto.events import Ping
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import LocalProtocolError

from .acks import Ack, Delivery

CONNECTIONS_LIMIT = 10
# How long an app that was told to renew its connection, or just asked for an address, is waited for.
ARRIVAL_SECONDS = 5.0
# Slack's pings say who pings. An empty one, which the standard allows as well, must not be sent: slack_sdk's own client
# reads the two bytes of a message's head and waits for more, so it answers an empty ping only after the next message.
PING = b"Ping from applink-local"
# So many pings in a row may stay unanswered; an app that keeps silent longer is not there any more.
UNANSWERED_PINGS = 3

# What a web socket raises when it is closed, closing, or cut off.
_GONE = (ConnectionClosed, LocalProtocolError, OSError)


class Connection:
    """One web socket. `draining`: it was told to leave, and gets nothing new where another one is there."""

    def __init__(self, socket: Server) -> None:
        self._socket = socket
        self._lock = threading.Lock()
        self._unanswered = 0
        self.draining = False

    def ping(self) -> None:
        """Ask for a sign of life; close when the last few were not answered. The other side may be gone already."""
        self._unanswered = 0 if self._socket.pong_received else self._unanswered + 1
        try:
            with self._lock:
                if self._unanswered >= UNANSWERED_PINGS:
                    self._socket.close(CloseReason.POLICY_VIOLATION, "no answer to pings")
                    return
                self._socket.pong_received = False
                self._socket.sock.send(self._socket.ws.send(Ping(PING)))
        except _GONE:
            return

    def send(self, message: dict[str, Any]) -> bool:
        """False when the other side is gone."""
        try:
            with self._lock:
                self._socket.send(json.dumps(message))
        except _GONE:
            return False
        return True

    def close(self) -> None:
        """Say good-bye."""
        try:
            with self._lock:
                self._socket.close()
        except _GONE:
            return


class SocketMode:
    """All connections of the app; `changed` is told when one has come or gone, with no lock held."""

    def __init__(self, app_id: str, ping_seconds: float, changed: Callable[[], None]) -> None:
        self._app_id = app_id
        self._ping_seconds = ping_seconds
        self._changed = changed
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._connections: list[Connection] = []
        self._tickets: deque[str] = deque(maxlen=100)
        self._waiting: dict[str, Future[Any]] = {}
        self._turn = 0
        self._expected_until = 0.0
        self._closed = False

    def issue_ticket(self) -> str:
        """A ticket for one connection, as `apps.connections.open` hands it out in its address."""
        ticket = secrets.token_urlsafe(18)
        with self._lock:
            self._tickets.append(ticket)
            self._expected_until = time.monotonic() + ARRIVAL_SECONDS
        return ticket

    @property
    def connected(self) -> bool:
        """Whether at least one connection is open."""
        return bool(self._connections)

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def serve(self, socket: Server, ticket: str) -> None:
        """Run one connection until it ends: hello, then acknowledgements, and pings all the time."""
        connection = Connection(socket)
        with self._lock:
            known = ticket in self._tickets
            if known:
                self._tickets.remove(ticket)
            full = len(self._connections) >= CONNECTIONS_LIMIT
        if not known or full or self._closed:
            reason = "too_many_websockets" if full else "link_disabled"
            connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
            connection.close()
            return
        with self._arrived:
            self._connections.append(connection)
            count = len(self._connections)
        connection.send(
            {
                "type": "hello",
                "num_connections": count,
                "debug_info": {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060},
                "connection_info": {"app_id": self._app_id},
            }
        )
        with self._arrived:
            self._arrived.notify_all()
            leaving = [other for other in self._connections if other.draining]
        self._changed()
        for other in leaving:
            other.close()  # as Slack does; slack_sdk waits for it before it uses the new connection
        try:
            self._listen(connection, socket)
        except ConnectionClosed:
            return
        finally:
            with self._lock:
                self._connections.remove(connection)
            self._changed()
            connection.close()

    def _listen(self, connection: Connection, socket: Server) -> None:
        """Take what comes; ping at a steady pace, busy or not, for some clients leave when they hear no ping."""
        next_ping = time.monotonic() + self._ping_seconds
        while True:
            raw = socket.receive(timeout=max(0.0, next_ping - time.monotonic()))
            if raw is not None:
                self._receive(raw)
            if time.monotonic() >= next_ping:
                connection.ping()
                next_ping = time.monotonic() + self._ping_seconds

    def _receive(self, raw: str | bytes) -> None:
        try:
            message = json.loads(raw)
        except ValueError:
            return
        if isinstance(message, dict):
            with self._lock:
                waiting = self._waiting.get(str(message.get("envelope_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(message.get("payload"))

    def deliver(self, delivery: Delivery, seconds: float) -> Ack:
        """Send through one of the connections and wait for its acknowledgement."""
        deadline = time.monotonic() + seconds
        envelope: dict[str, Any] = {
            "envelope_id": str(uuid.uuid4()),
            "payload": delivery.payload,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
        answer: Future[Any] = Future()
        with self._lock:
            self._waiting[envelope["envelope_id"]] = answer
        try:
            if not self._send(envelope, deadline):
                return Ack(error="dispatch_failed")
            return Ack(status=200, body=answer.result(timeout=max(0.0, deadline - time.monotonic())))
        except WaitTimeout:
            return Ack(error="operation_timeout")
        except ConnectionAbortedError:
            return Ack(error="dispatch_failed")
        finally:
            with self._lock:
                self._waiting.pop(envelope["envelope_id"], None)

    def _send(self, envelope: dict[str, Any], deadline: float) -> bool:
        """Try connection after connection; wait for a new one only while the app is changing connections."""
        for _ in range(CONNECTIONS_LIMIT):
            with self._arrived:
                patience = min(deadline, self._expected_until) - time.monotonic()
                if patience > 0:
                    self._arrived.wait_for(self._fresh, timeout=patience)
                candidates = [c for c in self._connections if not c.draining] or list(self._connections)
                if not candidates:
                    return False
                self._turn += 1
                connection = candidates[self._turn % len(candidates)]
            if connection.send(envelope):
                return True
            time.sleep(0.01)
        return False

    def _fresh(self) -> bool:
        return self._closed or any(not c.draining for c in self._connections)

    def disconnect(self, reason: str = "refresh_requested") -> int:
        """Ask the app to open new connections, as Slack does several times a day; how many were asked."""
        with self._lock:
            leaving = list(self._connections)
            if leaving:
                self._expected_until = time.monotonic() + ARRIVAL_SECONDS
            for connection in leaving:
                connection.draining = True
        for connection in leaving:
            connection.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}})
        return len(leaving)

    def close(self) -> None:
        """End all connections; deliveries that wait fail at once."""
        with self._arrived:
            self._closed = True
            leaving, waiting = list(self._connections), list(self._waiting.values())
            self._arrived.notify_all()
        for future in waiting:
            if not future.done():
                future.set_exception(ConnectionAbortedError())
        for connection in leaving:
            connection.close()
