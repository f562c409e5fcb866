"""Answers to the buttons of a weekly message: what was pressed gives way to the answer, the rest stays to be read."""

from typing import Any

from slack_bolt import Respond

from bot.listeners.replies import accepted, send
from bot.views.message import Message
from bot.views.weekly import MARK

MOST_BLOCKS = 50
OF_ANSWER = ":a"  # and a number end the id of each block of an answer
ROW = 200  # characters of a pressed row's id that the answer's own rows begin with; Slack takes 255


def is_in_letter(body: dict[str, Any]) -> bool:
    """Whether the button that was pressed stands in a weekly message."""
    return _pressed(body).startswith(f"{MARK}:")


def send_in_letter(respond: Respond, body: dict[str, Any], said: Message, *, whole: bool = False) -> None:
    """Show an answer in the place of the row of buttons; as a message of its own where Slack does not take that.

    With `whole`, a row that belongs to an earlier answer takes all of that answer with it, since it holds no longer.
    """
    blocks: list[dict[str, Any]] = []
    earlier, _, place = _pressed(body).rpartition(OF_ANSWER)
    for block in blocks_of(body):
        block_id = str(block.get("block_id") or "")
        if block_id == _pressed(body):
            blocks += _answered(said, body)
        elif not (whole and place and block_id.startswith(f"{earlier}{OF_ANSWER}")):
            blocks.append(block)
    if not replace_letter(respond, body, blocks):
        send(respond, said)


def blocks_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The letter's blocks as they stood when the button was pressed."""
    return list((body.get("message") or {}).get("blocks", []))


def replace_letter(respond: Respond, body: dict[str, Any], blocks: list[dict[str, Any]]) -> bool:
    """Show the letter with these blocks; False where that is not possible, and the letter stays as it is."""
    if not 0 < len(blocks) <= MOST_BLOCKS:
        return False
    whole = str(body["message"].get("text") or "")
    return accepted(respond(text=whole, blocks=blocks, response_type="ephemeral", replace_original=True))


def _answered(said: Message, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer's blocks; its own buttons are the letter's from then on, so that they do not take its place either."""
    row = _pressed(body)[:ROW]
    return [{**block, "block_id": f"{row}{OF_ANSWER}{place}"} for place, block in enumerate(said.blocks)]


def _pressed(body: dict[str, Any]) -> str:
    actions = body.get("actions") or [{}]
    return str(actions[0].get("block_id") or "")
