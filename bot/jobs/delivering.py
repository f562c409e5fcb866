"""One delivery from beginning to end: look where its fate is in doubt, compose, post, write down what came of it."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.jobs.slack_line import LineError, Posted, SlackLine, Trouble
from bot.services.clock import Clock
from bot.services.people import People
from bot.services.post_office import PostOffice, State, Task
from bot.views.message import Message

log = logging.getLogger(__name__)

MOST_FAILURES = 5
"""Attempts to compose a message before it is given up."""


@dataclass(frozen=True, slots=True)
class Skip:
    """There is nothing to say to this recipient; `reason` is one word, for the delivery's row."""

    reason: str


class Compose(Protocol):
    """Makes a message, called when it is about to be sent, by any thread.

    `period` is the delivery's; `as_of` the last day that its figures know of, the same however late it is sent.
    `member_id` is None where the message goes to a channel.
    """

    def __call__(
        self, workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date
    ) -> Message | Skip: ...


@dataclass(slots=True)
class _Attempt:
    """How far one attempt got. `doubtful`: the message may have been sent before, and nobody has looked yet."""

    doubtful: bool
    looking: bool = False
    posting: bool = False


class Delivering:
    """Carries out tasks. Used by any number of threads at once."""

    def __init__(
        self,
        office: PostOffice,
        people: People,
        compose: Compose,
        line: SlackLine,
        clock: Clock,
        spread: Callable[[], float] = random.random,
    ) -> None:
        self._office = office
        self._people = people
        self._compose = compose
        self._line = line
        self._clock = clock
        self._spread = spread  # from 0 to 1, so that those who failed together do not all come back together

    def carry_out(self, task: Task) -> State:
        """Try once; returns the state that the delivery is left in (DUE: to be tried again)."""
        token = self._people.token(task.team_id)
        late = self._clock() > task.useful_until
        if token is None:
            return self._end(task, State.SKIPPED, "not_installed")
        if late and task.doubtful_since is None:
            return self._end(task, State.MISSED, "too_late")
        attempt = _Attempt(doubtful=task.doubtful_since is not None)
        try:
            return self._try(task, token.bot_token, attempt, late)
        except LineError as error:
            return self._after(task, error, attempt)

    def _try(self, task: Task, token: str, attempt: _Attempt, late: bool) -> State:
        channel = self._channel(task, token)
        if task.doubtful_since is not None:
            attempt.looking = True
            found = self._line.find(token, channel, task.delivery_id, task.doubtful_since)
            attempt.looking = attempt.doubtful = False
            if found is not None:
                return self._sent(task, found.channel, found.ts)
            if late:
                return self._end(task, State.MISSED, "too_late")
        message = self._composed(task)
        if not isinstance(message, Message):
            return message
        if self._clock() > task.lease_until - timedelta(seconds=self._office.timing.margin):
            # Too late to begin: another may take this task over before Slack has answered us.
            self._office.put_back(task, 0, "took_too_long", doubtful=attempt.doubtful)
            return State.DUE
        posted = self._post(task, token, channel, message, attempt)
        return self._sent(task, posted.channel, posted.ts)

    def _channel(self, task: Task, token: str) -> str:
        """Where it goes: the channel itself, or the direct messages with the person, opened once."""
        if task.member_id is None:
            return task.recipient_id
        if task.dm_channel is not None:
            return task.dm_channel
        channel = self._line.open(token, task.recipient_id)
        self._office.keep_dm(task, channel)
        return channel

    def _composed(self, task: Task) -> Message | State:
        try:
            said = self._compose(task.workspace_id, task.member_id, task.kind, task.period, _as_of(task))
        except Exception as error:
            log.exception("a message of kind %s could not be composed", task.kind)
            return self._again(task, f"compose: {type(error).__name__}", doubtful=False)
        return self._end(task, State.SKIPPED, said.reason) if isinstance(said, Skip) else said

    def _post(self, task: Task, token: str, channel: str, message: Message, attempt: _Attempt) -> Posted:
        attempt.posting = True
        if message.charts:
            try:
                return self._line.post(token, channel, task.delivery_id, message.text, list(message.with_charts))
            except LineError as error:
                if error.reason not in ("invalid_blocks", "invalid_blocks_format"):
                    raise
        return self._line.post(token, channel, task.delivery_id, message.text, list(message.blocks))

    def _after(self, task: Task, error: LineError, attempt: _Attempt) -> State:
        """What an answer other than yes leads to."""
        trouble, reason = error.trouble, error.reason
        if trouble is Trouble.WAIT:
            self._office.hold(task, error.wait, reason, doubtful=attempt.doubtful)
            return State.DUE
        if trouble is Trouble.UNREACHED:
            return self._again(task, reason, doubtful=attempt.doubtful)
        if trouble is Trouble.DOUBTFUL:
            return self._again(task, reason, doubtful=attempt.doubtful or attempt.posting)
        if trouble is Trouble.GONE and reason == "channel_not_found" and task.dm_channel is not None:
            self._office.keep_dm(task, None)  # what we remembered is no more: open anew
            return self._again(task, reason, doubtful=attempt.doubtful)
        if trouble in (Trouble.GONE, Trouble.NO_TOKEN):
            return self._end(task, State.SKIPPED, reason)
        if attempt.looking:
            # Nobody lets us see whether it was sent, so it is not sent again: rather once too few than twice.
            log.error("the fate of a message stays unknown: Slack says %s to conversations.history", reason)
            return self._end(task, State.FAILED, f"fate_unknown: {reason}")
        log.error("Slack does not take a message of kind %s: %s", task.kind, reason)
        return self._end(task, State.FAILED, reason)

    def _again(self, task: Task, reason: str, *, doubtful: bool) -> State:
        if reason.startswith("compose") and task.attempts + 1 >= MOST_FAILURES:
            return self._end(task, State.FAILED, reason)
        timing = self._office.timing
        wait = timing.retry_after(task.attempts) * (1 + self._spread() / 2)
        self._office.put_back(task, max(wait, timing.doubt) if doubtful else wait, reason, doubtful=doubtful)
        return State.DUE

    def _sent(self, task: Task, channel: str, ts: str) -> State:
        self._office.sent(task, channel, ts)
        return State.SENT

    def _end(self, task: Task, state: State, reason: str) -> State:
        self._office.give_up(task, state, reason)
        return state


def _as_of(task: Task) -> date:
    """The day that a period's name begins with."""
    return date.fromisoformat(task.period[:10])
