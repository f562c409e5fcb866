"""How soon is a sustained change noticed? Beside the CUSUM that knows the truth, at the same rate of false alarms.

Each week the drift test looks at the weeks behind it, whose levels it has to estimate; the CUSUM knows level, change,
direction and law. Two worlds of reps in teams of eight: one in which nothing changes tells both rates of false alarms
(weeks watched until a first alarm, by alarms; ours of either side together), and the CUSUM's limit is set to have ours.
In the other, one rep in eight changes in each pillar and direction, after a history as long as the test's window and a
quarter's watch. Delays are in weeks, 1 for an alarm in the very week of the change; reps who were alarmed just before
it are left out.

    python -m benchmarks.delays [--quick] [--seed 1]

Exit status 1 where a target is clearly missed (by more than three standard errors): the mean delay of a fall of 30 % at
most 1.5 times the best, weeks between false alarms at least 104.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from benchmarks.lives import START, Deals, Figures, Life, frame, knowing, label, live
from benchmarks.simulation import TEAM
from pillars import PILLARS, Window
from pillars.drift.chart import charts
from pillars.drift.drifts import told
from pillars.drift.weekly import Weekly, read_weeks
from pillars.ledger import read_ledger

TARGET, QUIET = 1.5, 104.0
WATCHED = 104  # weeks looked at, where nothing changes and after a change
BEFORE = 13  # weeks looked at before the change

SIZES = (10, 25, 50, 100, 200)
OTHERS = (
    ("one year of history", Life(50, 52)),
    ("three years of history", Life(50, 156)),
    ("two years, without a team", Life(50, 104, alone=True)),
    ("three years, without a team", Life(50, 156, alone=True)),
    ("reps who differ by 30 %", Life(50, 104, differing=0.3)),
    ("weeks in bursts", Life(50, 104, bursts=0.25)),
    ("Weibull times, heavy-tailed orders", Life(50, 104, times="Weibull", orders="heavy")),
    ("log-normal times", Life(50, 104, times="log-normal")),
)


@dataclass(frozen=True)
class Row:
    """A pillar and direction: `quiet` weeks between false alarms of either side; delays in weeks, mean and error."""

    world: str
    closed: int
    pillar: str
    better: bool
    quiet: float
    alarms: int
    ours: float
    ours_error: float
    best: float
    best_error: float

    @property
    def ratio(self) -> float:
        """Our delay by the best."""
        return self.ours / self.best

    @property
    def ratio_error(self) -> float:
        """Its standard error, by the delta method."""
        return self.ratio * float(np.hypot(self.ours_error / self.ours, self.best_error / self.best))


def measure(quick: bool, seed: int) -> list[Row]:
    """All rows: one for each world, pillar and direction."""
    return [row for rows in _measured(quick, seed) for row in rows]


def _measured(quick: bool, seed: int) -> Iterator[list[Row]]:
    sizes = (50,) if quick else SIZES
    worlds = [("as assumed", Life(closed, 104)) for closed in sizes]
    for name, life in worlds if quick else [*worlds, *OTHERS]:
        yield rows(name, life, 240 if quick else min(1_200, 96_000 // life.closed), seed)


def rows(name: str, life: Life, reps: int, seed: int) -> list[Row]:
    """Measure one world; `life.weeks` is how much history the test looks at."""
    window = life.weeks
    still = live(replace(life, weeks=window + WATCHED), reps, 2 * seed)
    change = window + BEFORE
    moved = live(replace(life, weeks=change + WATCHED, change=change), reps, 2 * seed + 1)
    calm, told_after = watch(still, window), watch(moved, window)
    measured = []
    for number, pillar in enumerate(PILLARS):
        quiet, alarms = _quiet(calm[:, number] > 0)
        for better in (False, True):
            reps_changed = label(number, better, reps)
            ours = _delays(told_after[reps_changed, number] == 1 + better)
            known_still = knowing(still, number, better)[:, window - 1 :]
            limit = _limit(known_still, quiet)
            known = knowing(moved.of(reps_changed), number, better)[:, window - 1 :]
            measured.append(
                Row(name, life.closed, pillar, better, quiet, alarms, *_mean(ours), *_mean(_delays(known >= limit)))
            )
    return measured


def watch(deals: Deals, window: int) -> npt.NDArray[np.int8]:
    """What the test says of each rep and pillar at the end of each week from the first full window on.

    Shape (reps, pillars, weeks), places in `DIRECTIONS`. As `pillars.drift.drifts` would say it, but that the deals are
    cut into weeks once: outliers are drawn in, and the usual pace is read off, with all weeks in view.
    """
    team = np.arange(deals.reps) // (1 if deals.life.alone else TEAM)
    last = deals.life.weeks
    weekly: Weekly = read_weeks(
        read_ledger(frame(deals), "rep"), team, Window(START, START + timedelta(days=7 * last - 1)), "month"
    )
    said = np.zeros((deals.reps, len(PILLARS), last - window + 1), dtype=np.int8)
    for place, end in enumerate(range(window, last + 1)):
        for pillar, chart in enumerate(charts(weekly.between(end - window, end), team)):
            said[:, pillar, place] = told(chart).direction
    return said


def _quiet(alarmed: npt.NDArray[np.bool_]) -> tuple[float, int]:
    """Weeks watched until a first alarm, or to the end, by the number of alarms; and that number."""
    ever = alarmed.any(axis=1)
    watched = np.where(ever, alarmed.argmax(axis=1) + 1, alarmed.shape[1])
    return float(watched.sum() / max(int(ever.sum()), 1)), int(ever.sum())


def _limit(path: Figures, quiet: float) -> float:
    """The lowest limit with which a chart alarms as rarely, by halving; the chart's heights lie between 0 and 20."""
    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _quiet(path >= middle)[0] < quiet else (low, middle)
    return high


