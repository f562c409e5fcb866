"""Which deals an export holds."""

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.storage.models import Deal
from pillars import Window


def which(rep_id: int | None, window: Window | None) -> ColumnElement[bool]:
    """Deals of a rep (None: of all) that were opened or closed in the window (None: whenever).

    Of a deal whose opening nobody knows only the closing counts.
    """
    found: ColumnElement[bool] = Deal.deleted_at.is_(None)
    if rep_id is not None:
        found = and_(found, Deal.rep_id == rep_id)
    if window is not None:
        opened = and_(Deal.opened_known, Deal.opened_on.between(window.start, window.end))
        found = and_(found, or_(opened, Deal.closed_on.between(window.start, window.end)))
    return found


def count(
    connection: Connection, workspace_id: int, rep_id: int | None, window: Window | None, most: int | None = None
) -> int:
    """How many; counting stops at `most`."""
    found = select(Deal.id).where(Deal.workspace_id == workspace_id, which(rep_id, window)).limit(most)
    return int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())
