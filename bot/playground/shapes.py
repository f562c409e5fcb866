"""Small checks from which the rules for blocks are put together.

A check takes a value, the place where it stands (a JSON pointer such as `/blocks/0/text`) and the list of problems,
to which it adds in Slack's own words. Checks never raise, whatever they are given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]


def say(problems: Problems, what: str, at: str) -> None:
    """Add a problem in the form that Slack uses."""
    problems.append(f"{what} [json-pointer:{at}]")


@dataclass(frozen=True)
class Field:
    """One property: what it must be, and whether it must be there."""

    check: Check
    required: bool = False


def need(check: Check) -> Field:
    """A property that must be there."""
    return Field(check, required=True)


def string(limit: int, minimum: int = 0) -> Check:
    """A string of at most `limit` characters."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, str):
            say(problems, "must provide a string", at)
        elif len(value) < minimum:
            say(problems, f"must be more than {minimum - 1} characters", at)
        elif len(value) > limit:
            say(problems, f"must be less than {limit + 1} characters", at)

    return check


def boolean(value: Any, at: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say(problems, "must be a valid boolean", at)


def anything(value: Any, at: str, problems: Problems) -> None:
    """No rule."""


def integer(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            say(problems, "must provide a number", at)
        elif not low <= value <= high:
            say(problems, f"must be between {low} and {high}", at)

    return check


def number(value: Any, at: str, problems: Problems) -> None:
    """A finite number."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        say(problems, "must provide a number", at)


def positive_number(value: Any, at: str, problems: Problems) -> None:
    """A finite number above nought."""
    before = len(problems)
    number(value, at, problems)
    if len(problems) == before and value <= 0:
        say(problems, "must be more than 0", at)


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, str) or value not in allowed:
            say(problems, "value not in list: " + ", ".join(allowed), at)

    return check


def array(item: Check, limit: int, minimum: int = 1) -> Check:
    """A list of `minimum` to `limit` things."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, list):
            say(problems, "must be an array", at)
            return
        if len(value) > limit:
            say(problems, f"no more than {limit} items allowed", at)
        elif len(value) < minimum:
            say(problems, f"no less than {minimum} items allowed", at)
        for index, inner in enumerate(value[:limit]):
            item(inner, f"{at}/{index}", problems)

    return check


def record(fields: Mapping[str, Field], *, extra: Check | None = None, closed: bool = True) -> Check:
    """An object with these properties; others are refused when `closed`. `extra` looks at the whole of it."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            say(problems, "must be an object", at)
            return
        for name, rule in fields.items():
            if name in value and value[name] is not None:
                rule.check(value[name], f"{at}/{name}", problems)
            elif rule.required:
                say(problems, f"missing required field: {name}", at)
        if closed:
            for name in value:
                if name not in fields:
                    say(problems, f"invalid additional property: {name}", at)
        if extra is not None:
            extra(value, at, problems)

    return check


def text(limit: int, *, mrkdwn: bool = True, plain: bool = True) -> Check:
    """A text object of at most `limit` characters, of the kinds allowed."""
    inner = string(limit, minimum=1)

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            say(problems, "must be an object", at)
            return
        found: Problems = []
        kind = value.get("type")
        if kind is None:
            say(found, "missing required field: type", at)
        elif not ((kind == "mrkdwn" and mrkdwn) or (kind == "plain_text" and plain)):
            say(found, f"unsupported type: {kind}", f"{at}/type")
        if "text" not in value:
            say(found, "missing required field: text", at)
        else:
            inner(value["text"], f"{at}/text", found)
        allowed = ("type", "text", "emoji") if kind == "plain_text" else ("type", "text", "verbatim")
        for name in value:
            if name not in allowed:
                say(found, f"invalid additional property: {name}", at)
        if found and mrkdwn and plain:
            # Where both kinds are allowed, Slack says first that neither fits.
            say(problems, "failed to match all allowed schemas", at)
        problems.extend(found)

    return check


def plain_text(limit: int) -> Check:
    """A `plain_text` object of at most `limit` characters."""
    return text(limit, mrkdwn=False)


def by_type(table: Mapping[str, Check], allowed: Callable[[str], bool]) -> Check:
    """An object whose `type` picks its rule; a type that is unknown, or not allowed here, is refused."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            say(problems, "must be an object", at)
            return
        kind = value.get("type")
        if kind is None:
            say(problems, "missing required field: type", at)
        elif not isinstance(kind, str) or kind not in table or not allowed(kind):
            say(problems, f"unsupported type: {kind}", f"{at}/type")
        else:
            table[kind](value, at, problems)

    return check
