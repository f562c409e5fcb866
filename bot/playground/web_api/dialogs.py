"""`dialog.open`, the forms before modals, and the assistant's small signs; older and newer apps use them."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import SlackError

from .call import Answer, Call, Method

_KINDS = ("text", "textarea", "select")


def _problems(dialog: dict[str, Any]) -> list[str]:
    problems = [
        f"missing required field: {name}" for name in ("title", "callback_id", "elements") if not dialog.get(name)
    ]
    if len(str(dialog.get("title") or "")) > 24:
        problems.append("must be less than 25 characters [json-pointer:/dialog/title]")
    elements = dialog.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        return [*problems, "elements: from 1 to 10 of them"]
    for index, element in enumerate(elements):
        at = f"[json-pointer:/dialog/elements/{index}]"
        if not isinstance(element, dict) or element.get("type") not in _KINDS:
            problems.append(f"unsupported type {at}")
        else:
            problems += [f"missing required field: {name} {at}" for name in ("name", "label") if not element.get(name)]
    return problems


def open_dialog(call: Call) -> Answer:
    """`dialog.open`: one at a time for each person."""
    call.need("trigger_id", "dialog")
    dialog = call.json("dialog")
    if not isinstance(dialog, dict):
        raise SlackError("validation_errors")
    problems = _problems(dialog)
    if problems:
        raise SlackError("validation_errors", problems)
    space = call.slack.workspace
    trigger = space.tickets.look_at_trigger(call.text("trigger_id"))
    trigger.used = True
    space.dialogs[trigger.user] = dialog
    space.touch()
    return {}


def assistant_sign(call: Call) -> Answer:
    """`assistant.threads.setStatus` and its like: taken, and not shown."""
    call.need("channel_id", "thread_ts")
    call.conversation("channel_id")
    return {}


METHODS = (
    Method("dialog.open", open_dialog),
    Method("assistant.threads.setStatus", assistant_sign, ("assistant:write", "chat:write")),
    Method("assistant.threads.setTitle", assistant_sign, ("assistant:write",)),
    Method("assistant.threads.setSuggestedPrompts", assistant_sign, ("assistant:write",)),
)
