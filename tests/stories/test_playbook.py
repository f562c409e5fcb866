"""The team's own playbook: an admin changes it in a form, and what is wrong stays out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import ids
from bot.services.people import People, Profile
from bot.storage.engine import Database
from bot.values import Role
from tests.conftest import StandingClock
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, MARIA, TEAM, Office, running
from tests.views.home_tabs import words as home_words

ACTION = {
    ids.FIELD_OWN_PILLAR: "win_rate",
    ids.FIELD_OWN_TITLE_SV: "Fredagsdemo",
    ids.FIELD_OWN_QUESTION_SV: "Vem hos kunden har aldrig sett oss arbeta?",
    ids.FIELD_OWN_ACTION_SV: "Bjud in kunden till fredagens demo.",
    ids.FIELD_OWN_HABIT_SV: "inbjudna kunder",
    ids.FIELD_OWN_TITLE_EN: "Friday demo",
    ids.FIELD_OWN_QUESTION_EN: "Who at the customer has never seen us work?",
    ids.FIELD_OWN_ACTION_EN: "Invite the customer to our Friday demo.",
    ids.FIELD_OWN_HABIT_EN: "customers invited",
    ids.FIELD_OWN_LINK: "https://wiki.example.com/demo",
}


def opened(office: Office, user: str) -> dict[str, Any]:
    """The playbook's form, opened on the home tab as an admin does."""
    return Home(office, user, "workspace").presses_for_form(ids.ACTION_PLAYBOOK)


def in_form(office: Office, user: str, action_id: str, **more: Any) -> dict[str, Any]:
    """Something pressed or chosen in the topmost form; returns what is topmost then."""
    view = office.modal(user)
    done = office.control("interact", user=user, viewId=view["id"], action={"action_id": action_id, **more})
    assert done["ok"], done
    return office.modal(user)


def words(view: dict[str, Any]) -> str:
    return str(view["blocks"]).replace("\\xa0", " ").replace("\u00a0", " ")


def on_home(office: Office, user: str) -> str:
    """What the home tab says now, where the answer to a form is that was opened there."""
    return home_words(office.snapshot(user)["home"]["view"])


def test_an_admin_switches_a_rule_off_and_has_reviews_later(office: Office) -> None:
    opened(office, ANNA)
    on = ["prospecting_hours", "ask_referral", "ten_accounts"]
    done = office.submits(ANNA, review_weeks="6", rules_opportunities=on)  # type: ignore[arg-type]
    assert done["response_action"] is None, done
    said = on_home(office, ANNA)
    assert "Switched off: " in said
    assert "Review after 6 weeks (was 4)" in said
    view = opened(office, ANNA)
    assert "initial_value': '6'" in words(view)
    shown = next(block for block in view["blocks"] if block.get("block_id") == ids.FIELD_RULES_OPPORTUNITIES)
    assert [option["value"] for option in shown["element"]["initial_options"]] == on
    office.submits(ANNA)
    assert "Nothing was changed in the playbook." in on_home(office, ANNA)


def test_thresholds_open_on_top_and_are_shown_below(office: Office) -> None:
    opened(office, ANNA)
    top = in_form(office, ANNA, ids.ACTION_PLAYBOOK_LIMITS, selected_option={"value": "account_selection"})
    assert top["title"]["text"] == "Thresholds"
    assert "From 0.2 to 0.9; the usual is 0.35." in words(top)
    refused = office.submits(ANNA, small_share="0.95")
    assert list(refused["errors"]) == ["small_share"]
    refused = office.submits(ANNA, small_share="0.5", orders="12.5")
    assert list(refused["errors"]) == ["orders"]
    office.submits(ANNA, small_share="0.5", orders="12")
    below = office.modal(ANNA)
    assert below["callback_id"] == ids.CALLBACK_PLAYBOOK_FORM
    assert "0.5 (was 0.35)" in words(below)
    assert "12 (was 10)" in words(below)


def test_an_action_of_one_s_own_is_added_and_removed(office: Office) -> None:
    opened(office, ANNA)
    top = in_form(office, ANNA, ids.ACTION_PLAYBOOK_ADD)
    assert top["callback_id"] == ids.CALLBACK_PLAYBOOK_ACTION_FORM
    wrong = office.submits(ANNA, **ACTION | {"link": "http://wiki.example.com"})
    assert wrong["errors"] == {
        "link": "“http://wiki.example.com” is no address to link to. It has to begin with https://, "
        "for example https://wiki.example.com/demo"
    }
    wrong = office.submits(ANNA, **ACTION | {"sv.title": "x" * 80})
    assert list(wrong["errors"]) == ["sv.title"]
    assert "60 characters" in wrong["errors"]["sv.title"]
    office.submits(ANNA, **ACTION)
    below = office.modal(ANNA)
    assert "Added: Friday demo" in words(below)
    assert "Friday demo · Win rate" in words(below)
    below = in_form(office, ANNA, ids.ACTION_PLAYBOOK_REMOVE, value="friday_demo")
    assert "Removed: Friday demo" in words(below)
    assert "Friday demo · Win rate" not in words(below)


@pytest.mark.parametrize("user", [ELIN, MARIA])
def test_nobody_else_is_offered_it(office: Office, user: str) -> None:
    home = Home(office, user)
    assert f"{ids.ACTION_HOME_TAB}:workspace" not in home.buttons
    assert ids.ACTION_PLAYBOOK not in home.buttons


@pytest.fixture
def elin_is_admin(tmp_path: Path, sqlite_template: Path, clock: StandingClock) -> Iterator[Office]:
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with running(database, clock, "socket") as office:
        people = People(database, clock)
        workspace_id = people.workspace_id(TEAM)
        assert workspace_id is not None
        people.remember(workspace_id, Profile(ELIN, "Elin", "elin", "Europe/Stockholm", "sv-SE", False, True))
        people.name_role(workspace_id, ELIN, Role.ADMIN)
        yield office
    database.close()


def test_en_administratör_skriver_i_spelboken(elin_is_admin: Office) -> None:
    office = elin_is_admin
    view = opened(office, ELIN)
    assert view["title"]["text"] == "Teamets spelbok"
    top = in_form(office, ELIN, ids.ACTION_PLAYBOOK_LIMITS, selected_option={"value": "close_dead"})
    assert "Från 1 till 50; det vanliga är 2." in words(top)
    office.submits(ELIN, stale_deals="4")
    assert "Minst så många affärer som dragit ut på tiden: 4 (tidigare 2)" in words(office.modal(ELIN))
    in_form(office, ELIN, ids.ACTION_PLAYBOOK_ADD)
    wrong = office.submits(ELIN, **ACTION | {"sv.habit": "   "})
    assert wrong["errors"] == {"sv.habit": "Här behövs en text, till exempel: Bjud in kunden till fredagens demo"}
    office.submits(ELIN, **ACTION)
    assert "Tillagd: Fredagsdemo" in words(office.modal(ELIN))
    office.submits(ELIN, review_weeks="8")
    assert "Utvärdering efter 8 veckor (tidigare 4)" in on_home(office, ELIN)


def test_an_admin_can_write_it_instead(office: Office) -> None:
    assert office.opens_form(ANNA, "/coach playbook")["callback_id"] == ids.CALLBACK_PLAYBOOK_FORM
    office.submits(ANNA, review_weeks="5")
    assert "Review after 5 weeks (was 4)" in office.newest(ANNA).text
    refused = office.types(ELIN, "/coach playbook")
    assert refused.text == "Teamets spelbok skrivs av administratörerna. Fråga Anna Falk."
