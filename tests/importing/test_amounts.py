"""Amounts in files: exact, with the decimal mark of the whole column, or rejected."""

from pathlib import Path

import pytest

from tests.importing.reading import Everything, planned, written


def amounts(folder: Path, *values: str, header: str = "Amount", **options: object) -> Everything:
    lines = "".join(f'open\t"{value}"\n' for value in values)
    return Everything(written(folder, f"Status\t{header}\n{lines}"), **options)


@pytest.mark.parametrize(
    ("values", "minor"),
    [
        (["1054", "0", ""], [105_400, 0, None]),
        (["1054,5", "12,50", "1 054,50"], [105_450, 1_250, 105_450]),
        (["1.054,50", "1.054"], [105_450, 105_400]),  # the comma is the decimal mark, so the point is not
        (["1,054.50", "1,054"], [105_450, 105_400]),
        (["1,234,567", "1,234"], [123_456_700, 123_400]),
        (["1.234.567", "1.234"], [123_456_700, 123_400]),
        (["12.5", "1,234"], [1_250, 123_400]),
        (["1\u00a0054", "1\u202f054,5", "1\u2009054"], [105_400, 105_450, 105_400]),
        (["1'054.50", "1’054"], [105_450, 105_400]),
        (["\u22120", "-0,00"], [0, 0]),
        (["$1,054.50", "1,054.50 USD", "USD 1,054.50", "US$ 5.00"], [105_450, 105_450, 105_450, 500]),
        (["1 054,50 kr", "1 054:-", "kr 5,50", "SEK 1 054"], [105_450, 105_400, 550, 105_400]),
        (["25k", "1,2 mkr", "3 tkr"], [2_500_000, 120_000_000, 300_000]),
        (["1.0E+5", "1,05E+3", "2E+2"], [10_000_000, 105_000, 20_000]),
        (["1054.500000", "12345.678"], [105_450, 1_234_568]),  # to the öre, and said
        (["n/a", "-", "NULL", "#N/A", "(blank)", "7"], [None, None, None, None, None, 700]),
        ([".50", "0.5"], [50, 50]),
    ],
)
def test_read_exactly(values: list[str], minor: list[int | None], tmp_path: Path) -> None:
    found = amounts(tmp_path, *values)
    assert found.rejected == []
    assert found.column("amount") == minor


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("-5", "amount_negative"),
        ("\u22125", "amount_negative"),
        ("5-", "amount_negative"),
        ("(5)", "amount_negative"),
        ("(1 054,50 kr)", "amount_negative"),
        ("-5 kr", "amount_negative"),
        ("about 5", "amount_not_understood"),
        ("1,23,456", "amount_not_understood"),
        ("12 34", "amount_not_understood"),
        ("007", "amount_not_understood"),
        ("5 000 000 000 000", "amount_out_of_range"),
        ("1.23457E+11", "amount_rounded"),
        ("5 XXQ", "amount_not_understood"),
        ("€5 SEK", "currency_unknown"),
        ("2017-03-09", "amount_not_understood"),
        ("5\x00", "amount_not_understood"),
        ("٥", "amount_not_understood"),
        ("1,234", "amount_ambiguous"),  # beside 12,50: a comma is a decimal mark, and yet three digits
    ],
)
def test_rejected_with_a_reason(value: str, reason: str, tmp_path: Path) -> None:
    found = amounts(tmp_path, "12,50", value)
    assert found.column("amount") == [1_250]
    assert found.reasons == {3: reason}
    assert found.rejected[0].params["column"] == "Amount"


@pytest.mark.parametrize(("answer", "minor"), [("comma", 123), ("point", 123_400)])
def test_thousands_or_decimals_is_asked(answer: str, minor: int, tmp_path: Path) -> None:
    path = written(tmp_path, "Status;Amount\nopen;1,234\nopen;5,678\nopen;900\n")
    (question,) = planned(path).questions
    assert (question.key, question.option) == ("decimal_mark", "--decimal")
    assert question.params["column"] == "Amount"
    found = Everything(path, decimal=answer)
    assert found.column("amount")[0] == minor
    assert found.notes["rounded"] == (2 if answer == "comma" else 0)


def test_contradicting_values_are_read_only_where_they_are_clear(tmp_path: Path) -> None:
    found = amounts(tmp_path, "12,50", "12.50", "1,234", "1 234")
    assert found.column("amount") == [1_250, 1_250, 123_400]
    assert found.reasons == {4: "amount_ambiguous"}
    assert [one.key for one in found.plan.warnings if one.key == "amounts_mixed"] == ["amounts_mixed"]


@pytest.mark.parametrize(
    ("header", "minor", "currency", "per"),
    [
        ("Amount", 500, "SEK", None),
        ("Belopp (tkr)", 500_000, "SEK", None),
        ("Amount (k)", 500_000, "SEK", None),
        ("Amount ('000)", 500_000, "SEK", None),
        ("Belopp (MSEK)", 500_000_000, "SEK", None),
        ("Amount (EUR)", 500, "EUR", None),
        ("Amount in USD", 500, "USD", None),
        ("Belopp kr", 500, "SEK", None),
        ("MRR", 500, "SEK", "month"),
        ("ARR (EUR)", 500, "EUR", "year"),
        ("Amount per month", 500, "SEK", "month"),
    ],
)
def test_a_header_says_the_unit(header: str, minor: int, currency: str, per: str | None, tmp_path: Path) -> None:
    found = amounts(tmp_path, "5", header=header)
    assert found.deals("amount", "currency", "per") == [(minor, currency, per)]


def test_the_row_s_own_currency(tmp_path: Path) -> None:
    text = "Status,Amount,Currency\n" + "".join(
        f"open,{amount},{currency}\n"
        for amount, currency in [
            ("5.50", "EUR"),
            ("5", "jpy"),
            ("5.5", "KWD"),
            ("5", ""),
            ("5", "Swedish krona (SEK)"),
            ("5", "TRY"),
            ("$5", "USD"),
            ("$5", "EUR"),
            ("5", "gold"),
            ("5", "kr"),
        ]
    )
    found = Everything(written(tmp_path, text))
    assert found.deals("amount", "currency") == [
        (550, "EUR"),
        (5, "JPY"),
        (5_500, "KWD"),
        (500, "SEK"),
        (500, "SEK"),
        (500, "TRY"),
        (500, "USD"),
        (500, "SEK"),
    ]
    assert found.reasons == {9: "currency_contradicts", 10: "currency_unknown"}


def test_kr_without_a_krona_of_one_s_own_is_not_guessed(tmp_path: Path) -> None:
    assert amounts(tmp_path, "5 kr", currency="EUR").reasons == {2: "currency_ambiguous"}


def test_recurring_amounts(tmp_path: Path) -> None:
    text = (
        "Status;Amount;Per\nopen;2 000;month\nopen;2 000/mån;\nopen;2 000;år\nopen;5;\nopen;5/mån;year\nopen;5;week\n"
    )
    found = Everything(written(tmp_path, text))
    assert found.deals("amount", "per") == [(200_000, "month"), (200_000, "month"), (200_000, "year"), (500, None)]
    assert found.reasons == {6: "per_contradicts", 7: "per_not_understood"}
