"""Whole conversations: typed into a local Slack, carried by Slack's own protocol, answered by the unchanged app."""

from tests.stories.conftest import ANNA, ELIN, MARIA, OSKAR, SALES, Office, until


def test_a_win_is_recorded_and_seen_by_its_rep_only(office: Office) -> None:
    won = office.types(OSKAR, "/deal won 25000 Acme")
    assert won.text.startswith("Won: #1001 · Acme · SEK 25,000")
    assert "Win rate 100% (1 of 1 decided) · average order SEK 25,000 (1 order), last 91 days" in won.text
    assert list(won.buttons) == ["Undo", "Edit details"]
    assert office.sees(ELIN) == []


def test_each_is_answered_in_their_own_language_whichever_they_write(office: Office) -> None:
    assert office.types(ELIN, "/deal won 25,000.50 Acme").text.startswith("Vunnen: #1001 · Acme · 25 000,50 kr")
    assert office.types(OSKAR, "/deal förlorade 12 tkr Volvo orsak:pris").text.startswith(
        "Lost: #1002 · Volvo · SEK 12,000"
    )


def test_undo_and_put_it_back(office: Office) -> None:
    won = office.types(OSKAR, "/deal won 25000 Acme")
    undone = office.presses(OSKAR, won, "Undo")
    assert undone.message["ts"] == won.message["ts"]  # in the message's own place
    assert "not enough yet" in undone.text.lower()
    restored = office.presses(OSKAR, undone, "Put it back")
    assert "1 of 1 decided" in restored.text
    assert "#1001" in office.types(OSKAR, "/deal undo").text
    assert "#1001" not in office.types(OSKAR, "/deal list").text


def test_the_same_again_is_asked_about(office: Office) -> None:
    office.types(OSKAR, "/deal won 25000 Acme")
    asked = office.types(OSKAR, "/deal won 25000 Acme")
    assert "#1001" in asked.text
    label = next(iter(asked.buttons))
    assert office.presses(OSKAR, asked, label).message["ts"] == asked.message["ts"]
    page = office.types(OSKAR, "/deal list").text
    assert ("#1001" in page, "#1002" in page, "#1003" in page) == (True, True, False)


def test_an_open_deal_is_closed_by_its_number_and_can_be_an_amount_instead(office: Office) -> None:
    office.types(OSKAR, "/deal open 50k Acme")
    closed = office.types(OSKAR, "/deal won 1001")
    assert "#1001" in closed.text
    assert "50,000" in closed.text
    instead = next(label for label in closed.buttons if "1,001" in label)
    new = office.presses(OSKAR, closed, instead)
    assert new.text.startswith("Won: #1002 · SEK 1,001")
    assert "#1001" in office.types(OSKAR, "/deal list open").text


def test_which_deal_is_asked_when_it_is_not_clear(office: Office) -> None:
    office.types(OSKAR, "/deal open 50k Acme")
    asked = office.types(OSKAR, "/deal won 25000 Acme")
    labels = list(asked.buttons)
    assert len(labels) == 2
    closed = office.presses(OSKAR, asked, next(label for label in labels if "1001" in label))
    assert "#1001" in closed.text
    assert "25,000" in closed.text

    office.types(OSKAR, "/deal open 60k Volvo")
    asked = office.types(OSKAR, "/deal won 70k Volvo")
    new = office.presses(OSKAR, asked, next(label for label in asked.buttons if "1002" not in label))
    assert new.text.startswith("Won: #1003 · Volvo · SEK 70,000")


def test_what_is_not_understood_gets_a_sentence_with_an_example_and_changes_nothing(office: Office) -> None:
    for line in (
        "/deal won",
        "/deal won -500 Acme",
        "/deal won 99999999999999 Acme",
        "/deal won 25000 Acme closed:2031-01-01",
        "/deal won 25000 Acme opened:2026-11-10 closed:2026-11-01",
        "/deal flurb 25000",
        "/deal won #4711",
        "/deal won 25000 3M",
        "/pillars yesterdayish",
        "/pillars @oskar",
    ):
        answer = office.types(ELIN, line)
        assert answer.buttons == {}, line
        assert "!" not in answer.text, line
        assert any(sign in answer.text for sign in ("/deal", "/pillars", "till exempel")), (line, answer.text)
    assert "#" not in office.types(ELIN, "/deal lista").text


