"""What commands mean once they are understood: frozen values, and the longest texts that they may carry."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum

from bot.values import Amount, Details, Goal, Kind, Status
from pillars import Window

# Characters that each text of a deal may have.
LIMITS = {"customer": 200, "product": 100, "contact_role": 100, "loss_reason": 200, "note": 1000}
# Numbers fit a 32-bit column.
LARGEST_NUMBER = 2**31 - 1


class Unsaid(Enum):
    """The mark of a field that a change says nothing about."""

    KEEP = "keep"


KEEP = Unsaid.KEEP


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit changes: KEEP leaves a field as it is, None empties it. `opened_on` is never None."""

    status: Status | Unsaid = KEEP
    amount: Amount | Unsaid | None = KEEP
    customer: str | Unsaid | None = KEEP
    product: str | Unsaid | None = KEEP
    contact_role: str | Unsaid | None = KEEP
    loss_reason: str | Unsaid | None = KEEP
    note: str | Unsaid | None = KEEP
    opened_on: date | Unsaid = KEEP
    first_meeting_on: date | Unsaid | None = KEEP
    quoted_on: date | Unsaid | None = KEEP
    closed_on: date | Unsaid | None = KEEP

    def said(self) -> dict[str, object]:
        """The fields that change, with their new values."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value is not KEEP}


@dataclass(frozen=True, slots=True)
class Form:
    """`/deal` alone."""


@dataclass(frozen=True, slots=True)
class Help:
    """`/deal help`"""


@dataclass(frozen=True, slots=True)
class Export:
    """`/deal export`: the form for one's deals as a file."""


@dataclass(frozen=True, slots=True)
class Import:
    """`/deal import`: the form that takes a file."""


@dataclass(frozen=True, slots=True)
class List:
    """`/deal list`; `page` from 1."""

    page: int = 1
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """`/deal undo`"""


@dataclass(frozen=True, slots=True)
class Edit:
    """`/deal edit 1042 …`; `changes` None asks for the form."""

    number: int
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """`/deal delete 1042`"""

    number: int


@dataclass(frozen=True, slots=True)
class Record:
    """`/deal won|lost|open|order …`

    `outcome` is None for an order (call-off), whose `kind` is CALL_OFF.
    `number` was surely meant as a deal's number. `maybe_number` is set where a lone plain integer was given, which
    stands in `amount` too: it is the deal's number if there is such an open deal. `name` is the customer, also in
    `details.customer`. At least one of number, amount and name is there.
    """

    outcome: Status | None
    kind: Kind = Kind.ONE_OFF
    number: int | None = None
    maybe_number: int | None = None
    amount: Amount | None = None
    name: str | None = None
    details: Details = field(default_factory=Details)


DealCommand = Form | Help | List | Undo | Edit | Delete | Export | Import | Record


@dataclass(frozen=True, slots=True)
class PillarsHelp:
    """`/pillars help`"""


@dataclass(frozen=True, slots=True)
class Mine:
    """`/pillars`; `window` None is the default."""

    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """`/pillars team`"""

    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Rep:
    """`/pillars @maria`: by Slack's user id where Slack gave one, else by the name as typed, without "@"."""

    user_id: str | None = None
    name: str | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class SetGoal:
    """`/pillars goal aov 30000`, `/pillars goal team win 40%`"""

    goal: Goal


@dataclass(frozen=True, slots=True)
class RemoveGoal:
    """`/pillars goal aov off`"""

    pillar: str
    team: bool = False


@dataclass(frozen=True, slots=True)
class ListGoals:
    """`/pillars goal`"""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """`/pillars settings`"""


@dataclass(frozen=True, slots=True)
class Why:
    """`/pillars why`, `/pillars why team q3`: the arithmetic behind a card."""

    card: Mine | Team | Rep


PillarsCommand = PillarsHelp | Mine | Team | Rep | Why | SetGoal | RemoveGoal | ListGoals | OpenSettings


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """`/coach`"""


@dataclass(frozen=True, slots=True)
class WhyPlan:
    """`/coach why`, `/coach why 2`, `/coach why value before price`.

    `place` is which suggestion, from 1; `words` are those of a title, as written; with neither the whole plan.
    """

    place: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """`/coach done`"""


@dataclass(frozen=True, slots=True)
class Skip:
    """`/coach skip`"""


@dataclass(frozen=True, slots=True)
class CoachTeam:
    """`/coach team`"""


@dataclass(frozen=True, slots=True)
class CoachHistory:
    """`/coach history`"""


@dataclass(frozen=True, slots=True)
class OpenPlaybook:
    """`/coach playbook`"""


@dataclass(frozen=True, slots=True)
class CoachHelp:
    """`/coach help`"""


CoachCommand = ShowPlan | WhyPlan | Done | Skip | CoachTeam | CoachHistory | OpenPlaybook | CoachHelp
