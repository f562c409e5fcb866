"""The two databases as they are opened: what is switched on, and how long a writer waits for another."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from bot.errors import StorageBusy
from bot.storage import engine
from bot.storage.engine import Database, DatabaseUnusable
from bot.storage.models import Member, Workspace
from tests.conftest import MakePerson


@pytest.fixture
def on_sqlite(tmp_path: Path, sqlite_template: Path) -> Database:
    path = tmp_path / "coach.db"
    path.write_bytes(sqlite_template.read_bytes())
    return Database(f"sqlite:///{path}")


def test_sqlite_is_durable_keeps_its_keys_and_waits(on_sqlite: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 2000}
    for use in (on_sqlite.read, on_sqlite.write, on_sqlite.read):
        with use() as connection:
            said = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted}
            assert said == wanted
    on_sqlite.close()


@pytest.mark.postgres
def test_postgresql_waits_as_long(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.write() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "2s"
    database.close()


def test_a_key_to_nothing_is_refused(database: Database, make_person: MakePerson) -> None:
    person = make_person()
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(update(Member).where(Member.id == person.member_id).values(workspace_id=4711))


def test_what_raises_has_changed_nothing(database: Database, make_person: MakePerson) -> None:
    make_person()

    def change_and_fail() -> None:
        with database.write() as connection:
            connection.execute(update(Workspace).values(name="changed"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    with database.read() as connection:
        assert connection.execute(select(Workspace.name)).scalar_one() == "T0TEST"


def test_a_reader_sees_one_moment_on_sqlite(on_sqlite: Database) -> None:
    count = text("SELECT count(*) FROM alembic_version")
    with on_sqlite.read() as reader:
        assert reader.execute(count).scalar_one() == 1
        with on_sqlite.write() as writer:
            writer.execute(text("DELETE FROM alembic_version"))
        assert reader.execute(count).scalar_one() == 1
    with on_sqlite.read() as reader:
        assert reader.execute(count).scalar_one() == 0
    on_sqlite.close()


class TestAnotherWriter:
    """Another process holds what we want to write."""

    def test_sqlite(self, on_sqlite: Database) -> None:
        other = sqlite3.connect(str(on_sqlite.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy), on_sqlite.write():
            pytest.fail("two write at once")
        other.execute("ROLLBACK")
        with on_sqlite.write() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
        other.close()
        on_sqlite.close()

    def test_sqlite_waits_a_while_for_it(self, on_sqlite: Database) -> None:
        other = sqlite3.connect(str(on_sqlite.url.database), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
        timer.start()
        with on_sqlite.write() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
        timer.join()
        other.close()
        on_sqlite.close()

    @pytest.mark.postgres
    def test_postgresql(self, postgres_url: str) -> None:
        ours, others = Database(postgres_url), Database(postgres_url)
        change = text("UPDATE alembic_version SET version_num = version_num")
        with others.write() as other:
            other.execute(change)
            with pytest.raises(StorageBusy), ours.write() as connection:
                connection.execute(change)
        with ours.write() as connection:
            connection.execute(change)
        ours.close()
        others.close()


MOMENTS = (
    datetime(2026, 3, 29, 1, 30, 15, 123456, tzinfo=UTC),
    datetime(2026, 3, 29, 3, 30, tzinfo=ZoneInfo("Europe/Stockholm")),  # just after an hour that does not exist
    datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=ZoneInfo("Europe/Stockholm")),  # the first of two
    datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Stockholm")),  # the second
    datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    datetime(2100, 1, 1, tzinfo=ZoneInfo("Pacific/Kiritimati")),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_moment_comes_back_as_itself_in_utc(database: Database, make_person: MakePerson, moment: datetime) -> None:
    person = make_person()
    with database.write() as connection:
        connection.execute(update(Member).where(Member.id == person.member_id).values(seen_at=moment))
    with database.read() as connection:
        found = connection.execute(select(Member.seen_at)).scalar_one()
        assert found.tzinfo == UTC
        assert found == moment.astimezone(UTC)  # between zones, `==` would overlook which of the two hours it is
        just_after = moment.astimezone(UTC) + timedelta(microseconds=1)
        earlier = connection.execute(select(Member.id).where(Member.seen_at < just_after))
        assert earlier.scalar_one_or_none() == person.member_id
        assert connection.execute(select(Member.id).where(Member.seen_at < moment)).scalar_one_or_none() is None


class TestAddresses:
    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
    def test_of_postgresql(self, scheme: str) -> None:
        database = Database(f"{scheme}://coach:geheim@db.example:5433/coach")
        assert database.url.render_as_string(hide_password=False) == (
            "postgresql+psycopg://coach:geheim@db.example:5433/coach"
        )
        assert not database.is_sqlite

    def test_of_a_file_in_ones_home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        database = Database("sqlite:///~/deep/er/coach.db")
        with database.read() as connection:
            connection.execute(text("SELECT 1"))
        database.close()
        assert (tmp_path / "deep/er/coach.db").exists()

    @pytest.mark.parametrize(
        "address", ["", "coach.db", "mysql://h/d", "sqlite://", "sqlite:///:memory:", "postgresql://h:x/d"]
    )
    def test_of_neither(self, address: str) -> None:
        with pytest.raises(DatabaseUnusable, match="DATABASE_URL"):
            Database(address)


def test_the_wait_is_shorter_than_slacks() -> None:
    assert engine.BUSY_TIMEOUT_S < 3
