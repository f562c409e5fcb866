"""A message, and the few tools that every view uses to make one within Slack's limits."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import slackblocks as sb

from bot.texts import entities

Json = dict[str, Any]

# Slack's limits, where we have to cut to meet them.
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
HEADER_TEXT = 150
SECTION_TEXT = 3000
# Undocumented: blocks of some 11,000 characters in all are refused; this leaves room for what Slack adds to them.
BLOCKS_TOTAL = 9_500

ELLIPSIS = "…"
ENTITIES = ("&amp;", "&lt;", "&gt;")
LONGEST_ENTITY = max(map(len, ENTITIES))
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to one person: `text` for notifications and screen readers, `blocks` for all others.

    `blocks` carry the whole content. Where charts and tables are welcome, `with_charts` shows those instead of the
    blocks that say the same in words: `charts[i]` takes the place of `blocks[chart_places[i]]`.
    """

    text: str
    blocks: tuple[Json, ...]
    charts: tuple[Json, ...] = ()
    chart_places: tuple[int, ...] = ()

    @property
    def with_charts(self) -> tuple[Json, ...]:
        drawn = dict(zip(self.chart_places, self.charts, strict=True))
        return tuple(drawn.get(place, block) for place, block in enumerate(self.blocks))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, ending in … where something was cut; an entity (`&lt;`) is left out whole."""
    if len(text) <= limit:
        return text
    end = limit - 1
    begun = text.rfind("&", max(end - LONGEST_ENTITY + 1, 0), end)
    if begun >= 0 and text.startswith(ENTITIES, begun) and ";" not in text[begun:end]:
        end = begun
    return text[:end].rstrip() + ELLIPSIS


def typed(text: str, limit: int) -> str:
    """What a person typed, to stand inside a line of ours: one line, at most `limit` characters, nothing else changed.

    Control characters and stray direction marks are dropped. A text written from right to left is isolated, or it
    would drag the figures after it along.
    """
    if text.isascii() and text.isprintable():
        return clip(" ".join(text.split()), limit)
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if not _turns_direction(c))
    text = clip(" ".join(text.split()), limit)
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text


def _turns_direction(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def sentence_case(text: str) -> str:
    """With its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def rendered(blocks: Sequence[sb.Block]) -> tuple[Json, ...]:
    """Blocks as Slack's JSON, checked by slackblocks against Slack's limits and what a message may hold."""
    return without_ids(sb.WebhookMessage(text="", blocks=list(blocks)).to_dict()["blocks"])


def without_ids(blocks: Sequence[Json]) -> tuple[Json, ...]:
    """Slack names blocks itself where we do not; slackblocks's random names would make equal views differ."""
    return tuple({key: value for key, value in block.items() if key != "block_id"} for block in blocks)


def size(blocks: Sequence[Json]) -> int:
    """How much of `BLOCKS_TOTAL` they take, in characters."""
    return len(json.dumps(blocks, ensure_ascii=False))


def header(text: str) -> sb.HeaderBlock:
    return sb.HeaderBlock(sb.PlainText(clip(text, HEADER_TEXT), emoji=True))


def plain(text: str) -> sb.SectionBlock:
    """A paragraph shown exactly as it is: for everything that holds what a person typed."""
    return sb.SectionBlock(sb.PlainText(clip(text, SECTION_TEXT), emoji=True))


def mrkdwn(text: str) -> sb.Markdown:
    """Our own words with Slack's formatting; nothing in it is turned into links or mentions."""
    return sb.Markdown(clip(text, SECTION_TEXT), verbatim=True)


def paragraph(text: str) -> sb.SectionBlock:
    return sb.SectionBlock(mrkdwn(text))


def code(commands: str) -> sb.SectionBlock:
    """Lines to copy, shown as they are."""
    return paragraph(f"```{entities(clip(commands, SECTION_TEXT // 2))}```")


def context(*texts: str) -> sb.ContextBlock:
    """Small grey lines of our own words."""
    return sb.ContextBlock([mrkdwn(text) for text in texts])


def button(label: str, action_id: str, value: str = "", *, primary: bool = False, danger: bool = False) -> sb.Button:
    """`value` is at most `BUTTON_VALUE` characters; an empty one is left out, as Slack wants it."""
    style = sb.elements.ButtonStyle.PRIMARY if primary else sb.elements.ButtonStyle.DANGER if danger else None
    return sb.Button(
        sb.PlainText(clip(label, BUTTON_TEXT), emoji=True), action_id=action_id, value=value or None, style=style
    )
