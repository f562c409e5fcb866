"""The home tab's list of open deals: in which order, in which pages, and whose."""

import pytest

from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.open_deals import A_PAGE, OpenDealList
from bot.services.stale_deals import StaleDeals
from bot.storage.engine import Database
from bot.values import Person, Status
from bot.values.home import OpenDeals
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def oskar(make_person: MakePerson) -> Person:
    return make_person("U0OSKAR", name="Oskar")


@pytest.fixture
def history(say: Type, oskar: Person) -> None:
    """Ten deals won in ten to nineteen days each: nine in ten took 18 at most."""
    for n in range(10):
        say(oskar, f"won {1000 + n} Acme opened:2026-10-{20 - n:02} closed:2026-10-30", as_new=True)


class Listed:
    """Asks for a page as the home tab does."""

    def __init__(self, database: Database, clock: StandingClock, figures: Figures) -> None:
        self._list = OpenDealList(database, clock)
        self._figures = figures

    def __call__(self, person: Person, page: int = 1) -> OpenDeals:
        return self._list.page(person, self._figures.rep_card(person, person), page)

    def numbers(self, person: Person, page: int = 1) -> list[int]:
        return [each.deal.number for each in self(person, page).deals]


@pytest.fixture
def listed(database: Database, clock: StandingClock, figures: Figures) -> Listed:
    return Listed(database, clock, figures)


def opened(say: Type, person: Person, *days: str) -> list[int]:
    """Their numbers."""
    return [say(person, f"open {500 + n} Volvo{n} opened:{day}").deal.number for n, day in enumerate(days)]


@pytest.mark.usefixtures("history")
def test_the_stale_ones_oldest_first_then_the_newest(listed: Listed, say: Type, elin: Person) -> None:
    fresh, older, oldest, newest = opened(say, elin, "2026-11-01", "2026-10-30", "2026-09-01", "2026-11-17")
    found = listed(elin)
    assert [(each.deal.number, each.age, each.stale) for each in found.deals] == [
        (oldest, 78, True),
        (older, 19, True),
        (newest, 1, False),
        (fresh, 17, False),
    ]
    assert (found.total, found.stale, found.limit, found.page, found.pages) == (4, 2, 18, 1, 1)


@pytest.mark.usefixtures("history")
def test_one_that_is_said_to_be_open_still_stands_among_the_others(
    listed: Listed, say: Type, elin: Person, database: Database, clock: StandingClock, desk: DealDesk, figures: Figures
) -> None:
    first, second, fresh = opened(say, elin, "2026-09-01", "2026-09-02", "2026-11-17")
    StaleDeals(database, clock, desk, figures).keep_open(elin, first)
    found = listed(elin)
    assert [(each.deal.number, each.stale) for each in found.deals] == [(second, True), (fresh, False), (first, False)]
    assert [each.age for each in found.deals] == [77, 1, 78]
    assert found.stale == 1
    clock.advance(days=29)
    assert listed.numbers(elin)[:2] == [first, second]


def test_too_few_won_deals_call_nothing_stale(listed: Listed, say: Type, elin: Person) -> None:
    old, new = opened(say, elin, "2024-01-01", "2026-11-17")
    found = listed(elin)
    assert [(each.deal.number, each.stale) for each in found.deals] == [(new, False), (old, False)]
    assert (found.stale, found.limit) == (0, None)


@pytest.mark.usefixtures("history")
def test_pages_and_beyond_the_last(listed: Listed, say: Type, elin: Person) -> None:
    stale = opened(say, elin, "2026-08-01", "2026-08-02")
    fresh = [say(elin, f"open {700 + n} Saab opened:2026-11-10", as_new=True).deal.number for n in range(2 * A_PAGE)]
    ordered = stale + fresh[::-1]
    pages = [listed.numbers(elin, page) for page in (1, 2, 3)]
    assert pages == [ordered[:A_PAGE], ordered[A_PAGE : 2 * A_PAGE], ordered[2 * A_PAGE :]]
    for asked, shown in ((3, 3), (4, 3), (10**6, 3), (0, 1), (-7, 1)):
        found = listed(elin, asked)
        assert (found.page, found.pages, found.total) == (shown, 3, 12)
        assert [each.deal.number for each in found.deals] == pages[shown - 1]
    assert (listed(elin, 3).stale, listed(elin, 3).limit) == (2, 18)


def test_nobody_else_s_and_none_that_is_gone(
    listed: Listed, say: Type, elin: Person, oskar: Person, desk: DealDesk
) -> None:
    won, gone, kept = opened(say, elin, "2026-11-01", "2026-11-02", "2026-11-03")
    opened(say, oskar, "2026-11-04")
    desk.record(elin, Record(outcome=Status.WON, number=won), "k")
    desk.delete(elin, gone)
    assert listed.numbers(elin) == [kept]
    desk.delete(elin, kept)
    none = listed(elin)
    assert (none.deals, none.total, none.page, none.pages) == ((), 0, 1, 1)


def test_one_without_an_opening_day_is_as_old_as_its_entry(listed: Listed, say: Type, elin: Person) -> None:
    say(elin, "open 500 Volvo")
    assert [each.age for each in listed(elin).deals] == [0]


def test_workspaces_apart(listed: Listed, say: Type, elin: Person, make_person: MakePerson) -> None:
    (own,) = opened(say, elin, "2026-11-01")
    elsewhere = make_person("U0ELIN", team="T0OTHER")
    (theirs,) = opened(say, elsewhere, "2026-11-02")
    assert own == theirs  # each workspace counts for itself
    assert [each.deal.details.customer for each in listed(elsewhere).deals] == ["Volvo0"]
    assert listed(elsewhere).total == listed(elin).total == 1
