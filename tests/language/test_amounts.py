"""Amounts: tables of what people write, and the promise that no accepted amount is a wrong one."""

import re
from fractions import Fraction

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import AmountAmbiguous, AmountNotUnderstood, AmountOutOfRange, CoachError, CurrencyUnknown
from bot.language import exponent, parse_amount
from bot.language.currencies import MINOR_UNITS
from bot.values import Amount, Per

UNDERSTOOD = [
    ("25000", 25000),
    ("25 000", 25000),
    ("25\u00a0000", 25000),
    ("25\u202f000", 25000),
    ("25\u2009000", 25000),
    ("25.000", 25000),
    ("25,000", 25000),
    ("25'000", 25000),
    ("25’000", 25000),
    ("25 000,50", 25000.5),
    ("25,000.50", 25000.5),
    ("1.234,50", 1234.5),
    ("1,234.5", 1234.5),
    ("1,234", 1234),
    ("2,5", 2.5),
    ("25,50", 25.5),
    ("0", 0),
    ("0,5", 0.5),
    ("25k", 25000),
    ("25 K", 25000),
    ("2,5k", 2500),
    ("25 tkr", 25000),
    ("25 kkr", 25000),
    ("25 tusen kronor", 25000),
    ("1,2 mkr", 1_200_000),
    ("1.2m", 1_200_000),
    ("1,2 milj", 1_200_000),
    ("1.2 mn", 1_200_000),
    ("1,2 miljoner kr", 1_200_000),
    (".5m", 500_000),
    ("0,500 mkr", 500_000),
    ("1,2345 mkr", 1_234_500),
    ("1234,567k", 1_234_567),
    ("MSEK 1,2", 1_200_000),
    ("1,2 mdkr", 1_200_000_000),
    ("1.2 bn", 1_200_000_000),
    ("25 000 kr", 25000),
    ("kr 25 000", 25000),
    ("25000:-", 25000),
    ("25 000,-", 25000),
    ("25 000 SEK", 25000),
    ("SEK25000", 25000),
    ("  25000 Kronor ", 25000),
    ("1.234.567,89", 1_234_567.89),
    ("1 000 000 000 000", 10**12),
]

FOREIGN = [
    ("€25", "EUR", 2500),
    ("€ 25.000,50", "EUR", 2_500_050),
    ("25 EUR", "EUR", 2500),
    ("25 euro", "EUR", 2500),
    ("$25k", "USD", 2_500_000),
    ("25 000 USD", "USD", 2_500_000),
    ("$25 CAD", "CAD", 2500),
    ("£25.50", "GBP", 2550),
    ("25 m€", "EUR", 2_500_000_000),
    ("25 zł", "PLN", 2500),
    ("25 000 JPY", "JPY", 25000),
    ("25.000 ISK", "ISK", 25000),
    ("25.50 KWD", "KWD", 25500),
]

RECURRING = [
    ("2 000/mån", 2000, Per.MONTH),
    ("2 000 kr/månad", 2000, Per.MONTH),
    ("2000 kr / mån.", 2000, Per.MONTH),
    ("2000 per month", 2000, Per.MONTH),
    ("2000 per månad", 2000, Per.MONTH),
    ("2 tkr i månaden", 2000, Per.MONTH),
    ("2000/mo", 2000, Per.MONTH),
    ("2000 monthly", 2000, Per.MONTH),
    ("2000 a month", 2000, Per.MONTH),
    ("24k/år", 24000, Per.YEAR),
    ("24k/yr", 24000, Per.YEAR),
    ("24 000 kr per år", 24000, Per.YEAR),
    ("24k per year", 24000, Per.YEAR),
    ("24k årligen", 24000, Per.YEAR),
    ("24k p.a.", 24000, Per.YEAR),
]

NOT_UNDERSTOOD = [
    "",
    "kr",
    "Acme",
    "25 00",
    "1,23,456",
    "25.00.00",
    "25,000,50",
    "1 234 5678",
    "1.234 567",
    "0,500",
    "0.500",
    "25,5555",
    "1234.567",
    "1,234.567",
    "007",
    "25.",
    "1e5",
    "0x10",
    "25k5",
    "20-30k",
    "25 t",
    "٢٥",
    "２５",
    "25²",
    "25 bananas",
    "25/week",
    "2000 per kvartal",
    "(25000)",
    "25,123456k",
]

