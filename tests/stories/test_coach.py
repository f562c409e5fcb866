"""Coaching, from figures to a verdict: what `/coach` says to reps who sell differently, and what came of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import ids
from bot.services.people import People
from bot.storage.engine import Database
from tests.conftest import NOW, StandingClock
from tests.selling import Selling, colleagues, member, sell
from tests.stories.conftest import ANNA, ELIN, MARIA, OSKAR, TEAM, Answer, Office, running

TODAY = date(2026, 11, 18)
USUAL = Selling(reasons=("timing", "competitor", "product", "no_need", "price"))


class Team:
    """An office whose people have sold for a year: four colleagues as usual, and others as a story says."""

    def __init__(self, office: Office, database: Database, people: People) -> None:
        self.office = office
        self._database = database
        self._people = people
        found = people.workspace_id(TEAM)
        assert found is not None
        self._workspace = found
        self.colleagues = colleagues(people, found)

    def sells(self, user: str, how: Selling, until: date = TODAY) -> None:
        locale = "sv-SE" if user == ELIN else "en-GB"
        name = {ELIN: "Elin Sandberg", OSKAR: "Oskar Berg"}[user]
        sell(
            self._database, self._workspace, member(self._people, self._workspace, user, name, locale), how.deals(until)
        )

    def all_sell(self, how: Selling, until: date = TODAY) -> None:
        for colleague in self.colleagues:
            sell(self._database, self._workspace, colleague, how.deals(until))

    def new_deals(self, user: str | None, how: Selling, weeks: int, until: date) -> None:
        """So many more weeks of selling, of one or (None) of the colleagues."""
        later = replace(how, days=7 * weeks, still_open=0)
        self.all_sell(later, until) if user is None else self.sells(user, later, until)


@pytest.fixture
def team(database: Database, clock: StandingClock, people: People) -> Iterator[Team]:
    with running(database, clock, "socket") as office:
        yield Team(office, database, people)


@pytest.fixture
def usual(team: Team) -> Team:
    team.all_sell(USUAL)
    return team


def card_of(answer: Answer, title: str) -> str:
    """One suggestion's card."""
    found = [part for part in answer.text.split("\n\n") if part.startswith(f"*{title}*")]
    assert len(found) == 1, answer.text
    return found[0]


def pressing(answer: Answer, action_id: str, value: str) -> Answer:
    """The message with only the row of buttons in which that one stands: several rows have buttons of one name."""
    rows = [b for b in answer.message["blocks"] if b["type"] == "actions"]
    row = next(b for b in rows if any((e["action_id"], e.get("value")) == (action_id, value) for e in b["elements"]))
    return Answer({**answer.message, "blocks": [row]})


def takes_on(office: Office, user: str, rule: str, label: str = "I’ll do it") -> Answer:
    shown = office.types(user, "/coach")
    return office.presses(user, pressing(shown, ids.ACTION_COACH_COMMIT, rule), label)


# --- what is suggested ------------------------------------------------------------------------------------------------


def test_small_orders_lead_to_choosing_customers(usual: Team) -> None:
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    said = usual.office.types(OSKAR, "/coach")
    assert said.text.startswith("*Average order value* is where you are clearly behind your colleagues")
    # Orders of 5, 7, 9, 11, 14 and 20 thousand in turn; the others' middle one is 22,500.
    lines = card_of(said, "Choose customers by potential").split("\n")
    assert lines[1] == "12 of 16 orders (75%) were below SEK 11,250, half of a typical order."
    figures = usual.office.types(OSKAR, "/pillars").text
    value, team = re.search(
        r"Average order value: (SEK [\d,]+) · 16 orders.* colleagues: (SEK [\d,]+) · 64", figures
    ).groups()  # type: ignore[union-attr]
    why = usual.office.types(OSKAR, "/coach why").text
    assert f"Average order value: {value} (16 orders). Your colleagues: {team} (64 orders)." in why


def test_små_ordrar_leder_till_kundval(usual: Team) -> None:
    usual.sells(ELIN, replace(USUAL, amount=10_000))
    said = usual.office.types(ELIN, "/coach")
    assert said.text.startswith("*Snittordervärde* är där du tydligt ligger efter kollegorna")
    lines = card_of(said, "Välj kunder efter potential").split("\n")
    assert lines[1] == "12 av 16 ordrar (75 %) låg under 11 250 kr, hälften av en typisk order."
    assert lines[-1].endswith("Vi tittar på det tillsammans efter 4 veckor.")


