"""The control API, `/_control/…`: what tests and the page use to act as the people of the workspace. JSON both ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from . import clock as clocks
from . import dialogs, doing, forms, looking, membership, uploading
from .errors import SlackError, missing
from .faults import Fault
from .local_slack import LocalSlack
from .views import View

Body = dict[str, Any]
WAIT_LIMIT = 30.0  # seconds that a call may ask to wait for messages


def _text(body: Body, name: str, *others: str) -> str:
    """A field that must be there, under any of its names."""
    for key in (name, *others):
        if body.get(key):
            return str(body[key])
    raise missing(name)


class Control:
    """The calls, by their names."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self.posts: dict[str, Callable[[Body], Body]] = {
            "command": self.command,
            "message": self.message,
            "edit-message": self.edit_message,
            "delete-message": self.delete_message,
            "reaction": self.reaction,
            "upload": self.upload,
            "file": self.file,
            "interact": self.interact,
            "open-home": self.open_home,
            "submit-view": self.submit_view,
            "close-view": self.close_view,
            "shortcut": self.shortcut,
            "submit-dialog": self.submit_dialog,
            "cancel-dialog": self.cancel_dialog,
            "dialog-options": self.dialog_options,
            "options": self.options,
            "event": self.event,
            "mark-read": self.mark_read,
            "join": self.join,
            "uninstall": self.uninstall,
            "disconnect": self.disconnect,
            "rate-limit": self.rate_limit,
            "fail": self.fail,
            "clock": self.clock,
            "reset": self.reset,
        }

    def command(self, body: Body) -> Body:
        """`{channel, user, command, text, wait_seconds?}`; with `wait_seconds` it waits for a first message."""
        slack = self._slack
        user, channel = _text(body, "user"), _text(body, "channel")
        text, thread_ts = str(body.get("text") or ""), str(body.get("thread_ts") or "")
        since = slack.workspace.next_ts()
        outcome = doing.run_command(slack, user, channel, _text(body, "command"), text, thread_ts)
        return self._waited(body, outcome, user, channel, since)

    def _waited(self, body: Body, outcome: Body, user: str, channel: str, since: str) -> Body:
        """Messages that come after the acknowledgement, through the response URL, are worth waiting for."""
        space = self._slack.workspace
        seconds = min(float(body.get("wait_seconds") or 0), WAIT_LIMIT)
        if not outcome["ok"] or outcome["messages"] or seconds <= 0:
            return outcome
        conversation = space.conversation(channel)

        def produced() -> list[Body]:
            return doing.produced_since(self._slack, user, conversation, since)

        space.wait_until(lambda: bool(produced()), seconds)
        with space.lock:
            return outcome | {"messages": produced()}

    def message(self, body: Body) -> Body:
        """`{channel, user, text, thread_ts?}`; text that begins with a slash is a command, as in the composer."""
        user, channel, text = _text(body, "user"), _text(body, "channel"), _text(body, "text")
        thread_ts = str(body.get("thread_ts") or "")
        if text.startswith("/") and text[1:2].isalpha():
            command, _, rest = text.partition(" ")
            return self.command(body | {"command": command, "text": rest.strip()})
        return doing.say(self._slack, user, channel, text, thread_ts)

    def edit_message(self, body: Body) -> Body:
        """`{channel, user, messageTs, text}`."""
        ts = _text(body, "messageTs", "ts")
        return doing.edit(self._slack, _text(body, "user"), _text(body, "channel"), ts, _text(body, "text"))

    def delete_message(self, body: Body) -> Body:
        """`{channel, user, messageTs}`."""
        ts = _text(body, "messageTs", "ts")
        return doing.edit(self._slack, _text(body, "user"), _text(body, "channel"), ts, None)

    def reaction(self, body: Body) -> Body:
        """`{channel, user, messageTs, name}`; a second time takes it back."""
        ts = _text(body, "messageTs", "ts")
        return doing.react(self._slack, _text(body, "user"), _text(body, "channel"), ts, _text(body, "name"))

    def upload(self, body: Body) -> Body:
        """`{channel, user, filename, content | content_base64, text?, thread_ts?}`, or `files: [{filename, …}]`."""
        return uploading.upload(self._slack, _text(body, "user"), _text(body, "channel"), body)

    def file(self, body: Body) -> Body:
        """`{user, filename, content | content_base64}`: kept for a form's `file_input`, whose value is its id."""
        return uploading.keep(self._slack, _text(body, "user"), body)

    def interact(self, body: Body) -> Body:
        """`{channel, messageTs, user, action}`, or `{viewId, user, action}`, or `{home: true, user, action}`."""
        user, action = _text(body, "user"), body.get("action")
        if not isinstance(action, dict) or not action.get("action_id"):
            raise missing("action", "action.action_id")
        view = self._view(body, user)
        if view is not None:
            return doing.interact_with_view(self._slack, user, view, action)
        channel, ts = _text(body, "channel"), _text(body, "messageTs", "message_ts", "ts")
        since = self._slack.workspace.next_ts()
        outcome = doing.interact_with_message(self._slack, user, channel, ts, action)
        return self._waited(body, outcome, user, channel, since)

    def _view(self, body: Body, user: str) -> View | None:
        view_id = body.get("viewId") or body.get("view_id")
        with self._slack.workspace.lock:
            if view_id:
                return self._slack.workspace.view(str(view_id))
            if body.get("home"):
                home = self._slack.workspace.homes.get(user)
                if home is None:
                    raise SlackError("view_not_found")
                return home
            if not body.get("messageTs") and not body.get("message_ts") and not body.get("ts"):
                return forms.top_view(self._slack, user)
        return None

    def open_home(self, body: Body) -> Body:
        """`{user}`."""
        return forms.open_home(self._slack, _text(body, "user"))

    def submit_view(self, body: Body) -> Body:
        """`{user, values, viewId?}`; values are `{block_id: {action_id: plain value or Slack's own form}}`."""
        values = body.get("values") or {}
        if not isinstance(values, dict):
            raise missing("values")
        return forms.submit_view(self._slack, _text(body, "user"), values, str(body.get("viewId") or ""))

    def close_view(self, body: Body) -> Body:
        """`{user, all?, viewId?}`."""
        return forms.close_view(self._slack, _text(body, "user"), bool(body.get("all")), str(body.get("viewId") or ""))

    def shortcut(self, body: Body) -> Body:
        """`{user, callback_id, channel?, messageTs?}`."""
        channel, ts = str(body.get("channel") or ""), str(body.get("messageTs") or body.get("ts") or "")
        return doing.shortcut(self._slack, _text(body, "user"), _text(body, "callback_id"), channel, ts)

    def submit_dialog(self, body: Body) -> Body:
        """`{user, submission: {name: value}}`."""
        submission = body.get("submission") or {}
        if not isinstance(submission, dict):
            raise missing("submission")
        return dialogs.submit(self._slack, _text(body, "user"), submission)

    def cancel_dialog(self, body: Body) -> Body:
        """`{user}`."""
        return dialogs.cancel(self._slack, _text(body, "user"))

    def dialog_options(self, body: Body) -> Body:
        """`{user, name, value}`."""
        return dialogs.suggest(self._slack, _text(body, "user"), _text(body, "name"), str(body.get("value") or ""))

    def options(self, body: Body) -> Body:
        """`{user, viewId | home | channel + messageTs, block_id?, action_id, value}`."""
        user = _text(body, "user")
        given = {"block_id": body.get("block_id"), "action_id": _text(body, "action_id"), "value": body.get("value")}
        channel, ts = str(body.get("channel") or ""), str(body.get("messageTs") or body.get("ts") or "")
        return doing.suggest(self._slack, user, given, self._view(body, user), channel, ts)

    def event(self, body: Body) -> Body:
        """`{event}`: any event of the Events API, if the app asked for such."""
        event = body.get("event")
        if not isinstance(event, dict) or not event.get("type"):
            raise missing("event", "event.type")
        if not self._slack.workspace.manifest.subscribes_to(event):
            return {"ok": True, "delivered": False, "reason": "not_subscribed"}
        return {"ok": True, "delivered": self._slack.tell_and_wait(event)}

    def mark_read(self, body: Body) -> Body:
        """`{user, channel}`: this person has seen the conversation to its end."""
        space = self._slack.workspace
        user = _text(body, "user")
        with space.lock:
            conversation = doing.place(self._slack, user, _text(body, "channel"))
            had = conversation.unread_by(user)
            conversation.last_read[user] = space.next_ts()
            if had:
                space.touch()
        return {"ok": True}

    def join(self, body: Body) -> Body:
        """`{user, channel}`."""
        return membership.join(self._slack, _text(body, "user"), _text(body, "channel"))

    def uninstall(self, body: Body) -> Body:
        """The app is removed from the workspace."""
        return membership.uninstall(self._slack)

    def disconnect(self, body: Body) -> Body:
        """`{reason?}`: Socket Mode's connections are asked to renew themselves."""
        return {"ok": True, "asked": self._slack.sockets.disconnect(str(body.get("reason") or "refresh_requested"))}

    def rate_limit(self, body: Body) -> Body:
        """`{method, times | rate, retry_after}`."""
        self._slack.faults.add(Fault.read(body, rate_limit=True))
        return {"ok": True}

    def fail(self, body: Body) -> Body:
        """`{method, times | rate, status | error | "timeout_after_accept" | "drop", after_accept?, delay?}`."""
        self._slack.faults.add(Fault.read(body))
        return {"ok": True}

    def clock(self, body: Body) -> Body:
        """`{weeks, days, hours, minutes, seconds}`, `{to: "2026-11-23T08:00"}`, `{next: "monday 08:00"}` or
        `{reset: true}`; with `user` or `tz` in whose zone. Nothing at all: what time it is.
        """
        space = self._slack.workspace
        tz = space.user(str(body["user"])).tz if body.get("user") else str(body.get("tz") or "UTC")
        clocks.move(space.clock, body, tz)
        return {"ok": True, **clocks.shown(space.clock)}

    def reset(self, body: Body) -> Body:
        """Back to the beginning, the clock too; connections stay."""
        self._slack.workspace.clock.reset()
        self._slack.courier.forget_retries()
        self._slack.faults.clear()
        self._slack.traffic.clear()
        self._slack.workspace.reset()
        return {"ok": True}


