"""Slack's rules for blocks and views, as tables: how many, how long, what goes where.

Sources: docs.slack.dev/reference/block-kit and the answers that Slack gives to what breaks its rules.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .element_rules import BOX_OPTION, IMAGE, IN_ACTIONS, IN_CONTEXT, IN_INPUTS, IN_SECTIONS, OPTION_GROUP, element
from .shapes import (
    Check,
    Field,
    Problems,
    anything,
    array,
    boolean,
    by_type,
    integer,
    need,
    number,
    one_of,
    plain_text,
    positive_number,
    record,
    say,
    string,
    text,
)

Surface = Literal["message", "modal", "home"]

BLOCK_LIMIT: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
BLOCKS_SIZE_LIMIT = 13_200  # characters of a message's blocks as JSON; measured by others, not promised by Slack
MARKDOWN_LIMIT = 12_000  # characters of all markdown blocks of a message together
CHARTS_LIMIT = 2  # data_visualization blocks in a message
TABLES_LIMIT = 1  # table blocks in a message

_IDS = {"type": Field(anything), "block_id": Field(string(255))}


def _any(_: str) -> bool:
    return True


def _section_says_something(block: Mapping[str, Any], at: str, problems: Problems) -> None:
    if not block.get("text") and not block.get("fields"):
        say(problems, "must define either `text` or `fields`", f"{at}/type")


def _image_has_source(block: Mapping[str, Any], at: str, problems: Problems) -> None:
    if not block.get("image_url") and not block.get("slack_file"):
        say(problems, "must define either `image_url` or `slack_file`", at)


_POINT = record({"label": need(string(20, minimum=1)), "value": need(number)})
_SEGMENT = record({"label": need(string(20, minimum=1)), "value": need(positive_number)})
_SERIES = record({"name": need(string(20, minimum=1)), "data": need(array(_POINT, 20))})
_AXES = record(
    {
        "categories": need(array(string(20, minimum=1), 20)),
        "x_label": Field(string(50)),
        "y_label": Field(string(50)),
    }
)


def _series_fit(chart: Mapping[str, Any], at: str, problems: Problems) -> None:
    """Every series has exactly one point for each category, and series and categories are named once."""
    axes, series = chart.get("axis_config"), chart.get("series")
    if not isinstance(axes, dict) or not isinstance(series, list):
        return
    categories = [str(category) for category in axes.get("categories") or ()]
    if len(set(categories)) != len(categories):
        say(problems, "categories must be unique", f"{at}/axis_config/categories")
    names = [entry.get("name") for entry in series if isinstance(entry, dict)]
    if len({str(name) for name in names}) != len(names):
        say(problems, "series names must be unique", f"{at}/series")
    for index, entry in enumerate(series):
        points = entry.get("data") if isinstance(entry, dict) else None
        labels = [str(point.get("label")) for point in points or () if isinstance(point, dict)]
        if sorted(labels) != sorted(categories):
            say(problems, "must have exactly one data point for every category", f"{at}/series/{index}/data")


_AXIS_CHART = record(
    {"type": Field(anything), "series": need(array(_SERIES, 12)), "axis_config": need(_AXES)}, extra=_series_fit
)
_CHARTS: dict[str, Check] = {
    "pie": record({"type": Field(anything), "segments": need(array(_SEGMENT, 12))}),
    "bar": _AXIS_CHART,
    "line": _AXIS_CHART,
    "area": _AXIS_CHART,
}
_RICH_PARTS = frozenset({"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"})
_RICH_PART = record({"type": Field(anything), "elements": need(array(anything, 10_000, minimum=0))}, closed=False)
_RICH_TEXT = record({**_IDS, "elements": need(array(by_type(dict.fromkeys(_RICH_PARTS, _RICH_PART), _any), 10_000))})
_CELLS: dict[str, Check] = {
    "raw_text": record({"type": Field(anything), "text": need(string(20_000))}),
    "raw_number": record({"type": Field(anything), "value": need(number)}, closed=False),
    "rich_text": _RICH_TEXT,
}
_ROW = array(by_type(_CELLS, _any), 20)
_COLUMN = record({"align": Field(one_of("left", "center", "right")), "is_wrapped": Field(boolean)})

# A column's setting may be null, for "as usual".
_COLUMNS = Field(array(lambda value, at, problems: _COLUMN({} if value is None else value, at, problems), 20))


def _rows_equally_long(block: Mapping[str, Any], at: str, problems: Problems) -> None:
    rows = block.get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        say(problems, "all rows must have the same number of cells", f"{at}/rows")


BLOCKS: dict[str, Check] = {
    "section": record(
        {
            **_IDS,
            "text": Field(text(3000)),
            "fields": Field(array(text(2000), 10)),
            "accessory": Field(element(IN_SECTIONS)),
            "expand": Field(boolean),
        },
        extra=_section_says_something,
    ),
    "header": record({**_IDS, "text": need(plain_text(150)), "level": Field(integer(1, 6))}),
    "divider": record(_IDS),
    "image": record({**_IDS, **IMAGE, "title": Field(plain_text(2000))}, extra=_image_has_source),
    "context": record({**_IDS, "elements": need(array(by_type(IN_CONTEXT, _any), 10))}),
    "actions": record({**_IDS, "elements": need(array(element(IN_ACTIONS), 25))}),
    "input": record(
        {
            **_IDS,
            "label": need(plain_text(2000)),
            "element": need(element(IN_INPUTS)),
            "hint": Field(plain_text(2000)),
            "optional": Field(boolean),
            "dispatch_action": Field(boolean),
        }
    ),
    "rich_text": _RICH_TEXT,
    "markdown": record({**_IDS, "text": need(string(MARKDOWN_LIMIT, minimum=1))}),
    "table": record({**_IDS, "rows": need(array(_ROW, 100)), "column_settings": _COLUMNS}),
    "data_table": record(
        {
            **_IDS,
            "caption": need(string(3000)),
            "rows": need(array(_ROW, 201, minimum=2)),
            "page_size": Field(integer(1, 100)),
            "row_header_column_index": Field(integer(0, 19)),
        },
        extra=_rows_equally_long,
    ),
    "data_visualization": record({**_IDS, "title": need(string(50, minimum=1)), "chart": need(by_type(_CHARTS, _any))}),
    "video": record(
        {
            **_IDS,
            "alt_text": need(string(2000)),
            "title": need(plain_text(200)),
            "video_url": need(string(3000)),
            "thumbnail_url": need(string(3000)),
            "author_name": Field(string(50)),
            "description": Field(plain_text(200)),
            "provider_icon_url": Field(string(2000)),
            "provider_name": Field(string(50)),
            "title_url": Field(string(2000)),
        }
    ),
    "file": record({**_IDS, "external_id": need(string(255)), "source": need(string(255))}),
    "context_actions": record({**_IDS, "elements": need(array(anything, 5))}),
    "alert": record({**_IDS, "text": need(text(200))}, closed=False),
    "card": record(_IDS, closed=False),
    "carousel": record({**_IDS, "elements": need(array(anything, 10))}, closed=False),
    "container": record({**_IDS, "child_blocks": need(array(anything, 10))}, closed=False),
    "plan": record({**_IDS, "title": need(string(3000)), "tasks": Field(array(anything, 50, minimum=0))}, closed=False),
    "task_card": record({**_IDS, "task_id": need(string(255)), "title": need(string(3000))}, closed=False),
}

_EVERYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
)
BLOCKS_ON: dict[Surface, frozenset[str]] = {
    "message": frozenset(BLOCKS) - {"alert"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"carousel", "container", "data_table", "data_visualization", "table"},
}

_VIEW = {
    "type": need(one_of("modal", "home")),
    "blocks": need(anything),
    "private_metadata": Field(string(3000)),
    "callback_id": Field(string(255)),
    "external_id": Field(string(255)),
}
VIEWS: dict[str, Check] = {
    "home": record(_VIEW | {key: Field(anything) for key in ("title", "submit", "close")}),
    "modal": record(
        {
            **_VIEW,
            "title": need(plain_text(24)),
            "submit": Field(plain_text(24)),
            "close": Field(plain_text(24)),
            "clear_on_close": Field(boolean),
            "notify_on_close": Field(boolean),
            "submit_disabled": Field(boolean),
        }
    ),
}


def block_problems(blocks: Any, surface: Surface, at: str = "/blocks") -> Problems:
    """What Slack would object to in these blocks on this surface, in its words; nothing when they are fine."""
    problems: Problems = []
    array(by_type(BLOCKS, BLOCKS_ON[surface].__contains__), BLOCK_LIMIT[surface], minimum=0)(blocks, at, problems)
    if isinstance(blocks, list):
        known = [(f"{at}/{index}", block) for index, block in enumerate(blocks) if isinstance(block, dict)]
        _unique_ids(known, problems)
        if surface == "message":
            _message_totals([block for _, block in known], at, problems)
    return problems


def view_problems(view: Any) -> Problems:
    """What Slack would object to in this view (`views.open`, `push`, `update`, `publish`)."""
    problems: Problems = []
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    kind = view.get("type")
    if kind not in VIEWS:
        record(_VIEW, closed=False)(view, "/view", problems)
        return problems
    VIEWS[kind](view, "/view", problems)
    if "blocks" in view:
        problems += block_problems(view["blocks"], kind, "/view/blocks")
    if kind == "modal" and not view.get("submit") and isinstance(view.get("blocks"), list):
        for index, block in enumerate(view["blocks"]):
            if isinstance(block, dict) and block.get("type") == "input":
                say(problems, "must define `submit` to use an `input` block in modals", f"/view/blocks/{index}/input")
    return problems


def option_problems(answer: Any) -> Problems:
    """What Slack would object to in an app's answer to `block_suggestion`."""
    problems: Problems = []
    if not isinstance(answer, dict) or not ("options" in answer or "option_groups" in answer):
        return ["must define either `options` or `option_groups` [json-pointer:/]"]
    if "options" in answer:
        array(BOX_OPTION, 100, minimum=0)(answer["options"], "/options", problems)
    if "option_groups" in answer:
        array(OPTION_GROUP, 100, minimum=0)(answer["option_groups"], "/option_groups", problems)
    return problems


