"""Forms that lie open while something happens elsewhere, and what is typed in them: nothing is lost, nothing undone."""

import pytest

from bot import ids
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, MARIA, OSKAR, Office
from tests.stories.test_sentences import suggested

pytestmark = pytest.mark.parametrize("office", ["socket"], indirect=True)


def test_a_deal_that_is_won_on_the_phone_stays_won(office: Office) -> None:
    office.types(OSKAR, "/deal open 700 Volvo")
    home = Home(office, OSKAR)
    home.presses_for_form(ids.ACTION_DETAILS, "1001")
    office.types(OSKAR, "/deal won 1001")
    assert home.submits(product="pump") == {}
    assert "#1001 · Volvo · SEK 700 · won 18 Nov 2026" in office.types(OSKAR, "/deal list").text
    assert "1 of 1 decided" in office.types(OSKAR, "/deal undo").text, "only the product is taken back"


def test_what_both_changed_is_asked_about_under_its_field_and_kept_in_the_form(office: Office) -> None:
    office.types(OSKAR, "/deal open 700 Volvo")
    home = Home(office, OSKAR)
    home.presses_for_form(ids.ACTION_DETAILS, "1001")
    office.types(OSKAR, "/deal won 1001")
    asked = home.submits(outcome="lost", amount="900", note="first\nsecond")
    assert asked == {
        ids.FIELD_OUTCOME: "This was changed meanwhile and is now: won. Save again to have it the way you wrote it."
    }
    kept = home.windows[-1]["state"]["values"]
    assert kept[ids.FIELD_AMOUNT][ids.FIELD_AMOUNT]["value"] == "900"
    assert "SEK 700" in office.types(OSKAR, "/deal list").text
    assert home.submits() == {}
    assert "#1001 · Volvo · SEK 900 · lost" in office.types(OSKAR, "/deal list").text
    view = office.opens_form(OSKAR, "/deal edit 1001")
    assert (
        next(b for b in view["blocks"] if b["block_id"] == ids.FIELD_NOTE)["element"]["initial_value"]
        == "first\nsecond"
    )


def test_two_admins_each_add_a_reason(office: Office) -> None:
    anna = Home(office, ANNA, "workspace")
    anna.presses_for_form(ids.ACTION_ROLES)
    anna.submits(role_who=MARIA, role="admin")
    maria = Home(office, MARIA, "workspace")
    for home in (anna, maria):
        home.presses_for_form(ids.ACTION_LOSS_REASONS)
    assert anna.submits(own_reasons="Wrong colour") == {}
    assert maria.submits(own_reasons="Too\u200b loud\n\u3164\n") == {}
    assert "Too loud, Wrong colour" in maria.words


def test_what_cannot_be_seen_makes_no_second_customer(office: Office) -> None:
    home = Home(office, OSKAR)
    for n, name in enumerate(["Volvo", "Volvo\u200b", "Vol\u00advo", "\u202aVolvo\u202c", "\ufeffVolvo", "Vol\x00vo"]):
        home.presses_for_form(ids.ACTION_NEW_DEAL)
        assert home.submits(outcome="open", amount=str(n + 1), customer=f"+{name}") == {}
    home.presses_for_form(ids.ACTION_NEW_DEAL)
    assert list(suggested(office, OSKAR, "vol\u200bv\x00")) == ["Volvo", "Add “volv”"]
    assert list(home.submits(outcome="won", customer="+\u2066")) == [ids.FIELD_AMOUNT], (
        "a name that shows nothing is none"
    )


def test_an_amount_with_three_decimals_is_saved_as_it_was_opened(office: Office) -> None:
    office.types(ELIN, "/deal öppna 1,5000 KWD Acme")
    home = Home(office, ELIN)
    home.presses_for_form(ids.ACTION_DETAILS, "1001")
    assert home.submits(product="pump") == {}
    said = office.types(ELIN, "/deal lista").text
    assert "1,500 KWD" in said, said