AMBIGUOUS = [
    ("2.500k", 250_000, 250_000_000),
    ("1,000k", 100_000, 100_000_000),
    ("25,123 mkr", 2_512_300_000, 2_512_300_000_000),
    ("2.500 tkr/mån", 250_000, 250_000_000),
]


@pytest.mark.parametrize(("text", "units"), UNDERSTOOD)
def test_amounts_in_the_workspaces_currency(text: str, units: float) -> None:
    assert parse_amount(text, "SEK") == Amount(round(units * 100), "SEK")


@pytest.mark.parametrize(("text", "currency", "minor"), FOREIGN)
def test_amounts_in_another_currency(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, "SEK") == Amount(minor, currency)


@pytest.mark.parametrize(("text", "units", "per"), RECURRING)
def test_recurring_amounts(text: str, units: int, per: Per) -> None:
    assert parse_amount(text, "SEK") == Amount(units * 100, "SEK", per)


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_no_amount_is_not_understood(text: str) -> None:
    with pytest.raises(AmountNotUnderstood):
        parse_amount(text, "SEK")


@pytest.mark.parametrize(("text", "first", "second"), AMBIGUOUS)
def test_two_readings_are_asked_about_with_an_example_of_each(text: str, first: int, second: int) -> None:
    with pytest.raises(AmountAmbiguous) as asked:
        parse_amount(text, "SEK")
    assert parse_amount(asked.value.params["first"], "SEK").minor == first
    assert parse_amount(asked.value.params["second"], "SEK").minor == second


@pytest.mark.parametrize(
    "text", ["-25000", "−25000", "- 25 kr", "kr -25", "-$25k", "1000000000001", "1001 mdr", "9" * 5000]
)
def test_negative_and_enormous_amounts_are_out_of_range(text: str) -> None:
    with pytest.raises(AmountOutOfRange):
        parse_amount(text, "SEK")


@pytest.mark.parametrize("text", ["25 XYZ", "XYZ 25", "25 ₽", "₽25", "€25 SEK"])
def test_unknown_and_contradicting_currencies(text: str) -> None:
    with pytest.raises(CurrencyUnknown):
        parse_amount(text, "SEK")


@pytest.mark.parametrize(
    ("text", "own", "currency"),
    [
        ("25 kr", "NOK", "NOK"),
        ("25 kronor", "EUR", "SEK"),
        ("$25", "EUR", "USD"),
        ("$25", "CAD", "CAD"),
        ("¥25", "EUR", "JPY"),
        ("¥25", "CNY", "CNY"),
        ("25 RON", "RON", "RON"),
    ],
)
def test_a_word_for_several_currencies_means_the_workspaces_own(text: str, own: str, currency: str) -> None:
    assert parse_amount(text, own).currency == currency


@pytest.mark.parametrize("text", ["25 kr", "25 tkr/mån", "25 kroner"])
def test_kronas_are_asked_about_where_the_workspace_has_none(text: str) -> None:
    with pytest.raises(AmountAmbiguous) as asked:
        parse_amount(text, "EUR")
    first, second = (parse_amount(asked.value.params[name], "EUR") for name in ("first", "second"))
    assert first.currency != second.currency
    assert first.per == second.per == (Per.MONTH if "/" in text else None)


def test_decimals_finer_than_the_currency_has_are_refused() -> None:
    assert parse_amount("25.00", "JPY") == Amount(25, "JPY")
    with pytest.raises(AmountNotUnderstood):
        parse_amount("25,50", "JPY")
    with pytest.raises(AmountAmbiguous) as asked:
        parse_amount("1,234", "KWD")
    assert parse_amount(asked.value.params["first"], "KWD").minor == 1234
    assert parse_amount(asked.value.params["second"], "KWD").minor == 1_234_000


@pytest.mark.parametrize("currency", sorted(MINOR_UNITS))
def test_decimals_are_those_that_amounts_are_shown_with(currency: str) -> None:
    assert exponent(currency) == get_currency_precision(currency)


# --- properties -----------------------------------------------------------------------------------------------------

GROUPINGS = {"": "", " ": " ", "\u00a0": "\u00a0", "\u202f": "\u202f", "'": "'", "’": "’", ".": ".", ",": ","}


