"""Values of the list of reasons that a workspace offers for a lost deal."""

from dataclasses import dataclass
from typing import Final

DEFAULT_REASONS: Final = (
    "price",
    "competitor",
    "timing",
    "no_decision",
    "no_budget",
    "no_need",
    "product",
    "relationship",
    "no_contact",
)
"""The well-known ones, by their keys: `bot.language.words.LOSS_REASONS` has the words for them, in the same order."""
LONGEST_REASON: Final = 75
"""Characters of an own reason: what a menu of Slack's shows."""

MOST_OWN_REASONS: Final = 50
"""More are no list to choose from, and a menu of Slack's holds a hundred in all."""


@dataclass(frozen=True, slots=True)
class ReasonsToEdit:
    """The list as a form shows it; `version` says which it was when the form is sent."""

    reasons: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class LossReasonsChange:
    """The list as it was and as it is; the same where nothing was changed."""

    before: tuple[str, ...]
    after: tuple[str, ...]
