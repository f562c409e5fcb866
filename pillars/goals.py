"""Goals: how far a group has come towards what it set out to reach in a pillar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars.card import PILLARS
from pillars.columns import Figures, Flags
from pillars.figure_tables import known, need
from pillars.reach import SHORTEST_DAYS
from pillars.windows import DEFAULT_DAYS

# A goal for opportunities is a count in so many days.
GOAL_DAYS = DEFAULT_DAYS
# Goals that make sense, lowest and highest, both included, in the pillars' natural units: a share from a basis point to
# all; an amount from one minor unit to what a float holds exactly; from one day to ten years; from one deal a quarter.
GOAL_LIMITS: tuple[tuple[str, float, float], ...] = (
    ("win_rate", 0.0001, 1.0),
    ("order_value", 1, 2**53),
    ("time_to_close", SHORTEST_DAYS, 3650),
    ("opportunities", 1, 10**6),
)
# Rounding must not keep anybody from a goal: 91 opportunities in 91 days, told as 13 in 13, are reached at 13.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Progress:
    """How one group stands to one goal; None = no data. Fields as the columns of `progress`."""

    pillar: str
    goal: float
    due: float
    by_now: float
    value: float | None
    sample: int
    share: float | None
    remaining: float | None
    reached: bool | None
    on_track: bool | None
    sure: bool | None


def goal_is_possible(pillar: str, goal: float) -> bool:
    """Whether a goal lies in its pillar's limits (`GOAL_LIMITS`); nan does not. Raises `ValueError` for no pillar."""
    low, high = _limits(pillar)
    return low <= goal <= high


def progress_towards(
    pillar: str,
    goal: float,
    value: float | None,
    sample: int,
    *,
    low: float | None = None,
    high: float | None = None,
    days: int = DEFAULT_DAYS,
    passed: int | None = None,
) -> Progress:
    """`progress` of a single goal, with a row of `scorecard` as numbers. Raises as `progress` does."""
    _check(pillar, goal)
    figures = (np.array([np.nan if figure is None else float(figure)]) for figure in (value, low, high))
    found = _measured(np.array([pillar]), np.array([float(goal)]), *figures, days=days, passed=passed)
    return _frozen({"pillar": pillar, "goal": goal, "sample": sample} | {name: each[0] for name, each in found.items()})


def progress(
    goals: pd.DataFrame, card: pd.DataFrame, *, days: int = DEFAULT_DAYS, passed: int | None = None
) -> pd.DataFrame:
    """How each goal stands in a window: one row per goal, in the order and with the index of `goals`.

    `goals` has `group`, `pillar` and `goal`, in natural units: `win_rate` a share 0–1, `order_value` minor units,
    `time_to_close` days (less is better), `opportunities` a count in 91 days. `card` is the `scorecard` of the window,
    `days` the window's length. `passed` is how many of its days are over, today's among them, where it is still under
    way ("this quarter"); else it is over. Columns beside those of the goals:

    - `due`: what the goal amounts to in this window. For opportunities goal × days ÷ 91, else the goal.
    - `by_now`: what should be there so far. For opportunities due × passed ÷ days; for the others, which a window has
      from its first deal on and which do not add up as it goes by, the same as `due`.
    - `value`, `sample`: as on the card; nan and 0 without data.
    - `share`: how much of the goal is there, 1 at the goal and more beyond. value ÷ due; for time to close due ÷ value,
      which is the pace: at twice the days it is 0.5. (A value below one day counts as one day there.)
    - `remaining`: what is missing in natural units, for time to close the days too many; 0 where the goal is reached.
    - `reached`: value at `due` or better.
    - `on_track`: value at `by_now` or better.
    - `sure`: whether the 95 % interval of the value leaves `due` outside, so that the evidence, too, says reached or
      not; False is "too early to tell", None that there is no interval. Opportunities are counted, not estimated: True
      as soon as they are reached or the window is over, before that None.

    The last three are object columns of True, False and None; without data all of share, remaining and these are nan or
    None. Opportunities of a group that the card does not have are no data, of one that it has a real count.

    Raises `FrameError` where a column is missing, and `ValueError` where a goal is outside `GOAL_LIMITS`, its pillar is
    none, or `passed` is not between 1 and `days`.
    """
    need(goals, ("group", "pillar", "goal"), "goals")
    need(card, ("group", "pillar", "value", "sample", "low", "high"), "card")
    pillars = goals["pillar"].astype(object).to_numpy()
    goal = goals["goal"].to_numpy(dtype=np.float64, na_value=np.nan)
    for pillar, wanted in zip(pillars, goal, strict=True):
        _check(pillar, wanted)
    value, sample, low, high = _found(goals, card)
    measured = _measured(pillars, goal, value, low, high, days=days, passed=passed)
    place = list(measured).index("value") + 1
    columns = list(measured.items())
    return goals.assign(**dict([*columns[:place], ("sample", sample.astype(np.int64)), *columns[place:]]))


