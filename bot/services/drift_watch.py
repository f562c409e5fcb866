"""Slow changes, watched week by week: read from years of deals, so seldom, and remembered."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from bot.services.counting import Drifts, drifts_of
from bot.storage import benchmarks as store
from bot.storage.frames import lean_deals_frame
from bot.values import Yardstick
from pillars import Window

WEEKS: Final = 104
FEWEST_WEEKS: Final = 52
MANY_DEALS: Final = 300_000
"""A workspace with more is watched over one year instead of two, so that reading it stays bounded."""

MOST_REMEMBERED: Final = 1_000

Key = tuple[int, Window, str]


def read_drifts(
    connection: Connection, workspace_id: int, yardstick: Yardstick, window: Window, colleagues: set[str]
) -> Drifts:
    """The slow changes up to a window's end. Only the usual window is watched: of last March nobody can still act."""
    if window != Window.last_days(window.end):
        return {}
    weeks = WEEKS if store.deals_numbered(connection, workspace_id) <= MANY_DEALS else FEWEST_WEEKS
    since = window.end - timedelta(weeks=weeks + 1)
    deals = lean_deals_frame(connection, workspace_id, yardstick, since=since)
    return drifts_of(deals, window.end, yardstick.call_off_unit, colleagues, weeks)


class DriftWatch:
    """Remembers for a day what `read_drifts` found: weeks that are over seldom change, and reading them takes time."""

    def __init__(self) -> None:
        self._found: dict[Key, Drifts] = {}

    def drifts(
        self,
        connection: Connection,
        workspace_id: int,
        yardstick: Yardstick,
        measured_with: str,
        window: Window,
        colleagues: set[str],
    ) -> Drifts:
        """`measured_with` names the yardstick: with another one everything is read anew."""
        key = (workspace_id, window, measured_with)
        found = self._found.get(key)
        if found is None:
            found = read_drifts(connection, workspace_id, yardstick, window, colleagues)
            if len(self._found) >= MOST_REMEMBERED:
                self._found = {}
            self._found[key] = found
        return found
