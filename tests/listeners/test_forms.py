"""The deal form, opened and sent: what was left alone says nothing, whatever it is and whatever happened since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.errors import AmountMissing, FormExpired
from bot.listeners.asker import Asker
from bot.listeners.deal_modals import remembering
from bot.listeners.forms import DealForm, Origin
from bot.listeners.home_state import HomeState
from bot.services.deal_fields import Merged, merged
from bot.texts import Texts
from bot.values import Amount, Deal, Kind, Per, Person, Role, Status
from bot.views.deal_form import Draft, draft_of, modal
from tests.listeners.sent import choice, day, sent, text
from tests.views.examples import BOTH, GB, SV, deal
from tests.views.home_tabs import YARDSTICK

MOST_METADATA = 3000

LONG = "x" * 1000
TEXTS = (
    st.none() | st.text(min_size=1, max_size=60) | st.sampled_from(["=", "+", LONG, "a\nb", "é", "e\u0301", "\u200b"])
)
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 11, 18))
AMOUNTS = st.builds(
    Amount,
    st.integers(0, 10**12),
    st.sampled_from(["SEK", "EUR", "JPY", "KWD", "IQD", "XAF", "ALL"]),
    st.none() | st.sampled_from(Per),
)
DEALS = st.builds(
    deal,
    status=st.sampled_from(Status),
    amount=st.none() | AMOUNTS,
    kind=st.sampled_from(Kind),
    opened_known=st.booleans(),
    customer=TEXTS,
    product=TEXTS,
    contact_role=TEXTS,
    loss_reason=TEXTS,
    note=TEXTS,
    first_meeting_on=DAYS,
    quoted_on=DAYS,
    closed_on=DAYS,
)


def asker(texts: Texts) -> Asker:
    person = Person(1, 1, "U0ELIN", "Elin", Role.REP, "sv", "Europe/Stockholm", YARDSTICK)
    return Asker(person, texts, date(2026, 11, 18))


def opened(texts: Texts, of: Deal | None, draft: Draft | None = None, origin: Origin | None = None) -> dict[str, Any]:
    """The form as Slack gets it."""
    draft = draft or (Draft() if of is None else draft_of(of))
    told = remembering(asker(texts), draft, origin or Origin(), of, "SEK")
    number = None if of is None else of.number
    return modal(texts, number, draft, yardstick_currency="SEK", loss_reasons=("price", "timing"), metadata=told.pack())


def read(view: dict[str, Any], currency: str = "SEK", name_of: Callable[[int], str] = str) -> DealForm:
    return DealForm.parse(view, currency, Origin.parse(view["private_metadata"]), name_of)


def changed(now: Deal, view: dict[str, Any], currency: str = "SEK") -> Merged:
    return merged(now, read(view, currency).fields, Origin.parse(view["private_metadata"]).shown)


class TestLeftAlone:
    @given(texts=st.sampled_from(BOTH), of=DEALS, currency=st.sampled_from(["SEK", "EUR", "KWD"]))
    def test_a_form_changes_nothing(self, texts: Texts, of: Deal, currency: str) -> None:
        """Whatever the deal holds, also where the workspace's currency is another by the time that it is sent."""
        assert changed(of, sent(opened(texts, of)), currency) == Merged({}, ())

    @given(of=DEALS, since=DEALS)
    def test_a_form_changes_nothing_of_what_has_happened_since(self, of: Deal, since: Deal) -> None:
        assert changed(since, sent(opened(SV, of))) == Merged({}, ())

    @given(of=DEALS, since=DEALS)
    def test_only_the_field_that_was_filled_in_is_changed(self, of: Deal, since: Deal) -> None:
        found = changed(since, sent(opened(GB, of), product=text("a pump that nobody has")))
        assert found.changes == {"product": "a pump that nobody has"}