def progress_of(table: pd.DataFrame) -> tuple[Progress, ...]:
    """The rows of `progress` as frozen values, in their order."""
    return tuple(_frozen(row) for row in table.to_dict("records"))


def _frozen(row: Mapping[Any, Any]) -> Progress:
    return Progress(
        pillar=str(row["pillar"]),
        goal=float(row["goal"]),
        due=float(row["due"]),
        by_now=float(row["by_now"]),
        value=known(row["value"]),
        sample=int(row["sample"]),
        share=known(row["share"]),
        remaining=known(row["remaining"]),
        reached=row["reached"],
        on_track=row["on_track"],
        sure=row["sure"],
    )


def _measured(
    pillars: npt.NDArray[Any],
    goal: Figures,
    value: Figures,
    low: Figures,
    high: Figures,
    *,
    days: int,
    passed: int | None,
) -> dict[str, npt.NDArray[Any]]:
    """The columns of `progress` but for the sample, an entry a goal."""
    passed = days if passed is None else passed
    if not 1 <= passed <= days:
        raise ValueError(f"Of a window of {days} days, {passed} cannot be over.")
    counted, shorter = pillars == "opportunities", pillars == "time_to_close"
    due = np.where(counted, goal * days / GOAL_DAYS, goal)
    by_now = np.where(counted, due * passed / days, due)
    slack = ROUNDING * due
    with np.errstate(invalid="ignore"):
        share = np.where(shorter, due / np.maximum(value, SHORTEST_DAYS), value / due)
        better = np.where(shorter, due - value, value - due)  # above 0 beyond the goal
        reached = better >= -slack
        on_track = np.where(counted, value >= by_now - slack, reached)
        sure = np.where(counted, reached | (passed == days), (due < low) | (due > high))
    there = ~np.isnan(value)
    answered = there & np.where(counted, sure, ~np.isnan(low) & ~np.isnan(high))
    return {
        "due": due,
        "by_now": by_now,
        "value": value,
        "share": share,
        "remaining": np.where(there, np.where(reached, 0.0, -better), np.nan),
        "reached": _answers(reached, there),
        "on_track": _answers(on_track, there),
        "sure": _answers(sure, answered),
    }


def _check(pillar: str, goal: float) -> None:
    if not goal_is_possible(pillar, goal):
        low, high = _limits(pillar)
        raise ValueError(f"A goal for {pillar} is from {low:g} to {high:g}, not {goal:g}.")


def _limits(pillar: str) -> tuple[float, float]:
    for name, low, high in GOAL_LIMITS:
        if name == pillar:
            return low, high
    raise ValueError(f"There is no pillar {pillar!r}; there are {', '.join(PILLARS)}.")


def _found(goals: pd.DataFrame, card: pd.DataFrame) -> tuple[Figures, Figures, Figures, Figures]:
    """Value, sample, low and high of each goal's group and pillar; nan, and a sample of 0, where the card has none."""
    columns = ["value", "sample", "low", "high"]
    there: npt.NDArray[Any] = pd.MultiIndex.from_frame(_keys(card)).get_indexer(pd.MultiIndex.from_frame(_keys(goals)))
    rows = card[columns].to_numpy(dtype=np.float64, na_value=np.nan)
    found = np.full((len(goals), len(columns)), np.nan)
    found[there >= 0] = rows[there[there >= 0]]
    value, sample, low, high = found.T
    return value, np.nan_to_num(sample), low, high


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    return table[["group", "pillar"]].astype(object)


def _answers(flags: Flags, there: Flags) -> npt.NDArray[np.object_]:
    """True and False as Python's own, None where there is no data to answer from."""
    answers: npt.NDArray[np.object_] = flags.astype(object)
    answers[~there] = None
    return answers
