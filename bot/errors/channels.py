"""What we may have to tell somebody about the weekly message, or what is shared in channels."""

from bot.errors.base import CoachError


class PauseInThePast(CoachError):
    """A pause that would be over already. params: date"""

    key = "pause_in_the_past"


class WinsFromNotOnce(CoachError):
    """A threshold that is paid by the month or the year: it is compared with whole orders. params: text"""

    key = "wins_from_not_once"


class WinsFromCurrency(CoachError):
    """A threshold in another currency than the workspace's. params: text, currency (the workspace's)"""

    key = "wins_from_currency"


class WinsAnHourNotUnderstood(CoachError):
    """params: text, least, most"""

    key = "wins_an_hour_not_understood"
