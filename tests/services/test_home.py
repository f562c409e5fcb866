"""What the home tab is made of: by whose right, and what is left out where it is not there."""

from datetime import timedelta

import pytest

from bot import errors
from bot.app import Services
from bot.assembly import build_services
from bot.services.benchmarks import Keeper
from bot.services.figures import Figures
from bot.services.home import MOST_LEADERS, HomeDesk
from bot.services.people import People, Profile
from bot.storage.engine import Database
from bot.values import Goal, Person, Role
from bot.values.commitment import Answer
from bot.values.home import RoleHolder
from bot.values.sharing import Sharing
from coaching.catalogue import RULES
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type

BOARDS = Sharing(boards_channel="C0BOARD", improved_board=True)
RULE = "account_selection"


@pytest.fixture
def services(database: Database, clock: StandingClock) -> Services:
    return build_services(database, clock)


@pytest.fixture
def home(services: Services) -> HomeDesk:
    return services.home


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def maria(make_person: MakePerson) -> Person:
    return make_person("U0MARIA", name="Maria", role=Role.MANAGER)


@pytest.fixture
def anna(make_person: MakePerson) -> Person:
    return make_person("U0ANNA", name="Anna", role=Role.ADMIN)


class TestMine:
    def test_it_is_one_s_own(self, home: HomeDesk, say: Type, elin: Person, maria: Person) -> None:
        say(elin, "won 25000 Acme")
        say(elin, "open 500 Volvo")
        mine, hers = home.mine(elin, "sv"), home.mine(maria, "en")
        assert (mine.card.mine, mine.card.won, mine.open_deals.total) == (True, 1, 1)
        assert (hers.card.mine, hers.card.won, hers.open_deals.total) == (True, 0, 0)

    def test_goals_stand_on_the_card(self, home: HomeDesk, services: Services, elin: Person) -> None:
        services.goals.set(elin, Goal("win_rate", 0.4))
        assert list(home.mine(elin, "sv").card.goals) == ["win_rate"]

    def test_what_is_under_way_with_its_answers(self, home: HomeDesk, services: Services, elin: Person) -> None:
        assert home.mine(elin, "sv").commitments == ()
        begun = services.commitments.begin(elin, RULE, "order_value")
        assert begun is not None
        week = home.mine(elin, "sv").week
        assert (week.weekday(), week <= home.mine(elin, "sv").today < week + timedelta(days=7)) == (0, True)
        services.commitments.check_in(elin, begun[0].id, week, Answer.PARTLY)
        (running,) = home.mine(elin, "sv").commitments
        assert (running.rule, running.answers) == (RULE, {week: Answer.PARTLY})
        services.commitments.finish(elin, running.id)
        assert home.mine(elin, "sv").commitments == ()

    def test_boards_are_a_choice_only_where_there_are_any(
        self, home: HomeDesk, services: Services, elin: Person, anna: Person
    ) -> None:
        assert home.mine(elin, "sv").boards is None
        services.channels.change(anna, BOARDS)
        assert home.mine(elin, "sv").boards is False
        services.channels.take_part(elin, joins=True)
        assert home.mine(elin, "sv").boards is True
        services.channels.take_part(elin, joins=False)
        assert home.mine(elin, "sv").boards is False

    def test_the_weekly_choice(self, home: HomeDesk, services: Services, elin: Person) -> None:
        assert (home.mine(elin, "sv").weekly.asked, home.mine(elin, "sv").weekly.wanted) == (False, False)
        services.weekly.set(elin, weekday=4)
        assert (home.mine(elin, "sv").weekly.wanted, home.mine(elin, "sv").weekly.weekday) == (True, 4)

    def test_a_page_that_there_is(self, home: HomeDesk, say: Type, elin: Person) -> None:
        for n in range(7):
            say(elin, f"open {500 + n} Volvo{n}")
        assert [home.mine(elin, "sv", page).open_deals.page for page in (1, 2, 3)] == [1, 2, 2]


