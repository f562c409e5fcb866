"""Do the coach's verdicts deserve their words? Simulated commitments, with and without an effect.

Reps as in the other simulations: Poisson opportunities, win rate 0.30, log-normal orders (σ 0.8 around 25,000), gamma
time to close (mean 40 days, shape 2); n is how many deals are decided in 91 days. A commitment starts after a bad
month: of the last twelve months the last one is among the worst quarter for that pillar. Every rep has seven
colleagues; a year of history unless said otherwise.

Printed by `python -m benchmarks.coaching`.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

import numpy as np

from coaching.baseline import Baseline, Pillar, baseline
from coaching.observed import HALF_A_DAY, Observed, history_before
from coaching.review import Verdict, team_move, verdict

PILLARS: tuple[Pillar, ...] = get_args(Pillar)
WIN_RATE, SCATTER, SHAPE, MEAN_DAYS = 0.30, 0.8, 2.0, 40.0
MONTH = 28
COLLEAGUES = 7
NAIVE = 1.15  # what a naive look at the months before and after takes for a success
BURN_IN = 280  # days: deals older than that are rare enough
DAY_ZERO = date(2026, 1, 5)
SIZES = (10, 50, 200)


@dataclass(frozen=True, slots=True)
class Deals:
    """One rep's deals, an entry a deal: days of opening and closing, won, amount."""

    opened: np.ndarray
    closed: np.ndarray
    won: np.ndarray
    amount: np.ndarray

    def observe(self, start: float, end: float) -> Observed:
        """The days from `start` up to `end`, as `coaching.observed.observe` counts them from a frame."""
        inside = (self.closed >= start) & (self.closed < end)
        won = inside & self.won
        opened = self.opened[(self.opened >= start) & (self.opened < end)]
        weeks = int((end - start) // 7)
        around = (self.opened < end) & (self.closed >= start)
        day_in, day_out = np.floor(self.opened[around]), np.floor(self.closed[around])
        decided = day_out < end
        return Observed(
            days=int(end - start),
            won=int(won.sum()),
            lost=int((inside & ~self.won).sum()),
            amounts=np.round(self.amount[won]),
            opened=np.histogram(opened, end - 7 * np.arange(weeks, -1, -1.0))[0].astype(np.int64),
            openings=opened.size,
            durations=np.floor(self.closed[won]) - np.floor(self.opened[won]),
            entry=np.maximum(start - day_in, 0.0),
            exit=np.where(decided, day_out - day_in + HALF_A_DAY, end - day_in),
            decided=decided,
        )


@dataclass(frozen=True, slots=True)
class World:
    """What to simulate. `effect` multiplies the pillar from day 0 on (time to close: days pass so much faster)."""

    n: int = 100
    history: int = 364
    after: int = MONTH
    differing: float = 0.0  # standard deviation of the reps' own levels
    effect: float = 1.0
    season: float = 1.0
    clumped: float = 0.0  # variance of the weekly rate of openings, relative to its square
    new_deals_only: bool = False  # time to close: deals in process go on as before
    bad_days: int = MONTH  # how long the bad time was that prompted the start; 0: nothing prompted it
    colleagues: int = COLLEAGUES


def simulate(world: World, pillar: Pillar, effect: float, level: float, rng: np.random.Generator) -> Deals:
    """One rep around day 0; `level` is the rep's own, times what is usual, up is better."""
    by = dict.fromkeys(PILLARS, 1.0) | {pillar: level}
    change = dict.fromkeys(PILLARS, 1.0) | {pillar: effect}
    first = -max(world.history, 12 * MONTH) - BURN_IN
    days = np.arange(first, world.after)
    rate = world.n / 91 * by["opportunities"] * np.where(days < 0, 1.0, change["opportunities"])
    if world.clumped:
        weekly = rng.gamma(1 / world.clumped, world.clumped, days.size // 7 + 1)
        rate = rate * np.repeat(weekly, 7)[: days.size]
    opened = np.repeat(days, rng.poisson(rate)) + 0.0
    opened += rng.random(opened.size)
    lasts = rng.gamma(SHAPE, MEAN_DAYS / SHAPE, opened.size) / by["time_to_close"]
    closed = opened + lasts
    pace = change["time_to_close"]
    if pace != 1:
        late = opened >= 0 if world.new_deals_only else closed >= 0
        begins = np.maximum(opened, 0.0)
        closed = np.where(late, begins + (closed - begins) / pace, closed)
    now = closed >= 0
    odds = WIN_RATE * by["win_rate"] * np.where(now, change["win_rate"], 1.0)
    amount = rng.lognormal(math.log(25_000), SCATTER, opened.size) * by["order_value"]
    return Deals(opened, closed, rng.random(opened.size) < odds, amount * np.where(now, change["order_value"], 1.0))


def months(deals: Deals, pillar: Pillar, first: int, count: int) -> np.ndarray:
    """The naive figure of each month of 28 days from month `first` on (0 begins on day 0), up is better; nan: none."""
    month = (deals.opened if pillar == "opportunities" else deals.closed) // MONTH - first
    inside = (month >= 0) & (month < count)
    counted = inside if pillar == "opportunities" else inside & deals.won
    tally = np.bincount(month[counted].astype(int), minlength=count).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        match pillar:
            case "opportunities":
                return tally
            case "win_rate":
                return tally / np.bincount(month[inside].astype(int), minlength=count)
            case "order_value":
                return np.bincount(month[counted].astype(int), deals.amount[counted], minlength=count) / tally
    days = [(deals.closed - deals.opened)[counted & (month == k)] for k in range(count)]
    return np.array([1 / np.median(one) if one.size else math.nan for one in days])


def is_bad(year: np.ndarray, length: int) -> bool:
    """Whether the last months are in the worst quarter of all runs of so many months."""
    if not length:
        return True
    runs = np.convolve(year, np.ones(length), "valid")
    return bool(runs[-1] <= np.nanquantile(runs, 0.25))


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    naive: bool
    frozen: Baseline | None


def commitments(world: World, pillar: Pillar, reps: int, seed: int) -> Iterator[Outcome]:
    """Reviewed commitments of so many reps; each starts after a bad month, found by trying at most 40 times."""
    rng = np.random.default_rng(seed)
    window = history_before(DAY_ZERO, DAY_ZERO - timedelta(days=world.history))
    assert window is not None
    begin, ends = (window.start - DAY_ZERO).days, (window.end - DAY_ZERO).days + 1
    for _ in range(reps):
        levels = np.exp(rng.normal(0, world.differing, world.colleagues + 1))
        for _ in range(40):
            own = simulate(world, pillar, world.effect * world.season, float(levels[0]), rng)
            year = months(own, pillar, -12, 13)
            if is_bad(year[:12], world.bad_days // MONTH):
                break
        others = [simulate(world, pillar, world.season, float(level), rng) for level in levels[1:]]
        before = {str(k): one.observe(begin, ends) for k, one in enumerate(others)}
        later = {str(k): one.observe(0, world.after) for k, one in enumerate(others)}
        frozen = baseline(pillar, own.observe(begin, ends), list(before.values()))
        seen = own.observe(0, world.after)
        better = bool(year[12] >= NAIVE * year[11])
        yield Outcome(verdict(frozen, seen, team_move(frozen, before, later)), better, frozen)


def shares(world: World, pillar: Pillar, reps: int, seed: int) -> dict[str, float]:
    """Share of commitments that each word, and the naive comparison, is said of."""
    outcomes = list(commitments(world, pillar, reps, seed))
    words = Counter(one.verdict.word for one in outcomes)
    found = {word: words[word] / reps for word in ("moved", "probably", "too_early", "no_change")}
    return found | {"naive": sum(one.naive for one in outcomes) / reps}


Row = tuple[str, Pillar, int, dict[str, float], str | None]


def worlds(quick: bool) -> Iterator[tuple[str, World]]:
    """What is measured: without an effect in many surroundings, with +40 % after 4, 8 and 13 weeks."""
    yield "no effect", World()
    yield "+40 %", World(effect=1.4)
    yield "+40 %, 13 weeks", World(effect=1.4, after=91)
    yield "no effect, n = 25", World(n=25)
    if quick:
        return
    yield "no effect, 13 weeks", World(after=91)
    for n in SIZES:
        yield f"no effect, n = {n}", World(n=n)
    yield "+40 %, 8 weeks", World(effect=1.4, after=56)
    yield "+40 %, history 13 weeks", World(effect=1.4, history=91)
    yield "+40 %, nobody else", World(effect=1.4, colleagues=0)
    yield "no effect, history 13 weeks", World(history=91)
    yield "no effect, history 26 weeks", World(history=182)
    yield "no effect, bad quarter", World(bad_days=84)
    yield "no effect, nobody else", World(colleagues=0)
    yield "no effect, nobody else, 13 weeks", World(colleagues=0, history=91)
    yield "no effect, reps differ", World(differing=0.3)
    yield "no effect, reps differ, 13 weeks", World(differing=0.3, history=91)
    yield "no effect, season −30 %", World(season=0.7)
    yield "no effect, season +40 %", World(season=1.4)
    yield "no effect, openings clumped", World(clumped=0.3)
    yield "+40 % on new deals only", World(effect=1.4, new_deals_only=True)
    yield "+40 % on new deals only, 13 weeks", World(effect=1.4, after=91, new_deals_only=True)


def applies(label: str, pillar: Pillar) -> bool:
    """Some surroundings concern one pillar only."""
    return (
        pillar == "opportunities" if "clumped" in label else pillar == "time_to_close" if "new deals" in label else True
    )


def missed(label: str, found: dict[str, float], reps: int) -> str | None:
    """Which target is clearly missed: by more than two standard errors."""
    if label.startswith("no effect"):
        limit = 0.05 + 2 * math.sqrt(0.05 * 0.95 / reps)
        return "moved without an effect" if found["moved"] > limit else None
    limit = 0.70 - 2 * math.sqrt(0.7 * 0.3 / reps)
    judged = label in ("+40 %", "+40 %, 13 weeks")
    return "a real effect not seen" if judged and found["moved"] + found["probably"] < limit else None


def measure(quick: bool, seed: int = 1) -> Iterator[Row]:
    """Rows of label, pillar, how many commitments, the share of each word and of the naive claim, a target missed."""
    reps = 100 if quick else 400
    for label, world in worlds(quick):
        for pillar in PILLARS:
            if applies(label, pillar):
                found = shares(world, pillar, reps, seed)
                yield label, pillar, reps, found, missed(label, found, reps)


def report(quick: bool, seed: int) -> list[str]:
    """Print the table; what was clearly missed."""
    problems = []
    print("Commitments begun after a bad month, per cent; n = 100, review after 4 weeks, a year of history, seven")
    print("colleagues where nothing else is said")
    print(f"{'':34}{'pillar':15}{'moved':>7}{'probably':>10}{'too early':>11}{'no change':>11}{'naive':>7}")
    for label, pillar, _, found, problem in measure(quick, seed):
        words = "".join(
            f"{100 * found[word]:{width}.1f}"
            for word, width in (("moved", 7), ("probably", 10), ("too_early", 11), ("no_change", 11), ("naive", 7))
        )
        print(f"{label:34}{pillar:15}{words}", flush=True)
        if problem:
            problems.append(f"Missed: {problem} ({label}, {pillar}).")
    return problems
