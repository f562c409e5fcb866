"""The way of a file from Slack: whose it is, what it asks, that it is read in once, and what a death leaves behind."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import xlsxwriter

from bot import errors
from bot.importing.preview import Asking, Preview
from bot.services.deals import DealDesk
from bot.services.file_imports import KEPT, LEASE, MOST_ROWS, FileImports, FileRow
from bot.services.imports import Imports
from bot.services.people import People
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.imports import FileRef, FileState
from tests.conftest import MakePerson, StandingClock

HEADING = "Id,Owner,Customer,Amount,Status,Opened,Closed\n"
ELINS = "1,Elin,Acme,25000,won,2026-09-01,2026-10-01\n"
OSKARS = "2,Oskar,Volvo,12000,lost,2026-09-05,2026-10-02\n"
DIGEST = hashlib.sha256(b"").hexdigest()


@pytest.fixture
def imports(database: Database, clock: StandingClock) -> Imports:
    return Imports(database, clock)


@pytest.fixture
def files(database: Database, clock: StandingClock, imports: Imports) -> FileImports:
    return FileImports(database, clock, imports)


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


def brought(files: FileImports, person: Person, origin: str = "1.1") -> FileRow:
    assert files.begin(person, origin, "F1", "deals.csv", "D1")
    row = files.take()
    assert row is not None
    return row


def written(folder: Path, content: str) -> Path:
    path = folder / "deals.csv"
    path.write_text(content, encoding="utf-8")
    return path


def looked(files: FileImports, row: FileRow, person: Person, path: Path) -> Asking | Preview:
    found = files.look(row, person, path, ())
    assert files.shown(row, found, DIGEST)
    return found


def ready(files: FileImports, person: Person, path: Path, origin: str = "1.1") -> FileRef:
    row = brought(files, person, origin)
    assert isinstance(looked(files, row, person, path), Preview)
    return FileRef(row.id, row.round)


def taken(files: FileImports, state: FileState) -> FileRow:
    row = files.take()
    assert row is not None
    assert row.state is state
    return row


def numbers(database: Database, clock: StandingClock, person: Person) -> int:
    return DealDesk(database, clock).page(person).total


def test_heard_twice_it_is_one_file(files: FileImports, elin: Person) -> None:
    assert files.begin(elin, "1.1", "F1", "deals.csv", "D1")
    assert not files.begin(elin, "1.1", "F1", "deals.csv", "D1")
    assert files.begin(elin, "1.1", "F2", "more.csv", "D1")
    assert files.begin(elin, "2.2", "F1", "deals.csv", "D1")
    found = [files.take() for _ in range(4)]
    assert [row.slack_file_id for row in found if row] == ["F1", "F2", "F1"]


def test_a_trial_records_nothing(
    files: FileImports, elin: Person, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    row = brought(files, elin)
    found = looked(files, row, elin, written(tmp_path, HEADING + ELINS + OSKARS))
    assert isinstance(found, Preview)
    assert (found.added, found.changed, found.unchanged, found.won) == (1, 0, 0, 1)
    assert [(row.line, row.key) for row in found.rejected] == [(3, "other_owner")]
    assert numbers(database, clock, elin) == 0


def test_read_in_once_however_often_it_is_confirmed(
    files: FileImports, elin: Person, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    path = written(tmp_path, HEADING + ELINS)
    ref = ready(files, elin, path)
    assert files.confirm(elin, ref)
    assert not files.confirm(elin, ref)
    row = taken(files, FileState.CONFIRMED)
    done = files.read_in(row, elin, path, DIGEST, ())
    assert done is not None
    assert files.read_in(row, elin, path, DIGEST, ()) is None
    assert numbers(database, clock, elin) == 1
    result = files.result(done)
    assert (result.added, result.changed, result.unchanged, result.rejected) == (1, 0, 0, 0)
    files.told(done)
    assert not files.confirm(elin, ref)
    with pytest.raises(errors.FileSettled):
        files.dismiss(elin, ref)
    assert files.take() is None


def test_what_a_dead_process_held_is_taken_up_when_its_lease_ends(
    files: FileImports, elin: Person, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    path = written(tmp_path, HEADING + ELINS + OSKARS)
    files.confirm(elin, ready(files, elin, path))
    taken(files, FileState.CONFIRMED)
    assert files.take() is None
    clock.advance(seconds=LEASE.total_seconds())
    row = taken(files, FileState.CONFIRMED)
    assert row.attempts == 2
    assert files.read_in(row, elin, path, DIGEST, ()) is not None  # and dies before it is told
    assert files.take() is None
    clock.advance(seconds=LEASE.total_seconds())
    row = taken(files, FileState.IMPORTED)
    assert files.result(row).added == 1
    _, left_out = files.left_out(row, elin, path, ())
    assert [(one.line, one.key, one.cells[2]) for one in left_out] == [(3, "other_owner", "Volvo")]
    assert numbers(database, clock, elin) == 1


def test_what_is_read_in_is_what_was_confirmed(files: FileImports, elin: Person, tmp_path: Path) -> None:
    path = written(tmp_path, HEADING + ELINS)
    files.confirm(elin, ready(files, elin, path))
    row = taken(files, FileState.CONFIRMED)
    with pytest.raises(errors.FileChanged):
        files.read_in(row, elin, path, "another", ())


def test_another_s_file_is_another_s(files: FileImports, make_person: MakePerson, tmp_path: Path) -> None:
    elin, oskar = make_person(), make_person("U0OSKAR", name="Oskar")
    manager = make_person("U0MARIA", name="Maria", role=Role.ADMIN)
    stranger = make_person("U0ELIN", team="T0OTHER")
    ref = ready(files, elin, written(tmp_path, HEADING + ELINS))
    for somebody in (oskar, manager, stranger):
        for press in (files.confirm, files.dismiss):
            with pytest.raises(errors.NotAllowed):
                press(somebody, ref)
        with pytest.raises(errors.NotAllowed):
            files.answer(somebody, ref, {})
    assert files.confirm(elin, ref)


def test_undone_by_whoever_read_it_in_or_by_an_admin(
    files: FileImports, imports: Imports, make_person: MakePerson, tmp_path: Path
) -> None:
    elin, oskar = make_person(), make_person("U0OSKAR", name="Oskar")
    path = written(tmp_path, HEADING + ELINS)
    assert imports.offered_to_undo(elin) is None
    files.confirm(elin, ready(files, elin, path))
    done = files.read_in(taken(files, FileState.CONFIRMED), elin, path, DIGEST, ())
    assert done is not None
    assert done.import_id is not None
    with pytest.raises(errors.NotAllowed):
        imports.to_undo(oskar, done.import_id)
    assert imports.offered_to_undo(oskar) is None
    offered = imports.offered_to_undo(elin)
    assert offered is not None
    assert offered.id == done.import_id
    assert imports.undo(elin.workspace_id, imports.to_undo(elin, done.import_id).id).deleted == 1
    assert imports.offered_to_undo(elin) is None


def test_a_rep_s_file_leaves_other_people_s_deals_alone(
    files: FileImports, make_person: MakePerson, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    """Ids of a known system are everybody's: a row that an admin read in for Oskar is not Elin's to take."""
    elin, oskar = make_person(), make_person("U0OSKAR", name="Oskar")
    admin = make_person("U0ANNA", name="Anna", role=Role.ADMIN)
    heading = "Record ID,Deal Name,Deal owner,Amount,Deal Stage,Create Date,Close Date\n"
    deal = "77,Lamps,{},1000,Closed Won,2026-09-01,2026-10-01\n"
    path = written(tmp_path, heading + deal.format("Oskar"))
    files.confirm(admin, ready(files, admin, path))
    files.read_in(taken(files, FileState.CONFIRMED), admin, path, DIGEST, ())
    clock.advance(seconds=LEASE.total_seconds())
    files.told(taken(files, FileState.IMPORTED))
    assert numbers(database, clock, oskar) == 1
    found = looked(files, brought(files, elin, "2.2"), elin, written(tmp_path, heading + deal.format("Elin")))
    assert isinstance(found, Preview)
    assert [(row.line, row.key) for row in found.rejected] == [(2, "others_deal")]
    assert found.added == found.changed == 0


def test_two_reps_own_sheets_may_number_their_rows_alike(
    files: FileImports, make_person: MakePerson, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    reps = make_person(), make_person("U0OSKAR", name="Oskar")
    path = written(tmp_path, "Nr,Kund,Belopp,Status,Avslutad\n1,Acme,1000,vunnen,2026-10-01\n")
    for n, rep in enumerate(reps):
        files.confirm(rep, ready(files, rep, path, f"{n}.1"))
        done = files.read_in(taken(files, FileState.CONFIRMED), rep, path, DIGEST, ())
        assert done is not None
        files.told(done)
        assert numbers(database, clock, rep) == 1


def test_questions_are_answered_in_rounds(files: FileImports, elin: Person, tmp_path: Path) -> None:
    path = written(tmp_path, "Customer;Amount;Status;Closed\nAcme;1,234;Zonk;01/02/2026\nVolvo;2,345;won;03/02/2026\n")
    row = brought(files, elin)
    asking = looked(files, row, elin, path)
    assert isinstance(asking, Asking)
    assert {ask.key for ask in asking.asks} == {"date_order", "decimal_mark", "stage"}
    ref = FileRef(row.id, row.round)
    right = {"date_order": "dmy", "decimal_mark": "point", "stage": "lost"}
    chosen = {n: ask.values.index(right[ask.key]) for n, ask in enumerate(asking.asks)}
    with pytest.raises(errors.AnswersMissing) as missing:
        files.answer(elin, ref, {0: 0})
    assert missing.value.params == {"count": 2}
    with pytest.raises(errors.FileStillReading):
        files.confirm(elin, ref)
    assert files.answer(elin, ref, chosen)
    assert not files.answer(elin, ref, chosen)  # pressed twice
    again = taken(files, FileState.READING)
    assert again.round == 1
    found = looked(files, again, elin, path)
    assert isinstance(found, Preview)
    assert (found.won, found.lost, found.added) == (1, 1, 2)
    with pytest.raises(errors.FileStillReading):
        files.confirm(elin, ref)  # a button of the first round


def test_put_aside_it_stays_there(files: FileImports, elin: Person, tmp_path: Path) -> None:
    ref = ready(files, elin, written(tmp_path, HEADING + ELINS))
    files.dismiss(elin, ref)
    with pytest.raises(errors.FileSettled):
        files.confirm(elin, ref)
    assert files.take() is None


def test_a_file_without_a_heading_names_no_command_line(files: FileImports, elin: Person, tmp_path: Path) -> None:
    with pytest.raises(errors.HeadingNotFound):
        files.look(brought(files, elin), elin, written(tmp_path, "a,b\nc,d\n"), ())


def test_too_many_rows(files: FileImports, elin: Person, tmp_path: Path) -> None:
    path = written(tmp_path, HEADING + ELINS * (MOST_ROWS + 1))
    with pytest.raises(errors.FileTooLong) as problem:
        files.look(brought(files, elin), elin, path, ())
    assert problem.value.params["rows"] == MOST_ROWS + 1


def test_an_export_that_comes_back_is_noticed(files: FileImports, elin: Person, tmp_path: Path) -> None:
    heading = "number,rep,status,kind,amount,currency,customer,opened_on,first_meeting_on,quoted_on,closed_on\n"
    row = "1001,Elin,won,one_off,100,SEK,'=Acme,2026-09-01,,,2026-10-01\n"
    found = looked(files, brought(files, elin), elin, written(tmp_path, heading + row))
    assert isinstance(found, Preview)
    assert found.here_already


def test_a_text_that_was_kept_from_being_run_comes_back_as_it_was(
    files: FileImports, people: People, elin: Person, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    path = written(tmp_path, HEADING + "1,Elin,'=HYPERLINK(1),100,won,2026-09-01,2026-10-01\n")
    files.confirm(elin, ready(files, elin, path))
    files.read_in(taken(files, FileState.CONFIRMED), elin, path, DIGEST, ())
    (deal,) = DealDesk(database, clock).page(elin).deals
    assert deal.details.customer == "=HYPERLINK(1)"


def test_a_trial_keeps_nobody_from_writing(
    files: FileImports, elin: Person, tmp_path: Path, database: Database
) -> None:
    row = brought(files, elin)
    with database.write():
        found = looked_while_others_write(files, row, elin, written(tmp_path, HEADING + ELINS))
    assert isinstance(found, Preview)
    assert found.added == 1


def looked_while_others_write(files: FileImports, row: FileRow, person: Person, path: Path) -> Asking | Preview:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(files.look, row, person, path, ()).result(timeout=60)


def test_what_came_to_nothing_is_forgotten_after_three_months(
    files: FileImports, elin: Person, tmp_path: Path, clock: StandingClock
) -> None:
    path = written(tmp_path, HEADING + ELINS)
    done = ready(files, elin, path)
    files.confirm(elin, done)
    read_in = files.read_in(taken(files, FileState.CONFIRMED), elin, path, DIGEST, ())
    assert read_in is not None
    files.told(read_in)
    put_aside = ready(files, elin, path, "2.2")
    files.dismiss(elin, put_aside)
    clock.advance(days=KEPT.days - 1)
    assert files.forget_old() == 0
    clock.advance(days=2)
    assert files.begin(elin, "3.3", "F3", "deals.csv", "D1")
    assert files.forget_old() == 1
    with pytest.raises(errors.FileSettled):  # that it was read in, and by whom, is still known
        files.dismiss(elin, done)
    with pytest.raises(errors.NotAllowed):
        files.dismiss(elin, put_aside)
    assert files.take() is not None


def test_a_workbook_that_would_end_the_process_is_refused(files: FileImports, elin: Person, tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADING.strip().split(","))
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(errors.FileTooLarge):
        files.look(brought(files, elin), elin, path, ())
