"""What goes to a terminal: texts that people typed cannot command it."""

import sys
import unicodedata
from typing import Any

from rich.console import Console
from rich.text import Text

WIDTH = 140
"""Where there is no terminal whose width could be asked for."""

_KEPT = "\n\t"
# Signs that turn the reading direction: what follows them on the line is shown where it does not stand.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Screen(Console):
    """A console whose words carry no markup, and whose every text is `visible`, those in tables too."""

    def __init__(self, *, width: int | None = None) -> None:
        if width is None and not sys.stdout.isatty():
            width = WIDTH
        super().__init__(highlight=False, markup=False, soft_wrap=True, width=width)

    def render_str(self, text: str, **how: Any) -> Text:
        """All texts come by here, to be measured as to be shown."""
        return super().render_str(visible(text), **how)


def visible(text: str) -> str:
    r"""The text with its control characters written out: `\x1b[31m` is shown as that and colours nothing."""
    if text.isprintable():
        return text
    return "".join(_written_out(sign) if _commands(sign) else sign for sign in text)


def _commands(sign: str) -> bool:
    return (unicodedata.category(sign) == "Cc" and sign not in _KEPT) or sign in _TURNING


def _written_out(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
