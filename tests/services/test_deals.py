"""Recording, closing, editing, deleting and undoing, on both databases."""

from datetime import date

import pytest
from sqlalchemy import event

from bot import errors
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.people import People
from bot.storage.engine import Database
from bot.values import Amount, Changed, Deed, Duplicate, Per, Person, Role, Status, WhichDeal
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type, type_to

TODAY = date(2026, 11, 18)


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


def test_a_won_deal_gets_a_number_and_says_where_the_rep_stands(say: Type, elin: Person) -> None:
    done = say(elin, "won 25000 Acme")
    assert isinstance(done, Changed)
    assert (done.deed, done.deal.number, done.deal.status) == (Deed.RECORDED, 1001, Status.WON)
    assert done.deal.amount == Amount(2_500_000, "SEK")
    assert done.deal.details.customer == "Acme"
    assert done.deal.details.closed_on == TODAY
    assert not done.deal.opened_known
    assert (done.standing.win_rate.value, done.standing.win_rate.sample) == (1.0, 1)
    assert (done.standing.order_value.value, done.standing.order_value.sample) == (2_500_000, 1)


def test_numbers_count_up_in_each_workspace_by_itself(say: Type, make_person: MakePerson) -> None:
    here, there = make_person("U1", team="T0HERE"), make_person("U1", team="T0THERE")
    assert [say(here, "won 100 A").deal.number, say(here, "lost 100 B").deal.number] == [1001, 1002]
    assert say(there, "won 100 A").deal.number == 1001
    with pytest.raises(errors.DealNotFound):
        say(there, "edit 1002 note:hej")


def test_figures_follow_wins_losses_and_orders(say: Type, elin: Person) -> None:
    say(elin, "won 100 A")
    say(elin, "lost 300 B")
    say(elin, "order 500 Volvo")
    done = say(elin, "order 700 volvo")  # the same customer and month: one observation of 1 200
    assert (done.standing.win_rate.value, done.standing.win_rate.sample) == (0.5, 2)
    assert (done.standing.order_value.value, done.standing.order_value.sample) == ((10_000 + 120_000) / 2, 2)


def test_amounts_in_another_currency_are_kept_but_not_averaged(say: Type, elin: Person) -> None:
    say(elin, "won 100 A")
    done = say(elin, "won 100 EUR B")
    assert done.deal.amount == Amount(10_000, "EUR")
    assert (done.standing.order_value.value, done.standing.order_value.sample) == (10_000, 1)
    assert done.standing.win_rate.sample == 2


def test_a_monthly_amount_counts_over_the_horizon(say: Type, elin: Person) -> None:
    done = say(elin, "won 2 000/mån Acme")
    assert done.deal.amount == Amount(200_000, "SEK", Per.MONTH)
    assert done.deal.order_value == 12 * 200_000
    assert done.standing.order_value.value == 12 * 200_000


