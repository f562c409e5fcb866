"""What the answers to `/deal` say, in both languages."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.language import HELP_EXAMPLES
from bot.texts import Texts
from bot.values import Amount, Changed, Deal, DealPage, Deed, Duplicate, Kind, Per, Status, WhichDeal
from bot.views import deals
from bot.views.message import Json, Message
from tests.views.examples import BOTH, GB, NO_STANDING, OPENED, STANDING, SV, USUAL, deal, spaced


def changed(texts: Texts, deed: Deed, now: Deal, entry: str | None = None, **more: object) -> Message:
    return deals.changed(texts, Changed(deed, now, 77, **{"standing": STANDING, **more}), entry)  # type: ignore[arg-type]


def lines(message: Message) -> list[str]:
    return spaced(message.text).split("\n")


def buttons(message: Message) -> dict[str, Json]:
    return {
        button["action_id"]: button
        for block in message.blocks
        if block["type"] == "actions"
        for button in block["elements"]
    }


def test_a_won_deal_is_confirmed_in_one_line_with_where_one_stands() -> None:
    message = changed(SV, Deed.RECORDED, deal())
    assert lines(message) == [
        "Vunnen: #1042 · Acme · 25 000 kr · 1 okt. 2026",
        "Avslutsfrekvens 42 % (19 av 45 avgjorda) · snittordervärde 31 235 kr (18 ordrar), senaste 91 dagarna",
    ]
    assert lines(changed(GB, Deed.RECORDED, deal())) == [
        "Won: #1042 · Acme · SEK 25,000 · 1 Oct 2026",
        "Win rate 42% (19 of 45 decided) · average order SEK 31,235 (18 orders), last 91 days",
    ]
    assert {action: button["value"] for action, button in buttons(message).items()} == {
        ids.ACTION_UNDO: "77",
        ids.ACTION_DETAILS: "1042",
    }


def test_no_data_is_not_zero() -> None:
    assert lines(changed(GB, Deed.RECORDED, deal(), standing=NO_STANDING))[-1] == (
        "Win rate: not enough yet (0 decided) · average order: not enough yet (0 orders), last 91 days"
    )
    assert "0 %" not in spaced(changed(SV, Deed.RECORDED, deal(), standing=NO_STANDING).text)


@pytest.mark.parametrize(
    ("now", "swedish", "english"),
    [
        (
            deal(status=Status.LOST, loss_reason="price"),
            "Förlorad: #1042 · Acme · 25 000 kr · orsak: pris · 1 okt. 2026",
            "Lost: #1042 · Acme · SEK 25,000 · reason: price · 1 Oct 2026",
        ),
        (
            deal(status=Status.OPEN, amount=Amount(200_000, "SEK", Per.MONTH)),
            "Öppen: #1042 · Acme · 2 000 kr/mån (24 000 kr på 12 månader) · öppen sedan 1 sep. 2026",
            "Open: #1042 · Acme · SEK 2,000/month (SEK 24,000 over 12 months) · open since 1 Sept 2026",
        ),
        (
            deal(kind=Kind.CALL_OFF, customer="Volvo"),
            "Avrop: #1042 · Volvo · 25 000 kr · 1 okt. 2026",
            "Order: #1042 · Volvo · SEK 25,000 · 1 Oct 2026",
        ),
        (
            deal(status=Status.LOST, amount=None, customer=None),
            "Förlorad: #1042 · 1 okt. 2026",
            "Lost: #1042 · 1 Oct 2026",
        ),
    ],
)
def test_each_outcome_has_its_word(now: Deal, swedish: str, english: str) -> None:
    assert lines(changed(SV, Deed.RECORDED, now))[0] == swedish
    assert lines(changed(GB, Deed.RECORDED, now))[0] == english


def test_what_else_was_understood_is_confirmed() -> None:
    now = deal(opened_known=True, product="Crane", first_meeting_on=OPENED, note="call in May")
    assert lines(changed(GB, Deed.RECORDED, now))[1] == (
        "Product: Crane · Note: call in May · Opened: 1 Sept 2026 · First meeting: 1 Sept 2026"
    )
    # A date that was only assumed is not shown as one that was said.
    assert "Opened" not in changed(GB, Deed.RECORDED, deal()).text


def test_closing_says_what_else_changed() -> None:
    before = deal(status=Status.OPEN, amount=Amount(3_000_000, "SEK"))
    assert lines(changed(GB, Deed.CLOSED, deal(), before=before))[:2] == [
        "Closed as won: #1042 · Acme · SEK 25,000 · 1 Oct 2026",
        "Amount: SEK 25,000 (was SEK 30,000)",
    ]
    untouched = changed(GB, Deed.CLOSED, deal(), before=deal(status=Status.OPEN))
    assert len(lines(untouched)) == 2


def test_editing_says_what_was_and_what_is() -> None:
    before = deal(customer="Volvo", note="old")
    now = deal(amount=Amount(3_000_000, "SEK"), product="Crane", opened_known=True)
    assert lines(changed(GB, Deed.EDITED, now, before=before))[:-1] == [
        "Changed: #1042 · Acme · SEK 30,000 · won 1 Oct 2026",
        "Amount: SEK 30,000 (was SEK 25,000)",
        "Customer: Acme (was Volvo)",
        "Product: Crane (was empty)",
        "Opened: 1 Sept 2026 (was empty)",
        "Note: empty (was old)",
    ]


@pytest.mark.parametrize(
    ("undid", "now", "swedish", "english", "button"),
    [
        (
            Deed.RECORDED,
            deal(deleted=True),
            "Ångrad: #1042 · Acme · 25 000 kr är inte längre registrerad",
            "Taken back: #1042 · Acme · SEK 25,000 is no longer recorded",
            "Put it back",
        ),
        (
            Deed.CLOSED,
            deal(status=Status.OPEN),
            "Ångrad: #1042 · Acme · 25 000 kr är öppen igen",
            "Taken back: #1042 · Acme · SEK 25,000 is open again",
            "Put it back",
        ),
        (
            Deed.DELETED,
            deal(),
            "Återställd: #1042 · Acme · 25 000 kr · vunnen 1 okt. 2026",
            "Restored: #1042 · Acme · SEK 25,000 · won 1 Oct 2026",
            "Delete it again",
        ),
        (
            Deed.UNDONE,
            deal(),
            "Tillbaka: #1042 · Acme · 25 000 kr · vunnen 1 okt. 2026",
            "Put back: #1042 · Acme · SEK 25,000 · won 1 Oct 2026",
            "Undo",
        ),
        (
            Deed.UNDONE,
            deal(deleted=True),
            "Borttagen igen: #1042 · Acme · 25 000 kr · vunnen 1 okt. 2026",
            "Deleted again: #1042 · Acme · SEK 25,000 · won 1 Oct 2026",
            "Undo",
        ),
    ],
)
def test_undoing_says_how_it_stands_now(undid: Deed, now: Deal, swedish: str, english: str, button: str) -> None:
    assert lines(changed(SV, Deed.UNDONE, now, undid=undid))[0] == swedish
    message = changed(GB, Deed.UNDONE, now, undid=undid)
    assert lines(message)[0] == english
    undo = buttons(message)[ids.ACTION_UNDO]
    assert (undo["text"]["text"], undo["value"]) == (button, "77")
    assert (ids.ACTION_DETAILS in buttons(message)) is not now.deleted


def test_undoing_an_edit_shows_what_came_back() -> None:
    message = changed(GB, Deed.UNDONE, deal(), undid=Deed.EDITED, before=deal(customer="Volvo"))
    assert lines(message)[1] == "Customer: Acme (was Volvo)"


def test_deleting_leaves_only_the_way_back() -> None:
    message = changed(GB, Deed.DELETED, deal(deleted=True))
    assert lines(message)[0] == "Deleted: #1042 · Acme · SEK 25,000 · won 1 Oct 2026"
    assert list(buttons(message)) == [ids.ACTION_UNDO]


def test_a_number_that_may_have_been_an_amount_is_offered_as_one() -> None:
    may_be: dict[str, Any] = {"before": deal(status=Status.OPEN), "could_be_amount": Amount(104_200, "SEK")}
    instead = buttons(changed(SV, Deed.CLOSED, deal(), "the entry", **may_be))[ids.ACTION_NEW_INSTEAD]
    assert (spaced(instead["text"]["text"]), instead["value"]) == ("Det var en ny affär på 1 042 kr", "the entry")
    assert ids.ACTION_NEW_INSTEAD not in buttons(changed(SV, Deed.CLOSED, deal(), **may_be))
    assert ids.ACTION_NEW_INSTEAD not in buttons(changed(SV, Deed.CLOSED, deal(), "the entry"))


def test_the_same_twice_is_asked_about() -> None:
    message = deals.duplicate(GB, Duplicate(deal(), 2), "the entry")
    assert spaced(message.text) == (
        "Again? The first is #1042 · Acme · SEK 25,000 · won 1 Oct 2026, recorded within the last 2 minutes. "
        "Nothing more has been recorded."
    )
    assert buttons(message)[ids.ACTION_RECORD_AGAIN]["value"] == "the entry"


def test_several_open_deals_are_asked_about() -> None:
    candidates = tuple(deal(number, Status.OPEN) for number in range(11, 18))
    question = WhichDeal(Status.WON, candidates, may_be_new=True, amount=Amount(3_000_000, "SEK"))
    entries: dict[int | None, str] = {number: f"entry {number}" for number in range(11, 18)}
    message = deals.which_deal(SV, question, {**entries, None: "new"})
    offered = buttons(message)
    assert list(offered) == [
        *(f"{ids.ACTION_CLOSE_THIS}:{number}" for number in range(11, 16)),
        ids.ACTION_NEW_INSTEAD,
    ]
    assert offered[f"{ids.ACTION_CLOSE_THIS}:12"]["value"] == "entry 12"
    assert offered[ids.ACTION_NEW_INSTEAD]["value"] == "new"
    assert spaced(offered[ids.ACTION_NEW_INSTEAD]["text"]["text"]) == "En ny affär på 30 000 kr"
    assert lines(message)[0] == "Vilken affär vann du? Inget är registrerat än."
    assert lines(message)[-1] == "Och 2 till. Skriv numret i stället: /deal vann 17"


def test_a_new_deal_is_offered_only_where_it_may_be_meant() -> None:
    question = WhichDeal(Status.LOST, (deal(11, Status.OPEN),), may_be_new=False, amount=None)
    assert list(buttons(deals.which_deal(GB, question, {11: "e"}))) == [f"{ids.ACTION_CLOSE_THIS}:11"]


def test_the_list_has_a_line_a_deal() -> None:
    shown = (
        deal(3),
        deal(2, Status.LOST, None, loss_reason="price"),
        deal(1, Status.OPEN),
    )
    message = deals.page(GB, DealPage(shown, page=2, pages=3, total=23))
    assert lines(message)[1:4] == [
        "✓ #3 · Acme · SEK 25,000 · won 1 Oct 2026",
        "✕ #2 · Acme · reason: price · lost 1 Oct 2026",
        "○ #1 · Acme · SEK 25,000 · open since 1 Sept 2026",
    ]
    assert lines(message)[4] == "Page 2 of 3, 23 deals in all"
    turns = buttons(message)
    edits = turns.pop(ids.ACTION_LIST_EDIT)["options"]
    assert [option["value"] for option in edits] == ["3", "2", "1"]
    assert spaced(edits[0]["text"]["text"]) == "#3 · Acme · SEK 25,000"
    assert {action: button["value"] for action, button in turns.items()} == {
        ids.ACTION_LIST_PAGE_BACK: "all:1",
        ids.ACTION_LIST_PAGE: "all:3",
    }


def test_the_open_list_turns_its_own_pages() -> None:
    first = buttons(deals.page(SV, DealPage((deal(1, Status.OPEN),), 1, 2, 11, open_only=True)))
    assert set(first) == {ids.ACTION_LIST_PAGE, ids.ACTION_LIST_EDIT}
    assert first[ids.ACTION_LIST_PAGE]["value"] == "open:2"
    only = buttons(deals.page(SV, DealPage((deal(1, Status.OPEN),), 1, 1, 1, open_only=True)))
    assert set(only) == {ids.ACTION_LIST_EDIT}


def test_a_page_beyond_the_last_leads_back() -> None:
    message = deals.page(GB, DealPage((), page=9, pages=3, total=23))
    assert message.text == "There is no page 9. The last one is 3."
    assert {a: b["value"] for a, b in buttons(message).items()} == {ids.ACTION_LIST_PAGE_BACK: "all:3"}


def test_an_empty_list_says_how_to_begin() -> None:
    message = deals.page(SV, DealPage((), 1, 1, 0))
    assert "/deal vann 25 000 Acme" in message.text
    assert list(buttons(message)) == [ids.ACTION_NEW_DEAL]
    assert "/deal open 50k Acme" in deals.page(GB, DealPage((), 1, 1, 0, open_only=True)).text


@pytest.mark.parametrize("texts", BOTH)
def test_the_help_shows_the_examples_to_copy(texts: Texts) -> None:
    message = deals.help(texts, ("/deal won 25000 Acme", '/deal lost 12k "A & B_"'))
    code = message.blocks[2]["text"]["text"]
    assert code == '```/deal won 25000 Acme\n/deal lost 12k "A &amp; B_"```'
    assert "/deal won 25000 Acme" in message.text
    assert all(example in deals.help(texts).text for example in HELP_EXAMPLES[texts.language])


def test_a_name_from_right_to_left_keeps_to_itself() -> None:
    shown = changed(GB, Deed.RECORDED, replace(deal(amount=USUAL, customer="שלום"))).blocks[0]["text"]["text"]
    assert "\u2068שלום\u2069" in shown
