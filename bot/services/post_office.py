"""Deliveries on their way: taken by one sender at a time, at the pace that Slack allows each workspace."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.clock import Clock
from bot.storage import deliveries, lanes
from bot.storage.deliveries import NewDelivery, Pace, Task
from bot.storage.engine import Database
from bot.storage.models import State

__all__ = ["Database", "NewDelivery", "PostOffice", "State", "Task", "Timing"]

POSTS_A_MINUTE = 200
"""In one workspace, by all processes: Slack allows "several hundred"; what people ask for meanwhile needs room, too."""

LOOKS_A_MINUTE = 50
"""conversations.open and conversations.history are calls of Slack's third tier: fifty a minute."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. A task belongs to who took it for `lease`; a post is begun no later than `margin` before its end and
    takes `post_timeout` at most, so that whoever takes the task over finds the message where it was sent.

    `doubt` is how long a post whose answer was lost is left alone before anybody looks for it.
    """

    lease: float = 120.0
    margin: float = 60.0
    post_timeout: int = 20
    doubt: float = 10.0
    first_retry: float = 5.0
    longest_retry: float = 900.0
    posts_a_minute: float = POSTS_A_MINUTE
    looks_a_minute: float = LOOKS_A_MINUTE
    same_recipient: float = 1.2

    @property
    def pace(self) -> Pace:
        return Pace(
            post=timedelta(minutes=1 / self.posts_a_minute),
            look_or_open=timedelta(minutes=1 / self.looks_a_minute),
            lease=timedelta(seconds=self.lease),
            same_recipient=timedelta(seconds=self.same_recipient),
        )

    def retry_after(self, attempts: int) -> float:
        """How long to wait after so many attempts that failed: three times as long each time."""
        return float(min(self.first_retry * 3 ** min(attempts, 10), self.longest_retry))


class PostOffice:
    """Where senders take deliveries and say what became of them. `who` names this process."""

    def __init__(self, database: Database, clock: Clock, who: str, timing: Timing | None = None) -> None:
        self._database = database
        self._clock = clock
        self._who = who[:60]
        self.timing = timing or Timing()
        self._pace = self.timing.pace

    def post(self, new: NewDelivery) -> bool:
        """Write down a message to be sent; False where the same one was written down before."""
        with self._database.write() as connection:
            return deliveries.add(connection, [new], self._clock()) == 1

    def take(self) -> Task | None:
        """The delivery whose turn it is now; None where nothing may be sent yet."""
        now = self._clock()
        if (wake := self.next_wake()) is None or wake > now:
            return None  # seen without a turn at writing
        with self._database.write() as connection:
            return deliveries.claim(connection, self._who, now, self._pace)

    def next_wake(self) -> datetime | None:
        """When there is next something to do; None where nothing waits."""
        with self._database.read() as connection:
            return lanes.next_wake(connection)

    def waiting(self, before: datetime) -> tuple[int, int]:
        """Workspaces that will have something to do by then, and how much."""
        with self._database.read() as connection:
            return lanes.waiting(connection, before)

    def sent(self, task: Task, channel: str, ts: str) -> bool:
        with self._database.write() as connection:
            return deliveries.settle(connection, task, State.SENT, self._clock(), channel=channel, ts=ts)

    def give_up(self, task: Task, state: State, reason: str) -> bool:
        """It will not be sent: SKIPPED, MISSED or FAILED."""
        with self._database.write() as connection:
            return deliveries.settle(connection, task, state, self._clock(), reason=reason)

    def put_back(self, task: Task, seconds: float, reason: str, *, doubtful: bool, counts: bool = True) -> bool:
        """Try again later. `doubtful`: it may have been sent; `counts`: the next wait will be longer."""
        at = self._clock() + timedelta(seconds=seconds)
        with self._database.write() as connection:
            return deliveries.put_back(connection, task, at, reason, doubtful=doubtful, counts=counts)

    def hold(self, task: Task, seconds: float, reason: str, *, doubtful: bool) -> bool:
        """Slack asks the workspace to wait: nobody sends anything there until then."""
        at = self._clock() + timedelta(seconds=seconds)
        with self._database.write() as connection:
            lanes.hold_lane(connection, task.workspace_id, at)
            return deliveries.put_back(connection, task, at, reason, doubtful=doubtful, counts=False)

    def keep_dm(self, task: Task, channel: str | None) -> None:
        """Remember the direct messages with a member; None: forget them."""
        if task.member_id is not None:
            with self._database.write() as connection:
                deliveries.keep_dm(connection, task.member_id, channel)
