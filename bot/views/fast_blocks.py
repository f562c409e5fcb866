"""A few blocks as Slack's JSON without slackblocks, for the one answer that is given hundreds of times a second.

slackblocks's checks take some 500 µs a message, ten times what the rest of that answer takes. What is made here is
held to the same limits by cutting, and the tests hold it equal to what slackblocks makes.
"""

from bot.views.message import BUTTON_TEXT, SECTION_TEXT, Json, clip


def plain_section(text: str) -> Json:
    return {"type": "section", "text": _plain(text, SECTION_TEXT)}


def plain_context(text: str) -> Json:
    return {"type": "context", "elements": [_plain(text, SECTION_TEXT)]}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def button(label: str, action_id: str, value: str) -> Json:
    return {"type": "button", "text": _plain(label, BUTTON_TEXT), "action_id": action_id, "value": value}


def _plain(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": clip(text, limit), "emoji": True}
