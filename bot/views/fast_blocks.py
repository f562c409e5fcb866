"""A few blocks as Slack's JSON without slackblocks, for what is made hundreds of times a second, or all on a Monday.

slackblocks's checks take some 500 µs a message, ten times what the rest of that answer takes. What is made here is
held to the same limits by cutting, and the tests hold it equal to what slackblocks makes.
"""

from bot.views.message import BUTTON_TEXT, HEADER_TEXT, SECTION_TEXT, Json, clip


def plain_section(text: str) -> Json:
    return {"type": "section", "text": _plain(text, SECTION_TEXT)}


def plain_context(text: str) -> Json:
    return {"type": "context", "elements": [_plain(text, SECTION_TEXT)]}


def header(text: str) -> Json:
    return {"type": "header", "text": _plain(text, HEADER_TEXT)}


def paragraph(text: str) -> Json:
    """Our own words with Slack's formatting, as `message.paragraph`."""
    return {"type": "section", "text": _mrkdwn(text)}


def context(*texts: str) -> Json:
    """Small grey lines of our own words, as `message.context`."""
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts]}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def button(label: str, action_id: str, value: str = "", *, primary: bool = False) -> Json:
    """An empty value is left out, as Slack wants it."""
    made = {"type": "button", "text": _plain(label, BUTTON_TEXT), "action_id": action_id}
    return made | ({"value": value} if value else {}) | ({"style": "primary"} if primary else {})


def _mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": clip(text, SECTION_TEXT), "verbatim": True}


def _plain(text: str, limit: int) -> Json:
    return {"type": "plain_text", "text": clip(text, limit), "emoji": True}
