"""The summary: all that is shown beside the four pillars, one row per group."""

from typing import Any

import numpy as np
import pandas as pd

from pillars.columns import Figures, Integers
from pillars.groups import totals
from pillars.ledger import OPEN, Cut, cut, read_ledger
from pillars.opportunities import openings, undated_openings
from pillars.order_value import CallOffUnit, orders
from pillars.pipeline import pipeline_and_stale
from pillars.time_to_close import closings
from pillars.velocity import sales_velocity
from pillars.win_rate import decisions, win_rate_by_value
from pillars.windows import Window


def summary(
    deals: pd.DataFrame,
    window: Window,
    *,
    by: str | None = "rep",
    call_off_unit: CallOffUnit = "month",
    stale_days: float | None = None,
) -> pd.DataFrame:
    """Everything beside the pillars, one row per group, the index (`group`) as in `scorecard`.

    Counts are int64, all else float64 with nan for no data. Sums of money are added exactly, and a float holds them
    exactly up to 2⁵³ minor units (90,000,000,000,000 kr).

    - `won`, `lost`, `win_rate` (0–1), `win_rate_by_value` (amounts won ÷ amounts decided, of deals that state one)
    - `order_count` (observations that state an amount), `order_mean`, `order_median`, `order_total` in minor units;
      `call_offs`, how many were ordered in the window, each counted once whatever `call_off_unit` makes of them
    - `close_mean`, `close_median` in days, `close_sample` (deals won whose starting date is known)
    - `opened` in the window; `open_now`, the pipeline on the window's last day without its stale deals (a deal still
      open whose opening date is unknown counts in it); `open_value`, the sum of its stated amounts in minor units, and
      `open_value_sample`, how many of them state one; `stale`, open deals older than nine in ten won deals took
    - `velocity` in minor units per day: open_now × win_rate × order_mean ÷ close_mean, see `velocity.sales_velocity`
    - what was left out: `left_out_amount` (orders of the window without an amount), `left_out_started` (deals won in
      the window without a usable starting date), `left_out_opened` (deals of unknown opening date that may have been
      opened in the window), `left_out_closed` (decided deals of unknown closing date, closed in no window; call-offs
      too)

    Only the stale deals, and with them the pipeline and velocity, depend on other groups: the limit is everyone's in
    the frame (`stale_after`), unless `stale_days` gives it. Raises as `scorecard` does.
    """
    ledger = read_ledger(deals, by)
    groups, view = ledger.groups, cut(ledger, window)
    decided, ordered, closed = decisions(view), orders(view, call_off_unit), closings(view)
    pipeline, stale_rows = pipeline_and_stale(view, stale_days)
    priced = pipeline[ledger.stated[pipeline]]
    open_now = groups.count(pipeline)
    undated = np.flatnonzero((ledger.status != OPEN) & np.isnat(ledger.closed))
    figures: dict[str, Any] = {
        "won": decided.won,
        "lost": decided.lost,
        "win_rate": decided.value,
        "win_rate_by_value": win_rate_by_value(view),
        "order_count": ordered.count,
        "order_mean": ordered.value,
        "order_median": ordered.sorted().median(),
        "order_total": _money(ordered.total, ordered.count),
        "call_offs": groups.count(view.call_offs),
        "close_mean": closed.mean,
        "close_median": closed.value,
        "close_sample": closed.sample,
        "opened": openings(view).opened,
        "open_now": open_now,
        "open_value": _money(*_value_of(view, priced)),
        "open_value_sample": groups.count(priced),
        "stale": groups.count(stale_rows),
        "velocity": sales_velocity(open_now, decided.value, ordered.value, closed.mean),
        "left_out_amount": ordered.unstated,
        "left_out_started": closed.unstarted,
        "left_out_opened": undated_openings(view),
        "left_out_closed": groups.count(undated),
    }
    return pd.DataFrame(figures, index=groups.labels.rename("group"))


def _value_of(view: Cut, rows: Integers) -> tuple[Integers, Integers]:
    """Sum of the amounts of rows that state one, and how many those are."""
    ledger, groups = view.ledger, view.groups
    return totals(groups.codes[rows], ledger.amount[rows], groups.size), groups.count(rows)


def _money(total: Integers, count: Integers) -> Figures:
    """Sums of money, nan where nothing was added."""
    return np.where(count == 0, np.nan, total.astype(np.float64))
