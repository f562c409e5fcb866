"""What a person types, as Slack writes it down: names become ids, `&`, `<` and `>` become entities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .conversations import Conversation
from .people import User

_ALREADY = re.compile(r"<(?:@([UW]\w+)|#([CG]\w+))(?:\|[^>]*)?>")
_LINK = re.compile(r"https?://[^\s<>|]+")


def entities(text: str) -> str:
    """`&`, `<` and `>` as Slack stores them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_command(text: str, users: Mapping[str, User], channels: Iterable[Conversation]) -> str:
    """A command's text for an app with `should_escape`: `<@U1|ada>`, `<#C1|general>`, `<https://…>`, entities."""
    return _escaped(text, users, channels, labels=True)


def typed_message(text: str, users: Mapping[str, User], channels: Iterable[Conversation]) -> str:
    """A message's text as Slack stores it: mentions without a label, `<@U1>`."""
    return _escaped(text, users, channels, labels=False)


def _escaped(text: str, users: Mapping[str, User], channels: Iterable[Conversation], *, labels: bool) -> str:
    public = {channel.id: channel.name for channel in channels if not channel.is_im}
    people = [
        (name, f"<@{user.id}|{user.name}>" if labels else f"<@{user.id}>")
        for user in users.values()
        for name in (user.real_name, user.name)
    ]
    places = [(name, f"<#{channel_id}|{name}>") for channel_id, name in public.items()]
    named = {f"@{name}".lower(): mention for name, mention in people}
    named |= {f"#{name}".lower(): mention for name, mention in places}
    # The longest name first, so that @ada berg is not taken for @ada.
    known = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
    names = re.compile(rf"(?<![\w@#])(?:{known})(?![\w-])", re.IGNORECASE) if known else None

    def plain(part: str) -> str:
        pieces: list[str] = []
        at = 0
        for link in _LINK.finditer(part):
            pieces += [mentions(part[at : link.start()]), f"<{entities(link[0])}>"]
            at = link.end()
        return "".join([*pieces, mentions(part[at:])])

    def mentions(part: str) -> str:
        if names is None:
            return entities(part)
        pieces: list[str] = []
        at = 0
        for match in names.finditer(part):
            pieces += [entities(part[at : match.start()]), named[match[0].lower()]]
            at = match.end()
        return "".join([*pieces, entities(part[at:])])

    out: list[str] = []
    at = 0
    for match in _ALREADY.finditer(text):
        # An id that somebody wrote out stays a mention only if it is one of ours.
        user, channel = match[1], match[2]
        if user in users or channel in public:
            out += [plain(text[at : match.start()]), match[0] if labels or channel else f"<@{user}>"]
            at = match.end()
    return "".join([*out, plain(text[at:])])
