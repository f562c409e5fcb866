"""The scorecard: four pillars of any number of groups in one pass, and what may be said of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from pillars.columns import Figures, Flags, Integers
from pillars.evidence.benchmark import Benchmark, benchmark
from pillars.evidence.comparison import compare
from pillars.evidence.levels import levels
from pillars.evidence.standing import Scale, Standing, first_seen, standing, was_there
from pillars.evidence.verdicts import VERDICTS, Verdict, Verdicts, against_previous, against_team, of_the_season
from pillars.groups import Groups, team_of_each
from pillars.intervals import Bounds
from pillars.ledger import Cut, Ledger, cut, read_ledger
from pillars.opportunities import Openings, openings
from pillars.order_value import CallOffUnit, Orders, orders
from pillars.time_to_close import Closings, closings
from pillars.win_rate import Decisions, decisions
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


@dataclass(frozen=True, slots=True)
class Counted:
    """The four pillars of all groups in one window."""

    view: Cut
    decided: Decisions
    ordered: Orders
    closed: Closings
    opened: Openings

    @property
    def pillars(self) -> tuple[Pillar, ...]:
        """In the order of `PILLARS`."""
        return (self.decided, self.ordered, self.closed, self.opened)

    @property
    def values(self) -> Figures:
        """A row a group, a column a pillar."""
        return np.stack([pillar.value for pillar in self.pillars], axis=1)

    @property
    def samples(self) -> Integers:
        """A row a group, a column a pillar."""
        return np.stack([pillar.sample for pillar in self.pillars], axis=1)


def counted(ledger: Ledger, window: Window, call_off_unit: CallOffUnit) -> Counted:
    """Count the pillars in a window."""
    view = cut(ledger, window)
    return Counted(view, decisions(view), orders(view, call_off_unit), closings(view), openings(view))


def scorecard(
    deals: pd.DataFrame,
    window: Window,
    previous: Window | None = None,
    *,
    by: str | None = "rep",
    within: str | None = None,
    call_off_unit: CallOffUnit = "month",
    benchmark: Benchmark | None = None,
) -> pd.DataFrame:
    """Four pillars of each group in a window: one row per group and pillar, pillars in the order of `PILLARS`.

    Columns:

    - `group`, `pillar` (category), `value`, `sample` (int64), `low` and `high` (95 % interval), `previous` and
      `previous_sample` (value and sample in the window `previous`; nan and 0 without one)
    - `team` and `team_sample`: the rest of the group's team, without the group; opportunities per colleague; nan with
      fewer than three active colleagues. `colleagues` (int64): how many there are. `level`: the value shrunk towards
      the team's, as far as its evidence is thin
    - `vs_previous` and `vs_team` (category): `better`, `worse`, `steady` or `too_early`, whose error is promised for
      the whole card (`pillars.evidence.verdicts`); without a previous window, without three active colleagues, or
      without a value on either side, it is too early. Windows may differ in length: openings are compared by the day.
      `previous_more` and `team_more`: about how many more observations a verdict takes, nan where there is one or
      nothing to compare with
    - `season` (category): the verdict on how the rest of the team moved since the previous window. A group that moved
      with it is not alarmed
    - `within` where given

    Values are in natural units: `win_rate` a share 0–1; `order_value` the mean in minor units; `time_to_close` the
    median in days; `opportunities` a count. No data is nan with sample 0, never 0; only opportunities are a count,
    whose 0 is real as soon as the group has any deal. The interval is nan where the sample carries none: fewer than two
    order values or all alike, fewer than six durations.

    `by` is the column that makes the groups, None everyone together as the group `"all"`; groups come in the order of
    the column's categories, else sorted; deals where it is missing come last, as the group None. `within` is the column
    whose groups are the teams; each group must lie in one; without it all groups are one team. `call_off_unit` says
    what one observation of call-offs is: per customer and `"month"` or `"week"`, or each `"order"`. With `benchmark`
    (`benchmarks` makes them) the frame needs to hold only the deals of the groups that it has entries for.

    Raises `FrameError` where the frame does not keep the contract and `ValueError` for arguments that make no sense.
    A group's own figures depend on no other group. Sources of the intervals: `pillars.intervals`.
    """
    if within is not None and by is None:
        raise ValueError("Everyone together lies in no team: `within` needs a column in `by`.")
    ledger = read_ledger(deals, by)
    groups = ledger.groups
    now = counted(ledger, window, call_off_unit)
    before = None if previous is None else counted(ledger, previous, call_off_unit)
    rows: dict[str, Any] = {
        "group": groups.labels.repeat(len(PILLARS)),
        "pillar": pd.Categorical.from_codes(
            np.tile(np.arange(len(PILLARS)), groups.size), categories=pd.Index(PILLARS)
        ),
        "value": now.values.reshape(-1),
        "sample": now.samples.reshape(-1),
    }
    bounds = [pillar.interval() for pillar in now.pillars]
    rows["low"] = np.stack([low for low, _ in bounds], axis=1).reshape(-1)
    rows["high"] = np.stack([high for _, high in bounds], axis=1).reshape(-1)
    rows["previous"] = np.full(now.values.size, np.nan) if before is None else before.values.reshape(-1)
    rows["previous_sample"] = 0 if before is None else before.samples.reshape(-1)
    rows |= _evidence(now, before, _teams(groups, deals, within), benchmark)
    if within is not None:
        rows["within"] = team_of_each(groups, deals, within).repeat(len(PILLARS)).to_numpy()
    return pd.DataFrame(rows)


def benchmarks(
    deals: pd.DataFrame,
    window: Window,
    previous: Window | None = None,
    *,
    by: str = "rep",
    call_off_unit: CallOffUnit = "month",
) -> tuple[pd.Index, Benchmark, Benchmark]:
    """The groups' labels, the benchmark of each (the others without it), and that of the whole team as one entry.

    For keeping: `scorecard(own_deals, window, previous, by=None, benchmark=each.take([i]))` then gives a group the same
    row as the scorecard of all deals, and who is not among the groups yet is compared with the whole team.
    """
    ledger = read_ledger(deals, by)
    now = counted(ledger, window, call_off_unit)
    before = None if previous is None else counted(ledger, previous, call_off_unit)
    scale, stands, stood = _standings(now, before)
    codes = np.zeros(ledger.groups.size, dtype=np.int64)
    each, whole = benchmark(scale, stands, stood, now.closed.days, codes, 1)
    return ledger.groups.labels, each, whole


def moves(whole: Benchmark, samples: Sequence[int]) -> dict[str, tuple[Verdict, float] | None]:
    """How a whole team moved since the previous window, by pillar: the verdict and about how many more it takes.

    `whole` is the team's entry that `benchmarks` gives, `samples` the team's in the order of `PILLARS`. It is the test
    that is the `season` on its members' cards, with the colleagues who were active in both windows: a team's card and
    its members' must not differ over what the team did. None where there are fewer than three of them, or nothing to
    compare.
    """
    nobody = whole.rest.now.only(np.zeros(1, dtype=np.bool_))
    absent = np.zeros(1, dtype=np.bool_)
    with np.errstate(divide="ignore", invalid="ignore"):
        comparison = compare(nobody, nobody, whole.rest, absent, absent)
    found = of_the_season(comparison, np.array([samples], dtype=np.int64))
    return {
        pillar: None if np.isnan(season.z[0]) else (VERDICTS[int(code)], float(more))
        for pillar, season, code, more in zip(PILLARS, comparison.season, found.codes[0], found.more[0], strict=True)
    }


def _teams(groups: Groups, deals: pd.DataFrame, within: str | None) -> tuple[Integers, int]:
    """Which team each group is in, and how many teams there are."""
    if within is None:
        return np.zeros(groups.size, dtype=np.int64), 1
    codes, labels = pd.factorize(team_of_each(groups, deals, within), use_na_sentinel=False)
    return codes.astype(np.int64), max(len(labels), 1)


def _standings(now: Counted, before: Counted | None, scale: Scale | None = None) -> tuple[Scale, Standing, Standing]:
    if scale is None:
        amounts = [one.ordered.amounts for one in (now, before) if one is not None]
        scale = Scale.of(np.concatenate(amounts))
    days = max(one.view.window.days for one in (now, before) if one is not None)
    stands = standing(now.view, now.ordered, scale, days)
    if before is None:
        return scale, stands, stands.only(np.zeros(stands.won.shape, dtype=np.bool_))
    return scale, stands, standing(before.view, before.ordered, scale, days)


def _evidence(
    now: Counted, before: Counted | None, teams: tuple[Integers, int], kept: Benchmark | None
) -> dict[str, Any]:
    """The columns of `scorecard` that compare."""
    scale, stands, stood = _standings(now, before, None if kept is None else kept.scale)
    if kept is None:
        kept, _ = benchmark(scale, stands, stood, now.closed.days, *teams)
    seen = first_seen(now.view.ledger)
    there = was_there(seen, now.view.window)
    there_before: Flags = there & False if before is None else was_there(seen, before.view.window)
    longer = 1.0 if before is None else before.view.window.days / now.view.window.days
    comparison = compare(stands, stood, kept.rest, there, there_before, longer=longer)
    # A pace can be compared where nothing was won; what has no value has no verdict all the same.
    known = ~np.isnan(now.values)
    had = known & False if before is None else ~np.isnan(before.values)
    comparison = comparison.only(own=known & had, team=known & ~np.isnan(kept.value))
    samples = now.samples
    previous, team = against_previous(comparison, samples), against_team(comparison, samples)
    level = levels(stands, now.values, now.closed.sample, kept)
    return {
        "team": kept.value.reshape(-1),
        "team_sample": kept.sample.reshape(-1),
        "colleagues": kept.colleagues.repeat(len(PILLARS)),
        "level": level.reshape(-1),
        "vs_previous": _words(previous),
        "vs_team": _words(team),
        "previous_more": previous.more.reshape(-1),
        "team_more": team.more.reshape(-1),
        "season": _words(of_the_season(comparison)),
    }


def _words(verdicts: Verdicts) -> Any:
    return pd.Categorical.from_codes(verdicts.codes.reshape(-1), categories=pd.Index(VERDICTS))
