"""Statements handed straight to the driver give what SQLAlchemy's own execution gives, on both databases."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import Connection, bindparam, func, insert, literal, literal_column, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.storage import deal_statements, tallies, workspaces
from bot.storage.engine import Database
from bot.storage.models import DailyTally, Deal, DealChange, Member, Workspace
from bot.storage.prepared import Prepared
from bot.values import Amount, Details, Kind, Per, Person, Status
from tests.conftest import NOW, MakePerson, StandingClock
from tests.effort import tries

ALL = {
    f"{module.__name__.removeprefix('bot.storage.')}.{name}": value
    for module in (deal_statements, tallies, workspaces)
    for name, value in vars(module).items()
    if isinstance(value, Prepared)
}
READING = sorted(name for name, prepared in ALL.items() if prepared._insert is None and prepared._statement.is_select)
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=40)
moments = st.builds(lambda seconds, zone: datetime.fromtimestamp(seconds, zone), st.floats(0, 7e9), st.timezones())
jsons = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts, lambda inner: st.dictionaries(texts, inner)
)


@pytest.fixture
def person(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def connection(database: Database, person: Person) -> Iterator[Connection]:
    """A transaction that leaves nothing behind."""
    with database.engine.connect() as opened:
        if database.is_sqlite:
            opened.exec_driver_sql("BEGIN")
        yield opened
        opened.rollback()


@pytest.fixture
def deals(database: Database, clock: StandingClock, person: Person) -> None:
    """A few deals of every kind, and changes to them."""
    desk = DealDesk(database, clock)
    for n, kind in enumerate((Kind.ONE_OFF, Kind.CALL_OFF, Kind.ONE_OFF, Kind.ONE_OFF)):
        status = (Status.WON, Status.WON, Status.LOST, Status.OPEN)[n]
        amount = None if n == 2 else Amount(12_345, "SEK", (None, None, None, Per.YEAR)[n])
        entry = Record(outcome=status, kind=kind, amount=amount, details=Details(customer="Acme" if n else None))
        desk.record(person, entry, f"key {n}", as_new=True)
    desk.record(person, Record(outcome=Status.WON, amount=Amount(999, "SEK", Per.YEAR)), as_new=True)
    desk.edit(person, 1001, {"note": "100 % of \"it\" 'all': :x ? %s"})
    desk.undo(person)
    desk.delete(person, 1001)


def parameters(person: Person) -> dict[str, Any]:
    """A value for every name that any of the statements takes."""
    return {
        "workspace": person.workspace_id,
        "rep": person.member_id,
        "actor": person.member_id,
        "user": person.slack_user_id,
        "number": 1004,
        "deal": 1,
        "change": 1,
        "request": "key 2",
        "customer": "acme",
        "since": NOW - timedelta(days=1),
        "status": "lost",
        "kind": "one_off",
        "amount": 12_345,
        "currency": None,
        "per": None,
        "open_only": 0,
        "offset": 1,
        "limit": 2,
        "depth": 3,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "horizon": 12,
    }


OTHERWISE: dict[str, dict[str, Any]] = {
    "deal_statements.TWIN": {"status": "won", "kind": "call_off", "currency": "SEK"},
    "tallies._ONE_BY_ONE": {"currency": "SEK"},
}


@pytest.mark.parametrize("name", READING)
@pytest.mark.usefixtures("deals")
def test_every_reading_statement(connection: Connection, person: Person, name: str) -> None:
    prepared, given_ = ALL[name], parameters(person) | OTHERWISE.get(name, {})
    wanted = connection.execute(prepared._statement, given_).all()
    found = prepared.run(connection, given_)
    assert [tuple(row) for row in found] == [tuple(row) for row in wanted]
    assert wanted, "a statement that finds nothing proves nothing"
    for column in wanted[0]._fields:
        if not re.search(r"_\d+$", column):  # SQLAlchemy's own name for what has none
            assert [getattr(row, column) for row in found] == [getattr(row, column) for row in wanted]


def test_statements_are_known_here() -> None:
    assert len(READING) > 10
    assert {name for name in ALL if name not in READING} == {
        "deal_statements.ADD",
        "deal_statements.ADD_CHANGE",
        "deal_statements.NEXT_NUMBER",
        "deal_statements.PUT",
        "deal_statements.IMPORTED_AS",
    }


class TestWriting:
    """What is written with a prepared statement is read back by SQLAlchemy, and the other way round."""

    @tries(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        note=st.none() | texts,
        amount=st.none() | st.integers(-(2**62), 2**62),
        day=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        moment=moments,
        known=st.booleans(),
    )
    def test_a_deal(
        self,
        database: Database,
        person: Person,
        note: str | None,
        amount: int | None,
        day: date | None,
        moment: datetime,
        known: bool,
    ) -> None:
        values = dict.fromkeys(deal_statements.DEAL_COLUMNS) | {
            "workspace_id": person.workspace_id,
            "rep_id": person.member_id,
            "number": 1,
            "status": "won",
            "kind": "one_off",
            "amount": amount,
            "note": note,
            "opened_on": day or date(2026, 1, 1),
            "opened_known": known,
            "closed_on": day,
            "source": "test",
            "created_at": moment,
            "deleted_at": moment if known else None,
        }
        either_way(database, Deal, deal_statements.ADD, insert(Deal).returning(Deal.id), values)

    @tries(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(before=jsons, after=st.dictionaries(texts, jsons), moment=moments)
    @pytest.mark.usefixtures("deals")
    def test_a_change(
        self, database: Database, person: Person, before: Any, after: dict[str, Any], moment: datetime
    ) -> None:
        values = dict.fromkeys(deal_statements.CHANGE_COLUMNS) | {
            "workspace_id": person.workspace_id,
            "deal_id": 1,
            "actor_id": person.member_id,
            "at": moment,
            "deed": "edited",
            "before": before,
            "after": after,
        }
        statement = insert(DealChange).returning(DealChange.id)
        either_way(database, DealChange, deal_statements.ADD_CHANGE, statement, values)

    @pytest.mark.usefixtures("deals")
    def test_changing_a_deal(self, connection: Connection, person: Person) -> None:
        new = {f"new_{name}": None for name in deal_statements.PUT_COLUMNS} | {
            "new_rep_id": person.member_id,
            "new_status": "lost",
            "new_kind": "call_off",
            "new_opened_on": date(2026, 2, 28),
            "new_opened_known": True,
            "new_deleted_at": datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        }
        given_ = {"workspace": person.workspace_id, "deal": 2, **new}
        assert deal_statements.PUT.run(connection, given_) == []
        row = connection.execute(select(Deal).where(Deal.id == 2)).one()
        assert {name: getattr(row, name) for name in deal_statements.PUT_COLUMNS} == {
            name.removeprefix("new_"): value for name, value in new.items()
        }
        others = connection.execute(select(func.count()).where(Deal.kind == "call_off")).scalar_one()
        assert others == 1  # the one that was changed; it was the only one before, too

    def test_numbers_and_tallies(self, connection: Connection, person: Person) -> None:
        here = {"workspace": person.workspace_id}
        assert [row.next_number for row in deal_statements.NEXT_NUMBER.run(connection, here)] == [1002]
        assert connection.execute(select(Workspace.next_number)).scalar_one() == 1002
        key = {"workspace_id": person.workspace_id, "rep_id": person.member_id, "day": date(2026, 2, 28)}
        what = {"status": "won", "kind": "one_off", "currency": "", "per": ""}
        for deals, total in ((1, 500), (-3, 2**60)):
            tallies._ADD[connection.dialect.name].run(connection, {**key, **what, "deals": deals, "total": total})
        assert connection.execute(select(DailyTally)).one() == (*key.values(), *what.values(), -2, 2**60 + 500)


def either_way(database: Database, model: Any, prepared: Prepared, statement: Any, values: dict[str, Any]) -> None:
    """The row that each way of writing leaves is the same, but for its id, to either way of reading."""
    looking = select(*[column for column in model.__table__.columns if column.key != "id"]).where(
        model.id == bindparam("the_id")
    )
    written: list[list[tuple[Any, ...]]] = []
    for write in (lambda c: prepared.run(c, values)[0].id, lambda c: c.execute(statement, values).scalar_one()):
        written += _rows(database, write, looking)
    assert all(rows == written[0] for rows in written)
    columns = [column.key for column in model.__table__.columns if column.key != "id"]
    assert dict(zip(columns, written[0][0], strict=True)) == {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value for name, value in values.items()
    }


def _rows(database: Database, write: Callable[[Connection], int], looking: Any) -> list[list[tuple[Any, ...]]]:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("BEGIN")
        found = {"the_id": write(connection)}
        read = [
            [tuple(row) for row in connection.execute(looking, found)],
            [tuple(row) for row in Prepared(looking).run(connection, found)],
        ]
        connection.rollback()
    return read


def test_signs_that_mean_something_to_a_driver(connection: Connection) -> None:
    statement = select(
        literal("50 % of :this ? %s").label("odd"),
        (bindparam("n", type_=Deal.id.type) % 7).label("rest"),
        literal_column("'%'").label("sign"),
    )
    expected = ("50 % of :this ? %s", 3, "%")
    assert tuple(connection.execute(statement, {"n": 10}).one()) == expected
    assert tuple(Prepared(statement).run(connection, {"n": 10})[0]) == expected


class TestErrors:
    """The errors are SQLAlchemy's, so that nobody above needs to know which driver there is."""

    def test_of_a_key_that_is_there(self, connection: Connection, person: Person) -> None:
        columns = tuple(column.key for column in Member.__table__.columns if column.key != "id")
        row = connection.execute(select(Member)).one()._mapping
        with pytest.raises(IntegrityError):
            Prepared(insert(Member), insert=columns).run(connection, {name: row[name] for name in columns})

    def test_of_a_table_that_is_not_there(self, connection: Connection) -> None:
        with pytest.raises((OperationalError, ProgrammingError)) as raised:
            Prepared(select(text("x")).select_from(text("nowhere"))).run(connection, {})
        assert isinstance(raised.value, DBAPIError)
        assert "nowhere" in str(raised.value)
