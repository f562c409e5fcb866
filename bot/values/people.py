"""Who somebody is. Read it as `bot.values`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.values.yardstick import Yardstick


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking: a member of a workspace, with what is needed to answer them."""

    workspace_id: int
    member_id: int
    slack_user_id: str
    name: str
    role: Role
    locale: str  # "sv" or "en-GB", "en-US", …, with a hyphen: Slack's, or of the language that they chose here
    tz: str  # IANA name
    yardstick: Yardstick
    language: str | None = None  # what they chose here; None: as Slack has it

    @property
    def sees_everyone(self) -> bool:
        return self.role in (Role.MANAGER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class RoleNamed:
    """Somebody whose role was named, as they are from then on, and what they were."""

    holder: Person
    before: Role

    @property
    def changed(self) -> bool:
        """Whether they may do more or less than they might."""
        return self.holder.role is not self.before


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """A line of the history of roles, with the day as its reader has it.

    `actor` None: on the command line. `by_slack`: left to Slack from then on.
    """

    on: date
    actor: str | None
    name: str
    before: Role
    after: Role
    by_slack: bool
