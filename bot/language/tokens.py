"""A command's text cut into words, quoted texts and options' keys."""

import difflib
import re
from dataclasses import dataclass
from enum import Enum, auto

from bot.errors import OptionUnknown, QuoteNotClosed
from bot.language.slack_text import clean, shorten
from bot.language.words import OPTIONS, SPELLED_OPTIONS, fold

# A no-break or narrow space inside a grouped number holds it together: "Acme 54 250" with one is Acme and 54 250.
_ANY_SPACE = r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_HELD_TOGETHER = re.compile(rf"(?<![0-9])[1-9][0-9]{{0,2}}(?:{_ANY_SPACE}[0-9]{{3}})+(?![0-9])")
_HELD = "\u00a0"

_KEY = re.compile(r"([^\W\d_]+(?:[-_][^\W\d_]+)*)( ?):(?!//)")
# "IKEA:s", "S:t Erik": an ending or an abbreviation, no option.
_SHORT_KEY, _SHORT_ENDING = 2, re.compile(r"[^\W\d_]{1,2}(?= |$)")

_DOUBLE_QUOTES = ('"“”„‟″', "«»")
_SINGLE_QUOTES = "'‘’‚‛"


class TokenKind(Enum):
    WORD = auto()
    QUOTED = auto()
    KEY = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of what was typed. For a key, `text` is the word as typed and `option` the field that it names."""

    text: str
    kind: TokenKind = TokenKind.WORD
    option: str = ""

    @property
    def is_word(self) -> bool:
        return self.kind is TokenKind.WORD


def flatten(text: str) -> str:
    """`text` cleaned, on one line, with ordinary single spaces but inside of numbers that a no-break space groups."""
    held = _HELD_TOGETHER.sub(lambda number: re.sub(_ANY_SPACE, _HELD, number[0]), clean(text))
    return re.sub(rf"(?:(?!{_HELD})\s)+", " ", re.sub(rf"(?<![0-9]){_HELD}|{_HELD}(?![0-9]{{3}})", " ", held)).strip(
        " "
    )


def tokens(text: str) -> list[Token]:
    """The tokens of a flattened text. Raises QuoteNotClosed and OptionUnknown (option, suggestion: str or None)."""
    found = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
        elif quoted := _quoted(text, at):
            found.append(Token(quoted[0], TokenKind.QUOTED))
            at = quoted[1]
        elif (key := _KEY.match(text, at)) and (option := _option(key)):
            found.append(Token(key[1], TokenKind.KEY, option))
            at = key.end()
        else:
            end = text.find(" ", at)
            end = len(text) if end < 0 else end
            found.append(Token(text[at:end]))
            at = end
    return found


def tidy(text: str) -> str:
    """A text as it is stored: ordinary single spaces."""
    return " ".join(text.split())


def _quoted(text: str, at: int) -> tuple[str, int] | None:
    """The text in the quotes that open at `at`, and where it goes on; None if no quotes open there."""
    for family in _DOUBLE_QUOTES:
        if text[at] in family:
            end = next((i for i in range(at + 1, len(text)) if text[i] in family), -1)
            if end < 0:
                raise QuoteNotClosed(text=shorten(text[at:]))
            return text[at + 1 : end].strip(), end + 1
    if text[at] in _SINGLE_QUOTES:
        # An apostrophe inside a word closes nothing: 'Levi's Store'.
        closing = re.compile(rf"(?<! )[{_SINGLE_QUOTES}](?= |$)").search(text, at + 2)
        if closing:
            return text[at + 1 : closing.start()].strip(), closing.end()
    return None


def _option(key: re.Match[str]) -> str | None:
    """The field that a key names, or None if it is an ordinary word with a colon."""
    folded = re.sub("[-_]", " ", fold(key[1]))
    if folded in OPTIONS:
        return OPTIONS[folded]
    if key[2] or len(key[1]) <= _SHORT_KEY or _SHORT_ENDING.match(key.string, key.end()):
        return None
    close = difflib.get_close_matches(folded, OPTIONS, 1)
    raise OptionUnknown(option=key[1], suggestion=SPELLED_OPTIONS[close[0]] if close else None)
