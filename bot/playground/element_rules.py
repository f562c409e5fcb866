"""Slack's rules for what stands inside blocks: buttons, menus, pickers, inputs, options, confirmations.

Source: docs.slack.dev/reference/block-kit/block-elements and …/composition-objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    one_of,
    plain_text,
    record,
    say,
    string,
    text,
)

_WIDGET = {"type": Field(anything), "action_id": Field(string(255, minimum=1))}
_URL = Field(string(3000, minimum=1))

_CONFIRM = Field(
    record(
        {
            "title": need(plain_text(100)),
            "text": need(text(300)),
            "confirm": need(plain_text(30)),
            "deny": need(plain_text(30)),
            "style": Field(one_of("primary", "danger")),
        }
    )
)


def _option(label: Check) -> Check:
    return record(
        {
            "text": need(label),
            "value": need(string(150)),
            "description": Field(text(75)),
            "url": _URL,
        }
    )


_MENU_OPTION = _option(plain_text(75))
BOX_OPTION = _option(text(75))
OPTION_GROUP = record({"label": need(plain_text(75)), "options": need(array(_MENU_OPTION, 100))})
_FOCUS = {"focus_on_load": Field(boolean)}
_PLACEHOLDER = {"placeholder": Field(plain_text(150))}
_DISPATCH = {
    "dispatch_action_config": Field(
        record({"trigger_actions_on": Field(array(one_of("on_enter_pressed", "on_character_entered"), 2))})
    )
}
_FILTER = Field(
    record(
        {
            "include": Field(array(one_of("im", "mpim", "private", "public"), 4)),
            "exclude_external_shared_channels": Field(boolean),
            "exclude_bot_users": Field(boolean),
        }
    )
)


def _has_options(element: Mapping[str, Any], at: str, problems: Problems) -> None:
    if not element.get("options") and not element.get("option_groups") and "options" not in element:
        say(problems, "must define either `options` or `option_groups`", at)
    offered = [*(element.get("options") or ())]
    for group in element.get("option_groups") or ():
        offered += group.get("options") or [] if isinstance(group, dict) else []
    chosen = [element.get("initial_option"), *(element.get("initial_options") or ())]
    for initial in chosen:
        if initial is not None and initial not in offered:
            say(problems, "initial option must exactly match one of the provided options", at)


def _menu(**fields: Field) -> Check:
    return record({**_WIDGET, **_PLACEHOLDER, **_FOCUS, "confirm": _CONFIRM, **fields})


def _static(**fields: Field) -> Check:
    known = {
        "options": Field(array(_MENU_OPTION, 100)),
        "option_groups": Field(array(OPTION_GROUP, 100)),
        **fields,
    }
    return record({**_WIDGET, **_PLACEHOLDER, **_FOCUS, "confirm": _CONFIRM, **known}, extra=_has_options)


def _boxes(**fields: Field) -> Check:
    known = {"options": need(array(BOX_OPTION, 10)), "confirm": _CONFIRM, **_FOCUS, **fields}
    return record({**_WIDGET, **known}, extra=_has_options)


def _typed(**fields: Field) -> Check:
    return record({**_WIDGET, **_PLACEHOLDER, **_FOCUS, **_DISPATCH, **fields})


_MAX_SELECTED = {"max_selected_items": Field(integer(1, 100_000))}
_MIN_QUERY = {"min_query_length": Field(integer(0, 100_000))}
_HERE = {"default_to_current_conversation": Field(boolean), "filter": _FILTER}
_RESPONSE_URL = {"response_url_enabled": Field(boolean)}
_WORDS = array(string(255), 100, minimum=0)
IMAGE = {"image_url": _URL, "slack_file": Field(anything), "alt_text": need(string(2000))}

ELEMENTS: dict[str, Check] = {
    "button": record(
        {
            **_WIDGET,
            "text": need(plain_text(75)),
            "value": Field(string(2000)),
            "url": _URL,
            "style": Field(one_of("primary", "danger")),
            "confirm": _CONFIRM,
            "accessibility_label": Field(string(75)),
        }
    ),
    "workflow_button": record({**_WIDGET, "text": need(plain_text(75))}, closed=False),
    "image": record({"type": Field(anything), **IMAGE}),
    "overflow": record({**_WIDGET, "options": need(array(_MENU_OPTION, 5)), "confirm": _CONFIRM}),
    "checkboxes": _boxes(initial_options=Field(array(BOX_OPTION, 10))),
    "radio_buttons": _boxes(initial_option=Field(BOX_OPTION)),
    "datepicker": _menu(initial_date=Field(string(10))),
    "timepicker": _menu(initial_time=Field(string(5)), timezone=Field(string(255))),
    "datetimepicker": _menu(initial_date_time=Field(integer(0, 9_999_999_999))),
    "static_select": _static(initial_option=Field(_MENU_OPTION)),
    "multi_static_select": _static(initial_options=Field(array(_MENU_OPTION, 100)), **_MAX_SELECTED),
    "external_select": _menu(initial_option=Field(_MENU_OPTION), **_MIN_QUERY),
    "multi_external_select": _menu(initial_options=Field(array(_MENU_OPTION, 100)), **_MIN_QUERY, **_MAX_SELECTED),
    "users_select": _menu(initial_user=Field(string(255))),
    "multi_users_select": _menu(initial_users=Field(_WORDS), **_MAX_SELECTED),
    "conversations_select": _menu(initial_conversation=Field(string(255)), **_HERE, **_RESPONSE_URL),
    "multi_conversations_select": _menu(initial_conversations=Field(_WORDS), **_HERE, **_MAX_SELECTED),
    "channels_select": _menu(initial_channel=Field(string(255)), **_RESPONSE_URL),
    "multi_channels_select": _menu(initial_channels=Field(_WORDS), **_MAX_SELECTED),
    "plain_text_input": _typed(
        initial_value=Field(string(3000)),
        multiline=Field(boolean),
        min_length=Field(integer(0, 3000)),
        max_length=Field(integer(1, 3000)),
    ),
    "email_text_input": _typed(initial_value=Field(string(3000))),
    "url_text_input": _typed(initial_value=Field(string(3000))),
    "number_input": _typed(
        is_decimal_allowed=need(boolean),
        initial_value=Field(string(255)),
        min_value=Field(string(255)),
        max_value=Field(string(255)),
    ),
    "rich_text_input": _typed(
        initial_value=Field(anything), min_lines=Field(integer(1, 100)), max_lines=Field(integer(1, 100))
    ),
    "file_input": record({**_WIDGET, "filetypes": Field(_WORDS), "max_files": Field(integer(1, 10))}),
    "feedback_buttons": record(_WIDGET, closed=False),
    "icon_button": record(_WIDGET, closed=False),
}

_SELECTS = frozenset(
    f"{many}{kind}_select"
    for many in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
)
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker"})
_CLICKABLE = _SELECTS | _PICKERS | {"button", "overflow", "workflow_button"}
IN_SECTIONS = _CLICKABLE | {"image"}
IN_ACTIONS = _CLICKABLE | {"datetimepicker", "rich_text_input"}
IN_INPUTS = (
    _SELECTS
    | _PICKERS
    | {"datetimepicker", "plain_text_input", "email_text_input", "url_text_input", "number_input"}
    | {"rich_text_input", "file_input"}
)
IN_CONTEXT: dict[str, Check] = {
    "image": ELEMENTS["image"],
    "mrkdwn": text(3000),
    "plain_text": text(3000),
}


def element(kinds: frozenset[str]) -> Check:
    return by_type(ELEMENTS, kinds.__contains__)
