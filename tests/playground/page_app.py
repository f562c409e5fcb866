"""A small Bolt app that uses all that the page draws."""

from __future__ import annotations

import re
from typing import Any

import requests
from slack_bolt import App
from slack_sdk import WebClient

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Tiny", "description": "Small & <useful>"},
    "features": {
        "bot_user": {"display_name": "Tiny"},
        "slash_commands": [
            {"command": "/deal", "description": "Record a deal", "usage_hint": "won 25000 Acme"},
            {"command": "/chart", "description": "Draw all four charts"},
            {"command": "/form", "description": "Open the form"},
            {"command": "/import", "description": "Open the form with a file"},
        ],
        "shortcuts": [
            {"type": "global", "name": "Open the form", "callback_id": "open_form", "description": "From anywhere"},
            {"type": "message", "name": "Note this", "callback_id": "note", "description": "Writes it down"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "im:history", "im:write", "users:read", "files:read"]}
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
}


# Amounts that the form answers with itself and "Sent.", or with a view that holds nothing to fill in.
STAYS, THANKS = "7", "8"


def plain(text: str) -> dict[str, Any]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def escaped(text: str) -> str:
    """A person's words for use in mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def form(note: str = "", also: str | None = None) -> dict[str, Any]:
    """The app's modal; `also` adds a section, as `views.update` would."""
    blocks: list[dict[str, Any]] = [
        {
            "type": "input",
            "block_id": "amount",
            "label": plain("Amount"),
            "element": {"type": "plain_text_input", "action_id": "value", "placeholder": plain("25 000 kr")},
        },
        {
            "type": "input",
            "block_id": "customer",
            "optional": True,
            "label": plain("Customer"),
            "element": {"type": "plain_text_input", "action_id": "value", "initial_value": note or "Acme"},
        },
        {
            "type": "input",
            "block_id": "reason",
            "optional": True,
            "label": plain("Reason"),
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [{"text": plain(name), "value": name.lower()} for name in ("Price", "Timing", "Quality")],
            },
        },
        {
            "type": "input",
            "block_id": "closed",
            "optional": True,
            "label": plain("Closed"),
            "element": {"type": "datepicker", "action_id": "value"},
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "more", "text": plain("More fields"), "value": "more"}],
        },
    ]
    if also:
        blocks.append({"type": "section", "block_id": "also", "text": plain(also)})
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Record a deal"),
        "submit": plain("Record"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


def thanks() -> dict[str, Any]:
    """What the form becomes when the amount is `THANKS`."""
    said = {"type": "section", "block_id": "thanks", "text": plain("Thank you.")}
    return {"type": "modal", "callback_id": "thanks", "title": plain("Done"), "close": plain("Close"), "blocks": [said]}


def file_form() -> dict[str, Any]:
    """A form with a file and a customer that the app itself finds."""
    file = {"type": "file_input", "action_id": "value", "filetypes": ["csv"], "max_files": 1}
    customer = {"type": "external_select", "action_id": "animal", "min_query_length": 1}
    blocks = [
        {"type": "input", "block_id": "file", "label": plain("File"), "element": file},
        {"type": "input", "block_id": "customer", "label": plain("Customer"), "element": customer},
    ]
    return {**form(), "callback_id": "file_form", "blocks": blocks}


def charts() -> list[list[dict[str, Any]]]:
    """Two messages' blocks: at most two charts go into one."""
    months = ["Aug", "Sep", "Oct"]

    def axes(kind: str) -> dict[str, Any]:
        series = [
            {"name": name, "data": [{"label": m, "value": v} for m, v in zip(months, values, strict=True)]}
            for name, values in (("You", (51, 58, 63)), ("Team", (50, 52, 55)))
        ]
        chart = {"type": kind, "series": series, "axis_config": {"categories": months, "y_label": "%"}}
        return {"type": "data_visualization", "title": f"Win rate as {kind}", "chart": chart}

    segments = [{"label": name, "value": value} for name, value in (("Price", 14), ("Timing", 9))]
    pie = {"type": "data_visualization", "title": "Lost", "chart": {"type": "pie", "segments": segments}}
    return [[axes("line"), axes("bar")], [axes("area"), pie]]


def deal_blocks(text: str) -> list[dict[str, Any]]:
    """The answer to /deal."""
    return [
        {"type": "section", "block_id": "said", "text": {"type": "mrkdwn", "text": f"*Recorded:* {escaped(text)}"}},
        {
            "type": "actions",
            "block_id": "after",
            "elements": [
                {"type": "button", "action_id": "undo", "text": plain("Undo"), "value": "1"},
                {
                    "type": "static_select",
                    "action_id": "choose",
                    "placeholder": plain("Reason"),
                    "options": [{"text": plain(name), "value": name.lower()} for name in ("Price", "Timing")],
                },
            ],
        },
    ]


def download(client: WebClient, file: dict[str, Any]) -> str:
    """A file's text, fetched as an app fetches it."""
    headers = {"Authorization": f"Bearer {client.token}"}
    return requests.get(file["url_private_download"], headers=headers, timeout=10).text


def tiny_app(client: WebClient) -> App:
    """The app under the page's tests."""
    app = App(client=client, token_verification_enabled=False)

    @app.command("/deal")
    def deal(ack: Any, command: dict[str, Any], respond: Any) -> None:
        ack()
        respond(text=f"Recorded: {escaped(command['text'])}", blocks=deal_blocks(command["text"]))

    @app.command("/form")
    def open_form(ack: Any, body: dict[str, Any]) -> None:
        ack()
        app.client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.shortcut("open_form")
    def open_by_shortcut(ack: Any, body: dict[str, Any]) -> None:
        ack()
        app.client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.shortcut("note")
    def note(ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        respond(text=f"Noted: {body['message']['text']}")

    @app.command("/chart")
    def chart(ack: Any, say: Any) -> None:
        ack()
        for blocks in charts():
            say(text="Win rate", blocks=blocks)

    @app.action("undo")
    def undo(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Taken back.", replace_original=True)

    @app.action("choose")
    def choose(ack: Any, action: dict[str, Any], respond: Any) -> None:
        ack()
        respond(text=f"Chosen: {action['selected_option']['value']}", replace_original=False)

    @app.action("more")
    def more(ack: Any, body: dict[str, Any]) -> None:
        ack()
        typed = body["view"]["state"]["values"]["amount"]["value"]["value"]
        app.client.views_update(view_id=body["view"]["id"], view=form(also=f"You typed {typed}"))

    @app.view("form")
    def submitted(ack: Any, view: dict[str, Any], body: dict[str, Any]) -> None:
        values = view["state"]["values"]
        amount = values["amount"]["value"]["value"]
        if amount in (STAYS, THANKS):
            ack(response_action="update", view=form(also="Sent.") if amount == STAYS else thanks())
            return
        if not re.fullmatch(r"[\d ]+", amount):
            ack(response_action="errors", errors={"amount": "That is not an amount. Try 25 000."})
            return
        ack()
        reason = (values["reason"]["value"]["selected_option"] or {}).get("value")
        closed = values["closed"]["value"]["selected_date"]
        app.client.chat_postMessage(channel=body["user"]["id"], text=f"Form: {amount}, {reason}, {closed}")

    @app.command("/import")
    def open_file_form(ack: Any, body: dict[str, Any]) -> None:
        ack()
        app.client.views_open(trigger_id=body["trigger_id"], view=file_form())

    @app.options("animal")
    def customers(ack: Any, payload: dict[str, Any]) -> None:
        found = [name for name in ("Acme", "Akron", "Volvo") if name.lower().startswith(payload["value"].lower())]
        ack(options=[{"text": plain(name), "value": name} for name in found])

    @app.view("file_form")
    def read_file_form(ack: Any, view: dict[str, Any], body: dict[str, Any]) -> None:
        ack()
        values = view["state"]["values"]
        customer = values["customer"]["animal"]["selected_option"]["value"]
        read = download(app.client, values["file"]["value"]["files"][0])
        app.client.chat_postMessage(channel=body["user"]["id"], text=f"{customer}: {read}")

    @app.event("message")
    def direct(event: dict[str, Any], say: Any) -> None:
        for file in event.get("files", ()):
            say(f"{file['name']}: {download(app.client, file)}")

    @app.event("app_home_opened")
    def home(event: dict[str, Any]) -> None:
        blocks = [{"type": "header", "text": plain("Welcome home")}, *deal_blocks(f"by {event['user']}")]
        app.client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    return app
