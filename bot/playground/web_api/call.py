"""One call of a Web API method: its arguments, read as leniently as Slack reads them, and who may call what."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.conversations import Conversation
from bot.playground.errors import SlackError, missing
from bot.playground.local_slack import LocalSlack

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of a call (`args`), and what it works on."""

    slack: LocalSlack
    args: dict[str, Any]

    def need(self, *names: str) -> None:
        """Raise unless all of these were given."""
        absent = [name for name in names if self.args.get(name) in (None, "")]
        if absent:
            raise missing(*absent)

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers become strings, as time stamps sometimes come as numbers."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes or no, in any of the spellings that Slack takes."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in ("1", "true", "yes", "on")

    def number(self, name: str, default: int, *, most: int = 1000) -> int:
        """A whole number from 1 to `most`."""
        try:
            value = int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments", [f"must provide a number [json-pointer:/{name}]"]) from None
        if value < 1:
            raise SlackError("invalid_limit")
        return min(value, most)

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structure, as JSON or as a string that holds JSON; None when it was not given."""
        value = self.args.get(name)
        if isinstance(value, str):
            if not value.strip():
                return None
            try:
                return json.loads(value)
            except ValueError:
                raise SlackError(error) from None
        return value

    def names(self, name: str) -> list[str]:
        """A list, given as such or with commas."""
        value = self.args.get(name) or []
        parts: Sequence[Any] = value.split(",") if isinstance(value, str) else value
        return [str(part).strip() for part in parts if str(part).strip()]

    def conversation(self, name: str = "channel") -> Conversation:
        """The conversation that an argument names, by id, name, or a person's id."""
        self.need(name)
        return self.slack.workspace.conversation(self.text(name))

    def page(self, items: Sequence[Any], key: str, *, default: int = 100, most: int = 1000) -> Answer:
        """One page of `items` under `key`, with the cursor of the next."""
        limit = self.number("limit", default, most=most)
        start = 0
        cursor = self.text("cursor")
        if cursor:
            try:
                word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
                start = int(number)
            except ValueError:
                raise SlackError("invalid_cursor") from None
            if word != "next":
                raise SlackError("invalid_cursor")
        more = start + limit < len(items)
        following = base64.b64encode(f"next:{start + limit}".encode()).decode() if more else ""
        return {key: list(items[start : start + limit]), "response_metadata": {"next_cursor": following}}


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, the scopes of which it needs one, and the token that it takes."""

    name: str
    run: Callable[[Call], Answer]
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "none"] = "bot"


def authorize(method: Method, token: str, slack: LocalSlack) -> None:
    """Raise what Slack answers when this token may not call this method."""
    if method.token == "none":
        return
    if not token:
        raise SlackError("not_authed")
    known = {slack.secrets.bot_token: "bot", slack.secrets.app_token: "app"}
    if token not in known:
        raise SlackError("invalid_auth")
    if known[token] != method.token:
        raise SlackError("not_allowed_token_type")
    if method.token == "bot" and slack.workspace.revoked:
        raise SlackError("token_revoked")
    manifest = slack.workspace.manifest
    if method.token == "bot" and not manifest.grants(method.scopes):
        raise SlackError("missing_scope", needed=",".join(method.scopes[:1]), provided=",".join(manifest.scopes or ()))
