"""What Slack hands an app for a short while: trigger ids (3 s, once) and response URLs (30 min, five times)."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from .errors import SlackError

# More than any test or demo has open at once; the oldest are forgotten first.
TICKETS_KEPT = 5_000


@dataclass(slots=True)
class Trigger:
    """Permission to open one view for `user`; `view_id` is the modal that it was clicked in."""

    id: str
    user: str
    view_id: str | None = None
    born: float = field(default_factory=time.monotonic)
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where an app answers a command or an action: which conversation, to whom, about which message."""

    id: str
    channel: str
    user: str
    message_ts: str | None
    born: float = field(default_factory=time.monotonic)
    uses: int = 0


class Tickets:
    """Both kinds, by their id. The workspace's lock guards it."""

    def __init__(self, *, trigger_seconds: float, url_seconds: float, url_uses: int) -> None:
        self._trigger_seconds = trigger_seconds
        self._url_seconds = url_seconds
        self._url_uses = url_uses
        self._triggers: OrderedDict[str, Trigger] = OrderedDict()
        self._urls: OrderedDict[str, ResponseUrl] = OrderedDict()

    def clear(self) -> None:
        """Forget all of them."""
        self._triggers.clear()
        self._urls.clear()

    def trigger(self, user: str, view_id: str | None = None) -> Trigger:
        """A fresh trigger id for what this person just did."""
        number = secrets.randbelow(10**12)
        trigger = Trigger(f"{number}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}", user, view_id)
        self._triggers[trigger.id] = trigger
        while len(self._triggers) > TICKETS_KEPT:
            self._triggers.popitem(last=False)
        return trigger

    def look_at_trigger(self, trigger_id: str) -> Trigger:
        """The trigger, unused; raises the error that Slack answers for an unknown, used or late one."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self._trigger_seconds:
            raise SlackError("expired_trigger_id")
        return trigger

    def response_url(self, channel: str, user: str, message_ts: str | None = None) -> ResponseUrl:
        """A fresh response URL's record; its address is `/_response/<id>`."""
        url = ResponseUrl(secrets.token_urlsafe(18), channel, user, message_ts)
        self._urls[url.id] = url
        while len(self._urls) > TICKETS_KEPT:
            self._urls.popitem(last=False)
        return url

    def use_response_url(self, url_id: str) -> ResponseUrl:
        """The record, with one use counted; raises what Slack answers when it is unknown, old or used up."""
        url = self._urls.get(url_id)
        if url is None or time.monotonic() - url.born > self._url_seconds:
            raise SlackError("expired_url")
        if url.uses >= self._url_uses:
            raise SlackError("used_url")
        url.uses += 1
        return url
