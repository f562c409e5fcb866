"""The schema: made from nothing, brought up to date once, refused where it is newer, the same as the models say."""

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, MetaData, String, inspect, select, text

from bot.storage.engine import Database, DatabaseUnusable
from bot.storage.models import Base
from bot.storage.schema import SchemaTooNew, _config, migrate


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a schema, of either kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/a folder/that is new/coach.db")
    else:
        database = Database(request.getfixturevalue("postgres_url"))
        with database.write() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    with database.read() as connection:
        return set(inspect(connection).get_table_names())


def test_from_nothing_to_the_head_and_no_further(empty: Database) -> None:
    assert tables(empty) == set()
    found, head = migrate(empty)
    assert found is None
    assert tables(empty) == {*Base.metadata.tables, "alembic_version"}
    assert migrate(empty) == (head, head)


def test_the_models_are_what_the_migrations_make(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": Base.metadata}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_have_the_names_that_later_revisions_will_need(database: Database) -> None:
    """compare_metadata does not look at the names of keys."""
    with database.read() as connection:
        looking = inspect(connection)
        for name, table in Base.metadata.tables.items():
            assert looking.get_pk_constraint(name)["name"] == f"pk_{name}"
            in_models = {str(key.name) for key in table.foreign_key_constraints}
            assert {key["name"] for key in looking.get_foreign_keys(name)} == in_models
            deletes = {key["name"]: key["options"].get("ondelete") for key in looking.get_foreign_keys(name)}
            assert deletes == {str(key.name): key.ondelete for key in table.foreign_key_constraints}


def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("DROP TABLE deal_changes"))
    before = tables(database)
    with pytest.raises(SchemaTooNew, match="schema 9999, which this version"):
        migrate(database)
    assert tables(database) == before
    with database.read() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"


def test_a_migration_that_fails_half_way_leaves_nothing(empty: Database) -> None:
    """Someone else's table stands in the way of the last one that the first revision makes."""
    with empty.write() as connection:
        connection.execute(text("CREATE TABLE deal_changes (id INTEGER)"))
    with pytest.raises(DatabaseUnusable, match="deal_changes"):
        migrate(empty)
    assert tables(empty) == {"deal_changes"}
    with empty.write() as connection:
        connection.execute(text("DROP TABLE deal_changes"))
    assert migrate(empty)[0] is None


def test_several_processes_that_start_at_once(empty: Database) -> None:
    context = multiprocessing.get_context("spawn")
    gate, found = context.Barrier(3), context.Queue()
    address = empty.url.render_as_string(hide_password=False)
    processes = [context.Process(target=_migrate, args=(address, gate, found)) for _ in range(3)]
    for process in processes:
        process.start()
    revisions = [found.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(30)
        assert process.exitcode == 0
    head = migrate(empty)[0]
    assert sorted(revisions, key=str) == sorted([(None, head), (head, head), (head, head)], key=str)


def _migrate(address: str, gate: Any, found: Any) -> None:
    database = Database(address)
    gate.wait(60)
    found.put(migrate(database))
    database.close()


@pytest.mark.parametrize("earlier", ["0001"])
def test_an_older_database_keeps_all_that_is_in_it(empty: Database, earlier: str) -> None:
    """Rows of every table, written by the columns that it had then, are the same after the upgrade."""
    with empty.write() as connection:
        command.upgrade(_config(connection), earlier)
    with empty.write() as connection:
        old = MetaData()
        old.reflect(connection, only=lambda name, _: name != "alembic_version")
        for table in old.sorted_tables:
            connection.execute(table.insert(), {c.name: _something(c) for c in table.columns})
        before = {table.name: connection.execute(select(table)).mappings().all() for table in old.sorted_tables}
    assert all(before.values())
    migrate(empty)
    with empty.read() as connection:
        after = {table.name: connection.execute(select(table)).mappings().all() for table in old.sorted_tables}
        assert after == before
        assert connection.execute(text("SELECT call_off_unit FROM workspaces")).scalars().all() == ["month"]


def _something(column: Column[Any]) -> Any:
    """A value of the column's type; 1 for keys, so that each row belongs to the one before."""
    if column.foreign_keys or column.name == "id":
        return 1
    if isinstance(column.type, String):
        return "x"
    if isinstance(column.type, DateTime):
        return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    if isinstance(column.type, Date):
        return date(2026, 1, 2)
    if isinstance(column.type, Boolean):
        return True
    return {"is": [1]} if isinstance(column.type, JSON) else 7
