"""The first rows as they are read, and what else should be known before it is confirmed."""

from datetime import date
from pathlib import Path

from bot.importing.preview import as_read
from bot.values import Amount, Per
from tests.importing.reading import Everything, planned, written
from tests.importing.workbooks import write


def test_dates_and_amounts_stand_there_as_they_are_read(tmp_path: Path) -> None:
    rows = "Acme;1.234.567,89 kr;Vunnen;3/4/2026\nVolvo;1.234;Förlorad;13/8/2026\nX;12,5 %;Vunnen;inte än\n"
    plan = planned(written(tmp_path, "Kund;Belopp;Status;Avslutad\n" + rows))
    assert as_read(plan, ["customer", "amount", "closed_on"], 3) == [
        ["Acme", Amount(123_456_789, "SEK"), date(2026, 4, 3)],
        ["Volvo", Amount(123_400, "SEK"), date(2026, 8, 13)],
        ["X", "12,5 %", "inte än"],
    ]


def test_an_amount_is_read_with_its_currency_and_period(tmp_path: Path) -> None:
    rows = [
        ["Kund", "Belopp (tusental)", "Valuta", "Per", "Status"],
        ["A", 2, "EUR", "month", "Open"],
        ["B", "", "", "", "Open"],
    ]
    plan = planned(write(tmp_path / "a.xlsx", {"Blad": rows}))
    assert as_read(plan, ["amount", "rep"], 5) == [[Amount(200_000, "EUR", Per.MONTH), ""], ["", ""]]


def test_a_number_of_a_workbook_is_not_read_as_if_it_were_typed(tmp_path: Path) -> None:
    """1.234 in a cell is one and a bit, whatever the marks in the texts beside it."""
    rows = [["Kund", "Belopp", "Status"], ["A", 1.234, "Open"], ["B", "5,50", "Open"]]
    plan = planned(write(tmp_path / "a.xlsx", {"Blad": rows}))
    assert [row[0] for row in as_read(plan, ["amount"], 2)] == [Amount(123, "SEK"), Amount(550, "SEK")]


def test_amounts_in_other_currencies_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "Kund;Belopp;Status\nA;$100;Öppen\nB;€200;Öppen\nC;300 kr;Öppen\nD;;Öppen\n")
    assert Everything(path).notes["other_currency"] == 2
    assert Everything(path, currency="EUR").notes["other_currency"] == 1  # and whose kronor they are is not known
    path = written(tmp_path, "Kund;Belopp;Status\nA;$100;Öppen\nB;€200;Vunnen\n", name="left-out.csv")
    assert Everything(path).notes["other_currency"] == 1
