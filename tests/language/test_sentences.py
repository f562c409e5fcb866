"""Plain sentences: what they tell and ask, what is asked back, and that an amount is never lost on the way."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    AmountAmbiguous,
    AmountMissing,
    AmountNotUnderstood,
    CoachError,
    DateAmbiguous,
    OneDealAtATime,
    OptionUnknown,
    QuotesNeeded,
    SeveralAmounts,
    SeveralNames,
)
from bot.language import parse_amount
from bot.language.commands import Mine, Record, Rep, Team
from bot.language.examples import SENTENCE_EXAMPLES
from bot.language.found import find_deal
from bot.language.sentence_questions import Asked, AskedCoach, AskedDeals, AskedHelp, AskedUndo, Greeted, Thanked
from bot.language.sentences import NotUnderstood, Sentence, Told, parse_sentence
from bot.values import Amount, Per, Status
from pillars import Window

TODAY = date(2026, 11, 18)  # a Wednesday


def said(text: str, **more: Any) -> Sentence:
    return parse_sentence(text, **{"today": TODAY, "currency": "SEK", "day_first": True, **more})


def told(text: str, **more: Any) -> Record:
    meant = said(text, **more)
    assert isinstance(meant, Told), meant
    return meant.entry


def kronor(whole: int) -> Amount:
    return Amount(whole * 100, "SEK")


@pytest.mark.parametrize(
    ("text", "outcome", "amount", "customer"),
    [
        ("vann Volvo 25 000", Status.WON, 25_000, "Volvo"),
        ("we won the Volvo deal, 25k", Status.WON, 25_000, "Volvo"),
        ("öppnade en affär med Ica på 50 tkr", Status.OPEN, 50_000, "Ica"),
        ("Vi vann Volvo, 25 000 kr!", Status.WON, 25_000, "Volvo"),
        ("Äntligen! Vi har vunnit affären med Volvo för 25 tkr.", Status.WON, 25_000, "Volvo"),
        ("Acme lost, 12k", Status.LOST, 12_000, "Acme"),
        ("the Acme deal is won, 54 250 kr", Status.WON, 54_250, "Acme"),
        ("The Body Shop signed, 25k", Status.WON, 25_000, "The Body Shop"),
        ("won The Body Shop 25k", Status.WON, 25_000, "The Body Shop"),
        ("Volvo skrev på idag, 25k", Status.WON, 25_000, "Volvo"),
        ("WON VOLVO 25K", Status.WON, 25_000, "VOLVO"),
        ("won Acme about 25k", Status.WON, 25_000, "Acme"),
        ("we've just closed Acme for 25,000", Status.WON, 25_000, "Acme"),
        ("vann Volvo-affären 25k", Status.WON, 25_000, "Volvo"),
        ('vann "Lost Boys" 25k', Status.WON, 25_000, "Lost Boys"),
        ("Update: vann Volvo 25k", Status.WON, 25_000, "Volvo"),
        ("Vann: Volvo 25k", Status.WON, 25_000, "Volvo"),
        ("Vann Volvo!\n25 000 kr", Status.WON, 25_000, "Volvo"),
        ("ny affär Ica 50 tkr", Status.OPEN, 50_000, "Ica"),
        ("new deal with Acme, 50k", Status.OPEN, 50_000, "Acme"),
        ("Acme tackade nej, 12 tkr", Status.LOST, 12_000, "Acme"),
        ("won deal with H&amp;M 25k", Status.WON, 25_000, "H&M"),
        ("lost the deal with Acme", Status.LOST, None, "Acme"),
        ("25k vann vi av Ica", Status.WON, 25_000, "Ica"),
    ],
)
def test_how_a_deal_went(text: str, outcome: Status, amount: int | None, customer: str) -> None:
    entry = told(text)
    assert (entry.outcome, entry.details.customer) == (outcome, customer)
    assert entry.amount == (None if amount is None else kronor(amount))
    assert entry.details.note is None


@pytest.mark.parametrize(
    ("text", "outcome", "amount", "customer"),
    [
        ("sålde till ICA för 40k igår", Status.WON, 40_000, "ICA"),
        ("sold to Tesco for 40k yesterday", Status.WON, 40_000, "Tesco"),
        ("fick ordern från Fjordtryck på 1,2 mkr", Status.WON, 1_200_000, "Fjordtryck"),
        ("idag fick vi ordern från Fjordtryck, 1,2 mkr", Status.WON, 1_200_000, "Fjordtryck"),
        ("igår skrev Volvo på för 40k", Status.WON, 40_000, "Volvo"),
        ("Peab sa ja till offerten på 300 tkr", Status.WON, 300_000, "Peab"),
        ("peab beställde för 40k igår", Status.WON, 40_000, "peab"),
        ("skanska blev vår, 450 tkr", Status.WON, 450_000, "skanska"),
        ("ny kund! Jula har skrivit på för 38 500", Status.WON, 38_500, "Jula"),
        ("got the Tesco deal 40k", Status.WON, 40_000, "Tesco"),
        ("Tesco placed an order for 40k", Status.WON, 40_000, "Tesco"),
        ("received a PO from Tesco for 40k", Status.WON, 40_000, "Tesco"),
        ("Asda: won 55k", Status.WON, 55_000, "Asda"),
        ("Asda's signed, 55k", Status.WON, 55_000, "Asda"),
        ("great meeting at Tesco, they signed! 40k", Status.WON, 40_000, "Tesco"),
        ("Great meeting at Tesco. They signed, 40k", Status.WON, 40_000, "Tesco"),
        ("Götalogistik went with someone else", Status.LOST, None, "Götalogistik"),
        ("igår tackade Peab nej", Status.LOST, None, "Peab"),
        ("affären med Jula sprack", Status.LOST, None, "Jula"),
        ("det blir ingen affär med Jula", Status.LOST, None, "Jula"),
        ("Tesco decided not to go ahead", Status.LOST, None, "Tesco"),
        ("not going ahead with Tesco", Status.LOST, None, "Tesco"),
        ("vunnit kvarnmekan", Status.WON, None, "kvarnmekan"),
        ("ny lead Coop 120 tkr", Status.OPEN, 120_000, "Coop"),
        ("new opportunity at Tesco worth 88k", Status.OPEN, 88_000, "Tesco"),
    ],
)
def test_what_people_write_after_a_meeting(text: str, outcome: Status, amount: int | None, customer: str) -> None:
    entry = told(text)
    assert (entry.outcome, entry.details.customer) == (outcome, customer)
    assert entry.amount == (None if amount is None else kronor(amount))


@pytest.mark.parametrize(
    ("text", "reason", "note"),
    [
        ("vi förlorade Acme, de valde en konkurrent", "competitor", None),
        ("Acme tackade nej eftersom vi var för dyra", "price", None),
        ("förlorade Acme, de fick ingen budget", "no_budget", None),
        ("förlorade Acme, de sköt upp det till nästa år", "timing", None),
        ("tappade Acme, fick aldrig något svar", "no_contact", None),
        ("tappade Acme de hade inget behov längre", "no_need", None),
        ("förlorade affären med Acme på 45 tkr, de gick till en konkurrent", "competitor", None),
        ("Acme valde bort oss pga priset", "price", None),
        ("Acme gick till Biltema istället", "competitor", "gick till Biltema istället"),
        ("förlorade Acme, konkurrenten var billigare", "price", "konkurrenten var billigare"),
        ("lost Acme because they had no budget", "no_budget", None),
        ("lost Acme since it was too expensive", "price", None),
        ("lost Acme as they picked a competitor", "competitor", None),
        ("lost Acme, never heard back", "no_contact", None),
        ("Acme said no, wrong time", "timing", None),
        ("lost Acme to Bidvest", "competitor", "to Bidvest"),
        ("lost Acme 40k they chose Tyrell instead", "competitor", "they chose Tyrell instead"),
        ("Lost Acme. They went with Tyrell.", "competitor", "They went with Tyrell."),
        ("tappade Acme, leveranstiden för lång", None, "leveranstiden för lång"),
        ("nej från Acme, de valde internt", None, "de valde internt"),
        ("lost Acme, it did not fit The Lobby rules", "The Lobby", "it did not fit The Lobby rules"),
    ],
)
def test_a_clause_gives_the_reason_and_what_else_it_tells_is_kept(
    text: str, reason: str | None, note: str | None
) -> None:
    entry = told(text, reasons=("The Lobby",))
    assert (entry.outcome, entry.details.customer) == (Status.LOST, "Acme")
    assert (entry.details.loss_reason, entry.details.note) == (reason, note)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("sålde 3 maskiner till Volvo för 120 000", "3 maskiner"),
        ("won Volvo 120k with a 10% discount", "10% discount"),
        ("won Volvo 120k, 3 year contract", "3 year contract"),
        ("vann Volvo på 120k ex moms", "ex moms"),
        ("signed Volvo 120k thanks to Maria", "thanks to Maria"),
        ("won Volvo, 120k, they start in January", "they start in January"),
        ("vann Volvo 120k (ramavtal)", "ramavtal"),
    ],
)
def test_what_is_told_beside_the_deal_is_the_note(text: str, note: str) -> None:
    entry = told(text)
    assert (entry.details.customer, entry.amount, entry.details.note) == ("Volvo", kronor(120_000), note)


def test_a_quote_that_was_sent_is_an_open_deal() -> None:
    tuesday = date(2026, 11, 17)
    for text in (
        "offert till Hotell Åre på 88 000 skickad i tisdags",
        "skickade en offert till Hotell Åre på 88 000 i tisdags",
        "quote to Hotell Åre for 88,000 sent on Tuesday",
        "sent Hotell Åre a proposal for 88k on Tuesday",
    ):
        entry = told(text)
        assert (entry.outcome, entry.details.customer, entry.amount) == (Status.OPEN, "Hotell Åre", kronor(88_000)), (
            text
        )
        assert (entry.details.quoted_on, entry.details.opened_on) == (tuesday, tuesday), text


@pytest.mark.parametrize(
    ("text", "unclear", "written"),
    [
        ("sålde till Pelle på Jula för 40k", "customer", "Pelle på Jula"),
        ("såg precis att Jula skrivit under, 38 500 kr", "customer", "såg precis att Jula"),
        ("closed Tesco for 40k last week", "day", "last week"),
        ("vann Volvo för 40k förra veckan", "day", "förra veckan"),
    ],
)
def test_what_is_not_clear_is_left_out_and_named(text: str, unclear: str, written: str) -> None:
    meant = said(text)
    assert isinstance(meant, Told)
    assert (meant.unclear, meant.said) == (unclear, written)
    assert (meant.entry.details.customer if unclear == "customer" else meant.entry.details.closed_on) is None


def test_a_day_to_come_is_none_on_which_it_happened() -> None:
    entry = told("ny möjlighet Jula 20 000 kr möte på torsdag")
    assert (entry.details.opened_on, entry.details.note) == (TODAY, "möte på torsdag")


def test_a_call_off() -> None:
    for text in ("order 8000 Volvo", "avrop Volvo 8000", "fick ett avrop från Volvo på 8000", "Volvo avropade 8 000"):
        entry = told(text)
        assert (entry.outcome, entry.kind.value, entry.amount) == (None, "call_off", kronor(8_000)), text
        assert entry.details.customer == "Volvo"


def test_a_recurring_amount() -> None:
    assert told("vann Volvo på 2 000 kr i månaden").amount == Amount(200_000, "SEK", Per.MONTH)
    assert told("won Acme, $24k a year").amount == Amount(2_400_000, "USD", Per.YEAR)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lost Acme 12k on price", "price"),
        ("lost Acme 12k to a competitor", "competitor"),
        ("lost Acme 12k, too expensive", "price"),
        ("Lost Acme 12k. Too expensive.", "price"),
        ("förlorade Acme 12 tkr på pris", "price"),
        ("förlorade Acme 12 tkr till en konkurrent", "competitor"),
        ("förlorade Acme 12 tkr pga priset", "price"),
        ("lost on timing Acme 12k", "timing"),
        ("lost Acme 12k reason:price", "price"),
        ("lost Acme because they wanted another colour, 12k", "they wanted another colour"),
        ("förlorade Acme 12 tkr på grund av bytt inköpschef", "bytt inköpschef"),
        ("lost Acme 12k on The Lobby", "The Lobby"),
    ],
)
def test_why_it_was_lost(text: str, reason: str) -> None:
    entry = told(text, reasons=("The Lobby",))
    assert entry.details.loss_reason == reason
    assert (entry.amount, entry.details.customer) == (kronor(12_000), "Acme")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vann Volvo 25k", date(2026, 11, 18)),
        ("vann Volvo igår, 25k", date(2026, 11, 17)),
        ("Igår vann vi affären med Volvo för 25k", date(2026, 11, 17)),
        ("vann Volvo 25k i måndags", date(2026, 11, 16)),
        ("won Volvo 25k last Friday", date(2026, 11, 13)),
        ("won Volvo 25k on 1/10", date(2026, 10, 1)),
        ("won Volvo 25k 2026-10-01", date(2026, 10, 1)),
        ("vann Volvo 25k den 3 oktober", date(2026, 10, 3)),
        ("vann Volvo 25k för 3 dagar sedan", date(2026, 11, 15)),
        ("vann Volvo 3 maj, 25k", date(2026, 5, 3)),
        ("closed Volvo 25k last night", date(2026, 11, 17)),
        ("Volvo skrev på i morse, 25k", date(2026, 11, 18)),
        ("won Volvo 25k closed:2026-10-01", date(2026, 10, 1)),
    ],
)
def test_when_it_was(text: str, day: date) -> None:
    entry = told(text)
    assert (entry.details.closed_on, entry.amount, entry.details.customer) == (day, kronor(25_000), "Volvo")


def test_an_open_deal_has_an_opening_day_and_one_that_is_opened_again_keeps_its_own() -> None:
    assert told("opened Acme 50k yesterday").details.opened_on == date(2026, 11, 17)
    reopened = told("öppna #1042")
    assert (reopened.number, reopened.details.opened_on, reopened.details.closed_on) == (1042, None, None)


def test_a_deal_s_number() -> None:
    assert told("#1042 är vunnen").number == 1042
    assert told("won #1042 30k").amount == kronor(30_000)
    lone = told("vann 1042")
    assert (lone.maybe_number, lone.amount) == (1042, kronor(1_042))


def test_what_else_is_written_becomes_the_note() -> None:
    entry = told("Hej! Vann Volvo 25k. Skönt att få hem den!")
    assert entry.details.note == "Skönt att få hem den!"


@pytest.mark.parametrize(
    "text",
    [
        "vann inte Volvo 25k",
        "we didn't win Volvo 25k",
        "we didn’t win Volvo, lost nothing",
        "vi har inte vunnit Volvo",
        "vann vi Volvo?",
        "did we win Volvo 25k?",
        "if we won Acme it would be 25k",
        "vi kanske vann Volvo 25k",
        "nästan vunnit Volvo 25k",
        "they won Acme 25k",
        "konkurrenten vann Volvo 25k",
        "de förlorade upphandlingen",
        "köpte lunch för 120 kr",
        "Maria is in at 10",
        "stängde kontoret kl 17",
        "booked a meeting with Tesco for 10",
        "Tesco agreed to a demo on 3 May",
        "vi valde Volvo",
        "Asda want a quote for 55k",
        "Hotell Åre sköt upp projektet",
        "25 000",
        "Volvo 25k",
        "lunch på torsdag 12?",
        "how is the weather",
        "hur går det med bilen",
        "",
        "🎉",
        "won " * 1000,
    ],
)
def test_what_is_not_sure_is_never_taken_for_a_deal(text: str) -> None:
    assert said(text) == NotUnderstood()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("won Acme 2.500k", AmountAmbiguous),
        ("won Acme 54 250", AmountAmbiguous),
        ("won Acme 25k or 30k", SeveralAmounts),
        ("Maria vann Volvo 25k", SeveralNames),
        ("vann Volvo och förlorade Acme", OneDealAtATime),
        ("vann Volvo 25k\nvann Acme 12k", OneDealAtATime),
        ("vann!", AmountMissing),
        ("lost Acme 12k raeson:price", OptionUnknown),
    ],
)
def test_what_could_mean_two_things_is_asked_about(text: str, error: type[CoachError]) -> None:
    with pytest.raises(error):
        said(text)


def test_a_day_that_could_be_two_is_asked_about() -> None:
    with pytest.raises(DateAmbiguous):
        said("won Volvo 25k on 3/4", day_first=None)


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("how is my win rate?", Mine()),
        ("hur går det?", Mine()),
        ("How am I doing?", Mine()),
        ("mina siffror", Mine()),
        ("avslutsfrekvens", Mine()),
        ("how is the team doing", Team()),
        ("hur går det för laget?", Team()),
        ("How are we doing?", Team()),
        ("hur gick det förra månaden?", Mine(Window(date(2026, 10, 1), date(2026, 10, 31)))),
        ("what was my win rate in q3?", Mine(Window(date(2026, 7, 1), date(2026, 9, 30)))),
        ("how is <@U0OSKAR> doing?", Rep("U0OSKAR", None)),
        ("how is Maria doing?", Rep(None, "Maria")),
        ("what's Maria's win rate", Rep(None, "Maria")),
        ("pillars team q3", Team(Window(date(2026, 7, 1), date(2026, 9, 30)))),
    ],
)
def test_questions_about_figures(text: str, card: Mine | Team | Rep) -> None:
    assert said(text) == Asked(card)


def test_other_questions() -> None:
    for text in ("vad ska jag göra?", "What should I do next?", "coach me", "hur blir jag bättre?", "tips"):
        assert said(text) == AskedCoach(), text
    assert said("my open deals") == AskedDeals(open_only=True)
    assert said("visa mina öppna affärer") == AskedDeals(open_only=True)
    assert said("lista") == AskedDeals(open_only=False)
    for text in ("hej", "Hello!", "good morning coach", "Tjena!"):
        assert said(text) == Greeted(), text
    for text in ("help", "hjälp", "?", "vad kan du göra?"):
        assert said(text) == AskedHelp(), text
    for text in (
        "ångra",
        "ångra det",
        "undo that",
        "ta bort den",
        "fel, ångra",
        "oops, wrong one",
        "undo the last one",
    ):
        assert said(text) == AskedUndo(), text
    for text in ("tack!", "ok thanks", "Tack så mycket", "thanks, that's great", "hejdå"):
        assert said(text) == Thanked(), text


def test_each_example_that_we_show_is_understood() -> None:
    for examples in SENTENCE_EXAMPLES.values():
        first, second, third = map(said, examples)
        assert isinstance(first, Told)
        assert isinstance(second, Told)
        assert second.entry.details.loss_reason == "price"
        assert third == Asked(Mine())


TYPED = """vann won lost förlorade öppnade opened 25k 25 000 kr 2.500k 12,5 på on price pris Volvo Acme the deal affären
med igår yesterday 3/4 den 3 oktober inte not ? ! . , : reason: orsak: " ' “ #1042 1042 hur går det how is team <@U1>
&amp; *b* because pga å 🎉 -5 1e9 ٣ per månad / i"""
WORDS = st.sampled_from([*TYPED.split(), "\n", "\u202e"])


@given(st.lists(WORDS | st.text(max_size=8), max_size=14), st.sampled_from([True, False, None]))
def test_nothing_but_our_own_errors_is_ever_raised(words: list[str], day_first: bool | None) -> None:
    text = " ".join(words)
    with suppress(CoachError):
        meant = said(text, day_first=day_first)
        assert (
            not isinstance(meant, Told) or meant.unclear or meant.entry.amount or meant.entry.name or meant.entry.number
        )
    find_deal(text, today=TODAY, currency="SEK", day_first=day_first)


AMOUNTS = st.one_of(
    st.integers(1, 10**9).map(str),
    st.integers(1_000, 10**8).map(lambda n: f"{n:,}".replace(",", " ")),
    st.integers(1_000, 10**8).map(lambda n: f"{n:,}"),
    st.integers(1, 999).map(lambda n: f"{n}k"),
    st.integers(1, 999).map(lambda n: f"{n} tkr"),
    st.tuples(st.integers(1, 99), st.integers(1, 9)).map(lambda n: f"{n[0]},{n[1]} mkr"),
    st.integers(1, 10**6).map(lambda n: f"{n} kr/mån"),
    st.integers(1, 10**6).map(lambda n: f"€{n}"),
    st.tuples(st.integers(1, 99), st.integers(100, 999)).map(lambda n: f"{n[0]}.{n[1]}k"),
)
SENTENCES = st.sampled_from(
    [
        "vann {name} {amount}",
        "we won the {name} deal, {amount}",
        "{name} lost, {amount} on price",
        "lost {name} {amount} because they wanted 3 colours",
        "lost {name} because they wanted another colour, {amount}",
        "Igår vann vi affären med {name} för {amount}",
        "vann {name} den 3 oktober, {amount}",
        "Vann {name}! {amount}",
        "öppnade en affär med {name} på {amount}",
        "Hej! Vi har vunnit {name} på {amount}. Skönt!",
        "{amount} from {name} is won",
        "won {amount} from {name} last Friday",
    ]
)


@given(SENTENCES, st.sampled_from(["Volvo", "Ica Maxi", "Svensson & Söner", "H&M", "Åhléns"]), AMOUNTS)
def test_an_amount_is_never_lost_or_changed(sentence: str, name: str, amount: str) -> None:
    try:
        alone = parse_amount(amount, "SEK")
    except AmountAmbiguous:
        with pytest.raises(CoachError):
            said(sentence.format(name=name, amount=amount))
        return
    with suppress(AmountAmbiguous, SeveralAmounts, AmountNotUnderstood, QuotesNeeded):  # it is asked about
        entry = told(sentence.format(name=name, amount=amount))
        assert entry.amount == alone
        assert entry.details.customer == name


class TestFound:
    def find(self, text: str, **more: Any) -> Any:
        return find_deal(text, **{"today": TODAY, "currency": "SEK", "day_first": True, **more})

    def test_a_sentence_is_understood_as_one(self) -> None:
        found = self.find("lost Acme 12k on price yesterday")
        assert (found.outcome, found.amount, found.details.customer) == ("lost", kronor(12_000), "Acme")
        assert (found.details.loss_reason, found.details.closed_on) == ("price", date(2026, 11, 17))

    def test_the_one_amount_of_a_letter(self) -> None:
        found = self.find("Hi Elin, great news - Volvo Trucks signed today! They pay 25 000 kr per month from January.")
        assert (found.outcome, found.amount) == ("won", Amount(2_500_000, "SEK", Per.MONTH))
        assert "Volvo Trucks" in found.names
        assert found.introduced is None

    def test_a_customer_after_from(self) -> None:
        found = self.find("Vi har fått beställning från Ica Maxi på 125 000 kr, leverans 2026-12-01")
        assert (found.outcome, found.amount, found.details.customer) == ("won", kronor(125_000), "Ica Maxi")
        assert found.details.note == "leverans 2026-12-01"
        assert self.find("Ett brev från Ica Maxi om 125 000 kr").introduced == "Ica Maxi"

    def test_several_amounts_are_left_to_the_person(self) -> None:
        found = self.find("12k or 15k for Acme AB")
        assert (found.amount, found.amount_text, found.amounts) == (None, None, ("12k", "15k"))

    def test_the_same_amount_twice_is_one(self) -> None:
        assert self.find("Offer 25 000 kr for Acme. Again: 25 000 kr").amount == kronor(25_000)

    def test_an_amount_that_could_be_two_is_shown_as_it_is_written(self) -> None:
        found = self.find("budget 2.500k from Acme")
        assert (found.amount, found.amount_text) == (None, "2.500k")

    def test_counts_hours_and_years_are_no_amounts(self) -> None:
        assert self.find("Meeting at 10 with Anna in 2026, floor 3").amount is None
