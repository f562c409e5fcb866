"""The server itself: who may reach it, the page's snapshot and stream, the control API's other calls, the command."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import requests
from slack_sdk import WebClient

from bot.playground import Playground
from bot.playground.escaping import escaped_command, typed_message
from bot.playground.people import DEFAULT_USERS
from bot.playground.traffic import ENTRIES_KEPT, Traffic

from .conftest import ADA, BEN, GENERAL, RANDOM, Hands, section


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
@pytest.mark.parametrize("path", ["/", "/_page/snapshot", "/_control/state", "/api/api.test"])
def test_other_names_for_this_machine_are_refused(playground: Playground, host: str, path: str) -> None:
    assert requests.get(playground.url + path, headers={"Host": host}, timeout=5).status_code == 403


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "localhost"])
def test_names_for_loopback_are_fine(playground: Playground, host: str) -> None:
    port = playground.url.rpartition(":")[2]
    answer = requests.get(playground.url + "/_control/state", headers={"Host": host.format(port=port)}, timeout=5)
    assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:1", "http://localhost:1"])
def test_pages_from_elsewhere_cannot_act(playground: Playground, hands: Hands, origin: str) -> None:
    body = {"channel": GENERAL, "user": ADA, "text": "x"}
    answer = requests.post(playground.url + "/_control/message", json=body, headers={"Origin": origin}, timeout=5)
    assert answer.status_code == 403
    assert hands.messages() == []
    own = requests.post(playground.url + "/_control/message", json=body, headers={"Origin": playground.url}, timeout=5)
    assert own.json()["ok"] is True


def test_the_snapshot_is_what_one_person_sees(playground: Playground, client: WebClient, hands: Hands) -> None:
    client.chat_postMessage(channel=BEN, text="for Ben")
    client.chat_postMessage(channel=GENERAL, text="for all", blocks=[section()])
    hands.command("/deal", "won 1")
    seen = hands.get(f"_page/snapshot?user={ADA}")
    wanted = {"version", "clock", "team", "you", "users", "app", "channels", "messages", "home", "modals", "notice"}
    assert set(seen) == wanted
    assert seen["you"]["id"] == ADA
    assert "for Ben" not in json.dumps(seen)
    kinds = {channel["id"]: channel["is_im"] for channel in seen["channels"]}
    assert kinds == {GENERAL: False, RANDOM: False, "D0LOCAL001": True}
    messages = seen["messages"][GENERAL]
    assert [m["text"] for m in messages] == ["for all", "/deal won 1", '/deal failed with the error "dispatch_failed"']
    assert messages[1]["command"] == "/deal won 1"
    assert (messages[0]["bot"], messages[0]["ephemeral"], messages[2]["ephemeral"]) == (True, False, True)
    assert seen["app"]["connected"] is False
    assert hands.get("_page/snapshot?user=U404")["error"] == "user_not_found"
    assert hands.get("_page/snapshot")["you"]["id"] == ADA


def test_unread_messages_are_counted_until_they_are_read(client: WebClient, hands: Hands) -> None:
    client.chat_postMessage(channel=GENERAL, text="new")

    def unread() -> int:
        channels = hands.get(f"_page/snapshot?user={ADA}")["channels"]
        return int(next(c["unread"] for c in channels if c["id"] == GENERAL))

    assert unread() == 1
    hands("mark-read", user=ADA, channel=GENERAL)
    assert unread() == 0


def test_the_stream_tells_of_changes(playground: Playground, client: WebClient) -> None:
    with urllib.request.urlopen(playground.url + "/_page/changes", timeout=10) as stream:
        first = json.loads(stream.readline().removeprefix(b"data: "))["version"]
        stream.readline()
        client.chat_postMessage(channel=GENERAL, text="x")
        assert json.loads(stream.readline().removeprefix(b"data: "))["version"] > first


def test_files_outside_the_page_are_not_served(playground: Playground) -> None:
    assert requests.get(playground.url + "/../server.py", timeout=5).status_code == 404
    assert requests.get(playground.url + "/%2e%2e/server.py", timeout=5).status_code == 404
    assert requests.get(playground.url + "/", timeout=5).status_code == 200


def test_state_log_and_reset(client: WebClient, hands: Hands) -> None:
    client.chat_postMessage(channel=GENERAL, text="xoxb-secret-123 slipped")
    entry = hands.log("chat.postMessage")[0]
    assert (entry["direction"], entry["request"]["text"], entry["status"]) == ("to_slack", "xoxb-*** slipped", 200)
    assert "token" not in entry["request"]
    hands("users/" + ADA, tz="Asia/Tokyo")
    hands("reset")
    assert hands.messages() == []
    assert hands.get("_control/log")["log"] == []
    users = {user["id"]: user for user in hands.get("_control/state")["users"]}
    assert users[ADA]["tz"] == "Europe/Stockholm"


def test_the_log_does_not_grow_without_end() -> None:
    traffic = Traffic()
    for number in range(ENTRIES_KEPT + 5):
        traffic.add("to_slack", "api.test", {"n": number, "token": "xapp-1"}, {}, 0.0)
    entries = traffic.entries()
    assert len(entries) == ENTRIES_KEPT
    assert entries[-1]["request"] == {"n": ENTRIES_KEPT + 4, "token": "***"}


@pytest.mark.parametrize(
    ("call", "body", "error"),
    [
        ("command", {"user": ADA, "channel": GENERAL}, "invalid_arguments"),
        ("command", {"user": "U404", "channel": GENERAL, "command": "/x"}, "user_not_found"),
        ("command", {"user": ADA, "channel": "C404", "command": "/x"}, "channel_not_found"),
        ("message", {"user": ADA, "channel": BEN, "text": "x"}, "not_in_channel"),
        (
            "interact",
            {"user": ADA, "channel": GENERAL, "messageTs": "1.2", "action": {"action_id": "a"}},
            "message_not_found",
        ),
        ("interact", {"user": ADA, "home": True, "action": {"action_id": "a"}}, "view_not_found"),
        ("event", {}, "invalid_arguments"),
        ("users/U1", {"name": "x"}, "invalid_arguments"),
        ("users/" + ADA, {"shoe_size": 43}, "invalid_arguments"),
        ("users/" + ADA, {"is_admin": "yes"}, "invalid_arguments"),
        ("join", {"user": ADA, "channel": GENERAL}, "already_in_channel"),
    ],
)
def test_calls_that_make_no_sense(playground: Playground, call: str, body: dict[str, Any], error: str) -> None:
    answer = requests.post(f"{playground.url}/_control/{call}", json=body, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_bodies_that_are_no_json(playground: Playground) -> None:
    answer = requests.post(playground.url + "/_control/message", data="{", timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_json")
    assert requests.post(playground.url + "/_control/nothing", json={}, timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("won 5 <b> & co", "won 5 &lt;b&gt; &amp; co"),
        ("@ada", "<@U0LOCAL001|ada>"),
        ("@Ada Berg q3", "<@U0LOCAL001|ada> q3"),
        ("@adam", "@adam"),
        ("mail@ada.se", "mail@ada.se"),
        ("<@U0LOCAL002> and <@U404>", "<@U0LOCAL002> and &lt;@U404&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("see https://example.com/?a=1&b=2 now", "see <https://example.com/?a=1&amp;b=2> now"),
    ],
)
def test_what_is_typed_is_escaped_as_slack_does(typed: str, escaped: str) -> None:
    users = {user.id: user for user in DEFAULT_USERS}
    assert escaped_command(typed, users, []) == escaped


def test_mentions_in_messages_have_no_label() -> None:
    users = {user.id: user for user in DEFAULT_USERS}
    assert typed_message("hi @ada", users, []) == "hi <@U0LOCAL001>"


def test_standing_alone(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text("display_information: {name: Tool}\nfeatures: {slash_commands: [{command: /t}]}\n")
    command = [sys.executable, "-m", "bot.playground", "--port", "0", "--manifest", str(manifest)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        url = lines[0].split()[-1]
        assert requests.get(url + "/_page/snapshot", timeout=5).json()["app"]["commands"][0]["command"] == "/t"
        assert f"SLACK_API_URL={url}/api/" in lines[2]
        process.terminate()
        assert process.wait(timeout=10) == 0


def test_standing_alone_with_a_broken_manifest(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text("just text")
    command = [sys.executable, "-m", "bot.playground", "--manifest", str(manifest)]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert outcome.returncode == 2
    assert outcome.stderr.count("\n") == 1
    assert "Traceback" not in outcome.stderr