def too_long(blocks: Sequence[Any]) -> bool:
    """Whether a message's blocks are more than Slack takes in all (`msg_blocks_too_long`)."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > BLOCKS_SIZE_LIMIT


def _message_totals(blocks: list[dict[str, Any]], at: str, problems: Problems) -> None:
    kinds = Counter(str(block.get("type")) for block in blocks)
    limits: tuple[tuple[str, int], ...] = (("data_visualization", CHARTS_LIMIT), ("table", TABLES_LIMIT))
    for kind, limit in limits:
        if kinds[kind] > limit:
            say(problems, f"no more than {limit} {kind} blocks allowed", at)
    written = sum(len(str(block.get("text") or "")) for block in blocks if block.get("type") == "markdown")
    if written > MARKDOWN_LIMIT:
        say(problems, f"markdown blocks must be less than {MARKDOWN_LIMIT + 1} characters in all", at)


def _unique_ids(blocks: list[tuple[str, dict[str, Any]]], problems: Problems) -> None:
    seen: set[str] = set()
    for at, block in blocks:
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in seen:
                say(problems, f'`block_id` "{block_id}" already exists for another block', f"{at}/block_id")
            seen.add(block_id)
        actions: set[str] = set()
        inner = block.get("elements")
        for index, part in enumerate(inner if isinstance(inner, list) else ()):
            action_id = part.get("action_id") if isinstance(part, dict) else None
            if isinstance(action_id, str) and action_id:
                if action_id in actions:
                    what = f'`action_id` "{action_id}" already exists for another element'
                    say(problems, what, f"{at}/elements/{index}/action_id")
                actions.add(action_id)
