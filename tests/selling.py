"""A team that sells, written straight into the database: figures that a test can work out by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.services.people import People, Profile
from bot.storage import imports, tallies
from bot.storage.deal_statements import DEAL_COLUMNS
from bot.storage.engine import Database
from bot.storage.models import Deal, Workspace
from tests.conftest import NOW

# What orders are worth beside the usual one, in turn: half below it and half above.
SPREAD = (0.5, 0.7, 0.9, 1.1, 1.4, 2.0)


@dataclass(frozen=True)
class Selling:
    """How somebody sells: a deal decided every `every` days until `until`, every `won_of`th of them won, each after
    `takes` days; orders around `amount` kronor. The newest comes first.
    """

    amount: int = 25_000
    takes: int = 30
    won_of: int = 3
    every: int = 2
    days: int = 364
    reasons: tuple[str | None, ...] = (None,)
    roles: tuple[str | None, ...] = (None,)
    products: tuple[str | None, ...] = (None,)
    customers: int = 0  # how many different ones; 0: none is named
    still_open: int = 5

    def deals(self, until: date) -> Iterator[dict[str, Any]]:
        for n in range(self.days // self.every):
            won = n % self.won_of == 0
            turn = n // self.won_of
            closed = until - timedelta(days=n * self.every)
            yield {
                "status": "won" if won else "lost",
                "amount": round(self.amount * SPREAD[turn % len(SPREAD)]) * 100,
                "closed_on": closed,
                "opened_on": closed - timedelta(days=self.takes),
                "loss_reason": None if won else self.reasons[n % len(self.reasons)],
                "contact_role": self.roles[n % len(self.roles)],
                "product": self.products[n % len(self.products)],
                "customer": f"kund {n % self.customers}" if self.customers else None,
            }
        for n in range(self.still_open):
            yield {"status": "open", "amount": self.amount * 100, "opened_on": until - timedelta(days=5 * n)}


def member(people: People, workspace_id: int, user: str, name: str, locale: str = "sv-SE") -> int:
    """Write somebody down; returns the member's id."""
    profile = Profile(user, name, name.lower(), "Europe/Stockholm", locale, slack_admin=False, active=True)
    return people.remember(workspace_id, profile).id


def colleagues(people: People, workspace_id: int, count: int = 4) -> list[int]:
    return [member(people, workspace_id, f"U0COL{n}", f"Kollega {n}") for n in range(count)]


def sell(database: Database, workspace_id: int, member_id: int, deals: Iterable[dict[str, Any]]) -> None:
    """Add somebody's deals."""
    told = list(deals)
    with database.write() as connection:
        names = {str(deal["customer"]): str(deal["customer"]).title() for deal in told if deal.get("customer")}
        customers = imports.keep_customers(connection, workspace_id, names)
        first = connection.execute(select(Workspace.next_number).where(Workspace.id == workspace_id)).scalar_one()
        sqlite = connection.dialect.name == "sqlite"
        rows = [
            {
                "workspace_id": workspace_id,
                "number": first + n,
                "rep_id": member_id,
                "kind": "one_off",
                "currency": "SEK",
                "opened_known": True,
                "source": "test",
                "created_at": NOW,
            }
            | {name: value.isoformat() if sqlite and isinstance(value, date) else value for name, value in deal.items()}
            | {"customer_id": customers.get(str(deal.get("customer")))}
            for n, deal in enumerate(told)
        ]
        imports.add_deals(connection, {name: [row.get(name) for row in rows] for name in DEAL_COLUMNS})
        connection.execute(update(Workspace).where(Workspace.id == workspace_id).values(next_number=first + len(rows)))
        tallies.rebuild(connection, workspace_id)
        assert connection.execute(select(func.count()).select_from(Deal)).scalar_one() >= len(rows)
