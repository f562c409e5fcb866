"""What is done from the home tab with more than one tap: forms, what to work on, one's own settings."""

import pytest

from bot import ids
from tests.stories.at_home import Home
from tests.stories.conftest import ELIN, MARIA, OSKAR, Office

ONE_KIND = pytest.mark.parametrize("office", ["socket"], indirect=True)


class TestForms:
    def test_a_deal_is_recorded_and_answered_on_the_tab(self, office: Office) -> None:
        home = Home(office, OSKAR)
        assert "This is how it begins" in home.words
        home.presses_for_form(ids.ACTION_NEW_DEAL)
        assert set(home.submits(outcome="won", amount="much")) == {ids.FIELD_AMOUNT}
        assert home.submits(outcome="won", amount="25 000") == {}
        assert "#1001" in home.words
        assert "This is how it begins" not in home.words
        assert home.direct_messages == []
        home.presses(ids.ACTION_UNDO)
        assert "This is how it begins" in home.words
        home.opens()
        assert "#1001" not in home.words  # the answer was of then

    @ONE_KIND
    def test_the_same_deal_again_is_asked_about_and_recorded_once(self, office: Office) -> None:
        """Slack does not take the new tab at first, so that the question is there to be answered a second time."""
        office.types(OSKAR, "/deal open 25000")
        home = Home(office, OSKAR)
        home.presses_for_form(ids.ACTION_NEW_DEAL)
        assert home.submits(outcome="open", amount="25 000") == {}
        assert "Your open deal" in home.words
        asked = home.view["hash"]
        office.control("fail", method="views.publish", error="internal_error", times=2)
        home.presses(ids.ACTION_RECORD_AGAIN)
        assert home.view["hash"] == asked
        home.closes()
        home.presses(ids.ACTION_RECORD_AGAIN)
        assert "Your 2 open deals" in home.words
        assert home.direct_messages == []

    @ONE_KIND
    def test_an_open_deal_is_edited(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 700 Volvo")
        home = Home(office, OSKAR)
        home.presses_for_form(ids.ACTION_DETAILS, "1001")
        assert home.submits(amount="9 000") == {}
        assert "#1001 · Volvo · SEK 9,000 · open for" in home.words
        assert ids.ACTION_UNDO in home.buttons
        assert home.direct_messages == []

    @ONE_KIND
    def test_goals(self, office: Office) -> None:
        office.types(OSKAR, "/deal won 25000 Acme")
        home = Home(office, OSKAR)
        assert "No goal yet." in home.words
        home.presses_for_form(ids.ACTION_GOAL, "mine")
        assert set(home.submits(goal_pillar="win_rate", goal_level="140%")) == {ids.FIELD_GOAL_LEVEL}
        assert home.submits(goal_pillar="order_value", goal_level="30k") == {}
        assert "Your goal is set. Average order value: SEK 30,000." in home.words
        line = "Average order value, goal SEK 30,000: 83% of the way, SEK 25,000 now (1 order)"
        assert line in home.words
        assert line in office.types(OSKAR, "/pillars").text
        view = home.presses_for_form(ids.ACTION_GOAL, "mine")
        assert "SEK" in str(view["blocks"])
        assert set(home.submits(goal_pillar="win_rate")) == {ids.FIELD_GOAL_PILLAR}  # there is none to remove
        assert home.submits(goal_pillar="order_value") == {}
        assert "No goal yet." in home.words
        home.presses(ids.ACTION_UNDO_GOAL)
        assert line in home.words
        assert home.direct_messages == []

    @ONE_KIND
    def test_the_team_s_goal_is_the_manager_s(self, office: Office) -> None:
        home = Home(office, MARIA, "team")
        home.presses_for_form(ids.ACTION_GOAL, "team")
        assert home.submits(goal_pillar="win_rate", goal_level="40%") == {}
        assert "● The team" in home.words
        assert "Win rate, goal 40%" in home.words
        assert home.buttons[ids.ACTION_GOAL]["text"]["text"] == "Change the team’s goals"
        rep = Home(office, OSKAR, "team")
        assert ids.ACTION_GOAL not in rep.buttons
        assert "Win rate, goal 40%" in rep.words


class TestWhatToWorkOn:
    def test_from_a_suggestion_to_a_check_in(self, office: Office) -> None:
        office.types(OSKAR, "/deal lost 25000 Acme reason:price")
        home = Home(office, OSKAR)
        assert "Nothing is under way." in home.words
        home.presses(ids.ACTION_COACH_PLAN)
        assert "There are too few deals yet for figures" in home.sheet
        home.presses_on_sheet(ids.ACTION_COACH_COMMIT)
        assert "Agreed: " in home.sheet
        assert len(home.windows) == 2
        home.presses_on_sheet(ids.ACTION_COACH_REVIEW_WEEKS + ":8")
        assert "13 Jan 2027" in home.sheet
        assert len(home.windows) == 2  # in its place: Slack takes three at most
        home.closes()
        assert "Nothing is under way." not in home.words
        assert "just begun, review on 13 Jan 2027" in home.words
        assert ids.ACTION_COACH_CHECK_YES in home.buttons
        home.presses(ids.ACTION_COACH_CHECK_PARTLY)
        assert home.windows == []
        assert "kept in 1 of 1 week" in home.words
        home.presses(ids.ACTION_COACH_SHARE)
        assert ids.ACTION_COACH_UNSHARE in home.buttons
        assert "Oskar Berg" in Home(office, MARIA, "team").words
        home.presses(ids.ACTION_COACH_FINISH)
        assert len(home.windows) == 1
        assert home.direct_messages == []

    @ONE_KIND
    def test_nothing_yet_leads_to_the_form(self, office: Office) -> None:
        home = Home(office, OSKAR)
        home.presses(ids.ACTION_COACH_PLAN)
        assert ids.ACTION_NEW_DEAL in str(home.windows[-1])
        home.presses_on_sheet(ids.ACTION_NEW_DEAL)
        assert office.modal(OSKAR)["callback_id"] == ids.CALLBACK_DEAL_FORM
        assert home.submits(outcome="won", amount="25 000") == {}
        assert "#1001" in home.words
        assert home.direct_messages == []


class TestWhichDeal:
    """A form for a new deal with a customer whose deals are open: whoever presses the button may mean one of those."""

    def opens(self, office: Office, **said: str) -> Home:
        office.types(OSKAR, "/deal open 50k Acme opened:2026-11-01")
        home = Home(office, OSKAR)
        home.presses_for_form(ids.ACTION_NEW_DEAL)
        office.submits(OSKAR, outcome="won", amount="25k", customer="+Acme", **said)
        return home

    def test_it_is_that_one(self, office: Office) -> None:
        home = self.opens(office, note="Called twice")
        assert "#1001" in home.sheet
        home.presses_on_sheet(f"{ids.ACTION_CLOSE_THIS}:1001")
        assert "Closed as won: #1001" in home.sheet
        listed = office.types(OSKAR, "/deal list").text
        assert "#1002" not in listed
        assert "25,000" in listed
        assert "Called twice" in str(office.opens_form(OSKAR, "/deal edit 1001"))

    @ONE_KIND
    def test_it_is_a_new_one(self, office: Office) -> None:
        home = self.opens(office)
        home.presses_on_sheet(ids.ACTION_NEW_INSTEAD)
        listed = office.types(OSKAR, "/deal list").text
        assert "#1002" in listed
        assert "50,000" in listed

    @ONE_KIND
    def test_more_than_a_button_holds_is_recorded_as_it_stands(self, office: Office) -> None:
        home = self.opens(office, note='"' * 1000)
        assert home.windows == []
        assert "#1002" in office.types(OSKAR, "/deal list").text


class TestDeleting:
    def test_in_the_form_and_back_again(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 700 Volvo")
        home = Home(office, OSKAR)
        home.presses_for_form(ids.ACTION_DETAILS, "1001")
        home.presses_on_sheet(ids.ACTION_DELETE_DEAL)
        assert len(home.windows) == 1
        assert "#1001" in home.sheet  # in the form's place
        assert "Your open deals" in home.words
        assert "You deleted: #1001" in home.words
        home.presses_on_sheet(ids.ACTION_UNDO)
        assert "Your latest: #1001" in home.words
        assert ids.ACTION_HOME_WON in home.buttons
        assert home.direct_messages == []

    @ONE_KIND
    def test_from_the_list_of_all_deals(self, office: Office) -> None:
        office.types(OSKAR, "/deal won 700 Volvo")
        home = Home(office, OSKAR)
        home.presses(ids.ACTION_HOME_DEALS)
        home.chooses_on_sheet(ids.ACTION_LIST_EDIT, "1001")
        home.presses_on_sheet(ids.ACTION_DELETE_DEAL)
        assert "#1001" in home.sheet
        assert "You deleted: #1001" in home.words

    @ONE_KIND
    def test_in_a_form_that_a_command_opened(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 700 Volvo")
        view = office.opens_form(OSKAR, "/deal edit 1001")
        block = view["blocks"][-1]
        pressed = {
            "type": "button",
            "action_id": ids.ACTION_DELETE_DEAL,
            "value": "1001",
            "block_id": block["block_id"],
        }
        assert office.control("interact", user=OSKAR, viewId=view["id"], action=pressed)["ok"]
        assert "#1001" in str(office.modal(OSKAR)["blocks"])
        assert "no deals" in office.types(OSKAR, "/deal list").text.lower()

    @ONE_KIND
    def test_a_new_deal_has_nothing_to_delete(self, office: Office) -> None:
        view = office.opens_form(OSKAR, "/deal")
        assert ids.ACTION_DELETE_DEAL not in str(view)


class TestSettings:
    def test_another_language_at_once_and_everywhere(self, office: Office) -> None:
        home = Home(office, OSKAR)
        home.chooses(ids.ACTION_LANGUAGE, "sv")
        assert home.words.startswith("Hej Oskar")
        assert home.buttons[ids.ACTION_LANGUAGE]["initial_option"]["value"] == "sv"
        assert office.types(OSKAR, "/deal vann 25000 Acme").text.startswith("Vunnen")
        assert office.types(ELIN, "/deal vann 25000 Acme").text.startswith("Vunnen")
        home.chooses(ids.ACTION_LANGUAGE, "slack")
        assert home.words.startswith("Hello Oskar")
        assert office.types(OSKAR, "/deal won 26000 Bolt").text.startswith("Won")

    @ONE_KIND
    def test_only_the_language_that_was_chosen_stays(self, office: Office) -> None:
        Home(office, ELIN).chooses(ids.ACTION_LANGUAGE, "en")
        home = Home(office, ELIN)
        assert home.words.startswith("Hello Elin")
        home.presses(f"{ids.ACTION_HOME_TAB}:team")
        assert "● The team" in home.words

    @ONE_KIND
    def test_the_weekly_message(self, office: Office) -> None:
        home = Home(office, OSKAR)
        home.presses(ids.ACTION_WEEKLY_YES)
        assert "Mondays at 08:00" in home.words
        home.presses_for_form(ids.ACTION_WEEKLY_CHOOSE)
        assert set(home.submits(weekday="4", hour="15", pause_until="2026-11-01")) == {ids.FIELD_PAUSE_UNTIL}
        assert home.submits(weekday="4", hour="15", pause_until="2026-12-07") == {}
        assert "Paused until 7 Dec 2026" in home.words
        home.presses(ids.ACTION_WEEKLY_YES)
        assert "Fridays at 15:00" in home.words
        home.presses(ids.ACTION_WEEKLY_STOP)
        assert "You get no weekly message." in home.words
        assert (home.windows, home.direct_messages) == ([], [])
