"""What people do with views: open the home tab, submit and close modals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .acks import Ack
from .block_rules import view_problems
from .doing import Outcome, complain
from .entering import enter, form_errors
from .errors import SlackError
from .local_slack import LocalSlack
from .views import STACK_LIMIT, View

_TROUBLE = "We had some trouble connecting. Try again?"


def open_home(slack: LocalSlack, user_id: str) -> Outcome:
    """The app's home tab is looked at; `view` is what it shows when the app has acknowledged the event."""
    space = slack.workspace
    with space.lock:
        conversation = space.dm(user_id)
        home = space.homes.get(user_id)
        event: dict[str, Any] = {"type": "app_home_opened", "user": user_id, "channel": conversation.id, "tab": "home"}
        if home is not None:
            event["view"] = home.to_json()
        space.touch()
    delivered = slack.tell_and_wait(event)
    with space.lock:
        home = space.homes.get(user_id)
        return {"ok": True, "delivered": delivered, "view": home.to_json() if home is not None else None}


def top_view(slack: LocalSlack, user_id: str, view_id: str = "") -> View:
    """The modal on top of this person's, which must be the one named; raises `view_not_found`."""
    stack = slack.workspace.modals.get(user_id)
    if not stack or (view_id and stack[-1].id != view_id):
        raise SlackError("view_not_found")
    return stack[-1]


def submit_view(slack: LocalSlack, user_id: str, values: Mapping[str, Any], view_id: str = "") -> Outcome:
    """The top modal is filled in and submitted: `{"ok", "response_action", "errors"}`.

    `response_action` is None when the modal simply closes. Errors stay in the view and are shown with it; those of
    Slack's own form (a required field left empty) come without asking the app and carry `"by": "slack"`.
    """
    space = slack.workspace
    with space.lock:
        space.user(user_id)
        view = top_view(slack, user_id, view_id)
        enter(view, values)
        space.notices.pop(user_id, None)
        view.errors = form_errors(view)
        space.touch()
        if view.errors:
            return {"ok": True, "response_action": "errors", "errors": dict(view.errors), "by": "slack"}
        payload = slack.payloads.view_submission(view)
    ack = slack.courier.ask("interactive", payload)
    with space.lock:
        outcome = _answered(slack, view, ack)
        if not outcome["ok"]:
            complain(slack, user_id, _TROUBLE)
        space.touch()
    return outcome


def _answered(slack: LocalSlack, view: View, ack: Ack) -> Outcome:
    if not ack.ok:
        return {"ok": False, "error": ack.error, "response_action": None, "errors": {}}
    said = ack.body if isinstance(ack.body, dict) else {}
    action = said.get("response_action")
    stack = slack.workspace.modals.get(view.user, [])
    if action is None:
        if view in stack:
            del stack[stack.index(view) :]
    elif action == "clear":
        stack.clear()
    elif action == "errors":
        return _with_errors(view, said.get("errors"))
    elif action in ("update", "push"):
        problems = view_problems(said.get("view"))
        if problems or (action == "push" and len(stack) >= STACK_LIMIT):
            details = problems or ["push_limit_reached"]
            return {"ok": False, "error": "invalid_response_action", "details": details, "response_action": action}
        if action == "update":
            slack.workspace.replace_view(view, said["view"])
        else:
            stack.append(slack.workspace.new_view(view.user, said["view"], stack))
    else:
        return {"ok": False, "error": "invalid_response_action", "response_action": action, "errors": {}}
    return {"ok": True, "response_action": action, "errors": {}}


def _with_errors(view: View, errors: Any) -> Outcome:
    """Slack shows errors at input blocks only; an error for anything else is the app's mistake."""
    inputs = {str(block.get("block_id")) for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return {"ok": False, "error": "invalid_response_action", "response_action": "errors", "errors": {}}
    view.errors = {block_id: str(sentence) for block_id, sentence in errors.items()}
    return {"ok": True, "response_action": "errors", "errors": dict(view.errors)}


def close_view(slack: LocalSlack, user_id: str, everything: bool = False, view_id: str = "") -> Outcome:
    """The top modal is closed, or all of them; those that asked for it (`notify_on_close`) are told of."""
    space = slack.workspace
    with space.lock:
        view = top_view(slack, user_id, view_id)
        stack = space.modals[user_id]
        everything = everything or bool(view.payload.get("clear_on_close"))
        closed = list(reversed(stack)) if everything else [view]
        del stack[0 if everything else -1 :]
        wanted = [gone for gone in closed if gone.payload.get("notify_on_close")]
        payloads = [slack.payloads.view_closed(gone, is_cleared=everything) for gone in wanted]
        space.touch()
    acks = [slack.courier.ask("interactive", payload) for payload in payloads]
    return {"ok": all(ack.ok for ack in acks), "closed": [gone.id for gone in closed]}
