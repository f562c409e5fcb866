"""Won deals in a channel: which, how many an hour, never twice, and taken back where they are undone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.errors import NotAllowed
from bot.services.channels import Channels
from bot.services.deals import DealDesk
from bot.services.wins import GRACE, WIN, WINS, Wins
from bot.storage.engine import Database
from bot.storage.models import Delivery
from bot.values import Person, Role
from bot.values.sharing import Sharing
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type

CHANNEL = "C0WINS"
ON = Sharing(wins_channel=CHANNEL, wins_from=5_000_000, wins_currency="SEK", wins_an_hour=2)


@pytest.fixture
def wins(database: Database, clock: StandingClock) -> Wins:
    return Wins(database, clock)


@pytest.fixture
def channels(database: Database, clock: StandingClock) -> Channels:
    return Channels(database, clock)


@pytest.fixture
def anna(make_person: MakePerson) -> Person:
    return make_person("U0ANNA", name="Anna", role=Role.ADMIN)


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def on(channels: Channels, anna: Person) -> None:
    channels.change(anna, ON)


def rows(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(*Delivery.__table__.columns).order_by(Delivery.id)))


def later(wins: Wins, clock: StandingClock, **by: float) -> int:
    """What is planned once a mistake would have been taken back."""
    clock.now += timedelta(**by) if by else GRACE
    return wins.plan(clock.now)


def told(wins: Wins, database: Database) -> list[list[int]]:
    """The deals' numbers in each message."""
    return [[w.deal.number for w in wins.told_by(r.workspace_id, r.kind, r.period)] for r in rows(database)]


def was_sent(database: Database, row: Any) -> None:
    with database.write() as connection:
        sent = {"state": "sent", "ts": f"{row.id}.000", "channel": CHANNEL, "ready_at": None}
        connection.execute(update(Delivery).where(Delivery.id == row.id).values(sent))


