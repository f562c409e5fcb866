"""A rep's stale deals, by the same rule as on their card, and what they say of each: won, lost, still open."""

import math
from datetime import timedelta
from typing import Final

from bot import errors
from bot.language.commands import Record
from bot.services.clock import Clock, today_at_work, today_of
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.frames import lean_deals_frame
from bot.storage.kept_open import keep_open, kept_open_numbers
from bot.values import Card, Changed, Person, Status
from bot.values.asking import AT_ONCE, KeptOpenDeal, StaleDeal, StaleList
from pillars import stale

KEPT_WEEKS: Final = 4
"""How long a deal that is still open is left in peace: until the next review, as everything that is agreed."""


class StaleDeals:
    """What `/coach` and the weekly message ask about deals that nobody has touched for long."""

    def __init__(self, database: Database, clock: Clock, desk: DealDesk, figures: Figures) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._figures = figures

    def of(self, person: Person, card: Card | None = None) -> StaleList:
        """The person's own stale deals, the oldest first. `card` is their own, where the caller has it already.

        Older than nine in ten of everybody's won deals took, as `pillars.stale` says; without those that the person
        said in the last weeks are still open.
        """
        limit = (card or self._figures.rep_card(person, person)).stale_after
        if limit is None or not math.isfinite(limit):
            return StaleList((), 0, None)
        today = today_at_work(person, self._clock())
        with self._database.read() as connection:
            # Open deals are read however old they are; of the closed ones none is needed.
            frame = lean_deals_frame(
                connection, person.workspace_id, person.yardstick, since=today, rep_id=person.member_id
            )
            found = stale(frame, today, stale_days=limit)
            at_peace = kept_open_numbers(connection, person.workspace_id, person.member_id, today)
            asked = [
                (int(n), int(age)) for n, age in zip(found["deal"], found["age"], strict=True) if n not in at_peace
            ]
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            shown = [(deals.by_number(number), age) for number, age in asked[:AT_ONCE]]
        return StaleList(tuple(StaleDeal(each.deal, age) for each, age in shown if each), len(asked), limit)

    def close(self, person: Person, number: int, outcome: Status, request_key: str) -> Changed:
        """Close a deal as won or lost today. Raises what closing it by `/deal` raises."""
        done = self._desk.record(person, Record(outcome=outcome, number=number), request_key)
        if not isinstance(done, Changed):
            raise TypeError("closing a deal by its number raised a question")
        return done

    def keep_open(self, person: Person, number: int) -> KeptOpenDeal:
        """Remember that a deal is still open. Raises DealNotFound, DealNotYours, DealAlreadyClosed."""
        now = self._clock()
        until = today_of(person, now) + timedelta(weeks=KEPT_WEEKS)
        with self._database.write() as connection:
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            found = deals.by_number(number)
            if found is None or found.deal.deleted:
                raise errors.DealNotFound(number=number)
            deal = found.deal
            if deal.rep_id != person.member_id:
                raise errors.DealNotYours(number=number)
            if deal.status is not Status.OPEN:
                raise errors.DealAlreadyClosed(
                    number=number, status=deal.status.value, closed_on=deal.details.closed_on
                )
            keep_open(connection, person.workspace_id, person.member_id, found.id, now, until)
        return KeptOpenDeal(deal, until)
