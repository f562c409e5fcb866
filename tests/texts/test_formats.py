"""Numbers, money and dates as a Swede, a Briton and an American write them."""

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from bot.language.currencies import exponent
from bot.texts import Texts, texts_for
from bot.values import Amount, Per
from pillars import Window

SV, GB, US = texts_for("sv-SE"), texts_for("en-GB"), texts_for("en-US")
NBSP = "\xa0"
LOCALES = st.sampled_from([SV, GB, US])
CURRENCIES = st.sampled_from(["SEK", "EUR", "USD", "GBP", "JPY"])


def test_a_locale_chooses_language_and_formats() -> None:
    assert texts_for("sv") is not texts_for("en-GB")
    assert texts_for("sv-FI").language == "sv"
    assert texts_for("sv_SE").t("button.undo") == "Ångra"
    assert texts_for("de-DE").t("button.undo") == "Undo"
    assert str(texts_for("de-DE").formats.locale) == "en_GB"
    assert str(texts_for("en_US").formats.locale) == "en_US"


@pytest.mark.parametrize(
    ("texts", "minor", "currency", "expected"),
    [
        (SV, 2_500_000, "SEK", "25 000 kr"),
        (SV, 2_500_050, "SEK", "25 000,50 kr"),
        (SV, 0, "SEK", "0 kr"),
        (SV, 5, "SEK", "0,05 kr"),
        (SV, -2_500_000, "SEK", "−25 000 kr"),
        (SV, 2_500_000, "EUR", "25 000 €"),
        (SV, 2_500_000, "NOK", "25 000 NOK"),
        (SV, 100_000_000_000_000, "SEK", "1 000 000 000 000 kr"),
        (GB, 2_500_000, "SEK", "SEK 25,000"),
        (GB, 2_500_050, "GBP", "£25,000.50"),
        (GB, -2_500_050, "GBP", "-£25,000.50"),
        (GB, 2_500_000, "USD", "US$25,000"),
        (US, 2_500_000, "USD", "$25,000"),
        (US, 25_000, "JPY", "¥25,000"),
        (SV, 1_234_567, "KWD", "1 234,567 KWD"),
    ],
)
def test_money(texts: Texts, minor: int, currency: str, expected: str) -> None:
    assert texts.money(minor, currency).replace(NBSP, " ") == expected


def test_money_does_not_break_across_lines() -> None:
    assert " " not in SV.money(123_456_789_00, "SEK")
    assert " " not in GB.money(123_456_789_00, "SEK")


@given(
    texts=LOCALES, minor=st.integers(-(10**14), 10**14), currency=st.sampled_from(["SEK", "EUR", "USD", "GBP", "JPY"])
)
def test_money_is_what_cldr_says(texts: Texts, minor: int, currency: str) -> None:
    """The same as Babel's, but for decimals that are all 0, the space beside letters and CLDR's own minus."""
    digits = exponent(currency)
    major = Decimal(minor).scaleb(-digits)
    theirs = format_currency(major, currency, locale=texts.formats.locale).replace("-", texts.formats.minus)
    zeros = texts.formats.decimal + "0" * digits
    if digits and minor % 10**digits == 0:
        theirs = theirs.replace(zeros, "")
    assert texts.money(minor, currency).replace(f"SEK{NBSP}", "SEK") == theirs.replace(f"SEK{NBSP}", "SEK")


@given(texts=LOCALES, value=st.integers(-(10**15), 10**15))
def test_whole_numbers_are_what_cldr_says(texts: Texts, value: int) -> None:
    assert texts.number(value) == format_decimal(value, locale=texts.formats.locale).replace("-", texts.formats.minus)


@given(texts=LOCALES, percent=st.integers(1, 99))
def test_percentages_are_what_cldr_says(texts: Texts, percent: int) -> None:
    assert texts.percent(percent / 100) == format_percent(percent / 100, locale=texts.formats.locale)


