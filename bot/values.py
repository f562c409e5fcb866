"""The frozen values that cross rooms: services return them, views and listeners read them.

Money is whole minor units (öre, cents) with its currency; dates are plain dates in the rep's time zone.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pillars import Window


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


class Status(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Kind(StrEnum):
    ONE_OFF = "one_off"
    CALL_OFF = "call_off"


class Per(StrEnum):
    """How often a recurring amount is paid."""

    MONTH = "month"
    YEAR = "year"


class StartingPoint(StrEnum):
    """From where a workspace counts time to close: the name of the deal's date."""

    OPENED = "opened_on"
    FIRST_MEETING = "first_meeting_on"
    QUOTED = "quoted_on"


class Deed(StrEnum):
    """What a change did to a deal."""

    RECORDED = "recorded"
    CLOSED = "closed"
    EDITED = "edited"
    DELETED = "deleted"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as stated: `minor` whole minor units of `currency`, once, or `per` month or year."""

    minor: int
    currency: str
    per: Per | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What may be said of a deal beside its amount and outcome. None = not said."""

    customer: str | None = None
    product: str | None = None
    contact_role: str | None = None
    loss_reason: str | None = None
    note: str | None = None
    opened_on: date | None = None
    first_meeting_on: date | None = None
    quoted_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a workspace measures with."""

    currency: str
    tz: str
    starting_point: StartingPoint
    horizon_months: int
    week_start: int  # 0 = Monday


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking: a member of a workspace, with what is needed to answer them."""

    workspace_id: int
    member_id: int
    slack_user_id: str
    name: str
    role: Role
    locale: str  # "sv" or "en-GB", "en-US", …, as Slack says it, with a hyphen
    tz: str  # IANA name
    yardstick: Yardstick

    @property
    def sees_everyone(self) -> bool:
        return self.role in (Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Deal:
    number: int
    rep_id: int
    rep_name: str
    status: Status
    kind: Kind
    amount: Amount | None
    order_value: int | None  # minor units; a recurring amount over the workspace's horizon
    horizon_months: int
    opened_known: bool
    deleted: bool
    details: Details  # its opened_on is always set


@dataclass(frozen=True, slots=True)
class Score:
    """A value with its sample. `value` is None where the sample is 0: no data is not zero."""

    value: float | None
    sample: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a rep stands after a change: 91 days ending today. Order value in minor units of `currency`."""

    win_rate: Score
    order_value: Score
    currency: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that is committed. `change_id` is what its Undo button undoes."""

    deed: Deed
    deal: Deal
    change_id: int
    standing: Standing
    before: Deal | None = None  # as it was, where it was changed
    undid: Deed | None = None  # for UNDONE: what was taken back
    could_be_amount: Amount | None = None  # `/deal won 1042` closed #1042; it might have meant an amount


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same entry within two minutes: nothing was recorded, the user is asked."""

    first: Deal
    minutes: int


@dataclass(frozen=True, slots=True)
class WhichDeal:
    """More than one reading: several open deals fit, or a new deal is as likely. Nothing was recorded."""

    outcome: Status
    candidates: tuple[Deal, ...]
    may_be_new: bool
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class PastImport:
    """A file that was read in and still stands."""

    id: int
    file_name: str
    on: date
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """An import that was taken back. `kept` deals stay, for they were changed since."""

    import_id: int
    file_name: str
    deleted: int
    restored: int
    kept: int


@dataclass(frozen=True, slots=True)
class DealPage:
    deals: tuple[Deal, ...]
    page: int  # from 1
    pages: int
    total: int
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class PillarScore:
    """One pillar on a card. Win rate 0–1, order value in minor units, time to close in days, opportunities a count."""

    value: float | None
    sample: int
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    previous_sample: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the figures could not use, in deals."""

    amount: int = 0  # won orders without an amount
    started: int = 0  # won deals without the date that time to close starts from
    opened: int = 0  # deals without an opening date
    currency: int = 0  # amounts in another currency than the workspace's


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The win rate of the days up to `end` (0–1, None where nothing was decided)."""

    end: date
    value: float | None
    sample: int
    team: float | None = None  # everyone together, where the card is a rep's
    team_sample: int = 0


@dataclass(frozen=True, slots=True)
class RepLine:
    """One rep on the team's card: shown to those who may see each rep."""

    name: str
    scores: dict[str, PillarScore]


@dataclass(frozen=True, slots=True)
class Card:
    """The pillars of a rep, or of the team (`name` None), over `window`."""

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
