"""Dialogs, which older apps use instead of modals."""

from __future__ import annotations

from typing import Any

from bot.playground import Playground

from .conftest import ADA, Connected, Hands, bolt_app, until


def test_a_dialog_refuses_suggests_saves_and_is_cancelled(
    playground: Playground, hands: Hands, connect: Connected
) -> None:
    app = bolt_app(playground)
    heard: list[Any] = []
    elements = [
        {"type": "text", "label": "From", "name": "origin"},
        {"type": "select", "label": "Kind", "name": "kind", "data_source": "external", "optional": True},
    ]
    ride = {"callback_id": "ride", "title": "A ride", "notify_on_cancel": True, "state": "Limo", "elements": elements}

    @app.command("/ride")
    def open_it(ack: Any, body: Any, client: Any) -> None:
        ack()
        client.dialog_open(trigger_id=body["trigger_id"], dialog=ride)

    @app.action("ride")
    def submitted(ack: Any, body: Any) -> None:
        heard.append((body["type"], body.get("submission"), body["state"]))
        short = body["type"] == "dialog_submission" and len(body["submission"]["origin"]) < 3
        ack(errors=[{"name": "origin", "error": "Too short"}]) if short else ack()

    @app.options("ride")
    def kinds(ack: Any) -> None:
        ack({"options": [{"label": "Car", "value": "car"}]})

    connect(app)

    def opened() -> bool:
        return ADA in hands.get("_control/state")["dialogs"]

    hands.command("/ride")
    until(opened)
    assert hands("submit-dialog", user=ADA)["by"] == "slack"
    assert hands("dialog-options", user=ADA, name="kind")["options"] == [{"label": "Car", "value": "car"}]
    assert hands("submit-dialog", user=ADA, submission={"origin": "x"})["errors"][0]["error"] == "Too short"
    assert opened()
    assert hands("submit-dialog", user=ADA, submission={"origin": "home"}) == {"ok": True, "errors": []}
    assert not opened()
    hands.command("/ride")
    until(opened)
    assert hands("cancel-dialog", user=ADA)["ok"]
    assert heard[1:] == [
        ("dialog_submission", {"origin": "home", "kind": None}, "Limo"),
        ("dialog_cancellation", None, "Limo"),
    ]
    assert hands("submit-dialog", user=ADA)["error"] == "dialog_not_found"