class TestTeam:
    def test_names_are_for_managers_and_admins(
        self, home: HomeDesk, say: Type, elin: Person, maria: Person, anna: Person
    ) -> None:
        say(elin, "won 25000 Acme")
        say(maria, "lost 500 Volvo")
        for person, named in ((elin, False), (maria, True), (anna, True)):
            card = home.team(person, "en").card
            assert card is not None
            assert (card.won, card.lost, card.name) == (1, 1, None)
            assert bool(card.reps) is named

    def test_what_runs_is_counted_for_managers_alone(
        self, home: HomeDesk, services: Services, elin: Person, maria: Person
    ) -> None:
        begun = services.commitments.begin(elin, RULE, "order_value")
        assert begun is not None
        assert home.team(elin, "sv").works_on == ()
        (line,) = home.team(maria, "en").works_on
        assert (line.rule, line.running, line.shared_by) == (RULE, 1, ())
        services.commitments.share(elin, begun[0].id, shared=True)
        (line,) = home.team(maria, "en").works_on
        assert [work.name for work in line.shared_by] == ["Elin"]

    def test_its_goals(self, home: HomeDesk, services: Services, elin: Person, maria: Person) -> None:
        services.goals.set(maria, Goal("win_rate", 0.4, team=True))
        assert [goal.pillar for goal in home.team(elin, "sv").goals.team] == ["win_rate"]

    def test_figures_that_are_not_ready_are_left_out(
        self, database: Database, clock: StandingClock, services: Services, say: Type, elin: Person
    ) -> None:
        say(elin, "won 25000 Acme")
        idle = Keeper(database, clock, kept_above=0)
        idle.close()
        desk = HomeDesk(
            database,
            clock,
            people=services.people,
            figures=Figures(database, clock, idle, live_up_to=0),
            goals=services.goals,
            coach=services.coach,
            commitments=services.commitments,
            weekly=services.weekly,
            channels=services.channels,
            playbooks=services.playbooks,
            reasons=services.reasons,
        )
        assert desk.team(elin, "sv").card is None
        mine = desk.mine(elin, "sv").card
        assert (mine.won, mine.team_pending) == (1, True)


class TestWorkspace:
    def test_it_is_for_admins(self, home: HomeDesk, elin: Person, maria: Person) -> None:
        for person in (elin, maria):
            with pytest.raises(errors.NotAllowed):
                home.workspace(person)

    def test_who_sees_everyone_admins_first(self, home: HomeDesk, elin: Person, maria: Person, anna: Person) -> None:
        tab = home.workspace(anna)
        assert tab.leaders == (RoleHolder("Anna", admin=True, named=True), RoleHolder("Maria", admin=False, named=True))
        assert (tab.members, tab.more_leaders, tab.weekly_wanted) == (3, 0, 0)

    def test_slack_s_own_admins_and_those_who_have_left(self, home: HomeDesk, people: People, anna: Person) -> None:
        for user, active in (("U0BOSS", True), ("U0GONE", False)):
            profile = Profile(user, user, user, "Europe/Stockholm", "en-GB", slack_admin=True, active=active)
            people.remember(anna.workspace_id, profile)
        tab = home.workspace(anna)
        assert [(each.name, each.named) for each in tab.leaders] == [("Anna", True), ("U0BOSS", False)]
        assert tab.members == 2

    def test_more_than_are_named(self, home: HomeDesk, make_person: MakePerson, anna: Person) -> None:
        for n in range(MOST_LEADERS + 2):
            make_person(f"U0LEAD{n}", name=f"Lead {n}", role=Role.MANAGER)
        tab = home.workspace(anna)
        assert (len(tab.leaders), tab.leaders[0].name, tab.more_leaders) == (MOST_LEADERS, "Anna", 3)

    def test_what_holds(self, home: HomeDesk, services: Services, elin: Person, anna: Person) -> None:
        services.weekly.set(elin)
        services.channels.change(anna, BOARDS)
        services.reasons.change(anna, ("price", "Fel färg"))
        tab = home.workspace(anna)
        assert (tab.rules, tab.rules_off, tab.own_actions) == (len(RULES), 0, 0)
        assert (tab.reasons, tab.sharing.boards, tab.weekly_wanted) == (("price", "Fel färg"), ("improved",), 1)
        assert tab.yardstick == anna.yardstick
