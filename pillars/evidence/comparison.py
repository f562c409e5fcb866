"""Each group against itself before and against the rest of its team: four differences, each in four pillars."""

from dataclasses import dataclass, fields

import numpy as np

from pillars.columns import Figures, Flags
from pillars.evidence import differences
from pillars.evidence.differences import Difference, dispersion
from pillars.evidence.standing import Standing
from pillars.evidence.team import LEAST_COLLEAGUES, SCALES, Rest, active


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences in the order of the pillars: `own` now less before, `beyond` the same less the team's own move
    (`season`), and `team` the group less the rest of its team. nan where there is nobody or nothing to compare with.
    """

    own: tuple[Difference, ...]
    beyond: tuple[Difference, ...]
    season: tuple[Difference, ...]
    team: tuple[Difference, ...]


def compare(now: Standing, before: Standing, rest: Rest, there_now: Flags, there_before: Flags) -> Comparison:
    """Compare groups. `there_now` and `there_before` say who was there for the whole of each window (`was_there`)."""
    nothing = np.zeros(now.won.shape)
    over = dispersion(now, before, rest.now, rest.steady_before)
    own = _four(now, before, np.zeros((len(nothing), len(SCALES))), over, rest.now)
    own = (*own[:3], _if(there_before & active(before), own[3]))
    season = _four(rest.steady_now, rest.steady_before, np.zeros((len(nothing), len(SCALES))), over, rest.now)
    season = tuple(_if(rest.steady_now.members >= LEAST_COLLEAGUES, each) for each in season)
    enough = (rest.now.members >= LEAST_COLLEAGUES) & active(now)
    team = _four(now, rest.now, np.sqrt(rest.spread.of_the_mean()), over, before)
    team = tuple(_if(enough, each) for each in team)
    team = (*team[:3], _if(there_now, team[3]))
    beyond = tuple(mine.less(others) for mine, others in zip(own, season, strict=True))
    return Comparison(own, beyond, season, team)


def _four(a: Standing, b: Standing, spread: Figures, over: Figures, others: Standing) -> tuple[Difference, ...]:
    won, ordered, paced, opened = spread.T
    return (
        differences.win_rate(a, b, won),
        differences.order_value(a, b, ordered, others),
        differences.time_to_close(a, b, paced),
        differences.opportunities(a, b, opened, over),
    )


def _if(flags: Flags, difference: Difference) -> Difference:
    return Difference(*(np.where(flags, getattr(difference, f.name), np.nan) for f in fields(difference)))
