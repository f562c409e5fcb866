"""Each rule for blocks and views: what is at the limit passes, what is beyond is refused in Slack's words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.block_rules import BLOCKS, BLOCKS_ON, block_problems, option_problems, too_long, view_problems

from .conftest import button, modal, section, text_input


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "a", value: str = "a") -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def select(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": list(options), **more}


def points(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "value": number} for number, label in enumerate(labels)]


def line(labels: list[str], names: tuple[str, ...] = ("A",), title: str = "Trend") -> dict[str, Any]:
    series = [{"name": name, "data": points(*labels)} for name in names]
    chart = {"type": "line", "series": series, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": title, "chart": chart}


def table(rows: int, columns: int) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns for _ in range(rows)]}


def pie(*values: float) -> dict[str, Any]:
    segments = [{"label": f"s{number}", "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Pie", "chart": {"type": "pie", "segments": segments}}


FINE: dict[str, list[dict[str, Any]]] = {
    "50 blocks": [{"type": "divider"}] * 50,
    "a section of 3,000": [section("x" * 3000)],
    "10 fields of 2,000": [{"type": "section", "fields": [plain("x" * 2000)] * 10}],
    "a header of 150": [{"type": "header", "text": plain("x" * 150)}],
    "10 context elements": [{"type": "context", "elements": [plain("x")] * 10}],
    "25 buttons": [actions(*(button(f"b{n}", "v" * 2000) for n in range(25)))],
    "ids of 255": [{**actions(button("a" * 255)), "block_id": "b" * 255}],
    "100 options": [actions(select(*(option(f"o{n}", f"v{n}") for n in range(100))))],
    "an option of 75 and 150": [actions(select(option("t" * 75, "v" * 150)))],
    "the same action in two blocks": [actions(button("same")), actions(button("same"))],
    "two charts": [line([str(n) for n in range(20)], tuple(f"s{n}" for n in range(12))), line(["a"])],
    "negative values in a line": [line(["a", "b"])],
    "a table of 100 × 20": [table(100, 20)],
    "a pie": [pie(1, 2.5)],
    "markdown of 12,000": [{"type": "markdown", "text": "x" * 12_000}],
    "an input in a message": [text_input()],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
        }
    ],
    "an image": [{"type": "image", "image_url": "https://example.com/x.png", "alt_text": "x"}],
    "a menu with groups": [
        actions(
            {
                "type": "static_select",
                "action_id": "s",
                "option_groups": [{"label": plain("g"), "options": [option()]}],
                "initial_option": option(),
            }
        )
    ],
}


@pytest.mark.parametrize("name", FINE)
def test_what_slack_takes(name: str) -> None:
    assert block_problems(FINE[name], "message") == []


BROKEN: list[tuple[Any, str]] = [
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x" * 3001)], "failed to match all allowed schemas [json-pointer:/blocks/0/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
    (
        [{"type": "section", "fields": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "section", "fields": [plain("x" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    (
        [{"type": "context", "elements": [plain("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [{"type": "context", "elements": [button()]}],
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    (
        [actions(*(button(f"b{n}") for n in range(26)))],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [actions({**button(), "text": plain("x" * 76)})],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        [actions(button(value="v" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        [actions(button("a" * 256))],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        [{"type": "divider", "block_id": "b" * 256}],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    (
        [actions({**button(), "style": "blue"})],
        "value not in list: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        [actions(button("a"), button("a"))],
        '`action_id` "a" already exists for another element [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}],
        '`block_id` "b" already exists for another block [json-pointer:/blocks/1/block_id]',
    ),
    (
        [actions(select(*(option(f"o{n}", f"v{n}") for n in range(101))))],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    ([actions(select())], "no less than 1 items allowed [json-pointer:/blocks/0/elements/0/options]"),
    (
        [actions(select(option("t" * 76)))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    (
        [actions(select(option(value="v" * 151)))],
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    (
        [actions(select(option(), initial_option=option("b", "b")))],
        "initial option must exactly match one of the provided options [json-pointer:/blocks/0/elements/0]",
    ),
    (
        [actions({"type": "overflow", "action_id": "o", "options": [option(str(n), str(n)) for n in range(6)]})],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    ([{"type": "divider", "color": "red"}], "invalid additional property: color [json-pointer:/blocks/0]"),
    ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert [json-pointer:/blocks/0/type]"),
    (["text"], "must be an object [json-pointer:/blocks/0]"),
    ("text", "must be an array [json-pointer:/blocks]"),
    (
        [text_input(placeholder=plain("x" * 151))],
        "must be less than 151 characters [json-pointer:/blocks/0/element/placeholder/text]",
    ),
    (
        [{**text_input(), "label": plain("x" * 2001)}],
        "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ),
    ([{"type": "input", "label": plain("x")}], "missing required field: element [json-pointer:/blocks/0]"),
    ([line(["a"], title="x" * 51)], "must be less than 51 characters [json-pointer:/blocks/0/title]"),
    ([line(["x" * 21])], "must be less than 21 characters [json-pointer:/blocks/0/chart/axis_config/categories/0]"),
    (
        [line([str(n) for n in range(21)])],
        "no more than 20 items allowed [json-pointer:/blocks/0/chart/axis_config/categories]",
    ),
    (
        [line(["a"], tuple(f"s{n}" for n in range(13)))],
        "no more than 12 items allowed [json-pointer:/blocks/0/chart/series]",
    ),
    ([line(["a"], ("same", "same"))], "series names must be unique [json-pointer:/blocks/0/chart/series]"),
    (
        [pie(1, 0)],
        "must be more than 0 [json-pointer:/blocks/0/chart/segments/1/value]",
    ),
    ([pie(float("nan"))], "must provide a number [json-pointer:/blocks/0/chart/segments/0/value]"),
    (
        [line(["a"]), line(["b"]), line(["c"])],
        "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]",
    ),
    ([table(101, 1)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    ([table(1, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    ([table(1, 1), table(1, 1)], "no more than 1 table blocks allowed [json-pointer:/blocks]"),
    (
        [{"type": "markdown", "text": "x" * 7000}, {"type": "markdown", "text": "x" * 7000}],
        "markdown blocks must be less than 12001 characters in all [json-pointer:/blocks]",
    ),
    (
        [{"type": "image", "alt_text": "x"}],
        "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
    ),
]


@pytest.mark.parametrize(("blocks", "problem"), BROKEN, ids=[problem[:60] for _, problem in BROKEN])
def test_what_slack_refuses(blocks: Any, problem: str) -> None:
    assert problem in block_problems(blocks, "message")


def test_a_series_needs_one_point_for_each_category() -> None:
    chart = line(["a", "b"])
    chart["chart"]["series"][0]["data"] = points("a")
    assert block_problems([chart], "message") == [
        "must have exactly one data point for every category [json-pointer:/blocks/0/chart/series/0/data]"
    ]


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("modal", "data_visualization"),
        ("modal", "table"),
        ("modal", "markdown"),
        ("home", "alert"),
        ("home", "file"),
        ("message", "alert"),
        ("modal", "file"),
    ],
)
def test_blocks_that_do_not_belong_on_a_surface(surface: Any, kind: str) -> None:
    assert f"unsupported type: {kind} [json-pointer:/blocks/0/type]" in block_problems([{"type": kind}], surface)


def test_every_block_type_has_a_surface() -> None:
    assert set(BLOCKS) == BLOCKS_ON["message"] | BLOCKS_ON["modal"] | BLOCKS_ON["home"]


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        ({"type": "home"}, "missing required field: blocks [json-pointer:/view]"),
        ({"type": "page", "blocks": []}, "value not in list: modal, home [json-pointer:/view/type]"),
        ("text", "must be an object [json-pointer:/view]"),
        (
            modal(text_input(), submit=None),
            "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
        ),
        (modal(section("x" * 3001)), "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"),
    ],
)
def test_views_that_slack_refuses(view: Any, problem: str) -> None:
    assert problem in view_problems(view)


def test_views_that_slack_takes() -> None:
    assert view_problems(modal(*[{"type": "divider"}] * 100, private_metadata="x" * 3000)) == []
    assert view_problems({"type": "home", "blocks": [line(["a"]), line(["a"]), line(["a"])]}) == []


def test_options_of_an_external_select() -> None:
    assert option_problems({"options": [option()]}) == []
    assert option_problems({"option_groups": [{"label": plain("g"), "options": [option()]}]}) == []
    assert option_problems({"options": [option()] * 101}) == ["no more than 100 items allowed [json-pointer:/options]"]
    assert option_problems(None) == ["must define either `options` or `option_groups` [json-pointer:/]"]


def test_the_size_of_all_blocks_together() -> None:
    assert not too_long([section("x" * 2900)] * 4)
    assert too_long([section("x" * 2900)] * 5)
