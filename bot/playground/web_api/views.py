"""`views.*`: modals (with a trigger id, three deep) and home tabs."""

from __future__ import annotations

from typing import Any

from bot.playground.block_rules import view_problems
from bot.playground.errors import SlackError
from bot.playground.views import STACK_LIMIT, View

from .call import Answer, Call, Method


def _payload(call: Call) -> dict[str, Any]:
    """The view that was sent, checked."""
    call.need("view")
    view = call.json("view")
    problems = view_problems(view)
    if problems:
        raise SlackError("invalid_arguments", problems)
    payload: dict[str, Any] = view
    return payload


def _unique(call: Call, payload: dict[str, Any], but: View | None = None) -> None:
    external_id = payload.get("external_id")
    if external_id and any(v.external_id == external_id and v is not but for v in call.slack.workspace.views()):
        raise SlackError("duplicate_external_id")


def _trigger(call: Call) -> str:
    trigger_id = call.text("trigger_id") or call.text("interactivity_pointer")
    if not trigger_id:
        call.need("trigger_id")
    return trigger_id


def _only_modals(payload: dict[str, Any]) -> None:
    if payload["type"] != "modal":
        raise SlackError("invalid_arguments", ["value not in list: modal [json-pointer:/view/type]"])


def open_modal(call: Call) -> Answer:
    """`views.open`: the person's modals give way to this one."""
    trigger_id = _trigger(call)
    payload = _payload(call)
    _only_modals(payload)
    space = call.slack.workspace
    trigger = space.tickets.look_at_trigger(trigger_id)
    _unique(call, payload)
    trigger.used = True
    view = space.new_view(trigger.user, payload)
    space.modals[trigger.user] = [view]
    space.touch()
    return {"view": view.to_json()}


def push(call: Call) -> Answer:
    """`views.push`: on top of the person's modals, three at most."""
    trigger_id = _trigger(call)
    payload = _payload(call)
    space = call.slack.workspace
    trigger = space.tickets.look_at_trigger(trigger_id)
    stack = space.modals.get(trigger.user, [])
    if not stack or payload["type"] != "modal":
        what = "must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", [what])
    if len(stack) >= STACK_LIMIT:
        raise SlackError("push_limit_reached")
    _unique(call, payload)
    trigger.used = True
    view = space.new_view(trigger.user, payload, stack)
    stack.append(view)
    space.touch()
    return {"view": view.to_json()}


def update(call: Call) -> Answer:
    """`views.update`, by `view_id` or `external_id`; with `hash` only while nobody changed it meanwhile."""
    if not call.text("view_id") and not call.text("external_id"):
        raise SlackError("invalid_arguments", ["missing required field: view_id or external_id"])
    payload = _payload(call)
    space = call.slack.workspace
    view = space.view(call.text("view_id"), call.text("external_id"))
    if call.text("hash") and call.text("hash") != view.hash:
        raise SlackError("hash_conflict")
    if payload["type"] != view.type:
        raise SlackError("invalid_arguments", ["must match the `type` of the view [json-pointer:/view/type]"])
    _unique(call, payload, view)
    space.replace_view(view, payload)
    return {"view": view.to_json()}


def publish(call: Call) -> Answer:
    """`views.publish`: a person's home tab."""
    call.need("user_id")
    payload = _payload(call)
    space = call.slack.workspace
    user_id = call.text("user_id")
    if user_id not in space.users:
        raise SlackError("user_not_found")
    if payload["type"] != "home":
        raise SlackError("invalid_arguments", ["value not in list: home [json-pointer:/view/type]"])
    view = space.homes.get(user_id)
    given = call.text("hash")
    if given and (view is None or given != view.hash):
        raise SlackError("hash_conflict")
    _unique(call, payload, view)
    if view is None:
        view = space.homes[user_id] = space.new_view(user_id, payload)
        space.touch()
    else:
        space.replace_view(view, payload)
    return {"view": view.to_json()}


METHODS = (
    Method("views.open", open_modal),
    Method("views.push", push),
    Method("views.update", update),
    Method("views.publish", publish),
)
