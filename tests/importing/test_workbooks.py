"""Workbooks: dates that are dates, numbers that are texts, several sheets, and files that only look like one."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from bot.errors import ColumnsNotRecognised, FileDamaged, FileEmpty, FileNotATable, SheetUnknown
from tests.importing.reading import Everything, planned
from tests.importing.workbooks import Formula, write

HEADER = ["Id", "Status", "Customer", "Amount", "Created", "Closed on"]
DAY, CLOSED = date(2017, 1, 31), date(2017, 3, 9)


@pytest.mark.parametrize("from_1904", [False, True])
def test_what_cells_hold(from_1904: bool, tmp_path: Path) -> None:
    rows = [
        HEADER,
        [123.0, "Won", "Acme", 1054.5, DAY, CLOSED],
        ["00124", "Won", "Beta", "1 054,50", "2017-01-31", "9 mars 2017"],
        [125, "Won", 7, Formula("D2*2", 2109.0), DAY, CLOSED],
        [126, Formula('"W"&"on"', "Won"), True, 0.1 + 0.2, DAY, CLOSED],
        [127, "Open", None, None, None, None],
        [],
        [128, "Open", "Gamma", 1e5, DAY, None],
        [None] * 40,
    ]
    found = Everything(write(tmp_path / "deals.xlsx", {"Deals": rows}, from_1904=from_1904))
    assert found.rejected == []
    assert found.deals("line", "external_id", "customer", "amount", "opened_on", "closed_on") == [
        (2, "123", "Acme", 105_450, DAY, CLOSED),
        (3, "00124", "Beta", 105_450, DAY, CLOSED),
        (4, "125", "7", 210_900, DAY, CLOSED),
        (5, "126", "TRUE", 30, DAY, CLOSED),
        (6, "127", None, None, None, None),
        (8, "128", "Gamma", 10_000_000, DAY, None),
    ]
    assert found.blank == 1


def test_day_numbers_without_a_date_s_format_follow_the_workbook(tmp_path: Path) -> None:
    rows = [["Status", "Created"], ["Open", 42766], ["Open", 42766.75]]
    assert Everything(write(tmp_path / "a.xlsx", {"A": rows})).column("opened_on") == [DAY, DAY]
    (first, _) = Everything(write(tmp_path / "b.xlsx", {"A": rows}, from_1904=True)).column("opened_on")
    assert (first - DAY).days == 1462


def test_an_error_in_a_cell_is_no_amount(tmp_path: Path) -> None:
    found = Everything(write(tmp_path / "a.xlsx", {"A": [["Status", "Amount"], ["Open", "#DIV/0!"], ["Open", 5]]}))
    assert found.reasons == {2: "amount_not_understood"}


def test_an_amount_that_became_a_date_is_rejected(tmp_path: Path) -> None:
    found = Everything(write(tmp_path / "a.xlsx", {"A": [["Status", "Amount"], ["Open", DAY], ["Open", 5]]}))
    assert found.reasons == {2: "amount_not_understood"}
    assert found.rejected[0].cells == ("Open", "2017-01-31")


def test_a_table_that_begins_further_in(tmp_path: Path) -> None:
    rows = [
        [],
        ["", "", "Deals of the quarter"],
        [],
        ["", "", "Status", "Amount"],
        ["", "", "Won", 5],
        ["", "", "Summa", 5],
    ]
    found = Everything(write(tmp_path / "a.xlsx", {"A": rows}))
    assert found.plan.header_line == 4
    assert found.reasons == {5: "no_closing_date"}
    assert (len(found.rows), found.footer) == (0, 1)


def test_the_sheet_with_deals_is_found(tmp_path: Path) -> None:
    deals = [["Status", "Amount"], ["Open", 5]]
    path = write(
        tmp_path / "a.xlsx",
        {"Notes": [["Some words"]], "Deals": deals, "Old": [["Status", "Amount"], ["Open", 7]]},
        hidden=["Old"],
    )
    assert Everything(path).column("amount") == [500]
    assert Everything(path, sheet="Old").column("amount") == [700]
    with pytest.raises(SheetUnknown) as raised:
        planned(path, sheet="New")
    assert raised.value.params == {"sheet": "New", "sheets": "Notes, Deals, Old"}


def test_several_sheets_of_deals_are_asked_about(tmp_path: Path) -> None:
    deals = [["Status", "Amount"], ["Open", 5]]
    path = write(tmp_path / "a.xlsx", {"2016": deals, "2017": [*deals, ["Open", 6]]})
    (question,) = planned(path).questions
    assert (question.key, question.option, question.params) == ("which_sheet", "--sheet", {"sheets": ("2016", "2017")})
    assert Everything(path, sheet="2017").column("amount") == [500, 600]


def test_no_sheet_of_deals(tmp_path: Path) -> None:
    with pytest.raises(ColumnsNotRecognised):
        planned(write(tmp_path / "a.xlsx", {"A": [["x", "y"], [1, 2]]}))
    with pytest.raises(FileEmpty):
        planned(write(tmp_path / "b.xlsx", {"A": []}))


def test_what_only_looks_like_a_workbook(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.xlsx", {"A": [["Status", "Amount"], *([["Open", 5]] * 2000)]}).read_bytes()
    path = tmp_path / "deals.xlsx"
    for content in (whole[: len(whole) // 2], whole[:40], b"PK\x03\x04", b"PK\x03\x04" + bytes(5000)):
        path.write_bytes(content)
        with pytest.raises(FileDamaged):
            planned(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    with pytest.raises(FileDamaged):
        planned(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.png", b"x")
    with pytest.raises(FileNotATable):
        planned(path)


def test_a_text_file_named_like_a_workbook_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    path.write_text("Status;Amount\nOpen;5\n")
    assert Everything(path).column("amount") == [500]
