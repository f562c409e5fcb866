"""Forms that are sent when the deal is no longer as they showed it; requests that come twice; rights that have gone."""

from collections.abc import Mapping

import pytest

from bot import errors
from bot.language.commands import Record
from bot.services.deal_fields import Field, fields_of, marks_of
from bot.services.deals import DealDesk
from bot.services.people import People
from bot.values import Amount, Changed, Clash, Deal, Details, Person, Role, Status
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def maria(make_person: MakePerson) -> Person:
    return make_person("U0MARIA", name="Maria", role=Role.MANAGER)


class Form:
    """A form of a deal, open somewhere."""

    def __init__(self, desk: DealDesk, person: Person, deal: Deal, form_id: str = "V1") -> None:
        self._desk, self._person, self._deal, self._id = desk, person, deal, form_id
        self._fields: Mapping[str, Field] = fields_of(deal)

    def sends(self, **typed: Field) -> Changed | Clash:
        shown = marks_of(self._deal)
        return self._desk.edit_by_form(
            self._person, self._deal.number, {**self._fields, **typed}, shown, form_id=self._id
        )


class TestMeanwhile:
    def test_a_deal_that_was_won_elsewhere_stays_won(self, desk: DealDesk, say: Type, elin: Person) -> None:
        deal = say(elin, "open 50k Acme").deal
        say(elin, "won 1001")
        done = Form(desk, elin, deal).sends(note="call on Friday")
        assert isinstance(done, Changed)
        assert (done.deal.status, done.deal.details.note) == (Status.WON, "call on Friday")
        assert done.deal.details.closed_on is not None

    def test_each_of_two_people_has_what_they_changed(
        self, desk: DealDesk, say: Type, elin: Person, maria: Person
    ) -> None:
        deal = say(elin, "open 50k Acme").deal
        form = Form(desk, maria, deal)
        say(elin, "edit 1001 60k")
        form.sends(product="pump")
        now = desk.find(elin, 1001)
        assert (now.amount, now.details.product) == (Amount(6_000_000, "SEK"), "pump")

    def test_the_same_field_is_asked_about_once_and_then_the_form_has_its_way(
        self, desk: DealDesk, say: Type, elin: Person, maria: Person
    ) -> None:
        deal = say(elin, "open 50k Acme").deal
        form = Form(desk, maria, deal)
        won = say(elin, "won 1001").deal
        asked = form.sends(outcome="lost", product="pump")
        assert asked == Clash(won, ("outcome",))
        assert desk.find(elin, 1001) == won, "nothing was saved, of the other field neither"
        done = form.sends(outcome="lost", product="pump")
        assert isinstance(done, Changed)
        assert (done.deal.status, done.deal.details.product) == (Status.LOST, "pump")

    def test_what_changes_again_before_it_is_sent_again_is_asked_about_again(
        self, desk: DealDesk, say: Type, elin: Person
    ) -> None:
        deal = say(elin, "open 50k Acme").deal
        form = Form(desk, elin, deal)
        say(elin, "edit 1001 60k")
        assert isinstance(form.sends(amount=Amount(100, "SEK")), Clash)
        say(elin, "edit 1001 70k")
        asked = form.sends(amount=Amount(100, "SEK"))
        assert isinstance(asked, Clash)
        assert asked.deal.amount == Amount(7_000_000, "SEK")
        assert isinstance(form.sends(amount=Amount(100, "SEK")), Changed)

    def test_another_form_of_the_same_deal_is_asked_for_itself(self, desk: DealDesk, say: Type, elin: Person) -> None:
        deal = say(elin, "open 50k Acme").deal
        say(elin, "edit 1001 60k")
        assert isinstance(Form(desk, elin, deal, "V1").sends(amount=None), Clash)
        assert isinstance(Form(desk, elin, deal, "V2").sends(amount=None), Clash)

    def test_a_deal_that_was_deleted_meanwhile_is_told_of(self, desk: DealDesk, say: Type, elin: Person) -> None:
        deal = say(elin, "open 50k Acme").deal
        desk.delete(elin, 1001)
        with pytest.raises(errors.DealNotFound):
            Form(desk, elin, deal).sends(product="pump")

    def test_a_form_that_says_what_there_is_changes_nothing(self, desk: DealDesk, say: Type, elin: Person) -> None:
        deal = say(elin, "open 50k Acme").deal
        with pytest.raises(errors.NothingToChange):
            Form(desk, elin, deal).sends()


