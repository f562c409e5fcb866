"""Stale deals: the same as on the card, settled one by one, and left in peace where they are still open."""

import pytest

from bot import errors
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.stale_deals import StaleDeals
from bot.storage.engine import Database
from bot.values import Person, Status
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type


@pytest.fixture
def stale(database: Database, clock: StandingClock, desk: DealDesk, figures: Figures) -> StaleDeals:
    return StaleDeals(database, clock, desk, figures)


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def history(say: Type, make_person: MakePerson) -> None:
    """Ten deals that a colleague won in ten to nineteen days: nine in ten took 18 at most."""
    oskar = make_person("U0OSKAR", name="Oskar")
    for n in range(10):
        say(oskar, f"won {1000 + n} Acme opened:2026-10-{20 - n:02} closed:2026-10-30", as_new=True)


def numbers(stale: StaleDeals, person: Person) -> list[int]:
    return [each.deal.number for each in stale.of(person).deals]


def open_deals(say: Type, person: Person, *opened: str) -> list[int]:
    return [say(person, f"open {500 + n} Volvo{n} opened:{day}").deal.number for n, day in enumerate(opened)]


@pytest.mark.usefixtures("history")
def test_they_are_those_of_the_card_the_oldest_first(
    stale: StaleDeals, say: Type, elin: Person, figures: Figures
) -> None:
    fresh, older, oldest = open_deals(say, elin, "2026-10-31", "2026-10-30", "2026-09-01")
    found = stale.of(elin)
    assert [(each.deal.number, each.age) for each in found.deals] == [(oldest, 78), (older, 19)]
    assert (found.total, found.limit) == (2, 18)
    card = figures.rep_card(elin, elin)
    assert (card.stale, card.stale_after) == (found.total, found.limit)
    assert stale.of(elin, card) == found
    assert fresh not in numbers(stale, elin)


@pytest.mark.usefixtures("history")
def test_five_at_once_and_how_many_in_all(stale: StaleDeals, say: Type, elin: Person) -> None:
    opened = open_deals(say, elin, *(f"2026-08-{day:02}" for day in range(1, 8)))
    found = stale.of(elin)
    assert ([each.deal.number for each in found.deals], found.total) == (opened[:5], 7)


def test_too_few_won_deals_call_nothing_stale(stale: StaleDeals, say: Type, elin: Person) -> None:
    open_deals(say, elin, "2025-01-01")
    assert (stale.of(elin).deals, stale.of(elin).limit) == ((), None)


@pytest.mark.usefixtures("history")
def test_one_is_closed_and_the_others_stay(stale: StaleDeals, say: Type, elin: Person, desk: DealDesk) -> None:
    first, second, third = open_deals(say, elin, "2026-09-01", "2026-09-02", "2026-09-03")
    lost = stale.close(elin, first, Status.LOST, "stale:1:1")
    assert (lost.deal.status, lost.deal.details.closed_on) == (Status.LOST, stale._clock().date())
    assert stale.close(elin, first, Status.LOST, "stale:1:1").change_id == lost.change_id  # pressed twice
    won = stale.close(elin, second, Status.WON, "stale:1:2")
    assert (won.deal.status, won.deal.amount) == (Status.WON, desk.find(elin, second).amount)
    assert numbers(stale, elin) == [third]
    desk.undo_change(elin, lost.change_id)
    assert numbers(stale, elin) == [first, third]


@pytest.mark.usefixtures("history")
def test_what_is_still_open_is_left_in_peace_for_four_weeks(
    stale: StaleDeals, say: Type, elin: Person, clock: StandingClock, figures: Figures
) -> None:
    first, second = open_deals(say, elin, "2026-09-01", "2026-09-02")
    kept = stale.keep_open(elin, first)
    assert (kept.until - clock().date()).days == 28
    assert numbers(stale, elin) == [second]
    assert figures.rep_card(elin, elin).stale == 2  # the figures are not talked out of it
    clock.advance(days=28)
    assert numbers(stale, elin) == [second]
    clock.advance(days=1)
    assert numbers(stale, elin) == [first, second]


def test_what_cannot_be_settled_is_said(stale: StaleDeals, say: Type, elin: Person, make_person: MakePerson) -> None:
    say(elin, "open 500 Volvo")
    say(elin, "won 600 Scania")
    oskar = make_person("U0OSKAR")
    with pytest.raises(errors.DealNotYours):
        stale.keep_open(oskar, 1001)
    with pytest.raises(errors.DealNotYours):
        stale.close(oskar, 1001, Status.LOST, "k")
    with pytest.raises(errors.DealAlreadyClosed):
        stale.keep_open(elin, 1002)
    with pytest.raises(errors.DealNotFound):
        stale.keep_open(elin, 1099)
