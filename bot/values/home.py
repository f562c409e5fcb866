"""What the home tab shows: a person's own tab, the team's, and the workspace's for its admins."""

from dataclasses import dataclass
from datetime import date

from bot.values.commitment import Commitment, TeamLine
from bot.values.deals import Deal, Deed
from bot.values.figures import Card
from bot.values.letters import WeeklyChoice
from bot.values.own_text import OwnTexts
from bot.values.sharing import Sharing
from bot.values.yardstick import Goals, Yardstick


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal, and for how many days it has been open. `stale`: longer than nine in ten won ones took."""

    deal: Deal
    age: int
    stale: bool


@dataclass(frozen=True, slots=True)
class LatestChange:
    """A person's own newest change that still stands, and the deal as that change left it."""

    change_id: int
    deed: Deed
    deal: Deal


@dataclass(frozen=True, slots=True)
class OpenDeals:
    """A page of a person's open deals: the stale ones first, the oldest before the newer; then the rest, newest first.

    `stale` of all `total`; `limit` is the age in days from which a deal is stale, None where nothing tells yet.
    `latest` is what the person did last, decided deals among it; None where that is long ago.
    """

    deals: tuple[OpenDeal, ...]
    page: int  # from 1
    pages: int
    total: int
    stale: int
    limit: float | None
    latest: LatestChange | None = None


@dataclass(frozen=True, slots=True)
class MyTab:
    """A person's own tab. `week` is the first day of the present week, `today` the day that their figures end on.

    `boards`: whether they take part, None where the workspace posts none.
    """

    card: Card
    open_deals: OpenDeals
    commitments: tuple[Commitment, ...]
    own_texts: OwnTexts
    week: date
    today: date
    weekly: WeeklyChoice
    boards: bool | None


@dataclass(frozen=True, slots=True)
class TeamTab:
    """The team's tab. `card` is None where its figures are still being added up."""

    card: Card | None
    goals: Goals
    works_on: tuple[TeamLine, ...]
    own_texts: OwnTexts


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody who sees everyone. `named`: an admin said so here; else Slack does."""

    name: str
    admin: bool
    named: bool


@dataclass(frozen=True, slots=True)
class WorkspaceTab:
    """The admins' tab: what holds for the whole workspace. `more_leaders`: how many are not named in `leaders`."""

    yardstick: Yardstick
    rules: int
    rules_off: int
    own_actions: int
    reasons: tuple[str, ...]
    sharing: Sharing
    leaders: tuple[RoleHolder, ...]
    members: int
    weekly_wanted: int
    more_leaders: int = 0
