"""`/deal …`: tables of what people write, in both languages."""

from datetime import date

import pytest

from bot.errors import (
    AmountAmbiguous,
    AmountMissing,
    AmountNotUnderstood,
    AmountOutOfRange,
    CoachError,
    CommandNotUnderstood,
    DateAmbiguous,
    DateNotUnderstood,
    DealNotFound,
    NumberMissing,
    OptionEmpty,
    OptionTwice,
    OptionUnknown,
    QuoteNotClosed,
    QuotesNeeded,
    SeveralAmounts,
    SeveralDeals,
    SeveralNames,
    TextTooLong,
)
from bot.language import (
    HELP_EXAMPLES,
    LIMITS,
    LOSS_REASONS,
    Changes,
    DealCommand,
    Delete,
    Edit,
    Export,
    Form,
    Help,
    Import,
    List,
    Record,
    Undo,
    loss_reason,
    parse_deal,
)
from bot.language.words import DEAL_VERBS, OPTIONS
from bot.values import Amount, Details, Kind, Per, Status
from bot.values.loss_reasons import DEFAULT_REASONS

TODAY = date(2026, 11, 21)


def parse(text: str, day_first: bool | None = True) -> DealCommand:
    return parse_deal(text, today=TODAY, currency="SEK", day_first=day_first)


def recorded(text: str) -> Record:
    command = parse(text)
    assert isinstance(command, Record)
    return command


def sek(units: float, per: Per | None = None) -> Amount:
    return Amount(round(units * 100), "SEK", per)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Form()),
        ("  \n ", Form()),
        ("help", Help()),
        ("hjälp", Help()),
        ("?", Help()),
        ("help won", Help()),
        ("undo", Undo()),
        ("ångra", Undo()),
        ("Angra", Undo()),
        ("list", List()),
        ("lista", List()),
        ("list 2", List(2)),
        ("list open", List(1, open_only=True)),
        ("lista öppna sida 3", List(3, open_only=True)),
        ("visa mina affärer", List()),
        ("edit 1042", Edit(1042)),
        ("ändra #1042", Edit(1042)),
        ("delete 1042", Delete(1042)),
        ("ta bort 1042", Delete(1042)),
        ("radera #1042", Delete(1042)),
    ],
)
def test_commands_without_a_deals_contents(text: str, command: DealCommand) -> None:
    assert parse(text) == command


