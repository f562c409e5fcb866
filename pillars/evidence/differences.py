"""How far apart two standings are, pillar by pillar, and how sure that is.

Every difference is the logarithm of a ratio, turned so that above 0 is better, whatever the pillar: a longer time to
close is below 0. Beside it stands a z: how many standard errors it lies from none.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from scipy import special

from pillars import ratios
from pillars.columns import Figures, Flags, Integers
from pillars.evidence.standing import LEAST_SPREAD, Standing

# One Jeffreys observation, half won and half lost: Brown, Cai & DasGupta (2001), Statistical Science 16:101–133.
PRIOR = 0.5
# The spread of a rep's own orders is known only from them; it borrows so many orders' worth from the team's.
BORROWED_ORDERS = 10
# Fewer orders than this on a side have no mean worth comparing.
LEAST_ORDERS = 3
# How much more the rate of decisions changes than the time that they take, on logarithms: the shape of a Weibull law
# between the exponential's 1 and the 2 of deals that need a while before anything can happen.
SHAPE = 1.5
# Anscombe (1948), Biometrika 35:246–254: the square root of a count plus this has nearly the same spread at any count.
ANSCOMBE = 3 / 8

_Logs = tuple[Integers, Figures, Figures, Integers]

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class Difference:
    """One standing against another, an entry a group: `log` (above 0 is better), its standard error and its z.

    nan where there is nothing to compare.
    """

    log: Figures
    error: Figures
    z: Figures

    def less(self, other: "Difference") -> "Difference":
        """What is left of it once another, independent difference is taken out: the season, say."""
        log = self.log - other.log
        # z is kept in its own scale, where it is calibrated; both move by as many of the errors together.
        own = np.where(self.error > 0, self.error, np.nan)
        error = np.hypot(own, other.error)
        z = (self.z * own - other.z * np.where(other.error > 0, other.error, 0.0)) / error
        return Difference(log, error, z)


def win_rate(a: Standing, b: Standing, spread: Figures) -> Difference:
    """Beta posteriors, Jeffreys' prior: z is that of the chance that a's win rate is below b's."""
    won_a, lost_a, won_b, lost_b = (x + PRIOR for x in (a.won, a.lost, b.won, b.lost))
    # The logarithm of the odds of a Beta variable has these moments exactly (Johnson, Kotz & Balakrishnan 1995, §25.3).
    middle = special.digamma(won_b) - special.digamma(lost_b)
    width = np.sqrt(special.polygamma(1, won_b) + special.polygamma(1, lost_b) + spread**2)
    below = np.zeros(middle.shape)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        below += weight * special.betainc(won_a, lost_a, special.expit(middle + width * node))
    z = -special.ndtri(np.clip(below, 1e-12, 1 - 1e-12))
    share_a, share_b = won_a / (won_a + lost_a), won_b / (won_b + lost_b)
    log = np.log(share_a / share_b)
    own = special.polygamma(1, won_a) + special.polygamma(1, lost_a)
    # From log-odds to logarithms: d log p = (1 − p) · d logit p.
    error = (1 - (share_a + share_b) / 2) * np.sqrt(own + width**2)
    return _where((a.won + a.lost > 0) & (b.won + b.lost > 0), log, error, z)


def order_value(a: Standing, b: Standing, spread: Figures, others: Standing) -> Difference:
    """Means of the logarithms of amounts, Welch's t, each side's spread borrowed in part from all orders at hand.

    Welch (1947), Biometrika 34:28–35; the borrowing is that of Smyth (2004), Stat. Appl. Genet. Mol. Biol. 3:3.
    """
    return _welch(*((s.orders, s.logs, s.log_apart, s.log_freedom) for s in (a, b, others)), spread=spread)


def time_to_close(a: Standing, b: Standing, spread: Figures, others: Standing, *, unseen: Flags) -> Difference:
    """By the pace of decisions, and where open deals are `unseen` by how long the decided ones took.

    Without open deals the cohort of a window holds only those that were quick enough to be decided in it, which hides
    a slow-down; what was decided in the window, whenever it began, does not.
    """
    paced = pace(a, b, spread)
    sides = ((s.took, -s.took_logs, s.took_apart, s.took_freedom) for s in (a, b, others))
    took = _welch(*sides, spread=spread / SHAPE, least=LEAST_SPREAD)
    return Difference(*(np.where(unseen, getattr(took, f.name), getattr(paced, f.name)) for f in fields(took)))