class TestChanged:
    def test_an_outcome_is_a_status_and_a_kind(self) -> None:
        of = deal(status=Status.OPEN)
        found = changed(of, sent(opened(GB, of), outcome=choice("order")))
        assert found.changes == {"kind": Kind.CALL_OFF, "status": Status.WON}

    def test_an_emptied_field_is_none(self) -> None:
        of = deal(note="call in May", opened_known=True)
        view = sent(
            opened(GB, of), note=text(""), opened_on=day(None), amount=text(""), customer={"selected_option": None}
        )
        assert changed(of, view).changes == {"note": None, "opened_on": None, "amount": None, "customer": None}

    def test_a_note_s_new_line_is_a_change(self) -> None:
        of = deal(note="first second")
        assert changed(of, sent(opened(GB, of), note=text("first\nsecond"))).changes == {"note": "first\nsecond"}

    def test_a_customer_by_another_spelling_is_the_same(self) -> None:
        of = deal(customer="Acme")
        assert changed(of, sent(opened(GB, of), customer=choice("+ACME\u200b"))).changes == {}
        assert changed(of, sent(opened(GB, of), customer=choice("c:7"))).changes == {"customer": "7"}

    def test_both_changed_the_same_field(self) -> None:
        of = deal(amount=Amount(100, "SEK"))
        since = replace(of, amount=Amount(200, "SEK"))
        view = sent(opened(GB, of), amount=text("3"), product=text("pump"))
        found = changed(since, view)
        assert found.clashes == ("amount",)
        assert found.changes == {"amount": Amount(300, "SEK"), "product": "pump"}

    def test_both_changed_it_to_the_same(self) -> None:
        of = deal(amount=Amount(100, "SEK"))
        since = replace(of, amount=Amount(300, "SEK"))
        assert changed(since, sent(opened(GB, of), amount=text("3"))) == Merged({}, ())

    def test_a_new_reason_for_a_loss_that_is_none_any_more_is_asked_about(self) -> None:
        of = deal(status=Status.LOST, loss_reason="price")
        since = deal(status=Status.OPEN, loss_reason="price")
        found = changed(since, sent(opened(GB, of), loss_reason=choice("timing")))
        assert found.clashes == ("outcome",)
        assert found.changes == {"loss_reason": "timing", "kind": Kind.ONE_OFF, "status": Status.LOST}

    def test_what_is_not_lost_has_no_reason(self) -> None:
        of = deal(status=Status.LOST, loss_reason="price")
        found = changed(of, sent(opened(GB, of), outcome=choice("won")))
        assert found.changes == {"loss_reason": None, "kind": Kind.ONE_OFF, "status": Status.WON}

    def test_what_a_sentence_says_of_a_deal_counts_as_changed(self) -> None:
        """The form is opened with what was understood filled in, and sent as it is."""
        of = deal(status=Status.OPEN, customer="Acme", amount=Amount(100, "SEK"))
        understood = deal(status=Status.WON, customer="Volvo", amount=Amount(200, "SEK"))
        found = changed(of, sent(opened(GB, of, draft_of(understood))))
        assert found.clashes == ()
        assert found.changes == {
            "kind": Kind.ONE_OFF,
            "status": Status.WON,
            "amount": Amount(200, "SEK"),
            "customer": "Volvo",
            "closed_on": date(2026, 10, 1),
        }

    def test_a_form_from_before_says_all_that_it_says(self) -> None:
        of = deal(amount=Amount(100, "SEK"))
        view = sent(opened(GB, of), amount=text("3")) | {"private_metadata": '{"number":1042,"customer":"Acme"}'}
        assert changed(replace(of, amount=Amount(200, "SEK")), view) == Merged({"amount": Amount(300, "SEK")}, ())


class TestNew:
    def test_what_was_typed_is_cleaned(self) -> None:
        view = sent(
            opened(GB, None),
            outcome=choice("lost"),
            amount=text("25\u200b 000"),
            customer=choice("+Vol\u00advo\x00"),
            loss_reason=choice("price"),
            note=text("first\n\nsec\u202eond"),
        )
        entry = read(view).entry()
        assert (entry.amount, entry.outcome) == (Amount(2_500_000, "SEK"), Status.LOST)
        assert (entry.details.customer, entry.details.loss_reason) == ("Volvo", "price")
        assert entry.details.note == "first\n\nsecond"

    def test_the_customer_that_was_found_is_kept(self) -> None:
        found = Draft("won", Amount(100, "SEK"), details=deal(customer="Acme & <Co>").details)
        assert read(sent(opened(GB, None, found))).entry().details.customer == "Acme & <Co>"

    def test_it_says_something(self) -> None:
        with pytest.raises(AmountMissing) as missing:
            read(sent(opened(GB, None), outcome=choice("won"), customer=choice("+\u200b"))).entry()
        assert missing.value.field == ids.FIELD_AMOUNT

    def test_an_amount_is_in_the_currency_that_the_form_promises(self) -> None:
        view = sent(opened(GB, None), outcome=choice("won"), amount=text("25"))
        assert read(view, "EUR").entry().amount == Amount(2_500, "SEK")

    @pytest.mark.parametrize("forged", [{"outcome": choice("stolen")}, {"closed_on": day("soon")}])
    def test_what_no_form_sends_is_out_of_date(self, forged: dict[str, Any]) -> None:
        with pytest.raises(FormExpired):
            read(sent(opened(GB, None), **{"outcome": choice("won"), **forged}))


WORST = '"\\' * 100  # each sign of it takes two in JSON


@pytest.mark.parametrize("of", [None, deal(note='"' * 1000)])
def test_what_a_form_has_to_remember_fits_slack_s_limit(of: Deal | None) -> None:
    details = deal(
        customer=WORST,
        loss_reason=WORST,
        product=WORST,
        contact_role=WORST,
        note=LONG,
        first_meeting_on=date(2026, 9, 2),
        quoted_on=date(2026, 9, 3),
    ).details
    origin = Origin(
        response_url="https://hooks.slack.com/commands/" + "T" * 150,
        home=HomeState(tab="workspace", page=100_000, chart="opportunities", said_at="deals"),
        request_key="said:" + "D" * 60,
        replaces=True,
    )
    view = opened(GB, of, Draft("lost", Amount(10**14, "EUR", Per.MONTH), details=details), origin)
    assert len(view["private_metadata"]) <= MOST_METADATA
