"""Levers: what velocity would gain if one pillar reached a level that is within reach."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars.columns import Figures
from pillars.figure_tables import known, need, once, rows_of
from pillars.reach import LEVELS, REACHED, SHORTEST_DAYS, Colleagues, History
from pillars.velocity import sales_velocity
from pillars.windows import DEFAULT_DAYS

LeverSource = Literal["own_best", "team_quartile", "none"]
LEVER_SOURCES: tuple[LeverSource, ...] = ("own_best", "team_quartile", "none")

# Gains are told per quarter of thirteen weeks, and so are opportunities.
QUARTER_DAYS = DEFAULT_DAYS
# What rounding alone makes of a level that did not change is no improvement.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Lever:
    """What one pillar is worth to one rep; None = it cannot be known.

    `present` and `target` are in the pillar's natural units, opportunities per 91 days. `gain` is in minor units per 91
    days, 0 where there is nothing to reach; the target is then None and `source` `"none"`.
    """

    pillar: str
    present: float | None
    target: float | None
    source: LeverSource
    gain: float | None


_NAMES = tuple(pillar.name for pillar in REACHED)
_PRESENT = ("open_now", "win_rate", "order_mean", "close_mean", "close_median", "opened")


def levers(
    present: pd.DataFrame,
    past: pd.DataFrame,
    team: pd.DataFrame | None = None,
    *,
    days: int = DEFAULT_DAYS,
    within: str | None = None,
) -> pd.DataFrame:
    """What each pillar is worth to each group: its velocity's gain, in minor units per 91 days, the others held.

    One row per group and pillar, groups as in `present`, pillars in the order of `PILLARS`: `group`, `pillar`
    (category), `present`, `own_best`, `team_quartile`, `target`, `source` (category: `own_best`, `team_quartile`,
    `none`) and `gain`. Levels are in the pillars' natural units (time to close the median), opportunities per 91 days.

    The target is the better level that is nearer to the present one: the group's own best thirteen weeks, or the team's
    upper quartile (for time to close, where shorter is better, the lower one). A level that is already reached is no
    target; where one is unknown, the other serves. The gain is the velocity with that pillar at its target less the
    velocity as it is, × 91: a better win rate or order value replaces its factor, a shorter median shortens the mean
    time to close in proportion, more opportunities make the pipeline larger in proportion. Nobody's time to close is
    held to be able to go below one day, since dates resolve no finer.

    The gain is nan where the present level or both others are unknown, and 0 where no known level is better than the
    present one. Where there is a target it is nan if the velocity is, and for opportunities also if the pipeline is
    empty or none was opened, since nothing can be in proportion to that. (The other three gain 0 from an empty
    pipeline, by the same sum.)

    - `present`: rows of `summary`, one per group.
    - `past`: rows of `trend`, `by` the same, the windows of thirteen weeks of the past year, overlapping or not, the
      present one among them or not. Other groups in it are ignored; a window without any observation tells nothing.
    - `team`: the colleagues' levels over thirteen weeks as `trend` gives them (`group`, each pillar and its sample),
      one row per active member; `within` names its column of teams, else all are one team. A group is never its own
      colleague. With fewer than three who have data the quartile is unknown.
    - `days`: the length of the window that `present` is about.

    A level of the past or the team is not taken as it was seen but shrunk towards its like, because the best of
    several noisy figures is too good (the winner's curse): `pillars.reach` says how, with sources. On top of that a
    window that is to be the best needs six observations, and the windows must reach over half a year at least (ends 182
    days apart), else the own best is unknown.

    The present level is what the card shows, not shrunk, so that anyone can redo the sum; how much of it is bad luck is
    for the evidence to say, and a gain should be weighed by it.

    Costs time in proportion to groups × colleagues. Raises `FrameError` where a column is missing, or a group comes
    twice, and `ValueError` where `days` is below 1.
    """
    if days < 1:
        raise ValueError(f"A window cannot have {days} days.")
    need(present, _PRESENT, "present")
    need(past, ("group", "end", *LEVELS), "past")
    groups = present.index
    once(groups, "present")
    factors = {name: present[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in _PRESENT}
    factors["opened"] = factors["opened"] * (QUARTER_DAYS / days)
    history, colleagues = History(past, groups), Colleagues(team, groups, within)
    columns: dict[str, list[npt.NDArray[Any]]] = {}
    for pillar in REACHED:
        now, own, quartile = factors[pillar.present], history.best(pillar), colleagues.quartile(pillar)
        target, source = _nearer(now, own, quartile, lower_is_better=pillar.lower_is_better)
        there = _raised(pillar.name, factors, target)
        unknown = np.isnan(now) | (np.isnan(own) & np.isnan(quartile))
        gain = np.where(source == LEVER_SOURCES.index("none"), 0.0, there - _velocity(factors)) * QUARTER_DAYS
        gain = np.where(unknown, np.nan, gain)
        figures = {"present": now, "own_best": own, "team_quartile": quartile, "target": target}
        for name, column in {**figures, "source": source, "gain": gain}.items():
            columns.setdefault(name, []).append(column)
    table = {name: np.stack(parts, axis=1).reshape(-1) for name, parts in columns.items()}
    return pd.DataFrame(
        {
            "group": groups.repeat(len(REACHED)),
            "pillar": pd.Categorical.from_codes(
                np.tile(np.arange(len(REACHED)), len(groups)), categories=pd.Index(_NAMES)
            ),
            **{name: table[name] for name in ("present", "own_best", "team_quartile", "target")},
            "source": pd.Categorical.from_codes(table["source"], categories=pd.Index(LEVER_SOURCES)),
            "gain": table["gain"],
        }
    )


def levers_of(table: pd.DataFrame, group: object) -> tuple[Lever, ...]:
    """One group's rows of `levers`, pillars in the order of `PILLARS`; empty where the group is not in the table."""
    rows = table.iloc[rows_of(table["group"], group)]
    return tuple(
        Lever(
            pillar=str(row["pillar"]),
            present=known(row["present"]),
            target=known(row["target"]),
            source=LEVER_SOURCES[LEVER_SOURCES.index(row["source"])],
            gain=known(row["gain"]),
        )
        for row in rows.to_dict("records")
    )


def _nearer(now: Figures, own: Figures, quartile: Figures, *, lower_is_better: bool) -> tuple[Figures, Any]:
    """The better level that is nearer to the present one, nan where none is, and its place in `LEVER_SOURCES`."""
    if lower_is_better:
        own, quartile = (np.maximum(level, SHORTEST_DAYS) for level in (own, quartile))
    sign = -1.0 if lower_is_better else 1.0
    steps = np.stack([sign * (own - now), sign * (quartile - now)])
    steps = np.where(steps > ROUNDING * np.abs(now), steps, np.inf)  # nan is no step either
    place = steps.argmin(axis=0)
    none = np.isinf(steps.min(axis=0))
    target = np.where(none, np.nan, np.where(place == 0, own, quartile))
    return target, np.where(none, LEVER_SOURCES.index("none"), place)


def _velocity(factors: dict[str, Figures]) -> Figures:
    return sales_velocity(factors["open_now"], factors["win_rate"], factors["order_mean"], factors["close_mean"])


def _raised(pillar: str, factors: dict[str, Figures], target: Figures) -> Figures:
    """Velocity with one pillar at its target, minor units per day; nan where it cannot be known."""
    with np.errstate(divide="ignore", invalid="ignore"):
        match pillar:
            case "win_rate":
                changed = {"win_rate": target}
            case "order_value":
                changed = {"order_mean": target}
            case "time_to_close":
                changed = {"close_mean": factors["close_mean"] * target / factors["close_median"]}
            case _:
                pipeline = factors["open_now"] * target / factors["opened"]
                changed = {"open_now": np.where(pipeline > 0, pipeline, np.nan)}
        changed = {name: np.where(np.isfinite(figure), figure, np.nan) for name, figure in changed.items()}
    return _velocity(factors | changed)
