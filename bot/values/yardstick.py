"""What a workspace measures with, and what its people strive for. Read them as `bot.values`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pillars import CallOffUnit


class StartingPoint(StrEnum):
    """From where a workspace counts time to close: the name of the deal's date."""

    OPENED = "opened_on"
    FIRST_MEETING = "first_meeting_on"
    QUOTED = "quoted_on"


HORIZON_MONTHS: Final = (1, 120)
"""The shortest and the longest time over which a recurring amount may be counted."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a workspace measures with."""

    currency: str
    tz: str
    starting_point: StartingPoint
    horizon_months: int
    week_start: int  # 0 = Monday; where "this week" begins. Call-offs by week always count from Monday.
    call_off_unit: CallOffUnit = "month"  # what one observation of call-offs is: a customer's month or week, or each


@dataclass(frozen=True, slots=True)
class YardstickChange:
    """What an admin changed: the same on both sides where nothing was."""

    before: Yardstick
    after: Yardstick


@dataclass(frozen=True, slots=True)
class Goal:
    """A level to reach, of the team or of one rep.

    `target` is in the pillar's own unit: win rate 0–1; order value in minor units of `currency`, which is None for the
    other pillars; time to close in days, where less is better; opportunities in deals opened per quarter (91 days).
    """

    pillar: str
    target: float
    currency: str | None = None
    team: bool = False


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """How far it is to a goal, over the window of the card that it stands on.

    `target` is the goal for that window: opportunities by its share of a quarter, the others as they are. `share` is
    1 at the goal and 0.5 half-way there, for what should be high (value ÷ target) and low (target ÷ value) alike.
    `value`, `share` and `reached` are None where there is no data; `share` and `reached` also where the goal is in
    another currency than the figures (`comparable` False).
    """

    goal: Goal
    target: float
    value: float | None
    sample: int
    share: float | None
    reached: bool | None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A change of a goal that is committed; `goal` None is a goal removed.

    `goal_id` and `before_id` name the two rows, 0 for none: together they are what takes the change back.
    """

    pillar: str
    team: bool
    goal: Goal | None
    before: Goal | None
    goal_id: int
    before_id: int

    @property
    def changed(self) -> bool:
        return self.goal_id != self.before_id


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals that stand, in the pillars' order."""

    mine: tuple[Goal, ...]
    team: tuple[Goal, ...]
