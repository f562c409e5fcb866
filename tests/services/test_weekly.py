"""Consent and rhythm: what a member chooses, and what follows from it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.post_office import State
from bot.services.weekly import DIGEST, WEEKLY, Weekly
from bot.storage.engine import Database
from bot.values import Role
from bot.values.letters import WeeklyChoice
from tests.conftest import NOW, MakePerson, StandingClock

NEXT = datetime(2026, 11, 23, 7, tzinfo=UTC)  # Monday 08:00 in Stockholm


@pytest.fixture
def weekly(database: Database, clock: StandingClock) -> Weekly:
    return Weekly(database, clock)


def test_nothing_without_consent(weekly: Weekly, make_person: MakePerson) -> None:
    elin = make_person()
    assert weekly.choice(elin) == WeeklyChoice(wanted=False)
    assert weekly.pause(elin) == WeeklyChoice(wanted=False)
    assert weekly.resume(elin) == WeeklyChoice(wanted=False)
    assert weekly.upcoming(elin.workspace_id) == []
    assert weekly.plan(NOW + timedelta(days=30)) == 0


def test_monday_at_eight_unless_said_otherwise(weekly: Weekly, make_person: MakePerson) -> None:
    elin = make_person()
    assert weekly.set(elin) == WeeklyChoice(wanted=True, next_due_at=NEXT, asked=True)
    changed = weekly.set(elin, weekday=4, hour=15)
    assert changed == WeeklyChoice(True, 4, 15, next_due_at=datetime(2026, 11, 20, 14, tzinfo=UTC), asked=True)
    assert weekly.set(elin, hour=16).weekday == 4
    with pytest.raises(ValueError, match="no such"):
        weekly.set(elin, hour=24)


def test_a_pause_until_a_day(weekly: Weekly, make_person: MakePerson, clock: StandingClock) -> None:
    """On the day itself messages may come again, at their hour."""
    elin = make_person()
    weekly.set(elin)
    back = weekly.pause(elin, date(2026, 12, 7))
    assert back == WeeklyChoice(
        True, paused=True, paused_until=date(2026, 12, 7), next_due_at=datetime(2026, 12, 7, 7, tzinfo=UTC), asked=True
    )
    assert weekly.plan(datetime(2026, 12, 7, 6, 59, tzinfo=UTC)) == 0
    clock.now = datetime(2026, 12, 7, 7, tzinfo=UTC)
    assert weekly.plan(clock.now) == 1
    assert weekly.choice(elin) == WeeklyChoice(True, next_due_at=datetime(2026, 12, 14, 7, tzinfo=UTC), asked=True)


def test_a_pause_without_end_and_its_end(weekly: Weekly, make_person: MakePerson) -> None:
    elin = make_person()
    weekly.set(elin, weekday=2, hour=12)
    assert weekly.pause(elin) == WeeklyChoice(True, 2, 12, paused=True, asked=True)
    assert weekly.realign(NOW) == 0
    assert weekly.plan(NOW + timedelta(days=60)) == 0
    assert weekly.resume(elin) == WeeklyChoice(
        True, 2, 12, next_due_at=datetime(2026, 11, 18, 11, tzinfo=UTC), asked=True
    )


def test_a_stop_stops(weekly: Weekly, make_person: MakePerson) -> None:
    elin = make_person()
    weekly.set(elin, weekday=2, hour=12)
    assert weekly.stop(elin) == WeeklyChoice(False, 2, 12, asked=True)
    assert weekly.plan(NOW + timedelta(days=60)) == 0
    assert weekly.realign(NOW) == 0
    assert weekly.set(elin).wanted
    never_asked = make_person("U0OSKAR", name="Oskar")
    assert not weekly.stop(never_asked).wanted


def test_who_gets_what_and_when(weekly: Weekly, make_person: MakePerson) -> None:
    elin = make_person(tz="America/New_York")
    maria = make_person("U0MARIA", name="Maria", role=Role.MANAGER)
    elsewhere = make_person("U0OTHER", team="T0OTHER")
    for person in (elin, maria, elsewhere):
        weekly.set(person)
    coming = weekly.upcoming(elin.workspace_id)
    assert [(u.recipient.name, u.kind, u.occasion.due_at.hour, u.occasion.period) for u in coming] == [
        ("Maria", WEEKLY, 7, "2026-11-22"),
        ("Maria", DIGEST, 7, "2026-11-22"),
        ("Elin", WEEKLY, 13, "2026-11-22"),
    ]
    assert weekly.plan(NEXT) == 3  # Maria's two, and the one elsewhere
    assert weekly.plan(NEXT) == 0
    assert [u.recipient.name for u in weekly.upcoming(elin.workspace_id)] == ["Elin", "Maria", "Maria"]


def test_many_are_planned_in_parts(database: Database, clock: StandingClock, make_person: MakePerson) -> None:
    weekly = Weekly(database, clock, batch=3)
    for n in range(10):
        weekly.set(make_person(f"U0REP{n}", name=f"Rep {n}"))
    assert weekly.plan(NEXT) == 10
    assert weekly.plan(NEXT) == 0


def test_at_once_for_an_admin(weekly: Weekly, make_person: MakePerson) -> None:
    elin = make_person()
    assert weekly.send_now(elin) is State.DUE
    assert weekly.send_now(elin) is State.DUE
    weekly.set(elin)
    assert weekly.plan(NEXT - timedelta(days=1)) == 0
    assert weekly.plan(NEXT) == 1  # the next week's own
