"""The charts: for each group and pillar, how strongly the weeks speak for a change since some week."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pillars.columns import Figures, Integers
from pillars.drift.evidence import Evidence, of_counts, of_means, of_shares, restlessness, split
from pillars.drift.teams import Colleagues, colleagues_of
from pillars.drift.weekly import Weekly

# The change that matters, and that the charts are tuned to: a worsening by three tenths.
FALL = 0.7
SLOWER = 1.3

# A change is looked for among the last 52 weeks; what has been so for longer is the baseline by now.
LONGEST = 52

# Weeks before a change that must have been seen: less is no level to fall from.
LEAST_BASELINE = 26

# A group in which nothing was opened or decided for eight weeks is not selling, which is no drift of a pillar.
ASLEEP = 8

# Orders vary around the level of their half-year, so that a change does not pass for spread.
BLOCK = 26
# A rep's own spread is trusted as the team's is after so many orders.
SPREAD_ORDERS = 30.0
# Where all orders are nearly alike, a spread of a fifth stands for what they may yet do.
LEAST_DEVIATION = 0.2


@dataclass(frozen=True, slots=True)
class Chart:
    """One pillar's evidence for all groups, and since how many weeks each candidate change would last."""

    evidence: Evidence
    lengths: Integers
    allowed: npt.NDArray[np.bool_]


def charts(weekly: Weekly, team: Integers) -> tuple[Chart, ...]:
    """A chart for each pillar in the order of `PILLARS`; `team` is each group's team as a number from 0."""
    lengths = np.arange(1, min(LONGEST, max(weekly.weeks - LEAST_BASELINE, 1)) + 1, dtype=np.int64)
    seen = split(weekly.seen, lengths)
    lately = (weekly.opened + weekly.won + weekly.lost)[:, -ASLEEP:].sum(axis=1) > 0
    weeks = weekly.seen.sum(axis=1)
    colleagues = colleagues_of(team, lately & (weeks >= LEAST_BASELINE))
    allowed = (seen.before >= LEAST_BASELINE) & lately[:, None]
    parts = (
        _win_rate(weekly, lengths, weeks, colleagues),
        _order_value(weekly, lengths, weeks, colleagues),
        _time_to_close(weekly, lengths, weeks, colleagues),
        _opportunities(weekly, lengths, weeks, colleagues),
    )
    return tuple(Chart(part, lengths, allowed) for part in parts)


def _win_rate(weekly: Weekly, lengths: Integers, weeks: Figures, colleagues: Colleagues) -> Evidence:
    decided = weekly.won + weekly.lost
    share = ((weekly.won.sum(axis=1) + 0.5) / (decided.sum(axis=1) + 1))[:, None]
    restless = restlessness(weekly.won - share * decided, share * (1 - share) * decided, weekly.seen, colleagues)
    return of_shares(split(weekly.won, lengths), split(weekly.lost, lengths), weeks, restless, FALL, colleagues)


def _order_value(weekly: Weekly, lengths: Integers, weeks: Figures, colleagues: Colleagues) -> Evidence:
    deviation = _deviation(weekly, colleagues)
    number, total = split(weekly.orders, lengths), split(weekly.order_sum, lengths)
    return of_means(number, total, deviation, weeks, FALL, colleagues)


def _deviation(weekly: Weekly, colleagues: Colleagues) -> Figures:
    """Standard deviation of an order's logarithm around its half-year, the rep's own drawn towards the team's."""
    starts = np.arange(0, weekly.weeks, BLOCK)
    number, total, squares = (
        np.add.reduceat(sums, starts, axis=1) for sums in (weekly.orders, weekly.order_sum, weekly.order_squares)
    )
    within = (squares - total * total / np.maximum(number, 1.0)).sum(axis=1)
    free = np.maximum(number - 1, 0.0).sum(axis=1)
    team_within, team_free = colleagues.everyone(within), colleagues.everyone(free)
    usual = np.where(team_free > 0, team_within / np.maximum(team_free, 1.0), 0.0)
    borrowed = np.where(team_free > 0, SPREAD_ORDERS, 0.0)
    variance = (within + borrowed * usual) / np.maximum(free + borrowed, 1.0)
    return np.asarray(np.sqrt(np.maximum(variance, LEAST_DEVIATION**2)), dtype=np.float64)


def _time_to_close(weekly: Weekly, lengths: Integers, weeks: Figures, colleagues: Colleagues) -> Evidence:
    pace = (weekly.ripened.sum(axis=1) / np.maximum(weekly.expected.sum(axis=1), 1e-9))[:, None]
    expected = pace * weekly.expected
    restless = restlessness(weekly.ripened - expected, expected, weekly.seen, colleagues)
    slower = np.exp(-np.log(SLOWER) * weekly.slope)
    events, exposure = split(weekly.ripened, lengths), split(weekly.expected, lengths)
    return of_counts(events, exposure, weeks, restless, slower, colleagues)


def _opportunities(weekly: Weekly, lengths: Integers, weeks: Figures, colleagues: Colleagues) -> Evidence:
    level = (weekly.opened.sum(axis=1) / np.maximum(weeks, 1.0))[:, None] * weekly.seen
    restless = restlessness(weekly.opened - level, level, weekly.seen, colleagues)
    events, exposure = split(weekly.opened, lengths), split(weekly.seen, lengths)
    return of_counts(events, exposure, weeks, restless, np.full(len(weekly.seen), FALL), colleagues)
