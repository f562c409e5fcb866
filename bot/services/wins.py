"""Won deals in a channel: which are told, when, and what is taken back. Planned by the sweep, never by `/deal` itself.

A win is looked at `GRACE` after it was recorded, so that whoever mistyped has taken it back before anybody reads it.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.services.clock import Clock, day_in
from bot.storage import channels
from bot.storage.channels import Shared, Sharer, Told
from bot.storage.deals import Deals
from bot.storage.deliveries import NewDelivery, add
from bot.storage.engine import Database
from bot.storage.workspaces import yardstick_of
from bot.values import Deal, Kind, Status
from bot.values.sharing import BIG, HUGE, Sharing, Win

__all__ = ["WIN", "WINS", "Amendment", "Told", "Wins"]

WIN, WINS = "win", "wins"
"""Kinds of deliveries: one deal alone, or several gathered."""

GRACE: Final = timedelta(seconds=90)
HOUR: Final = timedelta(hours=1)
JOINABLE: Final = timedelta(minutes=1)
"""A gathered message takes in what comes until so long before it is sent."""

NEWS_DAYS: Final = 7
"""What was closed longer ago than that is history, not news."""

USEFUL: Final = timedelta(hours=12)
MOST_AMENDED: Final = 20
"""Messages amended in one sweep: chat.update and chat.delete are calls of Slack's third tier, fifty a minute."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A told message to be told anew, or (`wins` empty) taken back, in the channel's language."""

    told: Told
    wins: tuple[Win, ...]
    locale: str


class Wins:
    """Plans what is told, and says what there is to tell."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # What is told, and when

    def plan(self, now: datetime) -> int:
        """Write down the messages for what was won since the last look; returns how many. Twice, it changes nothing."""
        with self._database.read() as connection:
            sharers = [one for one in channels.sharers(connection) if one.sharing.wins_channel is not None]
            if not sharers:
                return 0
            first = min(one.seen for one in sharers)
            newest = channels.newest_change(connection, first, now - GRACE)
        if newest == first and all(one.seen == newest for one in sharers):
            return 0
        with self._database.write() as connection:
            planned = sum(self._look(connection, one, newest, now) for one in sharers if one.seen < newest)
            channels.have_seen(connection, [one.workspace_id for one in sharers if one.seen < newest], newest)
        return planned

    def _look(self, connection: Connection, sharer: Sharer, newest: int, now: datetime) -> int:
        """Look at the deals that changed in one workspace."""
        changes: dict[int, list[tuple[dict[str, Any] | None, dict[str, Any]]]] = {}
        for deal_id, before, after in channels.typed_changes(connection, sharer.workspace_id, sharer.seen, newest):
            changes.setdefault(deal_id, []).append((before, after))
        planned = 0
        for deal_id, some in changes.items():
            win = self._win(connection, sharer.workspace_id, sharer.sharing, deal_id)
            known = channels.shared(connection, deal_id)
            if known is not None and known.standing:
                if win is None or _shown(some[0][0]) != _shown(some[-1][1]):
                    channels.mark(connection, deal_id, standing=win is not None)
            elif win is not None and _became_one(some) and _is_news(win.deal, day_in(sharer.tz, now)):
                planned += self._tell(connection, sharer, deal_id, win.deal, known, now)
        return planned

    def _tell(
        self, connection: Connection, sharer: Sharer, deal_id: int, deal: Deal, known: Shared | None, now: datetime
    ) -> int:
        channel, times = str(sharer.sharing.wins_channel), 1 if known is None else known.times + 1
        posts = channels.posts_since(connection, sharer.workspace_id, channel, (WIN, WINS), now - HOUR)
        gathering = [post for post in posts if post[0] == WINS and post[2] > now + JOINABLE]
        if gathering:
            kind, period, due_at = gathering[0]
        elif len(posts) >= sharer.sharing.wins_an_hour:
            # When the oldest of as many as are allowed is an hour old there is room for one more.
            due_at = posts[-sharer.sharing.wins_an_hour][2] + HOUR
            kind, period = WINS, f"{now.date().isoformat()}:{deal.number}:{times}"
        else:
            kind, period, due_at = WIN, f"{now.date().isoformat()}:{deal.number}:{times}", now
        channels.plan_win(
            connection, Shared(deal_id, sharer.workspace_id, channel, kind, period, standing=True, times=times), now
        )
        if gathering:
            return 0
        new = NewDelivery(
            delivery_id=secrets.token_hex(16),
            workspace_id=sharer.workspace_id,
            recipient_id=channel,
            member_id=None,
            kind=kind,
            period=period,
            due_at=due_at,
            useful_until=due_at + USEFUL,
        )
        return add(connection, [new], now)

    # What there is to tell

    def told_by(self, workspace_id: int, kind: str, period: str) -> tuple[Win, ...]:
        """The wins that a delivery tells of, as they are now: none where all were taken back."""
        with self._database.read() as connection:
            sharing = channels.sharing_of(connection, workspace_id) or Sharing()
            deals = channels.told_in(connection, workspace_id, kind, period)
            wins = [self._win(connection, workspace_id, sharing, deal) for deal in deals]
        return tuple(win for win in wins if win is not None)

    def amendments(self) -> list[Amendment]:
        """The messages that were sent and are no longer true."""
        with self._database.read() as connection:
            told = channels.to_amend(connection, MOST_AMENDED)
        done = [one for one in told if one.settled and one.ts is None]
        for one in done:  # never sent: nothing to take back
            self.amended(one)
        sent = [one for one in told if one.settled and one.ts is not None]
        return [
            Amendment(one, self.told_by(one.workspace_id, one.kind, one.period), self.locale(one.workspace_id))
            for one in sent
        ]

    def locale(self, workspace_id: int) -> str:
        """In which language a workspace's channel is written to."""
        with self._database.read() as connection:
            return (channels.sharing_of(connection, workspace_id) or Sharing()).locale

    def amended(self, told: Told) -> None:
        """The message is as it should be."""
        with self._database.write() as connection:
            channels.amended(connection, told)

    def _win(self, connection: Connection, workspace_id: int, sharing: Sharing, deal_id: int) -> Win | None:
        """The deal as a win worth telling; None where it is none, or not of the threshold's currency."""
        yardstick = yardstick_of(connection, workspace_id)
        deal = Deals(connection, workspace_id, yardstick.horizon_months).by_id(deal_id).deal
        value, amount = deal.order_value, deal.amount
        if deal.deleted or deal.status is not Status.WON or deal.kind is not Kind.ONE_OFF:
            return None
        if value is None or amount is None or amount.currency != sharing.wins_currency or value < sharing.wins_from:
            return None
        tier = 3 if value >= HUGE * sharing.wins_from else 2 if value >= BIG * sharing.wins_from else 1
        opened, closed = deal.details.opened_on, deal.details.closed_on
        took = (closed - opened).days if deal.opened_known and opened and closed and closed > opened else None
        return Win(deal, tier, took, sharing.wins_name_customer)


def _became_one(changes: list[tuple[dict[str, Any] | None, dict[str, Any]]]) -> bool:
    """Whether these changes made it a win, or a larger one: a new note does not."""
    return any(
        before is None
        or before.get("status") != Status.WON.value
        or bool(before.get("deleted"))
        or before.get("amount") != after.get("amount")
        for before, after in changes
    )


def _is_news(deal: Deal, today: date) -> bool:
    closed = deal.details.closed_on
    return closed is not None and (today - closed).days <= NEWS_DAYS


def _shown(snapshot: dict[str, Any] | None) -> tuple[Any, ...]:
    """What a message says of a deal."""
    names = (
        "rep_id",
        "amount",
        "currency",
        "per",
        "customer",
        "product",
        "opened_on",
        "closed_on",
        "status",
        "deleted",
    )
    return () if snapshot is None else tuple(snapshot.get(name) for name in names)
