"""Values of the list of reasons that a workspace offers for a lost deal."""

from dataclasses import dataclass
from typing import Final

from bot.language.words import LOSS_REASONS

DEFAULT_REASONS: Final = tuple(reason.key for reason in LOSS_REASONS)
LONGEST_REASON: Final = 75
"""Characters of an own reason: what a menu of Slack's shows."""

MOST_OWN_REASONS: Final = 50
"""More are no list to choose from, and a menu of Slack's holds a hundred in all."""


@dataclass(frozen=True, slots=True)
class LossReasonsChange:
    """The list as it was and as it is; the same where nothing was changed."""

    before: tuple[str, ...]
    after: tuple[str, ...]
