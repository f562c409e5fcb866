"""What a submitted form holds, for the models that read it."""

from typing import Any


def elements(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The element of each field as Slack sends it, by the field's name, which block and action share; {} for none."""
    return {block: fields.get(block, {}) for block, fields in view["state"]["values"].items()}
