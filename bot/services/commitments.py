"""Commitments: taken on, followed week by week, judged and shared. Each change is one transaction, told once durable.

Nobody but the rep sees theirs; every question here is about the person who asks. What the manager may see is in
`bot.services.coach`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection

from bot.errors import FormExpired
from bot.services.clock import Clock, today_at_work
from bot.storage.commitments import CommitmentBook, SilenceBook, active_sellers
from bot.storage.engine import Database
from bot.storage.frames import tagged_deals_frame
from bot.values import Person
from bot.values.commitment import Answer, Commitment, Review, State
from coaching.baseline import Baseline, Pillar
from coaching.facts import Silence
from coaching.observed import HISTORY_WEEKS
from coaching.plan import AT_ONCE, rest_until
from coaching.review import REVIEW_WEEKS, Verdict, freeze, judge, review_on, what_next

COLLEAGUES_READ: Final = 12
"""A level is shrunk towards the team's, which so many colleagues show well enough; nobody waits for five hundred."""

# The pillars that a baseline can be frozen of; what is beside them (to begin to measure) has none.
FIGURES: Final[dict[str, Pillar]] = {
    "win_rate": "win_rate",
    "order_value": "order_value",
    "time_to_close": "time_to_close",
    "opportunities": "opportunities",
}


