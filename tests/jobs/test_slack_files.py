"""Fetching a file: the token goes to Slack's own hosts alone, and every refusal is told as what it means."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import errors
from bot.jobs import slack_files
from bot.services.file_imports import LARGEST_MB
from bot.slack_calls import UNREACHED

TOKEN = "xoxb-secret"


class Slack(ThreadingHTTPServer):
    """Answers `files.info` with `info`, and what is fetched with `answers` by path; remembers who was sent a token."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.info: dict[str, Any] = {"ok": True, "file": {}}
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.tokens: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def holds(self, content: bytes, kind: str = "text/csv", **more: Any) -> None:
        self.answers["/f"] = (200, {"Content-Type": kind}, content)
        file = {"id": "F1", "name": "deals.csv", "size": len(content), "url_private_download": f"{self.url}/f"}
        self.info = {"ok": True, "file": file | more}


class _Handler(BaseHTTPRequestHandler):
    server: Slack

    def do_POST(self) -> None:
        self._send(200, {"Content-Type": "application/json"}, json.dumps(self.server.info).encode())

    def do_GET(self) -> None:
        self.server.tokens.append((self.path, self.headers.get("Authorization")))
        self._send(*self.server.answers.get(self.path, (404, {}, b"")))

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing of it is of interest."""


@pytest.fixture
def slack() -> Iterator[Slack]:
    server = Slack()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fetch(slack: Slack) -> tuple[str, bytes, str]:
    api = f"{slack.url}/api/"
    client = WebClient(token=TOKEN, base_url=api, retry_handlers=[])
    with slack_files.fetched(client, "F1", "asked-for.csv", api) as file:
        found = (file.path.name, file.path.read_bytes(), file.digest)
    assert not file.path.exists()
    return found


def test_the_content_its_name_and_its_digest(slack: Slack) -> None:
    slack.holds(b"a;b\n1;2\n")
    assert fetch(slack) == ("deals.csv", b"a;b\n1;2\n", hashlib.sha256(b"a;b\n1;2\n").hexdigest())
    assert slack.tokens == [("/f", f"Bearer {TOKEN}")]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c.csv", "..", "x" * 300 + ".csv", "a\x00b.csv"])
def test_a_name_leads_nowhere_else(slack: Slack, name: str) -> None:
    slack.holds(b"1", name=name)
    kept = fetch(slack)[0]
    assert "/" not in kept
    assert kept not in ("", ".", "..")
    assert len(kept.encode()) <= 255


def test_a_page_to_sign_in_means_that_the_right_is_missing(slack: Slack) -> None:
    slack.holds(b"<html>Sign in</html>", kind="text/html; charset=utf-8")
    with pytest.raises(errors.FileAccessMissing):
        fetch(slack)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("missing_scope", errors.FileAccessMissing),
        ("file_not_found", errors.FileGone),
        ("file_deleted", errors.FileGone),
    ],
)
def test_what_files_info_refuses(slack: Slack, error: str, kind: type[errors.CoachError]) -> None:
    slack.info = {"ok": False, "error": error}
    with pytest.raises(kind):
        fetch(slack)


@pytest.mark.parametrize(
    ("status", "kind"), [(401, errors.FileAccessMissing), (403, errors.FileAccessMissing), (404, errors.FileGone)]
)
def test_what_the_download_refuses(slack: Slack, status: int, kind: type[errors.CoachError]) -> None:
    slack.holds(b"")
    slack.answers["/f"] = (status, {}, b"")
    with pytest.raises(kind):
        fetch(slack)


def test_a_connection_that_ends_too_early_is_no_whole_file(slack: Slack) -> None:
    slack.holds(b"a;b\n1;2\n")
    slack.answers["/f"] = (200, {"Content-Type": "text/csv", "Content-Length": "1000"}, b"a;b\n1;2\n")
    with pytest.raises(UNREACHED):
        fetch(slack)


def test_trouble_at_slack_may_pass(slack: Slack) -> None:
    slack.holds(b"")
    slack.answers["/f"] = (503, {}, b"")
    with pytest.raises(UNREACHED):
        fetch(slack)


def test_a_redirect_within_slack_is_followed(slack: Slack) -> None:
    slack.holds(b"content")
    slack.answers["/moved"] = slack.answers["/f"]
    slack.answers["/f"] = (302, {"Location": "/moved"}, b"")
    assert fetch(slack)[1] == b"content"


def test_a_circle_of_redirects_ends(slack: Slack) -> None:
    slack.holds(b"")
    slack.answers["/f"] = (302, {"Location": "/f"}, b"")
    with pytest.raises(errors.FileAccessMissing):
        fetch(slack)
    assert len(slack.tokens) == 4


def test_the_token_goes_to_no_other_host(slack: Slack) -> None:
    other = Slack()
    threading.Thread(target=other.serve_forever, daemon=True).start()
    other.holds(b"stolen")
    slack.holds(b"")
    slack.answers["/f"] = (302, {"Location": f"{other.url}/f"}, b"")
    with pytest.raises(errors.FileAccessMissing):
        fetch(slack)
    slack.holds(b"", url_private_download=f"{other.url}/f")
    with pytest.raises(errors.FileElsewhere):
        fetch(slack)
    assert other.tokens == []
    other.shutdown()
    other.server_close()


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/deals.csv", True),
        ("https://files.slack.com:443/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("https://files.slack.com@evil.example/x", False),
        ("https://evil.example/files.slack.com", False),
        ("https://files.slack.com:8443/x", False),
        ("https://test.slack.com/x", False),
        ("https://docs.google.com/x", False),
        ("", False),
    ],
)
def test_hosts_of_the_real_slack(address: str, may: bool) -> None:
    assert slack_files._may_have_token(address, "https://slack.com/api/") is may


def test_the_american_government_s_slack() -> None:
    api = "https://slack-gov.com/api/"
    assert slack_files._may_have_token("https://files.slack-gov.com/x", api)
    assert not slack_files._may_have_token("https://files.slack.com/x", api)


def test_what_is_too_large(slack: Slack) -> None:
    slack.holds(b"1", size=LARGEST_MB * 1_000_000 + 1)
    with pytest.raises(errors.FileTooBig):
        fetch(slack)
    assert slack.tokens == []
    slack.holds(b"1" * (LARGEST_MB * 1_000_000 + 1), size=5)  # says less than it sends
    with pytest.raises(errors.FileTooBig):
        fetch(slack)


@pytest.mark.parametrize("more", [{"is_external": True}, {"mode": "external"}, {"url_private_download": "", "size": 1}])
def test_what_lies_elsewhere(slack: Slack, more: dict[str, Any]) -> None:
    slack.holds(b"1", **more)
    with pytest.raises(errors.FileElsewhere):
        fetch(slack)


def test_what_was_deleted(slack: Slack) -> None:
    slack.holds(b"1", mode="tombstone")
    with pytest.raises(errors.FileGone):
        fetch(slack)
