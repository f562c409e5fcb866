"""Texts in a table that a spreadsheet may open: what it would run as a formula is kept from that, and comes back exact.

A spreadsheet takes a cell for a formula where it begins with one of a few signs, and what a cell is depends on where
the reader splits: a file with commas is split at semicolons by a Swedish Excel, quotes or not. So an apostrophe is put
before such a sign wherever a cell could begin. After OWASP, "CSV Injection".
"""

import re
from typing import Final

# Where some reader sees a cell begin: at the text's own start, after whatever separates cells or lines, and in both
# places also behind quotation marks. Apostrophes that were typed before the sign are counted with it.
_START: Final = r"^(\"*)"
_PLACE: Final = r"(?:^|(?<=[;,\t\r\n]))(\"*)"
_SIGN: Final = r"(?='*[=+\-@＝＋－＠])"  # the wide ones are a Japanese keyboard's
_BLANK: Final = r"(?='*[\t\r\n])"
_LIVE: Final = re.compile(rf"{_PLACE}{_SIGN}|^{_BLANK}")
_GUARDED: Final = re.compile(rf"{_PLACE}'{_SIGN}|^'{_BLANK}")
_GUARDED_AT_START: Final = re.compile(rf"{_START}'{_SIGN}|^'{_BLANK}")


def guard(text: str) -> str:
    """The text with an apostrophe before each sign that could begin a formula: `=1+1` is `'=1+1`, `a;=1` is `a;'=1`.

    Numbers are not for this: -5 is a number wherever it stands.
    """
    return _LIVE.sub(lambda found: f"{found[1] or ''}'", text)


def unguard(text: str, *, at_start_only: bool = False) -> str:
    """The text as it was before `guard`: `'=1+1` is `=1+1`, and `''=1+1`, of which one was typed, is `'=1+1`.

    `at_start_only`: as others do it, who put an apostrophe before a cell and nowhere else.
    """
    if "'" not in text:
        return text
    guarded = _GUARDED_AT_START if at_start_only else _GUARDED
    return guarded.sub(lambda found: found[1] or "", text)
