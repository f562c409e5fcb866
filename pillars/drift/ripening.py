"""How fast open deals come to a decision: a slow-down shows in them weeks before it shows in the deals that closed.

A deal that is open on a day, at an age in days from its starting date, either is decided on that day or not. The team's
usual chance of that at each age (Nelson, 1969; Aalen, 1978, Annals of Statistics 6:701–726; deals that were open when
the window began enter at the age that they had) says how many decisions to expect of a rep's open deals in a week.
Deals that are decided more slowly bring fewer than that.

If all take θ times as long and the chance of a decision grows with age as in Weibull's law of shape κ, the chance at
every age is multiplied by θ^−κ. κ is read off the team's own cumulative hazard; where its law is another, the ratio is
right on average, which is the log-rank test's assumption (Peto & Peto, 1972).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pillars.columns import Figures, Integers, Moments
from pillars.drift.grid import Grid
from pillars.ledger import OPEN, Ledger
from pillars.windows import Window, first_second, second_after

# Deals older than nineteen in twenty were when decided tell of tidying up, not of customers' pace.
COUNTED_SHARE = 0.95
OLDEST = 3 * 365

# Shapes beyond these come from a few odd deals: 0.5 is far steadier than any sale, 4 is nearly a fixed term.
LEAST_SLOPE, GREATEST_SLOPE = 0.5, 4.0

# Deals cut into weeks at a time, so that memory stays small beside the frame.
CHUNK = 200_000


@dataclass(frozen=True, slots=True)
class Ripening:
    """Decisions of each group and week, how many were expected, and each group's shape κ."""

    decided: Figures
    expected: Figures
    slope: Figures


@dataclass(frozen=True, slots=True)
class Spells:
    """The time that each deal was open inside a window: from an age to an age in days, both included."""

    group: npt.NDArray[Any]
    started: Moments
    entry: Integers
    exit: Integers
    decided: npt.NDArray[np.bool_]


def read(ledger: Ledger, teams: Integers, window: Window, grid: Grid) -> Ripening:
    """Decisions and expected decisions of each group and week of a window; each team has its own usual pace."""
    spells = _spells(ledger, window)
    number = int(teams.max(initial=-1)) + 1
    chance, slope = _usual_pace(teams[spells.group], spells, number)
    reached = np.concatenate([np.zeros((number, 1)), np.cumsum(chance, axis=1)], axis=1)
    expected = np.zeros((grid.groups, grid.weeks))
    oldest = _last_counted(chance)
    for start in range(0, spells.group.size, CHUNK):
        expected += _expected(_part(spells, slice(start, start + CHUNK)), teams, reached, grid)
    counted = spells.decided & (spells.exit <= oldest[teams[spells.group]])
    decided_on = spells.started[counted] + spells.exit[counted].astype("timedelta64[D]")
    return Ripening(grid.add(spells.group[counted], grid.week(decided_on)), expected, slope[teams])


def _spells(ledger: Ledger, window: Window) -> Spells:
    """The deals that were open on some day of the window and whose starting date is known; call-offs are none."""
    is_open = (ledger.status == OPEN) | (ledger.closed >= second_after(window.end))
    rows = np.flatnonzero(
        ~ledger.call_off
        & (ledger.started < second_after(window.end))
        & (is_open | (ledger.closed >= first_second(window.start)))
    )
    started = ledger.started[rows].astype("datetime64[D]")
    last = np.where(is_open[rows], np.datetime64(window.end, "D"), ledger.closed[rows].astype("datetime64[D]"))
    entry = np.maximum((np.datetime64(window.start, "D") - started).astype(np.int64), 0)
    leave = (last - started).astype(np.int64)
    right = leave >= entry  # closed before it started: no time that anyone could use
    return Spells(ledger.groups.codes[rows][right], started[right], entry[right], leave[right], ~is_open[rows][right])


def _part(spells: Spells, rows: slice) -> Spells:
    return Spells(spells.group[rows], spells.started[rows], spells.entry[rows], spells.exit[rows], spells.decided[rows])


def _usual_pace(team: Integers, spells: Spells, number: int) -> tuple[Figures, Figures]:
    """Each team's chance of a decision on a day at each age, 0 beyond the ages that count, and its shape κ."""
    ages = OLDEST + 2
    keys = team * ages
    entry, leave = np.minimum(spells.entry, OLDEST), np.minimum(spells.exit, OLDEST)
    kept = spells.entry <= OLDEST
    shape, size = (number, ages), number * ages
    came = np.bincount((keys + entry)[kept], minlength=size).reshape(shape)
    went = np.bincount((keys + leave + 1)[kept], minlength=size).reshape(shape)
    at_risk = np.cumsum(came - went, axis=1)
    decided = kept & spells.decided & (spells.exit <= OLDEST)
    events = np.bincount((keys + leave)[decided], minlength=size).reshape(shape)
    so_far = np.cumsum(events, axis=1)
    counts = so_far - events < COUNTED_SHARE * so_far[:, -1:]
    chance = np.where(counts, events / np.maximum(at_risk, 1), 0.0)
    return chance, _slope(chance, np.where(counts, events, 0))


def _slope(chance: Figures, events: npt.NDArray[Any]) -> Figures:
    """κ: how steeply the logarithm of the cumulative hazard rises with that of age, weighted by decisions."""
    age = np.log(np.arange(chance.shape[1]) + 1.0)
    hazard = np.cumsum(chance, axis=1) - chance / 2
    level = np.log(np.where(hazard > 0, hazard, 1.0))
    total = np.maximum(events.sum(axis=1, keepdims=True), 1)
    age_apart = age - (events * age).sum(axis=1, keepdims=True) / total
    level_apart = level - (events * level).sum(axis=1, keepdims=True) / total
    spread = (events * age_apart * age_apart).sum(axis=1)
    rise = (events * age_apart * level_apart).sum(axis=1)
    return np.clip(np.where(spread > 0, rise / np.where(spread > 0, spread, 1.0), 1.0), LEAST_SLOPE, GREATEST_SLOPE)


def _last_counted(chance: Figures) -> Integers:
    """The last age of each team at which a decision counts; −1 where none does."""
    there = chance > 0
    last: Integers = np.where(there.any(axis=1), chance.shape[1] - 1 - np.argmax(there[:, ::-1], axis=1), -1)
    return last


def _expected(spells: Spells, teams: Integers, reached: Figures, grid: Grid) -> Figures:
    """Decisions that the usual pace brings in each group and week: the hazard that the deals open in it pass."""
    first = grid.week(spells.started + spells.entry.astype("timedelta64[D]"))
    last = grid.week(spells.started + spells.exit.astype("timedelta64[D]"))
    lengths = last - first + 1
    deal = np.repeat(np.arange(spells.group.size), lengths)
    week = np.arange(deal.size) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[deal]
    monday = np.datetime64(grid.window.start, "D") + 7 * week.astype("timedelta64[D]")
    age = (monday - spells.started[deal]).astype(np.int64)
    oldest = reached.shape[1] - 2
    begin = np.minimum(np.maximum(age, spells.entry[deal]), oldest + 1)
    end = np.minimum(np.minimum(age + 6, spells.exit[deal]), oldest) + 1
    team = teams[spells.group[deal]]
    return grid.add(spells.group[deal], week, reached[team, end] - reached[team, begin])
