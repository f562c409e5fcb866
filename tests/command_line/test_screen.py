"""What people typed is shown by a terminal and does nothing there."""

import csv
import io
from pathlib import Path

import pytest
from rich.table import Table

from bot.assembly import utc_now
from bot.command_line.screen import Screen, visible
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.services.people import People, Profile
from bot.storage.engine import Database
from bot.values import Amount, Details, Status
from tests.command_line.running import run

RED = "\x1b[31mAcme; =1\x9b2J"
LINES = "customer,status,amount,closed_on,\x1b[31mowner\nAcme\x1b[2J,\x1b]0;title\x07won,x,2026-10-01,\u202eelin\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Åhléns & Co\t– 1 000 kr\n", "Åhléns & Co\t– 1 000 kr\n"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x9b2J\x07\x7f\r", "a\\x9b2J\\x07\\x7f\\r"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("👩\u200d💻", "👩\u200d💻"),  # one sign of three, joined
    ],
)
def test_what_would_command_a_terminal_is_written_out(typed: str, shown: str) -> None:
    assert visible(typed) == shown


def test_lines_and_tables_alike(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("Name \x1b[1m")
    table.add_row(RED)
    screen = Screen()
    screen.print(RED)
    screen.print(table)
    said = capsys.readouterr().out
    assert said.count("\\x1b[31mAcme; =1\\x9b2J") == 2
    assert "Name \\x1b[1m" in said
    assert not {"\x1b", "\x9b"} & {*said}


@pytest.fixture
def address(tmp_path: Path, sqlite_template: Path) -> str:
    """A database with a deal whose customer and whose rep are called as nobody is."""
    path = tmp_path / "coach.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    people = People(database, utc_now)
    workspace_id = people.install(
        team_id="T1", team_name="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    profile = Profile("U0ELIN", "Elin \x1b[7m", "elin", "Europe/Stockholm", "sv-SE", slack_admin=False, active=True)
    people.remember(workspace_id, profile)
    elin = people.person(workspace_id, "U0ELIN", lambda: profile)
    record = Record(outcome=Status.WON, amount=Amount(25_000_50, "SEK"), details=Details(customer=RED))
    DealDesk(database, utc_now).record(elin, record, "key", as_new=True)
    database.close()
    return f"sqlite:///{path}"


@pytest.mark.parametrize("command", [("report", "--by", "customer"), ("report",), ("members", "list")])
def test_the_tables_of_commands(tmp_path: Path, address: str, command: tuple[str, ...]) -> None:
    ended = run(tmp_path, *command, DATABASE_URL=address)
    assert ended.status == 0, ended.err
    assert "\\x1b[" in ended.out
    assert not {"\x1b", "\x9b"} & {*ended.out}


def test_the_preview_of_an_import(tmp_path: Path, address: str) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(LINES, encoding="utf-8")
    ended = run(tmp_path, "import", str(file), "--yes", DATABASE_URL=address)
    assert "\\x1b]0;title\\x07won" in ended.out, ended.err
    assert not {"\x1b", "\x07", "\u202e"} & {*ended.out}


def test_a_program_gets_csv_as_it_is_and_in_the_marks_it_asks_for(tmp_path: Path, address: str) -> None:
    for marks, delimiter, amount in (((), ",", "25000.50"), (("--decimal", "comma"), ";", "25000,50")):
        ended = run(tmp_path, "export", *marks, DATABASE_URL=address)
        heading, row = csv.reader(io.StringIO(ended.out), delimiter=delimiter)
        cells = dict(zip(heading, row, strict=True))
        assert (cells["customer"], cells["amount"]) == (RED, amount)
    assert "comma or point" in run(tmp_path, "export", "--decimal", "x", DATABASE_URL=address).err
