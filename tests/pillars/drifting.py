"""Teams that are made up to drift, or not to."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pillars.drift.teams import Colleagues, colleagues_of
from tests.pillars.frames import frame, lost, still_open, won

UNTIL = date(2026, 6, 28)  # a Sunday
MONDAY = date(2024, 7, 1)  # of the first of 104 weeks


def alone(size: int = 1) -> Colleagues:
    """Groups that are each a team of their own."""
    return colleagues_of(np.arange(size), np.ones(size, dtype=np.bool_))


def together(size: int) -> Colleagues:
    """Groups that are one team."""
    return colleagues_of(np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.bool_))


def team_of(reps: int, **changes: Any) -> pd.DataFrame:
    """Two years of a team whose reps open five deals a week, decided after five weeks, every third one won.

    Days and amounts go round in a fixed pattern. `changes` are functions of rep and week: `opened` the number of deals,
    `wins` whether the n-th deal is won, `amount` its amount, `days` how long it took.
    """
    rows = []
    for rep in range(reps):
        number = 0
        for week in range(-12, 104):
            for deal in range(changes.get("opened", lambda rep, week: 5)(rep, week)):
                number += 1
                opened = MONDAY + timedelta(days=7 * week + deal % 7)
                pattern = (number * 7 + rep) % 11
                took = changes.get("days", lambda rep, week: 35)(rep, week) + 3 * pattern - 15
                closed = opened + timedelta(days=int(took))
                if closed > UNTIL:
                    rows.append(still_open(opened.isoformat(), rep=f"Rep {rep}"))
                    continue
                late = (closed - MONDAY).days // 7
                wins = changes.get("wins", lambda rep, week, number: number % 3 == 0)(rep, late, number)
                amount = changes.get("amount", lambda rep, week: 10_000_00)(rep, late) * (1 + pattern / 10)
                make = won if wins else lost
                rows.append(make(int(amount), closed.isoformat(), opened.isoformat(), rep=f"Rep {rep}"))
    return frame(*rows)


def cell(told: pd.DataFrame, group: Any, pillar: str) -> Any:
    return told[(told["group"] == group) & (told["pillar"] == pillar)].iloc[0]


# --- the weeks
