"""Reps watched week by week, some of whom change for good in a known week; and the tests that know the truth.

Every team of eight has one rep worse and one rep better in each of the four pillars (in a world where nothing changes
they only bear the label). Deals open at the change are decided at the new pace from then on, as they would be were
customers to hesitate; deals that are decided from then on carry the new win rate and amounts.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from benchmarks.simulation import DAYS, SIGMA, TEAM, WIN_RATE

Figures = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

START = date(2020, 1, 6)  # a Monday
ORDER = 25_000 * 100  # the middle order, minor units
FALL, SLOWER = 0.7, 1.3
BURN_IN = 60  # weeks before the first one, so that the pipeline is full


@dataclass(frozen=True)
class Life:
    """What the reps are like; the laws that are not named are the usual ones.

    `closed` deals a rep decides in 91 days, `weeks` of history, `change` the week from which some are different (None:
    nobody). `bursts` is the variance of each week's intensity, `differing` the standard deviation of the logarithm of
    reps' own openings. `alone`: each rep is looked at without a team.
    """

    closed: int
    weeks: int
    change: int | None = None
    times: str = "gamma"
    orders: str = "log-normal"
    bursts: float = 0.0
    differing: float = 0.0
    alone: bool = False

    @property
    def weekly(self) -> float:
        """Deals opened in a week."""
        return self.closed / 13


@dataclass(frozen=True)
class Deals:
    """Deals as arrays; days count from `START`. `own` is what each rep usually opens in a week."""

    life: Life
    reps: int
    own: Figures
    rep: Whole
    opened: Whole
    closed: Whole
    won: npt.NDArray[np.bool_]
    amount: Figures

    def of(self, reps: Whole) -> "Deals":
        """Only the deals of these reps, who are renumbered."""
        place = np.full(self.reps, -1)
        place[reps] = np.arange(reps.size)
        kept = np.flatnonzero(place[self.rep] >= 0)
        return replace(
            self,
            reps=reps.size,
            own=self.own[reps],
            rep=place[self.rep[kept]],
            opened=self.opened[kept],
            closed=self.closed[kept],
            won=self.won[kept],
            amount=self.amount[kept],
        )


def label(pillar: int, better: bool, reps: int) -> Whole:
    """Who changes in this pillar and direction: one of each team."""
    return np.flatnonzero(np.arange(reps) % TEAM == pillar + 4 * better)


def live(life: Life, reps: int, seed: int) -> Deals:
    """Let so many reps live; seeded."""
    chance = np.random.default_rng(seed)
    span = life.weeks + BURN_IN
    week = np.arange(span) - BURN_IN
    later = (week >= life.change) if life.change is not None else np.zeros(span, dtype=bool)
    own = life.weekly * np.exp(life.differing * chance.standard_normal(reps) - life.differing**2 / 2)
    rate = own[:, None] * np.where(later, _factor(reps, 3, FALL)[:, None], 1.0)
    if life.bursts:
        rate = rate * chance.gamma(1 / life.bursts, life.bursts, rate.shape)
    count = chance.poisson(rate).ravel()
    rep = np.repeat(np.repeat(np.arange(reps), span), count)
    opened = 7 * np.repeat(np.tile(week, reps), count) + chance.integers(0, 7, rep.size)
    took = _days(chance, life.times, rep.size)
    if life.change is not None:
        before = np.clip(7 * life.change - opened, 0, took)
        took = before + (took - before) / _factor(reps, 2, 1 / SLOWER)[rep]
    closed = opened + np.floor(took).astype(np.int64)
    late = closed >= 7 * life.change if life.change is not None else np.zeros(rep.size, dtype=bool)
    wins = WIN_RATE * np.where(late, _factor(reps, 0, FALL)[rep], 1.0)
    worth = ORDER * np.where(late, _factor(reps, 1, FALL)[rep], 1.0)
    won = chance.random(rep.size) < wins
    log = np.clip(_order_law(life.orders).rvs(size=rep.size, random_state=chance), -10, 10)  # amounts that 64 bits hold
    amount = np.round(worth * np.exp(log))
    return Deals(life, reps, own, rep, opened, closed, won, amount)


def _factor(reps: int, pillar: int, fall: float) -> Figures:
    factor = np.ones(reps)
    factor[label(pillar, False, reps)] = fall
    factor[label(pillar, True, reps)] = 1 / fall
    return factor


def _days(chance: np.random.Generator, law: str, size: int) -> Figures:
    return np.asarray(_days_law(law, 1.0).rvs(size=size, random_state=chance), dtype=np.float64)


def _days_law(law: str, slower: float) -> Any:
    """The law of days to a decision, for a pace so many times slower."""
    scale = DAYS * slower
    match law:
        case "gamma":
            return stats.gamma(2, scale=scale / 2)
        case "Weibull":
            return stats.weibull_min(2.0, scale=scale / 0.8862)
        case "log-normal":
            return stats.lognorm(0.9, scale=scale * np.exp(-0.405))
    raise ValueError(f"There is no law of times called {law!r}.")


def _order_law(law: str) -> Any:
    """The law of an order's logarithm around the middle one's."""
    match law:
        case "log-normal":
            return stats.norm(scale=SIGMA)
        case "heavy":  # Student's t with five degrees of freedom, of the same standard deviation
            return stats.t(5, scale=SIGMA * np.sqrt(3 / 5))
    raise ValueError(f"There is no law of amounts called {law!r}.")


def frame(deals: Deals) -> pd.DataFrame:
    """The deals as `pillars` wants them, as of the end of the last week; `team` beside the contract's columns."""
    end = 7 * deals.life.weeks
    kept = np.flatnonzero((deals.opened < end) & (deals.closed >= 0))
    rep, closed, first = deals.rep[kept], deals.closed[kept], np.datetime64(START)
    is_open = closed >= end
    opened = (first + deals.opened[kept]).astype("datetime64[s]")
    status = np.where(is_open, 0, np.where(deals.won[kept], 1, 2))
    return pd.DataFrame(
        {
            "deal": np.arange(kept.size),
            "rep": pd.Categorical.from_codes(rep, categories=pd.RangeIndex(deals.reps)),
            "team": pd.Categorical.from_codes(rep // TEAM, categories=pd.RangeIndex(-(-deals.reps // TEAM))),
            "status": pd.Categorical.from_codes(status, categories=pd.Index(["open", "won", "lost"])),
            "kind": pd.Categorical.from_codes(np.zeros_like(rep), categories=pd.Index(["one_off", "call_off"])),
            "amount": pd.array(deals.amount[kept].astype(np.int64), dtype="Int64"),
            "opened_on": opened,
            "closed_on": np.where(is_open, np.datetime64("NaT"), (first + closed).astype("datetime64[s]")),
            "started_on": opened,
            "customer": pd.array([None] * kept.size, dtype="str"),
        }
    )


def knowing(deals: Deals, pillar: int, better: bool) -> Figures:
    """The CUSUM (reps, weeks) that knows the truth before and after: Page (1954), optimal by Moustakides (1986).

    It knows each rep's own level and the laws of the world, bursts too. Of deals that were open at the change it takes
    the pace to have been the new one from their start.
    """
    size, weeks = deals.reps, deals.life.weeks
    factor = 1 / FALL if better else FALL
    each: Any
    if pillar == 2:
        return _cusum(_pace_ratios(deals, 1 / SLOWER if better else SLOWER))
    if pillar == 3:
        opened = _sums(deals.rep, deals.opened // 7, np.ones(deals.rep.size), size, weeks)
        return _cusum(_opening_ratios(opened, deals.own[:, None], factor, deals.life.bursts))
    if pillar == 0:
        share = WIN_RATE * factor
        each = np.where(deals.won, np.log(factor), np.log((1 - share) / (1 - WIN_RATE)))
    else:
        law, log = _order_law(deals.life.orders), np.log(np.maximum(deals.amount, 1.0) / ORDER)
        each = np.where(deals.won, law.logpdf(log - np.log(factor)) - law.logpdf(log), 0.0)
    return _cusum(_sums(deals.rep, deals.closed // 7, each, size, weeks))


def _opening_ratios(opened: Figures, level: Figures, factor: float, bursts: float) -> Figures:
    """Log-likelihood ratios of a week's openings: Poisson, in bursts negative binomial."""
    if not bursts:
        return np.asarray(opened * np.log(factor) + level * (1 - factor), dtype=np.float64)
    steady = np.log((1 / bursts + level) / (1 / bursts + level * factor))
    return np.asarray(opened * np.log(factor) + (opened + 1 / bursts) * steady, dtype=np.float64)


def _sums(rep: Whole, week: Whole, values: Figures, reps: int, weeks: int) -> Figures:
    kept = (week >= 0) & (week < weeks)
    cells = np.bincount(rep[kept] * weeks + week[kept], weights=values[kept], minlength=reps * weeks)
    return np.asarray(cells.reshape(reps, weeks), dtype=np.float64)


def _pace_ratios(deals: Deals, slower: float) -> Figures:
    """Log-likelihood ratios of a week's decisions and of the days that open deals passed without one."""
    ages = np.arange(600)  # survival there is still a number in 64 bits
    usual: Figures = -_days_law(deals.life.times, 1.0).logsf(ages)
    other: Figures = -_days_law(deals.life.times, slower).logsf(ages)
    at_end: Figures = np.append(np.log(np.diff(other) / np.diff(usual)), 0.0)
    waited = usual - other
    weeks = deals.life.weeks
    first = np.maximum(deals.opened // 7, 0)
    last = np.minimum(deals.closed // 7, weeks - 1)
    lengths = np.maximum(last - first + 1, 0)
    deal = np.repeat(np.arange(deals.rep.size), lengths)
    week = np.arange(deal.size) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[deal]
    opened, closed = deals.opened[deal], deals.closed[deal]
    begin = np.clip(7 * week - opened, 0, ages[-1])
    end = np.clip(np.minimum(7 * week + 7, closed + 1) - opened, 0, ages[-1])
    ended: Figures = np.where(closed // 7 == week, at_end[np.clip(closed - opened, 0, ages[-1])], 0.0)
    return _sums(deals.rep[deal], week, waited[end] - waited[begin] + ended, deals.reps, weeks)


def _cusum(ratios: Figures) -> Figures:
    height, path = np.zeros(len(ratios)), np.empty_like(ratios)
    for week in range(ratios.shape[1]):
        height = np.maximum(height, 0.0) + ratios[:, week]
        path[:, week] = height
    return path
