"""A year of Mondays, with the whole of the engine and a clock that moves."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.services.post_office import State
from tests.jobs.conftest import MakeTeam, MovingClock

ZONES = ("Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Pacific/Kiritimati")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_year_of_mondays_in_five_zones(make_team: MakeTeam, moving: MovingClock) -> None:
    """Both clock changes of each. Between two that are due nothing happens, so the clock jumps."""
    team = make_team(ZONES)
    engine = team.engine()
    moving.now = datetime(2025, 1, 4, 12, tzinfo=UTC)
    end = datetime(2026, 1, 3, tzinfo=UTC)
    while (due := team.weekly.upcoming(team.workspace_id)[0].occasion.due_at) < end:
        assert due > moving.now
        moving.now = due - timedelta(minutes=1)
        assert engine.sweep() == 0
        moving.now = due
        assert engine.sweep() >= 1
        engine.round()
    assert team.inboxes() == dict.fromkeys(team.users, 52)
    assert team.states() == Counter(sent=5 * 52)
    for row in team.rows():
        zone = ZoneInfo(ZONES[team.users.index(row.recipient_id)])
        local = row.settled_at.astimezone(zone)
        assert (local.weekday(), local.hour, local.minute) == (0, 8, 0)
        assert date.fromisoformat(row.period) == local.date() - timedelta(days=1)
    for user in team.users:
        texts = [message["text"] for message in team.inbox(user)]
        assert len(set(texts)) == 52
        assert texts == sorted(texts)


def test_off_for_weeks(make_team: MakeTeam, moving: MovingClock) -> None:
    """The machine sleeps over three Mondays and wakes up on a Tuesday: the last is sent late, the others are noted."""
    team = make_team(("Europe/Stockholm",))
    moving.now = datetime(2025, 1, 28, 9, 30, tzinfo=UTC)
    team.runs(team.engine(), hours=0.1)
    assert [(row.period, row.state, row.reason) for row in team.rows()] == [
        ("2025-01-05", "missed", "too_late"),
        ("2025-01-12", "missed", "too_late"),
        ("2025-01-19", "missed", "too_late"),
        ("2025-01-26", "sent", None),
    ]
    assert [message["text"] for message in team.inbox(team.users[0])] == ["weekly 2025-01-26"]
    moving.now = datetime(2025, 2, 3, 7, 0, tzinfo=UTC)
    team.runs(team.engine(), hours=0.1)
    assert len(team.inbox(team.users[0])) == 2


def test_thursday_is_too_late(make_team: MakeTeam, moving: MovingClock) -> None:
    team = make_team(("Europe/Stockholm",))
    moving.now = datetime(2025, 1, 8, 23, 0, 1, tzinfo=UTC)  # just Thursday there
    team.runs(team.engine(), hours=0.1)
    assert team.states() == Counter(missed=1)
    assert team.inbox(team.users[0]) == []


def test_an_admin_has_a_missed_one_sent_after_all(make_team: MakeTeam, moving: MovingClock) -> None:
    team = make_team(("Europe/Stockholm",))
    (user,) = team.users
    moving.now = datetime(2025, 1, 10, 9, 0, tzinfo=UTC)
    engine = team.engine()
    team.runs(engine, hours=0.1)
    assert team.states() == Counter(missed=1)
    assert team.weekly.send_now(team.reps[user]) is State.MISSED
    team.runs(engine, hours=0.1)
    assert [message["text"] for message in team.inbox(user)] == ["weekly 2025-01-05"]
    assert team.weekly.send_now(team.reps[user]) is State.SENT
    team.runs(engine, hours=0.1)
    assert len(team.inbox(user)) == 1


def test_what_was_planned_in_time_and_held_up_is_missed_too(make_team: MakeTeam, moving: MovingClock) -> None:
    team = make_team(("Europe/Stockholm",))
    moving.now = datetime(2025, 1, 6, 7, tzinfo=UTC)
    engine = team.engine()
    assert engine.sweep() == 1
    moving.now = datetime(2025, 1, 9, 7, tzinfo=UTC)
    engine.round()
    assert team.states() == Counter(missed=1)


def test_who_travels_gets_one_message_a_week(make_team: MakeTeam, moving: MovingClock) -> None:
    """To the east, over an hour that has passed there; to the west, back into the same morning."""
    team = make_team(("America/New_York", "Pacific/Kiritimati"))
    engine = team.engine()
    east, west = team.users
    moving.now = datetime(2025, 1, 6, 5, 0, tzinfo=UTC)  # midnight in New York, 10:30 in Kolkata
    team.runs(engine, hours=0.2)
    assert team.inboxes() == {east: 0, west: 1}
    team.moves(east, "Asia/Kolkata")
    team.moves(west, "Pacific/Honolulu")  # where Monday 08:00 is still to come
    moving.now = datetime(2025, 1, 6, 5, 15, tzinfo=UTC)  # those who moved are looked for every quarter of an hour
    team.runs(engine, hours=24)
    assert team.inboxes() == {east: 1, west: 1}
    team.runs(engine, hours=24 * 7)
    assert team.inboxes() == {east: 2, west: 2}
    assert {row.settled_at.astimezone(ZoneInfo("Asia/Kolkata")).hour for row in team.rows()[-2:-1]} == {8}
