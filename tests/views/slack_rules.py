"""Slack's limits on what is sent, checked on the JSON itself: also on what was made without slackblocks."""

import json
import math
from typing import Any

import slackblocks as sb

from bot.views.message import Json, Message

TOTAL = 10_000


def check_message(message: Message) -> None:
    """The message with and without its charts is one that Slack takes."""
    assert message.text.strip()
    assert len(message.text) <= 4_000
    for blocks in (message.blocks, message.with_charts):
        assert 1 <= len(blocks) <= 50
        assert len(json.dumps(blocks, ensure_ascii=False)) < TOTAL
        assert sum(block["type"] == "data_visualization" for block in blocks) <= 2
        for block in blocks:
            check_block(block)


def check_view(view: Json) -> None:
    assert 1 <= len(view["blocks"]) <= 100
    assert len(json.dumps(view, ensure_ascii=False)) < 50_000
    for block in view["blocks"]:
        check_block(block)


def check_block(block: Json) -> None:
    match block["type"]:
        case "section":
            for text in [*([block["text"]] if "text" in block else []), *block.get("fields", ())]:
                check_text(text, 3_000 if text is block.get("text") else 2_000)
            assert len(block.get("fields", ())) <= 10
            if "accessory" in block:
                check_element(block["accessory"])
        case "header":
            check_text(block["text"], 150)
        case "context":
            assert 1 <= len(block["elements"]) <= 10
            for text in block["elements"]:
                check_text(text, 3_000)
        case "actions":
            assert 1 <= len(block["elements"]) <= 25
            action_ids = [element["action_id"] for element in block["elements"]]
            assert len(set(action_ids)) == len(action_ids)
            for element in block["elements"]:
                check_element(element)
        case "table":
            assert 1 <= len(block["rows"]) <= 100
            assert all(len(row) == len(block["rows"][0]) <= 20 for row in block["rows"])
            assert all(cell["text"].strip() for row in block["rows"] for cell in row)
        case "data_visualization":
            check_chart(block)
        case "input":
            assert block["block_id"] == block["element"]["action_id"]
            check_text(block["label"], 2_000)
        case kind:
            assert kind == "divider"


def check_text(text: Json, limit: int) -> None:
    assert text["type"] in ("plain_text", "mrkdwn")
    assert 1 <= len(text["text"]) <= limit
    assert text["text"].strip()
    if text["type"] == "mrkdwn":
        assert text["verbatim"] is True, "or Slack would make links and mentions of what people typed"


def check_element(element: Json) -> None:
    check_menu(element) if element["type"] == "static_select" else check_button(element)


def check_button(button: Json) -> None:
    assert button["type"] == "button"
    assert button["text"]["type"] == "plain_text"
    check_text(button["text"], 75)
    assert 1 <= len(button.get("value", "-")) <= 2_000
    assert len(button["action_id"]) <= 255


def check_menu(menu: Json) -> None:
    if "initial_option" in menu:
        assert menu["initial_option"] in menu["options"]
    else:
        check_text(menu["placeholder"], 150)
    assert len(menu["action_id"]) <= 255
    groups = menu.get("option_groups", [])
    assert bool(groups) != ("options" in menu)
    assert len(groups) <= 100
    for group in groups:
        check_text(group["label"], 75)
    for options in [group["options"] for group in groups] or [menu["options"]]:
        assert 1 <= len(options) <= 100
    for option in menu.get("options") or [option for group in groups for option in group["options"]]:
        check_text(option["text"], 75)
        assert 1 <= len(option["value"]) <= 150


def check_chart(block: Json) -> None:
    assert 1 <= len(block["title"]) <= 50
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    assert 2 <= len(categories) <= 20
    assert len(set(categories)) == len(categories)
    assert all(1 <= len(category) <= 20 for category in categories)
    assert len(chart["axis_config"].get("x_label", "")) <= 50
    series_names = [series["name"] for series in chart["series"]]
    assert len(set(series_names)) == len(series_names)
    for series in chart["series"]:
        assert 1 <= len(series["name"]) <= 20
        assert [point["label"] for point in series["data"]] == categories
        assert all(math.isfinite(point["value"]) for point in series["data"])


def rebuilt(block: Json) -> Any:
    """The same block as slackblocks makes it, which checks it on the way."""
    if block["type"] == "section":
        made: sb.Block = sb.SectionBlock(sb.Text.from_dict(block["text"]))
    elif block["type"] == "context":
        made = sb.ContextBlock([sb.Text.from_dict(element) for element in block["elements"]])
    else:
        assert block["type"] == "actions"
        made = sb.ActionsBlock(
            [
                sb.Button(sb.Text.from_dict(button["text"]), action_id=button["action_id"], value=button["value"])
                for button in block["elements"]
            ]
        )
    sent = sb.WebhookMessage(text="-", blocks=[made]).to_dict()["blocks"][0]
    del sent["block_id"]
    return sent
