"""The workspace's own list of reasons cannot be as it was asked for."""

from bot.errors.base import CoachError


class ReasonTooLong(CoachError):
    """params: text, limit"""

    key = "reason_too_long"


class TooManyReasons(CoachError):
    """params: count, limit"""

    key = "too_many_reasons"


class NoReasons(CoachError):
    """A list with nothing in it."""

    key = "no_reasons"
