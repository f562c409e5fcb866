"""What the engine does, as plain functions of the clock: the sweep that plans, and the rounds that send."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.jobs.delivering import Delivering
from bot.services.clock import Clock
from bot.services.post_office import PostOffice, State
from bot.services.weekly import Weekly

log = logging.getLogger(__name__)

SWEEP_S = 60
"""The engine looks once a minute who is due."""

ROUND_S = 300.0
"""A round ends by then, and the next sweep asks for another: nothing runs for ever."""

STAY_S = 20.0
"""A round stays for what becomes due so soon; anything later is the next sweep's."""

SHORTEST_NAP_S, LONGEST_NAP_S = 0.005, 1.0
"""Between two looks: a delivery may have been put back by another process."""

MOST_ROUNDS = 32
PER_LANE = 4
"""Rounds for one workspace: with an answer of Slack's taking a second, four keep the pace that Slack allows."""

PER_ROUND = 5
"""Deliveries that make another round worth its while."""

REALIGN_MINUTES = 15

MOST_FAILURES, FAILURE_NAP_S = 5, 2.0
"""Failures in a row after which a round ends. The next sweep asks for another."""


class Rounds:
    """The plan and the sending, without any thread of their own."""

    def __init__(
        self,
        weekly: Weekly,
        office: PostOffice,
        delivering: Delivering,
        clock: Clock,
        nap: Callable[[float], object],
        also: Sequence[Callable[[datetime], object]] = (),
    ) -> None:
        self._also = also
        self._weekly = weekly
        self._office = office
        self._delivering = delivering
        self._clock = clock
        self._nap = nap

    def sweep(self) -> int:
        """Plan what is due; returns how many rounds should send it, 0 where there is nothing to send.

        Done by several processes, or twice, it plans the same and nothing twice.
        """
        now = self._clock()
        if now.minute % REALIGN_MINUTES == 0:
            self._weekly.realign(now)
        planned = self._weekly.plan(now)
        if planned:
            log.info("%d weekly messages are due", planned)
        for also in self._also:
            try:
                also(now)
            except Exception:  # the weekly messages do not wait for what goes to channels
                log.exception("what goes to channels could not be planned; the next minute's sweep makes up for it")
        lanes, ready = self._office.waiting(now + timedelta(seconds=SWEEP_S))
        return min(MOST_ROUNDS, PER_LANE * lanes, max(1, -(-ready // PER_ROUND)))

    def round(self, stopping: Callable[[], bool] = lambda: False) -> Counter[State]:
        """Send one delivery after the other until nothing is to be sent soon; counts what came of them.

        Ends after the delivery in hand where `stopping()`. Raises what stopped it where it fails again and again.
        """
        done: Counter[State] = Counter()
        failures = 0
        end = self._clock() + timedelta(seconds=ROUND_S)
        while not stopping() and self._clock() < end:
            try:
                more = self._step(done)
            except Exception as error:  # the database is restarting, say: what was in hand will be looked after
                failures += 1
                if failures >= MOST_FAILURES:
                    raise
                log.warning("a delivery was interrupted: %s", type(error).__name__)
                self._nap(FAILURE_NAP_S)
                continue
            failures = 0
            if not more:
                break
        if done:
            log.info("deliveries: %s", ", ".join(f"{count} {state}" for state, count in sorted(done.items())))
        return done

    def _step(self, done: Counter[State]) -> bool:
        """One delivery, or a nap where none may be sent yet; False where nothing is to be sent soon."""
        task = self._office.take()
        if task is not None:
            done[self._delivering.carry_out(task)] += 1
            return True
        now, wake = self._clock(), self._office.next_wake()
        if wake is None or wake > now + timedelta(seconds=STAY_S):
            return False
        self._nap(min(LONGEST_NAP_S, max(SHORTEST_NAP_S, (wake - now).total_seconds())))
        return True
