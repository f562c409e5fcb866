"""The workspace's clock: the real time, and what it was moved forward by, so that next Monday can be seen today."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import SlackError

# Far enough for every year that one wants to see, and near enough for message time stamps of ten digits.
LONGEST = timedelta(days=3660)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")
_log = logging.getLogger(__name__)


class LocalClock:
    """Real time plus an offset that only grows, until `reset`. It goes on ticking wherever it was moved to.

    Give the same object to `Playground(clock=…)` and its `now` to an app in the same process, and both live in the
    same week. `listen` tells of each move, so that the app can do at once what has become due. Safe between threads.
    """

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        """`real`: seconds since 1970, as `time.time` gives them."""
        self._real = real
        self._lock = threading.Lock()
        self._offset = timedelta()
        self._listeners: tuple[Callable[[], object], ...] = ()

    @property
    def offset(self) -> timedelta:
        """How far ahead of the real time it is; never negative."""
        return self._offset

    def now(self) -> datetime:
        """The moment, in UTC and aware of it."""
        return datetime.fromtimestamp(self._real(), UTC) + self._offset

    def timestamp(self) -> float:
        """The same in seconds since 1970."""
        return self._real() + self._offset.total_seconds()

    def forward(self, by: timedelta) -> datetime:
        """Move on by so much, and say what time it is then.

        Raises ValueError for less than nothing, and when it would be more than ten years ahead.
        """
        if by < timedelta():
            raise ValueError("The clock only moves forward; a reset takes it back to the real time.")
        with self._lock:
            if self._offset + by > LONGEST:
                raise ValueError("The clock can be ten years ahead at most.")
            self._offset += by
        self._tell()
        return self.now()

    def move_to(self, moment: datetime) -> datetime:
        """Move on to this moment (aware of its zone); ValueError when that is in the past or too far away."""
        if moment.tzinfo is None:
            raise ValueError("The moment must say its zone, as in 2026-11-23T08:00:00+01:00.")
        return self.forward(moment - self.now())

    def reset(self) -> None:
        """Back to the real time."""
        with self._lock:
            moved, self._offset = bool(self._offset), timedelta()
        if moved:
            self._tell()

    def listen(self, told: Callable[[], object]) -> Callable[[], None]:
        """`told()` after every move and reset, in the thread that moved it; what is returned ends that."""
        with self._lock:
            self._listeners = (*self._listeners, told)

        def end() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not told)

        return end

    def _tell(self) -> None:
        for told in self._listeners:
            try:
                told()
            except Exception:  # whoever listens must not keep others from the news, nor the clock from its new time
                _log.exception("a listener to the clock failed")


@dataclass(frozen=True, slots=True)
class WeekdayTime:
    """The next time that it is, say, Monday 08:00 in a zone."""

    weekday: int  # 0 is Monday
    at: time_of_day
    zone: ZoneInfo

    def after(self, moment: datetime) -> datetime:
        """The first such time after `moment`, in UTC. In the hour that a summer time skips: an hour later."""
        local = moment.astimezone(self.zone)
        days = (self.weekday - local.weekday()) % 7
        for ahead in (days, days + 7):
            wanted = datetime.combine(local.date() + timedelta(days=ahead), self.at, tzinfo=self.zone).astimezone(UTC)
            if wanted > moment:
                return wanted
        raise AssertionError("a week ahead is always later")


def move(clock: LocalClock, wanted: Mapping[str, Any], tz: str = "UTC") -> None:
    """Move the clock as a control call says; see `Control.clock`. `tz` is whose Monday morning is meant.

    Raises SlackError `invalid_arguments` with a sentence for what cannot be done.
    """
    try:
        if wanted.get("reset"):
            clock.reset()
        elif wanted.get("to"):
            clock.move_to(_moment(wanted["to"], tz))
        elif wanted.get("next"):
            clock.move_to(_weekday_time(str(wanted["next"]), tz).after(clock.now()))
        else:
            given = {unit: float(wanted[unit]) for unit in _UNITS if wanted.get(unit) is not None}
            if given:
                clock.forward(timedelta(**given))
    except (ValueError, TypeError, OverflowError) as wrong:
        raise SlackError("invalid_arguments", [str(wrong)]) from None


def shown(clock: LocalClock) -> dict[str, Any]:
    """The clock as the control API and the page see it: `now` in ISO 8601, `ts` and `offset_seconds`."""
    now = clock.now()
    return {
        "now": now.isoformat(timespec="seconds"),
        "ts": round(now.timestamp(), 3),
        "offset_seconds": round(clock.offset.total_seconds(), 3),
    }


def _moment(text: Any, tz: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"{text} is not a moment; write it as 2026-11-23T08:00.") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_zone(tz))


def _weekday_time(text: str, tz: str) -> WeekdayTime:
    day, _, clock = text.strip().lower().partition(" ")
    try:
        return WeekdayTime(WEEKDAYS.index(day), time_of_day.fromisoformat(clock or "00:00"), _zone(tz))
    except ValueError:
        raise ValueError(f"{text} is not a weekday with a time; write it as monday 08:00.") from None


def _zone(tz: str) -> ZoneInfo:
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
