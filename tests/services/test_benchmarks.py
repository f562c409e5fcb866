"""Kept figures: the same card as counted from all deals, never out of date without saying so, nobody else's."""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from benchmarks.card_data import fill
from bot.errors import FiguresNotReady
from bot.services.benchmarks import LEASE, LEAST_AGE, Keeper, Order
from bot.services.figures import Figures
from bot.services.imports import NO_OWNER, Imports
from bot.services.kept_figures import fingerprint
from bot.services.people import People, Profile
from bot.storage import benchmarks as store
from bot.storage.engine import Database
from bot.storage.models import Deal, KeptBenchmark, Member, TeamFigures
from bot.storage.settings_history import change_yardstick
from bot.storage.workspaces import Members
from bot.values import Card, Person, Role
from pillars import PILLARS, Window
from tests.conftest import NOW, MakePerson, StandingClock
from tests.services.conftest import Type

REPS, DEALS, TODAY = 8, 1_600, date(2026, 11, 18)
ALL_LIVE, NONE_LIVE = 10**9, 0


@pytest.fixture
def maria(make_person: MakePerson) -> Person:
    return make_person("U0MARIA", name="Maria", role=Role.MANAGER)


@pytest.fixture
def team(database: Database, maria: Person, people: People) -> list[Person]:
    """Eight reps with two hundred deals each, over two and a half years."""
    fill(database, maria.workspace_id, deals=DEALS, reps=REPS, today=TODAY)
    return [people.person(maria.workspace_id, f"U{n:04d}", lambda: None) for n in range(REPS)]


@pytest.fixture
def keeper(database: Database, clock: StandingClock) -> Iterator[Keeper]:
    made = Keeper(database, clock, kept_above=0)
    yield made
    made.close()


@pytest.fixture
def kept(database: Database, clock: StandingClock, keeper: Keeper) -> Figures:
    """Cards as in a workspace with so many deals that none of them is counted within an answer."""
    return Figures(database, clock, keeper, live_up_to=NONE_LIVE)


@pytest.fixture
def resting(database: Database, clock: StandingClock) -> Figures:
    """The same while nothing is counted in the background: what is asked for does not come."""
    idle = Keeper(database, clock, kept_above=0)
    idle.close()
    return Figures(database, clock, idle, live_up_to=NONE_LIVE)


@pytest.fixture
def live(database: Database, clock: StandingClock) -> Figures:
    """Cards that are counted from all deals each time."""
    return Figures(database, clock, Keeper(database, clock, kept_above=ALL_LIVE))


def differences(a: Any, b: Any, where: str = "") -> list[str]:
    """Where two values differ by more than rounding."""
    if is_dataclass(a) and type(a) is type(b):
        pairs = [(f".{f.name}", getattr(a, f.name), getattr(b, f.name)) for f in fields(a)]
    elif isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        pairs = [(f"[{key}]", a[key], b[key]) for key in a]
    elif isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)) and len(a) == len(b):
        pairs = [(f"[{n}]", *both) for n, both in enumerate(zip(a, b, strict=True))]
    elif isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9):
        return []
    else:
        return [] if a == b else [f"{where}: {a!r} is not {b!r}"]
    return [each for name, x, y in pairs for each in differences(x, y, where + name)]


def verdicts(card: Card) -> list[str]:
    return [verdict for score in card.scores.values() for verdict in (score.vs_previous, score.vs_team, score.season)]


def make_worse(database: Database, rep: Person) -> None:
    """Somebody of whom there is something to say: what they won since June they lost."""
    with database.write() as connection:
        lately = (Deal.rep_id == rep.member_id, Deal.status == "won", Deal.closed_on >= date(2026, 6, 1))
        connection.execute(update(Deal).where(*lately).values(status="lost"))


