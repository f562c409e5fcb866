"""How payloads reach the app: connections, signatures, redelivery, what a manifest asks for."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from simple_websocket import Client
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode import SocketModeClient

from bot.playground import Playground, Timing

from .conftest import ADA, GENERAL, QUICK, Connected, Hands, HttpServer, bolt_app, until


@contextlib.contextmanager
def listening(playground: Playground) -> Iterator[list[dict[str, Any]]]:
    """slack_sdk's bare client; every message that it gets. It acknowledges nothing."""
    seen: list[dict[str, Any]] = []
    web = WebClient(base_url=playground.api_url)
    client = SocketModeClient(app_token=playground.secrets.app_token, web_client=web)
    client.message_listeners.append(lambda _, message, raw: seen.append(message))
    client.connect()
    until(lambda: seen)
    yield seen
    client.auto_reconnect_enabled = False
    playground.stop()
    client.close()


def test_the_first_message_is_hello(playground: Playground) -> None:
    with listening(playground) as seen:
        assert (seen[0]["type"], seen[0]["num_connections"]) == ("hello", 1)
        assert seen[0]["debug_info"]["approximate_connection_time"] > 0


def test_an_event_that_nobody_acknowledges_comes_three_times_more() -> None:
    timing = Timing(ack_seconds=0.05, event_retry_seconds=(0.01, 0.01, 0.01))
    with Playground(timing=timing) as impatient, listening(impatient) as seen:
        Hands(impatient)("event", event={"type": "user_change", "user": {"id": ADA}})
        envelopes = until(lambda: len(seen) >= 5 and seen[1:])
        assert [e["retry_attempt"] for e in envelopes] == [0, 1, 2, 3]
        assert envelopes[1]["retry_reason"] == "timeout"
        assert len({e["payload"]["event_id"] for e in envelopes}) == 1
        assert envelopes[0]["accepts_response_payload"] is False


def test_each_payload_goes_to_one_of_the_connections(playground: Playground, hands: Hands, connect: Connected) -> None:
    def answering(name: str) -> App:
        app = bolt_app(playground)
        app.command("/who")(lambda ack: ack(name))
        return app

    connect(answering("first"))
    connect(answering("second"))
    heard = [hands.command("/who")["messages"][0]["text"] for _ in range(6)]
    assert set(heard) == {"first", "second"}


def test_commands_survive_a_renewed_connection(playground: Playground, hands: Hands, connect: Connected) -> None:
    app = bolt_app(playground)
    app.command("/ping")(lambda ack: ack("pong"))
    connect(app)
    assert hands("disconnect") == {"ok": True, "asked": 1}
    until(lambda: hands.command("/ping")["ok"])
    until(lambda: hands.get("_control/state")["app"]["connections"] == 1)


def test_without_an_app_a_command_fails_at_once(hands: Hands) -> None:
    outcome = hands.command("/deal", "won 1")
    assert (outcome["ok"], outcome["error"]) == (False, "dispatch_failed")


def test_a_ticket_is_good_for_one_connection(playground: Playground, client: WebClient) -> None:
    address = client.apps_connections_open(app_token="xapp-local")["url"]
    first = Client(address)
    assert json.loads(first.receive(timeout=20))["type"] == "hello"  # before the second comes, or that may win
    second = Client(address)
    assert json.loads(second.receive(timeout=20))["type"] == "disconnect"
    first.close()


def test_http_requests_are_signed_and_in_slacks_form(http_playground: Playground, http_server: HttpServer) -> None:
    hands = Hands(http_playground)
    http_server.answer = ("", 200)
    hands.command("/deal", "won 25 000 Å&B")
    request = next(seen for seen in http_server.seen if "command=" in seen["body"])
    assert SignatureVerifier("local-signing-secret").is_valid_request(request["body"], request)
    assert not SignatureVerifier("another").is_valid_request(request["body"], request)
    form = {key: values[0] for key, values in parse_qs(request["body"]).items()}
    assert form["text"] == "won 25 000 Å&B"
    wanted = {"token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command"}
    assert set(form) == wanted | {"text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id"}
    assert (form["is_enterprise_install"], form["channel_name"], form["user_name"]) == ("false", "general", "ada")


