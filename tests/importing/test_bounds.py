"""Files that would cost too much: refused with a sentence, by whoever survives them."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from bot import errors, importing
from bot.importing import bounds

HEADING = ("Id", "Owner", "Customer", "Amount", "Status", "Opened", "Closed")
ROW = ("1", "Elin", "Acme", "25000", "won", "2026-09-01", "2026-10-01")


def workbook(path: Path, corner: tuple[int, int] | None = None) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for line, row in enumerate((HEADING, ROW)):
        sheet.write_row(line, 0, row)
    if corner is not None:
        sheet.write(*corner, "x")
    book.close()
    return path


def text(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((",".join(HEADING), *lines)), encoding="utf-8")
    return path


def test_what_people_have(tmp_path: Path) -> None:
    bounds.check(workbook(tmp_path / "deals.xlsx"), 100)
    bounds.check(workbook(tmp_path / "wide.xlsx", corner=(300, 200)), 100)
    bounds.check(text(tmp_path / "deals.csv", ",".join(ROW)), 100)


@pytest.mark.parametrize("corner", [(1_048_575, 16_383), (1_048_575, 40)])
def test_one_cell_in_the_last_corner(tmp_path: Path, corner: tuple[int, int]) -> None:
    path = workbook(tmp_path / "deals.xlsx", corner)
    assert path.stat().st_size < 10_000
    with pytest.raises(errors.FileTooLarge):
        bounds.check(path, 100)


def test_columns_far_to_the_right_of_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for line in range(2000):
        sheet.write_row(line, 16_376, HEADING)
    book.close()
    with pytest.raises(errors.FileTooLarge):
        bounds.check(path, 100)


def test_a_damaged_workbook_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "deals.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    bounds.check(path, 100)


def test_more_lines_than_the_rows_could_have(tmp_path: Path) -> None:
    path = text(tmp_path / "deals.csv", *[""] * 2001)
    bounds.check(path, 101)
    with pytest.raises(errors.FileTooLong):
        bounds.check(path, 100)


def inspected(path: Path) -> importing.Plan:
    return importing.inspect(path, currency="SEK", today=date(2026, 11, 18))


def test_quotes_that_are_never_closed_end(tmp_path: Path) -> None:
    """Each of these lines opens one that reaches to the end: read as they ask for, it would take hours."""
    found = inspected(text(tmp_path / "deals.csv", ",".join(ROW), *['a","'] * 60_000, ",".join(ROW)))
    assert found.total_rows == 60_002


def test_a_line_of_nothing_but_commas_is_one_broken_line(tmp_path: Path) -> None:
    path = text(tmp_path / "deals.csv", ",".join(ROW), "," * 3_000_000, ",".join(ROW))
    plan = inspected(path)
    (chunk,) = importing.read(plan)
    assert [(row.line, row.key) for row in chunk.rejected] == [(3, "cell_too_long")]
    assert len(chunk.rows) == 2
