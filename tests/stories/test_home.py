"""The home tab as a rep uses it: what it shows, and open deals settled by one tap each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import ids
from bot.storage.engine import Database
from tests.conftest import StandingClock
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, MARIA, OSKAR, Office, running

ONE_KIND = pytest.mark.parametrize("office", ["socket"], indirect=True)


@pytest.fixture
def open_deals(office: Office) -> Office:
    """Three that Oskar has open, from #1001, and one of Elin's."""
    for n in range(3):
        office.types(OSKAR, f"/deal open {700 + n} Volvo{n}")
    office.types(ELIN, "/deal öppna 12 000 Bolaget")
    return office


@pytest.fixture
def asks(tmp_path: Path, sqlite_template: Path, clock: StandingClock) -> Iterator[Home]:
    """Oskar's, who says no reasons and has many deals open; the app began when they were there, so it may ask."""
    path = tmp_path / "asks.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with running(database, clock, "socket") as office:
        for n in range(6):
            office.types(OSKAR, f"/deal lost {500 + n} Acme{n} role:CEO")
        for n in range(MOST_TRIES):
            office.types(OSKAR, f"/deal open {700 + n} Volvo{n} role:CEO")
    with running(database, clock, "socket") as office:
        yield Home(office, OSKAR)
    database.close()


MOST_TRIES = 25


def loses_until_asked(home: Home) -> str:
    """Loses one deal after the other until a reason is asked for: what was said so far is added up in the background.

    Returns the number of the deal that it is asked of.
    """
    for _ in range(MOST_TRIES):
        number = str(home.buttons[ids.ACTION_HOME_LOST]["value"])
        home.presses(ids.ACTION_HOME_LOST, number)
        if "What decided it?" in home.words:
            return number
    raise AssertionError("nothing was asked")


class TestWhatIsSeen:
    @ONE_KIND
    def test_a_manager_who_does_not_sell_sees_the_team_first(self, office: Office) -> None:
        assert "This is how it begins" in Home(office, MARIA).words  # nobody sells yet
        office.types(OSKAR, "/deal won 25000 Acme")
        home = Home(office, MARIA)
        assert "● The team" in home.words
        home.presses(f"{ids.ACTION_HOME_TAB}:mine")
        assert "● My page" in home.words
        office.types(MARIA, "/deal won 25000 Volvo")
        assert "● My page" in Home(office, MARIA).words
        assert "● My page" in Home(office, OSKAR).words

    def test_tabs_and_pages(self, office: Office) -> None:
        for n in range(12):
            office.types(OSKAR, f"/deal open {700 + n} Volvo{n}")
        home = Home(office, OSKAR)
        assert home.words.startswith("Hello Oskar")
        assert "Page 1 of 3" in home.words
        assert "#1012" in home.words
        home.presses(ids.ACTION_HOME_PAGE)
        assert "Page 2 of 3" in home.words
        home.presses(ids.ACTION_HOME_PAGE)
        assert "Page 3 of 3" in home.words
        assert "#1001" in home.words
        home.presses(ids.ACTION_HOME_PAGE_BACK)
        assert "Page 2 of 3" in home.words
        home.presses(ids.ACTION_HOME_WON, "1005")
        assert "Page 2 of 3" in home.words  # one stays where one is
        home.presses(f"{ids.ACTION_HOME_TAB}:team")
        assert "● The team" in home.words
        assert "Page" not in home.words
        home.presses(f"{ids.ACTION_HOME_TAB}:mine")
        assert "Page 1 of 3" in home.words
        home.opens()
        assert home.direct_messages == []

    @ONE_KIND
    def test_who_has_which_tabs(self, office: Office) -> None:
        for user, tabs in ((OSKAR, 2), (MARIA, 2), (ANNA, 3)):
            home = Home(office, user)
            assert len([action for action in home.buttons if action.startswith(ids.ACTION_HOME_TAB)]) == tabs

    @ONE_KIND
    def test_names_stand_on_the_team_s_tab_for_managers_alone(self, open_deals: Office) -> None:
        open_deals.types(ELIN, "/deal vann 25 000 Acme")
        assert "Elin Sandberg" in Home(open_deals, MARIA, "team").words
        assert "Elin Sandberg" not in Home(open_deals, OSKAR, "team").words

    @ONE_KIND
    def test_where_slack_takes_no_charts_there_are_words(self, office: Office) -> None:
        for month in ("09-01", "09-20", "10-10", "11-01"):
            office.types(OSKAR, f"/deal won 25000 Acme{month} closed:2026-{month}")
        office.control("fail", method="views.publish", error="invalid_blocks")
        home = Home(office, OSKAR)
        assert home.answers_of("views.publish") == ["invalid_blocks", "ok"]
        assert "data_visualization" not in str(home.view)
        assert "Win rate over" in home.words
        home.opens()
        home.presses(f"{ids.ACTION_HOME_TAB}:team")
        assert home.answers_of("views.publish") == ["invalid_blocks", "ok", "ok", "ok"]
        assert "data_visualization" not in str(home.view)
        assert home.direct_messages == []

    @ONE_KIND
    def test_where_slack_takes_them_there_is_a_chart(self, office: Office) -> None:
        for month in ("09-01", "09-20", "10-10", "11-01"):
            office.types(OSKAR, f"/deal won 25000 Acme{month} closed:2026-{month}")
        assert "data_visualization" in str(Home(office, OSKAR).view)

    @ONE_KIND
    def test_the_reasons_are_on_top_and_a_chart_in_the_place_of_the_other(self, open_deals: Office) -> None:
        open_deals.types(OSKAR, "/deal won 25000 Acme")
        home = Home(open_deals, OSKAR)
        home.presses(ids.ACTION_WHY)
        assert "Win rate: 100%" in home.sheet
        home.closes()
        home.chooses(ids.ACTION_HOME_CHART, "time_to_close")
        assert "Time to close, week by week" in home.words
        assert home.windows == []
        home.presses(ids.ACTION_HOME_WON, "1002")
        assert "Time to close, week by week" in home.words
        assert home.direct_messages == []


