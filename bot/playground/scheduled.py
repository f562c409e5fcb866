"""Messages for later (`chat.scheduleMessage`): posted when the workspace's clock reaches their time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from .clock import LocalClock
from .conversations import Message


@dataclass(slots=True)
class Waiting:
    """One message that waits; `post_at` in seconds since 1970."""

    message: Message
    post_at: int
    timer: threading.Timer | None = None


class Scheduled:
    """All that wait, by their `scheduled_message_id`. `post` is given when the server starts."""

    def __init__(self, clock: LocalClock) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._waiting: dict[str, Waiting] = {}
        self.post: Callable[[Message], object] = lambda message: None

    def __len__(self) -> int:
        return len(self._waiting)

    def all(self) -> dict[str, Waiting]:
        """What waits, by its id, in the order in which it was scheduled."""
        with self._lock:
            return dict(self._waiting)

    def add(self, key: str, message: Message, post_at: int) -> None:
        """Post this when its time comes."""
        with self._lock:
            self._waiting[key] = Waiting(message, post_at)
            self._arm(key)

    def cancel(self, key: str) -> bool:
        """Do not post it; False when nothing of that name waits."""
        with self._lock:
            waiting = self._waiting.pop(key, None)
            if waiting is not None and waiting.timer is not None:
                waiting.timer.cancel()
            return waiting is not None

    def clear(self) -> None:
        """Nothing waits any more."""
        for key in self.all():
            self.cancel(key)

    def recheck(self) -> None:
        """The clock was moved: post what is due, wait anew for the rest."""
        for key in self.all():
            self._come(key)

    def _arm(self, key: str) -> None:
        waiting = self._waiting[key]
        if waiting.timer is not None:
            waiting.timer.cancel()
        wait = max(0.0, waiting.post_at - self._clock.timestamp())
        waiting.timer = threading.Timer(wait, self._come, (key,))
        waiting.timer.daemon = True
        waiting.timer.start()

    def _come(self, key: str) -> None:
        with self._lock:
            waiting = self._waiting.get(key)
            if waiting is None:
                return
            if waiting.post_at > self._clock.timestamp():
                self._arm(key)
                return
            self.cancel(key)
        self.post(waiting.message)
