"""How much likelier a group's weeks are if its pillar changed by so much in a given week than if it did not.

The level before the change is not known. It is integrated over what the rep's own weeks and the colleagues' levels say
about it, so that few weeks speak softly: with a conjugate prior the ratio has a closed form, and its mean over
unchanged groups is 1 whatever the sample (which is what keeps false alarms in check while the baseline is short).
Arrays are (groups, candidate weeks): the sums of the weeks before a candidate, and of those from it on.
"""

from dataclasses import dataclass

import numpy as np

from pillars.columns import Figures, Integers
from pillars.drift.teams import LEAST_SPREAD, Colleagues, believed, spread_between

# Chances are kept this far from 0 and 1 where they are divided by.
EDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Split:
    """Sums before each candidate week and from it on, shape (groups, candidates)."""

    before: Figures
    after: Figures

    @property
    def total(self) -> Figures:
        """The sum over all weeks, shape (groups,)."""
        return np.asarray((self.before + self.after)[:, 0], dtype=np.float64)


def split(weekly: Figures, lengths: Integers) -> Split:
    """Cut weekly sums (groups, weeks) where the last `lengths` weeks begin."""
    sums = np.concatenate([np.zeros((len(weekly), 1)), np.cumsum(weekly, axis=1)], axis=1)
    before = sums[:, weekly.shape[1] - lengths]
    return Split(before, sums[:, -1:] - before)


