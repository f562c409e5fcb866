"""The engine as it runs: DBOS starts it, on either database; it stops without leaving anything half done."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from dbos import DBOS, DBOSConfig
from dbos import _workflow_commands as dbos_jobs

from bot.jobs.clockwork import USUAL, Tempo
from bot.jobs.engine import jobs_database
from bot.storage.engine import Database
from bot.views.message import Message
from tests.jobs.conftest import MakeTeam, MovingClock, Team_, say_the_period

HASTE = Tempo(schedule="* * * * * *", looks_every=0.1)


def until(reached: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise AssertionError("it did not happen")
        time.sleep(0.05)


def test_it_sends_by_itself_and_can_be_started_again(
    monday: Team_, moving: MovingClock, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Started, stopped, a week later started anew in the same process."""
    caplog.set_level(logging.INFO)

    def nap(seconds: float) -> None:
        moving.nap(0.3)
        time.sleep(0.01)

    for week in (1, 2):
        engine = monday.engine(tempo=HASTE, nap=nap)
        engine.start()
        until(lambda week=week: set(monday.inboxes().values()) == {week})  # type: ignore[misc]
        engine.stop()
        assert not [t.name for t in threading.enumerate() if "queue-worker" in t.name or "dbos" in t.name]
        moving.now = datetime(2025, 1, 13, 7, 0, tzinfo=UTC)
    assert monday.states() == {"sent": 6}
    written = capfd.readouterr()
    assert "DBOS" not in written.out + written.err
    assert not [record for record in caplog.records if record.name == "dbos"], caplog.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stop_waits_for_the_message_in_hand(monday: Team_, moving: MovingClock) -> None:
    composing, go_on = threading.Event(), threading.Event()

    def slowly(workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message:
        composing.set()
        assert go_on.wait(30)
        said = say_the_period(workspace_id, member_id, kind, period, as_of)
        assert isinstance(said, Message)
        return said

    engine = monday.engine(compose=slowly, tempo=HASTE)
    engine.start()
    assert composing.wait(60)
    stopping = threading.Thread(target=engine.stop)
    stopping.start()
    assert stopping.is_alive()
    go_on.set()
    stopping.join(60)
    assert not stopping.is_alive()
    assert sum(monday.inboxes().values()) == 1
    assert monday.states() == {"sent": 1, "due": 2}  # a deploy in the middle: the rest is for the next start
    moving.advance(minutes=1)
    monday.runs(monday.engine(), hours=0.1)
    assert set(monday.inboxes().values()) == {1}


def test_where_dbos_keeps_its_own(database: Database) -> None:
    where = jobs_database(database)
    if database.is_sqlite:
        assert where == f"sqlite:///{database.url.database}-jobs"
    else:
        assert where == database.url.render_as_string(hide_password=False)


def test_dbos_has_the_two_loops_that_are_slowed_down() -> None:
    """They have no setting. Where a newer DBOS has moved them, the cost of idling must be measured anew."""
    assert isinstance(dbos_jobs._BACKGROUND_JOBS_INTERVAL_SEC, float)
    config: DBOSConfig = {"name": "looking", "system_database_url": "sqlite:///nowhere.db"}
    try:
        assert hasattr(DBOS(config=config)._registry.get_internal_queue(), "_polling_interval_sec")
    finally:
        DBOS.destroy(destroy_registry=True)
    assert USUAL.looks_every >= 5


def test_the_engine_is_imported_without_dbos() -> None:
    """Importing DBOS takes longer than a command on the command line should."""
    code = "import sys, bot.jobs.engine; sys.exit('dbos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hundred_due_at_once_keep_the_pace(make_team: MakeTeam, moving: MovingClock) -> None:
    """By the engine's own clock they take what Slack's limits alone dictate, and no minute holds more than allowed."""
    team = make_team(("Europe/Stockholm",) * 100)
    moving.now = datetime(2025, 1, 6, 7, 0, tzinfo=UTC)
    engine = team.engine()
    assert engine.sweep() == 4
    engine.round()
    moving.now = datetime(2025, 1, 13, 7, 0, tzinfo=UTC)  # the first week opened the conversations
    engine.sweep()
    engine.round()
    sent = sorted(row.settled_at for row in team.rows() if row.period == "2025-01-12")
    assert len(sent) == 100
    dictated = timedelta(minutes=100 / 200)
    assert dictated * 0.95 <= sent[-1] - sent[0] <= dictated * 1.15
    assert set(team.inboxes().values()) == {2}