def test_losses_that_say_price_lead_to_value(usual: Team) -> None:
    usual.sells(OSKAR, replace(USUAL, won_of=6, reasons=("price", "price", "timing")))
    said = usual.office.types(OSKAR, "/coach")
    assert said.text.startswith("*Win rate* is where you are clearly behind")
    card = card_of(said, "Value before price")
    assert "Price is named most often: in 23 of 38 losses with a stated reason (61%)." in card
    assert "Win rate: 17% (46 decided). Your colleagues: 35% (184 decided)." in said.text
    assert "Win rate: 17% · 46 decided" in usual.office.types(OSKAR, "/pillars").text


def test_a_slow_one_is_offered_the_design_meeting(usual: Team) -> None:
    usual.sells(OSKAR, replace(USUAL, takes=70))
    said = usual.office.types(OSKAR, "/coach")
    assert said.text.startswith("*Time to close* is where you are clearly behind")
    card = card_of(said, "Hold a design meeting")
    assert "Time to close: 70 days (16 won deals). Your colleagues: 30 days (64 won deals)." in card
    one = usual.office.types(OSKAR, "/coach why hold a design").text
    assert one.startswith("Why: Hold a design meeting")
    assert usual.office.types(OSKAR, "/coach why 1").text == one


def test_five_deals_lead_to_measuring(usual: Team) -> None:
    usual.sells(OSKAR, replace(USUAL, days=10, still_open=0))
    said = usual.office.types(OSKAR, "/coach")
    assert said.text.startswith("There are too few deals yet for figures")
    assert "5 decided deals in this period. From about 10" in card_of(said, "Begin to measure")


def test_nothing_yet_is_met_kindly(team: Team) -> None:
    said = team.office.types(ELIN, "/coach")
    assert said.text.startswith("Inget är mätt än, så det finns inget att bedöma.")
    assert "Registrera en affär" in said.buttons


def test_a_season_that_hit_everyone_is_told(team: Team) -> None:
    lately, before = TODAY, TODAY - timedelta(days=91)
    for how, until, days in ((USUAL, before, 273), (replace(USUAL, won_of=12), lately, 91)):
        team.all_sell(replace(how, days=days, still_open=0), until)
        team.sells(OSKAR, replace(how, days=days, still_open=0), until)
    said = team.office.types(OSKAR, "/coach")
    assert "*It is the season*" in said.text
    assert "The whole team went the same way, so this is the season rather than you." in said.text
    assert "clearly behind" not in said.text


# --- from a tap to a verdict ------------------------------------------------------------------------------------------


def test_agreed_followed_and_judged(usual: Team, clock: StandingClock) -> None:
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    agreed = takes_on(office, OSKAR, "account_selection")
    assert agreed.text.startswith("Agreed: *Choose customers by potential*.")
    assert "On 16 Dec 2026 we look at what came of it." in agreed.text
    assert re.search(r"Your starting point is a typical order of SEK [\d,]+ \(60 orders\)", agreed.text)

    weekly = (("Yes, done", "1 of 1 week."), ("Partly", "2 of 2 weeks."), ("Not this time", "2 of 3 weeks so far."))
    for label, told in weekly:
        asked = office.types(OSKAR, "/coach done")
        assert "*Choose customers by potential*" in asked.text
        assert office.presses(OSKAR, asked, label).text.endswith(told)
        clock.advance(days=7)
    # From now on the orders are what the others' are.
    usual.new_deals(OSKAR, replace(USUAL, every=1), 4, date(2026, 12, 15))
    usual.new_deals(None, USUAL, 4, date(2026, 12, 15))
    clock.advance(days=7)
    due = office.types(OSKAR, "/coach")
    assert "“Choose customers by potential” has run the time you gave it." in due.text
    verdict = office.presses(OSKAR, pressing(due, ids.ACTION_COACH_REVIEW, "account_selection"), "See the verdict")
    assert verdict.text.startswith("*Choose customers by potential: Moved*")
    assert re.search(
        r"Typical order: SEK [\d,]+ since you began \(11 orders\), against SEK [\d,]+ as it would", verdict.text
    )
    assert "You kept the habit in 2 of 3 weeks." in verdict.text
    assert (
        office.presses(OSKAR, pressing(due, ids.ACTION_COACH_REVIEW, "account_selection"), "See the verdict").text
        == verdict.text
    )

    left = office.presses(OSKAR, verdict, "Leave it at that")
    assert left.text == "*Choose customers by potential* is finished, and rests for a while."
    history = office.types(OSKAR, "/coach history").text
    assert "*Choose customers by potential*, begun on 18 Nov 2026: Moved, +" in history
    assert "Choose customers" not in office.types(OSKAR, "/coach").text
    assert "Choose customers by potential (until " in office.types(OSKAR, "/coach why").text


