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
from bot.services.pillar_facts import pillar_fact
from bot.storage import benchmarks as store
from bot.storage.frames import tagged_deals_frame
from bot.values import Card, Person, PillarScore
from coaching.facts import Facts, PillarFact
from coaching.gaps import gap_over
from coaching.gather import own_facts
from coaching.measures import Measures, measures
from coaching.surroundings import Surroundings, surroundings
from pillars import PILLARS, Window

OWN_WEEKS: Final = 52
"""How far back a rep's own deals are read beyond the windows compared: without a team, the usual order is one's own."""

DAYS_OLD: Final = 2
"""As with cards, the team's figures up to this many days ago serve to compare a window that ends today with."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A rep's own deals, and what surrounds them; None where that is still being added up."""

    mine: pd.DataFrame
    around: Surroundings | None


def read_ground(connection: Connection, person: Person, window: Window, live_up_to: int = LIVE_UP_TO) -> Ground:
    """A rep's deals of the past year, and everybody else's of the window and the one before, kept or counted now."""
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
    return Ground(mine, around)


def facts_from(card: Card, ground: Ground, today: date) -> Facts:
    """All that deals tell of the rep whose card it is; what was agreed, declined and learned is the caller's to add."""
    nan = float("nan")
    around = Surroundings(value_known=False) if ground.around is None else ground.around
    limit = nan if card.stale_after is None else card.stale_after
    facts = own_facts(ground.mine, card.window, around, stale_days=limit, as_of=today)
    now, before = (measures(ground.mine, each) for each in (card.window, card.previous))
    return replace(
        facts,
        pillars={name: _pillar(name, card, (now, around.now), (before, around.before), around) for name in PILLARS},
        colleagues=card.colleagues,
        decided=card.won + card.lost,
        won=card.won,
        lost=card.lost,
    )


def _pillar(
    name: str,
    card: Card,
    now: tuple[Measures, Measures],
    before: tuple[Measures, Measures],
    around: Surroundings,
) -> PillarFact:
    score = card.scores.get(name, PillarScore(None, 0))
    lever = next((each for each in card.levers if each.pillar == name), None)
    drift = next((each.direction for each in card.drifts if each.pillar == name and each.direction != "none"), None)
    gap = None if score.team is None else gap_over(name, now, before, around.colleagues)
    return replace(
        pillar_fact(score),
        # A verdict against a team that is none says nothing; without one the rep is weighed by the window before.
        vs_team=None if score.team is None else score.vs_team,
        drift=drift,
        lever=None if lever is None else lever.gain,
        target=None if lever is None else lever.target,
        gap=None if gap is None else gap[0],
        gap_error=None if gap is None else gap[1],
    )
