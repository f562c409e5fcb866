"""The trend: the pillars over a window that moves along."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pillars.card import COUNTERS
from pillars.ledger import cut, read_ledger
from pillars.order_value import CallOffUnit
from pillars.windows import DEFAULT_DAYS, Window


def trend(
    deals: pd.DataFrame,
    ends: Sequence[date],
    days: int = DEFAULT_DAYS,
    *,
    by: str | None = None,
    call_off_unit: CallOffUnit = "month",
) -> pd.DataFrame:
    """The pillars in the window of so many days that ends on each of these dates, in the order given.

    One row per end and group: `end` (datetime64[s]), `group`, and for each pillar its value under its own name,
    `…_sample`, int64, and its 95 % interval, `…_low` and `…_high`; units, groups and nan for no data as in `scorecard`.
    Neighbouring windows overlap, so the points of a line move together; it shows a course and proves no change. Raises
    as `scorecard` does, and `ValueError` where `days` is below 1.
    """
    windows = [Window.last_days(end, days) for end in ends]
    ledger = read_ledger(deals, by)
    groups = ledger.groups
    if windows:
        reach = Window(min(window.start for window in windows), max(window.end for window in windows))
        ledger = ledger.touching(reach)
    pillars: dict[str, list[Any]] = {}
    for window in windows:
        view = cut(ledger, window)
        for name, count in COUNTERS:
            pillar = count(view, call_off_unit)
            pillars.setdefault(name, []).append(pillar.value)
            pillars.setdefault(f"{name}_sample", []).append(pillar.sample)
            low, high = pillar.interval()
            pillars.setdefault(f"{name}_low", []).append(low)
            pillars.setdefault(f"{name}_high", []).append(high)
    last_days = np.array([window.end for window in windows], dtype="datetime64[D]").astype("datetime64[s]")
    columns: dict[str, Any] = {
        "end": last_days.repeat(groups.size),
        "group": groups.labels[np.tile(np.arange(groups.size), len(windows))],
    }
    for name, _ in COUNTERS:
        columns[name] = np.concatenate([*pillars.get(name, []), np.zeros(0)])
        for bound in ("low", "high"):
            columns[f"{name}_{bound}"] = np.concatenate([*pillars.get(f"{name}_{bound}", []), np.zeros(0)])
        columns[f"{name}_sample"] = np.concatenate([*pillars.get(f"{name}_sample", []), np.zeros(0, dtype=np.int64)])
    return pd.DataFrame(columns)
