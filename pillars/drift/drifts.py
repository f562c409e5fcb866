"""The face of the package: which groups' pillars have drifted, in which direction, and since when."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars.card import PILLARS
from pillars.columns import Figures, Flags, Integers
from pillars.drift.chart import Chart, charts
from pillars.drift.grid import WEEK
from pillars.drift.thresholds import thresholds
from pillars.drift.weekly import read_weeks, whole_weeks
from pillars.groups import team_of_each
from pillars.ledger import read_ledger
from pillars.order_value import CallOffUnit

Direction = Literal["none", "worse", "better"]
DIRECTIONS: tuple[Direction, ...] = ("none", "worse", "better")
NONE, WORSE, BETTER = range(3)

# Two years: long enough for a level of one's own, short enough to be about the same market.
DEFAULT_WEEKS = 104


def drifts(
    deals: pd.DataFrame,
    until: date,
    *,
    by: str | None = "rep",
    weeks: int = DEFAULT_WEEKS,
    within: str | None = None,
    call_off_unit: CallOffUnit = "month",
) -> pd.DataFrame:
    """Which pillars have changed and stayed changed, as far as the weeks until a day can tell.

    One row per group and pillar, in the order of `scorecard`:

    - `group`, `pillar` (category), and `within` where given
    - `direction` (category): `worse` (for time to close: slower), `better`, or `none`
    - `since` (datetime64[s]): the Monday of the week from which a change is likeliest; NaT without a drift
    - `weeks_of_baseline` (int64): weeks seen before that one, without a drift all weeks seen
    - `statistic` and `threshold` (float64): the logarithm of the Shiryaev–Roberts sum and the one it takes, of the
      side that is nearer to a drift; nan where no week has a baseline yet

    Fed with whole weeks, Monday to Sunday: the last `weeks` of them that are over by the evening of `until`. For each
    of the last 52 weeks, the likelihood of all that followed, had the pillar changed by three tenths then (win rate,
    order value and openings to 0.7 times or 1/0.7 times what they were, days to a decision to 1.3 times or 1/1.3
    times), is divided by that had it not; the ratios are added up (Shiryaev, 1963; Roberts, 1966, Technometrics
    8:411–430; for a change after long quiet no test is sooner: Pollak & Tartakovsky, 2009, Statistica Sinica 19). The
    level before the change is integrated over what the group's weeks and its colleagues' levels say about it.
    Nothing is told with fewer than 26 weeks seen before a change, or of a group that opened and decided nothing in
    eight weeks. Both sides together tell of a change where there is none at most once in two years a pillar.

    `by` and `within` are as in `scorecard`; without `within` all groups are one team. The movement of a group's team,
    itself left out, is subtracted where it has three colleagues, so that a group's row depends on its colleagues.

    Raises `FrameError` where the frame does not keep the contract and `ValueError` for arguments that make no sense.
    """
    if within is not None and by is None:
        raise ValueError("Everyone together lies in no team: `within` needs a column in `by`.")
    if weeks < 1:
        raise ValueError(f"A drift cannot be looked for in {weeks} weeks.")
    window = whole_weeks(until, weeks)
    ledger = read_ledger(deals, by)
    groups = ledger.groups
    teams = None if within is None else team_of_each(groups, deals, within)
    numbers = _numbers(teams, groups.size)
    weekly = read_weeks(ledger, numbers, window, call_off_unit)
    found = [told(chart) for chart in charts(weekly, numbers)]
    direction, lasting, statistic, threshold = (
        np.stack([getattr(chart, name) for chart in found], axis=1).reshape(-1)
        for name in ("direction", "lasting", "statistic", "threshold")
    )
    drifted = direction != NONE
    seen = weekly.seen.sum(axis=1).astype(np.int64).repeat(len(PILLARS))
    since = np.datetime64(window.start, "s") + ((weeks - lasting) * WEEK).astype("timedelta64[D]")
    rows: dict[str, Any] = {
        "group": groups.labels.repeat(len(PILLARS)),
        "pillar": pd.Categorical.from_codes(
            np.tile(np.arange(len(PILLARS)), groups.size), categories=pd.Index(PILLARS)
        ),
        "direction": pd.Categorical.from_codes(direction, categories=pd.Index(DIRECTIONS)),
        "since": np.where(drifted, since, np.datetime64("NaT", "s")),
        "weeks_of_baseline": np.where(drifted, seen - lasting, seen),
        "statistic": statistic,
        "threshold": threshold,
    }
    if teams is not None:
        rows["within"] = teams.repeat(len(PILLARS)).to_numpy()
    return pd.DataFrame(rows)


def _numbers(teams: pd.Series | None, size: int) -> Integers:
    """Each group's team as a number from 0."""
    if teams is None:
        return np.zeros(size, dtype=np.int64)
    return pd.factorize(teams.to_numpy(dtype=object), use_na_sentinel=False)[0].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Told:
    """What one chart tells of each group: arrays (groups,).

    `direction` is a place in `DIRECTIONS`, `lasting` how many weeks ago the likeliest change was. `statistic` and
    `threshold` are of the side nearer to a drift, nan where no week has a baseline.
    """

    direction: npt.NDArray[np.int8]
    lasting: Integers
    statistic: Figures
    threshold: Figures


def told(chart: Chart) -> Told:
    """Read a chart: add its likelihood ratios up and hold the sums against their limits."""
    ratios = np.stack([chart.evidence.worse, chart.evidence.better])
    information = np.stack([chart.evidence.worse_information, chart.evidence.better_information])
    sums = np.stack([log_sum(side, chart.allowed) for side in ratios])
    limits = np.stack(thresholds(information, chart.allowed.sum(axis=1)))
    nearer = np.argmax(sums - limits, axis=0)
    group = np.arange(len(chart.allowed))
    statistic, threshold = sums[nearer, group], limits[nearer, group]
    known = chart.allowed.any(axis=1)
    lasting = chart.lengths[np.argmax(np.where(chart.allowed, ratios[nearer, group], -np.inf), axis=1)]
    return Told(
        np.where(known & (statistic >= threshold), WORSE + nearer, NONE).astype(np.int8),
        lasting,
        np.where(known, statistic, np.nan),
        np.where(known, threshold, np.nan),
    )


def log_sum(ratios: Figures, allowed: Flags) -> Figures:
    """Logarithm of the sum of likelihood ratios whose logarithms come in; −inf where no candidate is allowed."""
    kept = np.where(allowed, ratios, -np.inf)
    highest = kept.max(axis=1, initial=-np.inf)
    level = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(level + np.log(np.exp(kept - level[:, None]).sum(axis=1)), dtype=np.float64)