class TestTheSameCard:
    def test_a_reps_is_the_same_from_one_row_as_from_all_deals(
        self, database: Database, team: list[Person], keeper: Keeper, resting: Figures, live: Figures
    ) -> None:
        make_worse(database, team[3])
        assert keeper.renew() == 1
        for rep in team:
            assert differences(resting.rep_card(rep, rep), live.rep_card(rep, rep)) == []
        assert "worse" in verdicts(resting.rep_card(team[3], team[3]))
        assert resting.rep_card(team[0], team[0]).colleagues == REPS - 1

    def test_so_is_the_teams(
        self, team: list[Person], maria: Person, keeper: Keeper, resting: Figures, live: Figures
    ) -> None:
        keeper.renew()
        for person in (maria, team[1]):
            assert differences(resting.team_card(person), live.team_card(person)) == []
        assert len(resting.team_card(maria).reps) == REPS
        assert resting.team_card(team[1]).reps == ()

    def test_somebody_without_deals_is_beside_the_whole_team(
        self, team: list[Person], maria: Person, keeper: Keeper, resting: Figures, live: Figures
    ) -> None:
        keeper.renew()
        card = resting.rep_card(maria, maria)
        assert differences(card, live.rep_card(maria, maria)) == []
        assert (card.colleagues, card.scores["win_rate"].value) == (REPS, None)
        assert card.scores["win_rate"].team is not None

    def test_a_named_period_too(self, team: list[Person], keeper: Keeper, resting: Figures, live: Figures) -> None:
        third = Window(date(2026, 7, 1), date(2026, 9, 30))
        assert resting.rep_card(team[0], team[0], third).team_pending
        assert keeper.make(Order(team[0].workspace_id, third, team[0].yardstick))
        card = resting.rep_card(team[0], team[0], third)
        assert differences(card, live.rep_card(team[0], team[0], third)) == []


class TestOutOfDate:
    def test_ones_own_figures_follow_at_once(
        self, team: list[Person], keeper: Keeper, resting: Figures, say: Type
    ) -> None:
        keeper.renew()
        before = resting.rep_card(team[0], team[0])
        say(team[0], "won 25000 Nyss")
        after = resting.rep_card(team[0], team[0])
        assert after.won == before.won + 1
        assert after.scores["win_rate"].team == before.scores["win_rate"].team

    def test_the_teams_card_says_of_when_it_is(
        self, team: list[Person], keeper: Keeper, resting: Figures, say: Type, clock: StandingClock
    ) -> None:
        keeper.renew()
        clock.advance(seconds=10)
        before = resting.team_card(team[0])
        assert before.as_of is None  # nothing has changed since, so it is of now
        say(team[0], "won 25000 Nyss")
        after = resting.team_card(team[0])
        assert (after.as_of, after.won) == (NOW, before.won)
        assert keeper.renew() == 0  # it rests before it counts the same again
        clock.advance(seconds=LEAST_AGE.total_seconds() + 3600)
        assert keeper.renew() == 1
        assert (resting.team_card(team[0]).as_of, resting.team_card(team[0]).won) == (None, before.won + 1)

    def test_a_small_workspace_counts_at_once_what_changed(
        self, database: Database, clock: StandingClock, team: list[Person], keeper: Keeper, say: Type
    ) -> None:
        figures = Figures(database, clock, keeper, live_up_to=ALL_LIVE)
        keeper.renew()
        before = figures.team_card(team[0]).won
        say(team[0], "won 25000 Nyss")
        assert (figures.team_card(team[0]).won, figures.team_card(team[0]).as_of) == (before + 1, None)

    def test_nothing_is_counted_where_nothing_changed(self, team: list[Person], keeper: Keeper) -> None:
        assert [keeper.renew(NOW + timedelta(hours=hours)) for hours in (0, 1, 12)] == [1, 0, 0]
        assert keeper.renew(NOW + timedelta(days=1)) == 1  # another day, another window

    def test_a_file_read_in_makes_it_due_at_once(
        self, database: Database, clock: StandingClock, team: list[Person], keeper: Keeper
    ) -> None:
        keeper.renew()
        report = Imports(database, clock).run(team[0].workspace_id, [], file_name="empty.csv", source="import:plain")
        assert keeper.renew() == 1
        Imports(database, clock).undo(team[0].workspace_id, report.import_id)
        assert keeper.renew() == 1
        assert keeper.renew() == 0

    def test_this_morning_one_is_compared_with_yesterdays_team(
        self, team: list[Person], keeper: Keeper, resting: Figures, clock: StandingClock
    ) -> None:
        keeper.renew()
        clock.advance(days=1)
        card = resting.rep_card(team[0], team[0])
        assert (card.window.end, card.benchmark_day) == (TODAY + timedelta(days=1), TODAY)
        assert card.scores["win_rate"].team is not None
        assert resting.team_card(team[0]).as_of == NOW
        clock.advance(days=2)
        assert resting.rep_card(team[0], team[0]).team_pending  # three days are too many
        with pytest.raises(FiguresNotReady):
            resting.team_card(team[0])

    def test_another_yardstick_makes_all_of_it_worthless_at_once(
        self, database: Database, team: list[Person], keeper: Keeper, resting: Figures, people: People
    ) -> None:
        keeper.renew()
        old = team[0].yardstick
        with database.write() as connection:
            change_yardstick(connection, team[0].workspace_id, None, old, replace(old, horizon_months=24), NOW)
        people.forget_persons()
        again = people.person(team[0].workspace_id, team[0].slack_user_id, lambda: None)
        assert resting.rep_card(again, again).team_pending
        assert keeper.renew() == 1
        assert not resting.rep_card(again, again).team_pending


