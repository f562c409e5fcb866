"""The demo's company in one language and at a fixed time, so that the guide's pictures come out the same each time."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import requests
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Services, create_app, file_work_of
from bot.assembly import build_engine, build_services, open_database
from bot.demo.cast import CAST, CHANNELS, MANAGER_HANDLE, MANAGER_ID, MANAGER_NAME, TEAM_ID, TEAM_NAME
from bot.demo.seeding import TZ, seed
from bot.demo.start import APP_TOKEN, BOT_TOKEN, demo_settings, read_manifest
from bot.jobs.engine import Engine
from bot.playground import Channel, Playground, Team, User
from bot.playground.clock import LocalClock
from bot.playground.workspace import Timing
from bot.serving import connect_socket, install_from_environment

NOW = datetime(2026, 11, 18, 9, 20, tzinfo=UTC)
"""A Wednesday morning: most pictures are of this moment."""

LOCALES = {"en": "en-GB", "sv": "sv-SE"}
SALES = {"en": "C0SALES", "sv": "C0SALJ"}
NEWCOMER = User("U0MOA", "moa", "Moa Rask", tz=TZ, title="")
PATIENT = Timing(ack_seconds=30.0, trigger_seconds=60.0)
"""A machine that is busy with other things takes its time."""

TRIES, NAP, QUIET = 400, 0.05, 12


class StandingTime:
    """Seconds since 1970 that stand still until they are set, and run only while something waits for them."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._running_since: float | None = None

    def __call__(self) -> float:
        gone = 0.0 if self._running_since is None else time.monotonic() - self._running_since
        return self.moment.timestamp() + gone

    @contextmanager
    def running(self) -> Iterator[None]:
        """What sends messages waits between two of them, by this clock."""
        self._running_since = time.monotonic()
        yield
        self._running_since = None


class Company:
    """The local Slack, the unchanged app and eighteen months of deals, everybody in `language`. A context manager."""

    def __init__(self, language: str, port: int = 0) -> None:
        self.language, self.sales = language, SALES[language]
        self._time, self._port = StandingTime(NOW), port
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.slack = self._local_slack()

    def _local_slack(self) -> Playground:
        locale = LOCALES[self.language]
        people = [
            User(who.user_id, who.handle, who.name, tz=TZ, locale=locale, title=who.title)
            for who in CAST  # the manager comes last, as in the demo
        ]
        manager = User(MANAGER_ID, MANAGER_HANDLE, MANAGER_NAME, tz=TZ, locale=locale)
        everyone = [*people, manager, replace(NEWCOMER, locale=locale)]
        return Playground(
            team=Team(id=TEAM_ID, name=TEAM_NAME, domain="nordljus"),
            users=everyone,
            channels=[Channel(key, name, [user.id for user in everyone], topic) for key, name, topic in CHANNELS],
            manifest=read_manifest(),
            bot_token=BOT_TOKEN,
            app_token=APP_TOKEN,
            clock=LocalClock(self._time),
            timing=PATIENT,
        )

    def __enter__(self) -> Self:
        self.slack.start(port=self._port)
        settings = demo_settings(self.slack, Path(self._folder.name))
        self._database = open_database(settings)
        self.services: Services = build_services(self._database, self.slack.clock.now)
        install_from_environment(settings, self.services.people)
        workspace_id = self.services.people.workspace_id(TEAM_ID)
        if workspace_id is None:
            raise RuntimeError("the workspace could not be made")
        seed(self._database, workspace_id, NOW)
        work = file_work_of(self.services, settings.slack_api_url)
        app = create_app(self.services, slack_api_url=settings.slack_api_url, work=work)
        self._handler: SocketModeHandler = connect_socket(settings, app)
        # Never started: it sends when the clock is moved, and not while a picture is taken.
        self._engine: Engine = build_engine(settings, self._database, self.services, work)
        for user in (*(who.user_id for who in CAST), MANAGER_ID):
            self.control(f"users/{user}", locale=LOCALES[self.language])
        return self

    def __exit__(self, *_: object) -> None:
        self._handler.close()  # type: ignore[no-untyped-call]
        self.slack.stop()
        self._database.close()
        self._folder.cleanup()

    def control(self, call: str, **body: Any) -> dict[str, Any]:
        """One call of the local Slack's control API; raises RuntimeError where it does not work."""
        answer = requests.post(f"{self.slack.url}/_control/{call}", json=body, timeout=30)
        found: dict[str, Any] = answer.json()
        if not found.get("ok"):
            raise RuntimeError(f"{call}: {found}")
        return found

    def set_time(self, moment: datetime) -> None:
        """Let it be this moment, also an earlier one, and let what has become due be sent."""
        self._time.moment = moment
        with self._time.running():
            self._engine.sweep()
            self._engine.round()

    def types(self, user: str, line: str, channel: str = "") -> dict[str, Any]:
        """A command or a sentence; the first message that answers a command."""
        done = self.control("message", user=user, channel=channel or self.sales, text=line, wait_seconds=20)
        messages = done.get("messages") or [{}]
        first: dict[str, Any] = messages[0]
        return first

    def presses(self, user: str, action: str, channel: str = "", nth: int = 0) -> None:
        """A button by its action's name, on the newest message that this person sees with such a one."""
        place = channel or self.sales
        query = {"user": user}
        found = requests.get(f"{self.slack.url}/_control/messages/{place}", params=query, timeout=30).json()
        for message in reversed(found["messages"]):
            buttons = [
                (block["block_id"], element)
                for block in message.get("blocks") or ()
                for element in elements(block)
                if str(element.get("action_id", "")).startswith(action)
            ]
            if len(buttons) > nth:
                block_id, element = buttons[nth]
                act: dict[str, Any] = {key: element[key] for key in ("type", "action_id", "value") if key in element}
                act["block_id"] = block_id
                self.control("interact", channel=place, messageTs=message["ts"], user=user, action=act)
                return
        raise RuntimeError(f"nothing to press for {action}")

    def snapshot(self, user: str) -> dict[str, Any]:
        """All that this person's page shows."""
        answer = requests.get(f"{self.slack.url}/_page/snapshot", params={"user": user}, timeout=30)
        found: dict[str, Any] = answer.json()
        return found

    def dm(self, user: str) -> str:
        """The person's direct message with the app."""
        return next(str(channel["id"]) for channel in self.snapshot(user)["channels"] if channel["is_im"])

    def settle(self) -> None:
        """Wait until the app has said all that it has to say for now."""
        quiet, version = 0, -1
        for _ in range(TRIES):
            now = self.snapshot(MANAGER_ID)["version"]
            quiet, version = (quiet + 1 if now == version else 0), now
            if quiet >= QUIET:
                return
            time.sleep(NAP)

    def until(self, reached: Callable[[], object]) -> None:
        """Wait for something that another thread brings about."""
        for _ in range(TRIES):
            if reached():
                return
            time.sleep(NAP)
        raise RuntimeError("it did not come about")


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be pressed in a block, beside its text too."""
    found = [*block.get("elements", ()), *block.get("actions", ())]
    if accessory := block.get("accessory"):
        found.append(accessory)
    return [element for element in found if isinstance(element, dict)]
