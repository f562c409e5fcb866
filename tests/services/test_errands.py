"""What people ask for about files: by whom, once however often, taken up after a death, and forgotten in the end."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot import errors
from bot.services.deals import DealDesk
from bot.services.errands import AT_ONCE, ErrandRow, Errands, export_of, undone_of
from bot.services.file_imports import KEPT, LEASE, FileImports
from bot.services.imports import Imports
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.errands import ErrandKind, ErrandState, Place
from bot.values.exports import ExportFormat, ExportWanted, Whose
from bot.values.imports import FileRef
from pillars import Window
from tests.conftest import MakePerson, StandingClock
from tests.services.test_file_imports import DIGEST

HEADING = "Id,Customer,Amount,Status,Opened,Closed\n"
HERE = Place("D1", "1.1")
SMALL = 3


@pytest.fixture
def imports(database: Database, clock: StandingClock) -> Imports:
    return Imports(database, clock)


@pytest.fixture
def errands(database: Database, clock: StandingClock, imports: Imports) -> Errands:
    return Errands(database, clock, imports)


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


class Reader:
    """Reads files in as a rep does by Slack."""

    def __init__(self, files: FileImports, folder: Path) -> None:
        self._files = files
        self._path = folder / "deals.csv"
        self._times = 0

    def reads_in(self, person: Person, rows: int, amount: int = 100) -> int:
        """A file of so many deals; returns the import's id."""
        self._times += 1
        lines = (f"{n},Customer {n},{n + amount},won,2026-09-01,2026-10-01\n" for n in range(rows))
        self._path.write_text(HEADING + "".join(lines), encoding="utf-8")
        assert self._files.begin(person, f"{self._times}.1", "F1", "deals.csv", "D1")
        row = self._files.take()
        assert row is not None
        assert self._files.shown(row, self._files.look(row, person, self._path, ()), DIGEST)
        assert self._files.confirm(person, FileRef(row.id, row.round))
        row = self._files.take()
        assert row is not None
        done = self._files.read_in(row, person, self._path, DIGEST, ())
        assert done is not None
        assert done.import_id is not None
        self._files.told(done)
        return done.import_id


@pytest.fixture
def reader(database: Database, clock: StandingClock, imports: Imports, tmp_path: Path) -> Reader:
    return Reader(FileImports(database, clock, imports), tmp_path)


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> DealDesk:
    return DealDesk(database, clock)


def taken(errands: Errands) -> ErrandRow:
    row = errands.take()
    assert row is not None
    return row


