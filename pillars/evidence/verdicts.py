"""From differences to words: better, worse, steady, or too early to tell.

The error that is promised is that of the whole card: where nothing changed and nobody differs, at most one card in ten
says anywhere that something is better or worse. A card makes eight comparisons of two sides each, so each has to be
far surer than one in ten. The error is spent where it buys most:

- on what is worse than the team's, which is what a coach can do something about; praise has to be nearly certain, for
  nothing is lost by giving it a few weeks later;
- less on a rep's own previous window, whose comparison is the noisier one and the drift test watches it week by week;
- least on time to close, whose log-rank sees the deals still open and finds a slow-down at a third of the error.

`benchmarks/alarms.py` measures what comes of it; the thresholds were set with it, and hold for other laws of amounts,
times and openings than those it assumes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from pillars.columns import Figures, Integers
from pillars.evidence.comparison import Comparison
from pillars.evidence.differences import Difference

Verdict = Literal["better", "worse", "steady", "too_early"]
VERDICTS: tuple[Verdict, ...] = ("better", "worse", "steady", "too_early")
BETTER, WORSE, STEADY, TOO_EARLY = range(4)

# A change of less than a tenth makes no difference that anybody would act on.
MATTERS = float(np.log(1.1))

# How many standard errors it takes, by pillar: win rate, order value, time to close, opportunities.
WORSE_THAN_TEAM = (1.9, 1.93, 2.5, 2.0)
BETTER_THAN_TEAM = (3.0, 3.0, 3.0, 3.0)
WORSE_THAN_BEFORE = (2.7, 2.7, 2.7, 2.7)
BETTER_THAN_BEFORE = (3.1, 3.1, 3.1, 3.1)
# A whole team's move stands for itself, two-sided 1 % a pillar.
SEASON = (2.58, 2.58, 2.58, 2.58)
# Both ends of the 90 % interval lie within what matters: two one-sided tests (Schuirmann 1987, J. Pharmacokinet.
# Biopharm. 15:657–680) at 5 %.
WITHIN = 1.645

# Nobody plans with a number of deals beyond this; it means "not in sight".
FARTHEST = 9_999


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A column a pillar: the verdict's place in `VERDICTS`, and about how many more observations a verdict takes.

    `more` is nan where there is a verdict, and where there is nothing to compare.
    """

    codes: npt.NDArray[np.int8]
    more: Figures


def against_previous(comparison: Comparison, samples: Integers) -> Verdicts:
    """Verdicts on the change since the previous window; `samples` has a column a pillar.

    A change has to show in the rep's own figures and to go beyond the team's own move where there is a team: who moved
    with the season is not alarmed.
    """
    columns = []
    for pillar, (own, beyond) in enumerate(zip(comparison.own, comparison.beyond, strict=True)):
        adjusted = _first_known(beyond, own)
        worse = _carried(own, -WORSE_THAN_BEFORE[pillar]) & _carried(adjusted, -WORSE_THAN_BEFORE[pillar])
        better = _carried(own, BETTER_THAN_BEFORE[pillar]) & _carried(adjusted, BETTER_THAN_BEFORE[pillar])
        steady = _within(own) | _within(adjusted)
        carrying = WORSE_THAN_BEFORE[pillar], BETTER_THAN_BEFORE[pillar]
        columns.append(_verdict(worse, better, steady, own, carrying, samples[:, pillar]))
    return _joined(columns)


def against_team(comparison: Comparison, samples: Integers) -> Verdicts:
    """Verdicts on the difference to the rest of the team."""
    columns = []
    for pillar, team in enumerate(comparison.team):
        worse, better = _carried(team, -WORSE_THAN_TEAM[pillar]), _carried(team, BETTER_THAN_TEAM[pillar])
        carrying = WORSE_THAN_TEAM[pillar], BETTER_THAN_TEAM[pillar]
        columns.append(_verdict(worse, better, _within(team), team, carrying, samples[:, pillar]))
    return _joined(columns)


def of_the_season(comparison: Comparison, samples: Integers | None = None) -> Verdicts:
    """Verdicts on how the rest of the team moved between the windows; `samples` only matter to `more`."""
    columns = []
    for pillar, season in enumerate(comparison.season):
        worse, better = _carried(season, -SEASON[pillar]), _carried(season, SEASON[pillar])
        sample = np.zeros(season.z.shape, dtype=np.int64) if samples is None else samples[:, pillar]
        columns.append(_verdict(worse, better, _within(season), season, (SEASON[pillar],) * 2, sample))
    return _joined(columns)


def _carried(difference: Difference, threshold: float) -> npt.NDArray[np.bool_]:
    """Whether it is beyond the threshold on its side, and large enough to matter."""
    side = np.sign(threshold)
    return np.asarray((side * difference.z >= abs(threshold)) & (side * difference.log >= MATTERS))


def _within(difference: Difference) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(difference.log) + WITHIN * difference.error <= MATTERS)


def _verdict(
    worse: Any, better: Any, steady: Any, difference: Difference, carrying: tuple[float, float], sample: Integers
) -> tuple[npt.NDArray[np.int8], Figures]:
    codes = np.select([worse, better, steady], [WORSE, BETTER, STEADY], TOO_EARLY).astype(np.int8)
    more = np.where(codes == TOO_EARLY, _more(difference, carrying, sample), np.nan)
    return codes, more


def _more(difference: Difference, carrying: tuple[float, float], sample: Integers) -> Figures:
    """About how many more observations it takes, if what comes is like what was: errors shrink with the root of n.

    `carrying` are the thresholds of worse and of better; the one counts on whose side the difference lies.
    """
    threshold = np.where(difference.z < 0, *carrying)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_alarm = np.where(np.abs(difference.log) >= MATTERS, (threshold / difference.z) ** 2, np.inf)
        room = MATTERS - np.abs(difference.log)
        to_steady = np.where(room > 0, (WITHIN * difference.error / room) ** 2, np.inf)
        more = np.ceil(sample * (np.minimum(to_alarm, to_steady) - 1))
    return np.where(np.isnan(difference.z), np.nan, np.clip(more, 1, FARTHEST))


def _first_known(a: Difference, b: Difference) -> Difference:
    known = ~np.isnan(a.z)
    return Difference(*(np.where(known, x, y) for x, y in ((a.log, b.log), (a.error, b.error), (a.z, b.z))))


def _joined(columns: Sequence[tuple[npt.NDArray[np.int8], Figures]]) -> Verdicts:
    codes, more = zip(*columns, strict=True)
    return Verdicts(np.stack(codes, axis=1), np.stack(more, axis=1))
