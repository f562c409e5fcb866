"""The rep's letter: figures as of a Sunday, computed for the whole workspace at once and kept.

The first letter of a workspace that is due has all of them computed, from one frame, and written down; the others are
a row's reading each, in whatever process they are made. What is kept serves `FRESH`: later ones, of those who chose
another day, take in what has been corrected since. Dates decide what belongs to the weeks, so none of it depends on
how late it is.
"""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from bot.services.clock import Clock
from bot.services.counting import reach
from bot.services.imports import NO_OWNER
from bot.services.rhythm import zone_of
from bot.services.weekly_batch import Members, batch_of, window_of
from bot.services.weekly_facts import NOTHING_TOLD, Told
from bot.storage import benchmarks, weekly_figures
from bot.storage.engine import Database
from bot.storage.frames import lean_deals_frame
from bot.storage.workspaces import yardstick_of
from bot.values import Person, PillarScore
from bot.values.letters import Digest, LastWeek, Letter
from pillars import PILLARS

FRESH: Final = timedelta(hours=6)
"""How long what was computed serves. Messages for one morning are sent within minutes of each other."""

FORGOTTEN_AFTER: Final = timedelta(days=35)

LOCKS: Final = 64
"""Workspaces are counted one by one in each of so many lanes: two threads never compute the same at once."""

Telling = Callable[[Connection, int, date], Told]
"""What the coach knows of a workspace (its id) beside the deals, on a day."""

_LETTER = TypeAdapter(Letter)
_DIGEST = TypeAdapter(Digest)


def nothing_told(_connection: Connection, _workspace_id: int, _day: date) -> Told:
    """For a workspace without a coach."""
    return NOTHING_TOLD


class Letters:
    """Letters and digests, by workspace and Sunday. Any number of threads and processes."""

    def __init__(self, database: Database, clock: Clock, telling: Telling = nothing_told) -> None:
        self._database = database
        self._clock = clock
        self._telling = telling
        self._locks = [threading.Lock() for _ in range(LOCKS)]

    def letter(self, person: Person, sunday: date) -> Letter:
        """A rep's letter about the thirteen weeks that end on that Sunday; `ever` False where they have no deals."""
        found = self._kept(person.workspace_id, person.tz, sunday, person.member_id).letter
        if found is not None:
            return _LETTER.validate_python(found)
        nothing = {pillar: PillarScore(None, 0) for pillar in PILLARS}
        return Letter(sunday, person.yardstick.currency, LastWeek(), nothing, ever=False)

    def digest(self, person: Person, sunday: date) -> Digest:
        """The team's figures; who may see them is the caller's to know."""
        return _DIGEST.validate_python(self._kept(person.workspace_id, person.tz, sunday).digest)

    def all_of(self, workspace_id: int, tz: str, sunday: date) -> dict[int, Letter]:
        """Everybody's letters by member id, of those who have deals; for the workspace's own use."""
        kept = self._kept(workspace_id, tz, sunday)
        with self._database.read() as connection:
            letters = weekly_figures.letters(connection, kept.id)
        return {member: _LETTER.validate_python(letter) for member, letter in letters.items()}

    def _kept(self, workspace_id: int, tz: str, sunday: date, member_id: int = 0) -> weekly_figures.KeptBatch:
        """What is kept, computed first where it is not there, too old, or from before that Sunday was over there."""
        over = datetime.combine(sunday + timedelta(days=1), time(), zone_of(tz))
        with self._locks[workspace_id % LOCKS]:
            now = self._clock()
            enough = max(min(over, now), now - FRESH)
            kept = self._newest(workspace_id, sunday, member_id)
            if kept is None or kept.made_at < enough:
                self._make(workspace_id, sunday)
                kept = self._newest(workspace_id, sunday, member_id)
        if kept is None:
            raise LookupError(f"the weekly figures of workspace {workspace_id} were not kept")
        return kept

    def _newest(self, workspace_id: int, sunday: date, member_id: int) -> weekly_figures.KeptBatch | None:
        with self._database.read() as connection:
            return weekly_figures.newest(connection, workspace_id, sunday, member_id)

    def _make(self, workspace_id: int, sunday: date) -> None:
        now, window = self._clock(), window_of(sunday)
        with self._database.read() as connection:
            yardstick = yardstick_of(connection, workspace_id)
            deals = lean_deals_frame(connection, workspace_id, yardstick, since=reach(window))
            colleagues = benchmarks.colleagues(connection, workspace_id, NO_OWNER)
            known = weekly_figures.names(connection, workspace_id)
            losses = weekly_figures.losses(connection, workspace_id, window)
            told = self._telling(connection, workspace_id, sunday)
        members = Members({member: name for member, name in known.items() if str(member) in colleagues})
        batch = batch_of(deals, sunday, yardstick.call_off_unit, yardstick.currency, members, losses, told)
        letters: dict[int, dict[str, Any]] = {
            member: _LETTER.dump_python(letter, mode="json") for member, letter in batch.letters.items()
        }
        with self._database.write() as connection:
            weekly_figures.forget(connection, workspace_id, now - FORGOTTEN_AFTER)
            weekly_figures.keep(
                connection, workspace_id, sunday, now, _DIGEST.dump_python(batch.digest, mode="json"), letters
            )
