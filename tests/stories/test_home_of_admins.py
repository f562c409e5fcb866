"""The admins' tab: what holds for the whole workspace is changed there, and the answer is on the tab."""

from typing import Any

import pytest

from bot import ids
from bot.texts import texts_for
from bot.views.sheet import SHEET
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, OSKAR, SALES, Office
from tests.views.home_tabs import words

pytestmark = pytest.mark.parametrize("office", ["socket"], indirect=True)


@pytest.fixture
def anna(office: Office) -> Home:
    return Home(office, ANNA, "workspace")


def test_it_says_what_holds(anna: Home) -> None:
    assert "● Workspace" in anna.words
    assert "Currency: SEK" in anna.words
    assert "Admins: Anna Falk (by Slack)\nManagers: Maria Lind" in anna.words


def test_the_workspace_s_settings(anna: Home) -> None:
    anna.presses_for_form(ids.ACTION_SETTINGS)
    assert set(anna.submits(currency="kronor")) == {ids.FIELD_CURRENCY}
    assert anna.submits(currency="SEK", horizon_months="24") == {}
    assert "Recurring amounts count over: 24 months (was 12 months)" in anna.words
    assert anna.words.count("Recurring amounts count over: 24 months") == 2, "the tab below says what was set"
    assert "● Workspace" in anna.words
    anna.opens()
    anna.presses(f"{ids.ACTION_HOME_TAB}:workspace")
    assert "24 months" in anna.words
    assert "was 12 months" not in anna.words
    assert anna.direct_messages == []


def test_the_playbook_and_the_forms_on_top_of_it(anna: Home) -> None:
    form = anna.presses_for_form(ids.ACTION_PLAYBOOK)
    action = {"action_id": ids.ACTION_PLAYBOOK_LIMITS, "selected_option": {"value": "account_selection"}}
    anna.office.control("interact", user=ANNA, viewId=form["id"], action=action)
    assert len(anna.windows) == 2
    done = anna.office.submits(ANNA, small_share="0.5")
    assert done["errors"] == {}
    assert "0.5 (was 0.35)" in str(anna.windows[-1]["blocks"])
    assert anna.submits(review_weeks="6") == {}
    assert "Review after 6 weeks (was 4)" in anna.words
    assert "● Workspace" in anna.words
    assert anna.direct_messages == []


def test_the_reasons_for_losing(anna: Home) -> None:
    anna.presses_for_form(ids.ACTION_LOSS_REASONS)
    assert set(anna.submits(known_reasons=[], own_reasons="")) == {ids.FIELD_OWN_REASONS}
    assert anna.submits(known_reasons=["price"], own_reasons="Wrong <colour>") == {}
    assert "Reasons for losing*\nPrice, Wrong &lt;colour&gt;" in anna.words
    assert anna.direct_messages == []


def test_channels_and_then_the_boards_are_everybody_s_choice(anna: Home) -> None:
    office = anna.office
    oskar = Home(office, OSKAR)
    assert ids.ACTION_BOARD_JOIN not in oskar.buttons
    anna.presses_for_form(ids.ACTION_CHANNELS)
    assert set(anna.submits(wins_channel=SALES, wins_from="lots")) == {ids.FIELD_WINS_FROM}
    shared: dict[str, Any] = {"wins_from": "50k", "wins_an_hour": "2", "boards_channel": SALES, "boards": ["improved"]}
    assert anna.submits(**shared) == {}
    assert f"<#{SALES}>" in anna.words
    oskar.opens()
    oskar.presses(ids.ACTION_BOARD_JOIN)
    assert ids.ACTION_BOARD_LEAVE in oskar.buttons
    oskar.presses(ids.ACTION_BOARD_LEAVE)
    assert ids.ACTION_BOARD_JOIN in oskar.buttons
    assert (oskar.windows, oskar.direct_messages, anna.direct_messages) == ([], [], [])


def test_somebody_is_named_a_manager_and_back(anna: Home) -> None:
    office = anna.office
    anna.presses_for_form(ids.ACTION_ROLES)
    assert anna.submits(role_who=ELIN, role="manager") == {}  # whom the app has never met
    assert "Elin Sandberg now has the role of manager\nSees each rep’s four pillars" in anna.words
    assert "Managers: Elin Sandberg, Maria Lind" in anna.words
    elin = Home(office, ELIN)
    assert texts_for("sv").t("home.privacy.manager") in elin.words
    elin.presses(f"{ids.ACTION_HOME_TAB}:team")
    assert ids.ACTION_GOAL in elin.buttons
    anna.presses_for_form(ids.ACTION_ROLES)
    assert anna.submits(role_who=ELIN, role="slack") == {}
    assert "Elin Sandberg now has the role of rep" in anna.words
    elin.presses(f"{ids.ACTION_HOME_TAB}:team")
    assert ids.ACTION_GOAL not in elin.buttons
    assert anna.direct_messages == []


