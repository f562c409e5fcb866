"""What reps' periods look like in the tests: by count, or deal by deal."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from coaching.observed import HALF_A_DAY, Observed
from pillars import COLUMNS, validate


def seen(
    won: int = 0,
    lost: int = 0,
    *,
    weeks: int = 52,
    amounts: Sequence[float] = (),
    opened: int | Sequence[int] = 0,
    durations: Sequence[float] = (),
    still_open: Sequence[float] = (),
) -> Observed:
    """A period; deals won after `durations` began in it, those of `still_open` too and have that age at its end."""
    weekly = [opened] * weeks if isinstance(opened, int) else list(opened)
    took = np.array(durations, dtype=np.float64)
    ages = np.array(still_open, dtype=np.float64)
    return Observed(
        days=7 * weeks,
        won=won,
        lost=lost,
        amounts=np.array(amounts, dtype=np.float64),
        opened=np.array(weekly, dtype=np.int64),
        openings=sum(weekly),
        durations=took,
        entry=np.zeros(took.size + ages.size),
        exit=np.concatenate([took + HALF_A_DAY, ages]),
        decided=np.repeat([True, False], [took.size, ages.size]),
    )


def spread(middle: float, count: int, scatter: float = 0.8) -> list[float]:
    """So many amounts as a log-normal sample would have them, without chance."""
    from scipy.special import ndtri

    return [float(middle * np.exp(scatter * ndtri((place + 0.5) / count))) for place in range(count)]


def steady_stream(
    rep: str, first: date, last: date, every: int, takes: int, won_of: int = 3, amount: int = 25_000, **more: Any
) -> list[dict[str, Any]]:
    """A deal opened every so many days, decided after so many; the first of each `won_of` is won; the last are open."""
    deals = []
    for number in range((last - first).days // every + 1):
        opened = first + timedelta(days=number * every)
        closed = opened + timedelta(days=takes)
        status = "open" if closed > last else "lost" if number % won_of else "won"
        deals.append(
            {
                "rep": rep,
                "status": status,
                "kind": "one_off",
                "amount": amount + 1000 * (number % 7),
                "opened_on": opened,
                "started_on": opened,
                "closed_on": None if status == "open" else closed,
            }
            | more
        )
    return deals


def frame(*deals: dict[str, Any]) -> pd.DataFrame:
    """A valid frame of these deals."""
    rows = [dict.fromkeys(COLUMNS) | {"kind": "one_off", "deal": number} | deal for number, deal in enumerate(deals)]
    return validate(pd.DataFrame(rows))
