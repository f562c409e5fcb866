"""What a submitted form holds, for the models that read it: the one place where a form's values come in."""

from typing import Any

from bot.language.slack_text import clean_lines


def elements(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The element of each field as Slack sends it, by the field's name, which block and action share; {} for none.

    All texts in it are clean, those that were typed as those that were chosen, so that a form tells names apart as
    commands do: nothing that hides, reorders or cannot be kept comes in. Lines stay lines.
    """
    return {block: _cleaned(fields.get(block, {})) for block, fields in view["state"]["values"].items()}


def text_of(element: dict[str, Any]) -> str | None:
    """What one input says, whatever its kind, on one line; None where it is empty."""
    return " ".join((lines_of(element) or "").split()) or None


def lines_of(element: dict[str, Any]) -> str | None:
    """What one input says with its line breaks; None where it is empty."""
    option = element.get("selected_option")
    raw = option["value"] if option else element.get("value") or element.get("selected_date")
    return str(raw).strip() or None if raw else None


def choices_of(element: dict[str, Any]) -> tuple[str, ...]:
    """The values that are ticked."""
    return tuple(str(option["value"]) for option in element.get("selected_options") or ())


def _cleaned(said: Any) -> Any:
    match said:
        case str():
            return clean_lines(said)
        case dict():
            return {name: _cleaned(value) for name, value in said.items()}
        case list():
            return [_cleaned(value) for value in said]
    return said