def test_whose_role_it_is_hears_of_it_and_admins_can_look_it_up(anna: Home) -> None:
    for role in ("manager", "manager", "slack"):  # the second time it is no change
        anna.presses_for_form(ids.ACTION_ROLES)
        assert anna.submits(role_who=ELIN, role=role) == {}
    told = [message.text.splitlines() for message in Home(anna.office, ELIN).direct_messages]
    assert told == [
        [
            "Anna Falk har ändrat din roll i Sales Coach från säljare till chef.",
            "Du ser varje säljares fyra pelare och sätter teamets mål. Varje säljare kan läsa det på sin hemflik.",
        ],
        [
            "Anna Falk har ändrat din roll i Sales Coach från chef till säljare.",
            "Du ser dina egna siffror och teamets totaler.",
        ],
    ]
    form = words(anna.presses_for_form(ids.ACTION_ROLES))
    assert form.partition("Latest changes")[2].strip("*\n").splitlines() == [
        "Nov 18, 2026: Anna Falk changed Elin Sandberg from manager to rep (by Slack)",
        "Nov 18, 2026: Anna Falk changed Elin Sandberg from rep to manager",
        "Nov 18, 2026: Maria Lind was changed from rep to manager on the command line",
    ]


def test_who_cannot_be_written_to_is_what_they_were_named_all_the_same(anna: Home) -> None:
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.office.control("fail", method="chat.postMessage", error="user_not_found")
    assert anna.submits(role_who=ELIN, role="manager") == {}
    assert "Managers: Elin Sandberg, Maria Lind" in anna.words
    assert (Home(anna.office, ELIN).direct_messages, anna.direct_messages) == ([], [])


def test_one_s_own_role_is_for_others_to_change(anna: Home) -> None:
    anna.presses_for_form(ids.ACTION_ROLES)
    refused = anna.submits(role_who=ANNA, role="rep")
    assert set(refused) == {ids.FIELD_ROLE_WHO}
    anna.closes()
    assert "Admins: Anna Falk (by Slack)" in anna.words


def test_a_new_admin_gets_the_tab_and_one_who_is_none_any_more_loses_it(anna: Home) -> None:
    for role, has_it in (("admin", True), ("rep", False)):
        anna.presses_for_form(ids.ACTION_ROLES)
        assert anna.submits(role_who=OSKAR, role=role) == {}
        oskar = Home(anna.office, OSKAR)
        assert (f"{ids.ACTION_HOME_TAB}:workspace" in oskar.buttons) is has_it


@pytest.mark.parametrize(
    "action", [ids.ACTION_ROLES, ids.ACTION_SETTINGS, ids.ACTION_PLAYBOOK, ids.ACTION_LOSS_REASONS, ids.ACTION_CHANNELS]
)
def test_a_tab_that_was_open_when_the_right_went(anna: Home, action: str) -> None:
    """Its buttons are still there to be pressed: one is told who may, and sees what is one's own from then on."""
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=OSKAR, role="admin")
    oskar = Home(anna.office, OSKAR, "workspace")
    assert action in oskar.buttons
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=OSKAR, role="rep")
    oskar.presses(action)
    assert "admin" in oskar.sheet
    assert "● My page" in oskar.words
    assert len(oskar.direct_messages) == 2, "what was told of the two changes of role"


def test_a_form_that_was_open_when_the_right_went(anna: Home) -> None:
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=OSKAR, role="admin")
    oskar = Home(anna.office, OSKAR, "workspace")
    oskar.presses_for_form(ids.ACTION_SETTINGS)
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=OSKAR, role="rep")
    refused = oskar.submits(horizon_months="24")
    assert "admins" in str(refused)
    anna.opens()
    anna.presses(f"{ids.ACTION_HOME_TAB}:workspace")
    assert "24 months" not in anna.words


def test_the_team_s_goal_is_refused_to_who_is_a_rep_by_now(anna: Home) -> None:
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=OSKAR, role="manager")
    oskar = Home(anna.office, OSKAR, "team")
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=OSKAR, role="rep")
    oskar.presses_for_form(ids.ACTION_GOAL, "team")
    refused = oskar.submits(goal_pillar="win_rate", goal_level="40%")
    assert "The team’s goals are set by managers and admins." in str(refused)
    assert "Win rate, goal" not in Home(anna.office, ANNA, "team").words


def test_where_no_window_can_be_opened_the_tab_says_it(anna: Home) -> None:
    """Slack opens a window for a short while after a press, and once: then the answer stands on the tab."""
    anna.office.control("fail", method="views.open", error="expired_trigger_id")
    anna.presses(ids.ACTION_COACH_PLAN)
    assert anna.windows == []
    assert "● Workspace" in anna.words
    assert anna.office.types(ANNA, "/coach").text.splitlines()[0] in anna.words
    assert anna.direct_messages == []


def test_trouble_in_a_form_leaves_the_form_and_the_tab_where_they_are(anna: Home) -> None:
    """An answer to a button in a form lies on top of it; below is the tab that it was opened on."""
    form = anna.presses_for_form(ids.ACTION_PLAYBOOK)
    anna.office.control("fail", method="views.push", error="internal_error")
    action = {"action_id": ids.ACTION_PLAYBOOK_ADD}
    anna.office.control("interact", user=ANNA, viewId=form["id"], action=action)
    assert [window["callback_id"] for window in anna.windows] == [ids.CALLBACK_PLAYBOOK_FORM, SHEET]
    assert "● Workspace" in anna.words
    assert anna.direct_messages == []
