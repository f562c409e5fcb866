"""What a workspace shares in channels: the frozen values that services return and views show."""

from dataclasses import dataclass
from typing import Final

from bot.values import Deal

AN_HOUR: Final = (1, 30)
"""The fewest and the most messages an hour that an admin may allow."""

BIG, HUGE = 2, 5
"""From so many times the threshold on a win is told with a little more."""

LEAST_TAKING_PART: Final = 5
"""Fewer are no board: whoever is not named would be as good as named."""

TOP: Final = 3


@dataclass(frozen=True, slots=True)
class Sharing:
    """What an admin chose. A channel (Slack's id) that is None is switched off; `wins_from` in minor units.

    `wins_an_hour`: messages in an hour at most; what is more is gathered into one.
    """

    wins_channel: str | None = None
    wins_from: int = 5_000_000
    wins_currency: str = "SEK"
    wins_an_hour: int = 4
    wins_name_customer: bool = True
    boards_channel: str | None = None
    improved_board: bool = False
    goal_board: bool = False
    locale: str = "en-GB"  # in which the channel is written to: the language of the admin who chose

    @property
    def boards(self) -> tuple[str, ...]:
        """The boards that are on: "improved", "goals"."""
        if self.boards_channel is None:
            return ()
        return tuple(name for name, on in (("improved", self.improved_board), ("goals", self.goal_board)) if on)


@dataclass(frozen=True, slots=True)
class Win:
    """A won deal to tell of. `tier` 1 is the threshold's, 2 and 3 from `BIG` and `HUGE` times it on.

    `took` is how many days it was open, None where that is not known.
    """

    deal: Deal
    tier: int
    took: int | None = None
    name_customer: bool = True


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One of the names on a board. Of `improved` the pillar with its values and samples, of `goals` the share."""

    name: str
    share: float | None = None
    goals: int = 0
    pillar: str | None = None
    before: float | None = None
    before_sample: int = 0
    now: float | None = None
    now_sample: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A board's names, the first one first, and of how many people who take part. `sunday`: see its period."""

    kind: str
    period: str
    lines: tuple[BoardLine, ...]
    taking_part: int
    currency: str


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's own place, for their eyes only. `place` None: no place there; `line` their own, where there is one.

    `joined`: whether they take part at all.
    """

    kind: str
    joined: bool
    place: int | None
    taking_part: int
    line: BoardLine | None
    currency: str
