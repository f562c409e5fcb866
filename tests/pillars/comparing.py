"""Teams whose figures can be compared, and what comes of it."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pillars import Window
from pillars.evidence.standing import Scale, Standing, standing
from pillars.ledger import cut, read_ledger
from pillars.order_value import orders
from tests.pillars.frames import lost, still_open, won

WINDOW = Window(date(2026, 4, 1), date(2026, 6, 30))
BEFORE = WINDOW.previous()
TEAM = ("Anna", "Bo", "Cilla", "David", "Eva")
NONE = np.zeros(1)


def deals_of(
    rep: str,
    window: Window,
    *,
    won_: int,
    lost_: int,
    amount: int = 2_500_000,
    days: int = 10,
    opened: int | None = None,
    **more: Any,
) -> list[dict[str, Any]]:
    """Deals spread evenly over a window; amounts vary around `amount` without chance."""
    decided = []
    for i in range(won_ + lost_):
        closed = window.start + timedelta(days=(i * window.days) // (won_ + lost_))
        make = won if i < won_ else lost
        factor = (0.5, 0.8, 1.0, 1.25, 2.0)[i % 5]
        started = closed - timedelta(days=days)
        decided.append(make(int(amount * factor), str(closed), str(started), rep=rep, **more))
    days_opened = [window.start + timedelta(days=(i * window.days) // (opened or 1)) for i in range(opened or 0)]
    return decided + [still_open(str(day), rep=rep) for day in days_opened]


def team_of(window: Window, reps: tuple[str, ...] = TEAM, **figures: Any) -> list[dict[str, Any]]:
    return [deal for rep in reps for deal in deals_of(rep, window, **figures)]


def verdict(card: pd.DataFrame, group: str, pillar: str, column: str = "vs_team") -> str:
    row = card[(card["group"] == group) & (card["pillar"] == pillar)]
    return str(row[column].iloc[0])


def standing_of(deals: pd.DataFrame, window: Window = WINDOW, scale: Scale | None = None) -> Standing:
    view = cut(read_ledger(deals, "rep"), window)
    ordered = orders(view)
    return standing(view, ordered, scale or Scale.of(ordered.amounts))


def sums(**counts: Any) -> Standing:
    """The standing of one group, 0 where nothing is said."""
    nothing = dict.fromkeys(Standing.__dataclass_fields__, 0) | {"members": 1}
    arrays = {name: np.array([value]) for name, value in (nothing | counts).items()}
    for ages in ("decided", "at_risk"):
        if ages not in counts:
            arrays[ages] = np.zeros((1, 91), dtype=np.int64)
    return Standing(**arrays)


# The statistics, against others' implementations.