def test_the_form_records_and_keeps_what_was_typed_when_something_is_wrong(office: Office) -> None:
    view = office.opens_form(OSKAR, "/deal")
    assert view["title"]["text"] == "Record a deal"
    wrong = office.submits(OSKAR, outcome="won", amount="lots", customer="Acme")
    assert list(wrong["errors"]) == ["amount"]
    assert office.modal(OSKAR)["id"] == view["id"]
    late = office.submits(OSKAR, outcome="won", amount="25 000", customer="Acme", closed_on="2026-11-19")
    assert list(late["errors"]) == ["closed_on"]
    office.submits(
        OSKAR, outcome="won", amount="25 000", customer="Acme", closed_on="2026-11-17", opened_on="2026-11-01"
    )
    assert office.newest(OSKAR).text.startswith("Won: #1001 · Acme · SEK 25,000 · 17 Nov 2026")


def test_details_are_added_from_the_answer(office: Office) -> None:
    won = office.types(ELIN, "/deal vann 25000")
    view = office.presses_for_form(
        ELIN, won, "Ändra uppgifter" if "Ändra uppgifter" in won.buttons else list(won.buttons)[1]
    )
    assert "1001" in view["title"]["text"]
    office.submits(ELIN, customer="Acme", product="Lampor", opened_on="2026-11-01")
    said = office.newest(ELIN).text
    assert "Acme" in said
    assert "Lampor" in said
    assert "17 dagar" in office.types(ELIN, "/pillars").text


def test_pillars_are_ones_own_the_teams_and_a_colleagues_by_right(office: Office) -> None:
    office.types(ELIN, "/deal won 30000 Acme opened:2026-11-01")
    office.types(OSKAR, "/deal lost 10000 Volvo")
    mine = office.types(ELIN, "/pillars")
    assert "Avslutsfrekvens: 100 % · 1 avgjord" in mine.text
    team = office.types(OSKAR, "/pillars team")
    assert "Win rate: 50% · 2 decided" in team.text
    assert "Elin" not in str(team.message["blocks"])
    whole = str(office.types(MARIA, "/pillars team").message["blocks"])
    assert "Elin" in whole
    assert "Oskar" in whole
    hers = office.types(MARIA, "/pillars @elin")
    assert "Win rate: 100% · 1 decided" in hers.text
    assert "Elin" not in office.types(OSKAR, "/pillars <@U0ELIN|elin>").text


def test_slacks_own_admin_sees_the_team(office: Office) -> None:
    office.types(ELIN, "/deal won 30000 Acme")
    assert "Elin" in str(office.types(ANNA, "/pillars team").message["blocks"])


def test_a_period_before_anything_happened_is_no_data(office: Office) -> None:
    office.types(OSKAR, "/deal won 30000 Acme")
    card = office.types(OSKAR, "/pillars 2026-q1")
    assert "1 Jan" in card.text
    assert "not enough yet · 0 decided" in card.text


def test_the_card_comes_without_its_charts_where_slack_refuses_them(office: Office) -> None:
    for n in range(6):
        office.types(OSKAR, f"/deal {'won' if n % 2 else 'lost'} {n + 1}000 Kund{n} closed:2026-11-0{n + 1}")
    drawn = office.types(OSKAR, "/pillars")
    assert "data_visualization" in {block["type"] for block in drawn.message["blocks"]}
    office.control("fail", method="response_url", times=1, error="invalid_blocks")
    plain = office.types(OSKAR, "/pillars")
    assert "data_visualization" not in {block["type"] for block in plain.message["blocks"]}
    assert "Win rate: 50% · 6 decided" in plain.text


def test_the_home_tab_greets_and_shows_what_the_manager_sees(office: Office) -> None:
    office.types(OSKAR, "/deal open 50k Acme")
    office.control("open-home", user=OSKAR)
    words = str(until(lambda: office.snapshot(OSKAR)["home"]["view"]))
    assert "Oskar" in words
    assert "#1001" in words
    assert "manager" in words


def test_a_changed_language_is_noticed(office: Office) -> None:
    assert office.types(OSKAR, "/deal won 100 A").text.startswith("Won")
    office.control("users/U0OSKAR", locale="sv-SE")
    until(lambda: "ångra" in office.types(OSKAR, "/deal help").text)
    assert office.types(OSKAR, "/deal won 200 A").text.startswith("Vunnen")


def test_a_customer_named_like_a_command_is_shown_as_typed(office: Office) -> None:
    for n, name in enumerate(("<!channel>", "*bold* _it_", "A & B <b>", "=HYPERLINK(1)")):
        answer = office.types(OSKAR, f'/deal won {n + 1}000 "{name}"')
        section = answer.message["blocks"][0]["text"]
        assert section["type"] == "plain_text"
        assert name in section["text"]
    assert office.sees(ELIN, SALES) == []
