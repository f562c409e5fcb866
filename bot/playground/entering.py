"""What a person enters or chooses, turned into the values that Slack sends; and what Slack's own forms refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .errors import SlackError
from .views import VALUE_KEYS, View, elements

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_LISTS = frozenset(key for key, _, empty in VALUE_KEYS.values() if empty == [])


def find_element(blocks: list[dict[str, Any]], given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The (block, element) with this `action_id` (and `block_id`, where it is given); raises `action_not_found`."""
    for block, element in elements(blocks):
        same_block = not given.get("block_id") or block.get("block_id") == given["block_id"]
        if same_block and element.get("action_id") == given.get("action_id"):
            return block, element
    raise SlackError("action_not_found")


def acted(block: Mapping[str, Any], element: Mapping[str, Any], given: Mapping[str, Any], ts: str) -> dict[str, Any]:
    """The entry in `actions` of `block_actions`."""
    action: dict[str, Any] = {"type": element["type"]}
    action |= {"action_id": element["action_id"], "block_id": block.get("block_id", "")}
    if element["type"] in VALUE_KEYS:
        action |= entered(element, given)
    elif element["type"] == "overflow":
        action["selected_option"] = _option(element, given.get("selected_option", given.get("value")))
    else:
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    return action | {"action_ts": ts}


def entered(element: Mapping[str, Any], given: Mapping[str, Any] | str | int | list[Any] | None) -> dict[str, Any]:
    """The element's value in `state.values`; `given` is Slack's own form of it or a plain value."""
    kind = str(element["type"])
    key, _, empty = VALUE_KEYS[kind]
    value: Any = given.get(key, given.get("value")) if isinstance(given, Mapping) else given
    if value is None or value == "":
        return {"type": kind, key: list(empty) if isinstance(empty, list) else empty}
    if key == "selected_option":
        value = _option(element, value)
    elif key == "selected_options":
        value = [_option(element, one) for one in _many(value)]
    elif key == "files":
        value = [str(one.get("id") if isinstance(one, Mapping) else one) for one in _many(value)]
    elif key in _LISTS:
        value = [str(one) for one in _many(value)]
    elif key == "selected_date_time":
        value = _whole(value)
    elif key == "rich_text_value":
        value = value if isinstance(value, dict) else _rich(str(value))
    else:
        value = str(value)
    most = element.get("max_files" if key == "files" else "max_selected_items")
    if isinstance(value, list) and isinstance(most, int) and len(value) > most:
        raise SlackError("too_many_selected")
    return {"type": kind, key: value}


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise SlackError("invalid_arguments", ["a datetimepicker's value is a whole number of seconds"]) from None


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _rich(text: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _option(element: Mapping[str, Any], chosen: Any) -> dict[str, Any]:
    """The option that was chosen, as the app offered it; by its value, or by the option itself."""
    wanted = chosen.get("value") if isinstance(chosen, Mapping) else str(chosen)
    offered = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        offered += group.get("options") or []
    for option in offered:
        if option.get("value") == wanted:
            return dict(option)
    if "external" not in str(element.get("type")):
        raise SlackError("option_not_found")
    if isinstance(chosen, Mapping) and "text" in chosen:
        return dict(chosen)
    return {"text": {"type": "plain_text", "text": str(wanted), "emoji": True}, "value": str(wanted)}


def enter(view: View, values: Mapping[str, Any]) -> None:
    """Take over what was typed into a view: `{block_id: {action_id: value}}`."""
    by_block: dict[str, dict[str, dict[str, Any]]] = {}
    for block, element in elements(view.blocks):
        by_block.setdefault(str(block.get("block_id")), {})[str(element["action_id"])] = element
    for block_id, given in values.items():
        if block_id not in by_block:
            raise SlackError("block_not_found", [f"the view has no block {block_id}"])
        known = by_block[block_id]
        actions = given if isinstance(given, Mapping) and "type" not in given else {next(iter(known)): given}
        for action_id, value in actions.items():
            if action_id not in known:
                raise SlackError("action_not_found", [f"block {block_id} has no action {action_id}"])
            view.state.setdefault(block_id, {})[action_id] = entered(known[action_id], value)


def form_errors(view: View) -> dict[str, str]:
    """What Slack's own form refuses before the app hears of it: `{block_id: sentence}`."""
    errors: dict[str, str] = {}
    values = view.values()
    for block in view.blocks:
        element = block.get("element")
        if block.get("type") != "input" or not isinstance(element, dict):
            continue
        key = VALUE_KEYS[element["type"]][0]
        value = values[block["block_id"]][element["action_id"]].get(key)
        if value is None or value == [] or value == "":
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
        elif sentence := _refusal(element, value):
            errors[block["block_id"]] = sentence
    return errors


def _refusal(element: Mapping[str, Any], value: Any) -> str:
    kind = element["type"]
    if kind == "plain_text_input":
        shortest, longest = int(element.get("min_length") or 0), int(element.get("max_length") or 3000)
        if len(value) < shortest:
            return f"Please enter at least {shortest} characters."
        if len(value) > longest:
            return f"Please enter at most {longest} characters."
    elif kind == "email_text_input" and not _EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    elif kind == "url_text_input" and not _URL.fullmatch(value):
        return "Please enter a valid URL."
    elif kind == "number_input":
        return _number_refusal(element, value)
    return ""


def _number_refusal(element: Mapping[str, Any], value: str) -> str:
    try:
        number = Decimal(value)
        low, high = (Decimal(element[key]) if key in element else None for key in ("min_value", "max_value"))
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if low is not None and number < low:
        return f"Please enter a number that is at least {low}."
    if high is not None and number > high:
        return f"Please enter a number that is at most {high}."
    return ""
