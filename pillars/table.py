"""The table: the four pillars of many groups at once, a row a group, and nothing beside them."""

from typing import Any

import pandas as pd

from pillars.card import COUNTERS
from pillars.ledger import cut, read_ledger
from pillars.order_value import CallOffUnit
from pillars.windows import Window


def table(
    deals: pd.DataFrame, window: Window, *, by: str | None = "rep", call_off_unit: CallOffUnit = "month"
) -> pd.DataFrame:
    """The four pillars of each group in a window, one row per group: the quick door for reports over many reps.

    The index (`group`) and its order are as in `scorecard`. For each pillar there is its value under its own name
    (float64, nan for no data) and `…_sample` (int64), the same figures as `scorecard`'s to the last bit; intervals and
    comparisons, which take most of its time, are left out.

    Units: `win_rate` a share 0–1, `order_value` the mean in minor units, `time_to_close` the median in days,
    `opportunities` a count. `by` and `call_off_unit` as in `scorecard`; quickest where the column `by` is a category,
    whose values need not be told apart row by row. Raises `FrameError` where the frame does not keep the contract and
    `ValueError` for a unit that there is not.

    A frame without deals has no row, and with `by=None` one without data.
    """
    view = cut(read_ledger(deals, by), window)
    figures: dict[str, Any] = {}
    for name, count in COUNTERS:
        pillar = count(view, call_off_unit)
        figures[name], figures[f"{name}_sample"] = pillar.value, pillar.sample
    return pd.DataFrame(figures, index=view.groups.labels.rename("group"))
