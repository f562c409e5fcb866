"""The server: starts and stops the local Slack on loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from .acks import Transport
from .clock import LocalClock
from .control import control_routes
from .courier import Courier
from .faults import Faults
from .guards import guard
from .http_mode import HttpMode
from .local_slack import LocalSlack, Secrets
from .manifest import Manifest
from .page import page_routes
from .payloads import VERIFICATION_TOKEN, Payloads
from .people import DEFAULT_CHANNELS, DEFAULT_USERS, Channel, Team, User
from .routes import app_routes, socket_route
from .socket_mode import SocketMode
from .traffic import Traffic
from .workspace import Timing, Workspace

LARGEST_REQUEST = 32_000_000  # bytes


class Playground:
    """A local Slack that any Bolt app can talk to, through `base_url=playground.api_url`.

    Without `request_url` the app connects with Socket Mode; with it, commands, interactions and events are posted
    there, signed. Nothing is kept when it stops. Also a context manager.

    `clock` can be moved forward from the page and the control API; time stamps follow it. An app in the same process
    that takes `playground.clock.now` for its clock lives in the same time.
    """

    def __init__(
        self,
        team: Team | None = None,
        users: Sequence[User] = (),
        channels: Sequence[Channel] = (),
        manifest: Mapping[str, Any] | None = None,
        bot_token: str = "xoxb-local",
        app_token: str = "xapp-local",
        signing_secret: str = "local-signing-secret",
        request_url: str | None = None,
        timing: Timing | None = None,
        clock: LocalClock | None = None,
    ) -> None:
        timing = timing or Timing()
        self.clock = clock or LocalClock()
        self.secrets = Secrets(bot_token, app_token, signing_secret)
        workspace = Workspace(
            team or Team(),
            users or DEFAULT_USERS,
            channels or DEFAULT_CHANNELS,
            Manifest.read(manifest),
            timing,
            self.clock,
        )
        self._workspace = workspace
        self._request_url = request_url
        self._server: _Server | None = None
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        """The address, such as `http://127.0.0.1:4567`; raises RuntimeError before the start."""
        if self._server is None:
            raise RuntimeError("the playground is not started")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        """What to give slack_sdk as `base_url`."""
        return self.url + "/api/"

    def start(self, port: int = 0) -> Playground:
        """Listen on loopback (`port` 0: a free one). Raises OSError when the port is taken."""
        if self._server is not None:
            raise RuntimeError("the playground is started already")
        self._stopping.clear()
        payloads, traffic = Payloads(self._workspace), Traffic(self._workspace.stir)
        sockets = SocketMode(self._workspace.app_id, self._workspace.timing.ping_seconds, self._workspace.touch)
        transport: Transport = sockets
        if self._request_url:
            transport = HttpMode(self._request_url, self.secrets.signing_secret, VERIFICATION_TOKEN)
        slack = LocalSlack(
            workspace=self._workspace,
            secrets=self.secrets,
            payloads=payloads,
            courier=Courier(transport, self._workspace, payloads, traffic),
            sockets=sockets,
            faults=Faults(),
            traffic=traffic,
            request_url=self._request_url,
        )
        try:
            self._server = _Server("127.0.0.1", port, _web_app(slack, self._stopping))
        except BaseException:
            slack.courier.close()
            raise
        payloads.base_url = self.url
        self._slack = slack
        self._workspace.scheduled.post = slack.post_scheduled
        self._stop_listening = self.clock.listen(self._clock_moved)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="local-slack", daemon=True
        )
        self._thread.start()
        if isinstance(transport, HttpMode):
            # The app may not be up yet; then the handshake is tried again before the first event.
            threading.Thread(target=transport.verify, args=(1.0,), name="local-slack-verify", daemon=True).start()
        return self

    def stop(self) -> None:
        """End: connections are closed, the port is free, no thread is left. Stopping twice does no harm."""
        server, self._server = self._server, None
        if server is None:
            return
        self._stopping.set()
        self._stop_listening()
        self._workspace.touch()
        self._slack.sockets.close()
        self._slack.courier.close()
        server.shutdown()
        server.close_connections()
        server.server_close()
        self._thread.join(timeout=5)
        self._workspace.scheduled.clear()

    def _clock_moved(self) -> None:
        self._workspace.scheduled.recheck()
        self._workspace.touch()

    def __enter__(self) -> Playground:
        return self if self._server is not None else self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()


def _web_app(slack: LocalSlack, stopping: threading.Event) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    app.config["SOCK_SERVER_OPTIONS"] = {"thread_class": _DaemonThread}
    app.json.sort_keys = False  # type: ignore[attr-defined]
    guard(app)
    app.register_blueprint(app_routes(slack))
    app.register_blueprint(control_routes(slack))
    app.register_blueprint(page_routes(slack, stopping.is_set))
    socket_route(app, slack)
    return app


class _DaemonThread(threading.Thread):
    """A web socket's reader must not keep the process alive."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options | {"daemon": True})


class _QuietHandler(WSGIRequestHandler):
    """Keeps connections alive between requests. Says nothing on the console: the traffic log is the place to look."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; without this the second waits for the first's ack

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


class _Server(ThreadedWSGIServer):
    """Knows its open connections and their threads, so that stopping really ends them."""

    request_queue_size = 256

    def __init__(self, host: str, port: int, app: Flask) -> None:
        self._open: dict[threading.Thread, socket.socket] = {}
        self._open_lock = threading.Lock()
        super().__init__(host, port, app, handler=_QuietHandler)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection, from its beginning to its end."""
        thread = threading.current_thread()
        with self._open_lock:
            self._open[thread] = request
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                self._open.pop(thread, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that the other side dropped is nothing to print a traceback for."""

    def close_connections(self) -> None:
        """Cut what is still open and wait for its threads."""
        with self._open_lock:
            remaining = dict(self._open)
        for connection in remaining.values():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in remaining:
            if thread is not threading.current_thread():
                thread.join(timeout=2)
