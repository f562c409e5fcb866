"""The form: its fields, what is filled in, and that an untouched field says what it said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.language.amounts import LARGEST, parse_amount
from bot.language.commands import LIMITS as COMMAND_LIMITS
from bot.language.currencies import MINOR_UNITS, exponent
from bot.language.words import LOSS_REASONS
from bot.texts import Texts
from bot.values import Amount, Clash, Deal, Kind, Per, Status
from bot.values.customers import KEPT
from bot.views.deal_form import LIMITS, OUTCOMES, Draft, clashes, draft_of, modal, typed_amount
from tests.views.examples import BOTH, CLOSED, GB, SV, deal, spaced
from tests.views.slack_rules import check_view

REASONS = [reason.key for reason in LOSS_REASONS]


def form(texts: Texts, of: Deal | None, outcome: str | None = None) -> dict[str, Any]:
    draft = Draft(outcome) if of is None else draft_of(of)
    return drafted(texts, draft, None if of is None else of.number)


def drafted(texts: Texts, draft: Draft, number: int | None = None) -> dict[str, Any]:
    return modal(texts, number, draft, yardstick_currency="SEK", loss_reasons=REASONS, metadata='{"n":1}')


def elements(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}


def filled(view: dict[str, Any]) -> dict[str, str]:
    """What the form says before anybody touched it, by field."""
    values = {}
    for name, element in elements(view).items():
        option = element.get("initial_option")
        value = option["value"] if option else element.get("initial_value", element.get("initial_date"))
        if value is not None:
            values[name] = value
    return values


@pytest.mark.parametrize("texts", BOTH)
def test_the_fields_are_those_that_errors_name(texts: Texts) -> None:
    view = form(texts, None)
    assert [block["block_id"] for block in view["blocks"]] == list(ids.DEAL_FORM_FIELDS)
    assert [block["element"]["action_id"] for block in view["blocks"]] == list(ids.DEAL_FORM_FIELDS)
    assert [block["block_id"] for block in view["blocks"] if not block.get("optional")] == [ids.FIELD_OUTCOME]
    assert (view["callback_id"], view["private_metadata"]) == (ids.CALLBACK_DEAL_FORM, '{"n":1}')


def test_titles_in_both_languages() -> None:
    assert [form(SV, of)["title"]["text"] for of in (None, deal())] == ["Registrera en affär", "Ändra #1042"]
    assert [form(GB, of)["title"]["text"] for of in (None, deal())] == ["Record a deal", "Edit #1042"]
    assert (form(SV, None)["submit"]["text"], form(SV, None)["close"]["text"]) == ("Spara", "Avbryt")


def test_a_new_form_is_empty_but_for_the_outcome_asked_for() -> None:
    assert filled(form(GB, None)) == {}
    assert filled(form(GB, None, "lost")) == {ids.FIELD_OUTCOME: "lost"}


def test_a_deal_s_form_says_all_that_is_known() -> None:
    known = deal(
        status=Status.LOST, loss_reason="price", note="call in May", opened_known=True, first_meeting_on=CLOSED
    )
    assert filled(form(SV, known)) == {
        ids.FIELD_OUTCOME: "lost",
        ids.FIELD_AMOUNT: "25\xa0000",
        ids.FIELD_CUSTOMER: KEPT,
        ids.FIELD_LOSS_REASON: "price",
        ids.FIELD_OPENED_ON: "2026-09-01",
        ids.FIELD_FIRST_MEETING_ON: "2026-10-01",
        ids.FIELD_CLOSED_ON: "2026-10-01",
        ids.FIELD_NOTE: "call in May",
    }
    assert filled(form(SV, deal(kind=Kind.CALL_OFF)))[ids.FIELD_OUTCOME] == "order"


def test_a_date_that_was_only_assumed_is_not_filled_in() -> None:
    assert ids.FIELD_OPENED_ON not in filled(form(GB, deal(opened_known=False)))


def test_reasons_are_offered_in_the_user_s_words() -> None:
    options = elements(form(SV, None))[ids.FIELD_LOSS_REASON]["options"]
    assert [option["value"] for option in options] == REASONS
    assert "pris" in [option["text"]["text"] for option in options]
    # Each well-known reason has a name of its own, not its key.
    assert not {option["text"]["text"] for option in options} & set(REASONS)


def test_an_own_reason_stays_chosen() -> None:
    own = deal(status=Status.LOST, loss_reason="their cousin sells it")
    assert filled(form(GB, own))[ids.FIELD_LOSS_REASON] == "their cousin sells it"


def test_an_own_reason_too_long_for_a_choice_is_kept_and_not_cut() -> None:
    long = "they " * 39
    own = form(GB, deal(status=Status.LOST, loss_reason=long.strip()))
    chosen = elements(own)[ids.FIELD_LOSS_REASON]["initial_option"]
    assert chosen["value"] == KEPT
    assert chosen in elements(own)[ids.FIELD_LOSS_REASON]["options"]
    check_view(own)


def test_the_customer_that_is_known_is_chosen_whatever_it_is_called() -> None:
    for name, shown in (("Acme", "Acme"), ("<!channel>", "<!channel>"), ("*b* &amp;\n_x_", "*b* &amp; _x_")):
        option = elements(form(GB, deal(customer=name)))[ids.FIELD_CUSTOMER]["initial_option"]
        assert (option["text"]["text"], option["text"]["type"], option["value"]) == (shown, "plain_text", KEPT)
    long = elements(form(GB, deal(customer="x" * 250)))[ids.FIELD_CUSTOMER]["initial_option"]
    assert 70 < len(long["text"]["text"]) <= 75


def test_a_form_from_a_message_shows_it_and_says_that_its_amounts_are_several() -> None:
    view = drafted(GB, Draft("won", amount_text="2.500k", quoted="won <!channel> *12k* or 15k", amounts=("12k", "15k")))
    quoted, hint = view["blocks"][:2]
    assert quoted["text"] == {
        "type": "plain_text",
        "text": "From the message: won <!channel> *12k* or 15k",
        "emoji": True,
    }
    assert "several amounts" in hint["elements"][0]["text"]
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert inputs[ids.FIELD_AMOUNT]["initial_value"] == "2.500k"
    check_view(view)


@pytest.mark.parametrize("texts", BOTH)
def test_every_outcome_can_be_chosen(texts: Texts) -> None:
    options = elements(form(texts, None))[ids.FIELD_OUTCOME]["options"]
    assert [option["value"] for option in options] == list(OUTCOMES)


def test_texts_have_the_limits_that_commands_have() -> None:
    view = elements(form(GB, None))
    for name in (ids.FIELD_PRODUCT, ids.FIELD_CONTACT_ROLE, ids.FIELD_NOTE):
        assert view[name]["max_length"] == LIMITS[name] == COMMAND_LIMITS[name]


def test_a_text_that_is_already_longer_is_not_cut() -> None:
    long = "x" * 250
    product = elements(form(GB, deal(product=long)))[ids.FIELD_PRODUCT]
    assert product["initial_value"] == long
    assert product["max_length"] >= 250


@given(
    texts=st.sampled_from(BOTH),
    minor=st.integers(0, 10**14),
    currency=st.sampled_from(sorted(MINOR_UNITS)),
    own=st.sampled_from(["SEK", "EUR", "JPY", "KWD"]),
    per=st.none() | st.sampled_from(Per),
)
def test_an_untouched_amount_is_read_as_it_was(
    texts: Texts, minor: int, currency: str, own: str, per: Per | None
) -> None:
    """Were it read in another way, saving a form to change a note would change the amount."""
    amount = Amount(min(minor, LARGEST * 10 ** exponent(currency)), currency, per)
    assert parse_amount(typed_amount(texts, amount, own), own) == amount


@given(
    texts=st.sampled_from(BOTH), minor=st.integers(0, 10**12), own=st.sampled_from(["IQD", "LYD", "XAF", "RON", "ALL"])
)
def test_so_it_is_in_a_currency_that_is_known_as_the_workspace_s_own_only(texts: Texts, minor: int, own: str) -> None:
    amount = Amount(minor, own)
    assert parse_amount(typed_amount(texts, amount, own), own) == amount


@pytest.mark.parametrize(
    ("minor", "swedish", "british"),
    [
        (1_500, "1,5000 KWD", "1.5000 KWD"),
        (25_000_000, "25 000 KWD", "25 000 KWD"),
        (1_234_567, "1 234,5670 KWD", "1 234.5670 KWD"),
        (2_500_000_000, "2 500 000 KWD", "2 500 000 KWD"),
    ],
)
def test_three_decimals_are_filled_in_so_that_no_group_could_be_meant(minor: int, swedish: str, british: str) -> None:
    written = [spaced(typed_amount(texts, Amount(minor, "KWD"), "SEK")) for texts in (SV, GB)]
    assert written == [swedish, british]


def test_what_was_changed_meanwhile_stands_under_its_field() -> None:
    now = deal(status=Status.WON, amount=Amount(5_000_000, "SEK"), note=None)
    clash = Clash(now, (ids.FIELD_OUTCOME, ids.FIELD_AMOUNT, ids.FIELD_CLOSED_ON, ids.FIELD_NOTE))
    said = {name: spaced(text) for name, text in clashes(GB, clash).items()}
    assert list(said) == list(clash.fields)
    assert "is now: won." in said[ids.FIELD_OUTCOME]
    assert "is now: SEK 50,000." in said[ids.FIELD_AMOUNT]
    assert "is now: 1 Oct 2026." in said[ids.FIELD_CLOSED_ON]
    assert "was emptied meanwhile" in said[ids.FIELD_NOTE]
    assert "är nu: vunnen." in clashes(SV, clash)[ids.FIELD_OUTCOME]