@pytest.mark.parametrize(
    ("share", "decimals", "swedish", "english"),
    [
        (0.63, 0, "63 %", "63%"),
        (0.0, 0, "0 %", "0%"),
        (1.0, 0, "100 %", "100%"),
        (0.4219, 1, "42,2 %", "42.2%"),
        (0.42, 1, "42 %", "42%"),
        # Nearly all is not all.
        (0.9971, 0, "99,7 %", "99.7%"),
        (0.003, 0, "0,3 %", "0.3%"),
        (0.125, 0, "13 %", "13%"),
    ],
)
def test_percent(share: float, decimals: int, swedish: str, english: str) -> None:
    assert SV.percent(share, decimals) == swedish.replace(" ", NBSP)
    assert GB.percent(share, decimals) == english


def test_an_average_is_whole_unless_it_is_small() -> None:
    assert SV.average(3_123_456.7, "SEK") == f"31{NBSP}235{NBSP}kr"
    assert SV.average(235.4, "SEK") == f"2,35{NBSP}kr"
    assert GB.average(0.0, "GBP") == "£0"


def test_a_recurring_amount_shows_both() -> None:
    monthly = Amount(200_000, "SEK", Per.MONTH)
    assert SV.amount(monthly, 2_400_000, 12).replace(NBSP, " ") == "2 000 kr/mån (24 000 kr på 12 månader)"
    assert GB.amount(monthly, 2_400_000, 12).replace(NBSP, " ") == "SEK 2,000/month (SEK 24,000 over 12 months)"
    assert GB.amount(Amount(900, "EUR", Per.YEAR), 75, 1) == "€9/year (€0.75 over 1 month)"
    assert GB.amount(monthly).replace(NBSP, " ") == "SEK 2,000/month"
    assert GB.amount(Amount(900, "EUR"), 900, 12) == "€9"


def test_days_have_a_singular() -> None:
    assert [SV.days(value) for value in (0, 1, 1.04, 12.5, 38)] == [
        "0 dagar",
        "1 dag",
        "1 dag",
        "12,5 dagar",
        "38 dagar",
    ]
    assert [GB.days(value) for value in (0, 1, 1.5, 1234)] == ["0 days", "1 day", "1.5 days", "1,234 days"]


def test_dates_are_short_and_readable() -> None:
    day = date(2026, 10, 1)
    assert (SV.date(day), GB.date(day), US.date(day)) == ("1 okt. 2026", "1 Oct 2026", "Oct 1, 2026")
    assert (SV.day(day), GB.day(day), US.day(day)) == ("1 okt.", "1 Oct", "Oct 1")


def test_a_span_says_nothing_twice() -> None:
    quarter = Window(date(2026, 7, 3), date(2026, 10, 1))
    assert SV.span(quarter) == "3 juli–1 okt. 2026"
    assert GB.span(quarter).replace("\u2009", "") == "3 Jul–1 Oct 2026"
    assert SV.span(Window(date(2025, 7, 3), date(2026, 10, 1))) == "3 juli 2025–1 okt. 2026"
    assert SV.span(Window(date(2026, 7, 3), date(2026, 7, 3))) == "3 juli 2026"


def test_counts_are_grouped_and_choose_the_form() -> None:
    assert SV.n("pillar.order_value.sample", 1) == "1 order"
    assert SV.n("pillar.order_value.sample", 0) == "0 ordrar"
    assert GB.n("pillar.order_value.sample", 12_345) == "12,345 orders"


def test_a_loss_reason_is_translated_only_if_it_is_well_known() -> None:
    assert SV.reason("price") == "pris"
    assert SV.reason("the dog ate it") == "the dog ate it"
    assert SV.reason("") == ""


def test_names_sort_as_in_the_language() -> None:
    names = ["Örjan", "Äsa", "Åsa", "Zara", "anna", "Émile", "Bo"]
    assert sorted(names, key=SV.alphabetical) == ["anna", "Bo", "Émile", "Zara", "Åsa", "Äsa", "Örjan"]
    assert sorted(["Zara", "Örjan", "anna"], key=GB.alphabetical) == ["anna", "Örjan", "Zara"]
