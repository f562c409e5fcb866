"""What somebody did is done, and Slack does not take the answer: nobody is told that nothing happened."""

import pytest
from slack_sdk import WebClient

from bot import ids
from bot.assembly import build_services
from bot.listeners.asker import Asker
from bot.listeners.home import REFUSED_FOR_S, HomeListeners
from bot.services.clock import today_of
from bot.storage.engine import Database
from bot.texts import texts_for
from tests.conftest import StandingClock
from tests.stories.at_home import Home
from tests.stories.conftest import OSKAR, Office, running

BOTH_KINDS = pytest.mark.parametrize("office", ["socket", "http"], indirect=True)
ONE_KIND = pytest.mark.parametrize("office", ["socket"], indirect=True)


@BOTH_KINDS
@pytest.mark.parametrize("trouble", [{"error": "internal_error"}, {"status": 500}, {"status": "drop"}])
def test_a_form_closes_and_its_answer_is_a_direct_message(office: Office, trouble: dict[str, str]) -> None:
    home = Home(office, OSKAR)
    home.presses_for_form(ids.ACTION_NEW_DEAL)
    office.control("fail", method="views.publish", times=2, **trouble)
    assert home.submits(outcome="won", amount="25 000") == {}
    assert "#1001" in home.direct_messages[-1].text
    assert "25,000" in office.types(OSKAR, "/deal list").text


@ONE_KIND
def test_a_form_closes_also_where_no_message_can_be_sent(office: Office) -> None:
    office.types(OSKAR, "/deal open 700 Volvo")
    office.opens_form(OSKAR, "/deal edit 1001")
    for method in ("chat.postMessage", "response_url"):
        office.control("fail", method=method, error="internal_error", times=9)
    assert office.submits(OSKAR, amount="9 000")["errors"] == {}
    assert "9,000" in office.types(OSKAR, "/deal list").text


@BOTH_KINDS
def test_a_tap_on_the_home_tab_is_answered_on_top_of_it(office: Office) -> None:
    office.types(OSKAR, "/deal open 700 Volvo")
    home = Home(office, OSKAR)
    office.control("fail", method="views.publish", error="internal_error", times=2)
    home.presses(ids.ACTION_HOME_WON, "1001")
    assert "#1001" in home.sheet
    assert "went wrong" not in home.sheet
    assert "won" in office.types(OSKAR, "/deal list").text


@ONE_KIND
def test_or_by_a_direct_message(office: Office) -> None:
    office.types(OSKAR, "/deal open 700 Volvo")
    home = Home(office, OSKAR)
    for method in ("views.publish", "views.open"):
        office.control("fail", method=method, error="internal_error", times=9)
    home.presses(ids.ACTION_HOME_WON, "1001")
    assert "#1001" in home.direct_messages[-1].text
    assert "won" in office.types(OSKAR, "/deal list").text


@ONE_KIND
def test_a_tap_without_an_answer_of_its_own_says_to_look_again(office: Office) -> None:
    home = Home(office, OSKAR)
    office.control("fail", method="views.publish", error="internal_error", times=1)
    home.chooses(ids.ACTION_LANGUAGE, "sv")
    assert "Slack did not take what was to be shown." in home.sheet
    home.closes()
    home.opens()
    assert "Min sida" in home.words


@ONE_KIND
def test_a_home_tab_that_cannot_be_shown_is_no_reason_to_write(office: Office) -> None:
    home = Home(office, OSKAR)
    office.control("fail", method="views.publish", error="internal_error", times=1)
    office.control("open-home", user=OSKAR)
    home.opens()
    assert home.direct_messages == []


def test_charts_are_tried_again_after_an_hour(database: Database, clock: StandingClock) -> None:
    services, elapsed = build_services(database, clock), [0.0]
    with running(database, clock, "socket") as office:
        for month in ("09-01", "09-20", "10-10", "11-01"):
            office.types(OSKAR, f"/deal won 25000 Acme{month} closed:2026-{month}")
        shown = Home(office, OSKAR)
        client = WebClient(token="xoxb-test", base_url=office.slack.api_url)
        person = services.people.person(1, OSKAR, lambda: pytest.fail("Oskar is known"))
        asker = Asker(person, texts_for("en"), today_of(person, clock()))
        tab = HomeListeners(services.home, lambda: elapsed[-1])
        office.control("fail", method="views.publish", error="invalid_arguments", times=1)
        drawn = []
        for now in (0.0, REFUSED_FOR_S - 1, REFUSED_FOR_S + 1):
            elapsed.append(now)
            tab.publish(asker, client)
            drawn.append("data_visualization" in str(shown.view))
    assert drawn == [False, False, True]
