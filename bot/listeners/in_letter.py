"""Answers to the buttons of a weekly message: what was pressed gives way to the answer, the rest stays to be read."""

from typing import Any

from slack_bolt import Respond

from bot.listeners.replies import send
from bot.views.message import Message
from bot.views.weekly import MARK

MOST_BLOCKS = 50
ROW = 200  # characters of a pressed row's id that the answer's own rows begin with; Slack takes 255


def is_in_letter(body: dict[str, Any]) -> bool:
    """Whether the button that was pressed stands in a weekly message."""
    return _pressed(body).startswith(f"{MARK}:")


def send_in_letter(respond: Respond, body: dict[str, Any], said: Message) -> None:
    """Show an answer in the place of the row of buttons; as a message of its own where Slack does not take that."""
    blocks: list[dict[str, Any]] = []
    for block in (body.get("message") or {}).get("blocks", []):
        blocks += _answered(said, body) if block.get("block_id") == _pressed(body) else [block]
    if 0 < len(blocks) <= MOST_BLOCKS:
        whole = str(body["message"].get("text") or said.text)
        answer = respond(text=whole, blocks=blocks, response_type="ephemeral", replace_original=True)
        if answer.status_code == 200 and '"ok":false' not in (answer.body or "").replace(" ", ""):
            return
    send(respond, said)


def _answered(said: Message, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer's blocks; its own buttons are the letter's from then on, so that they do not take its place either."""
    return [
        {**block, "block_id": f"{_pressed(body)[:ROW]}:{place}"} if block["type"] == "actions" else block
        for place, block in enumerate(said.blocks)
    ]


def _pressed(body: dict[str, Any]) -> str:
    actions = body.get("actions") or [{}]
    return str(actions[0].get("block_id") or "")
