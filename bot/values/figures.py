"""Figures as they are shown: a rep's or a team's card, and a report by groups. Read it as `bot.values`."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.values.deals import Score
from bot.values.yardstick import GoalProgress, StartingPoint
from coaching.focus import Focus
from pillars import CallOffUnit, Direction, Verdict, Window
from pillars.attribution import Attribution
from pillars.levers import Lever


@dataclass(frozen=True, slots=True)
class PillarScore:
    """One pillar on a card. Win rate 0–1, order value in minor units, time to close in days, opportunities a count."""

    value: float | None
    sample: int
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    previous_sample: int = 0
    # The rest of the team without this rep, opportunities per colleague; None with fewer than three active colleagues.
    team: float | None = None
    team_sample: int = 0
    level: float | None = None  # the value, shrunk towards the team's as far as the evidence is thin
    vs_previous: Verdict = "too_early"
    vs_team: Verdict = "too_early"
    previous_more: float | None = None  # about how many more observations a verdict takes
    team_more: float | None = None
    season: Verdict = "too_early"  # how the rest of the team moved since the previous window


@dataclass(frozen=True, slots=True)
class Drift:
    """A sustained change that was noticed week by week: `since` is the Monday of the week it most likely began in."""

    pillar: str
    direction: Direction  # "worse" or "better"
    since: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the figures could not use, in deals."""

    amount: int = 0  # won orders without an amount
    started: int = 0  # won deals without the date that time to close starts from
    opened: int = 0  # deals without an opening date
    currency: int = 0  # amounts in another currency than the workspace's


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A pillar over the days up to `end`; None where there is no data."""

    end: date
    value: float | None
    sample: int
    team: float | None = None  # everyone together, where the card is a rep's
    team_sample: int = 0
    low: float | None = None  # 95 % interval; None where the sample carries none
    high: float | None = None


@dataclass(frozen=True, slots=True)
class RepLine:
    """One rep on the team's card: shown to those who may see each rep."""

    name: str
    scores: dict[str, PillarScore]


@dataclass(frozen=True, slots=True)
class Card:
    """The pillars of a rep, or of the team (`name` None), over `window`.

    A rep's card compares with `colleagues` active colleagues, whose figures are those of the window that ends on
    `benchmark_day` (None: nobody to compare with). Where `team_pending`, the team's figures are still being added up:
    nothing is said of a change or a difference. `as_of` is the moment of which a team's card is, None for now.
    """

    name: str | None
    mine: bool
    window: Window
    previous: Window
    today: date
    currency: str
    starting_point: StartingPoint
    horizon_months: int
    scores: dict[str, PillarScore]
    won: int
    lost: int
    order_median: float | None
    order_total: int
    close_mean: float | None
    open_now: int
    open_value: int
    open_value_sample: int
    stale: int
    stale_after: float | None  # days
    velocity: float | None  # minor units per day
    call_offs: int
    left_out: LeftOut
    trend: tuple[TrendPoint, ...] = ()
    reps: tuple[RepLine, ...] = field(default=())
    hidden_reps: bool = False  # the team's card for someone who may not see each rep
    call_off_unit: CallOffUnit = "month"
    goals: dict[str, GoalProgress] = field(default_factory=dict)  # by pillar; a rep's on their own card only
    benchmark_day: date | None = None  # the last day of the team's window that a rep is compared with
    colleagues: int = 0  # active ones, whom a rep is compared with
    team_pending: bool = False  # the team's figures for this window are still being added up
    as_of: datetime | None = None  # when a kept card was made; None where it was computed just now
    levers: tuple[Lever, ...] = ()  # the largest first
    # A rep's gap to the team with its error, by pillar (`coaching.facts.PillarFact`), and the pillar to work on by all
    # that; None where there are too few decisions, and on the team's card.
    gaps: dict[str, tuple[float, float]] = field(default_factory=dict)
    focus: Focus | None = None
    drifts: tuple[Drift, ...] = ()
    change: Attribution | None = None  # of velocity, since the previous window
    member_id: int | None = None
    trends: dict[str, tuple[TrendPoint, ...]] = field(default_factory=dict)  # by pillar, as `trend` is the win rate's


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group's line in a report. Money in minor units; None where there is no data, never 0."""

    group: str
    won: int
    lost: int
    win_rate: Score
    order_mean: float | None
    order_median: float | None
    order_total: int | None
    order_sample: int
    close_mean: float | None
    close_median: float | None
    close_sample: int
    opened: int
    open_now: int
    velocity: float | None  # minor units per day
    stale: int
    left_out: LeftOut
    left_out_closed: int  # decided deals without a closing date


@dataclass(frozen=True, slots=True)
class Report:
    """The pillars of every group over a window, and of everyone together."""

    workspace: str
    window: Window
    by: str
    currency: str
    groups: tuple[GroupFigures, ...]
    everyone: GroupFigures
