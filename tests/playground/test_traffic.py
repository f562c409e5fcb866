"""What the page's list of traffic is fed with."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Playground
from bot.playground.traffic import ENTRIES_KEPT, Traffic

from .conftest import ADA, GENERAL, Connected, Hands, bolt_app, until


def fetch(hands: Hands, after: int = 0) -> dict[str, Any]:
    return hands.get(f"_page/traffic?after={after}")


def test_both_directions_with_kind_size_and_time(
    playground: Playground, connect: Connected, client: WebClient, hands: Hands
) -> None:
    app = bolt_app(playground)

    @app.command("/deal")
    def deal(ack: Any, respond: Any) -> None:
        ack()
        respond("Recorded")

    @app.event("message")
    def message() -> None:
        """Taken."""

    connect(app)
    hands.command("/deal", "won 25000", wait_seconds=5)
    hands("message", user=ADA, channel=GENERAL, text="hello")
    client.chat_postMessage(channel=GENERAL, text="å")

    def seen() -> dict[str, Any]:
        return {entry["method"]: entry for entry in fetch(hands)["entries"]}

    wanted = {"slash_commands", "response_url", "chat.postMessage", "event:message", "apps.connections.open"}
    until(lambda: wanted <= set(seen()))
    kinds = {name: (entry["kind"], entry["direction"]) for name, entry in seen().items() if name in wanted}
    assert kinds == {
        "slash_commands": ("command", "to_app"),
        "response_url": ("response_url", "to_slack"),
        "chat.postMessage": ("api", "to_slack"),
        "event:message": ("event", "to_app"),
        "apps.connections.open": ("api", "to_slack"),
    }
    post = seen()["chat.postMessage"]
    assert post["size"] == sum(
        len(json.dumps(post[key], ensure_ascii=False).encode()) for key in ("request", "response")
    )
    assert post["ms"] >= 0
    assert (post["status"], post["failed"]) == (200, False)
    assert "xoxb-local" not in json.dumps(fetch(hands))


def test_only_what_is_new(client: WebClient, hands: Hands) -> None:
    client.auth_test()
    first = fetch(hands)
    assert [entry["method"] for entry in first["entries"]] == ["auth.test"]
    assert fetch(hands, after=first["last"])["entries"] == []
    client.team_info()
    assert [entry["method"] for entry in fetch(hands, after=first["last"])["entries"]] == ["team.info"]


def test_what_failed_is_marked(client: WebClient, hands: Hands) -> None:
    hands("rate-limit", method="auth.test", times=1, retry_after=1)
    hands("fail", method="team.info", times=1, error="ratelimited")
    for call in (client.auth_test, client.team_info):
        with pytest.raises(SlackApiError, match="ratelimited"):
            call()
    client.auth_test()
    assert [(entry["failed"], entry["status"]) for entry in fetch(hands)["entries"]] == [
        (True, 429),
        (True, 200),
        (False, 200),
    ]


def test_the_stream_tells_of_traffic_too(playground: Playground, client: WebClient) -> None:
    with urllib.request.urlopen(playground.url + "/_page/changes", timeout=10) as stream:
        first = json.loads(stream.readline().removeprefix(b"data: "))
        stream.readline()
        client.auth_test()
        second = json.loads(stream.readline().removeprefix(b"data: "))
    assert (second["version"], second["traffic"]) == (first["version"], first["traffic"] + 1)


def test_the_list_is_bounded_and_says_when_it_grows() -> None:
    told: list[int] = []
    traffic = Traffic(lambda: told.append(1))
    for number in range(ENTRIES_KEPT + 5):
        traffic.add("to_slack", f"m{number}", {}, {}, 0.0)
    assert len(told) == ENTRIES_KEPT + 5
    assert [entry["n"] for entry in traffic.newer(0, 3)] == [ENTRIES_KEPT + 3, ENTRIES_KEPT + 4, ENTRIES_KEPT + 5]
    assert traffic.newer(traffic.count, 3) == []
    assert len(traffic.entries()) == ENTRIES_KEPT
    assert traffic.count == ENTRIES_KEPT + 5
