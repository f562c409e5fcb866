"""The one way in which the local Slack says no: an error code, as Slack names it, with the details Slack adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class SlackError(Exception):
    """Answered as `{"ok": false, "error": code, …}`. `messages` are the lines of `response_metadata`."""

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = tuple(messages)
        self.extra = extra

    def to_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            if self.code == "invalid_blocks":
                body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


def missing(*names: str) -> SlackError:
    """Arguments that the method needs and did not get."""
    return SlackError("invalid_arguments", [f"missing required field: {name}" for name in names])
