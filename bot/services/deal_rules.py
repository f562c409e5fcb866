"""What every deal must keep to, however it was entered."""

from datetime import date

from bot import errors
from bot.values import Deal, Status

OLDEST_DAY = date(1990, 1, 1)
"""Before this a date is a slip of the finger."""

_DATES = ("opened_on", "first_meeting_on", "quoted_on", "closed_on")


def check_deal(deal: Deal, today: date) -> None:
    """Raise where a deal cannot be true: dates that have not come, or that stand in the wrong order."""
    said = {name: getattr(deal.details, name) for name in _DATES}
    if not deal.opened_known:
        del said["opened_on"]  # nobody said it
    for name, day in said.items():
        if day is not None and day > today:
            raise errors.DateInFuture(date=day, field=name)
        if day is not None and day < OLDEST_DAY:
            raise errors.DateTooOld(date=day, field=name)
    opened = said.get("opened_on")
    closed = said["closed_on"] if deal.status is not Status.OPEN else None
    if opened is not None and closed is not None and closed < opened:
        raise errors.ClosedBeforeOpened(opened_on=opened, closed_on=closed, field="closed_on")
    for name in ("first_meeting_on", "quoted_on"):
        day = said[name]
        if day is None:
            continue
        if (opened is not None and day < opened) or (closed is not None and day > closed):
            raise errors.DatesOutOfOrder(which=name, date=day, opened_on=opened, closed_on=closed, field=name)
