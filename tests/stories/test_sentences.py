"""Plain sentences in the bot's direct message, shortcuts, customers in the form and the workspace's own reasons."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot.app import create_app
from bot.assembly import build_services
from bot.playground import Playground
from bot.services.people import People
from bot.storage.engine import Database
from bot.storage.heard import claim
from tests.conftest import MakePerson, StandingClock
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, OSKAR, SALES, TEAM, Answer, Office, playground, until


def writes(office: Office, user: str, text: str) -> Answer:
    """A message to the bot; returns what it answers."""
    before = len(in_dm(office, user))
    done = office.control("message", channel=user, user=user, text=text)
    assert done["ok"], done
    answers = until(lambda: [each for each in in_dm(office, user)[before:] if each.message.get("bot_id")])
    return Answer(answers[-1].message)


def in_dm(office: Office, user: str) -> list[Answer]:
    return office.sees(user, channel=user)


def plain_text(answer: Answer) -> str:
    """Its text with ordinary spaces."""
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ")


def presses(office: Office, user: str, answer: Answer, label: str) -> dict[str, Any]:
    button = answer.buttons[label]
    block = next(b for b in answer.message["blocks"] if b["type"] == "actions" and button in b["elements"])
    action = {"type": "button", "action_id": button["action_id"], "value": button.get("value")}
    done = office.control(
        "interact",
        channel=user,
        user=user,
        messageTs=answer.message["ts"],
        action={**action, "block_id": block["block_id"]},
    )
    assert done["ok"], done
    return done


def stands(office: Office, user: str, answer: Answer) -> Answer:
    """What now stands in a message's place."""
    return next(each for each in in_dm(office, user) if each.message["ts"] == answer.message["ts"])


def suggested(office: Office, user: str, typed: str) -> dict[str, str]:
    """What the menu of customers offers: value by what stands there."""
    done = office.control("options", user=user, action_id="customer", value=typed)
    assert done["ok"], done
    return {option["text"]["text"]: option["value"] for option in done["options"]}


def shown_now(office: Office) -> list[Answer] | None:
    """Three understandings that wait, once they are there."""
    found = [each for each in in_dm(office, OSKAR) if "blocks" in each.message and "Record" in each.buttons]
    return found if len(found) == 3 else None


