"""The verdict on a commitment: did the pillar move, against where the rep would have been anyway?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd
from scipy import special

from coaching.baseline import Baseline, Pillar, baseline
from coaching.observed import Observed, first_days, history_before, observe, together
from coaching.readings import CountReading, Reading
from pillars import CallOffUnit, Window

Word = Literal["moved", "probably", "too_early", "no_change"]
Next = Literal["continue", "change", "celebrate"]

REVIEW_WEEKS = 4
SHORTEST_WEEKS, LONGEST_WEEKS = 1, 26
# A change that a rep would notice in the wallet; smaller ones are not called a change, as on the card.
MATTERS = 0.10
# `moved`: with nothing changed it is said of one in forty.
CARRIED = 0.975
# `probably`: seven chances in ten; "likely" begins at two in three in the usage of the IPCC (Mastrandrea et al., 2010,
# Guidance Note on Consistent Treatment of Uncertainties). A higher bar finds fewer of the successes of four weeks.
LIKELY = 0.70
# `no_change`: an improvement that matters is ruled out with 95 %.
RULED_OUT = 0.95
# Three wins in a row happen to everybody: fewer observations than these since the start are too early in any case.
LEAST_SAMPLE = 4
# By how much a team moves from month to month at least (standard deviation on the pillar's scale).
USUAL_SEASON = 0.1
LEAST_COLLEAGUES = 3
# Limits of a ratio end at e±30: beyond, there is nothing to read.
FARTHEST = 30.0
# A habit that was kept in less than a quarter of the weeks does not fit; one kept in half of them has been tried.
HARDLY, TRIED = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Move:
    """The rest of the team's own move (the season) on the pillar's scale, up is better, with its variance."""

    center: float
    variance: float


STILL = Move(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said at review.

    `expected` is where the rep would have been anyway, in natural units (a share 0–1, minor units, days, openings a
    week): the baseline, moved with the season. `effect` is the pillar ÷ `expected` since the start, with its 95 %
    interval: 1.4 is 40 % more; for time to close less than 1 is better. `sample` is what was counted since the start
    (decisions, orders, decisions of known age, openings), `baseline_sample` what the baseline rests on.

    `gain` and `error` are the logarithm of the effect, up is better, and its standard error, for pooling. All figures
    are None where nothing could be compared, and where too few observations were made for a figure: of none or three
    deals the arithmetic gives a level and an interval all the same, and neither says anything.
    """

    word: Word
    sample: int
    baseline_sample: int
    expected: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    gain: float | None = None
    error: float | None = None

    @property
    def reached(self) -> float | None:
        """The level since the start, in natural units: `expected` × `effect`."""
        return None if self.expected is None or self.effect is None else self.expected * self.effect


