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
_KEPT_FORMAT_CHARACTERS = "\u200c\u200d"  # joiners: scripts and emoji need them
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
    """`text` composed (NFC), without control characters and those that reorder or hide text; line ends and tabs
    become spaces. Applying it twice changes nothing."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if character in "\t\n\r\v\f\x85" or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category in ("Cc", "Cs") or (category == "Cf" and character not in _KEPT_FORMAT_CHARACTERS):
            continue
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def shorten(text: str) -> str:
    """`text` short enough to be quoted back in an error."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTED_BACK else text[: _LONGEST_QUOTED_BACK - 1] + "…"
