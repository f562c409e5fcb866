"""A rep's open deals, page by page: the stale ones first, by the same rule as on their card."""

import math
from datetime import date, datetime, timedelta
from typing import Final

import pandas as pd

from bot.services.clock import Clock, today_at_work
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.frames import lean_deals_frame
from bot.storage.kept_open import kept_open_numbers
from bot.storage.snapshots import from_json
from bot.values import Card, Person
from bot.values.home import LatestChange, OpenDeal, OpenDeals
from pillars import stale

A_PAGE: Final = 5
"""Deals at a time: each has a row of buttons, and more than these are a list to work through, not to look at."""

A_SLIP: Final = timedelta(days=3)
"""So long the way back from what one did last stands on the tab; `/deal undo` knows it for ever."""


class OpenDealList:
    """What the home tab lists."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def others_sell(self, person: Person) -> bool:
        """Whether the workspace has deals, and this person none."""
        with self._database.read() as connection:
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            own, _ = deals.page(person.member_id, open_only=False, offset=0, limit=1)
            return not own and deals.somebody_sells()

    def page(self, person: Person, card: Card, page: int = 1) -> OpenDeals:
        """A page of the person's own open deals; beyond the last one comes the last. `card` is their own.

        A stale deal of which they said in the last weeks that it is still open stands among the others.
        """
        today = today_at_work(person, self._clock())
        with self._database.read() as connection:
            # Open deals are read however old they are; of the closed ones none is needed.
            frame = lean_deals_frame(
                connection, person.workspace_id, person.yardstick, since=today, rep_id=person.member_id
            )
            asked = _asked(frame, today, card.stale_after)
            if asked:
                at_peace = kept_open_numbers(connection, person.workspace_id, person.member_id, today)
                asked = {number: age for number, age in asked.items() if number not in at_peace}
            numbers = [*asked, *(number for number in _newest_first(frame) if number not in asked)]
            pages = max(1, -(-len(numbers) // A_PAGE))
            page = min(max(page, 1), pages)
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            found = [deals.by_number(number) for number in numbers[(page - 1) * A_PAGE : page * A_PAGE]]
            latest = _latest(deals, person, self._clock())
        shown = tuple(
            OpenDeal(
                each.deal,
                asked.get(each.deal.number, _age(each.deal.details.opened_on, today)),
                each.deal.number in asked,
            )
            for each in found
            if each is not None
        )
        return OpenDeals(shown, page, pages, len(numbers), len(asked), card.stale_after if asked else None, latest)


def _latest(deals: Deals, person: Person, now: datetime) -> LatestChange | None:
    change = deals.last_standing_change(person.member_id)
    if change is None or now - change.at > A_SLIP:
        return None
    return LatestChange(change.id, change.deed, from_json(change.after, deals.by_id(change.deal_id).deal))


def _asked(frame: pd.DataFrame, today: date, limit: float | None) -> dict[int, int]:
    """The ages in days of the stale deals, by number, the oldest first."""
    if limit is None or not math.isfinite(limit):
        return {}
    found = stale(frame, today, stale_days=limit)
    return {int(number): int(age) for number, age in zip(found["deal"], found["age"], strict=True)}


def _newest_first(frame: pd.DataFrame) -> list[int]:
    return sorted((int(number) for number in frame.loc[frame["status"] == "open", "deal"]), reverse=True)


def _age(opened_on: date | None, today: date) -> int:
    return 0 if opened_on is None else max((today - opened_on).days, 0)
