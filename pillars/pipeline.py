"""The pipeline: the deals that are open, and those of them that have gone stale."""

from datetime import date

import numpy as np
import pandas as pd

from pillars import columns
from pillars.columns import Flags, Integers, days_between
from pillars.ledger import WON, Cut, Ledger, cut, open_at_end, read_ledger
from pillars.windows import Window, second_after

# "Older than nine in ten won deals took": a deal beyond that rarely comes home, and counting it flatters the pipeline.
STALE_SHARE = 0.9
# Below ten won deals the ninth in ten is no deal that anybody has seen.
STALE_MINIMUM = 10

NO_DAY = np.datetime64("NaT", "s")


def stale_after(deals: pd.DataFrame, as_of: date) -> float:
    """Days that nine in ten won deals took at most: an open deal older than that is stale. nan: nothing is.

    The baseline is everyone in the frame: all deals won until `as_of`, call-offs aside, whose starting date is known;
    with fewer than ten of them it is nan. The figure is a number of days that a deal really took (the smallest that
    nine in ten did not exceed).

    Where a frame holds only some people's deals, take it from a frame of everybody's and hand it to `summary` and
    `stale` as `stale_days`.
    """
    return usual_limit(read_ledger(deals, None), as_of)


def usual_limit(ledger: Ledger, as_of: date) -> float:
    """`stale_after` of a ledger."""
    rows = np.flatnonzero((ledger.status == WON) & ~ledger.call_off & (ledger.closed < second_after(as_of)))
    started, closed = (dates[rows].astype("datetime64[D]") for dates in (ledger.started, ledger.closed))
    counted = started <= closed
    days = days_between(started[counted], closed[counted])
    if days.size < STALE_MINIMUM:
        return float("nan")
    rank = int(np.ceil(round(STALE_SHARE * days.size, 6))) - 1
    return float(np.partition(days, rank)[rank])


def ages(ledger: Ledger, rows: Integers, as_of: date) -> tuple[Integers, Flags]:
    """Age in days on a day of these rows, and whether it is known.

    Counted from the starting date as time to close is; before that date, or where there is none (no meeting yet), from
    the opening date. A deal without either has no age and is never stale.
    """
    after = second_after(as_of)
    started, opened = ledger.started[rows], ledger.opened[rows]
    began = np.where(started < after, started, np.where(opened < after, opened, NO_DAY))
    known = ~np.isnat(began)
    today = np.full(int(known.sum()), np.datetime64(as_of, "s"))
    age = np.zeros(rows.size, dtype=np.int64)
    age[known] = days_between(began[known], today)
    return age, known


def pipeline_and_stale(cut: Cut, stale_days: float | None) -> tuple[Integers, Integers]:
    """Rows open on the window's last day, the stale ones apart: (pipeline, stale)."""
    as_of = cut.window.end
    limit = usual_limit(cut.ledger, as_of) if stale_days is None else stale_days
    rows = open_at_end(cut)
    age, known = ages(cut.ledger, rows, as_of)
    is_stale = known & (age > limit)
    return rows[~is_stale], rows[is_stale]


def stale(deals: pd.DataFrame, as_of: date, *, stale_days: float | None = None) -> pd.DataFrame:
    """The deals that were open on a day and older than nine in ten won deals took, the oldest first.

    Their rows with all columns as they came, and `age` in days (int64) beside them; the index is renewed. `stale_days`
    is the limit where it is known from a larger frame (nan: nothing is stale), else it is `stale_after` of this one.
    """
    ledger = read_ledger(deals, None)
    _, rows = pipeline_and_stale(cut(ledger, Window(as_of, as_of)), stale_days)
    age, _ = ages(ledger, rows, as_of)
    order = np.lexsort((columns.numbers(deals, "deal")[rows], -age))
    return deals.iloc[rows[order]].reset_index(drop=True).assign(age=age[order])
