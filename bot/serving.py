"""Starting and running: the database brought up to date, the workspace's token read in, then Socket Mode or HTTP."""

import atexit
import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from flask import Flask, Response, jsonify, request
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import text
from werkzeug.serving import make_server

from bot.app import create_app, file_work_of
from bot.assembly import build_engine, build_services, open_database, utc_now
from bot.config import APP_TOKEN_HELP, BOT_TOKEN_HELP, Settings, SettingsError, check_serving
from bot.logs import Masking
from bot.services.people import People
from bot.slack_calls import tls_to
from bot.storage.engine import Database

log = logging.getLogger(__name__)

MAX_REQUEST_BYTES = 1_000_000
"""Slack's own requests stay far below."""

LONGEST_TIMESTAMP = 12
"""Digits in seconds since 1970; longer ones are no time, and Bolt would fail to calculate with them."""


def install_from_environment(settings: Settings, people: People) -> str:
    """Ask Slack whose token SLACK_BOT_TOKEN is and write it down; returns the workspace's name.

    Raises SettingsError where Slack refuses the token or cannot be reached.
    """
    if settings.slack_bot_token is None:
        raise SettingsError(f"Set SLACK_BOT_TOKEN. Find it under {BOT_TOKEN_HELP}.")
    token = settings.slack_bot_token.get_secret_value()
    who = _ask_slack(settings, "auth.test", token, "SLACK_BOT_TOKEN", BOT_TOKEN_HELP)
    people.install(
        team_id=who["team_id"],
        team_name=who.get("team") or who["team_id"],
        bot_token=token,
        bot_id=who.get("bot_id") or "",
        bot_user_id=who["user_id"],
        source="environment",
    )
    return str(who.get("team") or who["team_id"])


def _ask_slack(settings: Settings, method: str, token: str, name: str, where: str) -> Any:
    """Slack's answer to a first call; raises SettingsError with one line where there is none, or none that helps."""
    client = WebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=10,
        ssl=tls_to(settings.slack_api_url),
        logger=_silent(),
    )
    unreachable = f"Slack cannot be reached at {settings.slack_api_url} ({{}}). Check the network, or SLACK_API_URL."
    try:
        return client.api_call(method)
    except SlackApiError as refused:
        reason = str(refused.response.get("error", "an unknown error"))
        if " " in reason:  # Slack's own reasons are single words; this is what the SDK says of an answer not Slack's
            raise SettingsError(unreachable.format("what answers there is not Slack")) from None
        raise SettingsError(f"Slack refuses {name} ({reason}). Find it under {where}.") from None
    except (OSError, HTTPException, SlackClientError) as error:
        raise SettingsError(unreachable.format(getattr(error, "reason", None) or type(error).__name__)) from None


def _silent() -> logging.Logger:
    """For calls whose failure we tell of ourselves."""
    silent = logging.getLogger("slack_sdk.first_call")
    silent.setLevel(logging.CRITICAL)
    return silent


