"""Names, notes and ids: tidied, within their limits, and refused where they were damaged on the way."""

import re
from collections.abc import Callable
from unicodedata import is_normalized

from bot.language import LIMITS as COMMAND_LIMITS
from bot.language import clean
from bot.language.spreadsheet import unguard

LIMITS = {"external_id": 200, "title": 200, **COMMAND_LIMITS}
_NAMES = 200  # characters of a rep's name or address
DAMAGED, ID_ROUNDED, TOO_LONG = "bad_characters", "id_rounded", "id_too_long"
_NOTHING = frozenset({"", "-", "--", "–", "—", "(no value)", "(blank)", "(tom)", "#n/a", "(inget värde)", "(saknas)"})
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,2}")
_FLOAT = re.compile(r"([0-9]+)[.,]0+")
_ADDRESS = re.compile(r"[^\s<>(),;\"]+@[^\s<>(),;\"]+\.[^\s<>(),;\"]+")
# What a text never has: NUL, bytes that could not be decoded, and (but for notes) the mark left in place of such.
_DAMAGE = re.compile("[\x00\ud800-\udfff]")
_REPLACED = "\ufffd"


class Wrong(str):
    """In place of a text that cannot be taken: the key of the reason."""

    __slots__ = ()


class Shortened(str):
    """A text that was longer than it may be."""

    __slots__ = ()


def tidier(name: str, *, to_the_letter: bool = False) -> Callable[[str], str | None]:
    """What reads the texts of a field, which come without spaces around them.

    An apostrophe that keeps a spreadsheet from running a text (`'=1+1`) is not part of it. With `to_the_letter`, for
    an export of ours, all that it was given are taken out again, and "-" and the like are texts too. An id is never
    changed in a way that could make two of them one.
    """
    if name == "external_id":
        return _id
    limit = LIMITS.get(name, _NAMES)
    nothing = frozenset({""}) if to_the_letter else _NOTHING

    def tidy(text: str) -> str | None:
        text = unguard(text, at_start_only=not to_the_letter)
        if text.isprintable() and "  " not in text and is_normalized("NFC", text) and _REPLACED not in text:
            found = text
        elif _DAMAGE.search(text) or (name != "note" and _REPLACED in text):
            return Wrong(DAMAGED)
        else:
            found = clean(text) if name == "note" else " ".join(clean(text).split())
        if found.lower() in nothing:
            return None
        return found if len(found) <= limit else Shortened(found[: limit - 1] + "…")

    return tidy


def _id(text: str) -> str | None:
    found = text
    if found.isascii() and found.isalnum() and len(found) <= LIMITS["external_id"]:
        return found
    if found.lower() in _NOTHING:
        return None
    if not found.isprintable() or _REPLACED in found:
        return Wrong(DAMAGED)
    if _SCIENTIFIC.fullmatch(found):
        return Wrong(ID_ROUNDED)  # 1.23457E+11: Excel has lost the last digits
    if match := _FLOAT.fullmatch(found):
        found = match[1]
    return found if len(found) <= LIMITS["external_id"] else Wrong(TOO_LONG)


def name_and_email(text: str) -> tuple[str | None, str | None]:
    """The parts of "Elin Ek <elin@acme.se>", "Elin Ek (elin@acme.se)" or "elin@acme.se"."""
    match = _ADDRESS.search(text)
    if match is None:
        return text, None
    name = (text[: match.start()] + text[match.end() :]).strip(" <>()\"',;-")
    return name or None, match[0].lower()
