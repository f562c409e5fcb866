"""What people do with a dialog, the form of older apps: fill in and submit, cancel, look for choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .doing import Outcome
from .errors import SlackError
from .local_slack import LocalSlack


def _open_dialog(slack: LocalSlack, user_id: str) -> dict[str, Any]:
    dialog = slack.workspace.dialogs.get(user_id)
    if dialog is None:
        raise SlackError("dialog_not_found")
    return dialog


def submit(slack: LocalSlack, user_id: str, submission: Mapping[str, Any]) -> Outcome:
    """`submission` is `{name: value}`. The dialog closes unless the app answers with errors."""
    with slack.workspace.lock:
        dialog = _open_dialog(slack, user_id)
        names = {str(element["name"]): element for element in dialog["elements"]}
        unknown = sorted(set(submission) - set(names))
        if unknown:
            raise SlackError("invalid_arguments", [f"the dialog has no element {name}" for name in unknown])
        empty = [name for name, e in names.items() if not submission.get(name) and not e.get("optional")]
        if empty:
            errors = [{"name": name, "error": "Please complete this required field."} for name in empty]
            return {"ok": True, "errors": errors, "by": "slack"}
        filled = {name: submission.get(name, element.get("value")) for name, element in names.items()}
        payload = slack.payloads.dialog("dialog_submission", user_id, dialog) | {"submission": filled}
    ack = slack.courier.ask("interactive", payload)
    errors = ack.body.get("errors", []) if isinstance(ack.body, dict) else []
    if ack.ok and not errors:
        with slack.workspace.lock:
            slack.workspace.dialogs.pop(user_id, None)
            slack.workspace.touch()
    return {"ok": ack.ok, "errors": errors} | ({} if ack.ok else {"error": ack.error})


def cancel(slack: LocalSlack, user_id: str) -> Outcome:
    """The dialog is closed; the app hears of it where it asked to (`notify_on_cancel`)."""
    with slack.workspace.lock:
        dialog = _open_dialog(slack, user_id)
        del slack.workspace.dialogs[user_id]
        slack.workspace.touch()
        payload = slack.payloads.dialog("dialog_cancellation", user_id, dialog)
    if not dialog.get("notify_on_cancel"):
        return {"ok": True}
    return {"ok": slack.courier.ask("interactive", payload).ok}


def suggest(slack: LocalSlack, user_id: str, name: str, value: str) -> Outcome:
    """The choices of an external select: `{"ok", "options"}` or `{"ok", "option_groups"}`."""
    with slack.workspace.lock:
        dialog = _open_dialog(slack, user_id)
        payload = slack.payloads.dialog("dialog_suggestion", user_id, dialog) | {"name": name, "value": value}
    ack = slack.courier.ask("interactive", payload)
    said = ack.body if ack.ok and isinstance(ack.body, dict) else {}
    return {"ok": ack.ok, **{key: said[key] for key in ("options", "option_groups") if key in said}}
