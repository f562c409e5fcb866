"""Whatever people type and however large the figures are, Slack takes the message, and it stays in its place."""

import html
import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.texts import Texts
from bot.texts.mrkdwn import ZERO_WIDTH_SPACE
from bot.values import Amount, Card, Changed, Deal, DealPage, Deed, Duplicate, Foreseen, Status, WhichDeal
from bot.values.customers import KnownCustomer, Suggestions
from bot.values.loss_reasons import LossReasonsChange
from bot.views import customer_menu, deal_form, deals, loss_reasons, pillars, problems, understood
from bot.views.message import Json, Message, typed
from tests.effort import tries
from tests.views import examples
from tests.views.slack_rules import check_message, check_view, rebuilt

SOME = tries(30)


def check_harmless(message: Message) -> None:
    """Nothing that was typed reaches mrkdwn as markup: not in the text, and in no block."""
    assert "<" not in message.text
    for block in message.blocks:
        for text in json_texts(block):
            assert text["type"] == "plain_text" or "<" not in text["text"]


def json_texts(value: object) -> list[Json]:
    if isinstance(value, dict):
        own = [value] if value.get("type") in ("plain_text", "mrkdwn") else []
        return own + [text for nested in value.values() for text in json_texts(nested)]
    if isinstance(value, list | tuple):
        return [text for nested in value for text in json_texts(nested)]
    return []


@SOME
@given(examples.texts, examples.changes, st.none() | st.text(min_size=1, max_size=2500))
def test_changed(texts: Texts, change: Changed, entry: str | None) -> None:
    message = deals.changed(texts, change, entry)
    check_message(message)
    check_harmless(message)
    assert [rebuilt(block) for block in message.blocks] == list(message.blocks)


@SOME
@given(examples.texts, examples.deals, st.integers(0, 10), st.text(min_size=1, max_size=2000))
def test_duplicate(texts: Texts, first: Deal, minutes: int, entry: str) -> None:
    message = deals.duplicate(texts, Duplicate(first, minutes), entry)
    check_message(message)
    check_harmless(message)


@SOME
@given(
    examples.texts,
    st.lists(examples.deals, max_size=8, unique_by=lambda deal: deal.number),
    st.sampled_from(Status),
    st.booleans(),
    st.none() | examples.amounts,
)
def test_which_deal(
    texts: Texts, candidates: list[Deal], outcome: Status, may_be_new: bool, amount: Amount | None
) -> None:
    entries: dict[int | None, str] = {deal.number: "e" for deal in candidates}
    question = WhichDeal(outcome, tuple(candidates), may_be_new, amount)
    message = deals.which_deal(texts, question, {**entries, None: "n"})
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, examples.pages)
def test_page(texts: Texts, page: DealPage) -> None:
    message = deals.page(texts, page)
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, examples.cards)
def test_card(texts: Texts, card: Card) -> None:
    message = pillars.card(texts, card)
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, st.none() | examples.deals, st.sampled_from(["SEK", "JPY"]))
def test_form(texts: Texts, deal: Deal | None, currency: str) -> None:
    view = deal_form.modal(
        texts,
        None if deal is None else deal.number,
        deal_form.Draft() if deal is None else deal_form.draft_of(deal),
        yardstick_currency=currency,
        loss_reasons=["price"],
        metadata="{}",
    )
    check_view(view)
    assert len(view["title"]["text"]) <= 24


@SOME
@given(examples.texts, examples.deals, st.none() | examples.deals)
def test_understood(texts: Texts, deal: Deal, before: Deal | None) -> None:
    message = understood.told(texts, Foreseen(deal, before), "{}")
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, st.lists(examples.names, max_size=99), st.none() | examples.names)
def test_customer_menu(texts: Texts, names: list[str], new: str | None) -> None:
    known = tuple(KnownCustomer(n, name) for n, name in enumerate(names, 1))
    options = customer_menu.options(texts, Suggestions(known, None if new is None else new[:149]))
    assert len(options) <= 100
    for option in options:
        assert 1 <= len(option["text"]["text"].strip()) <= len(option["text"]["text"]) <= 75
        assert option["text"]["type"] == "plain_text"
        assert 1 <= len(option["value"]) <= 150


@SOME
@given(examples.texts, st.lists(examples.names.map(lambda name: name[:75]), max_size=50))
def test_loss_reasons(texts: Texts, own: list[str]) -> None:
    view = loss_reasons.modal(texts, ("price", *own), "")
    check_view(view)
    message = loss_reasons.changed(texts, LossReasonsChange(("price",), ("price", *own, "timing")))
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, examples.names)
def test_problems(texts: Texts, name: str) -> None:
    message = problems.message(texts, errors.NoOpenDealFor(customer=name, verb="won"))
    check_message(message)
    check_harmless(message)


@given(examples.names, st.integers(2, 60))
def test_what_was_typed_stays_on_its_line(name: str, limit: int) -> None:
    shown = typed(name, limit)
    assert len(shown) <= limit + 2  # two signs keep a text from right to left to itself
    assert not any(unicodedata.category(c) == "Cc" for c in shown)
    assert not any("\u202a" <= c <= "\u202e" for c in shown)
    assert "\u2028" not in shown
    assert shown == " ".join(shown.split())


@given(examples.names)
def test_a_short_text_is_shown_whole(name: str) -> None:
    plain = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"))
    shown = typed(plain, 200).strip("\u2068\u2069")
    assert shown.split() == plain.split()


def test_text_and_blocks_say_the_same() -> None:
    change = Changed(Deed.RECORDED, examples.deal(customer="*A & B* <!here>"), 7, examples.STANDING)
    message = deals.changed(examples.GB, change)
    shown = "\n".join(text["text"] for block in message.blocks[:2] for text in json_texts(block))
    assert html.unescape(message.text).replace(ZERO_WIDTH_SPACE, "") == shown
    assert "<!here>" in json.dumps(message.blocks[0])
