"""Values of customers while they are being chosen, and what a choice in the form's menu says of them."""

from dataclasses import dataclass
from typing import Final

KEPT: Final = "="
"""The choice that a form was opened with: its name may be longer than a choice's value, and travels beside it."""

_EXISTING, _NEW = "c:", "+"
LONGEST_NEW: Final = 149
"""Characters of a name that can be added in the menu: what a choice's value holds, without the mark before it."""


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What fits what was typed, the likeliest first; `new` is the name as it would be added, None where it exists."""

    customers: tuple[KnownCustomer, ...]
    new: str | None


def choice_of(customer: KnownCustomer) -> str:
    """The value of the choice of a customer that there is."""
    return f"{_EXISTING}{customer.id}"


def choice_of_new(name: str) -> str:
    """The value of the choice to add a customer; `name` has at most `LONGEST_NEW` characters."""
    return _NEW + name


def chosen(value: str) -> int | str:
    """What a choice means: the id of a customer, or a new one's name."""
    digits = value.removeprefix(_EXISTING)
    if digits != value and digits.isascii() and digits.isdecimal() and len(digits) < 19:
        return int(digits)
    return value.removeprefix(_NEW)
