"""Stale deals, settled by one tap each, from a message that shows the way to them."""

import pytest
import slackblocks as sb
from slack_sdk import WebClient

from bot import ids
from bot.views.message import button, rendered
from bot.views.weekly import MARK
from tests.stories.conftest import ELIN, OSKAR, Answer, Office


@pytest.fixture
def stale(office: Office) -> Office:
    """Ten deals that Oskar won in ten days each, and old ones that he and Elin have open."""
    for n in range(10):
        office.types(OSKAR, f"/deal won {500 + n} Acme{n} opened:2026-11-01 closed:2026-11-11")
    for n in range(3):
        office.types(OSKAR, f"/deal open {700 + n} Volvo{n} opened:2026-0{7 + n}-01")
    office.types(ELIN, "/deal öppna 12 000 Bolaget öppnad:2026-09-01")
    return office


def pressed(office: Office, user: str, message: Answer, action_id: str, value: str = "") -> Answer:
    """A button of a direct message; returns what is newest then."""
    action = {"type": "button", "action_id": action_id} | ({"value": value} if value else {})
    blocks = [block for block in message.message["blocks"] if block["type"] == "actions"]
    block = next(
        b for b in blocks for e in b["elements"] if e["action_id"] == action_id and e.get("value", "") == value
    )
    channel = direct(office, user)
    done = office.control(
        "interact",
        channel=channel,
        user=user,
        messageTs=message.message["ts"],
        action=action | {"block_id": block["block_id"]},
    )
    assert done["ok"], done
    return office.sees(user, channel)[-1]


def direct(office: Office, user: str) -> str:
    (channel,) = [channel["id"] for channel in office.snapshot(user)["channels"] if channel["is_im"]]
    return str(channel)


def list_of(office: Office, user: str) -> Answer:
    """The list, opened by the button as a letter or a card shows it."""
    client = WebClient(token="xoxb-test", base_url=office.slack.api_url)
    blocks = rendered([sb.ActionsBlock([button("-", ids.ACTION_STALE_SHOW)])])
    client.chat_postMessage(channel=user, text="-", blocks=list(blocks))
    return pressed(office, user, office.sees(user, direct(office, user))[-1], ids.ACTION_STALE_SHOW)


def test_each_is_settled_by_one_tap(stale: Office) -> None:
    shown = list_of(stale, OSKAR)
    assert shown.text.startswith("3 open deals are older than 10 days. Nine in ten won deals were quicker.")
    assert "#1011 · Volvo0 · SEK 700 · open for 140 days" in shown.text
    lost = pressed(stale, OSKAR, shown, ids.ACTION_STALE_LOST, "1011")
    assert lost.message["ts"] == shown.message["ts"]  # in the message's own place
    assert lost.text.startswith("Lost: #1011 · Volvo0 · SEK 700\n2 open deals")
    won = pressed(stale, OSKAR, lost, ids.ACTION_STALE_WON, "1012")
    assert won.text.startswith("Won: #1012")
    kept = pressed(stale, OSKAR, won, ids.ACTION_STALE_OPEN, "1013")
    assert kept.text.startswith("Still open: #1013 · Volvo2 · SEK 702. I leave it in peace until 16 Dec 2026.")
    assert "That was the last one." in kept.text
    page = stale.types(OSKAR, "/deal list open").text
    assert ("#1011" in page, "#1012" in page, "#1013" in page) == (False, False, True)
    assert "None of your open deals has gone stale." in list_of(stale, OSKAR).text


def test_en_förlorad_kan_ångras(stale: Office) -> None:
    shown = list_of(stale, ELIN)
    assert shown.text.startswith("1 öppen affär är äldre än 10 dagar. Nio av tio vunna affärer gick fortare.")
    assert list(shown.buttons) == ["Vunnen", "Förlorad", "Fortfarande öppen"]
    lost = pressed(stale, ELIN, shown, ids.ACTION_STALE_LOST, "1014")
    assert lost.text.startswith("Förlorad: #1014 · Bolaget · 12 000 kr")
    undo = lost.buttons["Ångra"]
    undone = pressed(stale, ELIN, lost, undo["action_id"], undo["value"])
    assert "#1014" in undone.text
    assert "#1014" in stale.types(ELIN, "/deal lista öppna").text


def test_in_a_letter_the_rest_of_it_stays(stale: Office) -> None:
    """Where the buttons stand in a longer message, the answer takes their row's place, and so does taking it back."""
    client = WebClient(token="xoxb-test", base_url=stale.slack.api_url)
    rows = rendered([sb.ActionsBlock([button("-", ids.ACTION_STALE_LOST, number)]) for number in ("1011", "1012")])
    blocks = [{**row, "block_id": f"{MARK}:{place}"} for place, row in enumerate(rows)]
    client.chat_postMessage(channel=OSKAR, text="The letter", blocks=blocks)
    letter = stale.sees(OSKAR, direct(stale, OSKAR))[-1]
    answered = pressed(stale, OSKAR, letter, ids.ACTION_STALE_LOST, "1011")
    assert "Lost: #1011" in str(answered.message["blocks"])
    assert [block["block_id"] for block in answered.message["blocks"] if block["type"] == "actions"][-1] == f"{MARK}:1"
    undo = answered.buttons["Undo"]
    undone = pressed(stale, OSKAR, answered, ids.ACTION_UNDO, undo["value"])
    assert undone.message["ts"] == letter.message["ts"]
    assert [block["block_id"] for block in undone.message["blocks"] if block["type"] == "actions"][-1] == f"{MARK}:1"
    assert "#1011" in stale.types(OSKAR, "/deal list open").text
