"""What an app answered to a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

Kind = str  # "slash_commands" | "interactive" | "events_api", as Socket Mode names them


@dataclass(frozen=True, slots=True)
class Ack:
    """`error` is empty when the app acknowledged in time; then `body` is what it said, a dictionary, text or None."""

    error: str = ""
    status: int | None = None
    body: Any = None
    retry: bool = True  # False when the app asked not to be sent this event again

    @property
    def ok(self) -> bool:
        """Whether it was acknowledged."""
        return not self.error


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload on its way to the app; `attempt` and `reason` are set when an event is sent again."""

    kind: Kind
    payload: dict[str, Any]
    attempt: int = 0
    reason: str = ""


class Transport(Protocol):
    """A way to reach the app."""

    def deliver(self, delivery: Delivery, seconds: float) -> Ack:
        """Send and wait for the acknowledgement, at most so long."""

    @property
    def connected(self) -> bool:
        """Whether the app is there, as far as one can tell without asking it."""

    def close(self) -> None:
        """Let go of everything; deliveries that wait end at once."""