class TestClosing:
    def test_by_number(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme")
        done = say(elin, "won #1001")
        assert (done.deed, done.deal.status, done.deal.amount) == (Deed.CLOSED, Status.WON, Amount(5_000_000, "SEK"))
        assert done.deal.opened_known
        assert done.deal.details.closed_on == TODAY

    def test_by_a_bare_number_says_that_it_might_be_an_amount(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme")
        done = say(elin, "won 1001")
        assert (done.deed, done.deal.amount) == (Deed.CLOSED, Amount(5_000_000, "SEK"))
        assert done.could_be_amount == Amount(100_100, "SEK")

    def test_a_bare_number_that_is_no_open_deal_is_an_amount(self, say: Type, elin: Person) -> None:
        done = say(elin, "won 1001")
        assert (done.deed, done.deal.amount) == (Deed.RECORDED, Amount(100_100, "SEK"))

    def test_by_customer_whatever_the_case_and_spaces(self, say: Type, elin: Person) -> None:
        say(elin, 'open 50k "Acme  AB"')
        done = say(elin, "lost acme ab reason:price")
        assert (done.deed, done.deal.number, done.deal.status) == (Deed.CLOSED, 1001, Status.LOST)
        assert done.deal.details.loss_reason == "price"

    def test_with_a_new_amount(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme")
        assert say(elin, "won #1001 45k").deal.amount == Amount(4_500_000, "SEK")

    def test_an_amount_beside_a_customer_with_an_open_deal_is_asked_about(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme")
        asked = say(elin, "won 25000 Acme")
        assert isinstance(asked, WhichDeal)
        assert ([d.number for d in asked.candidates], asked.may_be_new) == ([1001], True)

    def test_several_open_deals_of_a_customer_are_asked_about(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme")
        say(elin, "open 60k Acme")
        asked = say(elin, "won Acme")
        assert isinstance(asked, WhichDeal)
        assert ([d.number for d in asked.candidates], asked.may_be_new) == ([1002, 1001], False)

    def test_a_customer_without_an_open_deal(self, say: Type, elin: Person) -> None:
        with pytest.raises(errors.NoOpenDealFor):
            say(elin, "won Acme")
        assert say(elin, "lost Acme").deal.amount is None  # a loss counts without its amount

    def test_a_closed_one_stays_closed(self, say: Type, elin: Person) -> None:
        say(elin, "won 100 Acme")
        with pytest.raises(errors.DealAlreadyClosed):
            say(elin, "lost #1001")

    def test_the_rest_of_what_was_said_is_added(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme product:Lamps opened:2026-11-01")
        done = say(elin, "won #1001 role:CFO closed:yesterday")
        details = done.deal.details
        assert (details.product, details.contact_role, details.closed_on) == ("Lamps", "CFO", date(2026, 11, 17))


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("won 100 A closed:2026-11-19", errors.DateInFuture),
            ("won 100 A opened:2026-11-02 closed:2026-11-01", errors.ClosedBeforeOpened),
            ("open 100 A closed:2026-11-01", errors.OpenHasNoClosing),
            ("won 100 A opened:2026-10-01 closed:2026-11-01 quoted:2026-11-02", errors.DatesOutOfOrder),
            ("won 100 A opened:2026-10-01 meeting:2026-09-30", errors.DatesOutOfOrder),
            ("won 100 A closed:1926-11-01", errors.DateTooOld),
            ("won #4711", errors.DealNotFound),
            ("edit 4711 note:hej", errors.DealNotFound),
        ],
    )
    def test_changes_nothing(
        self, say: Type, desk: DealDesk, elin: Person, text: str, error: type[errors.CoachError]
    ) -> None:
        with pytest.raises(error):
            say(elin, text)
        assert desk.page(elin).total == 0
        with pytest.raises(errors.NothingToUndo):
            desk.undo(elin)

    def test_nobody_changes_a_colleagues_deal(self, say: Type, desk: DealDesk, make_person: MakePerson) -> None:
        elin, oskar = make_person("U1", name="Elin"), make_person("U2", name="Oskar")
        change = say(elin, "open 100 A")
        for attempt in ("won #1001", "edit 1001 note:mine"):
            with pytest.raises(errors.DealNotYours):
                say(oskar, attempt)
        with pytest.raises(errors.DealNotYours):
            desk.delete(oskar, 1001)
        with pytest.raises(errors.DealNotYours):
            desk.undo_change(oskar, change.change_id)
        assert desk.find(elin, 1001).status is Status.OPEN

    def test_a_manager_may_put_a_deal_right(self, say: Type, make_person: MakePerson) -> None:
        elin, maria = make_person("U1"), make_person("U3", name="Maria", role=Role.MANAGER)
        say(elin, "open 100 A")
        assert say(maria, "edit 1001 30000").deal.rep_name == "Elin"

    def test_a_call_off_has_no_outcome(self, say: Type, elin: Person) -> None:
        say(elin, "order 100 Volvo")
        with pytest.raises(errors.OpenDealsOnly):
            say(elin, "lost #1001")


class TestTheSameAgain:
    def test_within_two_minutes_is_asked_about(self, say: Type, clock: StandingClock, elin: Person) -> None:
        first = say(elin, "won 25000 Acme")
        clock.advance(seconds=119)
        asked = say(elin, "won 25 000 kr ACME")
        assert isinstance(asked, Duplicate)
        assert asked.first.number == first.deal.number

    def test_is_recorded_when_asked_for_or_later_or_by_another(
        self, say: Type, clock: StandingClock, make_person: MakePerson
    ) -> None:
        elin, oskar = make_person("U1"), make_person("U2", name="Oskar")
        say(elin, "won 25000 Acme")
        assert isinstance(say(elin, "won 25000 Acme", again=True), Changed)
        assert isinstance(say(oskar, "won 25000 Acme"), Changed)
        clock.advance(minutes=2, seconds=1)
        assert isinstance(say(elin, "won 25000 Acme"), Changed)

    @pytest.mark.parametrize("other", ["won 25001 Acme", "won 25000 Acne", "lost 25000 Acme", "won 25000 EUR Acme"])
    def test_something_else_is_not_the_same(self, say: Type, elin: Person, other: str) -> None:
        say(elin, "won 25000 Acme")
        assert isinstance(say(elin, other), Changed)

    def test_a_request_that_comes_twice_is_carried_out_once(self, say: Type, desk: DealDesk, elin: Person) -> None:
        first = say(elin, "won 25000 Acme", "request-1")
        second = say(elin, "won 25000 Acme", "request-1")
        assert second == first
        assert desk.page(elin).total == 1

    def test_an_edit_and_a_closing_that_come_twice_give_the_first_answer(self, say: Type, elin: Person) -> None:
        say(elin, "open 50k Acme")
        assert say(elin, "edit 1001 60k", "request-2") == say(elin, "edit 1001 60k", "request-2")
        first = say(elin, "won #1001", "request-3")
        again = say(elin, "won #1001", "request-3")
        assert (again.change_id, again.deal) == (first.change_id, first.deal)


class TestEditing:
    def test_an_edit_says_what_was_and_what_is(self, say: Type, elin: Person) -> None:
        say(elin, "won 100 Acme")
        done = say(elin, "edit 1001 30000 product:Lamps customer:Volvo opened:2026-10-01")
        assert done.before.amount == Amount(10_000, "SEK")
        assert done.deal.amount == Amount(3_000_000, "SEK")
        assert done.deal.opened_known
        assert (done.deal.details.customer, done.deal.details.opened_on) == ("Volvo", date(2026, 10, 1))
        assert done.standing.order_value.value == 3_000_000

    def test_an_outcome_can_be_corrected(self, say: Type, elin: Person) -> None:
        say(elin, "won 100 Acme")
        assert say(elin, "edit 1001 lost").standing.win_rate.value == 0.0
        opened = say(elin, "edit 1001 open")
        assert (opened.deal.details.closed_on, opened.standing.win_rate.sample) == (None, 0)

    def test_nothing_new_is_said_so(self, say: Type, elin: Person) -> None:
        say(elin, "won 100 Acme")
        with pytest.raises(errors.NothingToChange):
            say(elin, "edit 1001 100")

    def test_a_field_can_be_emptied(self, say: Type, elin: Person) -> None:
        say(elin, "won 100 Acme")
        assert say(elin, "edit 1001 customer:-").deal.details.customer is None


class TestUndo:
    def test_walks_back_through_whatever_was_done(self, say: Type, desk: DealDesk, elin: Person) -> None:
        say(elin, "open 100 Acme")
        say(elin, "edit 1001 200")
        say(elin, "won #1001")
        desk.delete(elin, 1001)
        undone = [desk.undo(elin) for _ in range(4)]
        assert [u.undid for u in undone] == [Deed.DELETED, Deed.CLOSED, Deed.EDITED, Deed.RECORDED]
        assert [u.deal.status for u in undone[:3]] == [Status.WON, Status.OPEN, Status.OPEN]
        assert undone[2].deal.amount == Amount(10_000, "SEK")
        assert undone[3].deal.deleted
        with pytest.raises(errors.NothingToUndo):
            desk.undo(elin)

    def test_can_itself_be_taken_back(self, say: Type, desk: DealDesk, elin: Person) -> None:
        recorded = say(elin, "won 100 Acme")
        undone = desk.undo_change(elin, recorded.change_id)
        assert undone.standing.win_rate.value is None
        restored = desk.undo_change(elin, undone.change_id)
        assert not restored.deal.deleted
        assert restored.standing.win_rate.sample == 1
        assert desk.undo(elin).undid is Deed.RECORDED  # it stands again, so it can be undone again

    def test_twice_is_refused(self, say: Type, desk: DealDesk, elin: Person) -> None:
        recorded = say(elin, "won 100 Acme")
        desk.undo_change(elin, recorded.change_id)
        with pytest.raises(errors.AlreadyUndone):
            desk.undo_change(elin, recorded.change_id)

    def test_never_loses_a_later_change(self, say: Type, desk: DealDesk, elin: Person) -> None:
        recorded = say(elin, "won 100 Acme")
        say(elin, "edit 1001 200")
        with pytest.raises(errors.UndoneElsewhere):
            desk.undo_change(elin, recorded.change_id)

    def test_puts_back_a_customers_name_and_all_else(self, say: Type, desk: DealDesk, elin: Person) -> None:
        was = say(elin, "won 2000/mån Acme product:Lamps role:CFO note:hej opened:2026-10-01").deal
        say(elin, "edit 1001 100 customer:Volvo product:- note:- lost reason:price")
        assert desk.undo(elin).deal == was

    def test_instead_of_closing_records_the_amount(self, say: Type, desk: DealDesk, elin: Person) -> None:
        say(elin, "open 50k Acme")
        closed = say(elin, "won 1001")
        entry = Record(outcome=Status.WON, amount=closed.could_be_amount)
        done = desk.record_instead(elin, closed.change_id, entry, "pressed")
        assert desk.find(elin, 1001).status is Status.OPEN
        assert done.deal.amount == Amount(100_100, "SEK")


class TestList:
    def test_pages_newest_first(self, say: Type, desk: DealDesk, elin: Person) -> None:
        for n in range(12):
            say(elin, f"won {n + 1} Kund{n}" if n % 2 else f"open {n + 1} Kund{n}")
        page = desk.page(elin)
        assert (page.total, page.pages, [d.number for d in page.deals]) == (12, 2, list(range(1012, 1002, -1)))
        assert [d.number for d in desk.page(elin, 2).deals] == [1002, 1001]
        assert desk.page(elin, 99).page == 2
        assert desk.page(elin, 10**15).page == 2
        assert desk.page(elin, open_only=True).total == 6

    def test_of_nothing_is_one_empty_page(self, desk: DealDesk, elin: Person) -> None:
        page = desk.page(elin)
        assert (page.deals, page.page, page.pages, page.total) == ((), 1, 1, 0)


def test_a_rep_ahead_of_the_workspaces_day_sees_todays_deal_count(
    say: Type, make_person: MakePerson, clock: StandingClock
) -> None:
    clock.advance(hours=8)  # 17:30 UTC: the 18th in Stockholm, the 19th in Sydney
    sydney = make_person("U9", tz="Australia/Sydney")
    done = say(sydney, "won 100 Acme")
    assert done.deal.details.closed_on == date(2026, 11, 19)
    assert done.standing.win_rate.sample == 1


def test_every_statement_is_limited_to_one_workspace(
    database_url: str, clock: StandingClock, make_person: MakePerson
) -> None:
    """Read off at the driver, whoever wrote the SQL."""
    if not database_url.startswith("sqlite"):
        pytest.skip("SQLite's driver tells its statements; they are the same for PostgreSQL")
    elin = make_person()
    statements: list[str] = []
    watched = Database(database_url)
    event.listen(watched.engine, "checkout", lambda driver, *_: driver.set_trace_callback(statements.append))
    desk, figures, people = DealDesk(watched, clock), Figures(watched, clock), People(watched, clock)
    for text in ("open 100 Acme", "won Acme", "order 100 Volvo", "won 24k/yr Kund", "edit 1001 200"):
        type_to(desk, clock)(elin, text)
    desk.undo(elin)
    desk.delete(elin, 1001)
    desk.page(elin)
    figures.team_card(elin)
    people.person(elin.workspace_id, elin.slack_user_id, lambda: None)
    people.members(elin.workspace_id)
    watched.close()
    tables = ("deals", "deal_changes", "customers", "members", "daily_tallies")
    touching = [s for s in statements if any(f" {table} " in f"{s} " for table in tables)]
    assert len(touching) > 30
    assert [s for s in touching if "workspace_id" not in s] == []