def control_routes(slack: LocalSlack) -> Blueprint:
    """The routes; what is wrong with a call is answered with 400 and Slack's name for it."""
    routes = Blueprint("control", __name__, url_prefix="/_control")
    control = Control(slack)

    @routes.post("/<name>")
    def post(name: str) -> ResponseReturnValue:
        run = control.posts.get(name)
        if run is None:
            return jsonify(ok=False, error="unknown_method", known=sorted(control.posts)), 404
        return jsonify(run(_json_body()))

    @routes.post("/users/<user_id>")
    def change_user(user_id: str) -> ResponseReturnValue:
        return jsonify(membership.change_user(slack, user_id, _json_body()))

    @routes.get("/state")
    def state() -> ResponseReturnValue:
        return jsonify(looking.state(slack))

    @routes.get("/clock")
    def clock() -> ResponseReturnValue:
        return jsonify(ok=True, **clocks.shown(slack.workspace.clock))

    @routes.get("/log")
    def log() -> ResponseReturnValue:
        return jsonify(ok=True, log=slack.traffic.entries())

    @routes.get("/messages/<channel>")
    def messages(channel: str) -> ResponseReturnValue:
        return jsonify(looking.messages(slack, channel, request.args.get("user")))

    @routes.errorhandler(SlackError)
    def refused(error: SlackError) -> ResponseReturnValue:
        return jsonify(error.to_json()), 400

    return routes


def _json_body() -> Body:
    if not request.get_data(cache=True).strip():
        return {}
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise SlackError("invalid_json", ["the body must be a JSON object"])
    return body
