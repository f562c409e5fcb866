"""What the tests share: databases of both kinds, a clock that stands still, people, samples, a browser.

Where a machine lacks something, the tests that need it are left out with a sentence that says so; with
SALES_COACH_REQUIRE_ALL set (as `.ci/run` does) they fail instead.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.services.people import People, Profile
from bot.storage.engine import Database
from bot.storage.schema import migrate
from bot.values import Person, Role
from tests import effort, postgres

effort.set_out()

MEMORY = Path("/dev/shm")
ENOUGH = 2 << 30


def pytest_configure() -> None:
    """Keep the tests' files in memory where there is room: making a database is then fifteen times as fast.

    What is killed in a test is a process, never the machine, so nothing is proved less by it. Set TMPDIR for another
    place. Workers and the processes that tests start inherit it.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if min(shutil.disk_usage(MEMORY).free, free) >= ENOUGH:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it remembers what it was asked before


# They end processes again and again, and take half a minute each: begun first, no core idles at the end.
LONG = ("test_kill.py", "test_kill_files.py", "test_chaos.py", "test_commands.py", "test_damage.py")


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: half of a test's time is waiting, for a process, a browser, a database."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)  # a Wednesday


def lacking(what: str) -> None:
    """Leave a test out for want of something, or fail where everything is required."""
    if os.environ.get("SALES_COACH_REQUIRE_ALL"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    binaries = postgres.find_binaries()
    if binaries is None:
        lacking("PostgreSQL's server (initdb, pg_ctl) is not installed, so nothing was tested on it")
        return
    with postgres.cluster(binaries, durable=False) as address:
        yield address


Carry = Callable[[str], None]


@pytest.fixture(scope="session")
def carry_out(postgres_server: str) -> Iterator[Carry]:
    """Carries out a statement that makes or drops a database; one connection for all of them."""
    url = make_url(f"{postgres_server}/postgres").set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)

    def carry_out(statement: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(statement))

    yield carry_out
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, carry_out: Carry) -> str:
    """A migrated database, which each test copies."""
    carry_out("CREATE DATABASE template_coach")
    database = Database(f"{postgres_server}/template_coach")
    migrate(database)
    database.close()
    return postgres_server


_names = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_template: str, carry_out: Carry) -> Iterator[str]:
    name = f"coach_{next(_names)}"
    carry_out(f"CREATE DATABASE {name} TEMPLATE template_coach")
    yield f"{postgres_template}/{name}"
    carry_out(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file, which each test copies."""
    path = tmp_path_factory.mktemp("template") / "coach.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address of a migrated, empty database; each test runs on both kinds."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    path = tmp_path / "coach.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


class StandingClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def people(database: Database, clock: StandingClock) -> People:
    return People(database, clock)


MakePerson = Callable[..., Person]


@pytest.fixture
def make_person(people: People) -> MakePerson:
    """Makes a member of a workspace, a new workspace where the team is new."""

    def make(
        slack_user_id: str = "U0ELIN",
        *,
        team: str = "T0TEST",
        name: str = "Elin",
        role: Role | None = None,
        tz: str = "Europe/Stockholm",
        locale: str = "sv-SE",
    ) -> Person:
        workspace_id = people.install(
            team_id=team, team_name=team, bot_token=f"xoxb-{team}", bot_id="B1", bot_user_id="U0BOT", source="test"
        )
        profile = Profile(slack_user_id, name, name.lower(), tz, locale, slack_admin=False, active=True)
        people.remember(workspace_id, profile)
        if role is not None:
            people.name_role(workspace_id, slack_user_id, role)
        return people.person(workspace_id, slack_user_id, lambda: profile)

    return make


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with real-shaped files, which are not ours to ship."""
    named = os.environ.get("SALES_COACH_SAMPLES")
    if not named or not Path(named).is_dir():
        lacking("SALES_COACH_SAMPLES does not name a folder, so nothing was tested on the sample files")
    return Path(str(named)).resolve()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that is on the machine; none is ever downloaded."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        lacking("Chromium is not installed (set CHROMIUM to its path), so the page was not tested")
    return str(found)