def test_off_until_an_admin_says_so(
    wins: Wins, channels: Channels, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    say(elin, "won 500000 Acme")
    assert later(wins, clock) == 0
    with pytest.raises(NotAllowed):
        channels.change(elin, ON)
    assert not channels.of(elin).boards
    assert rows(database) == []


def test_what_was_won_before_it_was_switched_on_is_history(
    wins: Wins, channels: Channels, say: Type, elin: Person, anna: Person, clock: StandingClock
) -> None:
    say(elin, "won 500000 Acme")
    channels.change(anna, ON)
    assert later(wins, clock) == 0


def test_from_the_threshold_on_with_tiers(
    on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    for amount in (49_999, 50_000, 100_000, 250_000):
        say(elin, f"won {amount} Kund{amount}")
        later(wins, clock, hours=1)
    found = [win for row in rows(database) for win in wins.told_by(row.workspace_id, row.kind, row.period)]
    assert [(win.deal.amount.minor, win.tier) for win in found if win.deal.amount] == [
        (5_000_000, 1),
        (10_000_000, 2),
        (25_000_000, 3),
    ]
    assert {(row.kind, row.recipient_id, row.member_id) for row in rows(database)} == {(WIN, CHANNEL, None)}


@pytest.mark.parametrize(
    "entry",
    ["lost 90000 Acme", "open 90000 Acme", "order 90000 Acme", "won 90000 EUR Acme", "won Acme closed:2026-10-01"],
)
def test_what_is_no_news_is_not_told(
    on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock, entry: str
) -> None:
    if entry.startswith("won Acme"):
        say(elin, "open 90000 Acme opened:2026-09-01")
        later(wins, clock)
    say(elin, entry)
    assert later(wins, clock) == 0


def test_a_recurring_amount_counts_over_the_horizon(
    on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock
) -> None:
    say(elin, "won 5000/mån Acme")
    assert later(wins, clock) == 1


def test_each_deal_once_however_often_one_looks(
    on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    say(elin, "open 90000 Acme")
    deal = say(elin, "won Acme").deal
    assert wins.plan(clock.now) == 0  # may still be taken back
    assert later(wins, clock) == 1
    assert wins.plan(clock.now) == 0
    say(elin, f"edit {deal.number} note:kul")
    assert later(wins, clock) == 0
    assert len(rows(database)) == 1
    assert wins.amendments() == []


def test_two_processes_that_look_at_the_same_time(
    on: None, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    say(elin, "won 90000 Acme")
    clock.now += GRACE
    assert sum(Wins(database, clock).plan(clock.now) for _ in range(3)) == 1
    assert len(rows(database)) == 1


def test_at_most_so_many_an_hour_and_the_rest_together(
    on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    began = clock.now
    for n in range(7):
        say(elin, f"won {60 + n}000 Kund{n}")
        later(wins, clock)
    found = rows(database)
    assert [row.kind for row in found] == [WIN, WIN, WINS]
    assert [len(deals) for deals in told(wins, database)] == [1, 1, 5]
    assert found[2].due_at == found[0].due_at + timedelta(hours=1)
    later(wins, clock, hours=3)
    for n in range(40):  # a busy day
        say(elin, f"won {80 + n}000 Annan{n}")
        later(wins, clock, minutes=7)
    dues = sorted(row.due_at for row in rows(database))
    assert all(third - first >= timedelta(hours=1) for first, third in zip(dues, dues[2:], strict=False))
    assert sorted(n for some in told(wins, database) for n in some) == list(range(1001, 1048))
    assert dues[0] > began


def test_undone_before_it_is_sent_it_is_not_told(
    on: None, wins: Wins, desk: DealDesk, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    say(elin, "won 90000 Acme")
    later(wins, clock)
    desk.undo(elin)
    assert told(wins, database) == [[]]


def test_undone_afterwards_it_is_taken_back_and_put_back(
    on: None, wins: Wins, desk: DealDesk, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    recorded = say(elin, "won 90000 Acme")
    later(wins, clock)
    was_sent(database, rows(database)[0])
    undone = desk.undo_change(elin, recorded.change_id)
    later(wins, clock)
    (amendment,) = wins.amendments()
    assert amendment.wins == ()
    assert amendment.told.ts is not None
    wins.amended(amendment.told)
    assert wins.amendments() == []
    desk.undo_change(elin, undone.change_id)
    assert later(wins, clock) == 1
    assert [len(one) for one in told(wins, database)] == [0, 1]


def test_a_new_amount_is_told_anew(
    on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    deal = say(elin, "won 90000 Acme").deal
    later(wins, clock)
    was_sent(database, rows(database)[0])
    say(elin, f"edit {deal.number} amount:95000")
    assert later(wins, clock) == 0
    (amendment,) = wins.amendments()
    assert [win.deal.amount.minor for win in amendment.wins if win.deal.amount] == [9_500_000]
    say(elin, f"edit {deal.number} amount:20000")
    later(wins, clock)
    assert [one.wins for one in wins.amendments()] == [()]


def test_one_of_several_that_is_undone_leaves_the_others(
    on: None, wins: Wins, desk: DealDesk, say: Type, elin: Person, clock: StandingClock, database: Database
) -> None:
    for n in range(5):
        say(elin, f"won {60 + n}000 Kund{n}")
    later(wins, clock)
    gathered = rows(database)[-1]
    assert gathered.kind == WINS
    was_sent(database, gathered)
    desk.undo(elin)
    later(wins, clock)
    (amendment,) = wins.amendments()
    assert [win.deal.number for win in amendment.wins] == [1003, 1004]


def test_old_news_is_not_told(on: None, wins: Wins, say: Type, elin: Person, clock: StandingClock) -> None:
    clock.now = datetime(2026, 11, 18, 9, tzinfo=UTC)
    say(elin, f"won 90000 Acme closed:{date(2026, 11, 10)}")
    say(elin, f"won 91000 Beta closed:{date(2026, 11, 12)}")
    assert later(wins, clock) == 1


def test_a_workspace_that_removed_the_app_is_left_alone(
    on: None, wins: Wins, people: Any, say: Type, elin: Person, clock: StandingClock
) -> None:
    say(elin, "won 90000 Acme")
    people.forget("T0TEST")
    assert later(wins, clock) == 0
