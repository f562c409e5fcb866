"""The keeper: counts teams' figures in the background and keeps them, so that no card reads the whole history.

Requests only ask for what they miss. One thread counts, one window after another; several processes share the work
by a lease. Where nobody asks and no day has passed, nothing is done.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.services.clock import Clock, day_in
from bot.services.counting import everybody, figures_of, reach, scores_of_each, summaries_of
from bot.services.drift_watch import read_drifts
from bot.services.imports import NO_OWNER
from bot.services.kept_figures import TeamCard, card_to_json, entries_to_json, fingerprint, team_to_json
from bot.services.kept_surroundings import read_everyone, with_everyone
from bot.storage import benchmarks as store
from bot.storage.engine import Database
from bot.storage.frames import lean_deals_frame
from bot.storage.workspaces import yardstick_of
from bot.values import Yardstick
from pillars import Window

log = logging.getLogger(__name__)

KEPT_ABOVE: Final = 2_000
"""Deals in a workspace. Fewer are counted with every card in no time, and nothing is kept of them."""

DAYS_OLD: Final = 2
"""The team's figures up to this many days ago serve to compare a window that ends today with."""

CHANGED_SHARE: Final = 10
"""When one in so many deals has changed, what reps are compared with is counted anew before the day is over."""

LEAST_AGE: Final = timedelta(seconds=30)
REST: Final = 30
"""Before it counts the same again the keeper rests this many times as long as the counting took, and `LEAST_AGE`."""

LEASE: Final = timedelta(minutes=3)
DAILY: Final = timedelta(hours=24)
FORGOTTEN_AFTER: Final = timedelta(days=4)
LOOK_EVERY_S: Final = 600.0
"""How often the keeper looks by itself whether a new day has begun somewhere."""

REPS_A_WRITE: Final = 100
"""Others write in between, so that nobody waits for five hundred rows."""


@dataclass(frozen=True, slots=True)
class Order:
    """A window of a workspace to be counted, and what to measure with."""

    workspace_id: int
    window: Window
    yardstick: Yardstick


@dataclass(slots=True)
class _Orders:
    """What is asked for and not done yet; each with what tells those who wait that it has been dealt with."""

    waiting: dict[Order, threading.Event] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    closed: bool = False


