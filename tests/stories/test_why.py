"""Behind the words on a card: the reasons by command and by button, the chart by choice, and whose they may be."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot import ids
from tests.stories.conftest import ELIN, MARIA, OSKAR, SALES, Answer, Office

NOT_YOURS = "A rep’s own pillars are shown only to the rep and to managers."


def sold(office: Office, user: str, amount: int) -> None:
    """Eight deals in as many weeks, lost and won by turns, no two of them alike."""
    for week, month_day in enumerate(("09-03", "09-10", "09-17", "09-24", "10-01", "10-08", "10-15", "10-22")):
        deed = "won" if week % 2 else "lost"
        office.types(user, f"/deal {deed} {amount + week} Kund{week} opened:2026-08-20 closed:2026-{month_day}")


def chooses(office: Office, user: str, answer: Answer, pillar: str) -> Answer:
    """An entry of the card's menu of charts."""
    (block,) = (block for block in answer.message["blocks"] if block["type"] == "actions")
    (menu,) = (element for element in block["elements"] if element["type"] == "static_select")
    option = next(each for each in menu["options"] if each["text"]["text"] == pillar)
    done = office.control(
        "interact",
        channel=SALES,
        user=user,
        messageTs=answer.message["ts"],
        action={"action_id": menu["action_id"], "block_id": block["block_id"], "selected_option": option},
    )
    assert done["ok"], done
    return office.newest(user)


def posted(office: Office, element: dict[str, Any]) -> str:
    """A message in the channel with a button or menu that the app itself would never have given; its `ts`."""
    client = WebClient(token="xoxb-test", base_url=office.slack.api_url)
    block = {"type": "actions", "block_id": "made_up", "elements": [element]}
    return str(client.chat_postMessage(channel=SALES, text="made up", blocks=[block])["ts"])


def presses_made_up(office: Office, user: str, element: dict[str, Any]) -> str:
    """What the user is told who presses it."""
    before = len(office.sees(user))
    ts = posted(office, element)
    action = {"action_id": element["action_id"], "block_id": "made_up"}
    if "options" in element:
        action["selected_option"] = element["options"][0]
    done = office.control("interact", channel=SALES, user=user, messageTs=ts, action=action)
    assert done["ok"], done
    told = office.sees(user)[before + 1 :]
    assert len(told) == 1, told
    return told[0].text


def why_button(value: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": ids.ACTION_WHY,
        "text": {"type": "plain_text", "text": "Why"},
        "value": value,
    }


def chart_menu(value: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": "Win rate"}, "value": value}
    return {"type": "static_select", "action_id": ids.ACTION_CHART, "options": [option]}


def test_why_by_command_and_by_button_say_the_same(office: Office) -> None:
    sold(office, OSKAR, 25_000)
    by_command = office.types(OSKAR, "/pillars why")
    assert "Win rate: 50% · 8 decided" in by_command.text
    assert "With that many, chance alone can put the figure anywhere from" in by_command.text
    assert "Your four pillars" in by_command.text
    card = office.types(OSKAR, "/pillars")
    by_button = office.presses(OSKAR, card, "Why?")
    assert by_button.message["ts"] != card.message["ts"]  # below the card, which stays
    assert by_button.message["ephemeral_to"] == OSKAR
    assert by_button.text == by_command.text


def test_varför_på_svenska_för_en_annan_period(office: Office) -> None:
    sold(office, ELIN, 30_000)
    said = office.types(ELIN, "/pillars varför 2026-09").text
    assert "Avslutsfrekvens: 50 % · 4 avgjorda" in said
    assert "Med färre än tre aktiva kollegor" in said


def test_a_chart_is_drawn_of_the_pillar_that_was_chosen(office: Office) -> None:
    sold(office, OSKAR, 25_000)
    card = office.types(OSKAR, "/pillars")
    drawn = chooses(office, OSKAR, card, "Average order value")
    assert drawn.message["ephemeral_to"] == OSKAR
    assert drawn.text.startswith("Average order value, week by week")
    (chart,) = (block for block in drawn.message["blocks"] if block["type"] == "data_visualization")
    values = [point["value"] for point in chart["chart"]["series"][0]["data"]]
    assert values[-1] == pytest.approx((25_001 + 25_003 + 25_005 + 25_007) / 4, abs=1)
    other = chooses(office, OSKAR, card, "Time to close")
    assert other.text.startswith("Time to close, week by week")
    assert other.message["ts"] != drawn.message["ts"]


def test_the_team_s_reasons_are_open_to_all_and_a_rep_s_to_the_manager(office: Office) -> None:
    sold(office, ELIN, 30_000)
    office.types(OSKAR, "/deal won 20000 Acme")
    team = office.types(MARIA, "/pillars why team").text
    assert "Win rate: 56% · 9 decided" in team
    assert office.types(OSKAR, "/pillars why team").text == team
    card = office.types(MARIA, f"/pillars <@{ELIN}>")
    reasons = office.presses(MARIA, card, "Why?")
    assert "Elin Sandberg" in reasons.text
    assert "8 decided" in reasons.text
    assert office.types(MARIA, f"/pillars why <@{ELIN}>").text == reasons.text
    assert "Elin Sandberg" in chooses(office, MARIA, card, "Win rate").text
    assert NOT_YOURS in office.types(OSKAR, f"/pillars why <@{ELIN}>").text


def test_a_made_up_button_opens_nobody_else_s_figures(office: Office) -> None:
    sold(office, ELIN, 30_000)
    card = office.types(ELIN, "/pillars")
    elins = card.buttons["Varför?"]["value"]
    for element in (why_button(elins), chart_menu(f"{elins}win_rate")):
        assert NOT_YOURS in presses_made_up(office, OSKAR, element)
    assert "8 avgjorda" in presses_made_up(office, ELIN, why_button(elins))  # for Elin it is her own


@pytest.mark.parametrize(
    "value",
    [
        "team",
        "4711:2026-08-20:2026-11-18:",
        "99999999999999999999999:2026-08-20:2026-11-18:",
        "-1:2026-08-20:2026-11-18:",
        "team:2026-11-18:2026-08-20:",
        "team:0001-01-01:9999-12-31:",
        "team:2026-08-20:2026-11-18:velocity",
        "team:2026-08-20:2026-11-18:win_rate:more",
    ],
)
def test_a_button_of_nothing_gets_a_sentence(office: Office, value: str) -> None:
    for element in (why_button(value), chart_menu(value)):
        said = presses_made_up(office, OSKAR, element)
        assert said
        assert "went wrong" not in said, said
