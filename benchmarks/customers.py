"""How long the menu of customers takes to answer, with 100,000 customers and as many deals.

Run by hand: `python -m benchmarks.customers [--customers 100000] [--alike] [--database sqlite|postgresql]`. With
`--alike` all their names begin with one of two words. The database is in a folder that is removed afterwards.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, text

from bot.listeners.asker import Asker
from bot.services.customers import Customers
from bot.services.people import People, Profile
from bot.storage.customers import note_words
from bot.storage.engine import Database
from bot.storage.models import Customer, Deal
from bot.storage.schema import migrate
from bot.texts import texts_for
from bot.values import Person
from bot.views import customer_menu
from pillars import customer_key
from tests import postgres

LIMIT_MS = 200
FIRST = [
    "Volvo",
    "Svensson",
    "Nordic",
    "Åkeri",
    "Öhlins",
    "Scandinavian",
    "Lund",
    "Berg",
    "Malmö",
    "Göteborgs",
    "Ängelholms",
    "Bygg",
    "Kontor",
    "Data",
    "Stål",
]
SECOND = [
    "Lastvagnar",
    "Söner",
    "Industri",
    "Teknik",
    "Fastigheter",
    "Åkeri",
    "Handel",
    "Konsult",
    "Media",
    "Energi",
    "Logistik",
    "Mat",
    "El",
    "Rör",
    "Glas",
]
TYPED = (
    "",
    "v",
    "vo",
    "volvo",
    "VOLVO LAST",
    "ö",
    "åk",
    "söner",
    "svensson söner",
    "teknik 4711",
    "4711",
    "zzz",
    "volvolastvagnar12",
)
TYPED_ALIKE = (
    "andersson",
    "zeta andersson",
    "bygg andersson",
    "andersson bygg ab",
    "firma andersson",
    "andersson 0899 ab",
    "andersson 000899 ab",
    "a b",
    "x" * 2_100,
    "andersson bygg " * 140,
)


def various(count: int) -> list[str]:
    rng = random.Random(1)
    return [f"{rng.choice(FIRST)} {rng.choice(SECOND)} {number} AB" for number in range(count)]


def alike(count: int) -> list[str]:
    """Half "Andersson 000017 Bygg AB", a quarter with a word between, a quarter that share one of the two words."""
    kinds = (
        "Andersson {:06d} Bygg AB",
        "Andersson Zeta Bygg {:06d}",
        "Andersson {:06d} Bygg AB",
        "Bygg Firma {:06d} AB",
    )
    return [kinds[number % 4].format(number) for number in range(count)]


def fill(database: Database, names: list[str]) -> Person:
    now = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    people = People(database, lambda: now)
    workspace_id = people.install(
        team_id="T1", team_name="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0", source="benchmark"
    )
    profile = Profile("U1", "Elin", "elin", "Europe/Stockholm", "sv-SE", slack_admin=False, active=True)
    people.remember(workspace_id, profile)
    person = people.person(workspace_id, "U1", lambda: profile)
    rng, count = random.Random(1), len(names)
    with database.write() as connection:
        rows = [{"workspace_id": workspace_id, "name": name, "key": customer_key(name)} for name in names]
        connection.execute(insert(Customer), rows)
        ids = dict(connection.execute(select(Customer.id, Customer.name)).all())
        note_words(connection, workspace_id, ids)
        deals = [
            {
                "workspace_id": workspace_id,
                "number": 1001 + number,
                "rep_id": person.member_id,
                "status": "won",
                "kind": "one_off",
                "customer_id": rng.choice(range(1, count + 1)),
                "opened_on": now.date(),
                "opened_known": False,
                "closed_on": now.date(),
                "source": "slack",
                "created_at": now,
            }
            for number in range(min(count, 100_000))
        ]
        connection.execute(insert(Deal), deals)
    if not database.is_sqlite:
        with database.write() as connection:
            connection.execute(text("ANALYZE"))  # as the server does by itself within minutes
    return person


@contextmanager
def database_of(kind: str) -> Iterator[Database]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{Path(folder) / 'customers.db'}")
            migrate(database)
            yield database
            database.close()
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL's server is not installed")
    with postgres.cluster(binaries) as server:
        database = Database(f"{server}/postgres")
        migrate(database)
        yield database
        database.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--alike", action="store_true")
    options.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = options.parse_args()
    with database_of(asked.database) as database:
        person = fill(database, (alike if asked.alike else various)(asked.customers))
        customers, asker = (
            Customers(database),
            Asker(person, texts_for("sv-SE"), datetime(2026, 11, 18, tzinfo=UTC).date()),
        )
        print(f"{asked.customers:,} customers; milliseconds from what is typed to the options, of {asked.rounds} each")
        slowest = 0.0
        for typed in TYPED_ALIKE if asked.alike else TYPED:
            took = []
            for _ in range(asked.rounds):
                begun = time.perf_counter()
                found = customer_menu.options(asker.texts, customers.suggest(person, typed))
                took.append((time.perf_counter() - begun) * 1000)
            slowest = max(slowest, statistics.median(took))
            print(
                f"{typed[:24]!r:26} {len(found):3} options   "
                f"median {statistics.median(took):6.1f}   worst {max(took):6.1f}"
            )
        print(f"largest median {slowest:.1f} ms; the limit is {LIMIT_MS}")


if __name__ == "__main__":
    main()
