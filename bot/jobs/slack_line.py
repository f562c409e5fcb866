"""The calls to Slack that deliveries need, each tried once, and what each answer means for the message's fate.

slack_sdk tries again by itself where a connection breaks, posts included: a message that Slack had accepted would come
twice. Here nothing is tried again without looking first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack_calls import UNREACHED, tls_to

EVENT_TYPE = "sales_coach_delivery"
"""What a message's metadata says it is; the payload's `id` is the delivery's."""

PAGES = 10
PAGE = 100
"""Messages a page of a conversation's history; some apps get fifteen at most, hence several pages."""

CLOCKS_DIFFER_S = 300.0
"""Slack's time stamps and our clock: a message is looked for from that much earlier on."""

DEFAULT_WAIT_S = 30.0
"""Where Slack asks us to wait and does not say how long."""

_GONE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
_NO_TOKEN = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
_WAIT = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
# "It's possible some aspect of the operation succeeded before the error was raised", as Slack's reference says of them.
_DOUBTFUL = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


class Trouble(Enum):
    """What an answer other than yes means."""

    GONE = auto()  # nobody there to send to
    NO_TOKEN = auto()  # the workspace does not let us in any more
    WAIT = auto()  # not now, and not anything else there either
    DOUBTFUL = auto()  # it may have happened
    UNREACHED = auto()  # it cannot have happened: nobody was there
    REFUSED = auto()  # never in this form


class LineError(Exception):
    """A call that did not work. `wait` in seconds, for WAIT only."""

    def __init__(self, trouble: Trouble, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.trouble = trouble
        self.reason = reason
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Posted:
    channel: str
    ts: str


class SlackLine:
    """Slack's Web API at `base_url`, for any workspace. Every method raises LineError."""

    def __init__(self, base_url: str, timeout: int) -> None:
        self._base_url = base_url
        self._timeout = timeout
        self._tls = tls_to(base_url)

    def open(self, token: str, user: str) -> str:
        """The id of the direct messages with a person."""
        with _plainly():
            return str(self._client(token).conversations_open(users=user)["channel"]["id"])

    def post(self, token: str, channel: str, delivery_id: str, text: str, blocks: list[Any]) -> Posted:
        """Post a message that carries the delivery's id."""
        with _plainly():
            answer = self._client(token).chat_postMessage(
                channel=channel,
                text=text,
                blocks=blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": delivery_id}},
                unfurl_links=False,
                unfurl_media=False,
            )
            return Posted(str(answer["channel"]), str(answer["ts"]))

    def update(self, token: str, channel: str, ts: str, text: str, blocks: list[Any]) -> None:
        """Have a message say something else. Twice is as good as once."""
        with _plainly():
            self._client(token).chat_update(channel=channel, ts=ts, text=text, blocks=blocks)

    def delete(self, token: str, channel: str, ts: str) -> None:
        """Take a message back. Raises LineError (REFUSED) where it is gone already."""
        with _plainly():
            self._client(token).chat_delete(channel=channel, ts=ts)

    def find(self, token: str, channel: str, delivery_id: str, since: datetime) -> Posted | None:
        """The message with the delivery's id, posted since then or a little earlier; None where it is not there."""
        oldest = f"{since.timestamp() - CLOCKS_DIFFER_S:.6f}"
        cursor: str | None = None
        for _ in range(PAGES):
            with _plainly():
                page = self._client(token).conversations_history(
                    channel=channel, oldest=oldest, include_all_metadata=True, limit=PAGE, cursor=cursor
                )
                messages: list[dict[str, Any]] = page["messages"]
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            for message in messages:
                if _carries(message, delivery_id):
                    return Posted(channel, str(message["ts"]))
            if cursor is None:
                return None
        raise LineError(Trouble.DOUBTFUL, "history_too_long")

    def _client(self, token: str) -> WebClient:
        return WebClient(token=token, base_url=self._base_url, timeout=self._timeout, ssl=self._tls, retry_handlers=[])


@contextmanager
def _plainly() -> Iterator[None]:
    """What slack_sdk raises becomes a LineError."""
    try:
        yield
    except SlackApiError as refused:
        raise _meaning(refused) from None
    except UNREACHED as broken:
        raise _broken(broken) from None


def _carries(message: dict[str, Any], delivery_id: str) -> bool:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return metadata.get("event_type") == EVENT_TYPE and payload.get("id") == delivery_id


def _meaning(refused: SlackApiError) -> LineError:
    answer = refused.response
    error = str(answer.get("error") or "no_reason") if isinstance(answer.data, dict) else "not_json"
    status = int(answer.status_code or 0)
    if status == 429 or error in _WAIT:
        return LineError(Trouble.WAIT, "ratelimited", _seconds(answer.headers))
    if status >= 500 or error in _DOUBTFUL or " " in error or error == "not_json":
        # Slack's own reasons are single words; this is what slack_sdk says of an answer that is not Slack's.
        return LineError(Trouble.DOUBTFUL, f"status_{status}" if " " in error else error)
    if error in _GONE:
        return LineError(Trouble.GONE, error)
    if error in _NO_TOKEN:
        return LineError(Trouble.NO_TOKEN, error)
    return LineError(Trouble.REFUSED, error)


def _seconds(headers: Any) -> float:
    found = {str(name).lower(): value for name, value in dict(headers or {}).items()}.get("retry-after", "")
    found = found[0] if isinstance(found, list) and found else found
    try:
        return max(1.0, float(found))
    except (TypeError, ValueError):
        return DEFAULT_WAIT_S


def _broken(error: Exception) -> LineError:
    cause = error.reason if isinstance(error, URLError) else error
    unreached = isinstance(cause, ConnectionRefusedError) or type(cause).__name__ == "gaierror"
    return LineError(Trouble.UNREACHED if unreached else Trouble.DOUBTFUL, type(cause).__name__)
