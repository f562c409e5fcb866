"""Rows per second of `sales-coach import`, beside pandas.read_csv + DataFrame.to_sql of the same file.

Both write the same file into the same schema (SQLite, all indexes) in turns. pandas does no more than fill the deals
table; the import also finds out what the file means, checks each row, tells customers and reps apart, and writes the
history.

    python -m benchmarks.imports [--rows 1000000] [--rounds 1]

Exit status 1 where the ratio is below 0.5 or the import takes more than 600 MB.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

TARGET, MEMORY_MB = 0.5, 600


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--one", choices=("ours", "pandas"), help=argparse.SUPPRESS)
    arguments.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.one:
        return one(chosen.one, chosen.file)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deals.csv"
        write_file(path, chosen.rows)
        taken: dict[str, list[float]] = {"ours": [], "pandas": []}
        memory = 0.0
        for _ in range(chosen.rounds):
            for which in taken:
                seconds, peak = run(which, path)
                taken[which].append(seconds)
                memory = max(memory, peak) if which == "ours" else memory
                print(
                    f"  {which:7} {chosen.rows / seconds:8,.0f} rows/s   {seconds:6.1f} s   {peak:5.0f} MB", flush=True
                )
    ratio = min(taken["pandas"]) / min(taken["ours"])
    checks = {
        f"ratio {ratio:.2f} (target {TARGET})": ratio >= TARGET,
        f"peak memory {memory:.0f} MB (target {MEMORY_MB})": memory < MEMORY_MB,
    }
    for line, met in checks.items():
        print(f"  {'met   ' if met else 'MISSED'}  {line}")
    return 0 if all(checks.values()) else 1


def run(which: str, path: Path) -> tuple[float, float]:
    """Seconds within the process, its start left aside, and its peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.imports", "--one", which, "--file", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(said[-2]), float(said[-1])


def one(which: str, path: Path) -> int:
    import resource

    from bot.assembly import utc_now
    from bot.services.imports import Imports
    from bot.services.people import People
    from bot.storage.engine import Database
    from bot.storage.schema import migrate

    database_path = path.with_name(f"{which}-{os.getpid()}.db")
    database = Database(f"sqlite:///{database_path}")
    migrate(database)
    people = People(database, utc_now)
    people.await_installation()
    workspace_id = people.teams()[0].id
    began = time.perf_counter()
    if which == "ours":
        from bot import importing

        plan = importing.inspect(path, currency="SEK", today=date(2026, 11, 18))
        imports = Imports(database, utc_now)
        imports.run(workspace_id, importing.read(plan), file_name=path.name, source="import:plain")
    else:
        with_pandas(database, path, workspace_id)
    seconds = time.perf_counter() - began
    database.close()
    database_path.unlink()
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def with_pandas(database: "object", path: Path, workspace_id: int) -> None:
    import pandas as pd
    from sqlalchemy import text

    from bot.storage.engine import Database

    assert isinstance(database, Database)
    with database.write() as connection:
        connection.execute(
            text(
                "INSERT INTO members (id, workspace_id, name, handle, tz, locale, slack_admin, active, seen_at) "
                "VALUES (1, :workspace, 'Rep', 'rep', 'Europe/Stockholm', 'sv', 0, 1, '2026-11-18 00:00:00')"
            ),
            {"workspace": workspace_id},
        )
    deals = pd.read_csv(path)
    filled = pd.DataFrame(
        {
            "workspace_id": workspace_id,
            "number": range(1001, 1001 + len(deals)),
            "rep_id": 1,
            "status": deals["Status"].map({"Won": "won", "Lost": "lost", "Open": "open"}),
            "kind": "one_off",
            "amount": (deals["Amount"] * 100).round().astype("Int64"),
            "currency": "SEK",
            "product": deals["Product"],
            "opened_on": deals["Created"],
            "opened_known": True,
            "closed_on": deals["Closed"],
            "source": "pandas",
            "external_id": deals["ID"].astype(str),
            "created_at": "2026-11-18 00:00:00.000000",
        }
    )
    with database.write() as connection:
        filled.to_sql("deals", connection, if_exists="append", index=False, chunksize=50_000)


def write_file(path: Path, rows: int) -> None:
    chance = random.Random(20_200_401)
    first = date(2023, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", "Owner", "Customer", "Product", "Status", "Amount", "Created", "Closed"])
        for n in range(rows):
            status = chance.choice(("Won", "Lost", "Lost", "Open"))
            opened = first + timedelta(days=chance.randrange(1200))
            closed = "" if status == "Open" else (opened + timedelta(days=chance.randrange(120))).isoformat()
            amount = f"{chance.lognormvariate(10, 0.8):.2f}"
            owner, customer = f"Rep {chance.randrange(500)}", f"Kund {chance.randrange(20_000)}"
            writer.writerow([n, owner, customer, f"Product {n % 12}", status, amount, opened.isoformat(), closed])


if __name__ == "__main__":
    sys.exit(main())
