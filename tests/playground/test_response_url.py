"""Response URLs: five uses, half an hour, ephemeral unless they say otherwise, checked like any message."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.playground import Playground, Timing

from .conftest import ADA, BEN, GENERAL, Connected, Hands, bolt_app, button, section


@pytest.fixture
def url(playground: Playground, hands: Hands) -> str:
    """The response URL of a command of Ada's (which no app received)."""
    hands.command("/deal")
    return str(hands.log("slash_commands")[-1]["request"]["response_url"])


def test_five_uses_and_no_more(url: str, hands: Hands) -> None:
    hook = WebhookClient(url)
    assert [hook.send(text=str(n)).status_code for n in range(5)] == [200] * 5
    sixth = hook.send(text="6")
    assert (sixth.status_code, json.loads(sixth.body)["error"]) == (404, "used_url")
    assert len([m for m in hands.messages(user=ADA) if m.get("bot_id")]) == 5


def test_it_expires() -> None:
    with Playground(timing=Timing(ack_seconds=0.2, response_url_seconds=0.0)) as playground:
        hands = Hands(playground)
        hands.command("/deal")
        answer = WebhookClient(hands.log("slash_commands")[-1]["request"]["response_url"]).send(text="x")
        assert (answer.status_code, json.loads(answer.body)["error"]) == (404, "expired_url")


def test_ephemeral_unless_in_channel(url: str, hands: Hands) -> None:
    WebhookClient(url).send(text="mine")
    WebhookClient(url).send(text="ours", response_type="in_channel")
    assert [m["text"] for m in hands.messages(user=BEN)] == ["ours"]
    assert "mine" in [m["text"] for m in hands.messages(user=ADA)]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("y" * 2900)] * 5}, "msg_blocks_too_long"),
    ],
)
def test_it_is_checked(url: str, body: dict[str, Any], error: str) -> None:
    answer = requests.post(url, json=body, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_an_unknown_address(playground: Playground) -> None:
    assert requests.post(f"{playground.url}/_response/nothing", json={"text": "x"}, timeout=5).status_code == 404


def test_replacing_and_deleting_what_was_clicked(
    playground: Playground, hands: Hands, client: WebClient, connect: Connected
) -> None:
    app = bolt_app(playground)

    @app.action("press")
    def pressed(ack: Any, respond: Any, body: Any) -> None:
        ack()
        respond(text=f"{body['container']['is_ephemeral']}", replace_original=True)

    connect(app)
    blocks = [{"type": "actions", "elements": [button()]}]
    shared = client.chat_postMessage(channel=GENERAL, text="shared", blocks=blocks)["ts"]
    private = client.chat_postEphemeral(channel=GENERAL, user=ADA, text="private", blocks=blocks)["message_ts"]
    for ts in (shared, private):
        hands("interact", channel=GENERAL, messageTs=ts, user=ADA, action={"action_id": "press"}, wait_seconds=1)
    after = {m["ts"]: m for m in hands.messages(user=ADA)}
    assert (after[shared]["text"], after[private]["text"]) == ("False", "True")
    assert "blocks" not in after[shared]
    requests_seen = hands.log("interactive:block_actions")
    assert "message" in requests_seen[0]["request"]
    assert "message" not in requests_seen[1]["request"]


def test_others_cannot_click_what_they_do_not_see(hands: Hands, client: WebClient) -> None:
    blocks = [{"type": "actions", "elements": [button()]}]
    ts = client.chat_postEphemeral(channel=GENERAL, user=ADA, text="private", blocks=blocks)["message_ts"]
    outcome = hands("interact", channel=GENERAL, messageTs=ts, user=BEN, action={"action_id": "press"})
    assert outcome["error"] == "message_not_found"
