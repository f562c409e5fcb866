"""Goals that are set and reached, and a workspace that begins to measure otherwise."""

from bot import ids
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, MARIA, OSKAR, Office


def test_a_goal_is_set_and_seen_on_the_card(office: Office) -> None:
    office.types(OSKAR, "/deal won 25000 Acme")
    said = office.types(OSKAR, "/pillars goal aov 30k")
    assert said.text.startswith("Your goal is set. Average order value: SEK 30,000.")
    line = "Average order value, goal SEK 30,000: 83% of the way, SEK 25,000 now (1 order)"
    assert line in office.types(OSKAR, "/pillars").text
    assert line in office.types(OSKAR, "/pillars goal").text


def test_a_goal_is_taken_back_and_put_back(office: Office) -> None:
    office.types(OSKAR, "/pillars goal win 30%")
    said = office.types(OSKAR, "/pillars goal win 40%")
    assert "Before it was 30%." in said.text
    undone = office.presses(OSKAR, said, "Undo")
    assert undone.message["ts"] == said.message["ts"]  # in the message's own place
    assert undone.text.startswith("Your goal is set. Win rate: 30%.")
    again = office.presses(OSKAR, undone, "Undo")
    assert again.text.startswith("Your goal is set. Win rate: 40%.")
    removed = office.types(OSKAR, "/pillars goal win off")
    assert "goal" not in office.types(OSKAR, "/pillars").text
    office.presses(OSKAR, removed, "Put it back")
    assert "Win rate, goal 40%: not enough yet (0 decided)" in office.types(OSKAR, "/pillars").text


def test_ett_mål_sätts_och_syns_på_kortet(office: Office) -> None:
    office.types(ELIN, "/deal vann 25 000 kr Acme")
    said = office.types(ELIN, "/pillars mål snittorder 30 000")
    assert said.text.startswith("Ditt mål är satt. Snittordervärde: 30 000 kr.")
    assert (
        "Snittordervärde, mål 30 000 kr: 83 % av vägen, 25 000 kr nu (1 order)" in office.types(ELIN, "/pillars").text
    )
    assert office.types(ELIN, "/pillars mål avslut 0,4").text.startswith("Ditt mål är satt. Avslutsfrekvens: 40 %.")
    removed = office.types(ELIN, "/pillars mål snittorder bort")
    assert removed.text == "Ditt mål är borttaget. Snittordervärde: 30 000 kr."
    shown = office.types(ELIN, "/pillars mål").text
    assert "Avslutsfrekvens, mål 40 %: uppnått, 100 % nu (1 avgjord)" in shown
    assert "Snittordervärde, mål" not in shown


def test_the_team_s_goal_is_the_manager_s_to_set(office: Office) -> None:
    refused = office.types(ELIN, "/pillars mål laget snittorder 30 000")
    assert refused.text.startswith("Teamets mål sätts av chefer")
    office.types(ELIN, "/deal vann 30 000 Acme")
    office.types(MARIA, "/pillars goal team aov 30000")
    line = "Average order value, goal SEK 30,000: reached, SEK 30,000 now (1 order)"
    assert line in office.types(OSKAR, "/pillars team").text
    assert "goal" not in office.types(OSKAR, "/pillars").text
    assert "The team’s goals\nAverage order value: SEK 30,000" in office.types(OSKAR, "/pillars goal").text


def test_what_cannot_be_a_goal_changes_nothing(office: Office) -> None:
    for line in ("goal win 140%", "goal aov 30 EUR", "goal time", "goal foo 3", "goal win 1", "mål tid 0"):
        answer = office.types(OSKAR, f"/pillars {line}")
        assert "Write for example /pillars goal" in answer.text or "Write the one" in answer.text, answer.text
        assert answer.buttons == {}
    assert "You have no goals yet." in office.types(OSKAR, "/pillars goal").text


def test_an_admin_changes_the_starting_point_and_every_card_follows(office: Office) -> None:
    office.types(ELIN, "/deal vann 30000 Acme öppnad:2026-11-01 möte:2026-11-11 stängd:2026-11-16")
    assert "Tid till avslut: 15 dagar" in office.types(ELIN, "/pillars").text
    view = office.opens_form(ANNA, "/pillars settings")
    assert view["title"]["text"] == "What is measured"
    wrong = office.submits(ANNA, currency="kronor", starting_point="first_meeting_on", horizon_months="24")
    assert list(wrong["errors"]) == ["currency"]
    wrong = office.submits(ANNA, currency="SEK", starting_point="first_meeting_on", horizon_months="soon")
    assert list(wrong["errors"]) == ["horizon_months"]
    assert office.modal(ANNA)["id"] == view["id"]
    office.submits(ANNA, currency="SEK", starting_point="first_meeting_on", horizon_months="24")
    said = office.newest(ANNA).text
    assert "Time to close counts from: The first customer meeting (was The day the deal was opened)" in said
    assert "Recurring amounts count over: 24 months (was 12 months)" in said
    card = office.types(ELIN, "/pillars").text
    assert "Tid till avslut: 5 dagar" in card
    assert "Tid till avslut räknas från första kundmötet, återkommande belopp över 24 månader" in card


def test_a_rep_and_a_manager_are_told_whom_to_ask(office: Office) -> None:
    office.types(ANNA, "/pillars")
    assert office.types(ELIN, "/pillars inställningar").text == (
        "Det är administratörerna som väljer vad arbetsytan mäter med. Fråga Anna Falk."
    )
    assert office.types(MARIA, "/pillars settings").text.endswith("Ask Anna Falk.")
    assert office.snapshot(ELIN)["modals"] == []
    assert ids.ACTION_SETTINGS not in Home(office, MARIA).buttons
