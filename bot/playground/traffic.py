"""The traffic log: what the app asked and what it was sent, the last 2,000 of them, tokens masked."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

ENTRIES_KEPT = 2_000
_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+")
_SECRET_KEYS = frozenset({"token", "client_secret", "authorization", "access_token", "refresh_token"})


class Traffic:
    """A bounded list of entries; adding is cheap, masking happens when somebody reads."""

    def __init__(self, changed: Callable[[], object] = lambda: None) -> None:
        """`changed()` is called after each new entry."""
        self._entries: deque[dict[str, Any]] = deque(maxlen=ENTRIES_KEPT)
        self._count = 0
        self._changed = changed
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many there have been since the start; the number of the newest."""
        return self._count

    def add(
        self, direction: str, method: str, request: Any, response: Any, started: float, status: int | None = None
    ) -> None:
        """`direction` is `to_slack` or `to_app`; `started` is from `time.monotonic()`."""
        entry = {
            "n": 0,
            "at": round(time.time(), 3),
            "direction": direction,
            "method": method,
            "request": request,
            "response": response,
            "status": status,
            "ms": round((time.monotonic() - started) * 1000, 1),
        }
        with self._lock:
            self._count += 1
            entry["n"] = self._count
            self._entries.append(entry)
        self._changed()

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def entries(self) -> list[dict[str, Any]]:
        """Oldest first, tokens masked."""
        with self._lock:
            kept = tuple(self._entries)
        return [{key: masked(value) for key, value in entry.items()} for entry in kept]

    def newer(self, than: int, most: int) -> list[dict[str, Any]]:
        """The newest `most` entries after number `than`, oldest first, masked, each with its `kind` and `size`.

        `kind` is `command`, `event`, `interaction`, `api` or `response_url`; `size` the bytes of request and response
        written as JSON; `failed` whether Slack or the app said no.
        """
        with self._lock:
            fresh = [entry for entry in self._entries if entry["n"] > than][-most:]
        return [_described(entry) for entry in fresh]


_KINDS = {"slash_commands": "command", "response_url": "response_url", "event": "event", "interactive": "interaction"}


def _described(entry: dict[str, Any]) -> dict[str, Any]:
    shown = {key: masked(value) for key, value in entry.items()}
    response = shown["response"]
    refused = isinstance(response, Mapping) and (response.get("ok") is False or bool(response.get("error")))
    size = sum(len(json.dumps(shown[key], default=str, ensure_ascii=False).encode()) for key in ("request", "response"))
    return shown | {
        "kind": _KINDS.get(entry["method"].partition(":")[0], "api"),
        "size": size,
        "failed": refused or (entry["status"] or 200) >= 400,
    }


def masked(value: Any, key: str = "") -> Any:
    """The same with tokens and secrets made unreadable, however deep they stand."""
    if isinstance(value, str):
        return "***" if key.lower() in _SECRET_KEYS and value else _TOKEN.sub(r"\1-***", value)
    if isinstance(value, Mapping):
        return {name: masked(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return value