class Commitments:
    """What the person who asks has taken on."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, person: Person) -> list[Commitment]:
        """All that the person ever took on, oldest first."""
        with self._database.read() as connection:
            return CommitmentBook(connection, person.workspace_id).of(person.member_id)

    def running(self, person: Person) -> list[Commitment]:
        """What is under way, at most two."""
        with self._database.read() as connection:
            return CommitmentBook(connection, person.workspace_id).running(person.member_id)

    def one(self, person: Person, commitment_id: int) -> Commitment:
        """Raises FormExpired where there is none, or it is somebody else's."""
        with self._database.read() as connection:
            return _one(connection, person, commitment_id)

    def today(self, person: Person) -> date:
        """The day on which the person's figures end."""
        return today_at_work(person, self._clock())

    # Taking on

    def begin(
        self, person: Person, rule: str, pillar: str | None, weeks: int = REVIEW_WEEKS
    ) -> tuple[Commitment, bool] | None:
        """Take an action on from today: the baseline is frozen, the review comes after so many weeks.

        Tells whether it began just now; a second tap finds the one that is under way. None where two others are.
        """
        today = self.today(person)
        with self._database.read() as connection:
            before = CommitmentBook(connection, person.workspace_id).running(person.member_id)
            baseline = None if any(each.rule == rule for each in before) else self._freeze(connection, person, pillar)
        new = Commitment(
            0, person.member_id, rule, pillar, today, review_on(today, weeks), State.RUNNING, baseline=baseline
        )
        with self._database.write() as connection:
            book = CommitmentBook(connection, person.workspace_id)
            book.hold(person.member_id)
            running = book.running(person.member_id)
            for each in running:
                if each.rule == rule:
                    return each, False
            if len(running) >= AT_ONCE:
                return None
            SilenceBook(connection, person.workspace_id).end(person.member_id, rule, self._clock())
            return replace(new, id=book.add(new, self._clock())), True

    def review_in(self, person: Person, commitment_id: int, weeks: int) -> Commitment:
        """Have the review so many weeks after the start, or today where that day has passed.

        Raises FormExpired for another number of weeks than 1 to 26, and for what is no longer under way.
        """

        def moved(found: Commitment) -> dict[str, Any]:
            try:
                wanted = review_on(found.started_on, weeks)
            except ValueError:
                raise FormExpired from None
            day = max(wanted, self.today(person))
            return {} if day == found.review_on else {"review_on": day}

        return self._change(person, commitment_id, "review_moved", moved, State.RUNNING)

    def share(self, person: Person, commitment_id: int, *, shared: bool) -> Commitment:
        """Let managers see it, or no longer; at once either way."""

        def turned(found: Commitment) -> dict[str, Any]:
            return {} if found.shared == shared else {"shared": shared}

        return self._change(person, commitment_id, "shared" if shared else "unshared", turned)

    # Week by week

    def week_of(self, person: Person, day: date | None = None) -> date:
        """The first day of the week of a day, by default of today: what a check-in is about."""
        return week_start(day or self.today(person), person.yardstick.week_start)

    def check_in(self, person: Person, commitment_id: int, period: date, answer: Answer) -> Commitment:
        """Note how the week of a day went, in place of an answer before.

        Raises FormExpired for a week outside the commitment.
        """
        with self._database.write() as connection:
            book = CommitmentBook(connection, person.workspace_id)
            book.hold(person.member_id)
            found = _one(connection, person, commitment_id)
            first, last = self.week_of(person, found.started_on), self.week_of(person)
            if found.state is State.DROPPED or not first <= period < last + timedelta(days=7):
                raise FormExpired
            period = self.week_of(person, period)
            if found.answers.get(period) is not answer:
                book.check_in(commitment_id, period, answer, self._clock())
            return replace(found, answers={**found.answers, period: answer})

    # The verdict, and what comes after

    def review(self, person: Person, commitment_id: int) -> Review:
        """Judge a commitment by the whole days since its start, and end it. What was judged already is told again.

        Raises FormExpired for what was dropped.
        """
        with self._database.read() as connection:
            found = _one(connection, person, commitment_id)
            verdict = found.verdict if found.state is State.REVIEWED else self._judge(connection, person, found)
        if verdict is None or found.state is State.DROPPED:
            raise FormExpired
        if found.running:
            with self._database.write() as connection:
                book = CommitmentBook(connection, person.workspace_id)
                book.hold(person.member_id)
                now = _one(connection, person, commitment_id)
                if now.running:
                    values = {"verdict": verdict, "reviewed_on": self.today(person), "completion": now.completion}
                    book.change(commitment_id, self._clock(), "reviewed", state=State.REVIEWED.value, **values)
            return self.review(person, commitment_id)
        return Review(found, verdict, what_next(verdict.word, found.completion))

    def verdict_so_far(self, person: Person, commitment: Commitment) -> Verdict:
        """What a review would say now; nothing is changed by asking."""
        with self._database.read() as connection:
            return self._judge(connection, person, commitment)

    def resume(self, person: Person, commitment_id: int, weeks: int = REVIEW_WEEKS) -> Commitment | None:
        """Go on with what was reviewed or dropped, against the same baseline; None where two others are under way."""
        with self._database.write() as connection:
            book = CommitmentBook(connection, person.workspace_id)
            book.hold(person.member_id)
            found, running = _one(connection, person, commitment_id), book.running(person.member_id)
            for each in running:
                if each.rule == found.rule:
                    return each
            if len(running) >= AT_ONCE:
                return None
            SilenceBook(connection, person.workspace_id).end(person.member_id, found.rule, self._clock())
            day = max(found.review_on, review_on(self.today(person), weeks))
            book.change(commitment_id, self._clock(), "continued", state=State.RUNNING.value, review_on=day)
            return replace(found, state=State.RUNNING, review_on=day)

    def finish(self, person: Person, commitment_id: int) -> Commitment:
        """Leave what was reviewed at that: it rests. What is under way is dropped, without a verdict."""
        with self._database.write() as connection:
            book = CommitmentBook(connection, person.workspace_id)
            book.hold(person.member_id)
            found, silences = _one(connection, person, commitment_id), SilenceBook(connection, person.workspace_id)
            if found.running:
                book.change(commitment_id, self._clock(), "dropped", state=State.DROPPED.value)
                found = replace(found, state=State.DROPPED)
            today = self.today(person)
            if not any(each.rule == found.rule for each in silences.current(person.member_id, today)):
                silences.add(person.member_id, found.rule, "rest", rest_until(found.rule, today), self._clock())
            return found

    # What a rep does not want to hear of

    def silence(self, person: Person, rule: str, *, for_good: bool) -> Silence:
        """Do not suggest a rule: never again, or not until it has rested."""
        today = self.today(person)
        wanted = Silence(rule, "not_for_me") if for_good else Silence(rule, "rest", rest_until(rule, today))
        with self._database.write() as connection:
            CommitmentBook(connection, person.workspace_id).hold(person.member_id)
            silences = SilenceBook(connection, person.workspace_id)
            if wanted not in silences.current(person.member_id, today):
                silences.end(person.member_id, rule, self._clock())
                silences.add(person.member_id, rule, wanted.reason, wanted.until, self._clock())
        return wanted

    def heed(self, person: Person, rule: str) -> None:
        """Let a rule be suggested again."""
        with self._database.write() as connection:
            SilenceBook(connection, person.workspace_id).end(person.member_id, rule, self._clock())

    def _change(
        self,
        person: Person,
        commitment_id: int,
        deed: str,
        values_of: Callable[[Commitment], dict[str, Any]],
        state: State | None = None,
    ) -> Commitment:
        with self._database.write() as connection:
            book = CommitmentBook(connection, person.workspace_id)
            book.hold(person.member_id)
            found = _one(connection, person, commitment_id)
            if state is not None and found.state is not state:
                raise FormExpired
            values = values_of(found)
            if values:
                book.change(commitment_id, self._clock(), deed, **values)
            return replace(found, **values)

    def _freeze(self, connection: Connection, person: Person, pillar: str | None) -> Baseline | None:
        if pillar not in FIGURES:
            return None
        today, unit = self.today(person), person.yardstick.call_off_unit
        deals = _deals(connection, person, today)
        return freeze(deals, str(person.member_id), FIGURES[pillar], today, call_off_unit=unit)

    def _judge(self, connection: Connection, person: Person, found: Commitment) -> Verdict:
        # Today is not over: only whole days are compared with whole days.
        until = self.today(person) - timedelta(days=1)
        if found.baseline is None or until < found.started_on:
            return Verdict("too_early", 0, 0 if found.baseline is None else found.baseline.sample)
        deals, unit = _deals(connection, person, found.started_on), person.yardstick.call_off_unit
        rep = str(person.member_id)
        return judge(deals, rep, found.baseline, found.started_on, until, call_off_unit=unit)


def week_start(day: date, first: int) -> date:
    """The first day of the week of a day; `first` 0 is Monday, 6 Sunday."""
    return day - timedelta(days=(day.weekday() - first) % 7)


def _one(connection: Connection, person: Person, commitment_id: int) -> Commitment:
    found = CommitmentBook(connection, person.workspace_id).one(person.member_id, commitment_id)
    if found is None:
        raise FormExpired
    return found


def _deals(connection: Connection, person: Person, start: date) -> pd.DataFrame:
    """The deals of the year before a day and since, of the person and of some colleagues."""
    since = start - timedelta(weeks=HISTORY_WEEKS)
    others = active_sellers(connection, person.workspace_id, person.member_id, since, COLLEAGUES_READ)
    reps = [person.member_id, *others]
    return tagged_deals_frame(connection, person.workspace_id, person.yardstick, since=since, rep_ids=reps)
