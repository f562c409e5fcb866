"""An answer on top of the home tab: a message's blocks in a window that can be closed."""

from collections.abc import Sequence
from typing import Any, Final

from bot.texts import Texts
from bot.views.message import Json, Message

SHEET: Final = "sheet"
"""The callback id of such a window. It is closed, never sent, so nothing listens for it."""

_HOLDS = frozenset({"actions", "context", "divider", "header", "section"})


def fits(blocks: Sequence[Json]) -> bool:
    """Whether a window can hold them: it takes neither charts nor tables."""
    return all(block["type"] in _HOLDS for block in blocks)


def sheet(texts: Texts, message: Message, metadata: str) -> Json:
    """What `views.open`, `views.push` and `views.update` take as `view`. `metadata` is the home tab's own."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": SHEET,
        "title": {"type": "plain_text", "text": "Sales Coach", "emoji": True},
        "close": {"type": "plain_text", "text": texts.t("sheet.close"), "emoji": True},
        "blocks": list(message.blocks),
    }
    return {**view, "private_metadata": metadata} if metadata else view
