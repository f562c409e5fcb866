"""`sales-coach demo`: starts the local Slack and the unchanged app, and opens the page."""

import locale
import logging
import signal
import threading
import webbrowser
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import SecretStr

from bot.app import create_app, file_work_of
from bot.assembly import build_engine, build_services, open_database
from bot.config import Settings, SettingsError, data_directory
from bot.demo.cast import CAST, CHANNELS, MANAGER_HANDLE, MANAGER_ID, MANAGER_NAME, TEAM_ID, TEAM_NAME
from bot.demo.seeding import TZ, seed
from bot.playground import Channel, Playground, Team, User
from bot.serving import connect_socket, install_from_environment

BOT_TOKEN = "xoxb-demo"
APP_TOKEN = "xapp-demo"
SWEDISH, ENGLISH = CAST[0], CAST[1]


def run(*, port: int, browser: bool, fresh: bool, say: Callable[[str], Any]) -> None:
    """Run the demo until told to stop."""
    logging.basicConfig(level=logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    folder = data_directory() / "demo"
    if fresh:
        _remove(folder)
    slack = demo_slack()
    try:
        slack.start(port=port)
    except OSError:
        raise SettingsError(f"Port {port} is taken. Choose another: sales-coach demo --port {port + 1}") from None
    settings = demo_settings(slack, folder)
    database = open_database(settings)
    services = build_services(database, slack.clock.now)  # the page's clock can be moved to next Monday
    install_from_environment(settings, services.people)
    workspace_id = services.people.workspace_id(TEAM_ID)
    if workspace_id is None:
        raise SettingsError("The demo's workspace could not be made. Try: sales-coach demo --fresh")
    seed(database, workspace_id, slack.clock.now())
    work = file_work_of(services, settings.slack_api_url)
    handler = connect_socket(settings, create_app(services, slack_api_url=settings.slack_api_url, work=work))
    english, swedish = f"{slack.url}/?user={ENGLISH.user_id}#C0SALES", f"{slack.url}/?user={SWEDISH.user_id}#C0SALJ"
    say(f"\n  Sales Coach is running: {slack.url}\n")
    say(f"  In English, as {ENGLISH.name}:  {english}")
    say(f"  På svenska, som {SWEDISH.name}:  {swedish}\n")
    say("  Type /deal won 25000, then /pillars. Ctrl+C stops it; what you recorded stays (--fresh begins anew).\n")
    if browser:
        _open(swedish if (locale.getlocale()[0] or "").startswith("sv") else english)
    engine = build_engine(settings, database, services, work)
    engine.start()
    stop_listening = slack.clock.listen(engine.sweep_soon)
    stop.wait()
    stop_listening()
    engine.stop()
    handler.close()  # type: ignore[no-untyped-call]
    slack.stop()
    database.close()


def demo_slack() -> Playground:
    """The demo company's workspace: eleven reps and their manager."""
    people = [
        User(id=who.user_id, name=who.handle, real_name=who.name, title=who.title, tz=TZ, locale=who.locale)
        for who in (ENGLISH, SWEDISH, *CAST[2:])
    ]
    manager = User(
        id=MANAGER_ID, name=MANAGER_HANDLE, real_name=MANAGER_NAME, title="Försäljningschef", tz=TZ, locale="sv-SE"
    )
    everyone = [user.id for user in (*people, manager)]
    return Playground(
        team=Team(id=TEAM_ID, name=TEAM_NAME, domain="nordljus"),
        users=[*people, manager],
        channels=[Channel(id=key, name=name, topic=topic, members=everyone) for key, name, topic in CHANNELS],
        manifest=read_manifest(),
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
    )


def demo_settings(slack: Playground, folder: Path) -> Settings:
    """Settings that point the app at the local Slack and at a database of its own, whatever the environment says."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_api_url=slack.api_url,
        database_url=SecretStr(f"sqlite:///{folder / 'demo.db'}"),
        host="127.0.0.1",
        port=3000,
        threads=16,
        web_concurrency=1,
        log_level="WARNING",
    )


def read_manifest() -> dict[str, Any]:
    """The app's manifest: beside the package in a checkout, inside it where it is installed."""
    inside = files("bot").joinpath("manifest.yml")
    beside = Path(__file__).parents[2] / "manifest.yml"
    manifest: dict[str, Any] = yaml.safe_load((inside if inside.is_file() else beside).read_text(encoding="utf-8"))
    return manifest


def _remove(folder: Path) -> None:
    """Remove the demo's own database, and nothing else."""
    for name in ("demo.db", "demo.db-wal", "demo.db-shm", "demo.db-jobs", "demo.db-jobs-wal", "demo.db-jobs-shm"):
        (folder / name).unlink(missing_ok=True)


def _open(address: str) -> None:
    """Open the page where there is a browser; where there is none, the printed address will do."""
    try:
        webbrowser.open(address)
    except webbrowser.Error:
        logging.getLogger(__name__).debug("no browser to open")
