"""Delimiters, encodings, quotes, ragged lines, titles, footers; and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import (
    CoachError,
    ColumnsNotRecognised,
    FileChanged,
    FileEmpty,
    FileNotATable,
    FileNotFound,
    FileWithoutRows,
    QuestionsOpen,
)
from bot.importing import read
from tests.importing.reading import Everything, planned, written

CELLS = (
    ("Säljare", "Status", "Kund", "Belopp", "Skapad"),
    ("Åsa Ek", "Vunnen", "Café €uro", "1", "2017-01-31"),
    ("Bo Öst", "Öppen", "Räk & Sill", "2", "2017-01-31"),
)
DEALS = [("Åsa Ek", "Café €uro", 100), ("Bo Öst", "Räk & Sill", 200)]


def table(delimiter: str = ",", end: str = "\n") -> str:
    closed = ("Stängd", "2017-03-09", "")
    return "".join(delimiter.join((*row, extra)) + end for row, extra in zip(CELLS, closed, strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(delimiter: str, encoding: str, end: str, tmp_path: Path) -> None:
    found = Everything(written(tmp_path, table(delimiter, end), encoding=encoding))
    assert found.deals("rep", "customer", "amount") == DEALS
    assert found.plan.delimiter == delimiter
    assert found.column("line") == [2, 3]


def test_utf_16_big_endian_with_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"\xfe\xff" + table("\t").encode("utf-16-be"))
    assert Everything(path).deals("rep", "customer", "amount") == DEALS


@pytest.mark.parametrize("top", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_line_that_names_the_delimiter(top: str, encoding: str, tmp_path: Path) -> None:
    found = Everything(written(tmp_path, top + table(";"), encoding=encoding))
    assert found.deals("rep", "customer", "amount") == DEALS
    assert (found.plan.header_line, found.column("line")) == (2, [3, 4])


def test_a_byte_that_is_not_utf_8_costs_its_own_line_only(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(table().encode().replace("Bo Öst".encode(), b"Bo \xd6st"))
    found = Everything(path)
    assert found.plan.encoding == "utf-8"
    assert found.column("rep") == ["Åsa Ek"]
    assert found.reasons == {3: "bad_characters"}


def test_cells_with_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    text = 'Status,Customer,Note\nopen,"Acme, ""the"" Co","one\r\ntwo, three\n\nfour"\nopen,Beta,x\n'
    found = Everything(written(tmp_path, text))
    assert found.deals("line", "customer", "note") == [
        (2, 'Acme, "the" Co', "one  two, three  four"),
        (6, "Beta", "x"),
    ]


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 50_000])
def test_a_quote_that_is_never_closed_costs_its_own_line_only(chunk_rows: int, tmp_path: Path) -> None:
    lines = [f'open,"Customer {i}",note {i}' for i in range(12)]
    lines[3] = 'open,"Customer 3,note 3'
    lines[11] = 'open,"Customer 11,note 11'
    found = Everything(written(tmp_path, "Status,Customer,Note\n" + "\n".join(lines)), chunk_rows=chunk_rows)
    assert found.reasons == {5: "quotes", 13: "quotes"}
    assert found.column("line") == [2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert found.rejected[0].cells == ('open,"Customer 3,note 3',)


def test_ragged_lines(tmp_path: Path) -> None:
    text = "Status,Customer,Amount,,\nopen,A,1,,\nopen,B,2\nopen,C,3,,,,\nopen,D,4,,x,5\nopen,E\nopen,F,6,,\n"
    found = Everything(written(tmp_path, text))
    assert found.column("customer") == ["A", "B", "C", "F"]
    assert found.reasons == {5: "too_many_cells", 6: "too_few_cells"}
    assert found.rejected[0].params == {"found": 6, "expected": 5}
    assert found.rejected[0].cells == ("open", "D", "4", "", "x", "5")


def test_titles_blank_lines_repeated_headers_and_totals(tmp_path: Path) -> None:
    text = (
        "Deals of the quarter\nExported 2017-04-01\n\n,Status,Customer,Amount,\n,open,A,1,\n,,,,\n , ,,,\n,open,B,2,\n"
        ",Subtotal,,3,\n,Status,Customer,Amount,\n,open,Total Energies,4,\n,Summa,,7,\n\nSales AB\n"
    )
    found = Everything(written(tmp_path, text))
    assert found.plan.header_line == 4
    assert found.column("customer") == ["A", "B", "Total Energies"]
    assert found.column("line") == [5, 8, 11]
    assert found.rejected == []
    assert (found.blank, found.footer) == (3, 4)


def test_a_lone_cell_at_the_end_without_a_gap_is_a_damaged_line(tmp_path: Path) -> None:
    found = Everything(written(tmp_path, "Status,Customer,Amount\nopen,A,1\nopen\n"))
    assert found.reasons == {3: "too_few_cells"}


def test_long_texts_are_shortened_and_counted(tmp_path: Path) -> None:
    text = f"Status,Customer,Note\nopen,{'x' * 300},{'y' * 5000}\n"
    found = Everything(written(tmp_path, text))
    assert found.notes["shortened"] == 2
    assert (len(found.column("customer")[0]), len(found.column("note")[0])) == (200, 1000)


def test_a_cell_too_long_for_a_table_is_rejected(tmp_path: Path) -> None:
    found = Everything(written(tmp_path, f"Status,Customer\nopen,{'x' * 200_000}\nopen,B\n"))
    assert found.reasons == {2: "cell_too_long"}
    assert found.column("customer") == ["B"]


def test_ids_keep_what_they_are(tmp_path: Path) -> None:
    text = (
        "Id,Status\n 123.0 ,open\n0012,open\n1.23457E+11,open\nA-1,open\n,open\nB\x00C,open\n" + "9" * 201 + ",open\n"
    )
    found = Everything(written(tmp_path, text))
    assert found.column("external_id") == ["123", "0012", "A-1", None]
    assert found.reasons == {4: "id_rounded", 7: "bad_characters", 8: "id_too_long"}


def test_a_thousand_columns(tmp_path: Path) -> None:
    names = [f"field {i}" for i in range(1000)]
    text = ",".join(["Status", *names, "Amount"]) + "\n" + ",".join(["open", *names, "5"]) + "\n"
    found = Everything(written(tmp_path, text))
    assert found.column("amount") == [500]
    assert len(found.plan.unused) == 1000


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileEmpty),
        (b"\xef\xbb\xbf\r\n  \n", FileEmpty),
        (b"Status,Amount,Created\n", FileWithoutRows),
        (b"Status,Amount,Created\n\n,,\n", FileWithoutRows),
        (bytes(range(256)) * 40, FileNotATable),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500, FileNotATable),
        (b"<html><table><tr><td>Status</td></tr></table></html>", FileNotATable),
        (b"%PDF-1.4 something", FileNotATable),
        (b"Status,Amount" * 100_000, FileNotATable),
        (b"Status\nopen\nwon\n", ColumnsNotRecognised),
        (b"just some words\nand more of them\n", ColumnsNotRecognised),
        (b"a,b,c\n1,2,3\n", ColumnsNotRecognised),
        (b'{"status": "won", "amount": 5}', ColumnsNotRecognised),
    ],
)
def test_what_is_no_table_of_deals_is_refused(content: bytes, problem: type[CoachError], tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(content)
    with pytest.raises(problem) as raised:
        planned(path)
    assert raised.value.params["name"] == "deals.csv"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(FileNotFound):
            planned(path)


def test_a_plan_with_questions_is_not_read(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, "Status,Created\nopen,03/04/2017\n"))
    with pytest.raises(QuestionsOpen) as raised:
        read(plan)
    assert raised.value.params == {"name": "deals.csv", "count": 1}


def test_a_file_that_changed_since_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, table())
    plan = planned(path)
    path.write_text(table() + "x\n")
    with pytest.raises(FileChanged):
        read(plan)


def test_what_is_shown_before_anything_happens(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, table(";"), encoding="cp1252"))
    assert (plan.kind, plan.sheet, plan.encoding, plan.delimiter) == ("csv", None, "cp1252", ";")
    assert (plan.system, plan.header_line, plan.total_rows) == ("plain", 1, 2)
    assert plan.columns["closed_on"] == "Stängd"
    assert plan.samples[0][:2] == ("Åsa Ek", "Vunnen")
    assert [(stage.name, stage.outcome, stage.count) for stage in plan.stages] == [
        ("Vunnen", "won", 1),
        ("Öppen", "open", 1),
    ]
    assert plan.dates["opened_on"].shapes == ("iso",)
    assert plan.today == date(2026, 11, 18)
