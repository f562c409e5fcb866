"""Levers on a rep's card: what would be gained if one pillar reached a level within reach."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

import pillars
from bot.services.counting import ALL, Series, Team, as_series, trend_ends
from pillars import PILLARS, CallOffUnit, Window
from pillars.levers import Lever, levers, levers_of
from pillars.windows import DEFAULT_DAYS

PAST_WEEKS = (0, 4, 8, 12, 20, 28, 36, 44, 52)
"""How many weeks ago the windows of the past year ended, in which a rep's own best is looked for."""


def reach_of_levers(window: Window) -> date:
    """The first day whose deals a rep's levers need: of the oldest window of the past year."""
    return window.end - timedelta(weeks=PAST_WEEKS[-1], days=DEFAULT_DAYS - 1)


@dataclass(frozen=True, slots=True)
class Past:
    """A rep's own course: the trend that their card shows, and the windows of the past year, as `pillars.trend`."""

    series: Series
    windows: pd.DataFrame


def past_of(mine: pd.DataFrame, window: Window, unit: CallOffUnit) -> Past:
    """Both in one pass; `mine` are the rep's deals since `reach_of_levers`."""
    shown = trend_ends(window)
    best_of = [window.end - timedelta(weeks=back) for back in PAST_WEEKS]
    course = pillars.trend(mine, sorted({*shown, *best_of}), by=None, call_off_unit=unit)
    ends = course["end"].dt.date
    return Past(as_series(course[ends.isin(shown)]), course[ends.isin(best_of)])


def levers_for(past: Past, present: pd.DataFrame, window: Window, team: Team | None) -> tuple[Lever, ...]:
    """What there is to gain by each pillar, the largest first; `present` is the summary of the window."""
    colleagues = None if team is None else _colleagues(team.levels, team.place)
    table = levers(present, past.windows, colleagues, days=window.days)
    return tuple(sorted(levers_of(table, ALL), key=lambda lever: -(lever.gain or 0.0)))


def _colleagues(levels: Series, place: int | None) -> pd.DataFrame:
    """Levels as `levers` wants them: a row a colleague, the rep's own row bearing the rep's label."""
    count = len(levels[PILLARS[0]])
    columns: dict[str, object] = {"group": [ALL if n == place else str(n) for n in range(count)]}
    for pillar in PILLARS:
        columns[pillar] = np.array([np.nan if point[0] is None else point[0] for point in levels[pillar]], dtype=float)
        columns[f"{pillar}_sample"] = np.array([point[1] for point in levels[pillar]], dtype=np.int64)
    return pd.DataFrame(columns)
