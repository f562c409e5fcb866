"""Stale deals of which their rep said that they are still open, in one workspace."""

from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from bot.storage.models import Deal, KeptOpen


def keep_open(
    connection: Connection, workspace_id: int, member_id: int, deal_id: int, at: datetime, until: date
) -> None:
    """Note it; a row a tap, so that what was said before stays known."""
    values = {"workspace_id": workspace_id, "member_id": member_id, "deal_id": deal_id, "at": at, "until": until}
    connection.execute(insert(KeptOpen), values)


def kept_open_numbers(connection: Connection, workspace_id: int, member_id: int, today: date) -> set[int]:
    """The numbers of the member's deals that are not to be asked about today."""
    query = (
        select(Deal.number)
        .join(KeptOpen, KeptOpen.deal_id == Deal.id)
        .where(KeptOpen.workspace_id == workspace_id, KeptOpen.member_id == member_id, KeptOpen.until >= today)
    )
    return set(connection.execute(query).scalars())