def _delays(alarmed: npt.NDArray[np.bool_]) -> Figures:
    """Weeks from the change to the alarm of each rep who was not alarmed just before; the whole watch without one."""
    fresh = alarmed[~alarmed[:, BEFORE]][:, BEFORE + 1 :]
    return np.asarray(np.where(fresh.any(axis=1), fresh.argmax(axis=1) + 1.0, float(fresh.shape[1])))


def _mean(values: Figures) -> tuple[float, float]:
    return float(values.mean()), float(values.std() / np.sqrt(values.size))


def report(quick: bool, seed: int) -> list[str]:
    """Print the table; what was clearly missed."""
    missed = []
    print("\nWeeks until a change of 30 % is noticed, beside the CUSUM that knows the truth (target: 1.5 times)")
    print(f"{'':35}{'deals':>6} {'pillar':14}{'change':>8}{'quiet weeks':>13}{'ours':>8}{'best':>8}{'ratio':>14}")
    for group in _measured(quick, seed):
        for row in group:
            side = "better" if row.better else "worse"
            print(
                f"{row.world:35}{row.closed:>6} {row.pillar:14}{side:>8}{row.quiet:>13.0f}{row.ours:>8.1f}"
                f"{row.best:>8.1f}{row.ratio:>8.2f} ±{row.ratio_error:.2f}",
                flush=True,
            )
            if row.ratio - 3 * row.ratio_error > TARGET and not row.better:
                missed.append(
                    f"Missed: {row.ratio:.2f} times the best delay ({row.world}, {row.closed}, {row.pillar})."
                )
            if row.quiet + 3 * row.quiet / np.sqrt(max(row.alarms, 1)) < QUIET and not row.better:
                missed.append(f"Missed: {row.quiet:.0f} weeks between false alarms ({row.world}, {row.pillar}).")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer reps, one size")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    missed = report(chosen.quick, chosen.seed)
    print("\n" + ("\n".join(missed) if missed else "All targets are met, or not clearly missed."))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
