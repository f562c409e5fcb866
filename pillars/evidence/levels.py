"""A group's level: its value, shrunk towards the team's as far as the evidence for it is thin."""

import numpy as np
from scipy import special

from pillars.columns import Figures, Integers
from pillars.evidence.benchmark import Benchmark
from pillars.evidence.differences import PRIOR, SHAPE
from pillars.evidence.standing import Standing
from pillars.evidence.team import LEAST_COLLEAGUES

# Members of a team differ by a tenth at least, whatever seven of them happen to show.
LEAST_DIFFERENCE = 0.1
# Spread of the logarithms of times to close, and what a median's error is of a mean's under the normal law.
SPREAD_OF_TIMES = 0.8
MEDIAN_FOR_MEAN = 1.2533


def levels(now: Standing, value: Figures, closed: Integers, benchmark: Benchmark) -> Figures:
    """Each group's four levels, a column a pillar, in the units of `value`.

    Means weighted by precision on the scale of log-odds or logarithms: Efron & Morris (1975), J. Am. Stat. Assoc.
    70:311–319. Without data of one's own it is the team's; without a team one's own; nan without either.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.stack(
            [
                special.digamma(now.won + PRIOR) - special.digamma(now.lost + PRIOR),
                np.log(value[:, 1]),
                np.log(value[:, 2] + PRIOR),
                np.log(value[:, 3] + PRIOR),
            ],
            axis=1,
        )
        orders = np.maximum(now.log_apart / np.maximum(now.log_freedom, 1), SPREAD_OF_TIMES**2 / 4)
        noise = np.stack(
            [
                special.polygamma(1, now.won + PRIOR) + special.polygamma(1, now.lost + PRIOR),
                orders / now.orders,
                (MEDIAN_FOR_MEAN * SPREAD_OF_TIMES) ** 2 / closed,
                1 / (now.opened + PRIOR),
            ],
            axis=1,
        )
        team = np.stack(
            [
                special.logit(benchmark.value[:, 0]),
                np.log(benchmark.value[:, 1]),
                np.log(benchmark.value[:, 2] + PRIOR),
                np.log(benchmark.value[:, 3] + PRIOR),
            ],
            axis=1,
        )
        between = benchmark.rest.spread.variance() / np.array([1.0, 1.0, SHAPE**2, 1.0])
        between = np.maximum(between, LEAST_DIFFERENCE**2)
        shrunk = (own / noise + team / between) / (1 / noise + 1 / between)
    has_own, has_team = ~np.isnan(value), np.isfinite(team) & (benchmark.colleagues >= LEAST_COLLEAGUES)[:, None]
    level = np.where(has_own & np.isfinite(own) & np.isfinite(noise), np.where(has_team, shrunk, own), team)
    natural = np.stack(
        [special.expit(level[:, 0]), np.exp(level[:, 1]), *(np.exp(level[:, i]) - PRIOR for i in (2, 3))], axis=1
    )
    # Where nothing is shrunk the value is the level, without the detour through logarithms.
    return np.where(has_team, np.maximum(natural, 0.0), value)
