"""Boards: the most improved, and who is nearest to their own goals. Names of the first three only, and never the last.

Nobody is on a board who did not say that they take part. One's own place is told to oneself.
"""

import secrets
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.errors import FormExpired
from bot.services.clock import Clock
from bot.services.goals import progress
from bot.services.improvement import compared, most_improved, risen, tides
from bot.services.rhythm import USEFUL_DAYS, last_sunday, zone_of
from bot.services.weekly_batch import window_of
from bot.services.weekly_letter import Letters
from bot.storage import channels
from bot.storage.deliveries import NewDelivery, add
from bot.storage.engine import Database
from bot.storage.goals import GoalBook
from bot.storage.workspaces import yardstick_of
from bot.values import Person
from bot.values.sharing import LEAST_TAKING_PART, TOP, Board, BoardLine, Place

BOARD: Final = "board"
IMPROVED, GOALS = "improved", "goals"
HOUR: Final = 9
"""On Monday, where the workspace is: an hour after most have had their own letter."""

FARTHEST: Final = 1.5
"""No goal counts for more than half beyond itself, or one easy goal would outweigh three that are missed."""


class Boards:
    """Planned once a week; made when they are posted, and anew for who asks for their place."""

    def __init__(self, database: Database, clock: Clock, letters: Letters) -> None:
        self._database = database
        self._clock = clock
        self._letters = letters
        self._planned: set[tuple[int, str, str]] = set()  # saves a look at the database every minute, no more

    def plan(self, now: datetime) -> int:
        """Write down the boards that are due; returns how many. Done twice, it plans nothing twice."""
        with self._database.read() as connection:
            sharers = [one for one in channels.sharers(connection) if one.sharing.boards]
        new = []
        for one in sharers:
            zone = zone_of(one.tz)
            sunday = last_sunday(now.astimezone(zone).date())
            due = datetime.combine(sunday + timedelta(days=1), time(HOUR), zone)
            until = datetime.combine(sunday + timedelta(days=1 + USEFUL_DAYS), time(), zone)
            for kind in one.sharing.boards:
                key = (one.workspace_id, kind, f"{one.sharing.boards_channel}:{sunday}")
                if due <= now < until and key not in self._planned:
                    self._planned.add(key)
                    new.append(
                        NewDelivery(
                            delivery_id=secrets.token_hex(16),
                            workspace_id=one.workspace_id,
                            recipient_id=str(one.sharing.boards_channel),
                            member_id=None,
                            kind=BOARD,
                            period=f"{sunday.isoformat()}:{kind}",
                            due_at=due,
                            useful_until=until,
                        )
                    )
        if not new:
            return 0
        with self._database.write() as connection:
            return add(connection, new, now)

    def board(self, workspace_id: int, period: str) -> Board | None:
        """The board of that name; None where too few take part, or nobody is to be named."""
        ranked, taking_part, currency = self._ranked(workspace_id, period)
        if taking_part < LEAST_TAKING_PART or not ranked:
            return None
        kind = period.partition(":")[2]
        # Of five, three names leave two; whoever comes last is not named, however few there are.
        return Board(kind, period, tuple(line for _, line in ranked[:TOP]), taking_part, currency)

    def place(self, person: Person, period: str) -> Place:
        """The person's own place on it. Raises FormExpired where there is no board of that name."""
        day, _, kind = period.partition(":")
        if kind not in (IMPROVED, GOALS) or not _is_day(day):
            raise FormExpired
        ranked, taking_part, currency = self._ranked(person.workspace_id, period)
        with self._database.read() as connection:
            joined = bool(channels.takes_part(connection, person.member_id))
        for n, (member, line) in enumerate(ranked, 1):
            if member == person.member_id:
                return Place(kind, joined, n, taking_part, line, currency)
        return Place(kind, joined, None, taking_part, None, currency)

    def _ranked(self, workspace_id: int, period: str) -> tuple[list[tuple[int, BoardLine]], int, str]:
        sunday = date.fromisoformat(period[:10])
        kind = period.partition(":")[2]
        with self._database.read() as connection:
            members = channels.taking_part(connection, workspace_id)
            yardstick = yardstick_of(connection, workspace_id)
            book = GoalBook(connection, workspace_id)
            goals = {one: [stored.goal for stored in book.current(one)] for one in members} if kind == GOALS else {}
        letters = self._letters.all_of(workspace_id, yardstick.tz, sunday)
        scores = {one: letters[one].scores for one in members if one in letters}
        if kind == IMPROVED:
            there = {one: found for one, found in scores.items() if compared(found)}
            tide = tides(letter.scores for letter in letters.values())
            risers = most_improved(
                up for one, found in there.items() if (up := risen(one, members[one], found, tide)) is not None
            )
            lines = [
                (
                    up.member_id,
                    BoardLine(
                        name=up.name,
                        pillar=up.pillar,
                        before=up.score.previous,
                        before_sample=up.score.previous_sample,
                        now=up.score.value,
                        now_sample=up.score.sample,
                    ),
                )
                for up in risers
            ]
            return lines, len(there), yardstick.currency
        shares: list[tuple[int, BoardLine]] = []
        for one, found in scores.items():
            ways = progress(goals[one], found, window_of(sunday).days, yardstick.currency).values()
            known = [min(way.share, FARTHEST) for way in ways if way.share is not None]
            if known:
                shares.append((one, BoardLine(members[one], share=sum(known) / len(known), goals=len(known))))
        shares.sort(key=lambda each: (-(each[1].share or 0.0), each[1].name.casefold()))
        return shares, len(shares), yardstick.currency


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
