"""Modals and home tabs: what is shown to whom, and the values a person has entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

STACK_LIMIT = 3  # modals on top of each other, as in Slack

# What a value looks like for each element, and where its beginning comes from: (key, initial key, empty value).
VALUE_KEYS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "file_input": ("files", "", []),
}


@dataclass(slots=True)
class View:
    """A modal or a home tab, shown to one person. `payload` is what the app sent, with block ids filled in."""

    id: str
    team_id: str
    user: str
    payload: dict[str, Any]
    hash: str
    app_id: str
    bot_id: str
    root_view_id: str
    previous_view_id: str | None = None
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """`modal` or `home`."""
        return str(self.payload.get("type", "modal"))

    @property
    def external_id(self) -> str:
        """The app's own name for the view; empty when it gave none."""
        return str(self.payload.get("external_id") or "")

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The view's blocks."""
        blocks: list[dict[str, Any]] = self.payload.get("blocks", [])
        return blocks

    def to_json(self) -> dict[str, Any]:
        """The view as Slack sends it back."""
        payload = self.payload
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.type,
            "blocks": self.blocks,
            "private_metadata": payload.get("private_metadata") or "",
            "callback_id": payload.get("callback_id") or "",
            "state": {"values": self.values()},
            "hash": self.hash,
            "title": payload.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(payload.get("clear_on_close", False)),
            "notify_on_close": bool(payload.get("notify_on_close", False)),
            "close": payload.get("close"),
            "submit": payload.get("submit"),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }

    def values(self) -> dict[str, dict[str, Any]]:
        """`{block_id: {action_id: value}}` for every element that holds a value; untouched ones at their beginning."""
        return values_of(self.blocks, self.state)

    def forget_gone_blocks(self) -> None:
        """After an update: what was entered stays where block and action are still there, as in Slack."""
        kept = {(block.get("block_id"), element.get("action_id")) for block, element in elements(self.blocks)}
        self.state = {
            block_id: left
            for block_id, actions in self.state.items()
            if (left := {action: value for action, value in actions.items() if (block_id, action) in kept})
        }


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every (block, element) pair that a person can act upon."""
    for block in blocks:
        for element in (block.get("element"), block.get("accessory"), *(block.get("elements") or ())):
            if isinstance(element, dict) and "action_id" in element:
                yield block, element
        for key in ("actions", "child_blocks"):
            for inner in block.get(key) or ():
                if isinstance(inner, dict) and "action_id" in inner:
                    yield block, inner
                elif isinstance(inner, dict):
                    yield from elements([inner])


def values_of(
    blocks: list[dict[str, Any]], state: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """The `state.values` of these blocks: what was entered, else what the element begins with."""
    values: dict[str, dict[str, dict[str, Any]]] = {}
    for block, element in elements(blocks):
        kind = element.get("type", "")
        if kind not in VALUE_KEYS:
            continue
        block_id, action_id = block.get("block_id", ""), element["action_id"]
        entered = state.get(block_id, {}).get(action_id)
        values.setdefault(block_id, {})[action_id] = entered if entered is not None else initial_value(element)
    return values


def initial_value(element: Mapping[str, Any]) -> dict[str, Any]:
    """The element's value before anybody touched it."""
    kind = element["type"]
    key, initial, empty = VALUE_KEYS[kind]
    value = element.get(initial) if initial else None
    shaped: dict[str, Any] = {"type": kind, key: value if value is not None else empty}
    if kind == "timepicker" and "timezone" in element:
        shaped["timezone"] = element["timezone"]
    return shaped
