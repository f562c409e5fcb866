"""Each group against itself before and against the rest of its team: four differences, each in four pillars."""

from dataclasses import dataclass, fields

import numpy as np

from pillars import ratios
from pillars.columns import Figures, Flags
from pillars.evidence import differences
from pillars.evidence.differences import Difference, dispersion
from pillars.evidence.standing import Standing
from pillars.evidence.team import LEAST_COLLEAGUES, SCALES, Rest, active

# So seldom does it happen that nothing is open at the end of a window of deals as they were before.
NOT_BY_CHANCE = 0.001


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences in the order of the pillars: `own` now less before, `beyond` the same less the team's own move
    (`season`), and `team` the group less the rest of its team. nan where there is nobody or nothing to compare with.
    """

    own: tuple[Difference, ...]
    beyond: tuple[Difference, ...]
    season: tuple[Difference, ...]
    team: tuple[Difference, ...]

    def only(self, own: Flags, team: Flags) -> "Comparison":
        """Nothing where a value to compare is missing: a row a group, a column a pillar."""
        return Comparison(
            _each(own, self.own), _each(own, self.beyond), _each(team, self.season), _each(team, self.team)
        )


def compare(
    now: Standing, before: Standing, rest: Rest, there_now: Flags, there_before: Flags, *, longer: float = 1.0
) -> Comparison:
    """Compare groups. `there_now` and `there_before` say who was there for the whole of each window (`was_there`).

    `longer` is how many times as long the window before was.
    """
    nothing = np.zeros(now.won.shape)
    over = dispersion(now, before, rest.now, rest.steady_before)
    unseen = now.undecided + rest.now.undecided == 0
    ends = unseen & _must_have_been(now, before, rest)
    own = _four(now, before, np.zeros((len(nothing), len(SCALES))), over, rest.now, unseen, longer)
    own = (*own[:3], _if(there_before & active(before) & ~ends, own[3]))
    season = _four(
        rest.steady_now, rest.steady_before, np.zeros((len(nothing), len(SCALES))), over, rest.now, unseen, longer
    )
    season = tuple(_if(rest.steady_now.members >= LEAST_COLLEAGUES, each) for each in season)
    season = (*season[:3], _if(~ends, season[3]))
    enough = (rest.now.members >= LEAST_COLLEAGUES) & active(now)
    team = _four(now, rest.now, np.sqrt(rest.spread.of_the_mean()), over, before, unseen)
    team = tuple(_if(enough, each) for each in team)
    team = (*team[:3], _if(there_now, team[3]))
    beyond = tuple(mine.less(others) for mine, others in zip(own, season, strict=True))
    return Comparison(own, beyond, season, team)


def _must_have_been(now: Standing, before: Standing, rest: Rest) -> Flags:
    """Whether deals must have been open at the window's end, by how many were at the previous one's.

    Where none is known all the same, the deals come from a file of decided ones: of what was opened last it holds only
    what was quick, and that looks like a fall.
    """
    began = before.at_risk[:, 0] + rest.steady_before.at_risk[:, 0]
    share = ratios.divide(before.undecided + rest.steady_before.undecided, began)
    begun = now.at_risk[:, 0] + rest.now.at_risk[:, 0]
    return np.asarray((1 - share) ** begun < NOT_BY_CHANCE, dtype=np.bool_)


def _four(
    a: Standing,
    b: Standing,
    spread: Figures,
    over: Figures,
    others: Standing,
    unseen: Flags,
    longer: float = 1.0,
) -> tuple[Difference, ...]:
    won, ordered, paced, opened = spread.T
    return (
        differences.win_rate(a, b, won),
        differences.order_value(a, b, ordered, others),
        differences.time_to_close(a, b, paced, others, unseen=unseen),
        differences.opportunities(a, b, opened, over, longer=longer),
    )


def _if(flags: Flags, difference: Difference) -> Difference:
    return Difference(*(np.where(flags, getattr(difference, f.name), np.nan) for f in fields(difference)))


def _each(flags: Flags, each: tuple[Difference, ...]) -> tuple[Difference, ...]:
    return tuple(_if(column, difference) for column, difference in zip(flags.T, each, strict=True))
