"""Where a rep stands after a change: win rate and order value over thirteen weeks, counted by the database."""

from datetime import date

from bot.storage.deals import Deals
from bot.values import Score, Standing, Yardstick
from pillars import Window, ratios


def standing(deals: Deals, rep_id: int, yardstick: Yardstick, today: date) -> Standing:
    """Win rate and order value of the 91 days ending `today`, by the same divisions as every other door."""
    tally = deals.tally(rep_id, Window.last_days(today), yardstick)
    decided = tally.won + tally.lost
    return Standing(
        win_rate=Score(ratios.win_rate(tally.won, tally.lost) if decided else None, decided),
        order_value=Score(ratios.mean(tally.total, tally.orders) if tally.orders else None, tally.orders),
        currency=yardstick.currency,
    )
