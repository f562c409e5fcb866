"""The frozen values behind the weekly messages: what a rep's letter and a manager's digest say, as of a Sunday.

Money is whole minor units of `currency`. Everything follows from the deals and their dates up to that Sunday, so it is
the same however late it is sent; what is asked there (check-ins, stale deals) is looked up when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.values import Deal, PillarScore, TrendPoint
from bot.values.commitment import Commitment
from coaching.review import Verdict
from pillars.attribution import Attribution


@dataclass(frozen=True, slots=True)
class WeeklyChoice:
    """What a member chose, to show it. `asked`: did they ever answer? `next_due_at`: UTC, None: nothing is to come.

    `weekday` 0 is Monday; `hour` 0–23, where the member is. `paused_until` is the first day on which messages may come
    again.
    """

    wanted: bool
    weekday: int = 0
    hour: int = 8
    paused: bool = False
    paused_until: date | None = None
    next_due_at: datetime | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class LastWeek:
    """What happened from Monday to Sunday. `value`: what was sold, call-offs too, by the `valued` orders that say."""

    won: int = 0
    lost: int = 0
    opened: int = 0
    call_offs: int = 0
    value: int = 0
    valued: int = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing was opened, decided or ordered."""
        return not (self.won or self.lost or self.opened or self.call_offs)


@dataclass(frozen=True, slots=True)
class Hint:
    """One suggestion of the coach's: `params` are the trigger's raw figures, as `coaching.Advice` has them."""

    rule: str
    pillar: str | None
    signal: str
    params: Mapping[str, float | int | str]
    review_weeks: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A rep's week and the thirteen weeks that end with it.

    `ever`: whether there is any deal at all. `focus` is the pillar to work on, `clear` whether the evidence says that
    it is weak; `thin`: too few deals for figures. `trend` is the focus pillar's, else the win rate's (`charted`), a
    point a week.
    """

    sunday: date
    currency: str
    last_week: LastWeek
    scores: Mapping[str, PillarScore]
    ever: bool = True
    focus: str | None = None
    clear: bool = False
    thin: bool = False
    hint: Hint | None = None
    charted: str = "win_rate"
    trend: tuple[TrendPoint, ...] = ()
    stale: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Risen:
    """Somebody's pillar that rose most, cleared of as much luck as its sample leaves. `sure`: the evidence carries it.

    `gain` is the logarithm of the change, up is better on every pillar, shrunk by its error.
    """

    member_id: int
    name: str
    pillar: str
    score: PillarScore
    gain: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """The team's week and thirteen weeks. `risen` is everybody's best pillar, the most improved first."""

    sunday: date
    currency: str
    last_week: LastWeek
    scores: Mapping[str, PillarScore]
    change: Attribution
    reps: int
    risen: tuple[Risen, ...] = ()


@dataclass(frozen=True, slots=True)
class OldDeal:
    """A deal that is still open and older than nine in ten won deals took; `age` in days."""

    deal: Deal
    age: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a letter asks, as things are when it is sent.

    `check_ins`: commitments that run, to be asked about for the week that begins on `week`. `due`: those whose review
    has come, with the verdict where it is known. `stale` holds a few deals, `stale_in_all` counts them all.
    """

    week: date
    check_ins: tuple[Commitment, ...] = ()
    due: tuple[tuple[Commitment, Verdict | None], ...] = ()
    stale: tuple[OldDeal, ...] = ()
    stale_in_all: int = 0
