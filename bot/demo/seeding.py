"""Writes the demo's team and its history into an empty database, in one transaction."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Connection, insert, update

from bot.demo.cast import CAST, MANAGER_HANDLE, MANAGER_ID, MANAGER_NAME
from bot.demo.history import PastDeal, past_deals
from bot.storage import tallies
from bot.storage.customers import note_words
from bot.storage.engine import Database
from bot.storage.models import Customer, Deal, DealChange, Workspace
from bot.storage.snapshots import to_json
from bot.storage.workspaces import Members, Profile
from bot.values import Amount, Deed, Details, Role
from bot.values import Deal as DealValue
from pillars import customer_key

FIRST_NUMBER = 1001
CURRENCY = "SEK"
TZ = "Europe/Stockholm"


def seed(database: Database, workspace_id: int, now: datetime) -> int:
    """Fill the workspace; returns how many deals it now has. Does nothing where there are members already."""
    with database.write() as connection:
        members = Members(connection, workspace_id)
        if members.all():
            return 0
        ids = _keep_people(members, now)
        deals = past_deals(now.date())
        customers = _keep_customers(connection, workspace_id, deals)
        rows = [_row(workspace_id, n, deal, ids, customers) for n, deal in enumerate(deals, FIRST_NUMBER)]
        connection.execute(insert(Deal), rows)
        first_id = 1  # the database was empty
        connection.execute(
            insert(DealChange),
            [_change(first_id + n, row, deal) for n, (row, deal) in enumerate(zip(rows, deals, strict=True))],
        )
        tallies.rebuild(connection, workspace_id)
        next_number = {"next_number": FIRST_NUMBER + len(deals)}
        connection.execute(update(Workspace).where(Workspace.id == workspace_id).values(next_number))
    return len(deals)


def _keep_people(members: Members, now: datetime) -> dict[str, int]:
    """Write the team down; Slack id → member's id."""
    manager = Profile(MANAGER_ID, MANAGER_NAME, MANAGER_HANDLE, TZ, "sv-SE", slack_admin=False, active=True)
    manager_id = members.keep(manager, now)
    members.name_role(manager_id, Role.ADMIN)  # the page shows what an admin can set, too
    ids = {MANAGER_ID: manager_id}
    for who in CAST:
        profile = Profile(who.user_id, who.name, who.handle, TZ, who.locale, slack_admin=False, active=True)
        ids[who.user_id] = members.keep(profile, now)
    return ids


def _keep_customers(connection: Connection, workspace_id: int, deals: list[PastDeal]) -> dict[str, int]:
    names = sorted({deal.customer for deal in deals})
    ids = {name: n for n, name in enumerate(names, 1)}  # the database was empty
    rows = [{"id": n, "workspace_id": workspace_id, "name": name, "key": customer_key(name)} for name, n in ids.items()]
    connection.execute(insert(Customer), rows)
    note_words(connection, workspace_id, {n: name for name, n in ids.items()})
    return ids


def _row(
    workspace_id: int, number: int, deal: PastDeal, ids: dict[str, int], customers: dict[str, int]
) -> dict[str, Any]:
    moment = datetime.combine(deal.opened_on, time(9), tzinfo=UTC)
    return {
        "workspace_id": workspace_id,
        "number": number,
        "rep_id": ids[deal.rep],
        "status": deal.status.value,
        "kind": deal.kind.value,
        "amount": None if deal.kronor is None else deal.kronor * 100,
        "currency": None if deal.kronor is None else CURRENCY,
        "per": None if deal.kronor is None or deal.per is None else deal.per.value,
        "customer_id": customers[deal.customer],
        "product": deal.product,
        "contact_role": deal.contact_role,
        "loss_reason": deal.loss_reason,
        "note": None,
        "opened_on": deal.opened_on,
        "opened_known": deal.opened_known,
        "first_meeting_on": deal.first_meeting_on,
        "quoted_on": deal.quoted_on,
        "closed_on": deal.closed_on,
        "source": "slack",
        "external_id": None,
        "created_at": moment,
        "deleted_at": None,
    }


def _change(deal_id: int, row: dict[str, Any], deal: PastDeal) -> dict[str, Any]:
    """The history row that says how the deal came to be: recorded as it now stands."""
    amount = None if deal.kronor is None else Amount(deal.kronor * 100, CURRENCY, deal.per)
    value = DealValue(
        number=row["number"],
        rep_id=row["rep_id"],
        rep_name="",
        status=deal.status,
        kind=deal.kind,
        amount=amount,
        order_value=None,
        horizon_months=12,
        opened_known=deal.opened_known,
        deleted=False,
        details=Details(
            customer=deal.customer,
            product=deal.product,
            contact_role=deal.contact_role,
            loss_reason=deal.loss_reason,
            note=None,
            opened_on=deal.opened_on,
            first_meeting_on=deal.first_meeting_on,
            quoted_on=deal.quoted_on,
            closed_on=deal.closed_on,
        ),
    )
    return {
        "workspace_id": row["workspace_id"],
        "deal_id": deal_id,
        "actor_id": row["rep_id"],
        "at": row["created_at"],
        "deed": Deed.RECORDED.value,
        "before": None,
        "after": to_json(value),
        "undoes_id": None,
        "request_key": None,
    }