def test_the_address_is_verified_before_the_first_event(http_playground: Playground, http_server: HttpServer) -> None:
    hands = Hands(http_playground)
    until(lambda: any("url_verification" in seen["body"] for seen in http_server.seen))
    app = bolt_app(http_playground)
    got: list[str] = []
    app.event("user_change")(lambda event: got.append(event["user"]["id"]))
    http_server.handler = SlackRequestHandler(app)
    assert hands("users/" + ADA, tz="Europe/London")["delivered"] is True
    assert got == [ADA]
    assert hands.get("_control/state")["app"]["connected"] is True


def test_http_retries_carry_their_headers(http_playground: Playground, http_server: HttpServer) -> None:
    hands = Hands(http_playground)
    http_server.answer = ("no", 500)
    hands("event", event={"type": "app_uninstalled"})

    def attempts() -> list[dict[str, str]]:
        return [seen for seen in http_server.seen if "app_uninstalled" in seen["body"]]

    until(lambda: len(attempts()) == 4)
    tries = attempts()
    assert [t.get("X-Slack-Retry-Num") for t in tries] == [None, "1", "2", "3"]
    assert tries[1]["X-Slack-Retry-Reason"] == "http_error"


def test_only_what_the_manifest_asks_for_is_sent() -> None:
    manifest = {
        "features": {"slash_commands": [{"command": "/deal", "should_escape": True}]},
        "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
    }
    with Playground(manifest=manifest, timing=QUICK) as playground, listening(playground) as seen:
        hands = Hands(playground)
        assert hands("event", event={"type": "user_change"})["reason"] == "not_subscribed"
        hands("message", channel=GENERAL, user=ADA, text="@app hello")
        hands("message", channel=ADA, user=ADA, text="only this")
        assert until(lambda: seen[1:])[0]["payload"]["event"]["text"] == "only this"
        hands.command("/deal", "won <5> @ben & #random")
        hands.command("/other", "not in the manifest @ben")
        until(lambda: len(commands(seen)) == 2)
        texts = [message["payload"]["text"] for message in commands(seen)]
        assert texts[0] == "won &lt;5&gt; <@U0LOCAL002|ben> &amp; <#C0RANDOM01|random>"
        assert texts[1] == "not in the manifest @ben"


def commands(seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in seen if message["type"] == "slash_commands"]


def test_events_of_edits_reactions_and_people(playground: Playground, hands: Hands, connect: Connected) -> None:
    app = bolt_app(playground)
    got: list[tuple[str, str | None]] = []

    def note(event: Any) -> None:
        got.append((event["type"], event.get("subtype")))

    for kind in ("message", "reaction_added", "team_join", "user_change", "tokens_revoked", "app_uninstalled"):
        app.event(kind)(note)
    connect(app)
    ts = hands("message", channel=GENERAL, user=ADA, text="one")["message"]["ts"]
    hands("edit-message", channel=GENERAL, user=ADA, messageTs=ts, text="two")
    hands("reaction", channel=GENERAL, user=ADA, messageTs=ts, name="eyes")
    hands("delete-message", channel=GENERAL, user=ADA, messageTs=ts)
    hands("users/U0NEW", name="kim", real_name="Kim")
    hands("users/U0NEW", locale="sv-SE")
    hands("uninstall")
    wanted = {
        ("message", None),
        ("message", "message_changed"),
        ("message", "message_deleted"),
        ("reaction_added", None),
        ("team_join", None),
        ("user_change", None),
        ("tokens_revoked", None),
        ("app_uninstalled", None),
    }
    until(lambda: wanted <= set(got))


def test_stopping_ends_everything(connect: Connected) -> None:
    before = set(threading.enumerate())
    playground = Playground().start()
    port = int(playground.url.rpartition(":")[2])
    app: App = bolt_app(playground)
    other = Connected(playground)
    other(app)
    playground.stop()
    playground.stop()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    other_threads = {t.name for t in set(threading.enumerate()) - before}
    assert not [name for name in other_threads if "local-slack" in name or "process_request" in name]
    again = Playground().start(port)
    again.stop()
    other.close()
