"""What the app calls: the Web API, the web socket, response URLs, files, and the installation's address."""

from __future__ import annotations

import json
import secrets
import socket
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_sock import Sock

from .answers import apply_answer
from .errors import SlackError
from .faults import Fault
from .files import FILE_LIMIT
from .guards import host_allowed
from .local_slack import LocalSlack
from .sharing import app_may_read
from .web_api import BY_NAME
from .web_api.call import Call, authorize

DOWNLOAD = "files.download"  # the name under which downloads stand in the traffic; Slack has no such method
SIGN_IN = "<!DOCTYPE html><html lang='en'><title>Sign in | Slack</title><p>Sign in to see this file.</p></html>"
RESPONSE_URL = "response_url"  # the name under which answers to response URLs are counted as a method


def app_routes(slack: LocalSlack) -> Blueprint:
    """The routes."""
    routes = Blueprint("slack", __name__)

    @routes.route("/api/<method>", methods=["GET", "POST"])
    def web_api(method: str) -> ResponseReturnValue:
        started = time.monotonic()
        args = _arguments()
        token = _token(args)
        fault = slack.faults.take(method)
        if fault is not None and not fault.after_accept:
            return _troubled(slack, method, args, fault, started)
        body = _call(slack, method, args, token)
        if fault is not None:
            return _troubled(slack, method, args, fault, started)
        slack.traffic.add("to_slack", method, args, body, started, 200)
        return _answer(slack, body)

    @routes.post("/_response/<url_id>")
    def response_url(url_id: str) -> ResponseReturnValue:
        started = time.monotonic()
        answer = _arguments()
        fault = slack.faults.take(RESPONSE_URL)
        if fault is not None and not fault.after_accept:
            return _troubled(slack, RESPONSE_URL, answer, fault, started)
        body, status = _respond(slack, url_id, answer)
        if fault is not None:
            return _troubled(slack, RESPONSE_URL, answer, fault, started)
        slack.traffic.add("to_slack", RESPONSE_URL, answer, body, started, status)
        return jsonify(body), status

    @routes.post("/_upload/<file_id>")
    def upload(file_id: str) -> ResponseReturnValue:
        file = slack.workspace.files.find(file_id)
        if file is None:
            return Response("file_not_found", 404)
        if request.mimetype == "multipart/form-data":
            sent = next(iter(request.files.values()), None)
            content = sent.read(FILE_LIMIT + 1) if sent is not None else b""
        else:
            content = request.get_data()  # slack_sdk sends the bare content, under whatever type
        if len(content) > FILE_LIMIT:
            return Response("file_upload_size_restricted", 413)
        file.content, file.size = content, len(content)
        return Response(f"OK - {len(content)}", mimetype="text/plain")

    @routes.get("/_files/<file_id>")
    def download(file_id: str) -> ResponseReturnValue:
        started = time.monotonic()
        file = slack.workspace.files.find(file_id)
        allowed = _token({}) == slack.secrets.bot_token and not slack.workspace.revoked
        if file is None or not (allowed and slack.workspace.manifest.grants(("files:read",))):
            # Slack, too, says neither 401 nor 403: whoever may not read a file is sent to a page to sign in.
            slack.traffic.add("to_slack", DOWNLOAD, {"file": file_id}, {"error": "sign_in"}, started, 302)
            return redirect(f"{slack.base_url}/_signin?{urlencode({'redir': request.path})}")
        if not app_may_read(slack, file):
            slack.traffic.add("to_slack", DOWNLOAD, {"file": file_id}, {"error": "file_not_found"}, started, 404)
            return Response("file_not_found", 404)
        slack.traffic.add("to_slack", DOWNLOAD, {"file": file_id}, {"bytes": len(file.content)}, started, 200)
        # Never shown by a browser as a page of ours, whatever it is.
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(file.content, mimetype=file.mimetype, headers=headers)

    @routes.get("/_signin")
    def sign_in() -> ResponseReturnValue:
        """What an app gets, with status 200, when it asks for a file without the right token or scope."""
        return Response(SIGN_IN, mimetype="text/html")

    @routes.get("/oauth/v2/authorize")
    def authorize_app() -> ResponseReturnValue:
        """Everybody agrees at once; only addresses on this machine are sent back to."""
        target = request.args.get("redirect_uri", "")
        if urlsplit(target).scheme not in ("http", "https") or not host_allowed(urlsplit(target).netloc):
            return Response("redirect_uri must be an address on this machine.\n", 400, mimetype="text/plain")
        query = urlencode({"code": secrets.token_hex(12), "state": request.args.get("state", "")})
        return redirect(f"{target}{'&' if '?' in target else '?'}{query}")

    return routes