# (text, amount, name)
AMOUNTS_AND_NAMES = [
    ("won 25000", sek(25000), None),
    ("won 25000 Acme", sek(25000), "Acme"),
    ("vann 25 000 kr Acme", sek(25000), "Acme"),
    ("won Acme 25k", sek(25000), "Acme"),
    ("won Acme 25 000", sek(25000), "Acme"),
    ("won Acme 25\u00a0000", sek(25000), "Acme"),
    ("won Acme 54\u00a0250", sek(54250), "Acme"),  # the no-break space says which it is
    ("won 54 250", sek(54250), None),
    ("won 54 250 Acme", sek(54250), "Acme"),
    ("won 1 200 000 Göteborgs Energi AB", sek(1_200_000), "Göteborgs Energi AB"),
    ("won 1,2 milj kr Acme", sek(1_200_000), "Acme"),
    ("won 12 tkr Acme", sek(12000), "Acme"),
    ("won 25 k Acme", sek(25000), "Acme"),
    ("won kr 25 000 Acme", sek(25000), "Acme"),
    ("won Acme SEK 25000", sek(25000), "Acme"),
    ("won 25000:- Acme", sek(25000), "Acme"),
    ("won 2000 per month Acme", sek(2000, Per.MONTH), "Acme"),
    ("won 1 200 kr i månaden Acme", sek(1200, Per.MONTH), "Acme"),
    ("won Acme 2 000/mån", sek(2000, Per.MONTH), "Acme"),
    ("won 24k/år Acme", sek(24000, Per.YEAR), "Acme"),
    ("won 2000 Per Nilsson", sek(2000), "Per Nilsson"),
    ("won 25k €", Amount(2_500_000, "EUR"), None),
    ("won Acme $25k", Amount(2_500_000, "USD"), "Acme"),
    ("won 0 Acme", sek(0), "Acme"),
    ("WON 25K ACME", sek(25000), "ACME"),
    ("won: 25000, Acme", sek(25000), "Acme"),
    ("won 25000. Acme", sek(25000), "Acme"),
    ("won 25000 kr till Acme", sek(25000), "Acme"),
    ("won 25k from Acme", sek(25000), "Acme"),
    ("won Acme för 54 250", sek(54250), "Acme"),
    ("won Acme - 25k", sek(25000), "Acme"),
    ("won 25k From Software", sek(25000), "From Software"),
    ('won 25k till "Till Salu AB"', sek(25000), "Till Salu AB"),
    ('won 25k "Studio 54"', sek(25000), "Studio 54"),
    ("won 25k “Studio 54”", sek(25000), "Studio 54"),
    ("won 25k ”Studio 54”", sek(25000), "Studio 54"),
    ("won 25k »Studio 54«", sek(25000), "Studio 54"),
    ("won 25k 'Levi's Store'", sek(25000), "Levi's Store"),
    ("won 25k Levi's", sek(25000), "Levi's"),
    ('won 25000 "3M"', sek(25000), "3M"),
    ('won "1042" 500', sek(500), "1042"),
    ("won 25000 7-Eleven", sek(25000), "7-Eleven"),
    ("won 25k M3", sek(25000), "M3"),
    ("won 25k IKEA:s lager", sek(25000), "IKEA:s lager"),
    ("won 25k S:t Erik", sek(25000), "S:t Erik"),
    ("won 25k H&amp;M", sek(25000), "H&M"),
    ("won 25k &lt;!channel&gt;", sek(25000), "<!channel>"),
    ("won 25k <@U123|maria>", sek(25000), "@maria"),
    ("won 25k <https://acme.com|acme.com>", sek(25000), "acme.com"),
    ("won 25k https://acme.com", sek(25000), "https://acme.com"),
    ("won 25k Acme :tada: 🎉", sek(25000), "Acme"),
    ("won 25k Marks & Spencer", sek(25000), "Marks & Spencer"),
    ("won\t25k\nAcme  AB", sek(25000), "Acme AB"),
    ("won 25k A\u202ecme\x07", sek(25000), "Acme"),
    ("won Acme", None, "Acme"),
    ("won 25k customer:Acme", sek(25000), "Acme"),
    ("won 25k kund: Volvo Trucks", sek(25000), "Volvo Trucks"),
    ("won amount:25 000 kr Acme", sek(25000), "Acme"),
    ('won belopp:"25 000" Acme', sek(25000), "Acme"),
]


@pytest.mark.parametrize(("text", "amount", "name"), AMOUNTS_AND_NAMES)
def test_amount_and_name_in_any_order(text: str, amount: Amount | None, name: str | None) -> None:
    record = recorded(text)
    assert (record.amount, record.name, record.details.customer) == (amount, name, name)
    assert (record.outcome, record.kind, record.number) == (Status.WON, Kind.ONE_OFF, None)


@pytest.mark.parametrize(
    ("verb", "outcome", "kind"),
    [
        ("vunnen", Status.WON, Kind.ONE_OFF),
        ("lost", Status.LOST, Kind.ONE_OFF),
        ("förlorade", Status.LOST, Kind.ONE_OFF),
        ("forlorade", Status.LOST, Kind.ONE_OFF),
        ("open", Status.OPEN, Kind.ONE_OFF),
        ("öppna", Status.OPEN, Kind.ONE_OFF),
        ("order", None, Kind.CALL_OFF),
        ("call-off", None, Kind.CALL_OFF),
        ("call off", None, Kind.CALL_OFF),
        ("avrop", None, Kind.CALL_OFF),
    ],
)
def test_the_verb_says_what_happened(verb: str, outcome: Status | None, kind: Kind) -> None:
    record = recorded(f"{verb} 8000 Volvo")
    assert (record.outcome, record.kind, record.amount, record.name) == (outcome, kind, sek(8000), "Volvo")


# (text, number, maybe_number, amount)
NUMBERS = [
    ("won 1042", None, 1042, sek(1042)),
    ("won 1042 closed:igår", None, 1042, sek(1042)),
    ("won 1042 Acme", None, None, sek(1042)),
    ("won 1042 kr", None, None, sek(1042)),
    ("won 1 042", None, None, sek(1042)),
    ("won 99999999999", None, None, sek(99999999999)),
    ("won 0", None, None, sek(0)),
    ("won #1042", 1042, None, None),
    ("won #1042 30k", 1042, None, sek(30000)),
    ("won 30k #1042", 1042, None, sek(30000)),
    ("won #1042 500", 1042, None, sek(500)),
    ("won 1042 30000", 1042, None, sek(30000)),
    ("won 1042 30 000", 1042, None, sek(30000)),
    ("won 1042 30k Acme", 1042, None, sek(30000)),
    ("won 1042 12 tkr", 1042, None, sek(12000)),
    ("won 1042 belopp:30 000 kr", 1042, None, sek(30000)),
]


