"""`sales-coach import` as it is typed: what it shows, what it writes beside the file, and what a kill leaves behind."""

import json
import signal
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest

from bot.storage.engine import Database
from tests.command_line.running import Ended, Running, run

ROOT = Path(__file__).parents[2]
SWEDISH = (
    "Kund;Belopp;Status;Avslutad;Säljare\n"
    "Acme;25 000,50;Vunnen;2026-10-01;Elin\n"
    "Volvo;12 000,00;Förlorad;2026-10-02;Elin\n"
)


def typed(folder: Path, *words: str) -> Ended:
    return run(folder, *words, **surroundings(folder))


def surroundings(folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{folder / 'coach.db'}"}


def deals(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    with database.read() as connection:
        count = int(connection.exec_driver_sql("SELECT count(*) FROM deals").scalar_one())
    database.close()
    return count


def test_a_file_is_shown_read_reported_and_taken_back(tmp_path: Path) -> None:
    (tmp_path / "affärer.csv").write_text(SWEDISH + "X;abc;Vunnen;2026-10-02;Elin\n", encoding="utf-8")
    done = typed(tmp_path, "import", "affärer.csv")
    assert done.status == 0, done.err
    assert "semicolons" in done.out
    assert "2 deals added" in done.out
    assert "1 of 3 rows left out" in done.out
    assert "not an amount: abc" in (tmp_path / "affärer.csv.rejected.csv").read_text(encoding="utf-8-sig")
    window = ("--window", "2026-10-01..2026-10-31")
    report = json.loads(typed(tmp_path, "report", "--format", "json", *window).out)
    jsonschema.validate(report, json.loads((ROOT / "docs" / "report.schema.json").read_text()))
    assert report["all"]["order_value"] == {"mean": 25000.5, "median": 25000.5, "total": 25000.5, "sample": 1}
    assert report["all"]["time_to_close"] == {"mean": None, "median": None, "sample": 0}
    assert [group["group"] for group in report["groups"]] == ["Elin", "all"]
    assert "taken back" in typed(tmp_path, "undo-import", "1").out
    report = json.loads(typed(tmp_path, "report", "--format", "json", *window).out)
    assert report["all"]["win_rate"] == {"value": None, "sample": 0}


def test_what_the_file_does_not_decide_is_asked(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("Customer,Amount,Status,Closed\nA,100,Won,03/04/2026\nB,200,Won,05/06/2026\n")
    asked = typed(tmp_path, "import", "d.csv")
    assert asked.status == 2
    assert "--dates" in asked.out
    assert deals(tmp_path) == 0
    assert typed(tmp_path, "import", "d.csv", "--dates", "dmy").status == 0
    assert deals(tmp_path) == 2


def test_which_date_a_column_holds_is_asked_and_a_map_answers_it(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("Customer,Amount,Status,Date\nA,100,Won,2026-10-01\n,37000,,\nTotal,100,,\n")
    asked = typed(tmp_path, "import", "d.csv")
    assert asked.status == 2
    assert "Which date is “Date”? It could be: closed_on, opened_on. Most likely: closed_on." in asked.out
    assert 'For example, under [columns]: closed_on = "Date"' in asked.out
    assert "1 row is a total" in asked.out
    assert deals(tmp_path) == 0
    assert typed(tmp_path, "import", "d.csv", "--save-map", "map.toml").status == 0
    saved = (tmp_path / "map.toml").read_text()
    assert "_on =" not in saved
    (tmp_path / "map.toml").write_text(saved.replace("[columns]", '[columns]\nclosed_on = "Date"\n#'))
    done = typed(tmp_path, "import", "d.csv", "--map", "map.toml")
    assert done.status == 0, done.err
    assert "1 deal added" in done.out
    assert "1 of 2 rows left out. It stands in" in done.out
    assert deals(tmp_path) == 1


def test_stages_that_are_not_known_are_listed_with_their_rows(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("Customer,Amount,Status\nA,100,Zonk\nB,100,Zonk\nC,1,Bonk\n")
    asked = typed(tmp_path, "import", "d.csv")
    assert asked.status == 2
    assert "Are deals in these stages open, won or lost? Zonk (2), Bonk (1)." in asked.out
    assert 'For example, under [stages]: Zonk = "open"' in asked.out


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv", "picture.csv"])
def test_what_is_no_table_gets_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").write_text(" \n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    refused = typed(tmp_path, "import", name)
    assert refused.status == 1
    assert "Traceback" not in refused.err
    assert [line for line in refused.err.splitlines() if line.startswith("sales-coach: ")]


def test_an_import_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    """Killed as its one transaction begins, and when two and six mebibytes of it have gone to the disk."""
    rows = "".join(f"{n},Kund {n % 900},{n}.50,Won,2026-10-{n % 28 + 1:02d}\n" for n in range(30_000))
    (tmp_path / "big.csv").write_text("ID,Customer,Amount,Status,Closed\n" + rows)
    assert typed(tmp_path, "migrate").status == 0
    log = tmp_path / "coach.db-wal"
    for mebibytes in (0, 2, 6):
        with Running(tmp_path, "import", "big.csv", **surroundings(tmp_path)) as importing:
            importing.wait_until(
                lambda wal=mebibytes * 2**20, done=importing: done.out or (log.exists() and log.stat().st_size > wal)
            )
            with suppress(ProcessLookupError):
                importing.send(signal.SIGKILL)
            status, there = importing.ended().status, deals(tmp_path)
        if there == 30_000:  # it was done before the kill came
            break
        assert (status, there) == (-signal.SIGKILL, 0)
    assert typed(tmp_path, "import", "big.csv").status == 0
    assert deals(tmp_path) == 30_000
