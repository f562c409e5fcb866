"""The traffic log: what the app asked and what it was sent, the last 2,000 of them, tokens masked."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Mapping
from typing import Any

ENTRIES_KEPT = 2_000
_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+")
_SECRET_KEYS = frozenset({"token", "client_secret", "authorization", "access_token", "refresh_token"})


class Traffic:
    """A bounded list of entries; adding is cheap, masking happens when somebody reads."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=ENTRIES_KEPT)
        self._count = 0

    def add(
        self, direction: str, method: str, request: Any, response: Any, started: float, status: int | None = None
    ) -> None:
        """`direction` is `to_slack` or `to_app`; `started` is from `time.monotonic()`."""
        self._count += 1
        self._entries.append(
            {
                "n": self._count,
                "at": round(time.time(), 3),
                "direction": direction,
                "method": method,
                "request": request,
                "response": response,
                "status": status,
                "ms": round((time.monotonic() - started) * 1000, 1),
            }
        )

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def entries(self) -> list[dict[str, Any]]:
        """Oldest first, tokens masked."""
        return [{key: masked(value) for key, value in entry.items()} for entry in tuple(self._entries)]


def masked(value: Any, key: str = "") -> Any:
    """The same with tokens and secrets made unreadable, however deep they stand."""
    if isinstance(value, str):
        return "***" if key.lower() in _SECRET_KEYS and value else _TOKEN.sub(r"\1-***", value)
    if isinstance(value, Mapping):
        return {name: masked(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return value
