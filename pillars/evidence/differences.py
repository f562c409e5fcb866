"""How far apart two standings are, pillar by pillar, and how sure that is.

Every difference is the logarithm of a ratio, turned so that above 0 is better, whatever the pillar: a longer time to
close is below 0. Beside it stands a z: how many standard errors it lies from none.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from pillars import ratios
from pillars.columns import Figures
from pillars.evidence.standing import Standing

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
    apart = a.log_apart + b.log_apart + others.log_apart
    freedom = a.log_freedom + b.log_freedom + others.log_freedom
    with np.errstate(divide="ignore", invalid="ignore"):
        common = apart / freedom
        sides = [
            ((side.log_apart + BORROWED_ORDERS * common) / (side.log_freedom + BORROWED_ORDERS) / side.orders, side)
            for side in (a, b)
        ]
        both = sides[0][0] + sides[1][0]
        welch = both**2 / sum(part**2 / (side.log_freedom + BORROWED_ORDERS) for part, side in sides)
        log = a.logs / a.orders - b.logs / b.orders
        error = np.sqrt(both + spread**2)
        t = log / error
        z = _normal(t, np.maximum(np.minimum(welch, freedom), 1))
    enough = (a.orders >= LEAST_ORDERS) & (b.orders >= LEAST_ORDERS) & (error > 0)
    return _where(enough, log, error, z)


def time_to_close(a: Standing, b: Standing, spread: Figures) -> Difference:
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


def opportunities(a: Standing, b: Standing, spread: Figures, dispersed: Figures) -> Difference:
    """Square roots of counts per member, which all have nearly the same spread; over-dispersed so many times."""
    per_a, per_b = ratios.mean(a.opened, a.members), ratios.mean(b.opened, b.members)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = 2 * (np.sqrt(per_a + ANSCOMBE) - np.sqrt(per_b + ANSCOMBE))
        noise = dispersed * (1 / a.members + 1 / b.members)
        z = apart / np.sqrt(noise + spread**2 * per_b)  # the spread of logarithms on the scale of square roots
        log = np.log((per_a + PRIOR) / (per_b + PRIOR))
        error = np.sqrt(noise / np.maximum((per_a + per_b) / 2, 1.0) + spread**2)
    return _where((a.opened + b.opened > 0) & (a.members > 0) & (b.members > 0), log, error, z)


def dispersion(*standings: Standing) -> Figures:
    """How many times more the weeks' openings vary than independent events would; never below 1.

    Pearson's statistic of each member's weeks around their own mean (McCullagh & Nelder 1989, §6.2).
    """
    apart, usual = sum(s.week_apart for s in standings), sum(s.week_usual for s in standings)
    times: Figures = np.fmax(ratios.divide(np.asarray(apart), np.asarray(usual)), 1.0)
    return times


def _normal(t: Figures, freedom: Figures) -> Figures:
    """The z that is as unlikely as a t."""
    z: Figures = np.sign(t) * -special.ndtri(np.clip(special.stdtr(freedom, -np.abs(t)), 1e-300, 0.5))
    return z


def _where(there: Any, log: Figures, error: Figures, z: Figures) -> Difference:
    return Difference(*(np.where(there, figure, np.nan) for figure in (log, error, z)))
