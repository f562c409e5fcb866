"""A sales team in a local Slack, an engine that is moved by hand, and a clock that naps move forward."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests
from pydantic import SecretStr
from sqlalchemy import select

from bot.config import Settings
from bot.jobs.delivering import Compose, Skip
from bot.jobs.engine import Engine
from bot.jobs.slack_line import EVENT_TYPE
from bot.playground import Playground, Team, User
from bot.services.people import People, Profile
from bot.services.post_office import Timing
from bot.services.weekly import Recipient, Weekly
from bot.storage.engine import Database
from bot.storage.models import Delivery
from bot.values import Person
from bot.views.message import Message

TEAM, TOKEN = "T0WEEK", "xoxb-week"

# Long before the local Slack's own time stamps, or a message would seem to have been posted before it was looked for.
SATURDAY = datetime(2025, 1, 4, 12, tzinfo=UTC)


class MovingClock:
    """A clock that only moves when told to, and naps that take no time. Any number of threads."""

    def __init__(self, now: datetime = SATURDAY) -> None:
        self.now = now
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        return self.now

    def nap(self, seconds: float) -> None:
        with self._lock:
            self.now += timedelta(seconds=seconds)

    def advance(self, **by: float) -> None:
        self.nap(timedelta(**by).total_seconds())


def say_the_period(workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message | Skip:
    """The smallest content there is: what a delivery is about."""
    blocks = ({"type": "section", "text": {"type": "plain_text", "text": f"{kind} {period} {as_of}"}},)
    return Message(f"{kind} {period}", blocks)


def own_week_only(_recipient: Recipient) -> Sequence[str]:
    return ("weekly",)


class Team_:  # noqa: N801 - slack_sdk's Team is another
    """The local Slack with its reps, all of whom have agreed to the weekly message, and engines to send it."""

    def __init__(self, database: Database, clock: MovingClock, zones: Sequence[str]) -> None:
        self.clock = clock
        self.database = database
        self.users = [f"U0REP{n:05}" for n in range(len(zones))]
        people = [User(id=u, name=u.lower(), real_name=u, tz=z) for u, z in zip(self.users, zones, strict=True)]
        self.slack = Playground(team=Team(id=TEAM, name="Week"), users=people, bot_token=TOKEN)
        self.slack.start()
        self.people = People(database, clock)
        self.workspace_id = self.people.install(
            team_id=TEAM, team_name="Week", bot_token=TOKEN, bot_id="B1", bot_user_id="U0BOT", source="test"
        )
        self.weekly = Weekly(database, clock, own_week_only)
        self.reps: dict[str, Person] = {}
        for user in people:
            self.reps[user.id] = self.moves(user.id, user.tz)
            self.weekly.set(self.reps[user.id])

    def moves(self, user: str, tz: str, *, active: bool = True) -> Person:
        """Slack says that the person's zone is another, or that they are gone."""
        profile = Profile(user, user, user.lower(), tz, "en-GB", slack_admin=False, active=active)
        self.people.remember(self.workspace_id, profile)
        return self.people.person(self.workspace_id, user, lambda: profile)

    def engine(self, compose: Compose = say_the_period, timing: Timing | None = None, **more: Any) -> Engine:
        settings = Settings(_env_file=None, slack_bot_token=SecretStr(TOKEN), slack_api_url=self.slack.api_url)
        return Engine(
            settings,
            self.database,
            self.people,
            compose,
            self.clock,
            weekly=self.weekly,
            timing=timing,
            **({"nap": self.clock.nap} | more),
        )

    def control(self, call: str, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = requests.post(f"{self.slack.url}/_control/{call}", json=body, timeout=15).json()
        return answer

    def inbox(self, user: str) -> list[dict[str, Any]]:
        """What a rep sees in the direct messages with the app."""
        answer = requests.get(f"{self.slack.url}/_control/messages/{user}", timeout=15).json()
        return list(answer.get("messages", []))

    def inboxes(self) -> dict[str, int]:
        return {user: len(self.inbox(user)) for user in self.users}

    def rows(self) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(select(*Delivery.__table__.columns).order_by(Delivery.id)))

    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.rows())

    def runs(self, engine: Engine, hours: float = 1.0) -> None:
        """Let the time pass with a sweep a minute and rounds as asked for, one after the other."""
        end = self.clock() + timedelta(hours=hours)
        while self.clock() < end:
            before = self.clock()
            if engine.sweep():
                engine.round()
            coming = [upcoming.occasion.due_at for upcoming in self.weekly.upcoming(self.workspace_id)]
            wake = engine.office.next_wake()
            following = min([*coming, *([] if wake is None else [wake]), end])
            self.clock.now = max(self.clock(), before + timedelta(minutes=1), following)


MakeTeam = Callable[..., Team_]


@pytest.fixture
def moving() -> MovingClock:
    return MovingClock()


@pytest.fixture
def make_team(database: Database, moving: MovingClock) -> Iterator[MakeTeam]:
    made: list[Team_] = []

    def make(zones: Sequence[str] = ("Europe/Stockholm",) * 3) -> Team_:
        made.append(Team_(database, moving, zones))
        return made[-1]

    yield make
    for team in made:
        team.slack.stop()


@pytest.fixture
def monday(make_team: MakeTeam, moving: MovingClock) -> Team_:
    """Three reps in Stockholm, a minute after Monday 08:00."""
    team = make_team()
    moving.now = datetime(2025, 1, 6, 7, 1, tzinfo=UTC)
    return team


def delivery_ids(messages: Sequence[dict[str, Any]]) -> list[str]:
    return [
        m["metadata"]["event_payload"]["id"] for m in messages if m.get("metadata", {}).get("event_type") == EVENT_TYPE
    ]
