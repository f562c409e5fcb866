"""A workspace with as many deals and reps as one likes, written in bulk: what `benchmarks.cards` measures with."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from bot.storage import imports, tallies
from bot.storage.deal_statements import DEAL_COLUMNS
from bot.storage.engine import Database
from bot.storage.models import DealChange, Member, Workspace

DAYS = 913
"""Two and a half years of history."""

IN_ONE_GO = 50_000
"""Deals that are held in memory at a time."""


def fill(database: Database, workspace_id: int, *, deals: int, reps: int, today: date, seed: int = 20_200_401) -> None:
    """Write members `U0000`… and their deals into a workspace that has none, the last ones opened today.

    Every rep wins three in ten, at their own pace and price; a sixth are still open or so.
    """
    chance = random.Random(seed)
    with database.write() as connection, imports.room_for_many(connection):
        moment = datetime.combine(today, datetime.min.time(), UTC)
        members = [_member(workspace_id, n, moment) for n in range(reps)]
        ids = [int(row.id) for row in connection.execute(insert(Member).returning(Member.id), members)]
        names = {f"kund {n}": f"Kund {n}" for n in range(min(20_000, max(deals // 20, 10)))}
        customers = list(imports.keep_customers(connection, workspace_id, names).values())
        rows = _deals(chance, workspace_id, deals, ids, customers, today, moment, connection)
        while some := list(itertools.islice(rows, IN_ONE_GO)):
            imports.add_deals(connection, dict(zip(DEAL_COLUMNS, zip(*some, strict=True), strict=True)))
        numbered = update(Workspace).where(Workspace.id == workspace_id).values(next_number=1001 + deals)
        connection.execute(numbered)
        tallies.rebuild(connection, workspace_id)
        first = {"workspace_id": workspace_id, "at": moment, "deed": "recorded", "after": {}}
        connection.execute(insert(DealChange), first | {"deal_id": 1})


def _member(workspace_id: int, n: int, moment: datetime) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "slack_user_id": f"U{n:04d}",
        "name": f"Rep {n:04d}",
        "handle": f"rep{n:04d}",
        "tz": "Europe/Stockholm",
        "locale": "en-GB",
        "role": "manager" if n == 0 else "rep",
        "slack_admin": False,
        "active": True,
        "seen_at": moment,
    }


def _deals(
    chance: random.Random,
    workspace_id: int,
    count: int,
    reps: list[int],
    customers: list[int],
    today: date,
    moment: datetime,
    connection: Any,
) -> Iterator[tuple[Any, ...]]:
    sqlite = connection.dialect.name == "sqlite"
    days: list[Any] = [today - timedelta(days=back) for back in range(DAYS)]
    days = [day.isoformat() for day in days] if sqlite else days
    for n in range(count):
        ago = chance.randrange(DAYS)
        left = ago - int(chance.gammavariate(2, 20))
        status = "open" if left < 0 else "won" if chance.random() < 0.3 else "lost"
        value: dict[str, Any] = {
            "workspace_id": workspace_id,
            "number": 1001 + n,
            "rep_id": reps[n % len(reps)],
            "status": status,
            "kind": "one_off",
            "amount": int(100 * chance.lognormvariate(10, 0.8)),
            "currency": "SEK",
            "customer_id": chance.choice(customers),
            "opened_on": days[ago],
            "opened_known": True,
            "closed_on": None if status == "open" else days[left],
            "source": "bench",
            "created_at": moment,
        }
        yield tuple(value.get(name) for name in DEAL_COLUMNS)
