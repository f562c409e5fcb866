"""Daily tallies are what counting every deal anew would give, whatever was done to the deals."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

import pillars
from bot.errors import CoachError
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.storage import tallies
from bot.storage.engine import Database
from bot.storage.frames import deals_frame
from bot.storage.models import DailyTally
from bot.values import Amount, Changed, Details, Kind, Per, Person, Status
from pillars import Window
from tests.conftest import MakePerson, StandingClock
from tests.effort import tries

TODAY = date(2026, 11, 18)
WINDOW = Window.last_days(TODAY)
teams = itertools.count(1)

days = st.integers(0, 120).map(lambda ago: TODAY - timedelta(days=ago))
amounts = st.none() | st.builds(
    Amount, st.integers(0, 10**14), st.sampled_from(("SEK", "SEK", "EUR")), st.sampled_from((None, None, *Per))
)
customers = st.sampled_from((None, "Acme", "acme ", "Volvo"))


@st.composite
def entries(draw: st.DrawFn) -> Record:
    kind = draw(st.sampled_from((Kind.ONE_OFF, Kind.ONE_OFF, Kind.CALL_OFF)))
    status = draw(st.sampled_from(Status))
    closed = None if status is Status.OPEN and kind is Kind.ONE_OFF else draw(st.none() | days)
    details = Details(customer=draw(customers), closed_on=closed)
    return Record(outcome=None if kind is Kind.CALL_OFF else status, kind=kind, amount=draw(amounts), details=details)


changes = st.fixed_dictionaries(
    {},
    optional={
        "amount": amounts,
        "status": st.sampled_from(Status),
        "kind": st.sampled_from(Kind),
        "closed_on": days,
        "opened_on": days,
        "customer": customers,
    },
)
which = st.integers(0, 6)
deeds = st.lists(
    st.tuples(st.just("record"), entries())
    | st.tuples(st.just("edit"), which, changes)
    | st.tuples(st.just("delete"), which)
    | st.tuples(st.just("undo"))
    | st.tuples(st.just("undo this"), st.integers(0, 20))
    | st.tuples(st.just("instead"), st.integers(0, 20), entries()),
    min_size=1,
    max_size=20,
)


def do(desk: DealDesk, person: Person, deed: tuple[Any, ...], done: list[Changed], key: str) -> None:
    """Do it, unless it may not be done."""
    name, *rest = deed
    number = 1001 + rest[0] if name in ("edit", "delete") else 0
    change_id = done[rest[0] % len(done)].change_id if name in ("undo this", "instead") and done else 0
    try:
        match name:
            case "record":
                made = desk.record(person, rest[0], again=True, as_new=True)
            case "edit":
                made = desk.edit(person, number, rest[1])
            case "delete":
                made = desk.delete(person, number)
            case "undo":
                made = desk.undo(person)
            case "undo this":
                made = desk.undo_change(person, change_id)
            case _:
                made = desk.record_instead(person, change_id, rest[1], key)
    except CoachError:
        return
    assert isinstance(made, Changed)
    done.append(made)


def rows(connection: Connection, workspace_id: int) -> set[tuple[Any, ...]]:
    here = select(DailyTally).where(DailyTally.workspace_id == workspace_id)
    return {tuple(row) for row in connection.execute(here.where(DailyTally.deals != 0))}


@tries(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(what=deeds)
def test_after_any_sequence_of_deeds(
    database: Database, clock: StandingClock, make_person: MakePerson, what: list[tuple[Any, ...]]
) -> None:
    person = make_person(team=f"T{next(teams)}")
    desk, done = DealDesk(database, clock), []
    for n, deed in enumerate(what):
        do(desk, person, deed, done, f"key {n}")
    yardstick = person.yardstick
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("BEGIN")
        counted = rows(connection, person.workspace_id)
        by_unit = {
            unit: tallies.tally(
                connection, person.workspace_id, person.member_id, WINDOW, replace(yardstick, call_off_unit=unit)
            )
            for unit in pillars.CALL_OFF_UNITS
        }
        empty = select(DailyTally).where(DailyTally.deals == 0, DailyTally.total != 0)
        assert connection.execute(empty).all() == []
        tallies.rebuild(connection, person.workspace_id)
        assert counted == rows(connection, person.workspace_id)
        frame = deals_frame(connection, person.workspace_id, yardstick, since=WINDOW.start)
        connection.rollback()
    for unit, tally in by_unit.items():
        card = pillars.scorecard(frame, WINDOW, by=None, call_off_unit=unit).set_index("pillar")
        assert tally.won + tally.lost == card.loc["win_rate", "sample"]
        assert tally.orders == card.loc["order_value", "sample"]
        if tally.orders:
            assert tally.total / tally.orders == pytest.approx(card.loc["order_value", "value"], rel=1e-12)
        if tally.won + tally.lost:
            assert tally.won / (tally.won + tally.lost) == pytest.approx(card.loc["win_rate", "value"], rel=1e-12)
    tally = by_unit[yardstick.call_off_unit]
    if done:
        standing = done[-1].standing
        assert (standing.win_rate.sample, standing.order_value.sample) == (tally.won + tally.lost, tally.orders)


def test_counting_anew_repairs_what_is_wrong_and_only_here(
    database: Database, clock: StandingClock, make_person: MakePerson
) -> None:
    here, there = make_person(team="T0HERE"), make_person(team="T0THERE")
    desk = DealDesk(database, clock)
    for person in (here, there):
        desk.record(person, Record(outcome=Status.WON, amount=Amount(100, "SEK")))
    with database.write() as connection:
        right = rows(connection, here.workspace_id)
        connection.execute(DailyTally.__table__.update().values(deals=7, total=7))
        wrong = rows(connection, there.workspace_id)
        tallies.rebuild(connection, here.workspace_id)
    with database.read() as connection:
        assert rows(connection, here.workspace_id) == right
        assert rows(connection, there.workspace_id) == wrong
