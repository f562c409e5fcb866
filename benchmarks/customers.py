"""How long the menu of customers takes to answer, with 100,000 customers and as many deals.

Run by hand: `python -m benchmarks.customers [--customers 100000]`. On SQLite in a folder that is removed afterwards.
"""

import argparse
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

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


def fill(database: Database, count: int) -> Person:
    now = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
    people = People(database, lambda: now)
    workspace_id = people.install(
        team_id="T1", team_name="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0", source="benchmark"
    )
    profile = Profile("U1", "Elin", "elin", "Europe/Stockholm", "sv-SE", slack_admin=False, active=True)
    people.remember(workspace_id, profile)
    person = people.person(workspace_id, "U1", lambda: profile)
    rng = random.Random(1)
    names = [f"{rng.choice(FIRST)} {rng.choice(SECOND)} {number} AB" for number in range(count)]
    with database.write() as connection:
        rows = [{"workspace_id": workspace_id, "name": name, "key": customer_key(name)} for name in names]
        connection.execute(insert(Customer), rows)
        ids = dict(connection.execute(select(Customer.id, Customer.name)).all())  # type: ignore[arg-type]
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
    return person


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=20)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'customers.db'}")
        migrate(database)
        person = fill(database, asked.customers)
        customers, asker = (
            Customers(database),
            Asker(person, texts_for("sv-SE"), datetime(2026, 11, 18, tzinfo=UTC).date()),
        )
        print(f"{asked.customers:,} customers; milliseconds from what is typed to the options, of {asked.rounds} each")
        slowest = 0.0
        for typed in TYPED:
            took = []
            for _ in range(asked.rounds):
                begun = time.perf_counter()
                found = customer_menu.options(asker.texts, customers.suggest(person, typed))
                took.append((time.perf_counter() - begun) * 1000)
            slowest = max(slowest, *took)
            print(
                f"{typed!r:24} {len(found):3} options   median {statistics.median(took):6.1f}   worst {max(took):6.1f}"
            )
        print(f"worst of all {slowest:.1f} ms; the limit is {LIMIT_MS}")
        database.close()


if __name__ == "__main__":
    main()
