"""The benchmark: the rest of each group's team, all that is needed of it to compare one group with it later.

A team's deals are read once, each member's benchmark is kept, and a member's card then needs only their own deals.
"""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

from pillars import ratios
from pillars.columns import Figures, Integers
from pillars.evidence.standing import Scale, Standing
from pillars.evidence.team import LEAST_COLLEAGUES, Rest, Spread, rest_of
from pillars.groups import Sorted


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The rest of each group's team, an entry (or a row) a group.

    `value` and `sample` have a column a pillar: the figures of the others together, opportunities per colleague; nan
    and 0 where there are fewer than three active colleagues, whose figures stay theirs. `scale` is how amounts were
    read.
    """

    scale: Scale
    rest: Rest
    value: Figures
    sample: Integers

    @property
    def colleagues(self) -> Integers:
        """How many active colleagues each group has."""
        return self.rest.now.members

    def take(self, which: Any) -> "Benchmark":
        """The entries of some groups."""
        return Benchmark(self.scale, self.rest.take(which), self.value[which], self.sample[which])

    def to_dict(self) -> dict[str, Any]:
        """As lists of numbers, for keeping; `from_dict` is its inverse."""
        return {
            "scale": [self.scale.middle, self.scale.spread],
            "rest": {f.name: _lists(getattr(self.rest, f.name)) for f in fields(self.rest)},
            "value": [[None if np.isnan(figure) else float(figure) for figure in row] for row in self.value],
            "sample": self.sample.tolist(),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        """What `to_dict` gave. Raises KeyError, TypeError or ValueError where it is something else."""
        rest = kept["rest"]
        return cls(
            scale=Scale(*kept["scale"]),
            rest=Rest(
                now=Standing(**_arrays(rest["now"], Standing)),
                spread=Spread(**_arrays(rest["spread"], Spread)),
                steady_now=Standing(**_arrays(rest["steady_now"], Standing)),
                steady_before=Standing(**_arrays(rest["steady_before"], Standing)),
            ),
            value=np.array(kept["value"], dtype=np.float64),
            sample=np.array(kept["sample"], dtype=np.int64),
        )


def benchmark(
    scale: Scale, now: Standing, before: Standing, days: Sorted, codes: Integers, size: int
) -> tuple[Benchmark, Benchmark]:
    """Each group's benchmark, and the whole teams', in which nobody is left out.

    `days` are the times to close of each group's deals won in the window; `codes` says which team a group is in.
    """
    rest, whole = rest_of(now, before, codes, size)
    return (
        Benchmark(scale, rest, *_figures(rest.now, *_medians_without(days, codes, size))),
        Benchmark(scale, whole, *_figures(whole.now, *_medians(days, codes, size))),
    )


def _figures(now: Standing, median: Figures, count: Integers) -> tuple[Figures, Integers]:
    sample = np.stack([now.won + now.lost, now.orders, count, now.opened], axis=1)
    value = np.stack(
        [
            ratios.win_rate(now.won, now.lost),
            ratios.mean(now.amount, now.orders),
            median,
            ratios.mean(now.opened, now.members),
        ],
        axis=1,
    )
    enough = (now.members >= LEAST_COLLEAGUES)[:, None]
    return np.where(enough, value, np.nan), np.where(enough, sample, 0)


def _medians(days: Sorted, codes: Integers, size: int) -> tuple[Figures, Integers]:
    """The median of each team, all its groups together."""
    team = np.repeat(codes, days.counts)
    values = _values(days)
    order = np.lexsort((values, team))
    counts = np.bincount(team, minlength=size).astype(np.int64)
    starts = np.cumsum(counts) - counts
    return Sorted(values[order], np.zeros(size, dtype=np.int64), starts, counts).median(), counts


def _medians_without(days: Sorted, codes: Integers, size: int) -> tuple[Figures, Integers]:
    """The median of each group's team without the group: found by halving, for all groups at once.

    Times are whole days, so the smallest day that enough of the others' times do not exceed is found in as many steps
    as the longest time has binary digits.
    """
    groups = len(days.counts)
    group = np.repeat(np.arange(groups), days.counts)
    values = _values(days)
    span = int(values.max(initial=0)) + 2
    own_keys = group * span + values
    team_keys = np.sort(codes[group] * span + values)
    team_counts = np.bincount(codes[group], minlength=size).astype(np.int64)
    team_starts = np.cumsum(team_counts) - team_counts
    count = team_counts[codes] - days.counts

    def at(rank: Integers) -> Figures:
        low, high = np.zeros(groups, dtype=np.int64), np.full(groups, span - 1, dtype=np.int64)
        for _ in range(int(span).bit_length()):
            middle = (low + high) // 2
            team = np.searchsorted(team_keys, codes * span + middle, side="right") - team_starts[codes]
            own = np.searchsorted(own_keys, np.arange(groups) * span + middle, side="right") - days.starts
            enough = team - own > rank
            high, low = np.where(enough, middle, high), np.where(enough, low, middle + 1)
            low = np.minimum(low, high)
        return high.astype(np.float64)

    median = (at((count - 1) // 2) + at(count // 2)) / 2
    return np.where(count > 0, median, np.nan), count


def _values(days: Sorted) -> Integers:
    return days.keys.astype(np.int64) - np.repeat(days.base, days.counts)


def _lists(sums: Any) -> dict[str, Any]:
    return {f.name: getattr(sums, f.name).tolist() for f in fields(sums)}


def _arrays(kept: dict[str, Any], kind: Any) -> dict[str, Any]:
    return {f.name: np.array(kept[f.name]) for f in fields(kind)}