def restlessness(residual: Figures, variance: Figures, seen: Figures, colleagues: Colleagues) -> Figures:
    """How many times more than chance a group's weeks vary, at least 1, of its whole team together.

    By differences of neighbouring weeks (von Neumann, 1941, Annals of Mathematical Statistics 12:367–395), which a
    change of level, the very thing looked for, leaves alone. Evidence is divided by it (quasi-likelihood: McCullagh &
    Nelder, 1989, §9.2).
    """
    both = seen[:, 1:] * seen[:, :-1]
    steps = (np.diff(residual, axis=1) ** 2 * both).sum(axis=1)
    chance = ((variance[:, 1:] + variance[:, :-1]) * both).sum(axis=1)
    own = ~colleagues.counts
    steps, chance = (colleagues.everyone(sums) + np.where(own, sums, 0.0) for sums in (steps, chance))
    return np.maximum(steps / np.where(chance > 0, chance, np.inf), 1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Logarithms of the likelihood ratios (groups, candidates), and the information of one week (groups,).

    Information is how fast the ratio falls where nothing changed, in nats a week (Kullback & Leibler, 1951).
    """

    worse: Figures
    better: Figures
    worse_information: Figures
    better_information: Figures


def of_counts(
    events: Split, exposure: Split, weeks: Figures, restless: Figures, fall: Figures, colleagues: Colleagues
) -> Evidence:
    """Evidence on a rate of events: opportunities a week, or decisions by those expected.

    Events are Poisson, their rate before the change Gamma; `fall` (groups,) is the factor of a worsening, below 1.
    """
    y0, e0, y1, e1 = events.before, exposure.before, events.after, exposure.after
    others = colleagues.others
    b_events, b_exposure, a_events, a_exposure = others(y0), others(e0), others(y1), others(e1)
    noise = restless[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate0, rate1 = (b_events + 0.5) / b_exposure, (a_events + 0.5) / a_exposure
        movement = np.log(rate1 / rate0)
        team0, team1 = colleagues.everyone(y0), colleagues.everyone(y1)
        pace0, pace1 = team0 / colleagues.everyone(e0), team1 / colleagues.everyone(e1)
        influence = (y1 - pace1 * e1) / team1 - (y0 - pace0 * e0) / team0
        chance = noise * (1 / (a_events + 0.5) + 1 / (b_events + 0.5))
    season = np.exp(believed(movement, np.nan_to_num(influence, posinf=0.0, neginf=0.0), chance, colleagues))
    e1 = e1 * season
    level = (b_events + a_events) / np.maximum(b_exposure + a_exposure * season, EDGE)
    prior_events = _gamma_shape(events.total, exposure.total, restless, colleagues)[:, None]
    prior_exposure = np.where(level > 0, prior_events / np.where(level > 0, level, 1.0), 0.0)
    prior_events = np.where(level > 0, prior_events, 0.0) + 0.5
    y0, y1, e0, e1 = y0 / noise, y1 / noise, e0 / noise, e1 / noise
    count, time = prior_events + y0 + y1, prior_exposure + e0 + e1

    def ratio(factor: Figures) -> Figures:
        changed = prior_exposure + e0 + factor * e1
        known = (time > 0) & (changed > 0)
        return np.where(
            known,
            y1 * np.log(factor) - count * np.log(np.where(known, changed, 1.0) / np.where(known, time, 1.0)),
            0.0,
        )

    rate = events.total / np.maximum(weeks, 1.0) / restless
    down, up = np.log(fall), -np.log(fall)
    return Evidence(
        ratio(fall[:, None]),
        ratio(1 / fall[:, None]),
        rate * (fall - 1 - down),
        rate * (1 / fall - 1 - up),
    )


def _gamma_shape(events: Figures, exposure: Figures, restless: Figures, colleagues: Colleagues) -> Figures:
    """How many events the colleagues' levels are worth as a prior; 0 without a team."""
    rate = colleagues.others(events) / np.maximum(colleagues.others(exposure), EDGE)
    team = colleagues.everyone(events) / np.maximum(colleagues.everyone(exposure), EDGE)
    between = spread_between(
        colleagues, events - team * exposure, restless * team * exposure, exposure, (LEAST_SPREAD * rate) ** 2
    )
    return np.where(np.isfinite(between) & (between > 0), rate**2 / np.where(between > 0, between, 1.0), 0.0)


def of_shares(
    hits: Split, misses: Split, weeks: Figures, restless: Figures, fall: float, colleagues: Colleagues
) -> Evidence:
    """Evidence on a share: deals won of those decided.

    Binomial, with a Beta prior that counts as decisions before the change. A change shifts the log odds, by as much as
    takes the group's share to `fall` times itself; a rise, which may not pass 1, by as much as takes it to its
    1 / `fall`-fold or its misses to `fall` times themselves, whichever is less. The integral over the level is by
    Laplace's method around the maximum, which is the root of a quadratic.
    """
    w0, l0, w1, l1 = hits.before, misses.before, hits.after, misses.after
    movement, influence, chance = _team_odds(w0, l0, w1, l1, restless, colleagues)
    season = believed(movement, influence, chance, colleagues)
    pooled = (colleagues.others(hits.total) + 0.5) / (colleagues.others(hits.total + misses.total) + 1)
    # The team's share before the change: its share over all weeks, moved back by what it moved, weighted by weeks.
    late = colleagues.others(w1 + l1) / np.maximum(colleagues.others(w0 + l0 + w1 + l1), EDGE)
    level = _share(_odds(pooled)[:, None] - late * season)
    strength = _beta_strength(hits.total, misses.total, restless, colleagues)[:, None]
    noise = restless[:, None]
    w0, l0 = w0 / noise + strength * level + 0.5, l0 / noise + strength * (1 - level) + 0.5
    w1, l1 = w1 / noise, l1 / noise
    share = ((w0 + w1) / (w0 + w1 + l0 + l1))[:, -1]
    lower = fall * share
    higher = np.minimum(share / fall, 1 - fall * (1 - share))
    nothing = _beta_likelihood(w0, l0, w1, l1, season)
    down, up = (_odds(target) - _odds(share) for target in (lower, higher))
    decided = (hits.total + misses.total) / np.maximum(weeks, 1.0) / restless
    return Evidence(
        _beta_likelihood(w0, l0, w1, l1, season + down[:, None]) - nothing,
        _beta_likelihood(w0, l0, w1, l1, season + up[:, None]) - nothing,
        decided * _divergence(share, lower),
        decided * _divergence(share, higher),
    )


def _odds(share: Figures) -> Figures:
    """Logarithm of the odds."""
    kept = np.clip(share, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)


def _share(odds: Figures) -> Figures:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def _divergence(share: Figures, other: Figures) -> Figures:
    """Information of one decision against another share, in nats."""
    p, q = np.clip(share, EDGE, 1 - EDGE), np.clip(other, EDGE, 1 - EDGE)
    return np.asarray(p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q)), dtype=np.float64)


def _beta_likelihood(w0: Figures, l0: Figures, w1: Figures, l1: Figures, shift: Figures) -> Figures:
    """Logarithm, up to a constant, of the chance of these decisions where the log odds shift, the level integrated."""
    factor = np.exp(shift)
    c = factor - 1
    late, early = w1 + l1, w0 + l0
    won, decided = w0 + w1, w0 + l0 + w1 + l1
    # −c·early·p² + (c·(won − late) − decided)·p + won = 0, the root between 0 and 1 in the form that keeps its digits.
    linear = decided - c * (won - late)
    p = 2 * won / (linear + np.sqrt(linear * linear + 4 * c * early * won))
    p = np.clip(p, 1e-9, 1 - 1e-9)
    q = p * factor / (1 + c * p)
    height = won * np.log(p) + (l0 + l1) * np.log1p(-p) + w1 * shift - late * np.log1p(c * p)
    return np.asarray(height - 0.5 * np.log(early * p * (1 - p) + late * q * (1 - q)), dtype=np.float64)