def pace(a: Standing, b: Standing, spread: Figures) -> Difference:
    """Log-rank of how soon the deals that started in the window were decided, the open ones counted as not yet.

    Mantel (1966), Cancer Chemotherapy Reports 50:163–170. The ratio of the rates at which deals are decided is its
    one-step estimate (Yusuf et al. 1985, Prog. Cardiovasc. Dis. 27:335–371), and that of the times follows by `SHAPE`.
    """
    decided, at_risk = a.decided + b.decided, a.at_risk + b.at_risk
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(at_risk > 0, a.at_risk / np.maximum(at_risk, 1), 0.0)
        ties = np.where(at_risk > 1, (at_risk - decided) / np.maximum(at_risk - 1, 1), 0.0)
        variance = (decided * share * (1 - share) * ties).sum(axis=1)
        apart = a.decided.sum(axis=1) - (decided * share).sum(axis=1)
        log, error = apart / variance, np.sqrt(1 / variance + spread**2)
        z = log / error
    return _where(variance > 0, log / SHAPE, error / SHAPE, z)


def opportunities(a: Standing, b: Standing, spread: Figures, dispersed: Figures, *, longer: float = 1.0) -> Difference:
    """Square roots of counts per member, which all have nearly the same spread; over-dispersed so many times.

    `longer` is how many times as long as a's window b's was: openings are compared by the day.
    """
    per_a, per_b = ratios.mean(a.opened, a.members), ratios.mean(b.opened, b.members) / longer
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = 2 * (np.sqrt(per_a + ANSCOMBE) - np.sqrt(per_b + ANSCOMBE / longer))
        noise = dispersed * (1 / a.members + 1 / (b.members * longer))
        z = apart / np.sqrt(noise + spread**2 * per_b)  # the spread of logarithms on the scale of square roots
        log = np.log((per_a + PRIOR) / (per_b + PRIOR / longer))
        error = np.sqrt(noise / np.maximum((per_a + per_b) / 2, 1.0) + spread**2)
    return _where((a.opened + b.opened > 0) & (a.members > 0) & (b.members > 0), log, error, z)


def dispersion(*standings: Standing) -> Figures:
    """How many times more the weeks' openings vary than independent events would; never below 1.

    Pearson's statistic of each member's weeks around their own mean (McCullagh & Nelder 1989, §6.2).
    """
    apart, usual = sum(s.week_apart for s in standings), sum(s.week_usual for s in standings)
    times: Figures = np.fmax(ratios.divide(np.asarray(apart), np.asarray(usual)), 1.0)
    return times


def _welch(a: _Logs, b: _Logs, others: _Logs, *, spread: Figures, least: float = 0.0) -> Difference:
    """Means of logarithms: of each side how many, their sum, squared distances and degrees of freedom.

    Those of the `others` only say how far apart such logarithms usually lie; that is never taken for less than `least`.
    """
    (n_a, sum_a, apart_a, free_a), (n_b, sum_b, apart_b, free_b), (_, _, apart, free) = a, b, others
    freedom = free_a + free_b + free
    with np.errstate(divide="ignore", invalid="ignore"):
        common = np.maximum((apart_a + apart_b + apart) / freedom, least**2)
        part_a = (apart_a + BORROWED_ORDERS * common) / (free_a + BORROWED_ORDERS) / n_a
        part_b = (apart_b + BORROWED_ORDERS * common) / (free_b + BORROWED_ORDERS) / n_b
        both = part_a + part_b
        welch = both**2 / (part_a**2 / (free_a + BORROWED_ORDERS) + part_b**2 / (free_b + BORROWED_ORDERS))
        log = sum_a / n_a - sum_b / n_b
        error = np.sqrt(both + spread**2)
        z = _normal(log / error, np.maximum(np.minimum(welch, freedom), 1))
    return _where((n_a >= LEAST_ORDERS) & (n_b >= LEAST_ORDERS) & (error > 0), log, error, z)


def _normal(t: Figures, freedom: Figures) -> Figures:
    """The z that is as unlikely as a t."""
    z: Figures = np.sign(t) * -special.ndtri(np.clip(special.stdtr(freedom, -np.abs(t)), 1e-300, 0.5))
    return z


def _where(there: Any, log: Figures, error: Figures, z: Figures) -> Difference:
    return Difference(*(np.where(there, figure, np.nan) for figure in (log, error, z)))
