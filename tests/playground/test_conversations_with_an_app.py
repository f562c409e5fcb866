"""Whole conversations between a person and a real Bolt app: over Socket Mode, then the same over signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

from bot.playground import Playground

from .conftest import (
    ADA,
    BEN,
    GENERAL,
    QUICK,
    Connected,
    Hands,
    HttpServer,
    bolt_app,
    button,
    modal,
    section,
    text_input,
    until,
)


def sales_app(playground: Playground) -> App:
    """A small app that uses everything once."""
    app = bolt_app(playground)

    @app.command("/hello")
    def hello(ack: Any, command: Any) -> None:
        ack(f"Hi <@{command['user_id']}>, you said {command['text']}")

    @app.command("/loud")
    def loud(ack: Any) -> None:
        ack(response_type="in_channel", blocks=[section("Everybody!")], text="Everybody!")

    @app.command("/later")
    def later(ack: Any, respond: Any) -> None:
        ack()
        respond("At last", response_type="in_channel")

    @app.command("/card")
    def card(ack: Any) -> None:
        actions = {"type": "actions", "block_id": "acts", "elements": [button("details", "1042"), button("gone")]}
        ack(text="Card", blocks=[section("Card"), actions])

    @app.command("/slow")
    def slow() -> None:
        """Never acknowledges."""

    @app.command("/broken")
    def broken(ack: Any) -> None:
        ack(text="x", blocks=[{"type": "alert"}])

    @app.action("details")
    def details(ack: Any, body: Any, client: Any, action: Any) -> None:
        ack()
        view = modal(text_input(), text_input("note"), private_metadata=action["value"])
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action("gone")
    def gone(ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    @app.view("form")
    def save(ack: Any, view: Any, client: Any, body: Any) -> None:
        amount = view["state"]["values"]["amount"]["value"]["value"]
        if not amount.isdigit():
            ack(response_action="errors", errors={"amount": "Please give a number"})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"{view['private_metadata']}: {amount}")

    @app.event("app_home_opened")
    def home(event: Any, client: Any) -> None:
        blocks = [section(f"Welcome, {event['tab']}"), {"type": "actions", "elements": [button("from_home")]}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("from_home")
    def from_home(ack: Any, body: Any, client: Any) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"pressed in {body['container']['type']}")

    @app.shortcut("quick")
    def quick(ack: Any, shortcut: Any, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal())

    @app.shortcut("about")
    def about(ack: Any, shortcut: Any, respond: Any) -> None:
        ack()
        respond(f"About: {shortcut['message']['text']}")

    @app.options("animal")
    def animals(ack: Any, payload: Any) -> None:
        names = [name for name in ("cat", "dog") if payload["value"] in name]
        ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name} for name in names])

    @app.event("app_mention")
    def mention(say: Any, event: Any) -> None:
        say(f"You called, <@{event['user']}>?")

    @app.event("message")
    def direct(event: Any, say: Any) -> None:
        if event.get("channel_type") == "im" and not event.get("subtype"):
            say(f"You wrote {event['text']}")

    return app


@pytest.fixture(params=["socket", "http"])
def playground(request: pytest.FixtureRequest, http_server: HttpServer) -> Iterator[Playground]:
    """The same tests for both ways to the app."""
    url = http_server.url if request.param == "http" else None
    with Playground(timing=QUICK, request_url=url) as running:
        app = sales_app(running)
        if url:
            http_server.handler = SlackRequestHandler(app)
            yield running
        else:
            connected = Connected(running)
            connected(app)
            yield running
            connected.close()


def test_the_acknowledgements_text_is_an_ephemeral_message(hands: Hands) -> None:
    outcome = hands.command("/hello", "you & <me>")
    assert outcome["ok"] is True
    assert outcome["response"]["status"] == 200
    message = outcome["messages"][0]
    assert message["text"] == f"Hi <@{ADA}>, you said you & <me>"
    assert message["ephemeral_to"] == ADA
    assert hands.messages(user=BEN) == []


def test_an_answer_for_everybody(hands: Hands) -> None:
    hands.command("/loud")
    assert hands.messages(user=BEN)[0]["blocks"][0]["text"]["text"] == "Everybody!"


def test_an_answer_through_the_response_url(hands: Hands) -> None:
    outcome = hands.command("/later", wait_seconds=5)
    assert [message["text"] for message in outcome["messages"]] == ["At last"]
    assert [message["text"] for message in hands.messages(user=BEN)] == ["At last"]


def test_a_command_that_is_not_acknowledged_times_out(hands: Hands) -> None:
    outcome = hands.command("/slow")
    assert outcome["ok"] is False
    # Bolt says 404 over HTTP where nobody acknowledged, and nothing over Socket Mode.
    assert outcome["error"] in ("operation_timeout", "http_client_error")
    line = f'/slow failed with the error "{outcome["error"]}"'
    assert hands.get(f"_page/snapshot?user={ADA}")["notice"] == {"text": line, "kind": "error"}
    assert hands.messages(user=ADA)[-1]["text"] == line
    assert hands.messages(user=BEN) == []


def test_an_acknowledgement_with_bad_blocks_is_an_error(hands: Hands) -> None:
    outcome = hands.command("/broken")
    assert (outcome["ok"], outcome["error"]) == (False, "invalid_blocks")
    assert outcome["details"] == ["unsupported type: alert [json-pointer:/blocks/0/type]"]


def press(hands: Hands, action_id: str) -> dict[str, Any]:
    card = hands.command("/card")["messages"][0]
    action = {"type": "button", "action_id": action_id, "block_id": "acts"}
    return hands("interact", channel=GENERAL, messageTs=card["ts"], user=ADA, action=action)


def modals(hands: Hands, user: str = ADA) -> list[dict[str, Any]]:
    return hands.get(f"_page/snapshot?user={user}")["modals"]  # type: ignore[no-any-return]


def test_a_button_opens_a_modal_that_refuses_and_then_saves(hands: Hands) -> None:
    assert press(hands, "details")["ok"] is True
    shown = until(lambda: modals(hands))[0]
    assert shown["private_metadata"] == "1042"
    assert modals(hands, BEN) == []

    empty = hands("submit-view", user=ADA, values={"amount": {"value": "12"}})
    assert empty["errors"] == {"note": "Please complete this required field."}
    assert empty["by"] == "slack"

    wrong = hands("submit-view", user=ADA, values={"amount": {"value": "many"}, "note": {"value": "n"}})
    assert (wrong["response_action"], wrong["errors"]) == ("errors", {"amount": "Please give a number"})
    kept = modals(hands)[0]
    assert kept["errors"] == {"amount": "Please give a number"}
    assert kept["state"]["values"]["amount"]["value"] == {"type": "plain_text_input", "value": "many"}

    saved = hands("submit-view", user=ADA, values={"amount": {"value": {"type": "plain_text_input", "value": "25"}}})
    assert saved == {"ok": True, "response_action": None, "errors": {}}
    assert modals(hands) == []
    assert until(lambda: hands.messages(ADA))[0]["text"] == "1042: 25"


def test_a_button_may_take_its_message_away(hands: Hands) -> None:
    press(hands, "gone")
    until(lambda: not hands.messages(user=ADA))


def test_pressing_what_is_not_there_is_an_error(hands: Hands) -> None:
    assert press(hands, "nowhere")["error"] == "action_not_found"


def test_the_home_tab_and_a_button_on_it(hands: Hands) -> None:
    hands("open-home", user=ADA)
    view = until(lambda: hands.get(f"_page/snapshot?user={ADA}")["home"]["view"])
    assert view["blocks"][0]["text"]["text"] == "Welcome, home"
    assert hands.get(f"_page/snapshot?user={BEN}")["home"]["view"] is None
    hands("interact", home=True, user=ADA, action={"type": "button", "action_id": "from_home"})
    assert until(lambda: hands.messages(ADA))[0]["text"] == "pressed in view"


def test_shortcuts_global_and_on_a_message(hands: Hands) -> None:
    assert hands("shortcut", user=ADA, callback_id="quick")["ok"]
    assert until(lambda: modals(hands))[0]["title"]["text"] == "Form"
    ts = hands("message", channel=GENERAL, user=BEN, text="A deal")["message"]["ts"]
    hands("shortcut", user=ADA, callback_id="about", channel=GENERAL, messageTs=ts)
    found = until(lambda: [m for m in hands.messages(user=ADA) if m["text"].startswith("About")])
    assert (found[0]["text"], found[0]["ephemeral_to"]) == ("About: A deal", ADA)


def test_an_external_select(hands: Hands, client: Any) -> None:
    menu = {"type": "external_select", "action_id": "animal", "min_query_length": 0}
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu]}]
    ts = client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)["ts"]
    found = hands("options", user=ADA, channel=GENERAL, messageTs=ts, block_id="b", action_id="animal", value="do")
    assert [option["value"] for option in found["options"]] == ["dog"]


def test_mentions_and_direct_messages(hands: Hands) -> None:
    hands("message", channel=GENERAL, user=ADA, text="@app are you there?")
    said = until(lambda: [m for m in hands.messages() if m.get("bot_id")])
    assert said[0]["text"] == f"You called, <@{ADA}>?"
    hands("message", channel=ADA, user=ADA, text="help")
    until(lambda: [m for m in hands.messages(ADA) if m["text"] == "You wrote help"])


def test_text_that_is_a_command_is_run_as_one(hands: Hands) -> None:
    outcome = hands("message", channel=GENERAL, user=ADA, text="/hello there")
    assert outcome["messages"][0]["text"].endswith("you said there")
