"""A message that tells how far something has come: written anew in its place, or said anew where it is gone."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.values.errands import Place
from bot.views.message import Message

_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_UNDRAWN = frozenset({"invalid_blocks", "invalid_blocks_format"})


def show(client: WebClient, message: Message, place: Place | None, channel: str) -> Place:
    """Show it in `place`, or as a new message in `channel` (a member's id is their direct messages); returns where.

    Raises what slack_sdk raises where Slack cannot be reached, or refuses.
    """
    if place is not None:
        try:
            if not message.charts or not _drawn(client, place, message):
                client.chat_update(channel=place.channel, ts=place.ts, text=message.text, blocks=list(message.blocks))
            return place
        except SlackApiError as refused:
            if refused.response.get("error") not in _GONE:
                raise  # else it was deleted, by an admin or for its age: said anew
    posted = client.chat_postMessage(channel=channel, text=message.text, blocks=list(message.blocks))
    return Place(str(posted["channel"]), str(posted["ts"]))


def _drawn(client: WebClient, place: Place, message: Message) -> bool:
    """Whether Slack takes the message with its table."""
    try:
        client.chat_update(channel=place.channel, ts=place.ts, text=message.text, blocks=list(message.with_charts))
    except SlackApiError as refused:
        if refused.response.get("error") not in _UNDRAWN:
            raise
        return False
    return True