def socket_route(app: Flask, slack: LocalSlack) -> None:
    """Socket Mode's address, `/_ws?ticket=…`."""

    def connect(ws: Any) -> None:
        slack.sockets.serve(ws, request.args.get("ticket", ""))

    Sock(app).route("/_ws")(connect)


def _arguments() -> dict[str, Any]:
    """What was sent: a query, a form, JSON, or JSON in a form's `payload`."""
    args: dict[str, Any] = request.args.to_dict()
    if request.is_json:
        sent = request.get_json(silent=True)
        if isinstance(sent, dict):
            args |= {key: value for key, value in sent.items() if value is not None}
        return args
    form = request.form.to_dict()
    if set(form) == {"payload"}:
        try:
            inner = json.loads(form["payload"])
        except ValueError:
            inner = None
        if isinstance(inner, dict):
            return args | inner
    return args | form


def _token(args: dict[str, Any]) -> str:
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    given = str(args.pop("token", "") or "")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else given


def _call(slack: LocalSlack, name: str, args: dict[str, Any], token: str) -> dict[str, Any]:
    method = BY_NAME.get(name)
    if method is None:
        return {"ok": False, "error": "unknown_method", "req_method": name}
    try:
        with slack.workspace.lock:
            authorize(method, token, slack)
            return {"ok": True, **method.run(Call(slack, args))}
    except SlackError as refused:
        return refused.to_json()


def _answer(slack: LocalSlack, body: dict[str, Any]) -> Response:
    response = jsonify(body)
    scopes = slack.workspace.manifest.scopes
    if scopes is not None:
        response.headers["X-OAuth-Scopes"] = ",".join(scopes)
    response.headers["X-Slack-Req-Id"] = secrets.token_hex(8)
    return response


def _respond(slack: LocalSlack, url_id: str, answer: dict[str, Any]) -> tuple[dict[str, Any], int]:
    try:
        with slack.workspace.lock:
            url = slack.workspace.tickets.use_response_url(url_id)
            apply_answer(slack, answer, url)
    except SlackError as refused:
        return refused.to_json(), 404 if refused.code in ("expired_url", "used_url") else 400
    return {"ok": True}, 200


def _troubled(slack: LocalSlack, method: str, args: dict[str, Any], fault: Fault, started: float) -> Response:
    if fault.delay:
        time.sleep(fault.delay)
    if fault.drop:
        slack.traffic.add("to_slack", method, args, {"dropped": True}, started)
        connection = request.environ.get("werkzeug.socket")
        if isinstance(connection, socket.socket):
            connection.shutdown(socket.SHUT_RDWR)
        return Response(status=500)
    if fault.error:
        body, status = {"ok": False, "error": fault.error}, 200
    elif fault.retry_after is not None:
        body, status = {"ok": False, "error": "ratelimited"}, 429
    else:
        body, status = {"ok": False, "error": "internal_error"}, fault.status
    slack.traffic.add("to_slack", method, args, body, started, status)
    response = jsonify(body)
    response.status_code = status
    if fault.retry_after is not None:
        response.headers["Retry-After"] = str(fault.retry_after)
    return response