@pytest.mark.parametrize(("text", "number", "maybe_number", "amount"), NUMBERS)
def test_deals_numbers(text: str, number: int | None, maybe_number: int | None, amount: Amount | None) -> None:
    record = recorded(text)
    assert (record.number, record.maybe_number, record.amount) == (number, maybe_number, amount)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("lost 12000 Acme reason:price", Details(customer="Acme", loss_reason="price")),
        ("förlorade 12 tkr Acme orsak:pris", Details(customer="Acme", loss_reason="price")),
        ("lost 12k Acme orsak: för dyrt", Details(customer="Acme", loss_reason="price")),
        ("lost 12k reason:price Acme", Details(customer="Acme", loss_reason="price")),
        ("lost 12k Acme reason:they merged", Details(customer="Acme", loss_reason="they merged")),
        ("won 25k Acme product:CRM Pro role:CFO", Details(customer="Acme", product="CRM Pro", contact_role="CFO")),
        ('won produkt:"CRM" Acme 25k', Details(customer="Acme", product="CRM")),
        ("won 25k Acme note:ring 3 gånger i maj", Details(customer="Acme", note="ring 3 gånger i maj")),
        ('won 25k note:"a: b" Acme', Details(customer="Acme", note="a: b")),
        ("won 25k Acme opened:1/10", Details(customer="Acme", opened_on=date(2026, 10, 1))),
        ("won 25k Acme closed: 2026-10-01.", Details(customer="Acme", closed_on=date(2026, 10, 1))),
        ("won 25k Acme opened:2026-10-01 closed:yesterday",
         Details(customer="Acme", opened_on=date(2026, 10, 1), closed_on=date(2026, 11, 20))),
        ("won 25k öppnad: 1 okt stängd: i fredags Acme",
         Details(customer="Acme", opened_on=date(2026, 10, 1), closed_on=date(2026, 11, 20))),
        ("won 25k Acme möte:för 3 dagar sedan offert:måndag",
         Details(customer="Acme", first_meeting_on=date(2026, 11, 18), quoted_on=date(2026, 11, 16))),
        ("won 25k Acme igår", Details(customer="Acme", closed_on=date(2026, 11, 20))),
        ("won yesterday 25k Acme", Details(customer="Acme", closed_on=date(2026, 11, 20))),
        ("open 25k Acme i går", Details(customer="Acme", opened_on=date(2026, 11, 20))),
        ('won 25k "Acme igår"', Details(customer="Acme igår")),
    ],
)  # fmt: skip
def test_details(text: str, details: Details) -> None:
    assert recorded(text).details == details


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("edit 1042 30000", Changes(amount=sek(30000))),
        ("edit 1042 30 000 kr/mån", Changes(amount=sek(30000, Per.MONTH))),
        ("ändra 1042 vunnen", Changes(status=Status.WON)),
        ("edit 1042 lost reason:pris", Changes(status=Status.LOST, loss_reason="price")),
        ("edit 1042 30k won", Changes(status=Status.WON, amount=sek(30000))),
        ("edit 1042 open closed:-", Changes(status=Status.OPEN, closed_on=None)),
        ("edit 1042 Acme AB", Changes(customer="Acme AB")),
        ('edit 1042 "Won"', Changes(customer="Won")),
        ("edit 1042 won Acme", Changes(status=Status.WON, customer="Acme")),
        ("edit 1042 New Wave", Changes(customer="New Wave")),
        ("edit 1042 kund:- belopp:-", Changes(customer=None, amount=None)),
        ("edit 1042 product:Premium Plus opened:1/10", Changes(product="Premium Plus", opened_on=date(2026, 10, 1))),
    ],
)
def test_edits(text: str, changes: Changes) -> None:
    assert parse(text) == Edit(1042, changes)


def test_changes_tell_what_was_said() -> None:
    assert Changes(customer=None, amount=sek(5)).said() == {"customer": None, "amount": sek(5)}
    assert Changes().said() == {}


