"""Starting and running: the database brought up to date, the workspace's token read in, then Socket Mode or HTTP."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify, request
from gunicorn.app.base import BaseApplication
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import text
from werkzeug.serving import make_server

from bot.app import Services, create_app
from bot.config import BOT_TOKEN_HELP, Settings, SettingsError, check_serving
from bot.services.clock import Clock
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.people import People
from bot.storage.engine import Database
from bot.storage.schema import migrate

log = logging.getLogger(__name__)

MAX_REQUEST_BYTES = 1_000_000
"""Slack's own requests stay far below."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def build_services(database: Database, clock: Clock = utc_now) -> Services:
    return Services(
        people=People(database, clock), desk=DealDesk(database, clock), figures=Figures(database, clock), clock=clock
    )


def open_database(settings: Settings) -> Database:
    """The database, at the schema that this version knows."""
    database = Database(settings.database)
    found, now = migrate(database)
    if found != now:
        log.info("database schema: %s → %s", found or "empty", now)
    return database


def install_from_environment(settings: Settings, people: People) -> str:
    """Ask Slack whose token SLACK_BOT_TOKEN is and write it down; returns the workspace's name.

    Raises SettingsError where Slack refuses the token or cannot be reached.
    """
    if settings.slack_bot_token is None:
        raise SettingsError(f"Set SLACK_BOT_TOKEN. Find it under {BOT_TOKEN_HELP}.")
    token = settings.slack_bot_token.get_secret_value()
    try:
        who: Any = WebClient(token=token, base_url=settings.slack_api_url, timeout=10).auth_test()
    except SlackApiError as refused:
        reason = refused.response.get("error", "an unknown error")
        raise SettingsError(f"Slack refuses SLACK_BOT_TOKEN ({reason}). Find it under {BOT_TOKEN_HELP}.") from None
    except OSError as error:
        raise SettingsError(
            f"Slack cannot be reached at {settings.slack_api_url} ({type(error).__name__}). "
            "Check the network, or SLACK_API_URL."
        ) from None
    people.install(
        team_id=who["team_id"],
        team_name=who.get("team") or who["team_id"],
        bot_token=token,
        bot_id=who.get("bot_id") or "",
        bot_user_id=who["user_id"],
        source="environment",
    )
    return str(who.get("team") or who["team_id"])


def serve(settings: Settings) -> None:
    """Run until told to stop."""
    check_serving(settings)
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
        raise SettingsError("Socket Mode needs SLACK_APP_TOKEN.")
    handler = SocketModeHandler(
        app,
        settings.slack_app_token.get_secret_value(),
        web_client=WebClient(base_url=settings.slack_api_url, timeout=10),
    )
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as refused:
        raise SettingsError(f"Slack refuses SLACK_APP_TOKEN ({refused.response.get('error')}).") from None
    return handler


def create_web(database: Database, app: App | None = None, connected: Callable[[], bool] | None = None) -> Flask:
    """What is served over HTTP: `/healthz`, and with an app `/slack/events` for Slack's signed requests."""
    web = Flask("sales-coach")
    web.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    handler = None if app is None else SlackRequestHandler(app)

    if handler is not None:

        @web.post("/slack/events")
        def slack_events() -> Response:
            # Bolt reads the timestamp as a number before it looks at the signature.
            if not request.headers.get("X-Slack-Request-Timestamp", "").isdecimal():
                return Response("unsigned request", status=401, mimetype="text/plain")
            return handler.handle(request)

    @web.get("/healthz")
    def healthz() -> tuple[Response, int]:
        state = {"database": _answers(database), "slack": connected() if connected is not None else True}
        well = all(state.values())
        return jsonify(status="ok" if well else "failing", **state), 200 if well else 503

    return web


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
    app = create_app(build_services(database), slack_api_url=settings.slack_api_url)
    handler = connect_socket(settings, app)
    web = create_web(database, connected=handler.client.is_connected)
    try:
        health = make_server(settings.host, settings.port, web, threaded=True)
    except (OSError, SystemExit) as error:
        handler.close()  # type: ignore[no-untyped-call]
        raise SettingsError(f"Port {settings.port} is taken. Set PORT to another.") from error
    threading.Thread(target=health.serve_forever, daemon=True).start()
    log.info("connected by Socket Mode; health at port %s", settings.port)
    stop.wait()
    log.info("stopping")
    handler.close()  # type: ignore[no-untyped-call]
    health.shutdown()
    database.close()


class HttpServer(BaseApplication):  # type: ignore[misc]
    """gunicorn with threads. Each worker process calls `load` for its own app and database connections."""

    def __init__(self, settings: Settings, load: Callable[[], Flask]) -> None:
        self._settings = settings
        self._load = load
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"{self._settings.host}:{self._settings.port}",
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
    database = open_database(settings)
    app = create_app(
        build_services(database),
        slack_api_url=settings.slack_api_url,
        signing_secret=settings.slack_signing_secret.get_secret_value().strip(),
    )
    return create_web(database, app)