class TestNotThereYet:
    def test_a_reps_card_claims_nothing(self, database: Database, team: list[Person], resting: Figures) -> None:
        make_worse(database, team[3])
        card = resting.rep_card(team[3], team[3])
        assert card.team_pending
        assert set(verdicts(card)) == {"too_early"}
        assert (card.benchmark_day, card.colleagues, card.stale_after) == (None, 0, None)
        assert card.scores["win_rate"].sample > 0

    def test_the_teams_card_asks_for_patience(self, team: list[Person], resting: Figures) -> None:
        with pytest.raises(FiguresNotReady):
            resting.team_card(team[0])

    def test_asking_has_it_counted_in_the_background(
        self, team: list[Person], keeper: Keeper, kept: Figures, resting: Figures
    ) -> None:
        window = Window.last_days(TODAY)
        assert keeper.ask(Order(team[0].workspace_id, window, team[0].yardstick)).wait(60)
        assert not resting.rep_card(team[0], team[0]).team_pending
        assert kept.team_card(team[0]).won > 0

    def test_a_keeper_that_has_closed_keeps_nobody_waiting(self, team: list[Person], keeper: Keeper) -> None:
        keeper.close()
        assert keeper.ask(Order(team[0].workspace_id, Window.last_days(TODAY), team[0].yardstick)).is_set()

    def test_a_keeper_that_was_started_looks_by_itself(
        self, team: list[Person], database: Database, keeper: Keeper, resting: Figures
    ) -> None:
        keeper.start()
        # What is asked for is counted after the look around.
        keeper.ask(Order(team[0].workspace_id, Window(TODAY, TODAY), team[0].yardstick)).wait(60)
        assert not resting.rep_card(team[0], team[0]).team_pending

    def test_little_is_never_kept(self, database: Database, clock: StandingClock, team: list[Person]) -> None:
        figures = Figures(database, clock)
        figures.rep_card(team[0], team[0])
        figures.team_card(team[0])
        assert Keeper(database, clock).renew() == 0
        with database.read() as connection:
            assert connection.execute(select(TeamFigures.id)).all() == []


class TestWhoIsAColleague:
    def test_not_who_has_left(
        self, team: list[Person], keeper: Keeper, resting: Figures, people: People, live: Figures
    ) -> None:
        keeper.renew()
        gone = team[5]
        profile = Profile(gone.slack_user_id, gone.name, "gone", gone.tz, gone.locale, slack_admin=False, active=False)
        people.remember(gone.workspace_id, profile)
        assert keeper.renew() == 1  # at once, for it makes a difference to everybody
        card = resting.rep_card(team[0], team[0])
        assert card.colleagues == REPS - 2
        assert differences(card, live.rep_card(team[0], team[0])) == []

    def test_not_the_name_under_which_nobodys_deals_wait(
        self, database: Database, team: list[Person], keeper: Keeper, resting: Figures
    ) -> None:
        with database.write() as connection:
            nobody = Members(connection, team[0].workspace_id).keep_waiting(NO_OWNER, NOW)
            connection.execute(update(Deal).where(Deal.rep_id == team[7].member_id).values(rep_id=nobody))
        keeper.renew()
        assert resting.rep_card(team[0], team[0]).colleagues == REPS - 2

    def test_two_colleagues_are_no_team(
        self, database: Database, team: list[Person], keeper: Keeper, resting: Figures
    ) -> None:
        with database.write() as connection:
            others = [rep.member_id for rep in team[3:]]
            connection.execute(update(Deal).where(Deal.rep_id.in_(others)).values(deleted_at=NOW))
        keeper.renew()
        card = resting.rep_card(team[0], team[0])
        assert (card.colleagues, {score.team for score in card.scores.values()}) == (2, {None})

    def test_nobodys_name_is_kept(self, database: Database, team: list[Person], keeper: Keeper) -> None:
        keeper.renew()
        with database.read() as connection:
            heads = connection.execute(select(TeamFigures.team, TeamFigures.card)).all()
            entries = connection.execute(select(KeptBenchmark.entry)).all()
            names = [row.name for row in connection.execute(select(Member.name))]
        assert len(entries) == REPS
        said = f"{heads}{entries}"
        assert not [name for name in names if name in said]


