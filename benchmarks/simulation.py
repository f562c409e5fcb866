"""Reps whose truth is known: deals as the frame of `pillars`, made by laws that one can choose. Seeded."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars import PILLARS, Window

END = date(2026, 6, 28)
WINDOW = Window.last_days(END)
PREVIOUS = WINDOW.previous()
TEAM = 8

WIN_RATE = 0.30
ORDER = 25_000 * 100  # minor units
SIGMA = 0.8
DAYS = 40.0


@dataclass(frozen=True)
class Laws:
    """What the reps are like. The first of each team may be `factor` worse in one pillar.

    `closed` deals a rep decides in 91 days; `orders`, `times` the laws of amounts and times to close; `bursts` the
    variance of each week's intensity (0: Poisson); `differing` the standard deviation of reps' own logarithms in
    order value and openings and of their log-odds of winning, in the same measure in both windows.
    """

    closed: int
    orders: str = "log-normal"
    times: str = "gamma"
    bursts: float = 0.0
    differing: float = 0.0
    weak: str | None = None
    factor: float = 0.7
    season: float = 1.0  # what everybody's openings, win rate and orders are in the window, against before


def deals(laws: Laws, teams: int, seed: int) -> pd.DataFrame:
    """Two windows of deals, and two before them so that the pipeline is full; `team` beside the contract's columns."""
    if laws.weak is not None and laws.weak not in PILLARS:
        raise ValueError(f"A rep may be weak in {', '.join(PILLARS)}, not in {laws.weak!r}.")
    chance = np.random.default_rng(seed)
    reps, weeks = teams * TEAM, 4 * 13
    first = np.arange(reps) % TEAM == 0
    own = np.exp(laws.differing * chance.standard_normal((3, reps)))
    weekly = laws.closed / 13 * own[0] * _worse(first, laws, "opportunities")
    intensity = weekly[:, None] * (
        chance.gamma(1 / laws.bursts, laws.bursts, (reps, weeks)) if laws.bursts else np.ones((reps, weeks))
    )
    intensity[:, -13:] *= laws.season
    count = chance.poisson(intensity)
    rep = np.repeat(np.repeat(np.arange(reps), weeks), count.ravel())
    week = np.repeat(np.tile(np.arange(weeks), reps), count.ravel())
    opened = week * 7 + chance.integers(0, 7, rep.size) - weeks * 7 + 1
    took = _times(chance, laws.times, rep.size) * (1 / _worse(first, laws, "time_to_close") ** SLOWER)[rep]
    closed = opened + np.floor(took).astype(np.int64)
    season = np.where(closed > -91, laws.season, 1.0)
    odds = WIN_RATE * _worse(first, laws, "win_rate")
    odds = odds / (1 - odds) * own[1]
    won = chance.random(rep.size) < (odds / (1 + odds))[rep] * season
    amount = _amounts(chance, laws.orders, rep.size) * (own[2] * _worse(first, laws, "order_value"))[rep] * season
    is_open = closed > 0
    last = np.datetime64(END)
    return pd.DataFrame(
        {
            "deal": np.arange(rep.size),
            "rep": pd.Categorical.from_codes(rep, categories=pd.RangeIndex(reps)),
            "team": pd.Categorical.from_codes(rep // TEAM, categories=pd.RangeIndex(teams)),
            "status": pd.Categorical.from_codes(
                np.where(is_open, 0, np.where(won, 1, 2)), categories=pd.Index(["open", "won", "lost"])
            ),
            "kind": pd.Categorical.from_codes(
                np.zeros(rep.size, dtype=int), categories=pd.Index(["one_off", "call_off"])
            ),
            "amount": pd.array(amount.astype(np.int64), dtype="Int64"),
            "opened_on": (last + opened).astype("datetime64[s]"),
            "closed_on": np.where(is_open, np.datetime64("NaT"), last + closed).astype("datetime64[s]"),
            "started_on": (last + opened).astype("datetime64[s]"),
            "customer": pd.array([None] * rep.size, dtype="str"),
        }
    )


# 30 % worse is 0.7 times the win rate, the order and the openings, and 1.3 times the days.
SLOWER = float(np.log(1.3) / -np.log(0.7))


def _worse(first: npt.NDArray[np.bool_], laws: Laws, pillar: str) -> npt.NDArray[np.float64]:
    return np.where(first & (laws.weak == pillar), laws.factor, 1.0)


def _amounts(chance: np.random.Generator, law: str, size: int) -> npt.NDArray[np.float64]:
    """Amounts whose mean is `ORDER`."""
    match law:
        case "log-normal":
            return chance.lognormal(np.log(ORDER) - SIGMA**2 / 2, SIGMA, size)
        case "gamma":
            return chance.gamma(1.5, ORDER / 1.5, size)
        case "Pareto":
            return (chance.pareto(2.5, size) + 1) * ORDER * 0.6
        case "list prices":
            return chance.choice([0.2, 0.4, 0.8, 2.6], size) * ORDER
    raise ValueError(f"There is no law of amounts called {law!r}.")


def _times(chance: np.random.Generator, law: str, size: int) -> npt.NDArray[np.float64]:
    """Days whose mean is `DAYS`."""
    match law:
        case "gamma":
            return chance.gamma(2, DAYS / 2, size)
        case "Weibull":
            return chance.weibull(1.5, size) * DAYS / 0.9027
        case "exponential":
            return chance.exponential(DAYS, size)
        case "log-normal":
            return chance.lognormal(np.log(DAYS) - 0.5, 1.0, size)
    raise ValueError(f"There is no law of times called {law!r}.")
