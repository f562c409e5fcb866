"""`sales-coach import` as it is typed: what it shows, what it writes beside the file, and what a kill leaves behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from bot.storage.engine import Database

ROOT = Path(__file__).parents[2]
SWEDISH = (
    "Kund;Belopp;Status;Avslutad;Säljare\n"
    "Acme;25 000,50;Vunnen;2026-10-01;Elin\n"
    "Volvo;12 000,00;Förlorad;2026-10-02;Elin\n"
)


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {
        **kept,
        "HOME": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'coach.db'}",
        "PYTHONPATH": str(ROOT),
    }


def typed(folder: Path, surroundings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60
    )


def deals(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    with database.read() as connection:
        count = int(connection.exec_driver_sql("SELECT count(*) FROM deals").scalar_one())
    database.close()
    return count


def test_a_file_is_shown_read_reported_and_taken_back(tmp_path: Path, surroundings: dict[str, str]) -> None:
    (tmp_path / "affärer.csv").write_text(SWEDISH + "X;abc;Vunnen;2026-10-02;Elin\n", encoding="utf-8")
    done = typed(tmp_path, surroundings, "import", "affärer.csv")
    assert done.returncode == 0, done.stderr
    assert "semicolons" in done.stdout
    assert "2 deals added" in done.stdout
    assert "1 of 3 rows left out" in done.stdout
    assert "not an amount: abc" in (tmp_path / "affärer.csv.rejected.csv").read_text(encoding="utf-8-sig")
    window = ("--window", "2026-10-01..2026-10-31")
    report = json.loads(typed(tmp_path, surroundings, "report", "--format", "json", *window).stdout)
    jsonschema.validate(report, json.loads((ROOT / "docs" / "report.schema.json").read_text()))
    assert report["all"]["order_value"] == {"mean": 25000.5, "median": 25000.5, "total": 25000.5, "sample": 1}
    assert report["all"]["time_to_close"] == {"mean": None, "median": None, "sample": 0}
    assert [group["group"] for group in report["groups"]] == ["Elin", "all"]
    assert "taken back" in typed(tmp_path, surroundings, "undo-import", "1").stdout
    report = json.loads(typed(tmp_path, surroundings, "report", "--format", "json", *window).stdout)
    assert report["all"]["win_rate"] == {"value": None, "sample": 0}


def test_what_the_file_does_not_decide_is_asked(tmp_path: Path, surroundings: dict[str, str]) -> None:
    (tmp_path / "d.csv").write_text("Customer,Amount,Status,Closed\nA,100,Won,03/04/2026\nB,200,Won,05/06/2026\n")
    asked = typed(tmp_path, surroundings, "import", "d.csv")
    assert asked.returncode == 2
    assert "--dates" in asked.stdout
    assert deals(tmp_path) == 0
    assert typed(tmp_path, surroundings, "import", "d.csv", "--dates", "dmy").returncode == 0
    assert deals(tmp_path) == 2


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv", "picture.csv"])
def test_what_is_no_table_gets_one_line(tmp_path: Path, surroundings: dict[str, str], name: str) -> None:
    (tmp_path / "empty.csv").write_text(" \n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    refused = typed(tmp_path, surroundings, "import", name)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert [line for line in refused.stderr.splitlines() if line.startswith("sales-coach: ")]


def test_an_import_that_is_killed_leaves_nothing_behind(tmp_path: Path, surroundings: dict[str, str]) -> None:
    rows = "".join(f"{n},Kund {n % 900},{n}.50,Won,2026-10-{n % 28 + 1:02d}\n" for n in range(60_000))
    (tmp_path / "big.csv").write_text("ID,Customer,Amount,Status,Closed\n" + rows)
    assert typed(tmp_path, surroundings, "migrate").returncode == 0
    command = [sys.executable, "-m", "bot", "import", "big.csv"]
    for seconds in (3.0, 4.5, 6.0):
        running = subprocess.Popen(
            command, cwd=tmp_path, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        running.wait(10)
        if deals(tmp_path) == 60_000:  # it was done before the kill came
            break
        assert deals(tmp_path) == 0
    assert typed(tmp_path, surroundings, "import", "big.csv").returncode == 0
    assert deals(tmp_path) == 60_000