class Keeper:
    """Keeps the figures of the workspaces that have more than `kept_above` deals."""

    def __init__(self, database: Database, clock: Clock, kept_above: int = KEPT_ABOVE) -> None:
        self.kept_above = kept_above
        self._database = database
        self._clock = clock
        self._orders = _Orders()
        self._thread: threading.Thread | None = None
        self._looks = False

    # Asking

    def ask(self, order: Order) -> threading.Event:
        """Have a window counted soon, if it is due; the event is set when that is done, or was not needed."""
        with self._orders.changed:
            done = self._orders.waiting.setdefault(order, threading.Event())
            if self._orders.closed:
                done.set()
                return done
            self._run_thread()
            self._orders.changed.notify()
        return done

    def start(self) -> None:
        """Begin to look by itself, now and then: each workspace's window that ends today is kept ready."""
        with self._orders.changed:
            self._looks = True
            self._run_thread()
            self._orders.changed.notify()

    def close(self, patience_s: float = 5.0) -> None:
        """Stop; what is being counted is finished, or left, after a while. Nothing more is done after that."""
        with self._orders.changed:
            self._orders.closed = True
            for done in self._orders.waiting.values():
                done.set()
            self._orders.waiting.clear()
            self._orders.changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(patience_s)

    # Counting

    def renew(self, now: datetime | None = None) -> int:
        """Count whatever is due in the window that ends today, in every workspace; returns how many were counted."""
        now = self._clock() if now is None else now
        with self._database.read() as connection:
            workspaces = store.workspaces_above(connection, self.kept_above)
            yardsticks = {each: yardstick_of(connection, each) for each in workspaces}
        counted = 0
        for workspace_id, yardstick in yardsticks.items():
            if self._orders.closed:
                break
            window = Window.last_days(day_in(yardstick.tz, now))
            counted += self.make(Order(workspace_id, window, yardstick), now)
        return counted

    def make(self, order: Order, now: datetime | None = None) -> bool:
        """Count a window and keep it, if that is due and nobody else is at it; tells whether it was done."""
        now = self._clock() if now is None else now
        measured_with = fingerprint(order.yardstick)
        with self._database.read() as connection:
            if not self._is_due(connection, order, measured_with, now):
                return False
        with self._database.write() as connection:
            head = store.take_lease(connection, order.workspace_id, order.window, measured_with, now, now + LEASE)
        if head is None:
            return False
        try:
            self._count(order, head, measured_with, now)
        except BaseException:
            with self._database.write() as connection:
                store.release(connection, head)
            raise
        return True

    def _is_due(self, connection: Connection, order: Order, measured_with: str, now: datetime) -> bool:
        kept = store.find(connection, order.workspace_id, order.window, measured_with)
        if kept is None or kept.out_of_date_since is not None:
            return True
        if not store.changed_since(connection, order.workspace_id, kept.seen_change_id):
            return False
        age, rest = now - kept.made_at, max(REST * timedelta(milliseconds=kept.took_ms), LEAST_AGE)
        return age >= min(rest, DAILY)

    def _count(self, order: Order, head: int, measured_with: str, now: datetime) -> None:
        began = time.perf_counter()
        window, unit = order.window, order.yardstick.call_off_unit
        with self._database.read() as connection:
            seen, out_of_date = store.latest_change_id(connection), store.out_of_date_since(connection, head)
            deals = lean_deals_frame(connection, order.workspace_id, order.yardstick, since=reach(window))
            colleagues = store.colleagues(connection, order.workspace_id, NO_OWNER)
            drifts = read_drifts(connection, order.workspace_id, order.yardstick, window, colleagues)
            everyone = read_everyone(connection, order.workspace_id, order.yardstick, window, colleagues)
        team = everybody(deals, window, unit, colleagues, drifts)
        each = scores_of_each(deals, window, unit, colleagues)
        summaries = summaries_of(deals, window, unit, team.stale_days)
        figures = figures_of(deals, window, unit, summaries, whole=team.whole)
        card = TeamCard(figures, team.series, team.stale_days, {int(rep): scores for rep, scores in each.items()})
        for_team, for_reps = with_everyone(team_to_json(team), entries_to_json(team), team.members, everyone)
        for part in store.in_parts(for_reps, REPS_A_WRITE):
            with self._database.write() as connection:
                store.keep_entries(connection, order.workspace_id, head, measured_with, now, part)
        took_ms = round(1000 * (time.perf_counter() - began))
        with self._database.write() as connection:
            store.keep_figures(
                connection,
                head,
                measured_with,
                now,
                seen_change_id=seen,
                seen_out_of_date=out_of_date,
                deals=len(deals),
                took_ms=took_ms,
                team=for_team,
                card=card_to_json(card),
            )
            store.forget(connection, order.workspace_id, now - FORGOTTEN_AFTER)
        log.info("kept the figures of workspace %s, %s deals, in %s ms", order.workspace_id, len(deals), took_ms)

    # The thread

    def _run_thread(self) -> None:
        if self._thread is None and not self._orders.closed:
            self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        looked = -LOOK_EVERY_S
        while not self._orders.closed:
            if self._looks and time.monotonic() - looked >= LOOK_EVERY_S:
                looked = time.monotonic()
                self._try(self.renew)
            order = self._next()
            if order is not None:
                self._try(partial(self.make, order))
                with self._orders.changed:
                    done = self._orders.waiting.pop(order, None)
                if done is not None:
                    done.set()

    def _next(self) -> Order | None:
        """The next window to count; waits for one, or until it is time to look around."""
        with self._orders.changed:
            if not self._orders.waiting and not self._orders.closed:
                self._orders.changed.wait(LOOK_EVERY_S if self._looks else None)
            return next(iter(self._orders.waiting), None)

    def _try(self, what: Callable[[], object]) -> None:
        try:
            what()
        except Exception:
            log.exception("figures could not be counted")