class TestSeveralProcesses:
    def test_one_counts_and_the_other_goes_on(
        self, database: Database, clock: StandingClock, team: list[Person], keeper: Keeper
    ) -> None:
        order = Order(team[0].workspace_id, Window.last_days(TODAY), team[0].yardstick)
        with database.write() as connection:
            lease = store.take_lease(connection, order.workspace_id, order.window, "elsewhere", NOW, NOW + LEASE)
        assert lease is not None
        assert not keeper.make(order)
        clock.advance(seconds=LEASE.total_seconds() + 1)  # the other one has died
        assert keeper.make(order)

    def test_an_entry_ahead_of_its_head_has_no_place_in_it(
        self, database: Database, team: list[Person], keeper: Keeper, resting: Figures
    ) -> None:
        """Each is whole by itself; only which of the colleagues' levels are one's own is told by both together."""
        keeper.renew()
        window, measured_with = Window.last_days(TODAY), fingerprint(team[0].yardstick)
        with database.write() as connection:
            kept = store.find(connection, team[0].workspace_id, window, measured_with, rep_id=team[0].member_id)
            assert kept is not None
            assert kept.entry is not None
            assert kept.entry["place"] == 0
            head = connection.execute(select(TeamFigures.id)).scalar_one()
            later = NOW + timedelta(seconds=1)
            new = {team[0].member_id: kept.entry | {"place": 5}}
            store.keep_entries(connection, team[0].workspace_id, head, measured_with, later, new)
            ahead = store.find(connection, team[0].workspace_id, window, measured_with, rep_id=team[0].member_id)
        assert ahead is not None
        assert ahead.entry == kept.entry | {"place": None}
        assert not resting.rep_card(team[0], team[0]).team_pending

    def test_what_was_said_while_counting_stands(self, database: Database, team: list[Person], keeper: Keeper) -> None:
        keeper.renew()
        with database.write() as connection:
            store.say_out_of_date(connection, team[0].workspace_id, NOW)
            head = connection.execute(select(TeamFigures.id)).scalar_one()
            common = {"seen_change_id": 1, "deals": 1, "took_ms": 1, "team": {}, "card": {}}
            store.keep_figures(connection, head, "x", NOW, seen_out_of_date=None, **common)  # it had read before
            assert store.out_of_date_since(connection, head) == NOW
            store.keep_figures(connection, head, "x", NOW, seen_out_of_date=NOW, **common)
            assert store.out_of_date_since(connection, head) is None

    def test_what_is_old_is_forgotten(self, database: Database, team: list[Person], keeper: Keeper) -> None:
        for days in (0, 1, 9):
            keeper.renew(NOW + timedelta(days=days))
        with database.read() as connection:
            ends = [row.ends_on for row in connection.execute(select(TeamFigures.ends_on))]
            entries = connection.execute(select(KeptBenchmark.rep_id)).all()
        assert ends == [TODAY + timedelta(days=9)]
        assert len(entries) == REPS

    def test_a_failure_leaves_the_lease_to_the_next(self, team: list[Person], keeper: Keeper) -> None:
        order = Order(team[0].workspace_id, Window.last_days(TODAY), team[0].yardstick)
        with pytest.raises(ValueError, match="fortnight"):
            keeper.make(replace(order, yardstick=replace(order.yardstick, call_off_unit="fortnight")))  # type: ignore[arg-type]
        assert keeper.make(order)


def test_workspaces_are_apart(
    database: Database,
    team: list[Person],
    make_person: MakePerson,
    keeper: Keeper,
    resting: Figures,
    say: Type,
) -> None:
    stranger = make_person("U0STRANGER", team="T0OTHER")
    say(stranger, "won 100 Acme")
    keeper.renew()
    mine, theirs = resting.team_card(stranger), resting.team_card(team[0])
    assert (mine.won, mine.scores["win_rate"].sample) == (1, 1)
    assert theirs.won > 10
    assert all(score.team is None for score in resting.rep_card(stranger, stranger).scores.values())
    assert set(mine.scores) == set(PILLARS)
