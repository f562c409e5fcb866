"""The demo's history: the same for the same day, true to the rules of deals, and each rep shows in the figures."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

import pillars
from bot.demo.cast import CAST, CHANNELS, CUSTOMERS, MANAGER_HANDLE, MANAGER_ID
from bot.demo.history import DAYS, past_deals
from bot.demo.seeding import seed
from bot.services.deal_rules import check_deal
from bot.services.people import People
from bot.storage import tallies
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.frames import deals_frame
from bot.storage.models import DailyTally, DealChange, Workspace
from bot.storage.snapshots import to_json
from bot.storage.workspaces import Members, yardstick_of
from bot.values import Deal, Kind, Role, Status
from pillars import Window

LAST_DAYS = (date(2026, 11, 21), date(2026, 8, 3))  # a Saturday, and the end of the holidays
NAMES = {who.user_id: who.name.split()[0] for who in CAST}


@pytest.fixture(scope="module", params=LAST_DAYS, ids=str)
def last_day(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def workspace(last_day: date, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Database, int]:
    """The demo's database as it is on that day."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    now = datetime(last_day.year, last_day.month, last_day.day, 9, tzinfo=UTC)
    workspace_id = People(database, lambda: now).install(
        team_id="T0DEMO", team_name="Demo", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    assert seed(database, workspace_id, now) > 0
    return database, workspace_id


@pytest.fixture(scope="module")
def every_deal(workspace: tuple[Database, int]) -> list[Deal]:
    database, workspace_id = workspace
    with database.read() as connection:
        return list(Deals(connection, workspace_id, horizon_months=12).every())


def scores(workspace: tuple[Database, int], window: Window) -> pd.DataFrame:
    """Value of each pillar, one row a rep by first name."""
    database, workspace_id = workspace
    with database.read() as connection:
        frame = deals_frame(
            connection, workspace_id, yardstick_of(connection, workspace_id), since=window.start - timedelta(days=DAYS)
        )
        names = {str(m.id): m.profile.name.split()[0] for m in Members(connection, workspace_id).all()}
    card = pillars.scorecard(frame, window)
    return card.assign(group=card["group"].map(names)).pivot_table(index="group", columns="pillar", values="value")


class TestTheSameForTheSameDay:
    def test_in_one_process(self) -> None:
        assert past_deals(LAST_DAYS[0]) == past_deals(LAST_DAYS[0])
        assert past_deals(LAST_DAYS[0]) != past_deals(LAST_DAYS[1])

    def test_in_another(self) -> None:
        """Where sets are ordered otherwise."""
        code = (
            "from datetime import date; from bot.demo.history import past_deals; "
            f"print(repr(past_deals(date.fromisoformat('{LAST_DAYS[0]}'))))"
        )
        surroundings = {**os.environ, "PYTHONHASHSEED": "4711"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stdout.strip() == repr(past_deals(LAST_DAYS[0]))


class TestTheTeam:
    def test_eleven_reps_and_their_manager(self, workspace: tuple[Database, int], every_deal: list[Deal]) -> None:
        database, workspace_id = workspace
        with database.read() as connection:
            members = Members(connection, workspace_id).all()
        roles = Counter(member.role for member in members)
        assert roles == {Role.REP: 11, Role.ADMIN: 1}
        assert next(m for m in members if m.role is Role.ADMIN).profile.handle == MANAGER_HANDLE
        sellers = {deal.rep_id for deal in every_deal}
        assert sellers == {member.id for member in members if member.role is Role.REP}

    def test_nobody_is_there_twice(self) -> None:
        people = [(who.user_id, who.handle) for who in CAST] + [(MANAGER_ID, MANAGER_HANDLE)]
        assert len({user_id for user_id, _ in people}) == len({handle for _, handle in people}) == 12
        assert len(CUSTOMERS) == len(set(CUSTOMERS))
        assert len({key for key, *_ in CHANNELS}) == len(CHANNELS)

    def test_both_languages_are_spoken(self) -> None:
        assert {who.locale.partition("-")[0] for who in CAST} == {"sv", "en"}


class TestTheDeals:
    def test_eighteen_months_without_a_gap(self, every_deal: list[Deal], last_day: date) -> None:
        first_day = last_day - timedelta(days=DAYS)
        opened = [deal.details.opened_on for deal in every_deal if deal.details.opened_on]
        assert timedelta(days=540) < last_day - min(opened) <= timedelta(days=DAYS)
        assert abs(DAYS - 18 * 30.44) < 2
        weeks = {(day - first_day).days // 7 for day in opened}
        assert weeks >= set(range(DAYS // 7))

    def test_each_keeps_the_rules_of_deals(self, every_deal: list[Deal], last_day: date) -> None:
        for deal in every_deal:
            check_deal(deal, last_day)
            details = deal.details
            assert (details.closed_on is None) == (deal.status is Status.OPEN)
            assert (details.loss_reason is not None) == (deal.status is Status.LOST)
            assert deal.amount is None or 100_00 <= deal.amount.minor <= 10_000_000_00
            assert deal.kind is Kind.ONE_OFF or deal.status is Status.WON
            for day in (details.opened_on, details.closed_on):
                assert day is None or day.weekday() < 5

    def test_what_is_not_known_is_there_too(self, every_deal: list[Deal]) -> None:
        """Or the demo would not show what the card says of it."""
        assert 0.02 < sum(deal.amount is None for deal in every_deal) / len(every_deal) < 0.08
        one_off = [deal for deal in every_deal if deal.kind is Kind.ONE_OFF]
        assert 0.04 < sum(not deal.opened_known for deal in one_off) / len(one_off) < 0.12
        assert any(deal.amount is not None and deal.amount.per is not None for deal in every_deal)
        assert any(deal.status is Status.OPEN for deal in every_deal)

    def test_numbers_history_and_tallies_are_those_of_deals_that_were_typed(
        self, workspace: tuple[Database, int], every_deal: list[Deal]
    ) -> None:
        database, workspace_id = workspace
        numbers = sorted(deal.number for deal in every_deal)
        assert numbers == list(range(1001, 1001 + len(numbers)))
        with database.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            assert connection.execute(select(Workspace.next_number)).scalar_one() == numbers[-1] + 1
            deals = Deals(connection, workspace_id, horizon_months=12)
            changes = connection.execute(select(DealChange)).all()
            assert len(changes) == len(every_deal)
            for change in changes:
                stored = deals.by_id(change.deal_id).deal
                assert change.after == to_json(stored)
                assert change.actor_id == stored.rep_id
            counted = {tuple(row) for row in connection.execute(select(DailyTally))}
            tallies.rebuild(connection, workspace_id)
            assert counted == {tuple(row) for row in connection.execute(select(DailyTally))}
            connection.rollback()


class TestCharacters:
    """Each shows in the pillars, whatever day the demo is started on."""

    @pytest.fixture
    def all_along(self, workspace: tuple[Database, int], last_day: date) -> pd.DataFrame:
        # Viktor is new: too few deals to be compared with.
        return scores(workspace, Window.last_days(last_day, DAYS)).drop(index="Viktor")

    def test_oskar_sells_small(self, all_along: pd.DataFrame) -> None:
        value = all_along["order_value"].sort_values()
        assert value.index[0] == "Oskar"
        assert value.iloc[0] < 0.5 * value.iloc[1]

    def test_oskar_sells_small_in_the_window_that_one_sees_first(
        self, workspace: tuple[Database, int], last_day: date
    ) -> None:
        value = scores(workspace, Window.last_days(last_day))["order_value"].drop(index="Viktor")
        assert value.idxmin() == "Oskar"

    def test_ingrid_sells_large_and_little(self, all_along: pd.DataFrame) -> None:
        value = all_along["order_value"].sort_values()
        assert value.index[-1] == "Ingrid"
        assert value.iloc[-1] > 2 * value.iloc[-2]
        assert set(all_along["opportunities"].nsmallest(3).index) == {"Ingrid", "Per-Åke", "Fatima"}

    def test_johan_takes_long(self, all_along: pd.DataFrame) -> None:
        days = all_along["time_to_close"].sort_values()
        assert list(days.index[-2:]) == ["Johan", "Per-Åke"]  # public tenders take longer still
        assert days["Johan"] > 1.5 * days.median()

    def test_fatima_wins_most_and_sofia_least_of_most(self, all_along: pd.DataFrame) -> None:
        assert all_along["win_rate"].idxmax() == "Fatima"
        assert all_along["win_rate"].idxmin() == "Sofia"
        assert all_along["opportunities"].idxmax() == "Sofia"

    def test_ali_loses_on_price(self, workspace: tuple[Database, int], every_deal: list[Deal]) -> None:
        lost = Counter(deal.rep_name.split()[0] for deal in every_deal if deal.status is Status.LOST)
        price = Counter(deal.rep_name.split()[0] for deal in every_deal if deal.details.loss_reason == "price")
        shares = {name: price[name] / lost[name] for name in lost if name != "Viktor"}
        assert max(shares, key=lambda name: shares[name]) == "Ali"
        assert shares["Ali"] > 0.6
        assert sorted(shares.values())[-2] < 0.5

    def test_karins_orders_have_grown_smaller(self, workspace: tuple[Database, int], last_day: date) -> None:
        half = timedelta(days=DAYS // 2)
        earlier = scores(workspace, Window(last_day - 2 * half, last_day - half))["order_value"]
        later = scores(workspace, Window(last_day - half + timedelta(days=1), last_day))["order_value"]
        assert later["Karin"] < earlier["Karin"]

    def test_only_per_ake_has_call_offs(self, every_deal: list[Deal]) -> None:
        assert {deal.rep_name.split()[0] for deal in every_deal if deal.kind is Kind.CALL_OFF} == {"Per-Åke"}

    def test_viktor_has_too_few_to_say_anything(self, every_deal: list[Deal]) -> None:
        decided = [d for d in every_deal if d.rep_name.startswith("Viktor") and d.status is not Status.OPEN]
        assert len(decided) < 15


def test_a_second_time_changes_nothing(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "demo.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    workspace_id = People(database, lambda: now).install(
        team_id="T0DEMO", team_name="Demo", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    assert seed(database, workspace_id, now) > 3000
    with database.read() as connection:
        before = json.dumps([tuple(map(str, row)) for row in connection.exec_driver_sql("SELECT * FROM deals")])
    assert seed(database, workspace_id, now + timedelta(days=30)) == 0
    with database.read() as connection:
        after = json.dumps([tuple(map(str, row)) for row in connection.exec_driver_sql("SELECT * FROM deals")])
    assert before == after
    database.close()
