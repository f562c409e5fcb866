"""What the coach knows of a rep: the figures of their card, their own deals, and what surrounds them.

The figures are the card's, so that a suggestion says what `/pillars` says. Of everybody else only what is kept is read
where there are many deals; where there are few, all of them are.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import pandas as pd
from sqlalchemy import Connection

from bot.services.figures import LIVE_UP_TO
from bot.services.imports import NO_OWNER
from bot.services.kept_figures import fingerprint
from bot.services.kept_surroundings import surroundings_from_json
from bot.services.pillar_facts import pillar_facts
from bot.storage import benchmarks as store
from bot.storage.frames import tagged_deals_frame
from bot.storage.kept_open import kept_open_numbers
from bot.values import Card, Person
from coaching.facts import Facts
from coaching.gather import own_facts
from coaching.surroundings import Surroundings, surroundings
from pillars import Window

OWN_WEEKS: Final = 52
"""How far back a rep's own deals are read beyond the windows compared: without a team, the usual order is one's own."""

DAYS_OLD: Final = 2
"""As with cards, the team's figures up to this many days ago serve to compare a window that ends today with."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A rep's own deals, and what surrounds them; None where that is still being added up.

    `at_peace` are the numbers of the deals that they said are still open: nobody is coached about those for now.
    """

    mine: pd.DataFrame
    around: Surroundings | None
    at_peace: frozenset[int] = frozenset()


def read_ground(
    connection: Connection,
    person: Person,
    window: Window,
    live_up_to: int = LIVE_UP_TO,
    *,
    today: date | None = None,
) -> Ground:
    """A rep's deals of the past year, and everybody else's of the window and the one before, kept or counted now.

    `today`, by default the window's last day, decides which deals are still to be left in peace.
    """
    workspace, yardstick, before = person.workspace_id, person.yardstick, window.previous()
    rep = str(person.member_id)
    since = before.start - timedelta(weeks=OWN_WEEKS)
    if store.deals_numbered(connection, workspace) <= live_up_to:
        deals = tagged_deals_frame(connection, workspace, yardstick, since=before.start)
        colleagues = store.colleagues(connection, workspace, NO_OWNER)
        around: Surroundings | None = surroundings(deals, rep, window, before, colleagues)
    else:
        kept = store.find(
            connection, workspace, window, fingerprint(yardstick), rep_id=person.member_id, days_old=DAYS_OLD
        )
        around = None if kept is None else surroundings_from_json(kept.team, kept.entry)
    mine = tagged_deals_frame(connection, workspace, yardstick, since=since, rep_ids=[person.member_id])
    at_peace = kept_open_numbers(connection, workspace, person.member_id, today or window.end)
    return Ground(mine, around, frozenset(at_peace))


def facts_from(card: Card, ground: Ground, today: date) -> Facts:
    """All that deals tell of the rep whose card it is; what was agreed, declined and learned is the caller's to add."""
    nan = float("nan")
    around = Surroundings(value_known=False) if ground.around is None else ground.around
    limit = nan if card.stale_after is None else card.stale_after
    facts = own_facts(ground.mine, card.window, around, stale_days=limit, as_of=today, at_peace=ground.at_peace)
    return replace(
        facts,
        pillars=pillar_facts(card),
        colleagues=card.colleagues,
        decided=card.won + card.lost,
        won=card.won,
        lost=card.lost,
    )
