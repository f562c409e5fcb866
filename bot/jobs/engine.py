"""The engine: a sweep a minute that plans what is due, and rounds that send it, in as many processes as there are.

DBOS says when and where; what was sent and what is to be sent stands in the delivery rows (docs/decisions/0012).
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.jobs.delivering import Compose, Delivering
from bot.jobs.rounds import Rounds
from bot.jobs.slack_line import SlackLine
from bot.services.clock import Clock
from bot.services.people import People
from bot.services.post_office import Database, PostOffice, State, Task, Timing
from bot.services.weekly import Weekly

if TYPE_CHECKING:
    from bot.jobs.clockwork import Tempo

log = logging.getLogger(__name__)

PATIENCE_S = 30.0
"""How long a stop waits for the messages in hand: longer than Slack may take to answer one."""


class Engine:
    """Sends what is due until stopped. Every process of a fleet runs one, with the same database.

    `sweep` and `round` can be called without `start`, with a clock and a `nap` of one's own: that is all it does.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        people: People,
        compose: Compose,
        clock: Clock,
        *,
        weekly: Weekly | None = None,
        timing: Timing | None = None,
        tempo: "Tempo | None" = None,
        nap: Callable[[float], object] | None = None,
        also: Sequence[Callable[[datetime], object]] = (),
    ) -> None:
        """`also` is done with every sweep, after the weekly messages are planned."""
        self._database = database
        self._tempo = tempo
        self._stopping = threading.Event()
        self._running = 0
        self._ended = threading.Condition()
        # New with every start: after a crash nobody may take this process's deliveries for its own.
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        timing = timing or Timing()
        self.office = PostOffice(database, clock, self.name, timing)
        self._delivering = Delivering(
            self.office, people, compose, SlackLine(settings.slack_api_url, timing.post_timeout), clock
        )
        self._rounds = Rounds(
            weekly or Weekly(database, clock), self.office, self._delivering, clock, nap or self._stopping.wait, also
        )

    def sweep(self) -> int:
        """Plan what is due; returns how many rounds should send it."""
        return self._rounds.sweep()

    def sweep_soon(self) -> None:
        """Plan and send what has become due, in a thread of its own: for a clock that was moved."""
        threading.Thread(target=self._sweep_and_send, name="moved clock", daemon=True).start()

    def _sweep_and_send(self) -> None:
        try:
            if self.sweep() and not self._stopping.is_set():
                self.round()
        except Exception:
            log.exception("what became due could not be sent; the next sweep makes up for it")

    def carry_out(self, task: Task) -> State:
        """Try one delivery once."""
        return self._delivering.carry_out(task)

    def round(self) -> Counter[State]:
        """Send what is due, one after the other; returns what came of it. Any number may run at once."""
        with self._ended:
            self._running += 1
        try:
            return self._rounds.round(self._stopping.is_set)
        finally:
            with self._ended:
                self._running -= 1
                self._ended.notify_all()

    def start(self) -> None:
        """Begin; returns at once. Raises what the database raises where it does not answer."""
        from bot.jobs.clockwork import USUAL, Clockwork  # takes a while, and only who serves needs it

        self._stopping.clear()
        tempo = self._tempo or USUAL
        self._clockwork = Clockwork(jobs_database(self._database), self.name, self.sweep, self.round, tempo)
        self._clockwork.start()
        log.info("weekly messages are sent from here")

    def stop(self) -> None:
        """End: what is being sent is sent and written down, the rest is left to the others, or to the next start."""
        self._stopping.set()
        end = time.monotonic() + PATIENCE_S
        with self._ended:
            while self._running and (left := end - time.monotonic()) > 0:
                self._ended.wait(left)
        self._clockwork.stop()


def jobs_database(database: Database) -> str:
    """Where DBOS keeps its own: beside the file on SQLite, in the same database on PostgreSQL."""
    url = database.url
    if not database.is_sqlite:
        return url.render_as_string(hide_password=False)
    return url.set(database=f"{url.database}-jobs").render_as_string(hide_password=False)
