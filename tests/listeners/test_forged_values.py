"""Buttons whose values no button of ours has: an old message's, or somebody's own. A sentence, never a traceback."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot import ids
from bot.app import create_app
from bot.assembly import build_services
from bot.playground import Playground
from bot.storage.engine import Database
from bot.texts import texts_for
from tests.conftest import MakePerson, StandingClock
from tests.stories.conftest import OSKAR, TEAM, Office, playground

OUT_OF_DATE = texts_for("en-GB").t("error.form_expired")
VALUES = ("", "x", "-1", "1e9", "9" * 16, "9" * 40, "1;drop", "٣")


@pytest.fixture
def slack() -> Iterator[Playground]:
    local = playground()
    local.start()
    yield local
    local.stop()


@pytest.fixture
def app(database: Database, clock: StandingClock, slack: Playground, make_person: MakePerson) -> App:
    make_person(OSKAR, name="Oskar", tz="Europe/London", locale="en-GB")
    services = build_services(database, clock)
    services.people.install(
        team_id=TEAM, team_name="Test", bot_token="xoxb-test", bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    return create_app(services, slack_api_url=slack.api_url)


def press(app: App, action_id: str, value: str) -> int:
    """A button in a message of whose conversation nothing more is known, so that the answer is a direct message."""
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    body: dict[str, Any] = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "test"},
        "user": {"id": OSKAR, "team_id": TEAM},
        "trigger_id": "1.2",
        "container": {"type": "message", "message_ts": "1.1"},
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "selected_option": option}
        ],
    }
    return int(app.dispatch(BoltRequest(body=body, mode="socket_mode")).status)


def told(slack: Playground) -> list[str]:
    return [answer.text for answer in Office(slack).sees(OSKAR, channel=OSKAR)]


@pytest.mark.parametrize(
    "action_id",
    [
        ids.ACTION_UNDO,
        ids.ACTION_DETAILS,
        ids.ACTION_LIST_EDIT,
        ids.ACTION_STALE_WON,
        ids.ACTION_STALE_OPEN,
        ids.ACTION_IMPORT_CONFIRM,
        ids.ACTION_IMPORT_DISMISS,
        ids.ACTION_BOARD_PLACE,
        ids.ACTION_UNDO_GOAL,
        ids.ACTION_UNDO_IMPORT,
        ids.ACTION_HOME_WON,
        ids.ACTION_HOME_OPEN,
        ids.ACTION_COACH_FINISH,
    ],
)
def test_a_value_that_is_no_id_is_out_of_date(
    app: App, slack: Playground, action_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    for value in VALUES:
        assert press(app, action_id, value) == 200
    assert told(slack) == [OUT_OF_DATE] * len(VALUES)
    assert not [record for record in caplog.records if "unexpected" in record.message]


def test_so_is_a_page_that_is_none(app: App, slack: Playground) -> None:
    for value in ("all:x", "all:" + "9" * 20, "open:", "open:-1"):
        press(app, ids.ACTION_LIST_PAGE, value)
    press(app, ids.ACTION_BOARD_PLACE, "2026-11-15:slowest")
    press(app, ids.ACTION_BOARD_PLACE, "2026-13-15:improved")
    assert told(slack) == [OUT_OF_DATE] * 6


def test_an_id_that_nothing_has_is_told_of_by_name(app: App, slack: Playground) -> None:
    press(app, ids.ACTION_DETAILS, str(2**31 - 1))
    press(app, ids.ACTION_STALE_WON, str(2**31))
    press(app, ids.ACTION_UNDO, "9" * 15)
    assert "#2147483647" in told(slack)[0]
    assert told(slack)[1:] == [OUT_OF_DATE] * 2
