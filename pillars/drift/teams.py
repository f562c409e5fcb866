"""What colleagues tell about a rep: how the whole team moved since a week, and where a rep's level usually lies.

Both leave the rep out. Arrays are (groups,) or (groups, candidate weeks).
"""

from dataclasses import dataclass

import numpy as np

from pillars.columns import Figures, Flags, Integers

# Fewer than three colleagues are no team: their movement is that of one or two people.
LEAST_COLLEAGUES = 3

# A movement of the team is believed by the share of it that noise cannot explain, this many error variances taken off.
# With 2, a team in which nothing moved lends a rep next to none of its own noise; a movement of three standard errors
# counts by 78 %, one of six by 94 %. (The positive-part shrinkage of James & Stein, 1961.)
NOISE_TAKEN_OFF = 2.0

# No two reps sell alike to within a tenth, even where a few months' figures could not tell them apart.
LEAST_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Which groups count as colleagues of whom: `team` is each group's team as a number from 0, with none left out.

    `order` and `starts` are the groups sorted by team, and where each team begins in that order.
    """

    team: Integers
    counts: Flags
    order: Integers
    starts: Integers

    def others(self, values: Figures) -> Figures:
        """For each group the sum of its colleagues' values, its own left out; along the first axis."""
        own = np.where(self.counts.reshape(-1, *[1] * (values.ndim - 1)), values, 0.0)
        sums = np.add.reduceat(own[self.order], self.starts, axis=0) if own.size else own
        return np.asarray((sums[self.team] if own.size else own) - own, dtype=np.float64)

    def everyone(self, values: Figures) -> Figures:
        """The sum of each group's whole team, itself included where it counts."""
        return self.others(values) + np.where(self.counts.reshape(-1, *[1] * (values.ndim - 1)), values, 0.0)

    @property
    def number(self) -> Figures:
        """How many colleagues each group has."""
        return self.others(np.ones(self.team.size))

    @property
    def enough(self) -> Flags:
        """Whether a group has a team to be seen against."""
        return self.number >= LEAST_COLLEAGUES


def colleagues_of(team: Integers, counts: Flags) -> Colleagues:
    """Colleagues by team, of whom only those flagged count for others."""
    order = np.argsort(team, kind="stable")
    starts = np.searchsorted(team[order], np.arange(int(team.max(initial=-1)) + 1))
    return Colleagues(team, counts, order, starts)


def believed(movement: Figures, influence: Figures, chance: Figures, colleagues: Colleagues) -> Figures:
    """The part of the colleagues' movement that noise cannot explain; 0 where there are too few colleagues.

    `movement` is on the scale on which the pillar changes (a logarithm, a log odds). Its error variance is the larger
    of `chance` (what pure chance gives it) and what the colleagues' own `influence`s show, so that one colleague who
    left or fell, and nobody else, is no movement of the team.
    """
    number = np.maximum(colleagues.number, 2.0)[:, None]
    shown = colleagues.others(influence * influence) * number / (number - 1)
    variance = np.fmax(shown, chance)
    square = movement * movement
    usable = np.isfinite(variance) & (square > 0)
    share = 1 - NOISE_TAKEN_OFF * np.where(usable, variance, np.inf) / np.where(usable, square, 1.0)
    kept = np.where(usable, np.maximum(share, 0.0) * movement, 0.0)
    return np.where(colleagues.enough[:, None], kept, 0.0)


def spread_between(
    colleagues: Colleagues, apart: Figures, expected: Figures, weight: Figures, least: Figures
) -> Figures:
    """Variance between colleagues' levels, by moments, never below `least`; inf where they are too few.

    `apart` is a group's sum less what the team's level would give it, `expected` its variance by chance, `weight` what
    the level is multiplied by in that sum.
    """
    over = colleagues.others(apart * apart - expected)
    squares = colleagues.others(weight * weight)
    between = np.maximum(over / np.where(squares > 0, squares, np.inf), 0.0)
    return np.where(colleagues.enough & (squares > 0), between + least, np.inf)
