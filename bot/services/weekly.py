"""The weekly message: who agreed to it, in which rhythm, and what is due now."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.services.clock import Clock, day_in
from bot.services.rhythm import Occasion, Rhythm, last_sunday, next_occasion, occasions_between, zone_of
from bot.storage import weekly_settings
from bot.storage.deliveries import NewDelivery, add, fate_of, send_at_once
from bot.storage.engine import Database
from bot.storage.models import State
from bot.storage.weekly_settings import KnownSetting, Recipient
from bot.values import Person, Role
from bot.values.letters import WeeklyChoice

__all__ = ["DIGEST", "WEEKLY", "Recipient", "Upcoming", "Weekly", "WeeklyChoice", "kinds_by_role"]

WEEKLY = "weekly"
DIGEST = "digest"

BATCH = 200
"""Recipients planned in one transaction: other writers wait for it."""

MOST_BATCHES = 5_000

APART = timedelta(seconds=2)
"""Between two messages to the same person: Slack takes one a second in a conversation."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A message that is to come."""

    recipient: Recipient
    kind: str
    occasion: Occasion


MOVED = timedelta(hours=26)
"""The most that two places' clocks differ: a message due later than that is another week's."""

Kinds = Callable[[Recipient], Sequence[str]]


def kinds_by_role(recipient: Recipient) -> Sequence[str]:
    """Everyone their own week; who sees everyone the team's, too."""
    return (WEEKLY,) if recipient.role is Role.REP else (WEEKLY, DIGEST)


class Weekly:
    """Consent and rhythm, each change one transaction, and the plan of what is due."""

    def __init__(self, database: Database, clock: Clock, kinds: Kinds = kinds_by_role, batch: int = BATCH) -> None:
        self._batch = batch
        self._database = database
        self._clock = clock
        self._kinds = kinds

    def choice(self, person: Person) -> WeeklyChoice:
        """What the person chose; the default rhythm, unwanted, where they never did."""
        with self._database.read() as connection:
            known = weekly_settings.setting_of(connection, person.member_id)
        return WeeklyChoice(wanted=False) if known is None else _choice(known, person.tz, self._clock())

    def set(self, person: Person, *, weekday: int | None = None, hour: int | None = None) -> WeeklyChoice:
        """Agree to the message, or change its rhythm; ends a stop and a pause. Raises ValueError for no such hour."""
        known = self.choice(person)
        rhythm = Rhythm(person.tz, known.weekday if weekday is None else weekday, known.hour if hour is None else hour)
        now = self._clock()
        return self._keep(
            person,
            consented_at=now,
            stopped_at=None,
            weekday=rhythm.weekday,
            hour=rhythm.hour,
            paused=False,
            paused_until=None,
            next_due_at=next_occasion(rhythm, now).due_at,
        )

    def pause(self, person: Person, until: date | None = None) -> WeeklyChoice:
        """Nothing until that day where the person is, or until they resume. Without consent nothing changes."""
        known = self.choice(person)
        if not known.wanted:
            return known
        rhythm = Rhythm(person.tz, known.weekday, known.hour)
        ends = None if until is None else datetime(until.year, until.month, until.day, tzinfo=zone_of(person.tz))
        following = None if ends is None else _first_from(rhythm, max(ends, self._clock()))
        return self._keep(person, paused=True, paused_until=ends, next_due_at=following)

    def resume(self, person: Person) -> WeeklyChoice:
        """End a pause. Without consent nothing changes."""
        known = self.choice(person)
        return self.set(person) if known.wanted else known

    def stop(self, person: Person) -> WeeklyChoice:
        """No more messages, until the person asks for them again."""
        return self._keep(person, stopped_at=self._clock(), paused=False, paused_until=None, next_due_at=None)

    def upcoming(self, workspace_id: int) -> list[Upcoming]:
        """Who in a workspace would get what and when, the next first: for showing, nothing is changed."""
        with self._database.read() as connection:
            recipients = weekly_settings.upcoming(connection, workspace_id)
        return [
            Upcoming(recipient, kind, _occasion_at(recipient))
            for recipient in recipients
            if recipient.active and recipient.installed
            for kind in self._kinds(recipient)
        ]

    def send_now(self, person: Person, kind: str = WEEKLY) -> State:
        """Have this week's message sent at once, consent or not, unless it was. Returns its state before."""
        now = self._clock()
        occasion = next_occasion(Rhythm(person.tz), now)
        with self._database.write() as connection:
            return send_at_once(
                connection,
                NewDelivery(
                    delivery_id=secrets.token_hex(16),
                    workspace_id=person.workspace_id,
                    recipient_id=person.slack_user_id,
                    member_id=person.member_id,
                    kind=kind,
                    period=last_sunday(day_in(person.tz, now)).isoformat(),
                    due_at=now,
                    useful_until=occasion.useful_until,
                ),
                now,
            )

    def fate(self, person: Person, kind: str, period: str) -> tuple[State, str | None]:
        """What became of a message, and why. Raises LookupError where it was never planned."""
        with self._database.read() as connection:
            found = fate_of(connection, person.workspace_id, person.slack_user_id, kind, period)
        if found is None:
            raise LookupError(f"no {kind} was planned for {period}")
        return found

    def plan(self, now: datetime) -> int:
        """Write down every message that is due by `now`; returns how many were. Done twice, it changes nothing more.

        What is too late to be useful is noted as missed, what has nobody to go to any more as skipped.
        """
        planned = 0
        for _ in range(MOST_BATCHES):
            with self._database.write() as connection:
                recipients = weekly_settings.due_recipients(connection, now, self._batch)
                new = [delivery for recipient in recipients for delivery in self._deliveries(recipient, now)]
                planned += add(connection, new, now)
                weekly_settings.set_next(connection, [_following(recipient, now) for recipient in recipients])
            if len(recipients) < self._batch:
                return planned
        return planned

    def realign(self, now: datetime) -> int:
        """Work out anew when those are due who moved to another zone or came back; returns how many those are."""
        done = 0
        for _ in range(MOST_BATCHES):
            with self._database.read() as connection:
                recipients = weekly_settings.out_of_step(connection, self._batch)
            if recipients:
                with self._database.write() as connection:
                    weekly_settings.set_next(connection, [_realigned(recipient, now) for recipient in recipients])
            done += len(recipients)
            if len(recipients) < self._batch:
                return done
        return done

    def _keep(self, person: Person, **values: Any) -> WeeklyChoice:
        with self._database.write() as connection:
            weekly_settings.keep(connection, person.workspace_id, person.member_id, {"tz": person.tz, **values})
        return self.choice(person)

    def _deliveries(self, recipient: Recipient, now: datetime) -> list[NewDelivery]:
        rhythm, first = _rhythm(recipient), recipient.next_due_at
        occasions = [] if first is None else occasions_between(rhythm, first, now)
        return [
            NewDelivery(
                delivery_id=secrets.token_hex(16),
                workspace_id=recipient.workspace_id,
                recipient_id=recipient.slack_user_id or f"member {recipient.member_id}",
                member_id=recipient.member_id,
                kind=kind,
                period=occasion.period,
                due_at=occasion.due_at + n * APART,
                useful_until=occasion.useful_until,
                state=state,
                reason=reason,
            )
            for occasion in occasions
            for state, reason in [_fate(recipient, occasion, now)]
            for n, kind in enumerate(self._kinds(recipient))
        ]