def verdict(frozen: Baseline | None, after: Observed | None, move: Move = STILL) -> Verdict:
    """Compare the time since the start with where the rep would have been anyway.

    `moved`: the evidence carries (97.5 %, one-sided) that the pillar is better than expected, and by 10 % at least as
    it looks; `probably`: seven chances in ten, and 10 % as it looks; `no_change`: an improvement by 10 % is ruled
    out (95 %), so it is small or went the other way; `too_early`: everything else, and whatever rests on fewer than
    four observations (for openings: where fewer than four were expected), which then has no figures either.
    """
    if frozen is None:
        return Verdict("too_early", 0, 0)
    if frozen.measure == "pace" and after and not after.undecided and frozen.closed:
        frozen = frozen.closed  # somebody keeps closed deals only: the ages of open ones would be missing
    reading = frozen.read(after) if after else None
    if reading is None:
        return Verdict("too_early", 0, frozen.sample)
    seen = _Comparison(frozen, reading, frozen.center + move.center, frozen.variance + move.variance)
    if not seen.enough:
        return Verdict("too_early", reading.sample, frozen.sample)
    gain = seen.gain(seen.apart)
    limits = sorted(math.exp(seen.sign * seen.gain(seen.limit(share))) for share in (1 - CARRIED, CARRIED))
    return Verdict(
        seen.word(),
        sample=reading.sample,
        baseline_sample=frozen.sample,
        expected=frozen.natural(seen.expected),
        effect=math.exp(seen.sign * gain),
        low=limits[0],
        high=limits[1],
        gain=gain,
        error=seen.error,
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A reading beside what was expected, on the pillar's scale.

    Limits join those of the reading with those of the expectation by Zou's & Donner's method of variance estimates
    recovery (2008, Statistics in Medicine 27:1693–1702).
    """

    frozen: Baseline
    reading: Reading
    expected: float
    variance: float

    @property
    def sign(self) -> int:
        """Which way the natural unit goes where the scale goes up."""
        return -1 if self.frozen.pillar == "time_to_close" else 1

    @property
    def apart(self) -> float:
        return self.reading.center - self.expected

    @property
    def error(self) -> float:
        """Standard error of `gain`, by the delta method for shares."""
        steep = 1 - self.frozen.natural(self.reading.center) if self.frozen.measure == "share" else 1.0
        return max(steep, 0.05) * math.sqrt(self.reading.variance + self.variance)

    def limit(self, share: float, *, careful: bool = True) -> float:
        """What the difference lies below with this probability; may be ±inf."""
        wide = self.reading.center - self.reading.bound(share, careful=careful)
        half = math.hypot(wide, float(special.ndtri(share)) * math.sqrt(self.variance))
        return self.apart + (half if share > 0.5 else -half)

    def gain(self, apart: float) -> float:
        """A difference on the pillar's scale as the logarithm of a ratio of natural units, up is better; finite."""
        if self.frozen.measure != "share":
            return min(max(apart, -FARTHEST), FARTHEST)
        # share ÷ expected share, from log-odds: log σ(x + d) − log σ(x)
        return max(float(special.log_expit(self.expected + apart) - special.log_expit(self.expected)), -FARTHEST)

    @property
    def enough(self) -> bool:
        """Whether there is enough to compare at all."""
        reading = self.reading
        # Of openings it is the expected number that must suffice: that none came says something.
        sample = math.exp(self.expected) * reading.weeks if isinstance(reading, CountReading) else reading.sample
        return sample >= LEAST_SAMPLE

    def word(self) -> Word:
        """What may be said, given `enough`."""
        if self.gain(self.apart) >= math.log1p(MATTERS):
            if self.limit(1 - CARRIED) > 0:
                return "moved"
            if self.limit(1 - LIKELY, careful=False) > 0:
                return "probably"
        return "no_change" if self.gain(self.limit(RULED_OUT)) < math.log1p(MATTERS) else "too_early"


def team_move(frozen: Baseline | None, before: Mapping[str, Observed], after: Mapping[str, Observed]) -> Move:
    """How the colleagues moved from the baseline's weeks to those since the start, taken together.

    Only those who were active in both count, so that nobody's leaving looks like a season; fewer than three are no
    team, and the move is taken to be 0 and known. A move is shrunk towards none as far as it may be noise: nearly
    wholly kept where it stands out, half or less where it does not (the positive-part James–Stein rule; Efron &
    Morris, 1973, JASA 68:117–130).
    """
    both = [name for name in before if name in after and before[name].active and after[name].active]
    if frozen is None or len(both) < LEAST_COLLEAGUES:
        return STILL
    then = frozen.read(together(before[name] for name in both))
    now = frozen.read(together(after[name] for name in both))
    if then is None or now is None or not math.isfinite(now.center - then.center):
        return STILL
    moved, noise = now.center - then.center, then.variance + now.variance
    season = max(USUAL_SEASON**2, moved**2 - noise)
    kept = season / (season + noise)
    return Move(kept * moved, kept * noise)


def freeze(
    deals: pd.DataFrame, rep: str, pillar: Pillar, start: date, *, call_off_unit: CallOffUnit = "month"
) -> Baseline | None:
    """The baseline of a commitment that starts on a day, from the frame of the team's deals (the rep's among them).

    Inactive reps' deals are the caller's to leave out. What happened from `start` on plays no part.
    """
    before = _histories(deals, start, call_off_unit)
    colleagues = [one for name, one in before.items() if name != rep]
    return baseline(pillar, before.get(rep), colleagues)


def judge(
    deals: pd.DataFrame,
    rep: str,
    frozen: Baseline | None,
    start: date,
    until: date,
    *,
    call_off_unit: CallOffUnit = "month",
) -> Verdict:
    """The verdict on a commitment, from the frame of the team's deals: the days from `start` to `until`, both in.

    Raises `ValueError` where `until` comes before `start`.
    """
    after = observe(deals, Window(start, until), call_off_unit=call_off_unit)
    if frozen is None:
        return verdict(None, None)
    before = _histories(deals, start, call_off_unit)
    own = after.pop(rep, None)
    before.pop(rep, None)
    return verdict(frozen, own, team_move(frozen, before, after))


def _histories(deals: pd.DataFrame, start: date, call_off_unit: CallOffUnit) -> dict[str, Observed]:
    """Everyone's history before a start, each from their own first day."""
    spans: dict[Window, list[str]] = {}
    for rep, first in first_days(deals).items():
        window = history_before(start, first)
        if window is not None:
            spans.setdefault(window, []).append(rep)
    found: dict[str, Observed] = {}
    for window, reps in spans.items():
        some = deals if len(spans) == 1 else deals[deals["rep"].isin(reps)]
        shown = observe(some, window, call_off_unit=call_off_unit)
        found |= {rep: shown[rep] for rep in reps}
    return found


def review_on(start: date, weeks: int = REVIEW_WEEKS) -> date:
    """The day of the review: so many weeks after the start, which are whole by then.

    Raises `ValueError` for fewer weeks than 1 or more than 26.
    """
    if not SHORTEST_WEEKS <= weeks <= LONGEST_WEEKS:
        raise ValueError(f"A review comes after {SHORTEST_WEEKS} to {LONGEST_WEEKS} weeks, not after {weeks}.")
    return start + timedelta(weeks=weeks)


def what_next(word: Word, kept: float | None) -> Next:
    """What to suggest after a verdict. `kept` is the share of check-ins, 0–1, that said yes; None: nobody asked.

    What moved is celebrated; what probably moved is continued. Where nothing moved, a habit that was tried is changed
    for another, one that was half tried deserves a real try, and one that was hardly ever kept does not fit. Too early
    is continued, unless the habit does not fit.
    """
    if word == "moved":
        return "celebrate"
    if word == "probably":
        return "continue"
    hardly = kept is not None and kept < HARDLY
    if word == "too_early":
        return "change" if hardly else "continue"
    return "continue" if kept is not None and not hardly and kept < TRIED else "change"
