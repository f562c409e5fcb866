"""A third language that anybody can read: English with each sentence between brackets, so that one knows it again."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from bot.texts.catalogue import ENGLISH
from tests.texts.catalogue_rules import FOLDER, longest

OPENS, CLOSES = "⟦", "⟧"
CODE, NAME, LOCALE = "nb", "Norsk", "nb_NO"
ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


def bracketed(english: bytes) -> bytes:
    """The catalogue with each text between brackets; cut where Slack shows no more. Its locale is Norwegian."""
    catalogue = read_po(BytesIO(english))
    for message in catalogue:
        if not message.id:
            continue
        key = str(message.id[0] if message.pluralizable else message.id)
        own = {"language.name": NAME, "language.alphabet": ALPHABET}
        if key in own:
            message.string = own[key]
        elif message.pluralizable:
            message.string = tuple(_between(key, form) for form in message.string or ())
        else:
            message.string = _between(key, str(message.string))
    catalogue.locale = LOCALE
    written = BytesIO()
    write_po(written, catalogue, width=0)
    return written.getvalue()


def _between(key: str, text: str) -> str:
    limit = longest(key)
    room = len(text) if limit is None or "{" in text else limit - 2
    return f"{OPENS}{text[:room]}{CLOSES}"


def library(folder: Path) -> Path:
    """Writes English and the third language there."""
    english = (FOLDER / f"{ENGLISH}.po").read_bytes()
    (folder / f"{ENGLISH}.po").write_bytes(english)
    (folder / f"{CODE}.po").write_bytes(bracketed(english))
    return folder


def outside(text: str) -> str:
    """What stands outside of all brackets; where a text was cut within them, everything up to its end is inside."""
    kept, depth = [], 0
    for character in text:
        depth += character == OPENS
        if depth == 0:
            kept.append(character)
        depth -= character == CLOSES and depth > 0
    return "".join(kept)


def words(text: str) -> set[str]:
    """Its words of three letters and more, in lower case, out of what is shown outside of brackets and commands."""
    plainly = re.sub(r"```.*?```", " ", text, flags=re.DOTALL)
    return {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", outside(plainly))}
