"""What holds for every line: a command or a sentence, and never an amount, number or name that was not written."""

from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import CoachError
from bot.language import Delete, Edit, List, Record, parse_amount, parse_deal
from bot.language.words import (
    CURRENCY_WORDS,
    DAY_WORDS,
    DEAL_VERBS,
    LIST_WORDS,
    MULTIPLIERS,
    OPTIONS,
    PER_PHRASES,
    PREPOSITIONS,
    REASONS,
    WEEKDAYS,
)
from bot.values import Amount, Details, Status

TODAY = date(2026, 11, 21)

days_first = st.sampled_from([True, False, None])
currencies = st.sampled_from(["SEK", "EUR", "JPY", "KWD", "RON"])

SIGNS = (
    '"', "“", "”", "'", "«", "»", "<", ">", "<@U1|a>", "<#C1>", "&amp;", "&lt;", "-", "–", ",", ".", ":", ";",
    "/", "#", "%", "€", "+", "\xa0", "\u202f", "\u202e", "\x00", "\ud800", "🎉", ":tada:"
)  # fmt: skip
NUMBERS = (
    "#1042", "1042", "25", "000", "54", "250", "0", "00", "7", "1/10", "2026-10-01", "25k", "2.500k", "1,2",
    "-5", "٣", "２"
)  # fmt: skip
GRAMMAR = [
    *DEAL_VERBS,
    *(f"{key}:" for key in OPTIONS),
    *CURRENCY_WORDS,
    *MULTIPLIERS,
    *PER_PHRASES,
    *PREPOSITIONS,
    *REASONS,
    *DAY_WORDS,
    *WEEKDAYS,
    *LIST_WORDS,
    *SIGNS,
    *NUMBERS,
    *("Acme", "3M", "K", "Per", "M", "Sport", " ", "  ", "\n"),
]


@given(
    st.text()
    | st.lists(st.sampled_from(GRAMMAR), max_size=12).map(" ".join)
    | st.lists(st.sampled_from([*GRAMMAR, " ", " "]), max_size=20).map("".join)
    | st.lists(st.sampled_from(GRAMMAR), max_size=9).map(lambda words: "won " + " ".join(words))
    | st.lists(st.sampled_from(GRAMMAR), max_size=9).map(lambda words: "edit 1042 " + " ".join(words)),
    days_first,
    currencies,
)
def test_any_text_gives_a_command_or_a_sentence(text: str, day_first: bool | None, currency: str) -> None:
    try:
        command = parse_deal(text, today=TODAY, currency=currency, day_first=day_first)
    except CoachError:
        return
    if isinstance(command, Record):
        assert (command.number, command.amount, command.name) != (None, None, None)
        assert command.details.customer == command.name
        if command.name is not None:
            assert command.name == " ".join(command.name.split()) != ""
        for number in (command.number, command.maybe_number):
            assert number is None or (number >= 1 and str(number) in text)
        if command.maybe_number is not None:
            assert command.amount == parse_amount(str(command.maybe_number), currency)
    elif isinstance(command, Edit | Delete):
        assert str(command.number) in text
    elif isinstance(command, List):
        assert command.page >= 1


# --- lines of known parts -------------------------------------------------------------------------------------------

NAMES = "Acme,Göteborgs Energi AB,Marks & Spencer,H&M,IKEA,Per Nilsson,K Rauta,M Sport,3M,Studio 54,7-Eleven,118 118,X"
SOFT_NAMES = "Euro Parts,Million Dollar Baby,From Software,Mån Fre AB,Monthly Magazine"
names = st.sampled_from([*NAMES.split(","), *SOFT_NAMES.split(",")])
whole = st.integers(0, 10**12)
STYLES = (
    "{}|{} kr|kr {}|{}:-|{} SEK|SEK {}|{}kr|{} kr/mån|{}/mån|{} per month|{} kr i månaden|{} per år|{} årligen|{}kr/år"
)
styles = st.sampled_from(STYLES.split("|"))
groupings = st.sampled_from(["", " ", "\u00a0", ".", ",", "'"])
options = st.lists(
    st.sampled_from(
        [
            ("product", "product:CRM"),
            ("product", 'produkt:"CRM 2"'),
            ("reason", "reason:price"),
            ("note", 'note:"ring 25 000 igen"'),
            ("opened", "opened:2026-10-01"),
            ("closed", "stängd:igår"),
            ("meeting", "möte:för 3 dagar sedan"),
        ]
    ),
    max_size=3,
    unique_by=lambda option: option[0],
)


@given(whole, styles, groupings, names, st.booleans(), options, st.randoms(use_true_random=False))
def test_no_amount_or_name_is_silently_another(
    units: int, style: str, grouping: str, name: str, quoted: bool, said: list[tuple[str, str]], order: Random
) -> None:
    assume(quoted or name != "118 118")  # a name of digits alone has to be quoted: "won 1 118 118" is one amount
    written = style.format(f"{units:,}".replace(",", grouping))
    parts = [written, f'"{name}"' if quoted else name, *(option for _, option in said)]
    order.shuffle(parts)
    expected = parse_amount(written, "SEK")
    assert expected.minor == units * 100
    try:
        record = parse_deal("won " + " ".join(parts), today=TODAY, currency="SEK", day_first=True)
    except CoachError:
        assert not quoted  # what is quoted is always understood
        return
    assert isinstance(record, Record)
    assert (record.number, record.amount, record.name) == (None, expected, name)


@given(st.integers(1, 2**31 - 1), whole, groupings)
def test_a_deals_number_and_its_amount(number: int, units: int, grouping: str) -> None:
    amount = f"{units:,}".replace(",", grouping)
    record = parse_deal(f"won #{number} {amount}", today=TODAY, currency="SEK", day_first=True)
    assert isinstance(record, Record)
    assert (record.number, record.maybe_number, record.amount) == (number, None, Amount(units * 100, "SEK"))


@given(st.integers(1, 2**31 - 1))
def test_a_lone_integer_may_be_either(number: int) -> None:
    for verb, outcome in (("won", Status.WON), ("förlorade", Status.LOST)):
        record = parse_deal(f"{verb} {number}", today=TODAY, currency="SEK", day_first=True)
        assert record == Record(outcome, maybe_number=number, amount=Amount(number * 100, "SEK"), details=Details())


@given(names, st.integers(1, 10**6))
def test_lines_in_capitals_or_without_accents_mean_the_same(name: str, units: int) -> None:
    line = f'öppna {units} kr "{name}" anteckning:x öppnad:igår'
    plain = line.replace("ö", "o").replace("å", "a") if "ö" not in name + "å" else line
    expected, capitals, bare = (
        parse_deal(each, today=TODAY, currency="SEK", day_first=True)
        for each in (line, line.replace("öppna", "ÖPPNA"), plain)
    )
    assert expected == capitals
    assert isinstance(bare, Record)
    assert isinstance(expected, Record)
    assert (bare.outcome, bare.amount, bare.details.opened_on) == (
        expected.outcome,
        expected.amount,
        date(2026, 11, 20),
    )


@pytest.mark.parametrize(
    "line",
    [
        "1 " * 2000,
        "1" * 4000,
        "25 000 " * 500,
        "a " * 2000,
        "kr " * 1500,
        "'a " * 1500,
        '"a" ' * 900,
        "a:" * 2000,
        "per " * 900,
    ],
)
def test_endless_lines_are_answered(line: str) -> None:
    for verb in ("won", "edit 1042", "list", "undo", ""):
        with pytest.raises(CoachError):
            parse_deal(f"{verb} {line}", today=TODAY, currency="SEK", day_first=True)
