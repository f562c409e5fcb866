"""What a button's value says, read once: it comes from a client, and an old message may hold an older version's."""

from bot.errors import FormExpired
from bot.language.commands import LARGEST_NUMBER

MOST_DIGITS = 15
"""No id or page has more, and what is counted with it still fits 64 bits."""


def number_in(value: object) -> int:
    """The id or page that a button carries. Raises FormExpired for what no button of ours holds."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise FormExpired
    return int(text)


def deal_number_in(value: object) -> int:
    """The number of a deal that a button carries. Raises FormExpired as `number_in` does."""
    number = number_in(value)
    if number > LARGEST_NUMBER:
        raise FormExpired
    return number
