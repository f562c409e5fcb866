"""The doors from rows to frames: each the same deals, and what is old is turned down by an index."""

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import event, text, update

import pillars
from benchmarks.card_data import fill
from bot.storage.engine import Database
from bot.storage.frames import deals_frame, lean_deals_frame
from bot.storage.models import Deal
from bot.values import Person
from pillars import Window
from tests.conftest import MakePerson

TODAY, SINCE = date(2026, 11, 18), date(2026, 5, 1)
WINDOW = Window(date(2026, 8, 20), TODAY)


@pytest.fixture
def elin(database: Database, make_person: MakePerson) -> Person:
    person = make_person()
    fill(database, person.workspace_id, deals=900, reps=3, today=TODAY)
    with database.write() as connection:
        connection.execute(update(Deal).where(Deal.number % 5 == 0, Deal.status == "won").values(kind="call_off"))
        connection.execute(update(Deal).where(Deal.number % 7 == 0).values(opened_known=False))
        connection.execute(update(Deal).where(Deal.number % 11 == 0).values(currency="EUR"))
    return person


def test_the_lean_frame_gives_the_same_figures(database: Database, elin: Person) -> None:
    with database.read() as connection:
        full = deals_frame(connection, elin.workspace_id, elin.yardstick, since=SINCE)
        lean = lean_deals_frame(connection, elin.workspace_id, elin.yardstick, since=SINCE)
    assert len(full) == len(lean) > 100
    assert full["kind"].eq("call_off").sum() > 10
    assert full["other_currency"].sum() == lean["other_currency"].sum() > 10
    for by in ("rep", None):
        a, b = (pillars.scorecard(frame, WINDOW, WINDOW.previous(), by=by) for frame in (full, lean))
        pd.testing.assert_frame_equal(a, b, check_dtype=False)
        a, b = (pillars.summary(frame, WINDOW, by=by) for frame in (full, lean))
        pd.testing.assert_frame_equal(a, b, check_index_type=False)


def test_a_reps_frame_is_their_part_of_everybodys(database: Database, elin: Person) -> None:
    with database.read() as connection:
        everybody = lean_deals_frame(connection, elin.workspace_id, elin.yardstick, since=SINCE)
        for rep in everybody["rep"].unique():
            own = lean_deals_frame(connection, elin.workspace_id, elin.yardstick, since=SINCE, rep_id=int(rep))
            theirs = everybody[everybody["rep"] == rep].sort_values("deal").reset_index(drop=True)
            pd.testing.assert_frame_equal(
                own.sort_values("deal").reset_index(drop=True), theirs, check_categorical=False, check_dtype=False
            )


def test_old_deals_are_turned_down_by_the_index(database: Database, elin: Person) -> None:
    """What a rep did long ago costs a look at the index, not at the rows."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's planner chooses by what it knows of the table")
    said: list[tuple[str, object]] = []
    event.listen(database.engine, "before_cursor_execute", lambda c, cursor, sql, given, *_: said.append((sql, given)))
    with database.read() as connection:
        lean_deals_frame(connection, elin.workspace_id, elin.yardstick, since=SINCE, rep_id=elin.member_id)
        sql, given = said[-1]
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given))
    assert "SEARCH deals USING INDEX ix_deals_rep_closed (workspace_id=? AND rep_id=?)" in plan


def test_no_deals_are_a_frame_too(database: Database, make_person: MakePerson) -> None:
    nobody = make_person()
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM deals")).scalar_one() == 0
        for read in (deals_frame, lean_deals_frame):
            frame = read(connection, nobody.workspace_id, nobody.yardstick, since=SINCE)
            assert len(pillars.scorecard(frame, WINDOW, by=None)) == 4
