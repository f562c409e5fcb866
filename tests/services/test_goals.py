"""Goals: whose they are, what stands, what was, and how far it is to them."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot import errors
from bot.services.figures import Figures
from bot.services.goals import GoalDesk, progress
from bot.storage.engine import Database
from bot.storage.models import Goal as GoalRow
from bot.values import Goal, Goals, Person, PillarScore, Role
from pillars import Window
from tests.conftest import NOW, MakePerson, StandingClock
from tests.services.conftest import Type

AOV = Goal("order_value", 3_000_000.0, "SEK")
WIN = Goal("win_rate", 0.405)
TIME = Goal("time_to_close", 4.5)
OPPS = Goal("opportunities", 60.0)


@pytest.fixture
def goals(database: Database, clock: StandingClock) -> GoalDesk:
    return GoalDesk(database, clock)


@pytest.fixture
def maria(make_person: MakePerson) -> Person:
    return make_person("U0MARIA", name="Maria", role=Role.MANAGER)


def history(database: Database) -> list[tuple[float, bool]]:
    """Value of every goal there was, and whether it stands, oldest first."""
    with database.read() as connection:
        rows = connection.execute(select(GoalRow).order_by(GoalRow.id))
        return [(row.value, row.ended_at is None) for row in rows]


def test_goals_stand_until_they_are_replaced_or_removed(
    database: Database, goals: GoalDesk, make_person: MakePerson
) -> None:
    elin = make_person()
    for goal in (OPPS, WIN, TIME, AOV):
        goals.set(elin, goal)
    assert goals.standing(elin) == Goals(mine=(WIN, AOV, TIME, OPPS), team=())
    higher = replace(AOV, target=3_500_000.0)
    change = goals.set(elin, higher)
    assert (change.goal, change.before) == (higher, AOV)
    goals.remove(elin, "win_rate", team=False)
    assert goals.standing(elin).mine == (higher, TIME, OPPS)
    assert history(database) == [(60, True), (4050, False), (45, True), (3_000_000, False), (3_500_000, True)]


def test_another_process_finds_them(database: Database, goals: GoalDesk, make_person: MakePerson) -> None:
    elin = make_person()
    goals.set(elin, AOV)
    other = Database(database.url.render_as_string(hide_password=False))
    assert GoalDesk(other, lambda: NOW).standing(elin).mine == (AOV,)
    other.close()


def test_who_set_and_who_ended_it_is_kept(
    database: Database, clock: StandingClock, goals: GoalDesk, maria: Person, make_person: MakePerson
) -> None:
    anna = make_person("U0ANNA", name="Anna", role=Role.ADMIN)
    goals.set(maria, replace(AOV, team=True))
    clock.advance(days=1)
    goals.remove(anna, "order_value", team=True)
    with database.read() as connection:
        row = connection.execute(select(GoalRow)).one()
    assert (row.set_by, row.set_at, row.rep_id) == (maria.member_id, NOW, None)
    assert (row.ended_by, row.ended_at) == (anna.member_id, clock())


def test_the_same_again_changes_nothing(database: Database, goals: GoalDesk, make_person: MakePerson) -> None:
    elin = make_person()
    goals.set(elin, AOV)
    assert not goals.set(elin, AOV).changed
    assert history(database) == [(3_000_000, True)]


def test_the_team_s_are_for_managers_and_admins(
    database: Database, goals: GoalDesk, maria: Person, make_person: MakePerson
) -> None:
    elin, team = make_person(), replace(AOV, team=True)
    for attempt in (lambda: goals.set(elin, team), lambda: goals.remove(elin, "order_value", team=True)):
        with pytest.raises(errors.NotAllowed) as raised:
            attempt()
        assert raised.value.params["what"] == "team_goal"
    assert history(database) == []
    change = goals.set(maria, team)
    assert goals.standing(elin) == Goals(mine=(), team=(team,))
    with pytest.raises(errors.NotAllowed):
        goals.take_back(elin, change.goal_id, change.before_id)
    assert goals.standing(maria).mine == ()


def test_there_is_nothing_to_remove(goals: GoalDesk, make_person: MakePerson) -> None:
    with pytest.raises(errors.NoGoal):
        goals.remove(make_person(), "order_value", team=False)


class TestTakingBack:
    def test_a_first_goal_and_putting_it_back(self, goals: GoalDesk, make_person: MakePerson) -> None:
        elin = make_person()
        first = goals.set(elin, AOV)
        undone = goals.take_back(elin, first.goal_id, first.before_id)
        assert (undone.goal, undone.before, goals.standing(elin).mine) == (None, AOV, ())
        again = goals.take_back(elin, undone.goal_id, undone.before_id)
        assert (again.goal, goals.standing(elin).mine) == (AOV, (AOV,))

    def test_a_second_one_gives_the_first_back(self, goals: GoalDesk, make_person: MakePerson) -> None:
        elin = make_person()
        goals.set(elin, AOV)
        change = goals.set(elin, replace(AOV, target=100.0))
        assert goals.take_back(elin, change.goal_id, change.before_id).goal == AOV

    def test_only_while_nothing_came_after(self, goals: GoalDesk, make_person: MakePerson) -> None:
        elin = make_person()
        first = goals.set(elin, AOV)
        later = goals.set(elin, replace(AOV, target=100.0))
        with pytest.raises(errors.GoalChangedSince):
            goals.take_back(elin, first.goal_id, first.before_id)
        goals.take_back(elin, later.goal_id, later.before_id)
        with pytest.raises(errors.GoalChangedSince):
            goals.take_back(elin, later.goal_id, later.before_id)

    def test_nobody_else_s(self, goals: GoalDesk, make_person: MakePerson) -> None:
        elin, bo, far = make_person(), make_person("U0BO"), make_person(team="T0FAR", role=Role.ADMIN)
        change = goals.set(elin, AOV)
        for person in (bo, far):
            with pytest.raises(errors.FormExpired):
                goals.take_back(person, change.goal_id, change.before_id)
        for ids in ((0, 0), (4711, 0), (change.goal_id, 4711)):
            with pytest.raises(errors.FormExpired):
                goals.take_back(elin, *ids)
        assert goals.standing(elin).mine == (AOV,)
        assert goals.standing(far) == Goals((), ())


def test_several_at_once_leave_one_that_stands(database: Database, goals: GoalDesk, maria: Person) -> None:
    failed: list[BaseException] = []

    def set_one(target: int) -> None:
        try:
            goals.set(maria, replace(AOV, target=float(target), team=True))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=set_one, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    rows = history(database)
    assert (len(rows), sum(stands for _, stands in rows)) == (8, 1)


SCORES = {
    "win_rate": PillarScore(0.3, 40),
    "order_value": PillarScore(2_500_000.0, 12),
    "time_to_close": PillarScore(9.0, 10),
    "opportunities": PillarScore(10.0, 10),
}


class TestProgress:
    def test_by_hand(self) -> None:
        ways = progress([AOV, replace(WIN, target=0.4), TIME, OPPS], SCORES, 91, "SEK")
        assert {pillar: way.share for pillar, way in ways.items()} == {
            "order_value": pytest.approx(5 / 6),
            "win_rate": pytest.approx(0.75),
            "time_to_close": 0.5,  # twice as long as the goal: half-way
            "opportunities": pytest.approx(1 / 6),
        }
        assert not any(way.reached for way in ways.values())
        assert ways["order_value"].sample == 12

    def test_reached_exactly_and_beyond(self) -> None:
        for goal, value in ((AOV, 3_000_000.0), (WIN, 0.405), (TIME, 4.5), (TIME, 0.0), (OPPS, 60.0), (OPPS, 80.0)):
            way = progress([goal], {goal.pillar: PillarScore(value, 5)}, 91, "SEK")[goal.pillar]
            assert way.reached
            assert way.share is not None
            assert way.share >= 1

    def test_opportunities_are_of_the_window(self) -> None:
        way = progress([replace(OPPS, target=91.0)], SCORES, 10, "SEK")["opportunities"]
        assert (way.target, way.share, way.reached) == (10, 1, True)

    def test_no_data_is_no_progress_and_not_none_of_it(self) -> None:
        for goal in (AOV, WIN, TIME, OPPS):
            way = progress([goal], {}, 91, "SEK")[goal.pillar]
            assert (way.value, way.share, way.reached, way.sample) == (None, None, None, 0)

    def test_another_currency_is_not_compared(self) -> None:
        way = progress([AOV], SCORES, 91, "EUR")["order_value"]
        assert (way.value, way.share, way.reached, way.comparable) == (None, None, None, False)


def test_cards_show_mine_to_me_and_the_team_s_to_all(
    say: Type, goals: GoalDesk, figures: Figures, maria: Person, make_person: MakePerson
) -> None:
    elin = make_person()
    say(elin, "won 25000 Acme")
    goals.set(elin, AOV)
    goals.set(maria, Goal("opportunities", 100.0, team=True))
    mine = figures.rep_card(elin, elin).goals
    assert mine["order_value"].share == pytest.approx(5 / 6)
    assert list(mine) == ["order_value"]
    assert list(figures.team_card(elin).goals) == ["opportunities"]
    assert figures.rep_card(maria, elin).goals == {}, "what a rep strives for is theirs to tell"
    short = figures.rep_card(elin, elin, Window(date(2026, 11, 1), date(2026, 11, 18))).goals
    assert short["order_value"].share == mine["order_value"].share
