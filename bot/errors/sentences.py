"""What we may have to ask about a plain sentence, beside what the commands ask about."""

from bot.errors.base import CoachError


class OneDealAtATime(CoachError):
    """A message tells of several deals. params: first, second (as written)"""

    key = "one_deal_at_a_time"
