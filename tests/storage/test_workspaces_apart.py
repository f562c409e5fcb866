"""Each query is limited to one workspace: whoever holds another one's ids can neither read nor change anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Connection, select

from bot import errors
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.services.people import People
from bot.storage.deal_statements import PUT, PUT_COLUMNS
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.frames import deals_frame, rep_names
from bot.storage.models import Customer, DailyTally, Deal, DealChange, Member
from bot.storage.workspaces import Members
from bot.values import Amount, Changed, Deed, Details, Person, Role, Status
from pillars import Window
from tests.conftest import NOW, MakePerson, StandingClock

EVER = Window(date(2000, 1, 1), date(2030, 1, 1))


@dataclass
class Two:
    """Two workspaces that look alike: the same people and numbers. `there` has recorded an open deal and a won one."""

    database: Database
    here: Person
    there: Person
    recorded: Changed
    won: Changed


@pytest.fixture
def two(database: Database, clock: StandingClock, make_person: MakePerson) -> Two:
    make_person("U0EARLY", team="T0THERE", name="Early")  # so that ids differ between the two
    here, there = make_person(team="T0HERE"), make_person(team="T0THERE")
    desk = DealDesk(database, clock)
    entry = Record(outcome=Status.OPEN, amount=Amount(500, "SEK"), details=Details(customer="Acme", note="secret"))
    recorded = desk.record(there, entry, "key", as_new=True)
    won = desk.record(there, Record(outcome=Status.WON, amount=Amount(700, "SEK")))
    assert isinstance(recorded, Changed)
    assert isinstance(won, Changed)
    return Two(database, here, there, recorded, won)


@pytest.fixture
def connection(two: Two) -> Iterator[Connection]:
    with two.database.write() as opened:
        yield opened


def everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    tables = (Deal, DealChange, Member, Customer, DailyTally)
    return {t.__tablename__: [tuple(row) for row in connection.execute(select(t.__table__))] for t in tables}


def test_nothing_is_read(two: Two, connection: Connection) -> None:
    deal_id = connection.execute(select(Deal.id).where(Deal.number == 1001)).scalar_one()
    rep = two.there.member_id
    deals = Deals(connection, two.here.workspace_id, horizon_months=12)
    assert deals.by_number(1001) is None
    with pytest.raises(LookupError):
        deals.by_id(deal_id)
    assert deals.open_of_number(rep, 1001) is None
    assert deals.open_of_customer(rep, "Acme") == []
    assert deals.twin(two.recorded.deal, since=NOW.replace(year=2000)) is None
    assert deals.page(rep, open_only=False, offset=0, limit=10) == (0, [])
    assert deals.tally(rep, EVER, two.here.yardstick).won == 0
    assert list(deals.every()) == []
    assert deals.change(two.recorded.change_id) is None
    assert deals.change_of_request("key") is None
    assert deals.last_standing_change(rep) is None
    assert deals.history(deal_id) == []
    assert deals_frame(connection, two.here.workspace_id, two.here.yardstick, since=date(2000, 1, 1)).empty
    assert set(rep_names(connection, two.here.workspace_id)) == {str(two.here.member_id)}
    members = Members(connection, two.here.workspace_id)
    assert members.by_slack_id("U0EARLY") is None
    assert members.by_name("Early") == []
    assert [m.id for m in members.all()] == [two.here.member_id]

    theirs = Deals(connection, two.there.workspace_id, horizon_months=12)  # where all of it is found
    assert theirs.by_id(deal_id) == theirs.by_number(1001) == theirs.open_of_number(rep, 1001)
    assert theirs.open_of_customer(rep, "Acme") == [theirs.by_id(deal_id)]
    assert theirs.twin(two.recorded.deal, since=NOW.replace(year=2000)) is not None
    assert theirs.page(rep, open_only=False, offset=0, limit=10)[0] == 2
    assert theirs.tally(rep, EVER, two.there.yardstick).won == 1
    assert theirs.change_of_request("key") == theirs.change(two.recorded.change_id) == theirs.history(deal_id)[0]
    assert theirs.last_standing_change(rep) is not None
    assert len(list(theirs.every())) == 2


def test_nothing_is_changed(two: Two, connection: Connection) -> None:
    deal_id = connection.execute(select(Deal.id).where(Deal.number == 1001)).scalar_one()
    before = everything(connection)
    Deals(connection, two.here.workspace_id, horizon_months=12).note_imported_as(deal_id, "x")
    Members(connection, two.here.workspace_id).name_role(two.there.member_id, Role.ADMIN)
    assert everything(connection) == before
    parameters = {"workspace": two.here.workspace_id, "deal": deal_id}
    row = connection.execute(select(Deal.__table__).where(Deal.id == deal_id)).one()._mapping
    PUT.run(connection, parameters | {f"new_{name}": row[name] for name in PUT_COLUMNS} | {"new_note": "mine"})
    assert everything(connection) == before


def test_services_with_numbers_and_ids_of_another(two: Two, clock: StandingClock) -> None:
    desk = DealDesk(two.database, clock)
    for attempt in (
        lambda: desk.find(two.here, 1001),
        lambda: desk.edit(two.here, 1001, {"note": "mine"}),
        lambda: desk.delete(two.here, 1001),
        lambda: desk.record(two.here, Record(outcome=Status.WON, number=1001)),
    ):
        with pytest.raises(errors.DealNotFound):
            attempt()
    for attempt in (
        lambda: desk.undo_change(two.here, two.recorded.change_id),
        lambda: desk.record_instead(two.here, two.recorded.change_id, Record(outcome=Status.WON), "other"),
    ):
        with pytest.raises(errors.FormExpired):
            attempt()
    with pytest.raises(errors.NothingToUndo):
        desk.undo(two.here)
    with two.database.read() as connection:
        assert connection.execute(select(DealChange.deed)).scalars().all() == [Deed.RECORDED, Deed.RECORDED]


def test_the_same_request_key_is_another_request_elsewhere(two: Two, clock: StandingClock) -> None:
    desk = DealDesk(two.database, clock)
    mine = desk.record(two.here, Record(outcome=Status.WON, amount=Amount(100, "SEK")), "key")
    assert isinstance(mine, Changed)
    assert (mine.deal.number, mine.deal.rep_id) == (1001, two.here.member_id)


def test_tokens(two: Two, people: People) -> None:
    people.forget("T0HERE")
    assert people.token("T0HERE") is None
    token = people.token("T0THERE")
    assert token is not None
    assert token.bot_token == "xoxb-T0THERE"
    assert token.workspace_id == two.there.workspace_id
