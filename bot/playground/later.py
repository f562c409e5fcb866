"""Things to do in a while: one thread and a heap, however many of them wait."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable

# More than this waiting is an app that never answers under load; what comes on top is dropped.
WAITING_LIMIT = 2_000


class Later:
    """Runs callables when their time comes, one after the other; they must be quick."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._closed = False

    def run(self, seconds: float, act: Callable[[], object]) -> bool:
        """`act` in so many seconds; False when too many wait already."""
        with self._changed:
            if self._closed or len(self._waiting) >= WAITING_LIMIT:
                return False
            heapq.heappush(self._waiting, (time.monotonic() + seconds, next(self._numbers), act))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="local-slack-later", daemon=True)
                self._thread.start()
            self._changed.notify()
            return True

    def clear(self) -> None:
        """Nothing waits any more."""
        with self._changed:
            self._waiting.clear()

    def close(self) -> None:
        """Nothing waits, the thread ends."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(timeout=5)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._closed and not self._due():
                    wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                    self._changed.wait(wait)
                if self._closed:
                    return
                act = heapq.heappop(self._waiting)[2]
            act()

    def _due(self) -> bool:
        return bool(self._waiting) and self._waiting[0][0] <= time.monotonic()
