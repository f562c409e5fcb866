"""Tags without a burden: asked about only where they lack, seldom, never again once dismissed; recorded as an edit."""

from collections.abc import Iterator

import pytest

from bot import errors
from bot.services.deals import DealDesk
from bot.services.tags import Tags
from bot.storage.engine import Database
from bot.values import Person
from bot.values.asking import TagChoice, TagOffer
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type


@pytest.fixture
def asking(database: Database, clock: StandingClock, desk: DealDesk) -> Iterator[Tags]:
    opened = Tags(database, clock, desk)
    yield opened
    opened.close()


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


def record(say: Type, person: Person, count: int, what: str) -> None:
    for n in range(count):
        say(person, f"{what} amount:{1000 + n}", again=True, as_new=True)


def offered(asking: Tags, say: Type, person: Person, what: str) -> TagOffer | None:
    """What is asked after this entry, with the sum of the deals before it at hand."""
    asking.sum_up((person.workspace_id, person.member_id), person.tz)
    offer = asking.offer(person, say(person, what, again=True, as_new=True))
    asking.settle()
    return offer


def test_the_reason_is_asked_for_where_losses_lack_it(asking: Tags, say: Type, elin: Person) -> None:
    record(say, elin, 4, "won Acme role:CEO product:Crane")
    record(say, elin, 3, "lost Acme role:CEO product:Crane")
    record(say, elin, 1, "lost Acme role:CEO product:Crane reason:price")
    offer = offered(asking, say, elin, "lost 500 Volvo")
    assert offer is not None
    assert (offer.tag, offer.number, offer.carried, offer.decided) == ("loss_reason", 1009, 1, 4)
    assert offer.choices == ("price", "competitor", "timing", "no_decision", "no_budget")


@pytest.mark.parametrize(("tagged", "asked"), [(11, True), (12, False)])
def test_sixty_per_cent_of_the_last_twenty_is_enough(
    asking: Tags, say: Type, elin: Person, tagged: int, asked: bool
) -> None:
    record(say, elin, 5, "won Old role:CEO closed:2026-01-02")  # longer ago than twenty deals
    record(say, elin, tagged, "won Acme role:CEO")
    record(say, elin, 20 - tagged, "won Acme")
    offer = offered(asking, say, elin, "won 500 Volvo")
    assert (offer is not None) == asked
    if offer is not None:
        assert (offer.tag, offer.carried, offer.decided, offer.choices) == ("contact_role", 11, 20, ("CEO",))


def test_a_deal_that_says_it_is_not_asked_about(asking: Tags, say: Type, elin: Person) -> None:
    record(say, elin, 6, "lost Acme")
    assert offered(asking, say, elin, "lost 500 Volvo role:CEO reason:price") is None


def test_nobody_is_met_with_questions(asking: Tags, say: Type, elin: Person) -> None:
    record(say, elin, 4, "lost Acme")
    assert offered(asking, say, elin, "lost 500 Volvo") is None
    offer = offered(asking, say, elin, "lost 600 Volvo")
    assert offer is not None
    assert offer.tag == "loss_reason"


@pytest.mark.parametrize("what", ["open 500 Volvo", "order 500 Volvo"])
def test_only_decisions_are_asked_about(asking: Tags, say: Type, elin: Person, what: str) -> None:
    record(say, elin, 6, "won Acme")
    assert offered(asking, say, elin, what) is None


def test_products_are_asked_for_where_the_team_names_them(
    asking: Tags, say: Type, elin: Person, make_person: MakePerson
) -> None:
    record(say, elin, 6, "won Acme role:CEO")
    assert offered(asking, say, elin, "won 500 Volvo role:CEO") is None
    oskar = make_person("U0OSKAR", name="Oskar")
    record(say, oskar, 2, "won Acme product:Crane")
    record(say, oskar, 1, "won Acme product:Lift")
    offer = offered(asking, say, elin, "won 700 Volvo role:CEO")
    assert offer is not None
    assert (offer.tag, offer.choices) == ("product", ("Crane", "Lift"))


def test_at_most_two_a_day(asking: Tags, say: Type, elin: Person, clock: StandingClock) -> None:
    record(say, elin, 6, "won Acme")
    asked = [offered(asking, say, elin, f"won {n} Volvo") is not None for n in (500, 600, 700, 800)]
    assert asked == [True, True, False, False]
    clock.advance(days=1)
    assert offered(asking, say, elin, "won 900 Volvo") is not None


