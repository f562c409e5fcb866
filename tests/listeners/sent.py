"""Forms as Slack sends them back: what was filled in at first, and what was typed over it."""

from typing import Any

from bot.views.message import Json


def sent(view: Json, **typed: Any) -> Json:
    """The view with its state: by field what its element begins with, or what `typed` has in its place."""
    values = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = {
            "type": element["type"],
            "value": element.get("initial_value") or None,
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options") or [],
            "selected_date": element.get("initial_date"),
        }
        values[block["block_id"]] = {block["block_id"]: state | typed.get(block["block_id"], {})}
    return view | {"id": "V1", "state": {"values": values}}


def text(value: str) -> Json:
    return {"value": value}


def choice(value: str) -> Json:
    return {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}


def day(value: str | None) -> Json:
    return {"selected_date": value}
