"""Carries payloads to the app: asks and waits (commands, interactions), or sends and repeats (events)."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from .acks import Ack, Delivery, Transport
from .later import Later
from .payloads import Payloads
from .traffic import Traffic
from .workspace import Workspace

EVENT_WORKERS = 8
# Events that may wait for a worker; beyond that the app is not keeping up at all and they are lost, as with Slack.
EVENTS_LIMIT = 10_000


class Courier:
    """One per workspace."""

    def __init__(self, transport: Transport, workspace: Workspace, payloads: Payloads, traffic: Traffic) -> None:
        self._transport = transport
        self._workspace = workspace
        self._payloads = payloads
        self._traffic = traffic
        self._events = ThreadPoolExecutor(EVENT_WORKERS, thread_name_prefix="local-slack-events")
        self._later = Later()
        self._lock = threading.Lock()
        self._underway = 0
        self._closed = False

    @property
    def connected(self) -> bool:
        """Whether the app is there."""
        return self._transport.connected

    def ask(self, kind: str, payload: dict[str, Any]) -> Ack:
        """Deliver and wait for the acknowledgement, as long as Slack waits."""
        return self._deliver(Delivery(kind, payload))

    def tell(self, event: Mapping[str, Any]) -> Future[Ack] | None:
        """Send an event if the app asked for such; the future is the first attempt. None: not subscribed."""
        if self._closed or not self._workspace.manifest.subscribes_to(event) or self._underway >= EVENTS_LIMIT:
            return None
        return self._submit(Delivery("events_api", self._payloads.event(event)))

    def _submit(self, delivery: Delivery) -> Future[Ack] | None:
        try:
            sent = self._events.submit(self._attempt, delivery)
        except RuntimeError:  # closed meanwhile
            return None
        with self._lock:
            self._underway += 1
        sent.add_done_callback(self._done)
        return sent

    def _done(self, _: Future[Ack]) -> None:
        with self._lock:
            self._underway -= 1

    def _attempt(self, delivery: Delivery) -> Ack:
        ack = self._deliver(delivery)
        delays = self._workspace.timing.event_retry_seconds
        if not ack.ok and ack.retry and delivery.attempt < len(delays):
            reason = "timeout" if ack.error == "operation_timeout" else "error"
            again = Delivery(delivery.kind, delivery.payload, delivery.attempt + 1, reason)
            self._later.run(delays[delivery.attempt], lambda: self._submit(again))
        return ack

    def _deliver(self, delivery: Delivery) -> Ack:
        started = time.monotonic()
        ack = self._transport.deliver(delivery, self._workspace.timing.ack_seconds)
        name = delivery.kind
        if delivery.kind == "events_api":
            name = f"event:{delivery.payload['event'].get('type')}"
        elif delivery.kind == "interactive":
            name = f"interactive:{delivery.payload.get('type')}"
        request = {**delivery.payload, "retry_attempt": delivery.attempt} if delivery.attempt else delivery.payload
        response = ack.body if ack.ok else {"error": ack.error, "body": ack.body}
        self._traffic.add("to_app", name, request, response, started, ack.status)
        return ack

    def forget_retries(self) -> None:
        """Events that wait to be sent again are not."""
        self._later.clear()

    def close(self) -> None:
        """End; whatever waits is dropped."""
        self._closed = True
        self._later.close()
        self._transport.close()
        self._events.shutdown(wait=True, cancel_futures=True)
