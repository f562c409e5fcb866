"""The coach's facts: the card's figures, the same from what is kept as from all deals; what the team may see."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from benchmarks.card_data import fill
from bot.assembly import build_services
from bot.services.benchmarks import Keeper, Order
from bot.services.coach import Coach
from bot.services.coach_facts import facts_from, read_ground
from bot.services.commitments import Commitments
from bot.services.figures import Figures
from bot.services.people import People
from bot.services.playbooks import Playbooks
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.commitment import Answer
from pillars import PILLARS, Window
from tests.conftest import MakePerson, StandingClock
from tests.selling import Selling, colleagues, sell
from tests.services.test_benchmarks import differences

TODAY = date(2026, 11, 18)
NONE_LIVE = 0
TAGGED = Selling(
    reasons=("price", "timing", None), roles=("CFO", "CEO", None), products=("A", "B", "C", None), customers=17
)


@pytest.fixture
def maria(make_person: MakePerson) -> Person:
    return make_person("U0MARIA", name="Maria", role=Role.MANAGER, locale="en-GB")


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def keeper(database: Database, clock: StandingClock) -> Iterator[Keeper]:
    made = Keeper(database, clock, kept_above=0)
    yield made
    made.close()


def coach_over(database: Database, clock: StandingClock, figures: Figures, live_up_to: int = 10**9) -> Coach:
    return Coach(database, clock, figures, Playbooks(database, clock), live_up_to)


class TestFacts:
    def test_from_what_is_kept_as_from_all_deals(
        self, database: Database, clock: StandingClock, people: People, elin: Person, keeper: Keeper
    ) -> None:
        for n, other in enumerate(colleagues(people, elin.workspace_id, 5)):
            products = (("A",), ("A", "B", "C", "D"), ("B", None), ("C", "D", "E"), ("A", "E"))[n]
            sell(
                database,
                elin.workspace_id,
                other,
                replace(TAGGED, amount=20_000 + 2_000 * n, products=products).deals(TODAY),
            )
        sell(database, elin.workspace_id, elin.member_id, replace(TAGGED, amount=9_000, every=3).deals(TODAY))
        keeper.renew()
        everybody = [elin, *(people.person(elin.workspace_id, f"U0COL{n}", lambda: None) for n in range(5))]
        idle = Keeper(database, clock, kept_above=0)
        idle.close()
        card_of = Figures(database, clock, idle, live_up_to=NONE_LIVE)
        for person in everybody:
            card = card_of.rep_card(person, person)
            with database.read() as connection:
                kept, live = (read_ground(connection, person, card.window, limit) for limit in (NONE_LIVE, 10**9))
            assert kept.around is not None
            facts = [facts_from(card, ground, TODAY) for ground in (kept, live)]
            assert differences(*facts) == []
            assert facts[0].products is not None
            assert facts[0].small_orders is not None
            assert facts[0].low_potential is not None
            assert facts[0].loss_reasons is not None
            assert facts[0].loss_reasons.team

    def test_the_figures_are_those_of_the_card(
        self, database: Database, clock: StandingClock, maria: Person, people: People
    ) -> None:
        fill(database, maria.workspace_id, deals=1_600, reps=8, today=TODAY)
        figures = Figures(database, clock)
        rep = people.person(maria.workspace_id, "U0003", lambda: None)
        card = figures.rep_card(rep, rep)
        with database.read() as connection:
            facts = facts_from(card, read_ground(connection, rep, card.window), TODAY)
        for name in PILLARS:
            fact, score = facts.pillars[name], card.scores[name]
            for figure in (
                "value",
                "sample",
                "low",
                "high",
                "previous",
                "team",
                "team_sample",
                "level",
                "vs_team",
                "season",
            ):
                assert getattr(fact, figure) == getattr(score, figure), (name, figure)
            lever = next(each for each in card.levers if each.pillar == name)
            assert (fact.lever, fact.target) == (lever.gain, lever.target)
            assert (fact.gap is not None) == (score.sample >= 5)  # fewer show no habit
        assert (facts.won, facts.lost, facts.colleagues) == (card.won, card.lost, card.colleagues)

    def test_the_card_names_the_pillar_that_the_coach_names(
        self, database: Database, clock: StandingClock, maria: Person, people: People
    ) -> None:
        fill(database, maria.workspace_id, deals=1_600, reps=8, today=TODAY)
        services = build_services(database, clock)
        named = []
        for n in range(8):
            rep = people.person(maria.workspace_id, f"U{n:04}", lambda: None)
            tab, counsel = services.home.mine(rep, "sv"), services.coach.counsel(rep, "sv")
            assert tab.card.focus is not None
            assert tab.card.focus == counsel.plan.focus
            named.append(tab.card.focus.pillar)
            aim = counsel.plan.aim
            assert aim is None or aim in tab.card.levers
        assert len(set(named)) > 1

    def test_with_too_few_decisions_the_card_names_none(
        self, database: Database, clock: StandingClock, elin: Person
    ) -> None:
        sell(database, elin.workspace_id, elin.member_id, replace(TAGGED, days=10).deals(TODAY))
        card = Figures(database, clock).rep_card(elin, elin)
        assert 0 < card.won + card.lost < 10
        assert card.focus is None

    def test_a_stale_deal_that_is_still_open_is_left_in_peace(
        self, database: Database, clock: StandingClock, maria: Person, people: People
    ) -> None:
        fill(database, maria.workspace_id, deals=1_600, reps=8, today=TODAY)
        services = build_services(database, clock)
        everybody = [people.person(maria.workspace_id, f"U{n:04}", lambda: None) for n in range(8)]
        rep = next(each for each in everybody if services.stale.of(each).total)
        card = services.figures.rep_card(rep, rep)

        def counted() -> tuple[int, int, int]:
            with database.read() as connection:
                ground = read_ground(connection, rep, card.window, today=TODAY)
            told = facts_from(card, ground, TODAY).stale
            assert told is not None
            return told.count, services.stale.of(rep).total, services.home.mine(rep, "sv").open_deals.stale

        before = counted()
        assert len(set(before)) == 1
        services.stale.keep_open(rep, services.stale.of(rep).deals[0].deal.number)
        assert counted() == tuple(each - 1 for each in before)

    def test_while_the_team_is_being_added_up_nothing_is_compared(
        self, database: Database, clock: StandingClock, elin: Person
    ) -> None:
        sell(database, elin.workspace_id, elin.member_id, TAGGED.deals(TODAY))
        idle = Keeper(database, clock, kept_above=0)
        idle.close()
        coach = coach_over(database, clock, Figures(database, clock, idle, live_up_to=NONE_LIVE), NONE_LIVE)
        counsel = coach.counsel(elin, "sv")
        assert counsel.team_pending
        assert not counsel.plan.focus.clear
        assert counsel.plan.suggestions

    def test_somebody_without_deals_is_met_with_none(
        self, database: Database, clock: StandingClock, elin: Person
    ) -> None:
        counsel = coach_over(database, clock, Figures(database, clock)).counsel(elin, "sv")
        assert counsel.plan.no_data
        assert counsel.plan.suggestions[0].advice.rule == "start_measuring"

    def test_a_named_period_keeps_nothing_for_the_coach(
        self, database: Database, clock: StandingClock, elin: Person, keeper: Keeper
    ) -> None:
        sell(database, elin.workspace_id, elin.member_id, TAGGED.deals(TODAY))
        third = Window(date(2026, 7, 1), date(2026, 9, 30))
        assert keeper.make(Order(elin.workspace_id, third, elin.yardstick))
        with database.read() as connection:
            assert read_ground(connection, elin, third, NONE_LIVE).around is None


class TestPlaybook:
    def test_what_an_admin_changes_holds_at_once(
        self, database: Database, clock: StandingClock, elin: Person, make_person: MakePerson
    ) -> None:
        anna = make_person("U0ANNA", name="Anna", role=Role.ADMIN)
        services = build_services(database, clock)
        sell(database, elin.workspace_id, elin.member_id, replace(TAGGED, days=10).deals(TODAY))
        before = services.coach.counsel(elin, "sv")
        assert before.plan.suggestions[0].advice.rule == "start_measuring"
        services.playbooks.change(anna, 'review_weeks = 6\noff = ["start_measuring"]\n')
        after = services.coach.counsel(elin, "sv").plan
        assert "start_measuring" not in [each.advice.rule for each in after.suggestions]
        assert services.coach.offer(elin, "start_measuring", "sv") is None
        offer = services.coach.offer(elin, "next_step", "sv")
        assert offer is not None
        assert offer.weeks == 6
        assert services.coach.offer(elin, "no_such_rule", "sv") is None


class TestTeam:
    @pytest.fixture
    def desk(self, database: Database, clock: StandingClock) -> Commitments:
        return Commitments(database, clock)

    @pytest.fixture
    def coach(self, database: Database, clock: StandingClock) -> Coach:
        return coach_over(database, clock, Figures(database, clock))

    def begun(self, desk: Commitments, person: Person, rule: str) -> int:
        found = desk.begin(person, rule, "order_value")
        assert found is not None
        return found[0].id

    def test_names_only_of_those_who_share_and_only_for_managers(
        self, desk: Commitments, coach: Coach, elin: Person, maria: Person, make_person: MakePerson
    ) -> None:
        oskar = make_person("U0OSKAR", name="Oskar")
        shared = self.begun(desk, elin, "next_step")
        self.begun(desk, oskar, "next_step")
        desk.share(elin, shared, shared=True)
        (line,) = coach.team(maria)
        assert (line.rule, line.running, [work.name for work in line.shared_by]) == ("next_step", 2, ["Elin"])
        assert coach.team(oskar) == ()
        desk.share(elin, shared, shared=False)
        assert coach.team(maria)[0].shared_by == ()
        assert coach.team(make_person("U0ELSE", team="T0OTHER", role=Role.MANAGER)) == ()

    def test_what_was_stopped_is_told_to_nobody(
        self, desk: Commitments, coach: Coach, elin: Person, maria: Person
    ) -> None:
        found = self.begun(desk, elin, "next_step")
        desk.share(elin, found, shared=True)
        desk.finish(elin, found)
        assert coach.team(maria) == ()

    def test_effects_are_pooled_as_soon_as_a_verdict_is_given(
        self,
        database: Database,
        desk: Commitments,
        coach: Coach,
        elin: Person,
        maria: Person,
        people: People,
        clock: StandingClock,
    ) -> None:
        for other in colleagues(people, elin.workspace_id):
            sell(database, elin.workspace_id, other, Selling().deals(TODAY + timedelta(days=27)))
        sell(database, elin.workspace_id, elin.member_id, Selling(amount=10_000).deals(TODAY))
        found = self.begun(desk, elin, "account_selection")
        assert coach.team(maria)[0].effect is None
        sell(database, elin.workspace_id, elin.member_id, Selling(days=27).deals(TODAY + timedelta(days=27)))
        clock.advance(days=28)
        desk.review(elin, found)
        for person in (maria, elin):
            (line,) = coach.team(person)
            assert line.effect is not None
            assert (line.effect.tried, line.effect.moved, line.effect.mean > 0) == (1, 1, True)
            assert line.shared_by == ()

    def test_what_the_weekly_letters_are_told(
        self, database: Database, desk: Commitments, coach: Coach, elin: Person, make_person: MakePerson
    ) -> None:
        oskar = make_person("U0OSKAR", name="Oskar")
        found = self.begun(desk, elin, "next_step")
        desk.check_in(elin, found, desk.week_of(elin), Answer.PARTLY)
        desk.silence(oskar, "open_questions", for_good=True)
        with database.read() as connection:
            told = coach.told(connection, elin.workspace_id, TODAY + timedelta(weeks=4))
            elsewhere = coach.told(connection, make_person(team="T0OTHER").workspace_id, TODAY)
        (action,) = told.actions[elin.member_id]
        assert (action.rule, action.running, action.review_due, action.completion) == ("next_step", True, True, 0.5)
        assert [silence.rule for silence in told.silences[oskar.member_id]] == ["open_questions"]
        assert (elsewhere.actions, elsewhere.silences) == ({}, {})