ERRORS: list[tuple[str, type[CoachError]]] = [
    ("wom 25000", CommandNotUnderstood),
    ("25000 won", CommandNotUnderstood),
    ('"won" 25000', CommandNotUnderstood),
    ("list foo", CommandNotUnderstood),
    ("list 0", CommandNotUnderstood),
    ("list 1 2", CommandNotUnderstood),
    ("undo 1042", CommandNotUnderstood),
    ("delete 1042 1043", CommandNotUnderstood),
    ("edit 1042 order", CommandNotUnderstood),
    ("edit 1042 won lost", CommandNotUnderstood),
    ("edit", NumberMissing),
    ("edit Acme", NumberMissing),
    ("delete", NumberMissing),
    ("won", AmountMissing),
    ("lost", AmountMissing),
    ("won product:CRM", AmountMissing),
    ("won 🎉", AmountMissing),
    ("won Acme 54 250", AmountAmbiguous),
    ("won Acme 2.500k", AmountAmbiguous),
    ("won 25000 K Rauta", AmountAmbiguous),
    ("won 25 M Sport", AmountAmbiguous),
    ("won 25000 Euro Parts", AmountAmbiguous),
    ("won 25000 Million Dollar Baby", AmountAmbiguous),
    ("won belopp:25000 K Rauta", AmountAmbiguous),
    ("won 25000 3M", SeveralAmounts),
    ("won 25k Studio 54", SeveralAmounts),
    ("won Studio 54 25000", SeveralAmounts),
    ("won 1042 Acme 30000", SeveralAmounts),
    ("won 25k amount:30k", SeveralAmounts),
    ("won 25 000 + 5 000", AmountNotUnderstood),
    ("edit 1042 25000 30000", SeveralAmounts),
    ("won #1042 #1043", SeveralDeals),
    ("edit 1042 #1043", SeveralDeals),
    ("won 25 00 Acme", AmountNotUnderstood),
    ("won 25.00.00 Acme", AmountNotUnderstood),
    ("won 25o00 Acme", AmountNotUnderstood),
    ("won 25 000st Acme", AmountNotUnderstood),
    ("won 2000 per week Acme", AmountNotUnderstood),
    ("won 2000 /vecka Acme", AmountNotUnderstood),
    ("won 6000/kvartal Acme", AmountNotUnderstood),
    ("won 10% Acme", AmountNotUnderstood),
    ("won 10 % Acme", AmountNotUnderstood),
    ("won Acme kr", AmountNotUnderstood),
    ("won ２５０００ Acme", AmountNotUnderstood),
    ("won 1,23,456 Acme", AmountNotUnderstood),
    ("won amount:many", AmountNotUnderstood),
    ("won -25000 Acme", AmountOutOfRange),
    ("won −25000 Acme", AmountOutOfRange),
    ("won - 25000", AmountOutOfRange),
    ("won 9999999999999 Acme", AmountOutOfRange),
    ("won Acme 25000 Sverige", SeveralNames),
    ("won 25k Acme customer:Volvo", SeveralNames),
    ('won 25k "Acme" Sverige', SeveralNames),
    ("won 25k product:CRM Acme", QuotesNeeded),
    ("lost 25k reason:too late", QuotesNeeded),
    ("lost 12k price", QuotesNeeded),
    ("won 25k Acme 2026-11-01", QuotesNeeded),
    ("edit 1042 igår", QuotesNeeded),
    ("won 1042 lost", CommandNotUnderstood),
    ("won 25k order", CommandNotUnderstood),
    ("won 25k colour:red", OptionUnknown),
    ("won 25k produt:CRM", OptionUnknown),
    ("won 25k Acme opened:", OptionEmpty),
    ('won 25k kund:""', OptionEmpty),
    ("won 25k kund:-", OptionEmpty),
    ('won 25k ""', OptionEmpty),
    ("edit 1042 opened:-", OptionEmpty),
    ("won 25k Acme reason:a orsak:b", OptionTwice),
    ("won 25k Acme igår closed:idag", OptionTwice),
    ('won 25k "Acme', QuoteNotClosed),
    ("won 25k Acme opened:foo", DateNotUnderstood),
    ("won 25k Acme opened:2026-02-30", DateNotUnderstood),
    ("won 25k Acme opened:03-04", DateAmbiguous),
    ("won #99999999999", DealNotFound),
    ("edit 99999999999", DealNotFound),
]  # fmt: skip


@pytest.mark.parametrize(("text", "error"), ERRORS)
def test_what_cannot_be_understood_says_why(text: str, error: type[CoachError]) -> None:
    with pytest.raises(CoachError) as raised:
        parse(text)
    assert type(raised.value) is error


