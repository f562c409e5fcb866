"""Keeps the server to this machine: names other than loopback are refused, and so are pages from elsewhere.

A page in somebody's browser could otherwise reach the server by a name that it makes resolve to 127.0.0.1
(DNS rebinding), or simply post to it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

_OURS = frozenset({"localhost", "127.0.0.1", "::1"})


def host_allowed(host: str) -> bool:
    """Whether a `Host` header names this machine."""
    try:
        return urlsplit(f"//{host}").hostname in _OURS
    except ValueError:
        return False


def origin_allowed(origin: str | None, host: str) -> bool:
    """Whether a request comes from our own page, or from no page at all."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.netloc == host and parts.hostname in _OURS
    except ValueError:
        return False


def guard(app: Flask) -> None:
    """Install both checks for every request."""

    @app.before_request
    def only_from_here() -> Response | None:
        host = request.headers.get("Host", "")
        if not host_allowed(host):
            return Response("This server answers to localhost only.\n", 403, mimetype="text/plain")
        if not origin_allowed(request.headers.get("Origin"), host):
            return Response("This server does not serve pages from elsewhere.\n", 403, mimetype="text/plain")
        return None
