"""Every view with the worst data: Slack takes it, it calls nobody, and what people typed can be read.

Judged twice: by our own reading of Slack's limits (`slack_rules`), and by the local Slack's.
"""

import html
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
import slackblocks as sb
from hypothesis import HealthCheck, Phase, given

from bot import views
from bot.playground.block_rules import block_problems, option_problems, too_long, view_problems
from bot.texts import Texts
from bot.texts.mrkdwn import ZERO_WIDTH_SPACE
from bot.views.message import ELLIPSIS, Json, Message, clip, rendered, typed
from tests.effort import tries
from tests.views.slack_rules import check_message, check_view
from tests.views.test_hostile import json_texts
from tests.views.worst import CALLS, NOT_DRAWN, values
from tests.views.worst.call import Call

FEW = tries(
    8,
    # The values are few and plain: to look for a smaller one takes longer than to read this one.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
READABLE = 20
"""So many characters of what was typed are left at least, before the … where it had to be cut."""

# What we ourselves write between angle brackets: a link to a team's own page, and a channel.
OURS = re.compile(r"<https://[^<>|\s]+\|[^<>|]+>|<#C[A-Z0-9]+>")
FORMATTED = ("*bold*", "_ital_", "~gone~")


def public_views() -> Iterator[str]:
    """`module.function` of everything public in `bot/views`."""
    for module in pkgutil.iter_modules(views.__path__):
        found = importlib.import_module(f"{views.__name__}.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if function.__module__ == found.__name__ and not name.startswith("_"):
                yield f"{module.name}.{name}"


def test_every_view_is_drawn() -> None:
    drawn = {call.name for call in CALLS}
    for name in public_views():
        known = name in drawn or name in NOT_DRAWN or name.partition(".")[0] in NOT_DRAWN
        assert known, f"bot/views has {name}, which no worst data is drawn for: add a call of it to tests/views/worst"


def test_nothing_is_listed_that_there_is_not() -> None:
    there = set(public_views())
    modules = {name.partition(".")[0] for name in there}
    assert [call.name for call in CALLS if call.name not in there] == []
    assert [name for name in NOT_DRAWN if name not in there | modules] == []
    assert len({call.name for call in CALLS}) == len(CALLS)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_slack_takes_it_and_it_can_be_read(call: Call) -> None:
    @FEW
    @given(values.texts, call.drawn())
    def check(texts: Texts, arguments: Any) -> None:
        made = call.view(texts, **arguments) if "texts" in inspect.signature(call.view).parameters else None
        shown = checked(made)
        for wanted in call.shows(arguments):
            assert wanted is None or readable(wanted, shown), f"{wanted!r} is not in\n{shown}"

    check()


def checked(made: Any) -> str:
    """Held against every rule for what it is; returns all that a person reads there."""
    match made:
        case Message():
            check_message(made)
            for blocks in (made.blocks, made.with_charts):
                assert block_problems(list(blocks), "message") == []
                assert not too_long(blocks)
            check_harmless(made.text)
            return "\n".join([as_read(made.text), blocks_read(made.blocks), blocks_read(made.with_charts)])
        case {"type": "modal" | "home"}:
            check_view(made)
            assert view_problems(made) == []
            return blocks_read(made["blocks"])
        case {"type": _}:
            assert block_problems([made], "message") == []
            return blocks_read([made])
        case sb.Block():
            return _block(made)
        case sb.elements.Button():
            return _block(sb.ActionsBlock([made]))
        case str():
            check_line(made)
            return made
        case [{"text": _, "value": _}, *_]:
            assert option_problems({"options": made}) == []
            return "\n".join(option["text"]["text"] for option in made)
        case list() | tuple():
            return "\n".join(checked(each) for each in made)
        case _:
            return ""


def _block(block: sb.Block) -> str:
    """A block by itself: of a message, or of a form, whose fields a message does not have."""
    if isinstance(block, sb.InputBlock):
        return checked(sb.ModalView("A form", [block], submit="Save").to_dict())
    blocks = rendered([block])
    assert block_problems(list(blocks), "message") == []
    return blocks_read(blocks)


def check_line(line: str) -> None:
    """A piece of a sentence: whoever shows it makes it safe, but it is on its line and turns no text around."""
    assert line == "" or line.strip()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e]", line)


def check_harmless(mrkdwn: str) -> None:
    """No call, no link and no formatting that was typed."""
    ours = OURS.sub("", re.sub("```.*?```", "", mrkdwn, flags=re.DOTALL))
    assert "<" not in ours
    assert ">" not in ours
    assert not re.search("&(?!amp;|lt;|gt;)", ours)
    assert not any(formatted in ours for formatted in FORMATTED)


def blocks_read(blocks: Any) -> str:
    """What a person reads in the blocks."""
    said = []
    for block in blocks:
        for text in json_texts(block):
            if text["type"] == "mrkdwn":
                check_harmless(text["text"])
            said.append(as_read(text["text"]) if text["type"] == "mrkdwn" else text["text"])
        if block["type"] == "table":
            said += [cell["text"] for row in block["rows"] for cell in row]
    return "\n".join(said)


def as_read(mrkdwn: str) -> str:
    return html.unescape(mrkdwn.replace(ZERO_WIDTH_SPACE, ""))


def readable(wanted: str, shown: str) -> bool:
    """Whether what was typed stands there: whole, or cut after `READABLE` characters at the earliest, with a …"""
    whole = plain(typed(wanted, len(wanted) + 1))
    shown = plain(shown)
    if whole in shown:
        return True
    return any(whole[:cut].rstrip() + ELLIPSIS in shown for cut in range(READABLE, len(whole)))


def plain(text: str) -> str:
    """Without the signs that only keep a direction."""
    return text.replace("\u2068", "").replace("\u2069", "")


def test_what_is_not_there_is_missed() -> None:
    name = "A customer with a rather long name"
    assert readable(name, f"#1 · {name} · won")
    assert readable(name, "#1 · A customer with a rather… · won")
    assert not readable(name, "#1 · A customer… · won")
    assert not readable(name, "#1 · A customer with a rather · won")


@pytest.mark.parametrize("typed", ["<!channel>", "<https://evil.example>", "a > b", "&copy;", "so *bold* it is"])
def test_what_is_typed_without_being_made_safe_is_noticed(typed: str) -> None:
    with pytest.raises(AssertionError):
        check_harmless(typed)


def test_a_message_that_is_too_long_is_noticed() -> None:
    block: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_900, "verbatim": True}}
    checked(Message("x", (block,) * 3))
    with pytest.raises(AssertionError):
        checked(Message("x", (block,) * 4))


def test_a_cut_leaves_no_half_of_an_entity() -> None:
    escaped = "&amp;" * 4
    assert [clip(escaped, limit) for limit in (20, 19, 12, 11, 10, 7, 6)] == [
        escaped,
        *("&amp;" * whole + ELLIPSIS for whole in (3, 2, 2, 1, 1, 1)),
    ]
    assert clip("R&D and more", 6) == "R&D a…"
