"""What the browser page reads: its files, a snapshot of what one person sees, and a stream that tells of changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request, send_file, send_from_directory
from flask.typing import ResponseReturnValue

from .clock import shown
from .conversations import Conversation, Message
from .errors import SlackError
from .local_slack import LocalSlack
from .people import User
from .sharing import for_person
from .views import values_of

PAGE_FOLDER = Path(__file__).parent / "page"
HEARTBEAT_SECONDS = 15.0
MESSAGES_SHOWN = 200  # of each conversation
TRAFFIC_SHOWN = 300
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def snapshot(slack: LocalSlack, user_id: str | None) -> dict[str, Any]:
    """Everything that this person sees (the first one in the workspace, when nobody is named)."""
    space = slack.workspace
    with space.lock:
        people = [user for user in space.users.values() if not user.is_bot]
        you = space.user(user_id) if user_id else people[0]
        visible = space.visible_to(you.id)
        if not any(c.is_im for c in visible):
            visible = [*visible, space.dm(you.id)]
        notice = space.notices.get(you.id)
        home = space.homes.get(you.id)
        manifest = space.manifest
        return {
            "version": space.version,
            "clock": shown(space.clock),
            "team": {"id": space.team.id, "name": space.team.name},
            "you": _person(you),
            "users": [_person(user) for user in space.users.values()],
            "app": {
                "name": manifest.app_name,
                "description": manifest.description,
                "long_description": manifest.long_description,
                "home_tab": manifest.app_home.home_tab,
                "messages_tab": manifest.app_home.messages_tab,
                "read_only": manifest.app_home.read_only,
                "bot_user_id": space.bot_user_id,
                "connected": slack.courier.connected,
                "commands": [
                    {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
                    for c in manifest.commands
                ],
                "shortcuts": [
                    {"type": s.type, "name": s.name, "callback_id": s.callback_id, "description": s.description}
                    for s in manifest.shortcuts
                ],
            },
            "channels": [_channel(slack, c, you) for c in visible],
            "messages": {c.id: [_message(c, m) for m in list(c.seen_by(you.id))[-MESSAGES_SHOWN:]] for c in visible},
            "home": {"view": home.to_json() if home is not None else None},
            "modals": [
                space.view_json(view) | ({"errors": view.errors} if view.errors else {})
                for view in space.modals.get(you.id, ())
            ],
            "notice": {"text": notice, "kind": "error"} if notice else None,
        }


def _person(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "tz": user.tz,
        "locale": user.locale,
        "is_admin": user.is_admin,
        "is_bot": user.is_bot,
        "deleted": user.deleted,
        "color": user.color,
    }


def _channel(slack: LocalSlack, conversation: Conversation, you: User) -> dict[str, Any]:
    out = {"id": conversation.id, "is_im": conversation.is_im, "unread": conversation.unread_by(you.id)}
    if conversation.is_im:
        return out | {"user": slack.workspace.bot_user_id, "name": slack.workspace.manifest.app_name}
    return out | {"name": conversation.name, "topic": conversation.topic, "is_private": conversation.is_private}


def _message(conversation: Conversation, message: Message) -> dict[str, Any]:
    out: dict[str, Any] = {
        "ts": message.ts,
        "user": message.user,
        "bot": message.is_bot,
        "text": message.text,
        "blocks": message.blocks,
        "ephemeral": message.ephemeral_to is not None,
        "edited": message.edited_ts is not None,
    }
    full = conversation.message_json(message)
    kept = ("attachments", "thread_ts", "reply_count", "reactions", "files", "username", "subtype")
    out |= {key: full[key] for key in kept if key in full}
    state = values_of(message.blocks, message.state)
    if state:
        out["state"] = {"values": state}
    if message.echo:
        out["command"] = message.text
    return out


def page_routes(slack: LocalSlack, stopping: Callable[[], bool]) -> Blueprint:
    """The routes of the page."""
    routes = Blueprint("page", __name__)

    @routes.get("/_page/snapshot")
    def show() -> ResponseReturnValue:
        try:
            return jsonify(snapshot(slack, request.args.get("user")))
        except SlackError as error:
            return jsonify(error.to_json()), 404

    @routes.get("/_page/files/<file_id>")
    def file(file_id: str) -> ResponseReturnValue:
        try:
            found = for_person(slack, file_id, request.args.get("user", ""))
        except SlackError as error:
            return jsonify(error.to_json()), 404
        # Pictures are shown; whatever else a file holds, a browser must not take it for a page of ours.
        answer = send_file(
            BytesIO(found.content),
            mimetype=found.mimetype,
            as_attachment=found.mimetype not in PICTURES or "download" in request.args,
            download_name=found.name,
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    @routes.get("/_page/traffic")
    def traffic() -> ResponseReturnValue:
        after = request.args.get("after", 0, type=int)
        return jsonify(entries=slack.traffic.newer(after, TRAFFIC_SHOWN), last=slack.traffic.count)

    @routes.get("/_page/changes")
    def changes() -> ResponseReturnValue:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(_stream(slack, stopping), mimetype="text/event-stream", headers=headers)

    @routes.get("/", defaults={"path": "index.html"})
    @routes.get("/<path:path>")
    def static_file(path: str) -> ResponseReturnValue:
        if path.startswith("archives/"):  # permalinks
            path = "index.html"
        if path == "index.html" and not (PAGE_FOLDER / path).is_file():
            return Response("The local Slack runs; its page is not installed.\n", mimetype="text/plain")
        answer = send_from_directory(PAGE_FOLDER, path)
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return routes


def _stream(slack: LocalSlack, stopping: Callable[[], bool]) -> Iterator[str]:
    """`data: {"version": n, "traffic": n}` now and at each change; a comment as a heartbeat when nothing changes."""
    space, traffic = slack.workspace, slack.traffic
    seen = (-1, -1)
    while not stopping():
        changed = space.wait_until(
            lambda: (space.version, traffic.count) != seen or stopping(),  # noqa: B023
            HEARTBEAT_SECONDS,
        )
        if stopping():
            return
        if changed:
            seen = (space.version, traffic.count)
            yield f"data: {json.dumps({'version': seen[0], 'traffic': seen[1]})}\n\n"
        else:
            yield ": still here\n\n"