def test_another_process_has_asked_too(
    asking: Tags, say: Type, elin: Person, database: Database, clock: StandingClock, desk: DealDesk
) -> None:
    record(say, elin, 6, "won Acme")
    for n in (500, 600):
        assert offered(asking, say, elin, f"won {n} Volvo") is not None
    other = Tags(database, clock, desk)
    assert offered(other, say, elin, "won 700 Volvo") is None
    other.close()


def test_what_was_dismissed_is_not_asked_for_a_quarter(
    asking: Tags, say: Type, elin: Person, database: Database, clock: StandingClock, desk: DealDesk
) -> None:
    record(say, elin, 6, "won Acme")
    offer = offered(asking, say, elin, "won 500 Volvo")
    assert offer is not None
    until = asking.dismiss(elin, TagChoice(tag=offer.tag, number=offer.number))
    assert (until - clock().date()).days == 91
    assert asking.offer(elin, say(elin, "won 550 Volvo")) is None  # at once, by what is remembered
    clock.advance(days=90)
    fresh = Tags(database, clock, desk)
    assert offered(fresh, say, elin, "won 600 Volvo") is None
    clock.advance(days=1, minutes=1)
    assert offered(fresh, say, elin, "won 700 Volvo") is not None
    fresh.close()


def test_who_leaves_it_alone_thrice_has_answered_too(
    asking: Tags, say: Type, elin: Person, clock: StandingClock
) -> None:
    record(say, elin, 6, "won Acme")
    for n in range(3):
        assert offered(asking, say, elin, f"won {500 + n} Volvo") is not None
        clock.advance(days=1)
    assert offered(asking, say, elin, "won 600 Volvo") is None
    clock.advance(days=28)
    assert offered(asking, say, elin, "won 700 Volvo") is not None


def test_a_tap_is_an_edit_with_its_undo(
    asking: Tags, say: Type, elin: Person, desk: DealDesk, clock: StandingClock
) -> None:
    record(say, elin, 6, "lost Acme")
    offer = offered(asking, say, elin, "lost 500 Volvo")
    assert offer is not None
    choice = TagChoice.unpack(TagChoice(tag=offer.tag, number=offer.number, value="price").pack())
    changed = asking.tell(elin, choice, "tag:1")
    assert changed.deal.details.loss_reason == "price"
    again = asking.tell(elin, TagChoice(tag=offer.tag, number=offer.number, value="timing"), "tag:1")
    assert (again.change_id, again.deal.details.loss_reason) == (changed.change_id, "price")  # one question, one answer
    desk.undo_change(elin, changed.change_id)
    assert desk.find(elin, offer.number).details.loss_reason is None
    for n in range(3):  # answered: nobody takes that for being left alone
        clock.advance(days=1)
        assert offered(asking, say, elin, f"lost {600 + n} Volvo") is not None


def test_a_reason_for_a_deal_that_is_not_lost_any_more_is_not_recorded(
    asking: Tags, say: Type, elin: Person, desk: DealDesk
) -> None:
    say(elin, "lost 500 Volvo")
    say(elin, "edit 1001 won")
    with pytest.raises(errors.FormExpired):
        asking.tell(elin, TagChoice(tag="loss_reason", number=1001, value="price"), "tag:1")
    assert desk.find(elin, 1001).details.loss_reason is None


def test_somebody_else_s_deal_is_not_theirs_to_tag(
    asking: Tags, say: Type, elin: Person, make_person: MakePerson
) -> None:
    say(elin, "lost 500 Volvo")
    with pytest.raises(errors.DealNotYours):
        asking.tell(make_person("U0OSKAR"), TagChoice(tag="loss_reason", number=1001, value="price"), "tag:1")


def test_an_answer_reads_no_database(asking: Tags, say: Type, elin: Person, database: Database) -> None:
    """The first deal after a start is asked nothing; what it began in the background serves the second."""
    record(say, elin, 6, "won Acme")
    first, second = say(elin, "won 500 Volvo"), say(elin, "won 600 Volvo")
    assert asking.offer(elin, first) is None
    asking.settle()
    asking.close()
    database.close()  # whoever would read now would open it again, on a pool that counts it
    before = database.engine.pool.status()
    assert asking.offer(elin, second) is not None
    assert database.engine.pool.status() == before
