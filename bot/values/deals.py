"""A deal, what may be said of it, and what came of saying it. Read it as `bot.values`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
class Foreseen:
    """What recording an entry would come to: the deal as it would be, number 0 for a new one, and as it is now."""

    deal: Deal
    before: Deal | None


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
class Clash:
    """Fields of a form that somebody else has changed since it was opened: nothing was saved, the user is asked."""

    deal: Deal  # as it is now
    fields: tuple[str, ...]  # by the form's names


@dataclass(frozen=True, slots=True)
class DealPage:
    deals: tuple[Deal, ...]
    page: int  # from 1
    pages: int
    total: int
    open_only: bool = False