class TestAllDeals:
    def test_what_is_decided_is_found_and_corrected(self, open_deals: Office) -> None:
        open_deals.types(OSKAR, "/deal won 25000 Acme")
        home = Home(open_deals, OSKAR)
        home.presses(ids.ACTION_HOME_DEALS)
        assert "✓ #1005 · Acme · SEK 25,000" in home.sheet
        home.chooses_on_sheet(ids.ACTION_LIST_EDIT, "1005")
        assert open_deals.modal(OSKAR)["title"]["text"] == "Edit #1005"
        assert home.submits(amount="26000") == {}
        assert "Amount: SEK 26,000 (was SEK 25,000)" in home.words


class TestOpenDeals:
    def test_won_by_one_tap_and_back(self, open_deals: Office) -> None:
        home = Home(open_deals, OSKAR)
        home.presses(ids.ACTION_HOME_WON, "1002")
        assert "Closed as won: #1002 · Volvo1 · SEK 701" in home.words.split("Your 2 open deals")[1]
        assert ids.ACTION_UNDO in home.buttons
        home.presses(ids.ACTION_UNDO)
        assert "Your 3 open deals" in home.words
        assert "#1002 · Volvo1 · SEK 701 · open for" in home.words
        assert "#1002" in open_deals.types(OSKAR, "/deal list open").text
        assert (home.windows, home.direct_messages) == ([], [])

    def test_the_reason_of_a_loss_is_asked_and_answered_there(self, asks: Home) -> None:
        number = loses_until_asked(asks)
        assert "What decided it?" in asks.words
        answer = next(action for action in asks.buttons if action.startswith(f"{ids.ACTION_TAG}:"))
        asks.presses(answer)
        assert f"#{number}" in asks.words
        assert "Reason for the loss: price" in asks.words
        assert "What decided it?" not in asks.words
        asks.presses(ids.ACTION_UNDO)
        assert "Reason for the loss" in asks.words
        assert (asks.windows, asks.direct_messages) == ([], [])

    def test_the_question_can_be_turned_down(self, asks: Home) -> None:
        loses_until_asked(asks)
        asks.presses(ids.ACTION_TAG_DISMISS)
        assert "no questions about “Reason for the loss” until 17 Feb 2027." in asks.words
        assert (asks.windows, asks.direct_messages) == ([], [])

    @ONE_KIND
    def test_a_stale_one_is_still_open(self, office: Office) -> None:
        for n in range(10):
            office.types(OSKAR, f"/deal won {500 + n} Acme{n} opened:2026-11-01 closed:2026-11-11")
        office.types(OSKAR, "/deal open 700 Volvo opened:2026-07-01")
        office.types(OSKAR, "/deal open 800 Saab")
        home = Home(office, OSKAR)
        assert "1 open deal is older than 10 days" in home.words
        assert home.words.index("#1011 · Volvo") < home.words.index("#1012 · Saab")
        home.presses(ids.ACTION_HOME_OPEN, "1011")
        assert "Still open: #1011 · Volvo · SEK 700. I leave it in peace until 16 Dec 2026." in home.words
        assert "is older than" not in home.words
        assert ids.ACTION_HOME_OPEN not in home.buttons
        assert "#1011 · Volvo · SEK 700 · open for 140 days" in home.words

    @ONE_KIND
    def test_the_same_tab_pressed_twice_closes_once(self, open_deals: Office) -> None:
        """Slack did not take the new tab, so the old one is still there to be pressed."""
        home = Home(open_deals, OSKAR)
        seen = home.view["hash"]
        open_deals.control("fail", method="views.publish", error="internal_error", times=2)
        home.presses(ids.ACTION_HOME_WON, "1002")
        assert home.view["hash"] == seen
        assert "#1002" in home.sheet
        home.closes()
        home.presses(ids.ACTION_HOME_WON, "1002")
        assert home.windows == []
        assert home.view["hash"] != seen
        home.presses(ids.ACTION_UNDO)
        assert "Your 3 open deals" in home.words

    @ONE_KIND
    def test_one_that_was_closed_elsewhere_is_said_to_be(self, open_deals: Office) -> None:
        home = Home(open_deals, OSKAR)
        open_deals.types(OSKAR, "/deal lost 1002")
        home.presses(ids.ACTION_HOME_WON, "1002")
        assert "#1002" in home.sheet
        assert "lost" in home.sheet
        assert "Your 2 open deals" in home.words
        assert home.direct_messages == []

    @ONE_KIND
    def test_one_that_is_gone_cannot_be_kept_or_edited(self, open_deals: Office) -> None:
        home = Home(open_deals, OSKAR)
        open_deals.types(OSKAR, "/deal delete 1002")
        home.presses(ids.ACTION_DETAILS, "1002")
        assert "#1002" in home.sheet
        assert "You deleted: #1002" in home.words
        assert home.words.count("#1002") == 1
        assert home.direct_messages == []
        home.closes()
        home.presses(ids.ACTION_UNDO)
        assert "Your 3 open deals" in home.words
