"""Text that a person typed, made safe for Slack's mrkdwn: it is shown as typed and does nothing.

Where such a text can stand in a `plain_text` element it needs none of this; the views prefer that.
"""

import re

# Slack shows nothing for it and takes it for a space beside a formatting character, which then formats nothing.
ZERO_WIDTH_SPACE = "\u200b"

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SUSPECT = re.compile(r"[&<>*_~`]")
# A formatting character opens where a word may begin and closes where one may end. In the middle of a word
# (snake_case, 2*3) it stands for itself, and such names are common: they stay as they are, and copy as they are.
_OPENS = re.compile(r"(?:(?<=[^\w])|(?<=_)|^)([*_~`])(?=[^\s])")
_CLOSES = re.compile(r"(?<=[^\s])([*_~`])(?=[^\w]|_|$)")
_QUOTES = re.compile(r"(?m)^(\s*)(?=>)")


def escape(text: str) -> str:
    """What a person typed, as mrkdwn that shows exactly that.

    `&`, `<` and `>` become entities, so `<!channel>` calls nobody and `>` at the start of a line quotes nothing;
    a character that would begin or end bold, italic, struck or code text gets a zero-width space on its inner side.
    """
    if not _SUSPECT.search(text):
        return text
    text = _OPENS.sub(rf"\1{ZERO_WIDTH_SPACE}", text)
    text = _CLOSES.sub(rf"{ZERO_WIDTH_SPACE}\1", text)
    text = _QUOTES.sub(rf"\1{ZERO_WIDTH_SPACE}", text) if ">" in text else text
    return entities(text)


def entities(text: str) -> str:
    """Only `&`, `<` and `>` made safe: for text inside code, where no other character formats anything."""
    return text.translate(_ENTITIES)