class TestTakingBack:
    def test_a_small_one_at_once(self, errands: Errands, reader: Reader, desk: DealDesk, elin: Person) -> None:
        number = reader.reads_in(elin, SMALL)
        done = errands.at_once(errands.take_back(elin, number, None, timedelta(seconds=10)))
        assert done is not None
        assert (undone_of(done).file_name, undone_of(done).deleted) == ("deals.csv", SMALL)
        assert desk.page(elin).total == 0
        errands.told(done)
        assert errands.take() is None
        with pytest.raises(errors.ImportAlreadyUndone):
            errands.take_back(elin, number, None)

    def test_a_small_one_that_was_not_told_is_told(
        self, errands: Errands, reader: Reader, elin: Person, clock: StandingClock
    ) -> None:
        row = errands.take_back(elin, reader.reads_in(elin, SMALL), HERE, timedelta(seconds=10))
        assert errands.at_once(row) is not None  # and the process dies
        assert errands.take() is None
        clock.advance(seconds=10)
        found = taken(errands)
        assert (found.state, found.place, undone_of(found).deleted) == (ErrandState.DONE, HERE, SMALL)

    def test_a_large_one_later(self, errands: Errands, reader: Reader, desk: DealDesk, elin: Person) -> None:
        row = errands.take_back(elin, reader.reads_in(elin, AT_ONCE + 1), None, timedelta(seconds=10))
        assert errands.at_once(row) is None
        assert errands.take() is None
        errands.begin_now(row)
        found = taken(errands)
        assert (found.kind, found.state, found.size) == (ErrandKind.UNDO, ErrandState.WANTED, AT_ONCE + 1)
        errands.begin_now(row)  # said too late, it takes nothing from whoever has it
        assert errands.take() is None
        done = errands.undo(found)
        assert done is not None
        assert undone_of(done).deleted == AT_ONCE + 1
        assert desk.page(elin).total == 0

    def test_pressed_twice_it_is_asked_for_once(self, errands: Errands, reader: Reader, elin: Person) -> None:
        number = reader.reads_in(elin, SMALL)
        errands.take_back(elin, number, None)
        with pytest.raises(errors.ImportBeingUndone):
            errands.take_back(elin, number, HERE)
        first, second = taken(errands), errands.take()
        assert second is None
        assert errands.undo(first) is not None
        assert errands.undo(first) is None  # whoever was taken for dead wakes up

    def test_after_a_death_it_is_taken_up_when_the_lease_ends(
        self, errands: Errands, reader: Reader, elin: Person, clock: StandingClock
    ) -> None:
        errands.take_back(elin, reader.reads_in(elin, SMALL), None)
        taken(errands)
        clock.advance(seconds=LEASE.total_seconds() - 1)
        assert errands.take() is None
        clock.advance(seconds=2)
        found = taken(errands)
        assert (found.attempts, found.abandoned) == (2, True)
        assert errands.undo(found) is not None

    def test_what_failed_can_be_asked_for_again(self, errands: Errands, reader: Reader, elin: Person) -> None:
        number = reader.reads_in(elin, SMALL)
        errands.give_up(errands.take_back(elin, number, None))
        assert errands.take() is None
        again = errands.take_back(elin, number, HERE)
        assert (again.state, again.place) == (ErrandState.WANTED, HERE)
        assert errands.undo(taken(errands)) is not None

    def test_done_on_the_command_line_meanwhile(
        self, errands: Errands, reader: Reader, imports: Imports, elin: Person
    ) -> None:
        number = reader.reads_in(elin, SMALL)
        errands.take_back(elin, number, None)
        imports.undo(elin.workspace_id, number)
        with pytest.raises(errors.ImportAlreadyUndone):
            errands.undo(taken(errands))

    def test_is_for_whoever_read_it_in_and_for_admins(
        self, errands: Errands, reader: Reader, elin: Person, make_person: MakePerson
    ) -> None:
        number = reader.reads_in(elin, SMALL)
        with pytest.raises(errors.NotAllowed):
            errands.take_back(make_person("U0OSKAR", name="Oskar"), number, None)
        with pytest.raises(errors.NotAllowed):
            errands.take_back(make_person("U0MARIA", name="Maria", role=Role.MANAGER), number, None)
        admin = make_person("U0ANNA", name="Anna", role=Role.ADMIN)
        with pytest.raises(errors.ImportNotFound):
            errands.take_back(admin, number + 1, None)
        with pytest.raises(errors.ImportNotFound):
            errands.take_back(make_person("U0BO", team="T0ELSE", role=Role.ADMIN), number, None)
        assert errands.take_back(admin, number, None).member_id == admin.member_id

    def test_it_waits_longer_each_time(
        self, errands: Errands, reader: Reader, elin: Person, clock: StandingClock
    ) -> None:
        errands.take_back(elin, reader.reads_in(elin, SMALL), None)
        waits = []
        for _ in range(3):
            wait = errands.put_back(taken(errands))
            waits.append(wait.total_seconds())
            assert errands.take() is None
            clock.advance(seconds=waits[-1])
        assert waits == [10, 20, 40]


class TestSending:
    WANTED = ExportWanted(ExportFormat.XLSX, Window.of_year(2026), Whose.ALL)

    def test_asked_for_once_by_one_form(self, errands: Errands, elin: Person) -> None:
        assert errands.send(elin, "V1", self.WANTED, 7)
        assert not errands.send(elin, "V1", self.WANTED, 7)
        assert errands.send(elin, "V2", ExportWanted(), 7)
        found = [taken(errands), taken(errands)]
        assert [export_of(row) for row in found] == [self.WANTED, ExportWanted()]
        assert errands.take() is None

    def test_what_slack_has_is_remembered(self, errands: Errands, elin: Person, clock: StandingClock) -> None:
        errands.send(elin, "V1", self.WANTED, 7)
        errands.uploaded(taken(errands), "F7")
        clock.advance(minutes=5)
        row = taken(errands)
        assert row.outcome == {"slack_file_id": "F7"}
        errands.told(row)
        assert errands.take() is None

    def test_who_has_much_in_hand_may_take_longer(self, errands: Errands, elin: Person, clock: StandingClock) -> None:
        errands.send(elin, "V1", self.WANTED, 60_000)
        taken(errands)
        clock.advance(seconds=LEASE.total_seconds() + 60)
        assert errands.take() is None
        clock.advance(seconds=61)
        assert errands.take() is not None


def test_what_is_over_is_forgotten_after_three_months(errands: Errands, elin: Person, clock: StandingClock) -> None:
    for origin in ("V1", "V2"):
        errands.send(elin, origin, ExportWanted(), 1)
    errands.told(taken(errands))
    clock.advance(days=KEPT.days - 1)
    assert errands.forget_old() == 0
    clock.advance(days=2)
    assert errands.forget_old() == 1
    assert taken(errands).kind is ErrandKind.EXPORT