@given(
    minor=st.integers(0, 10**14),
    grouping=st.sampled_from(sorted(GROUPINGS)),
    point=st.sampled_from(".,"),
    around=st.sampled_from(["{}", "{} kr", "{}kr", "kr {}", "SEK {}", "{} SEK", "{}:-", "{} kronor", " {} "]),
    per=st.sampled_from(
        [("", None), ("/mån", Per.MONTH), (" per month", Per.MONTH), ("/år", Per.YEAR), (" a year", Per.YEAR)]
    ),
)
def test_every_style_reads_back_to_the_same_minor_units(
    minor: int, grouping: str, point: str, around: str, per: tuple[str, Per | None]
) -> None:
    whole, rest = divmod(minor, 100)
    if point == grouping:
        point = ".,"[".,".index(grouping) - 1]
    number = f"{whole:,}".replace(",", grouping) + (f"{point}{rest:02}" if rest else "")
    text = around.format(number) + per[0]
    assert parse_amount(text, "SEK") == Amount(minor, "SEK", per[1])


@given(
    thousandths=st.integers(0, 10**9),
    scale=st.sampled_from([("k", 3), (" tkr", 3), (" mkr", 6), ("m", 6), (" miljoner", 6), ("b", 9)]),
    places=st.integers(1, 2),
)
def test_multipliers_are_exact(thousandths: int, scale: tuple[str, int], places: int) -> None:
    word, zeros = scale
    whole, rest = divmod(thousandths, 10**places)
    text = f"{whole},{rest:0{places}}{word}"
    exact = thousandths * 10 ** (zeros + 2 - places)
    if exact > 10**14:
        with pytest.raises(AmountOutOfRange):
            parse_amount(text, "SEK")
    else:
        assert parse_amount(text, "SEK").minor == exact


FACTORS = {"": 1, "k": 10**3, "tkr": 10**3, "m": 10**6, "mkr": 10**6, "milj": 10**6, "mdr": 10**9}


def exact_readings(number: str, factor: int) -> set[Fraction]:
    """All values of a number under all choices of one grouping mark and one decimal mark: the slow, obvious way."""
    values = set()
    for grouping in ["", " ", "'", ".", ","]:
        for point in ".,":
            grouped = rf"[1-9]\d{{0,2}}(?:{re.escape(grouping)}\d{{3}})+" if grouping else r"0|[1-9]\d*|(?=[.,])"
            if point == grouping or not (
                match := re.fullmatch(rf"({grouped})(?:{re.escape(point)}(\d+))?", number, re.ASCII)
            ):
                continue
            fraction = match[2] or ""
            value = Fraction(
                int((match[1].replace(grouping, "") if grouping else match[1]) + fraction or "0"), 10 ** len(fraction)
            )
            if (value * factor * 100).denominator == 1 and (factor > 1 or len(fraction) <= 2):
                values.add(value * factor)
    return values


@given(
    number=st.text("0123456789" * 2 + "00000., '", min_size=1, max_size=12)
    | st.from_regex(r"[0-9]{1,4}([ .,'][0-9]{1,4}){0,3}", fullmatch=True).filter(str.isascii),
    word=st.sampled_from(sorted(FACTORS)),
)
def test_no_accepted_amount_differs_from_its_only_exact_reading(number: str, word: str) -> None:
    possible = exact_readings(" ".join(number.split()), FACTORS[word])
    try:
        amount = parse_amount(f"{number} {word}", "SEK")
    except AmountAmbiguous:
        assert len(possible) == 2
    except AmountOutOfRange:
        assert max(possible, default=Fraction(10**13)) > 10**12
    except AmountNotUnderstood:
        assert not possible
    else:
        assert possible == {Fraction(amount.minor, 100)}


@given(
    st.text() | st.text("0123456789.,' -+kmtr$€/perånd\u00a0\u202f\u2212"),
    st.sampled_from(["SEK", "EUR", "JPY", "KWD", "RON"]),
)
def test_any_text_gives_an_amount_or_a_sentence(text: str, currency: str) -> None:
    try:
        amount = parse_amount(text, currency)
    except CoachError:
        return
    assert 0 <= amount.minor <= 10**12 * 10 ** exponent(amount.currency)
    assert any(c in "0123456789" for c in text)