def test_an_unknown_locale_asks_which_comes_first() -> None:
    with pytest.raises(DateAmbiguous):
        parse("won 25k Acme opened:3/4", day_first=None)


@pytest.mark.parametrize(("text", "suggestion"), [("wom 25k", "won"), ("angr", "ångra"), ("xyzzy", None)])
def test_a_slip_in_the_verb_gets_a_suggestion(text: str, suggestion: str | None) -> None:
    with pytest.raises(CommandNotUnderstood) as raised:
        parse(text)
    assert raised.value.params["suggestion"] == suggestion


@pytest.mark.parametrize(
    "line",
    ["Acme 54 250", "Göteborgs Energi 54 250", "25000 K Rauta", "25 M Sport", "25 Million Dollar Baby", "Acme Euro 25"],
)
def test_the_examples_of_an_ambiguity_are_understood(line: str) -> None:
    with pytest.raises(AmountAmbiguous) as raised:
        parse(f"won {line}")
    first, second = (recorded(f"won {raised.value.params[each]}") for each in ("first", "second"))
    assert first.amount != second.amount
    assert first.name != second.name


def test_the_examples_of_needed_quotes_are_understood() -> None:
    with pytest.raises(QuotesNeeded) as raised:
        parse("won 25k produkt:Premium Plus")
    first, second = (recorded(f"won 25k {raised.value.params[each]}").details for each in ("first", "second"))
    assert first == Details(product="Premium Plus")
    assert second == Details(product="Premium", customer="Plus")


@pytest.mark.parametrize("field", LIMITS)
def test_texts_have_limits(field: str) -> None:
    limit = LIMITS[field]
    key = next(word for word, named in OPTIONS.items() if named == field)
    assert getattr(recorded(f'won 25k {key}:"{"x" * limit}"').details, field) == "x" * limit
    with pytest.raises(TextTooLong) as raised:
        parse(f'won 25k {key}:"{"x" * (limit + 1)}"')
    assert raised.value.params["limit"] == limit


def test_names_have_limits() -> None:
    with pytest.raises(TextTooLong):
        parse("won 25k " + "x" * (LIMITS["customer"] + 1))
    with pytest.raises(TextTooLong):
        parse("won 25k " + "long name " * 400)


def test_the_reasons_that_are_offered_at_first_are_those_that_have_words() -> None:
    assert tuple(reason.key for reason in LOSS_REASONS) == DEFAULT_REASONS


def test_every_loss_reason_is_known_in_all_its_words() -> None:
    for reason in LOSS_REASONS:
        for word in (reason.key, *reason.words.split(",")):
            assert loss_reason(f" {word.strip().upper()} ") == reason.key
    assert loss_reason("  they   merged ") == "they merged"


@pytest.mark.parametrize("verb", sorted(DEAL_VERBS))
def test_every_verb_is_understood(verb: str) -> None:
    alone = {"undo": Undo(), "export": Export(), "import": Import()}
    if DEAL_VERBS[verb] in alone:
        assert parse(verb) == alone[DEAL_VERBS[verb]]
        with pytest.raises(CommandNotUnderstood):
            parse(f"{verb} 1042")
    else:
        assert parse(f"{verb} 1042")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("export", Export()),
        ("Export my deals as CSV", Export()),
        ("exportera mina affärer till Excel", Export()),
        ("ladda ner", Export()),
        ("import a file", Import()),
        ("importera en fil", Import()),
    ],
)
def test_files_in_and_out(line: str, meant: Export | Import) -> None:
    assert parse(line) == meant


@pytest.mark.parametrize("example", [line for lines in HELP_EXAMPLES.values() for line in lines])
@pytest.mark.parametrize("day_first", [True, False, None])
@pytest.mark.parametrize("currency", ["SEK", "NOK"])
def test_what_the_help_prints_is_understood(example: str, day_first: bool | None, currency: str) -> None:
    command = parse_deal(example.removeprefix("/deal"), today=TODAY, currency=currency, day_first=day_first)
    assert not isinstance(command, Form)


def test_both_languages_help_says_the_same() -> None:
    assert HELP_EXAMPLES.keys() == {"en", "sv"}
    english, swedish = ([parse(line.removeprefix("/deal")) for line in HELP_EXAMPLES[each]] for each in ("en", "sv"))
    assert english == swedish
