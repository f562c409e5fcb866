"""Answers to what a file leaves open, from the question as it is kept to the deals as they are recorded."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from bot.importing.preview import Asking, Preview
from bot.services.deals import DealDesk
from bot.services.file_imports import FileImports, FileRow
from bot.services.imports import Imports
from bot.storage.engine import Database
from bot.values import Person, Status
from bot.values.imports import FileRef
from tests.conftest import MakePerson, StandingClock

DIGEST = hashlib.sha256(b"").hexdigest()
ORDERS = "Kund;Summa;Datum\nAcme;100;2026-10-01\nVolvo;200;2026-10-02\n"


@pytest.fixture
def files(database: Database, clock: StandingClock) -> FileImports:
    return FileImports(database, clock, Imports(database, clock))


def taken(files: FileImports) -> FileRow:
    row = files.take()
    assert row is not None
    return row


def test_a_list_of_orders_with_a_date(
    files: FileImports, make_person: MakePerson, tmp_path: Path, database: Database, clock: StandingClock
) -> None:
    """No column says what became of the deals, and one only that it holds dates: both are asked, and kept."""
    elin = make_person()
    path = tmp_path / "deals.csv"
    path.write_text(ORDERS, encoding="utf-8")
    assert files.begin(elin, "1.1", "F1", path.name, "D1")
    asking = looked(files, taken(files), elin, path)
    assert isinstance(asking, Asking)
    assert [ask.key for ask in asking.asks] == ["which_outcome", "which_date"]
    outcome, day = asking.asks
    assert files.answer(elin, FileRef(1, 0), {0: len(outcome.values) - 2, 1: day.values.index("closed_on")})
    row = taken(files)
    found = looked(files, row, elin, path)
    assert isinstance(found, Preview)
    assert (found.added, found.won) == (2, 2)
    assert files.confirm(elin, FileRef(row.id, row.round))
    assert files.read_in(taken(files), elin, path, DIGEST, ()) is not None
    deals = DealDesk(database, clock).page(elin).deals
    assert {(deal.status, deal.details.closed_on) for deal in deals} == {
        (Status.WON, date(2026, 10, 1)),
        (Status.WON, date(2026, 10, 2)),
    }


def looked(files: FileImports, row: FileRow, person: Person, path: Path) -> Asking | Preview:
    found = files.look(row, person, path, ())
    assert files.shown(row, found, DIGEST)
    return found
