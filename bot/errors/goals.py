"""What we may have to tell somebody who sets a goal, or what a workspace measures with."""

from bot.errors.base import CoachError


class GoalPillarUnknown(CoachError):
    """`/pillars goal …` that names no pillar. params: text, suggestion (the word that was perhaps meant, or None)"""

    key = "goal_pillar_unknown"


class GoalMissing(CoachError):
    """A pillar without a value. params: pillar"""

    key = "goal_missing"


class GoalNotUnderstood(CoachError):
    """params: pillar, text"""

    key = "goal_not_understood"


class GoalOutOfRange(CoachError):
    """params: pillar, text"""

    key = "goal_out_of_range"


class GoalAmbiguous(CoachError):
    """`win 1`: one per cent or all? params: text, first, second (examples of how to write each)"""

    key = "goal_ambiguous"


class GoalCurrency(CoachError):
    """A goal in another currency than the workspace's. params: text, currency (the workspace's)"""

    key = "goal_currency"


class NoGoal(CoachError):
    """There is no goal to remove. params: pillar"""

    key = "no_goal"


class GoalChangedSince(CoachError):
    """The goal was changed again after that change. params: pillar"""

    key = "goal_changed_since"


class CurrencyCodeUnknown(CoachError):
    """params: text"""

    key = "currency_code_unknown"


class HorizonNotUnderstood(CoachError):
    """params: text, least, most (months)"""

    key = "horizon_not_understood"
