"""The scorecard: four pillars of any number of groups in one pass."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import pandas as pd

from pillars.columns import Figures, Integers
from pillars.groups import team_of_each
from pillars.intervals import Bounds
from pillars.ledger import Cut, cut, read_ledger
from pillars.opportunities import openings
from pillars.order_value import CallOffUnit, orders
from pillars.time_to_close import closings
from pillars.win_rate import decisions
from pillars.windows import Window


class Pillar(Protocol):
    """What each pillar counts, for all groups at once; the arrays are in the order of the groups."""

    @property
    def value(self) -> Figures:
        """In natural units; nan where there is no data."""

    @property
    def sample(self) -> Integers:
        """How many observations the value rests on."""

    def interval(self) -> Bounds:
        """95 % interval of the value; nan where the sample carries none."""


Counter = Callable[[Cut, CallOffUnit], Pillar]

COUNTERS: tuple[tuple[str, Counter], ...] = (
    ("win_rate", lambda cut, unit: decisions(cut)),
    ("order_value", orders),
    ("time_to_close", lambda cut, unit: closings(cut)),
    ("opportunities", lambda cut, unit: openings(cut)),
)
PILLARS: tuple[str, ...] = tuple(name for name, _ in COUNTERS)


def scorecard(
    deals: pd.DataFrame,
    window: Window,
    previous: Window | None = None,
    *,
    by: str | None = "rep",
    within: str | None = None,
    call_off_unit: CallOffUnit = "month",
) -> pd.DataFrame:
    """Four pillars of each group in a window: one row per group and pillar, pillars in the order of `PILLARS`.

    Columns: `group`, `pillar` (category), `value`, `sample` (int64), `low` and `high` (95 % interval), `previous` and
    `previous_sample` (value and sample in the window `previous`; nan and 0 without one), and `within` where given.

    Values are in natural units: `win_rate` a share 0–1; `order_value` the mean in minor units; `time_to_close` the
    median in days; `opportunities` a count. No data is nan with sample 0, never 0; only opportunities are a count,
    whose 0 is real as soon as the group has any deal. The interval is nan where the sample carries none: fewer than two
    order values or all alike, fewer than six durations.

    `by` is the column that makes the groups, None everyone together as the group `"all"`; groups come in the order of
    the column's categories, else sorted; deals where it is missing come last, as the group None. `within` is the column
    whose groups are the teams; each group must lie in one. `call_off_unit` says what one observation of call-offs is:
    per customer and `"month"` or `"week"`, or each `"order"`.

    Raises `FrameError` where the frame does not keep the contract and `ValueError` for arguments that make no sense.
    A group's figures depend on no other group. Sources of the intervals: `pillars.intervals`.
    """
    if within is not None and by is None:
        raise ValueError("Everyone together lies in no team: `within` needs a column in `by`.")
    ledger = read_ledger(deals, by)
    groups = ledger.groups
    now = [count(cut(ledger, window), call_off_unit) for _, count in COUNTERS]
    rows: dict[str, Any] = {
        "group": groups.labels.repeat(len(PILLARS)),
        "pillar": pd.Categorical.from_codes(
            np.tile(np.arange(len(PILLARS)), groups.size), categories=pd.Index(PILLARS)
        ),
        "value": _interleaved([pillar.value for pillar in now]),
        "sample": _interleaved([pillar.sample for pillar in now]),
    }
    bounds = [pillar.interval() for pillar in now]
    rows["low"] = _interleaved([low for low, _ in bounds])
    rows["high"] = _interleaved([high for _, high in bounds])
    if previous is None:
        rows["previous"] = np.full(len(rows["value"]), np.nan)
        rows["previous_sample"] = np.zeros(len(rows["value"]), dtype=np.int64)
    else:
        before = [count(cut(ledger, previous), call_off_unit) for _, count in COUNTERS]
        rows["previous"] = _interleaved([pillar.value for pillar in before])
        rows["previous_sample"] = _interleaved([pillar.sample for pillar in before])
    if within is not None:
        rows["within"] = team_of_each(groups, deals, within).repeat(len(PILLARS)).to_numpy()
    return pd.DataFrame(rows)


def _interleaved(columns: list[Any]) -> Any:
    """One array per pillar into one column, group by group."""
    return np.stack(columns, axis=1).reshape(-1)