def check_port(host: str, port: int, advice: str = "Set PORT to another.") -> None:
    """Raise SettingsError unless a server can listen there."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(f"Port {port} is taken. {advice}") from None
        reason = str(error.strerror).partition(" (while")[0]
        raise SettingsError(f"Nothing can listen at {host}, port {port} ({reason}). Check HOST and PORT.") from None


def serve(settings: Settings) -> None:
    """Run until told to stop."""
    check_serving(settings)
    check_port(settings.host, settings.port)
    database = open_database(settings)
    try:
        workspace = install_from_environment(settings, People(database, utc_now))
    finally:
        database.close()
    log.info("workspace %s, %s, database %s", workspace, settings.mode, database.url.render_as_string())
    if settings.mode == "socket":
        _serve_socket(settings)
    else:
        HttpServer(settings, lambda: load_web(settings)).run()


def connect_socket(settings: Settings, app: App) -> SocketModeHandler:
    """Connect the app to Slack by Socket Mode; the handler is connected when this returns."""
    if settings.slack_app_token is None:
        raise SettingsError(f"Socket Mode needs SLACK_APP_TOKEN. Find it under {APP_TOKEN_HELP}.")
    app_token = settings.slack_app_token.get_secret_value()
    _ask_slack(settings, "apps.connections.open", app_token, "SLACK_APP_TOKEN", APP_TOKEN_HELP)
    handler = SocketModeHandler(
        app,
        app_token,
        web_client=WebClient(base_url=settings.slack_api_url, timeout=10, ssl=tls_to(settings.slack_api_url)),
    )
    handler.connect()  # type: ignore[no-untyped-call]
    return handler


def create_web(
    database: Database,
    app: App | None = None,
    connected: Callable[[], bool] | None = None,
    signing_secret: str | None = None,
) -> Flask:
    """What is served over HTTP: `/healthz`, and with an app `/slack/events` for Slack's signed requests.

    With `signing_secret` what is not signed is turned away at the door. Bolt checks signatures too, but not before it
    has taken the body apart, and stumbles over what was never Slack's.
    """
    web = Flask("sales-coach")
    web.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    handler = None if app is None else SlackRequestHandler(app)

    if handler is not None:

        @web.post("/slack/events")
        def slack_events() -> Response:
            if not _signed(signing_secret):
                return Response("unsigned request", status=401, mimetype="text/plain")
            return handler.handle(request)

    @web.get("/healthz")
    def healthz() -> tuple[Response, int]:
        state = {"database": _answers(database), "slack": connected() if connected is not None else True}
        well = all(state.values())
        return jsonify(status="ok" if well else "failing", **state), 200 if well else 503

    return web


def _signed(signing_secret: str | None) -> bool:
    """Whether the request's headers can be read as Slack's and, with a secret, whether its signature is right."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not timestamp.isdecimal() or len(timestamp) > LONGEST_TIMESTAMP or not signature.isascii():
        return False
    return signing_secret is None or SignatureVerifier(signing_secret).is_valid(
        request.get_data(as_text=True), timestamp, signature
    )


def _answers(database: Database) -> bool:
    try:
        with database.read() as connection:
            connection.execute(text("SELECT 1"))
    except Exception:
        log.exception("the database does not answer")
        return False
    return True


def _serve_socket(settings: Settings) -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    database = open_database(settings)
    services = build_services(database)
    work = file_work_of(services, settings.slack_api_url)
    app = create_app(services, slack_api_url=settings.slack_api_url, work=work)
    handler = connect_socket(settings, app)
    web = create_web(database, connected=handler.client.is_connected)
    health = make_server(settings.host, settings.port, web, threaded=True)
    threading.Thread(target=health.serve_forever, daemon=True).start()
    services.figures.keeper.start()
    log.info("connected by Socket Mode; health at port %s", settings.port)
    engine = build_engine(settings, database, services, work)
    engine.start()
    stop.wait()
    log.info("stopping")
    engine.stop()
    handler.close()  # type: ignore[no-untyped-call]
    health.shutdown()
    services.figures.keeper.close()
    database.close()


class MaskingLogger(Logger):  # type: ignore[misc]
    """gunicorn's own logger, as careful with secrets as ours."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Masking(self.error_fmt, self.datefmt))


class HttpServer(BaseApplication):  # type: ignore[misc]
    """gunicorn with threads. Each worker process calls `load` for its own app and database connections."""

    def __init__(self, settings: Settings, load: Callable[[], Flask]) -> None:
        self._settings = settings
        self._load = load
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        options = {
            "bind": f"{host}:{self._settings.port}",
            "logger_class": MaskingLogger,
            "worker_class": "gthread",
            "workers": self._settings.web_concurrency,
            "threads": self._settings.threads,
            "timeout": 30,
            "graceful_timeout": 10,
            "keepalive": 75,
            "loglevel": "warning",
            "proc_name": "sales-coach",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._load()


def load_web(settings: Settings) -> Flask:
    """The app behind signed HTTP, with a database of its own: what each worker process runs."""
    if settings.slack_signing_secret is None:
        raise SettingsError("Signed HTTP needs SLACK_SIGNING_SECRET.")
    secret = settings.slack_signing_secret.get_secret_value().strip()
    database = open_database(settings)
    services = build_services(database)
    work = file_work_of(services, settings.slack_api_url)
    app = create_app(services, slack_api_url=settings.slack_api_url, signing_secret=secret, work=work)
    services.figures.keeper.start()
    atexit.register(services.figures.keeper.close)
    engine = build_engine(settings, database, services, work)
    engine.start()
    atexit.register(engine.stop)
    return create_web(database, app, signing_secret=secret)
