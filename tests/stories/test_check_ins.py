"""A week's check-in outside the letter: the answer stands in the message where the buttons were, and can be changed."""

import pytest

from bot import ids
from tests.conftest import StandingClock
from tests.stories.at_home import Home
from tests.stories.conftest import ELIN, OSKAR, SALES, Answer, Office

pytestmark = pytest.mark.parametrize("office", ["socket"], indirect=True)


def takes_on_two(office: Office, user: str) -> None:
    office.types(user, "/deal lost 25000 Acme reason:price")
    plan = office.types(user, "/coach")
    rows = [b for b in plan.message["blocks"] if ids.ACTION_COACH_COMMIT in str(b)]
    for row in rows[:2]:
        presses(office, user, plan, ids.ACTION_COACH_COMMIT, row["elements"][0]["value"])


def presses(office: Office, user: str, answer: Answer, action_id: str, value: str | None = None) -> Answer:
    """A button by its id, the first of them unless a value is given; returns the message as it then is."""
    rows = [b for b in answer.message["blocks"] if b["type"] == "actions"]
    row, button = next(
        (b, e) for b in rows for e in b["elements"] if e["action_id"] == action_id and value in (None, e.get("value"))
    )
    action = {"type": "button", "action_id": action_id, "value": button["value"], "block_id": row["block_id"]}
    ts = answer.message["ts"]
    assert office.control("interact", channel=SALES, user=user, messageTs=ts, action=action)["ok"]
    return next((seen for seen in office.sees(user) if seen.message["ts"] == ts), answer)


def pressable(answer: Answer) -> list[str]:
    return [e["action_id"] for b in answer.message["blocks"] if b["type"] == "actions" for e in b["elements"]]


@pytest.mark.parametrize(
    ("user", "partly", "yes"),
    [
        (OSKAR, "Your answer: *Partly*", "Your answer: *Yes, done*"),
        (ELIN, "Ditt svar: *Delvis*", "Ditt svar: *Ja, det blev av*"),
    ],
)
def test_what_is_under_way_shows_the_answer(office: Office, user: str, partly: str, yes: str) -> None:
    takes_on_two(office, user)
    asked = office.types(user, "/coach done")
    before = len(office.sees(user))
    answered = presses(office, user, asked, ids.ACTION_COACH_CHECK_PARTLY)
    assert len(office.sees(user)) == before, "it is told in the message itself"
    assert partly in answered.text
    assert pressable(answered).count(ids.ACTION_COACH_CHECK_YES) == 1
    assert pressable(answered).count(ids.ACTION_COACH_FINISH) == 2
    both = presses(office, user, answered, ids.ACTION_COACH_CHECK_YES)
    assert partly in both.text
    assert yes in both.text
    assert ids.ACTION_COACH_CHECK_YES not in pressable(both)
    asked_again = presses(office, user, both, ids.ACTION_COACH_CHECK_AGAIN)
    assert pressable(asked_again).count(ids.ACTION_COACH_CHECK_YES) == 1
    changed = presses(office, user, asked_again, ids.ACTION_COACH_CHECK_YES)
    assert partly not in changed.text
    assert changed.text.count(yes) == 2


def test_skipping_shows_what_was_skipped(office: Office) -> None:
    takes_on_two(office, OSKAR)
    skipping = office.types(OSKAR, "/coach skip")
    skipped = presses(office, OSKAR, skipping, ids.ACTION_COACH_CHECK_NO)
    assert "Your answer: *Not this time*" in skipped.text
    assert pressable(skipped).count(ids.ACTION_COACH_CHECK_NO) == 1
    assert pressable(skipped).count(ids.ACTION_COACH_DROP) == 2
    asked = presses(office, OSKAR, skipped, ids.ACTION_COACH_CHECK_AGAIN)
    assert "Your answer: *Yes, done*" in presses(office, OSKAR, asked, ids.ACTION_COACH_CHECK_YES).text


def test_a_message_of_last_week_is_about_last_week(office: Office, clock: StandingClock) -> None:
    takes_on_two(office, OSKAR)
    asked, skipping = office.types(OSKAR, "/coach done"), office.types(OSKAR, "/coach skip")
    clock.advance(days=7)
    answered = presses(office, OSKAR, asked, ids.ACTION_COACH_CHECK_YES)
    assert "Your answer: *Yes, done*" in answered.text
    presses(office, OSKAR, skipping, ids.ACTION_COACH_CHECK_NO)
    assert office.newest(OSKAR).text.startswith("Noted. Next week is a new one")
    assert office.types(OSKAR, "/coach done").text.count("Did it happen?") == 2, "this one is still to be told of"


def test_what_has_ended_in_the_meantime(office: Office) -> None:
    takes_on_two(office, OSKAR)
    asked = office.types(OSKAR, "/coach done")
    answered = presses(office, OSKAR, asked, ids.ACTION_COACH_CHECK_YES)
    for _ in range(2):
        presses(office, OSKAR, office.types(OSKAR, "/coach done"), ids.ACTION_COACH_FINISH)
    nothing = presses(office, OSKAR, answered, ids.ACTION_COACH_CHECK_AGAIN)
    assert nothing.text == office.types(OSKAR, "/coach done").text
    assert pressable(nothing) == []


def test_on_top_of_the_home_tab(office: Office) -> None:
    takes_on_two(office, OSKAR)
    home = Home(office, OSKAR)
    home.presses(ids.ACTION_COACH_PLAN)
    home.presses_on_sheet(ids.ACTION_COACH_CHECK)
    home.presses_on_sheet(ids.ACTION_COACH_CHECK_PARTLY)
    assert "Your answer: *Partly*" in home.sheet
    assert "Your answer: *Partly*" in home.words, "the tab below knows it too"
    home.closes()
    home.presses(ids.ACTION_COACH_CHECK_AGAIN)
    assert "This week you answered: Partly" in home.sheet
    home.presses_on_sheet(ids.ACTION_COACH_CHECK_YES)
    assert "Your answer: *Yes, done*" in home.sheet
    assert "Your answer: *Yes, done*" in home.words
    home.closes()
    home.presses(ids.ACTION_COACH_CHECK_NO)
    assert home.words.count("Your answer: ") == 2, "of the other"
    assert (home.windows, home.direct_messages) == ([], [])
