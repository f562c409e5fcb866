"""The rest of each group's team: its sums without the group, and how much its members differ among themselves."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from scipy import special

from pillars import ratios
from pillars.columns import Figures, Flags, Integers
from pillars.evidence.differences import PRIOR, dispersion
from pillars.evidence.standing import Standing

LEAST_COLLEAGUES = 3
"""Fewer colleagues than this are no team to be compared with: one would see the other's figures."""

SCALES = ("win_rate", "order_value", "time_to_close", "opportunities")


@dataclass(frozen=True, slots=True)
class Spread:
    """How levels differ between a team's members, as sums over them: a column a pillar.

    Levels are log-odds of winning, mean logarithms of orders, logarithms of the pace of decisions against the team's,
    and logarithms of openings; `weight` is one over a level's sampling variance, 0 where a member has no level.
    """

    members: Figures
    weight: Figures
    level: Figures
    squares: Figures
    weights: Figures

    def __sub__(self, other: "Spread") -> "Spread":
        return Spread(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def take(self, which: Any) -> "Spread":
        return Spread(*(getattr(self, f.name)[which] for f in fields(self)))

    def summed(self, codes: Integers, size: int) -> "Spread":
        sums = []
        for f in fields(self):
            total = np.zeros((size, len(SCALES)))
            np.add.at(total, codes, getattr(self, f.name))
            sums.append(total)
        return Spread(*sums)

    def variance(self) -> Figures:
        """Variance of levels between members beyond sampling: DerSimonian & Laird (1986), Control. Clin. Trials 7."""
        mean = ratios.divide(self.level, self.weight)
        with np.errstate(divide="ignore", invalid="ignore"):
            beyond = self.squares - self.weight * mean**2 - (self.members - 1)
            scale = self.weight - self.weights / self.weight
            found = beyond / scale
        return np.where(np.isfinite(found) & (self.members >= 2), np.maximum(found, 0.0), 0.0)

    def of_the_mean(self) -> Figures:
        """What that variance leaves in the mean of the members: their differences do not cancel out wholly."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share = self.weights / self.weight**2
        return np.where(np.isfinite(share), self.variance() * share, 0.0)


def spread_of(each: Standing, teams: Standing, codes: Integers) -> Spread:
    """The contribution of each group to its team's `Spread`; `teams` are the sums, `codes` each group's team."""
    common = ratios.divide(teams.log_apart, teams.log_freedom)[codes]
    over = dispersion(teams)[codes]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(teams.at_risk > 0, teams.decided / np.maximum(teams.at_risk, 1), 0.0)[codes]
        expected = (each.at_risk * rate).sum(axis=1)
        observed = each.decided.sum(axis=1)
        levels = (
            special.digamma(each.won + PRIOR) - special.digamma(each.lost + PRIOR),
            each.logs / each.orders,
            np.log((observed + PRIOR) / (expected + PRIOR)),
            np.log(each.opened + PRIOR),
        )
        variances = (
            special.polygamma(1, each.won + PRIOR) + special.polygamma(1, each.lost + PRIOR),
            common / each.orders,
            1 / (expected + PRIOR),
            over / (each.opened + PRIOR),
        )
    known = (each.won + each.lost > 0, each.orders > 0, expected > 0, each.members > 0)
    level, variance = np.stack(levels, axis=1), np.stack(variances, axis=1)
    usable = np.stack(known, axis=1) & (each.members > 0)[:, None] & (variance > 0) & np.isfinite(variance)
    weight = np.where(usable, 1 / np.where(usable, variance, 1.0), 0.0)
    level = np.where(usable, level, 0.0)
    return Spread(usable.astype(np.float64), weight, weight * level, weight * level**2, weight**2)


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest of each group's team, an entry a group.

    `now` is the window, with `spread` between its members. `steady_now` and `steady_before` hold the colleagues who
    were active in both windows, so that what moved between them is how they sell and not who they are.
    """

    now: Standing
    spread: Spread
    steady_now: Standing
    steady_before: Standing

    def __sub__(self, other: "Rest") -> "Rest":
        return Rest(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def take(self, which: Any) -> "Rest":
        """The entries of some groups."""
        return Rest(*(getattr(self, f.name).take(which) for f in fields(self)))


def rest_of(now: Standing, before: Standing, codes: Integers, size: int) -> tuple[Rest, Rest]:
    """The rest of each group's team, an entry a group, and the whole teams, an entry a team.

    Who was not active in the window is no colleague and adds nothing. Leaving a group out changes nothing for the pace
    that the spread is measured against, which is the whole team's.
    """
    here = active(now)
    there = here & active(before)
    mine, steady_now, steady_before = now.only(here), now.only(there), before.only(there)
    teams = mine.summed(codes, size)
    spread = spread_of(mine, teams, codes)
    own = Rest(mine, spread, steady_now, steady_before)
    whole = Rest(teams, spread.summed(codes, size), steady_now.summed(codes, size), steady_before.summed(codes, size))
    return whole.take(codes) - own, whole


def active(standing: Standing) -> Flags:
    """Who opened, won or lost anything in the window; the others are on leave or gone, and leave the comparison."""
    return np.asarray(standing.opened + standing.won + standing.lost + standing.orders > 0, dtype=np.bool_)