def _fate(recipient: Recipient, occasion: Occasion, now: datetime) -> tuple[State, str | None]:
    if not recipient.installed:
        return State.SKIPPED, "not_installed"
    if not recipient.active:
        return State.SKIPPED, "deactivated"
    if now > occasion.useful_until:
        return State.MISSED, "too_late"
    return State.DUE, None


def _following(recipient: Recipient, now: datetime) -> tuple[int, str, datetime | None]:
    """Who is gone is not planned for again; `realign` finds them when they come back."""
    if not recipient.active or not recipient.installed:
        return recipient.member_id, recipient.tz, None
    after = now if recipient.paused_until is None else max(now, recipient.paused_until)
    return recipient.member_id, recipient.tz, _first_from(_rhythm(recipient), after)


def _realigned(recipient: Recipient, now: datetime) -> tuple[int, str, datetime | None]:
    """Where a move has put this week's hour into the past before the message came, it is due at once."""
    if recipient.next_due_at is not None and recipient.paused_until is None:
        passed = next_occasion(_rhythm(recipient), now - MOVED)
        if passed.due_at <= now < recipient.next_due_at < passed.due_at + MOVED:
            return recipient.member_id, recipient.tz, passed.due_at
    return _following(recipient, now)


def _first_from(rhythm: Rhythm, moment: datetime) -> datetime:
    return next_occasion(rhythm, moment).due_at


def _rhythm(recipient: Recipient) -> Rhythm:
    return Rhythm(recipient.tz, recipient.weekday, recipient.hour)


def _occasion_at(recipient: Recipient) -> Occasion:
    due = recipient.next_due_at
    if due is None:
        raise LookupError(f"nothing is to come for member {recipient.member_id}")
    return next_occasion(_rhythm(recipient), due - timedelta(microseconds=1))


def _choice(known: KnownSetting, tz: str, now: datetime) -> WeeklyChoice:
    ends = known.paused_until
    paused = known.consented and known.paused and (ends is None or ends > now)
    until = ends.astimezone(zone_of(tz)).date() if paused and ends is not None else None
    return WeeklyChoice(known.consented, known.weekday, known.hour, paused, until, known.next_due_at, asked=True)