class TestSentTwice:
    def test_the_same_is_done_once(self, desk: DealDesk, say: Type, elin: Person) -> None:
        form = Form(desk, elin, say(elin, "open 50k Acme").deal)
        first, second = form.sends(product="pump"), form.sends(product="pump")
        assert isinstance(first, Changed)
        assert first == second

    def test_a_new_deal_is_recorded_once(self, desk: DealDesk, elin: Person) -> None:
        entry = Record(outcome=Status.WON, amount=Amount(100, "SEK"))
        assert desk.record_by_form(elin, entry, "V9") == desk.record_by_form(elin, entry, "V9")
        assert desk.page(elin).total == 1

    def test_the_corrected_form_is_what_is_recorded(self, desk: DealDesk, elin: Person, clock: StandingClock) -> None:
        """The first was carried out and its answer got lost: the form stood there, and something was put right."""
        desk.record_by_form(elin, Record(outcome=Status.WON, amount=Amount(100, "SEK")), "V9")
        clock.advance(seconds=20)
        right = Record(outcome=Status.WON, amount=Amount(200, "SEK"), details=Details(customer="Acme"))
        done = desk.record_by_form(elin, right, "V9")
        assert isinstance(done, Changed)
        assert (done.deal.amount, done.deal.details.customer) == (Amount(200, "SEK"), "Acme")
        assert desk.page(elin).total == 1


class TestWhoseRequest:
    def test_a_request_is_known_to_whoever_made_it(
        self, desk: DealDesk, say: Type, elin: Person, maria: Person
    ) -> None:
        say(elin, "open 50k Acme", "said:D1:1.2")
        found = desk.recorded_before(elin, "said:D1:1.2")
        assert found is not None
        assert found.number == 1001
        assert desk.recorded_before(maria, "said:D1:1.2") is None

    def test_under_another_s_key_nothing_is_recorded_nor_told(
        self, desk: DealDesk, say: Type, elin: Person, maria: Person
    ) -> None:
        say(elin, "open 50k Acme", "said:D1:1.2")
        with pytest.raises(errors.FormExpired):
            say(maria, "open 70k Volvo", "said:D1:1.2")
        assert desk.page(maria).total == 0


class TestRightsThatHaveGone:
    def test_who_is_no_manager_any_more_takes_nothing_of_others_back(
        self, desk: DealDesk, people: People, say: Type, elin: Person, maria: Person
    ) -> None:
        say(elin, "open 50k Acme")
        change = desk.edit(maria, 1001, {"status": Status.WON})
        undone = desk.undo_change(maria, change.change_id)
        renamed = desk.edit(maria, 1001, {"customer": "Volvo"})
        people.name_role(maria.workspace_id, maria.slack_user_id, Role.REP)
        rep = people.person(maria.workspace_id, maria.slack_user_id, lambda: None)
        assert rep.role is Role.REP
        for change_id in (change.change_id, undone.change_id, renamed.change_id):
            with pytest.raises(errors.DealNotYours):
                desk.undo_change(rep, change_id)
        with pytest.raises(errors.DealNotYours):
            desk.undo(rep)
        assert desk.find(elin, 1001) == renamed.deal

    def test_a_rep_takes_back_what_a_manager_did_to_their_deal(
        self, desk: DealDesk, say: Type, elin: Person, maria: Person
    ) -> None:
        say(elin, "open 50k Acme")
        change = desk.edit(maria, 1001, {"status": Status.WON})
        assert desk.undo_change(elin, change.change_id).deal.status is Status.OPEN
