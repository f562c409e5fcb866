"""What people typed stands in no error of the database: errors are logged."""

import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import SQLAlchemyError

from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.storage.engine import Database
from bot.storage.models import Customer
from bot.storage.prepared import Prepared
from bot.values import Amount, Details, Status
from tests.conftest import MakePerson, StandingClock

SECRET = "hemlig"
CUSTOMER, NOTE, KEY = "Hemlig Kund", "hemlig not", "hemligkund"
"""Named here alone: a traceback shows the lines that it goes through."""


def logged(error: BaseException) -> str:
    """What stands in the log: with the traceback, and all that the error came of."""
    return "".join(traceback.format_exception(error)).lower()


def test_a_customer_and_a_note_where_a_table_is_gone(
    database: Database, clock: StandingClock, make_person: MakePerson
) -> None:
    elin = make_person()
    with database.write() as connection:
        connection.execute(text("DROP TABLE customer_words"))
    details = Details(customer=CUSTOMER, note=NOTE)
    record = Record(outcome=Status.WON, amount=Amount(100_00, "SEK"), details=details)
    with pytest.raises(SQLAlchemyError) as raised:
        DealDesk(database, clock).record(elin, record, "key", as_new=True)
    assert SECRET not in logged(raised.value)
    assert "customer_words" in logged(raised.value)  # what is wrong is said all the same


def _twice(connection: Connection, workspace_id: int) -> None:
    rows = [{"workspace_id": workspace_id, "name": CUSTOMER, "key": KEY}] * 2
    connection.execute(insert(Customer), rows)


def _twice_prepared(connection: Connection, workspace_id: int) -> None:
    statement = Prepared(insert(Customer), insert=("workspace_id", "name", "key"))
    for _ in range(2):
        statement.run(connection, {"workspace_id": workspace_id, "name": CUSTOMER, "key": KEY})


def _twice_by_the_driver(connection: Connection, workspace_id: int) -> None:
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    cursor: Any = connection.connection.cursor()
    statement = f"INSERT INTO customers (workspace_id, name, key) VALUES ({mark}, {mark}, {mark})"
    cursor.executemany(statement, [(workspace_id, CUSTOMER, KEY)] * 2)


def _nothing_where_something_has_to_be(connection: Connection, workspace_id: int) -> None:
    connection.execute(
        text("INSERT INTO customers (workspace_id, name, key) VALUES (:id, :name, NULL)"),
        {"id": workspace_id, "name": CUSTOMER},
    )


@pytest.mark.parametrize("fail", [_twice, _twice_prepared, _twice_by_the_driver, _nothing_where_something_has_to_be])
def test_a_rule_that_is_broken(
    database: Database, make_person: MakePerson, fail: Callable[[Connection, int], None]
) -> None:
    elin = make_person()
    with pytest.raises(Exception, match=r"(?i)constraint") as raised, database.write() as connection:
        fail(connection, elin.workspace_id)
    assert SECRET not in logged(raised.value)
    assert "customers" in logged(raised.value)


@pytest.mark.postgres
def test_a_value_that_is_no_number(postgres_url: str) -> None:
    database = Database(postgres_url)
    query = text("SELECT CAST(CAST(:typed AS text) AS integer)")
    with pytest.raises(SQLAlchemyError, match="invalid input syntax for type") as raised, database.read() as connection:
        connection.execute(query, {"typed": KEY})
    assert SECRET not in logged(raised.value)
    database.close()


@pytest.mark.postgres
def test_a_line_of_a_bulk_load(postgres_url: str) -> None:
    def load(connection: Connection) -> None:
        cursor: Any = connection.connection.cursor()
        with cursor.copy("COPY deals (opened_on) FROM STDIN") as copy:
            copy.write_row((KEY,))

    database = Database(postgres_url)
    with pytest.raises(Exception, match="type date") as raised, database.write() as connection:
        load(connection)
    assert SECRET not in logged(raised.value)
    database.close()


def test_what_is_no_error_of_the_database_keeps_its_words(database: Database, make_person: MakePerson) -> None:
    """An error of ours keeps its words: only a database's are shortened."""
    make_person()
    with pytest.raises(ValueError, match="of our own: as it was"), database.write():
        raise ValueError(f"of our own: as it was at {datetime(2026, 1, 1, tzinfo=UTC)}")
