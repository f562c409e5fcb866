"""One person's day with the app in whatever language it has for her; run as a process of its own, with its own `bot`.

`python -m tests.stories.abroad LOCALE DATABASE` types, opens the home tab and says as JSON what she was shown.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import bot
from bot.app import create_app
from bot.assembly import build_services
from bot.config import Settings
from bot.demo.start import read_manifest
from bot.playground import Channel, Playground, Team, User
from bot.serving import connect_socket, install_from_environment
from bot.storage.engine import Database
from bot.texts import languages
from tests.conftest import StandingClock
from tests.stories.conftest import SALES, TEAM, Office

KARI = "U0KARI"
LINES = (
    "/pillars",
    "/deal won 25000 Χ",
    "/deal won 25000 Χ",
    "/deal list",
    "/deal help",
    "/pillars help",
    "/coach",
    "/deal flurb 25000",
    "/deal won 25000 Χ closed:2031-01-01",
    "/pillars goal aov 30k",
)


def day(locale: str, address: str) -> dict[str, Any]:
    """What she is shown, by what she did. Customers have Greek names: what is in Latin letters is the app's own."""
    kari = User(id=KARI, name="kari", real_name="Κάρι", tz="Europe/Oslo", locale=locale)
    slack = Playground(
        team=Team(id=TEAM, name="Test", domain="test"),
        users=[kari],
        channels=[Channel(id=SALES, name="sales", members=[KARI], topic="")],
        manifest=read_manifest(),
        bot_token="xoxb-test",
        app_token="xapp-test",
        signing_secret="a signing secret",
    )
    slack.start()
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_app_token=SecretStr("xapp-test"),
        slack_api_url=slack.api_url,
    )
    services = build_services(Database(address), StandingClock())
    install_from_environment(settings, services.people)
    connect_socket(settings, create_app(services, slack_api_url=slack.api_url))
    office = Office(slack)
    said = {line: office.types(KARI, line).message for line in LINES}
    said["the form"] = office.opens_form(KARI, "/deal")["blocks"]
    said["the home tab"] = office.control("open-home", user=KARI)["view"]["blocks"]
    return {"bot": str(Path(bot.__file__).parent), "languages": [each.code for each in languages()], "said": said}


if __name__ == "__main__":
    print(json.dumps(day(*sys.argv[1:])), flush=True)
