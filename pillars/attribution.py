"""Attribution: which of its four factors a change in sales velocity comes from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from pillars.columns import Figures
from pillars.figure_tables import known, need, once, places, rows_of
from pillars.velocity import sales_velocity

# Each factor of velocity, its column in the summary, and the power it enters with.
_FACTORS: tuple[tuple[str, str, int], ...] = (
    ("pipeline", "open_now", 1),
    ("win_rate", "win_rate", 1),
    ("order_value", "order_mean", 1),
    ("time_to_close", "close_mean", -1),
)
FACTORS: tuple[str, ...] = tuple(name for name, _, _ in _FACTORS)
_COLUMNS = tuple(column for _, column, _ in _FACTORS)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one factor did to velocity: on logarithms, and in minor units per day; above 0 it helped.

    None = it cannot be known.
    """

    factor: str
    log: float | None
    money: float | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One group's change in velocity, in minor units per day, factors in the order of `FACTORS`; None = no data."""

    before: float | None
    now: float | None
    change: float | None
    log_change: float | None
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...]


def attribution(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What each factor of velocity contributed to its change between two windows, one row per group (the index).

    `before` and `now` are summaries of the two windows. Groups are those of `now` and then those that only `before`
    has; a group that one of them lacks has no data there. Columns:

    - `before`, `now`, `change`: velocity and its change, minor units per day (× 91 is a quarter)
    - `log_change`: ln(now ÷ before), which the four `…_log` add up to: the differences of the logarithms of `pipeline`
      (`open_now`), `win_rate`, `order_value` (`order_mean`) and `time_to_close` (`close_mean`, with its sign turned).
      Above 0 the factor helped, so a shorter time to close is above 0.
    - `…_money`: the same in minor units per day, adding up to `change`. Each is its logarithm × L(now, before), the
      logarithmic mean (a − b) ÷ ln(a ÷ b). That is the additive LMDI-I decomposition: nothing is left over, the
      order of factors plays no part, and swapping the windows only turns the signs (Ang, 2004, Energy Policy
      32:1131–1139; Ang, 2005, Energy Policy 33:867–871).
    - `missing`: a tuple of the factors, in their order, that have no data or are 0 in either window.

    A missing factor's logarithm is nan, and so are `log_change` and all money; the logarithms of the others stay. One
    case in which money is known all the same: all factors have data and a single one is 0 (an empty pipeline, nothing
    won). Then the whole change is that factor's and the others' is 0, which is where the decomposition tends when the
    factor goes towards 0 (Ang & Liu, 2007, Energy Policy 35:238–246; Wood & Lenzen, 2006, Energy Policy 34:1326–1331).

    "Adds up" means to the last few bits of a float. The figures are an account of what moved and no proof: chance moves
    the factors too. Raises `FrameError` where a column is missing or a group comes twice.
    """
    for name, summary in (("before", before), ("now", now)):
        need(summary, _COLUMNS, name)
        once(summary.index, name)
    added = before.index[places(now.index, before.index) < 0]
    groups = now.index.append(added) if len(added) else now.index
    old, new = (_factors(summary, groups) for summary in (before, now))
    v0, v1 = sales_velocity(*old), sales_velocity(*new)
    table: dict[str, Any] = {"before": v0, "now": v1, "change": v1 - v0}

    powers = np.array([[power] for _, _, power in _FACTORS])
    usable = (old > 0) & (new > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(usable, powers * np.log(new / old), np.nan)
    table["log_change"] = logs.sum(axis=0)
    money = _money(v0, v1, logs, ((old == 0) | (new == 0)) & ~np.isnan(old) & ~np.isnan(new))
    table |= {f"{name}_log": row for name, row in zip(FACTORS, logs, strict=True)}
    table |= {f"{name}_money": row for name, row in zip(FACTORS, money, strict=True)}
    gone = [tuple(name for name, there in zip(FACTORS, column, strict=True) if not there) for column in usable.T]
    table["missing"] = pd.Series(gone, index=groups, dtype=object)
    return pd.DataFrame(table, index=groups.rename("group"))


def attribution_of(table: pd.DataFrame, group: object) -> Attribution:
    """One group's row of `attribution`. Raises `KeyError` where the group is not in the table."""
    rows = rows_of(table.index, group)
    if not rows.size:
        raise KeyError(group)
    row = table.iloc[int(rows[0])]
    return Attribution(
        before=known(row["before"]),
        now=known(row["now"]),
        change=known(row["change"]),
        log_change=known(row["log_change"]),
        contributions=tuple(
            Contribution(name, known(row[f"{name}_log"]), known(row[f"{name}_money"])) for name in FACTORS
        ),
        missing=row["missing"],
    )


def _factors(summary: pd.DataFrame, groups: pd.Index) -> Figures:
    """The factors, a row each and a column a group; nan for a group that the summary lacks."""
    rows = places(summary.index, groups)
    columns = [summary[column].to_numpy(dtype=np.float64, na_value=np.nan) for column in _COLUMNS]
    there = np.stack(columns)
    return np.where(rows >= 0, there[:, rows], np.nan) if len(summary) else np.full((4, len(groups)), np.nan)


def _money(v0: Figures, v1: Figures, logs: Figures, zero: Any) -> Figures:
    """Each factor's share of v1 − v0, a row each; `zero` says which factors are 0 in a window that has data."""
    # v0 · (eˣ − 1) ÷ x with x = ln(v1 ÷ v0): the logarithmic mean, without its 0 ÷ 0 where nothing changed
    shares: Figures = v0 * special.exprel(logs.sum(axis=0)) * logs
    single = (zero.sum(axis=0) == 1) & ~np.isnan(v1 - v0)
    return np.where(single, np.where(zero, v1 - v0, 0.0), shares)