class TestSentences:
    def test_what_was_understood_is_shown_and_recorded_when_it_is_confirmed(self, office: Office) -> None:
        shown = writes(office, OSKAR, "lost Acme 12k on price")
        assert shown.text.splitlines() == [
            "I understood: lost",
            "Amount: SEK 12,000",
            "Customer: Acme",
            "Reason for the loss: price",
            "Closed: 18 Nov 2026",
            "Shall I record it?",
        ]
        assert "#" not in office.types(OSKAR, "/deal list").text
        presses(office, OSKAR, shown, "Record")
        done = stands(office, OSKAR, shown)
        assert done.text.startswith("Lost: #1001 · Acme · SEK 12,000 · reason: price")
        assert "Undo" in done.buttons

    def test_one_sentence_is_recorded_once_however_often_it_is_shown_and_confirmed(self, office: Office) -> None:
        where = writes(office, OSKAR, "hello").message["channel"]
        said = {"type": "message", "channel_type": "im", "channel": where, "user": OSKAR, "ts": "1.1"}
        for _ in range(3):  # three events, as after a delivery that was believed lost
            assert office.control("event", event={**said, "text": "won Volvo 25k"})["ok"]
        first, second, third = until(lambda: shown_now(office))
        presses(office, OSKAR, first, "Record")
        presses(office, OSKAR, second, "Record")
        assert [stands(office, OSKAR, each).text[:12] for each in (first, second)] == ["Won: #1001 ·"] * 2
        presses(office, OSKAR, third, "Change")
        assert office.modal(OSKAR)["title"]["text"] == "Edit #1001"
        assert "#1002" not in office.types(OSKAR, "/deal list").text

    def test_the_form_opens_with_what_was_understood_and_takes_the_message_s_place(self, office: Office) -> None:
        shown = writes(office, ELIN, "vann Volvo 25 000 igår")
        presses(office, ELIN, shown, "Ändra")
        view = office.modal(ELIN)
        values = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        assert values["amount"]["initial_value"].replace("\u00a0", " ") == "25 000"
        assert values["customer"]["initial_option"]["text"]["text"] == "Volvo"
        assert values["closed_on"]["initial_date"] == "2026-11-17"
        done = office.submits(ELIN, amount="26 000")
        assert done["ok"], done
        assert until(lambda: stands(office, ELIN, shown).text.startswith("Vunnen: #1001 · Volvo · 26 000 kr"))

    def test_never_mind(self, office: Office) -> None:
        shown = writes(office, OSKAR, "won Volvo 25k")
        presses(office, OSKAR, shown, "Never mind")
        assert stands(office, OSKAR, shown).text == "Nothing was recorded."
        assert stands(office, OSKAR, shown).buttons == {}

    def test_an_open_deal_is_named_and_closed(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 50k Acme")
        shown = writes(office, OSKAR, "we won the Acme deal")
        assert "It is about #1001 · Acme · SEK 50,000" in shown.text
        presses(office, OSKAR, shown, "Record")
        assert "#1001" in stands(office, OSKAR, shown).text
        assert office.types(OSKAR, "/deal list open").text.count("#1001") == 0

    def test_changing_a_closing_edits_the_open_deal(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 50k Acme product:Lamps")
        shown = writes(office, OSKAR, "lost Acme on price")
        presses(office, OSKAR, shown, "Change")
        assert office.modal(OSKAR)["title"]["text"] == "Edit #1001"
        office.submits(OSKAR, amount="45k")
        assert until(lambda: "45,000" in stands(office, OSKAR, shown).text)
        page = office.types(OSKAR, "/deal list").text
        assert "#1001 · Acme · SEK 45,000 · reason: price · lost" in page
        assert "#1002" not in page

    def test_which_deal_is_asked(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 50k Acme")
        asked = writes(office, OSKAR, "won Acme 25k")
        label = next(label for label in asked.buttons if "1001" in label)
        presses(office, OSKAR, asked, label)
        assert "#1001 · Acme · SEK 25,000" in stands(office, OSKAR, asked).text

    def test_an_ambiguous_amount_is_asked_about(self, office: Office) -> None:
        asked = writes(office, OSKAR, "won Acme 2.500k")
        assert asked.buttons == {}
        assert "2 500 000" in asked.text

    def test_questions_are_answered_by_the_cards(self, office: Office) -> None:
        office.types(OSKAR, "/deal won 25000 Acme")
        assert "Win rate: 100%" in writes(office, OSKAR, "how is my win rate?").text
        assert "Avslutsfrekvens" in writes(office, ELIN, "hur går det för laget?").text
        assert "What should I do" in writes(office, OSKAR, "what should I do?").buttons
        assert "#1001" in writes(office, OSKAR, "my deals").text

    def test_a_colleague_s_figures_are_for_those_who_may_see_them(self, office: Office) -> None:
        office.types(OSKAR, "/deal won 25000 Acme")
        refused = writes(office, ELIN, "hur går det för <@U0OSKAR>?")
        assert "25 000" not in refused.text

    def test_what_is_not_understood_gets_three_examples(self, office: Office) -> None:
        said = writes(office, OSKAR, "the printer is on fire")
        assert said.text.splitlines()[1:4] == ["won Volvo 25,000", "lost Acme 12k on price", "how is my win rate?"]
        assert "vann Volvo 25 000" in writes(office, ELIN, "skrivaren brinner").text

    def test_names_that_are_code_stay_names(self, office: Office) -> None:
        shown = writes(office, OSKAR, 'won "<!channel> *b* &amp;" 25k')
        assert all(block["text"]["type"] == "plain_text" for block in shown.message["blocks"] if "text" in block)
        presses(office, OSKAR, shown, "Record")
        said = stands(office, OSKAR, shown).message
        assert "<!channel> *b* &amp;" in said["blocks"][0]["text"]["text"]
        assert said["blocks"][0]["text"]["type"] == "plain_text"


class TestWhichDealIsMeant:
    def test_a_customer_and_a_clause_about_why(self, office: Office) -> None:
        office.types(ELIN, "/deal open 50k Berglogistik")
        shown = writes(office, ELIN, "vi förlorade Berglogistik, de valde en konkurrent")
        assert "Orsak till förlusten: konkurrent" in plain_text(shown)
        assert "Det gäller #1001 · Berglogistik · 50 000 kr" in plain_text(shown)
        presses(office, ELIN, shown, "Registrera")
        assert "konkurrent" in stands(office, ELIN, shown).text

    def test_a_part_of_a_customer_s_name_is_asked_about(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 50k Tesco Stores")
        asked = writes(office, OSKAR, "won tesco")
        presses(office, OSKAR, asked, next(label for label in asked.buttons if "1001" in label))
        assert stands(office, OSKAR, asked).text.startswith("Closed as won: #1001 · Tesco Stores · SEK 50,000")

    def test_the_deal_with_that_amount_comes_first(self, office: Office) -> None:
        for amount in ("40k", "50k", "60k"):
            office.types(OSKAR, f"/deal open {amount} Acme opened:2026-11-01")
        asked = writes(office, OSKAR, "sold to Acme for 50k yesterday")
        assert [label[:5] for label in asked.buttons if label.startswith("#")] == ["#1002", "#1003", "#1001"]
        presses(office, OSKAR, asked, next(label for label in asked.buttons if "1002" in label))
        assert "17 Nov 2026" in stands(office, OSKAR, asked).text

    def test_a_deal_s_note_is_added_to(self, office: Office) -> None:
        office.types(OSKAR, '/deal open 50k Acme note:"Ask for Ann"')
        shown = writes(office, OSKAR, "won Acme, kickoff in January")
        assert "kickoff in January" in shown.text
        presses(office, OSKAR, shown, "Record")
        assert "Ask for Ann kickoff in January" in stands(office, OSKAR, shown).text

    def test_a_quote_is_a_new_open_deal_or_one_of_those_there_are(self, office: Office) -> None:
        new = writes(office, ELIN, "offert till Hotell Åre på 88 000 skickad i tisdags")
        assert "en ny öppen affär" in new.text
        assert "Offert skickad: 17 nov. 2026" in plain_text(new)
        presses(office, ELIN, new, "Registrera")
        asked = writes(office, ELIN, "skickade en offert till Hotell Åre på 90 000 igår")
        presses(office, ELIN, asked, next(label for label in asked.buttons if "1001" in label))
        assert "90 000" in plain_text(stands(office, ELIN, asked))
        assert "#1002" not in office.types(ELIN, "/deal lista").text

    def test_half_a_sentence_becomes_no_customer(self, office: Office) -> None:
        shown = writes(office, ELIN, "sålde till Pelle på Jula för 40k")
        assert set(shown.buttons) == {"Fyll i resten", "Strunta i det"}
        presses(office, ELIN, shown, "Fyll i resten")
        view = office.modal(ELIN)
        values = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        assert values["outcome"]["initial_option"]["value"] == "won"
        assert "initial_option" not in values["customer"]
        assert "Pelle på Jula" in json.dumps(view["blocks"][0], ensure_ascii=False)
        office.submits(ELIN, customer="+Jula")
        assert until(lambda: "Jula · 40 000 kr" in plain_text(stands(office, ELIN, shown)))

    def test_where_the_name_is_that_of_an_open_deal_it_is_asked_about(self, office: Office) -> None:
        office.types(ELIN, "/deal open 40k Jula")
        asked = writes(office, ELIN, "såg precis att Jula skrivit under, 40k")
        assert any("1001" in label for label in asked.buttons)

    def test_a_week_is_no_day(self, office: Office) -> None:
        shown = writes(office, OSKAR, "closed Acme for 40k last week")
        assert "“last week” can be several days" in shown.text
        presses(office, OSKAR, shown, "Fill in the rest")
        values = {b["block_id"]: b["element"] for b in office.modal(OSKAR)["blocks"] if b["type"] == "input"}
        assert "initial_date" not in values["closed_on"]
        office.submits(OSKAR, closed_on="2026-11-11")
        assert until(lambda: "11 Nov 2026" in stands(office, OSKAR, shown).text)

    def test_how_it_went_is_asked_where_only_the_deal_was_understood(self, office: Office) -> None:
        office.types(OSKAR, "/deal open 50k Acme")
        asked = writes(office, OSKAR, "Acme has been very quiet")
        assert set(asked.buttons) == {"Won", "Lost", "Edit details"}
        presses(office, OSKAR, asked, "Lost")
        assert stands(office, OSKAR, asked).text.startswith("Closed as lost: #1001 · Acme · SEK 50,000")
        assert "I did not understand that." in writes(office, OSKAR, "Acme has been very quiet").text


class TestSmallTalk:
    def test_hello(self, office: Office) -> None:
        said = writes(office, OSKAR, "hello!")
        assert said.text.splitlines()[-1] == "For example: won Volvo 25,000"
        assert set(said.buttons) == {"Record a deal"}
        assert "Till exempel: vann Volvo 25 000" in plain_text(writes(office, ELIN, "hej"))

    def test_thanks(self, office: Office) -> None:
        assert writes(office, ELIN, "tack så mycket!").text == "Så lite så."

    def test_undo_says_first_what_it_would_take_back(self, office: Office) -> None:
        assert "nothing to undo" in writes(office, OSKAR, "undo that").text.lower()
        office.types(OSKAR, "/deal won 25k Acme")
        asked = writes(office, OSKAR, "undo that")
        assert asked.text == "The last thing you did was to record #1001 · Acme · SEK 25,000. Shall I take that back?"
        presses(office, OSKAR, asked, "Leave it")
        assert stands(office, OSKAR, asked).text == "It stays as it is."
        assert "#1001" in office.types(OSKAR, "/deal list").text
        asked = writes(office, OSKAR, "oops, wrong one")
        presses(office, OSKAR, asked, "Undo")
        assert "#1001" not in office.types(OSKAR, "/deal list").text


class TestDeliveredTwice:
    """Slack sends an event again that was not acknowledged in time, and a press can reach two processes."""

    @pytest.fixture
    def slack(self) -> Iterator[Playground]:
        slack = playground()
        slack.start()
        yield slack
        slack.stop()

    @pytest.fixture
    def app(self, database: Database, clock: StandingClock, slack: Playground, make_person: MakePerson) -> App:
        make_person(OSKAR, name="Oskar", tz="Europe/London", locale="en-GB")
        services = build_services(database, clock)
        services.people.install(
            team_id=TEAM, team_name="Test", bot_token="xoxb-test", bot_id="B1", bot_user_id="U0BOT", source="test"
        )
        return create_app(services, slack_api_url=slack.api_url)

    def tell(self, app: App, event_id: str, **event: Any) -> int:
        said = {"type": "message", "channel_type": "im", "channel": OSKAR, "user": OSKAR, "ts": "1.1", **event}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": said}
        return int(app.dispatch(BoltRequest(body=body, mode="socket_mode")).status)

    def heard(self, slack: Playground) -> list[dict[str, Any]]:
        return [each.message for each in in_dm(Office(slack), OSKAR)]

    def test_an_event_is_answered_once(self, app: App, slack: Playground) -> None:
        for _ in range(3):
            assert self.tell(app, "Ev1", text="won Volvo 25k") == 200
        assert len(self.heard(slack)) == 1
        self.tell(app, "Ev2", text="won Acme 2.500k")
        self.tell(app, "Ev2", text="won Acme 2.500k")
        assert len(self.heard(slack)) == 2

    def test_one_that_a_dead_process_took_on_is_answered_after_all(
        self, app: App, slack: Playground, database: Database, clock: StandingClock, people: People
    ) -> None:
        workspace_id = people.workspace_id(TEAM)
        assert workspace_id is not None
        with database.write() as connection:
            assert claim(connection, workspace_id, "Ev1", clock(), clock())
        self.tell(app, "Ev1", text="won Volvo 25k")
        assert self.heard(slack) == []
        clock.advance(minutes=1)
        self.tell(app, "Ev1", text="won Volvo 25k")
        assert len(self.heard(slack)) == 1

    def test_what_is_no_message_to_the_bot_is_left_alone(self, app: App, slack: Playground) -> None:
        for number, more in enumerate(
            (
                {"bot_id": "B1"},
                {"subtype": "message_changed", "hidden": True, "message": {"text": "won 1k Acme"}},
                {"subtype": "message_deleted"},
                {"subtype": "bot_message"},
                {"thread_ts": "0.9"},
                {"channel_type": "channel", "channel": SALES},
                {"channel_type": "mpim"},
                {"text": "", "subtype": "file_share", "files": [{"id": "F1"}]},
                {"text": "   "},
                {"user": None},
            )
        ):
            assert self.tell(app, f"Ev{number}", **({"text": "won Volvo 25k"} | more)) == 200
        assert self.heard(slack) == []
        self.tell(app, "Ev99", text="won Volvo 25k", subtype="file_share", files=[{"id": "F1"}])
        assert len(self.heard(slack)) == 1


class TestShortcuts:
    def test_the_form_from_anywhere(self, office: Office) -> None:
        assert office.control("shortcut", user=OSKAR, callback_id="record_deal")["ok"]
        assert office.modal(OSKAR)["title"]["text"] == "Record a deal"
        office.submits(OSKAR, outcome="won", amount="25k", customer="+Acme")
        assert until(lambda: [each for each in in_dm(office, OSKAR) if "#1001 · Acme" in each.text])

    def test_the_form_from_a_message(self, office: Office) -> None:
        office.types(OSKAR, "/deal won 1k Volvo Trucks")
        said = office.control(
            "message",
            channel=SALES,
            user=ELIN,
            text="Great news - volvo trucks signed today! They pay 25 000 kr per month.",
        )["message"]
        done = office.control(
            "shortcut", user=OSKAR, callback_id="record_deal_from_message", channel=SALES, messageTs=said["ts"]
        )
        assert done["ok"], done
        view = office.modal(OSKAR)
        assert "They pay 25 000 kr" in json.dumps(view["blocks"][0], ensure_ascii=False)
        values = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        assert values["outcome"]["initial_option"]["value"] == "won"
        assert values["amount"]["initial_value"] == "25,000/month"
        wrong = office.submits(OSKAR, outcome="won", amount="lots")
        assert list(wrong["errors"]) == ["amount"]
        office.submits(OSKAR, outcome="won", amount="25,000/month", customer="+Volvo Trucks")
        assert until(lambda: "#1002 · Volvo Trucks" in office.types(OSKAR, "/deal list").text)


class TestCustomers:
    def test_the_menu_offers_those_of_late_first_and_to_add_what_there_is_not(self, office: Office) -> None:
        names = ("Öhlins Racing", "Volvo AB", "Volvo Lastvagnar", "Svensson & Söner", "Volvo AB")
        for number, customer in enumerate(names, 1):
            office.types(OSKAR, f'/deal won {number}000 "{customer}"')
        office.opens_form(OSKAR, "/deal")
        assert list(suggested(office, OSKAR, ""))[:2] == ["Volvo AB", "Svensson & Söner"]
        assert list(suggested(office, OSKAR, "vol")) == ["Volvo AB", "Volvo Lastvagnar", "Add “vol”"]
        assert next(iter(suggested(office, OSKAR, "ÖHL"))) == "Öhlins Racing"
        assert next(iter(suggested(office, OSKAR, "ohlins"))) == "Öhlins Racing"
        assert next(iter(suggested(office, OSKAR, "sön"))) == "Svensson & Söner"
        assert next(iter(suggested(office, OSKAR, "lastvagnar volvo"))) == "Volvo Lastvagnar"
        assert list(suggested(office, OSKAR, "volvoab")) == ["Volvo AB"]

    def test_a_choice_is_the_customer_and_an_error_loses_nothing(self, office: Office) -> None:
        office.types(OSKAR, "/deal won 1k Volvo AB")
        office.opens_form(OSKAR, "/deal")
        value = suggested(office, OSKAR, "volvo")["Volvo AB"]
        assert list(office.submits(OSKAR, outcome="won", amount="lots", customer=value)["errors"]) == ["amount"]
        office.submits(OSKAR, outcome="won", amount="25k")
        assert "#1002 · Volvo AB · SEK 25,000" in until(lambda: office.newest(OSKAR)).text

    def test_a_new_customer_is_written_as_it_was_typed(self, office: Office) -> None:
        for number, name in enumerate(("<!channel>", "*bold* &amp; co", "=HYPERLINK(1)", "c:7"), 1001):
            office.opens_form(OSKAR, "/deal")
            offered = suggested(office, OSKAR, name)
            assert offered[f"Add “{name}”"] == f"+{name}"
            office.submits(OSKAR, outcome="won", amount=f"{number}k", customer=f"+{name}")
            office.opens_form(OSKAR, f"/deal edit {number}")
            chosen = next(b["element"] for b in office.modal(OSKAR)["blocks"] if b.get("block_id") == "customer")
            assert chosen["initial_option"]["text"]["text"] == name
            office.submits(OSKAR, note="nothing else")
            assert name in suggested_after(office, name)

    def test_an_unknown_choice_is_said_at_its_field(self, office: Office) -> None:
        office.opens_form(OSKAR, "/deal")
        wrong = office.submits(OSKAR, outcome="won", amount="25k", customer="c:999999")
        assert list(wrong["errors"]) == ["customer"]


def suggested_after(office: Office, typed: str) -> dict[str, str]:
    office.opens_form(OSKAR, "/deal")
    found = suggested(office, OSKAR, typed)
    office.control("close-view", user=OSKAR)
    return found


class TestLossReasons:
    def test_an_admin_chooses_what_is_offered(self, office: Office) -> None:
        office.types(OSKAR, "/deal lost 12k Acme reason:timing")
        home = Home(office, ANNA, "workspace")
        assert home.presses_for_form("loss_reasons_open")["title"]["text"] == "Reasons for losing"
        assert list(home.submits(known_reasons=["price"], own_reasons="x" * 76)) == ["own_reasons"]
        home.submits(known_reasons=["price"], own_reasons="The Lobby\nthe lobby\n\n  Wrong   colour ")
        assert "price, The Lobby, Wrong colour" in home.words

        view = office.opens_form(OSKAR, "/deal")
        offered = next(b["element"] for b in view["blocks"] if b.get("block_id") == "loss_reason")["options"]
        assert [option["value"] for option in offered] == ["price", "The Lobby", "Wrong colour"]
        office.control("close-view", user=OSKAR)
        view = office.opens_form(OSKAR, "/deal edit 1001")
        kept = next(b["element"] for b in view["blocks"] if b.get("block_id") == "loss_reason")
        assert kept["initial_option"]["value"] == "timing"
        office.control("close-view", user=OSKAR)
        assert "Reason for the loss: The Lobby" in writes(office, OSKAR, "lost Acme 13k on the lobby").text

    def test_nobody_else_may(self, office: Office) -> None:
        home = office.control("open-home", user=OSKAR)["view"]
        assert "loss_reasons_open" not in json.dumps(home)