def test_ingen_effekt_är_för_tidigt_att_säga_något_om(usual: Team, clock: StandingClock) -> None:
    office, small = usual.office, replace(USUAL, amount=10_000)
    usual.sells(ELIN, small)
    agreed = takes_on(office, ELIN, "account_selection", "Jag gör det")
    assert agreed.text.startswith("Då säger vi så: *Välj kunder efter potential*.")
    moved = office.presses(ELIN, agreed, "Utvärdera efter 8 veckor")
    assert moved.text == "Utvärderingen av *Välj kunder efter potential* är nu den 13 jan. 2027."
    usual.new_deals(ELIN, replace(small, every=1), 8, date(2027, 1, 12))
    usual.new_deals(None, USUAL, 8, date(2027, 1, 12))
    clock.advance(days=56)
    due = office.types(ELIN, "/coach")
    verdict = office.presses(ELIN, pressing(due, ids.ACTION_COACH_REVIEW, "account_selection"), "Se utfallet")
    assert verdict.text.startswith("*Välj kunder efter potential: För tidigt att säga*")
    onward = office.presses(ELIN, verdict, "Fortsätt")
    assert onward.text.startswith("*Välj kunder efter potential* fortsätter. Den 10 feb. 2027")
    assert "Påbörjat den 18 nov. 2026" in office.types(ELIN, "/coach historik").text