def _team_odds(
    w0: Figures, l0: Figures, w1: Figures, l1: Figures, restless: Figures, colleagues: Colleagues
) -> tuple[Figures, Figures, Figures]:
    """How the colleagues' log odds moved, each group's influence on its team's, and the variance by chance."""
    sums = [colleagues.others(part) + 0.5 for part in (w0, l0, w1, l1)]
    movement = np.log(sums[2] / sums[3]) - np.log(sums[0] / sums[1])
    chance = restless[:, None] * (1 / sums[0] + 1 / sums[1] + 1 / sums[2] + 1 / sums[3])
    influence = np.zeros_like(w0)
    for sign, won, lost in ((-1.0, w0, l0), (1.0, w1, l1)):
        team_won, team_lost = colleagues.everyone(won) + 0.5, colleagues.everyone(lost) + 0.5
        decided = team_won + team_lost
        influence += sign * (won - team_won / decided * (won + lost)) * decided / (team_won * team_lost)
    return movement, influence, chance


def _beta_strength(hits: Figures, misses: Figures, restless: Figures, colleagues: Colleagues) -> Figures:
    """How many decisions the colleagues' levels are worth as a prior; 0 without a team."""
    decided = hits + misses
    team = (colleagues.everyone(hits) + 0.5) / (colleagues.everyone(decided) + 1)
    single = team * (1 - team)
    between = spread_between(
        colleagues, hits - team * decided, restless * decided * single, decided, (LEAST_SPREAD * team) ** 2
    )
    return np.where(np.isfinite(between), single / np.where(between > 0, between, 1.0), 0.0)


def of_means(
    number: Split, total: Split, deviation: Figures, weeks: Figures, fall: float, colleagues: Colleagues
) -> Evidence:
    """Evidence on a level of logarithms: order value. Normal, the level before the change with a normal prior.

    `deviation` (groups,) is the standard deviation of one order's logarithm; `fall` the factor of a worsening.
    """
    n0, s0, n1, s1 = number.before, total.before, number.after, total.after
    variance = np.maximum(deviation, EDGE)[:, None] ** 2
    others = colleagues.others
    b_number, b_sum, a_number, a_sum = others(n0), others(s0), others(n1), others(s1)
    team_n0, team_n1 = np.maximum(colleagues.everyone(n0), EDGE), np.maximum(colleagues.everyone(n1), EDGE)
    movement = a_sum / np.maximum(a_number, EDGE) - b_sum / np.maximum(b_number, EDGE)
    influence = (s1 - colleagues.everyone(s1) / team_n1 * n1) / team_n1
    influence -= (s0 - colleagues.everyone(s0) / team_n0 * n0) / team_n0
    with np.errstate(divide="ignore"):
        chance = variance * (1 / a_number + 1 / b_number)
    season = believed(movement, influence, chance, colleagues)
    team = colleagues.everyone(total.total) / np.maximum(colleagues.everyone(number.total), EDGE)
    between = spread_between(
        colleagues,
        total.total - team * number.total,
        variance[:, 0] * number.total,
        number.total,
        np.full(team.size, LEAST_SPREAD**2),
    )
    strength = np.where(np.isfinite(between), variance[:, 0] / np.where(between > 0, between, 1.0), 0.0)[:, None]
    level = (b_sum + a_sum - a_number * season) / np.maximum(b_number + a_number, EDGE)
    n0, s0 = n0 + strength, s0 + strength * level
    known = (n0 > 0) & (n1 > 0)
    gap = s1 / np.where(known, n1, 1.0) - s0 / np.where(known, n0, 1.0) - season
    weight = np.where(known, n0 * n1 / np.where(known, n0 + n1, 1.0), 0.0) / variance
    shift = np.log(fall)
    information = number.total / np.maximum(weeks, 1.0) * shift**2 / (2 * variance[:, 0])
    return Evidence(
        weight * (gap * shift - shift**2 / 2),
        weight * (-gap * shift - shift**2 / 2),
        information,
        information,
    )
