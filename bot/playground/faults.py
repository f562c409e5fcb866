"""Trouble on demand: 429 with Retry-After, errors, broken connections, before or after the message is accepted."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import SlackError

TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of `method` (`*`: any; `response_url`: answers to commands).

    With a `rate` below 1 it happens to that share of the calls, by chance, until the faults are cleared.

    `status`: the HTTP status. `error`: answered as Slack's error, with status 200. `drop`: the connection ends
    without an answer. `after_accept`: the call takes effect first. `delay`: seconds until any of it happens.
    """

    method: str
    times: int = 1
    status: int = 500
    error: str = ""
    retry_after: int | None = None
    drop: bool = False
    after_accept: bool = False
    delay: float = 0.0
    rate: float = 1.0

    @classmethod
    def read(cls, body: Mapping[str, Any], *, rate_limit: bool = False) -> Fault:
        """From a control call's JSON; raises `invalid_arguments` with what is wrong."""
        try:
            status = body.get("status")
            fault = cls(
                method=str(body.get("method") or "*"),
                times=int(body.get("times", 1)),
                error=str(body.get("error") or ""),
                delay=float(body.get("delay", 0)),
                rate=float(body.get("rate", 1)),
                drop=status in (TIMEOUT_AFTER_ACCEPT, "drop"),
                after_accept=status == TIMEOUT_AFTER_ACCEPT or bool(body.get("after_accept")),
            )
            if rate_limit:
                fault.status, fault.retry_after = 429, int(body.get("retry_after", 1))
            elif status is not None and not fault.drop:
                fault.status = int(status)
        except (TypeError, ValueError) as bad:
            raise SlackError("invalid_arguments", [f"times, status, delay, retry_after, rate: {bad}"]) from bad
        if not 0 < fault.rate <= 1:
            raise SlackError("invalid_arguments", ["rate: above 0, at most 1"])
        if not 0 <= fault.delay <= 60:
            raise SlackError("invalid_arguments", ["delay: from 0 to 60 seconds"])
        return fault


class Faults:
    """The faults that wait for their call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._chance = random.Random(1)  # the same misfortunes in every run

    def add(self, fault: Fault) -> None:
        """From now on."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """No more trouble."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that meets this call, if any; it is used up once, but for those that come by chance."""
        if not self._waiting:
            return None
        with self._lock:
            for fault in self._waiting:
                if fault.method not in ("*", method):
                    continue
                if fault.rate < 1:
                    if self._chance.random() < fault.rate:
                        return fault
                elif fault.times > 0:
                    fault.times -= 1
                    self._waiting = [left for left in self._waiting if left.times > 0]
                    return fault
        return None
