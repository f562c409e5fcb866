"""Text as it comes from Slack, and text as Slack must get it.

Slack sends `&`, `<` and `>` as entities and, where a command asks for it, mentions and links as `<@U1|maria>`;
in mrkdwn the same three characters have to be escaped in everything that a person wrote.
"""

import re
import unicodedata

_REFERENCE = re.compile(
    r"<([@#!])([^<>|\s]+)(?:\|([^<>]*))?>|<((?:https?|mailto|tel|ftp):[^<>|\s]+)(?:\|([^<>]*))?>", re.IGNORECASE
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_JOINERS = "\u200c\u200d"
# Letters that show nothing, which Unicode calls default-ignorable. Of marks that show nothing the same list has these.
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_BLANK_SIGNS = "\u2800"  # braille's empty cell, a space to whoever reads
_LONGEST_QUOTED_BACK = 60


def escape(text: str) -> str:
    """`text` so that mrkdwn shows it as it is: no mention, link or entity can be made of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What the person typed: references become their labels (`@maria`, `#sales`, `acme.com`), entities characters."""
    return re.sub(r"&(?:lt|gt|amp);", lambda entity: _ENTITIES[entity[0]], _REFERENCE.sub(_label, text))


def _label(reference: re.Match[str]) -> str:
    sigil, target, name, url, label = reference.groups()
    if sigil is None:
        return label or re.sub(r"^(?:mailto|tel):", "", url)
    if sigil == "!":  # <!here>, <!subteam^S1|@sales>
        return name or "@" + target.partition("^")[0]
    return sigil + (name or target).lstrip(sigil)


def clean(text: str) -> str:
    """`text` composed (NFC), without control characters and those that reorder, hide or show nothing; line ends and
    tabs become spaces. Applying it twice changes nothing.

    Joiners and variation selectors stay only where they shape something: in emoji, and in scripts whose letters join.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    kept: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        if character in "\t\n\r\v\f\x85" or category in ("Zl", "Zp") or character in _BLANK_SIGNS:
            kept.append(" ")
        elif category in ("Cc", "Cs") or (category == "Cf" and character not in _JOINERS):
            continue
        elif character not in _BLANK_LETTERS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(_shaping(kept))).strip()


def clean_lines(text: str) -> str:
    """`text` cleaned line by line, for what is written on several; empty lines stay, but none around it."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _shaping(characters: list[str]) -> list[str]:
    """`characters` without the joiners and variation selectors that shape nothing: none before, or a plain letter."""
    kept: list[str] = []
    shapes = False  # whether the last character that is no mark can be shaped
    for character in characters:
        if character in _JOINERS or _selects(character):
            if shapes:
                kept.append(character)
            continue
        if not unicodedata.category(character).startswith("M"):
            while kept and kept[-1] in _JOINERS and character.isspace():
                kept.pop()
            shapes = unicodedata.category(character) not in ("Lu", "Ll", "Lt", "Zs")
        kept.append(character)
    while kept and kept[-1] in _JOINERS:
        kept.pop()
    return kept


def _selects(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def shorten(text: str) -> str:
    """`text` short enough to be quoted back in an error."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTED_BACK else text[: _LONGEST_QUOTED_BACK - 1] + "…"