def test_at_most_two_and_one_can_be_stopped(usual: Team) -> None:
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000, won_of=6))
    first = office.types(OSKAR, "/coach")
    rules = [e["value"] for b in first.message["blocks"] if b["type"] == "actions" for e in b["elements"][:1]]
    for rule in rules[:2]:
        assert office.presses(OSKAR, pressing(first, ids.ACTION_COACH_COMMIT, rule), "I’ll do it").text.startswith(
            "Agreed"
        )
        assert office.presses(OSKAR, pressing(first, ids.ACTION_COACH_COMMIT, rule), "I’ll do it").text.startswith(
            "Agreed"
        )
    third = office.presses(OSKAR, pressing(first, ids.ACTION_COACH_COMMIT, rules[2]), "I’ll do it")
    assert third.text.startswith("You already have two under way")
    full = office.types(OSKAR, "/coach")
    assert "I’ll do it" not in full.buttons
    skipping = office.types(OSKAR, "/coach skip")
    stop = [
        e
        for b in skipping.message["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == ids.ACTION_COACH_DROP
    ]
    stopped = office.presses(OSKAR, pressing(skipping, ids.ACTION_COACH_DROP, stop[0]["value"]), "Stop this one")
    assert stopped.text.endswith("is stopped, without a verdict.")
    back = office.presses(OSKAR, stopped, "Take it up again")
    assert "goes on. On " in back.text
    assert office.types(OSKAR, "/coach done").text.count("Did it happen?") == 2


def test_not_for_me_is_not_suggested_again_until_it_is_taken_back(usual: Team, clock: StandingClock) -> None:
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    shown = office.types(OSKAR, "/coach")
    declined = office.presses(OSKAR, pressing(shown, ids.ACTION_COACH_NOT_FOR_ME, "account_selection"), "Not for me")
    assert declined.text == "All right, *Choose customers by potential* will not be suggested again."
    for _ in range(2):
        assert "Choose customers" not in office.types(OSKAR, "/coach").text
        assert (
            "*You said that it is not for you*: Choose customers by potential" in office.types(OSKAR, "/coach why").text
        )
        clock.advance(days=30)
    clock.now = NOW
    office.presses(OSKAR, declined, "Undo")
    assert "*Choose customers by potential*" in office.types(OSKAR, "/coach").text


def test_not_now_rests_for_eight_weeks(usual: Team) -> None:
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    skipping = office.types(OSKAR, "/coach skip")
    rested = office.presses(OSKAR, pressing(skipping, ids.ACTION_COACH_NOT_NOW, "account_selection"), "Not now")
    assert rested.text == "All right, *Choose customers by potential* rests until 13 Jan 2027."
    assert "Choose customers" not in office.types(OSKAR, "/coach").text


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_nobody_sees_what_is_not_shared(usual: Team, clock: StandingClock) -> None:
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    usual.sells(ELIN, USUAL)
    agreed = takes_on(office, OSKAR, "account_selection")
    for user in (MARIA, ANNA):
        seen = office.types(user, "/coach team").text
        assert "Choose customers by potential\nUnder way: 1\nNo review yet" in seen.replace("*", "")
        assert "Oskar" not in seen
    assert office.types(ELIN, "/coach team").text.startswith("Inget har utvärderats i teamet än.")
    office.presses(OSKAR, agreed, "Share with my manager")
    asked = office.types(OSKAR, "/coach done")
    office.presses(OSKAR, asked, "Partly")
    assert (
        "Shared by: Oskar Berg (kept in 1 of 1 week, review on 16 Dec 2026)" in office.types(MARIA, "/coach team").text
    )
    assert "Oskar" not in office.types(ELIN, "/coach team").text
    office.presses(OSKAR, office.types(OSKAR, "/coach done"), "Stop sharing")
    assert "Oskar" not in office.types(MARIA, "/coach team").text


def test_nobody_else_can_press_ones_buttons(usual: Team) -> None:
    """Somebody else's commitment by its number, as if one had made the request by hand."""
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    agreed = takes_on(office, OSKAR, "account_selection")
    commitment = agreed.buttons["Share with my manager"]["value"]
    usual.sells(ELIN, replace(USUAL, amount=10_000))
    own = takes_on(office, ELIN, "account_selection", "Jag gör det")
    for action_id, value in (
        (ids.ACTION_COACH_SHARE, commitment),
        (ids.ACTION_COACH_FINISH, commitment),
        (ids.ACTION_COACH_DROP, commitment),
        (ids.ACTION_COACH_CHECK_YES, f"{commitment}:2026-11-16"),
        (f"{ids.ACTION_COACH_REVIEW_WEEKS}:8", f"{commitment}:8"),
    ):
        body = {"type": "button", "action_id": action_id, "value": value}
        office.control("interact", channel="C0SALES", user=ELIN, messageTs=own.message["ts"], action=body)
    assert "Oskar" not in office.types(MARIA, "/coach team").text
    mine = office.types(OSKAR, "/coach done").text
    assert "just begun, review on 16 Dec 2026" in mine


def test_what_the_team_learned_has_no_names(usual: Team, clock: StandingClock) -> None:
    office = usual.office
    usual.sells(OSKAR, replace(USUAL, amount=10_000))
    usual.sells(ELIN, replace(USUAL, amount=10_000))
    takes_on(office, OSKAR, "account_selection")
    for user in (OSKAR, None):
        usual.new_deals(user, USUAL, 4, date(2026, 12, 15))
    clock.advance(days=28)
    due = office.types(OSKAR, "/coach")
    office.presses(OSKAR, pressing(due, ids.ACTION_COACH_REVIEW, "account_selection"), "See the verdict")
    for user, said in ((MARIA, "1 person tried, moved for 1."), (ELIN, "1 person har provat, det rörde sig för 1.")):
        seen = office.types(user, "/coach team").text
        assert said in seen
        assert "%" not in seen  # that would be Oskar's own
        assert "Oskar" not in seen
    assert "Under way" not in office.types(MARIA, "/coach team").text
    assert "har 1 person provat det" in office.types(ELIN, "/coach varför").text


def test_words_that_are_none_are_answered_with_some(team: Team) -> None:
    assert team.office.types(OSKAR, "/coach frobnicate").text == (
        "“frobnicate” doesn’t say what to do. Write for example /coach why, or /coach help to see more."
    )
    assert "Menade du /coach klar?" in team.office.types(ELIN, "/coach klr").text
    assert "/coach hoppa över" in team.office.types(ELIN, "/coach hjälp").text
