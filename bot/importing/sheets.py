"""Workbooks (.xlsx, .xls, .xlsb, .ods) through calamine: the values that formulas had, real dates as dates."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bot.errors import FileDamaged, FileNotATable, FileProtected, FileTooLarge
from bot.importing.plan import Cell
from bot.importing.text_table import Batch

# Unpacked. A sheet of a million rows and a dozen columns is about half of it; what is larger is no table of deals.
LARGEST = 1_000_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """By a file's first bytes, whatever its name says."""
    return head.startswith((_ZIP, _OLE))


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """What the library complains of, in our terms. Only its own calls belong inside."""
    try:
        yield
    except PasswordError as problem:
        raise FileProtected(name=path.name) from problem
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError) as problem:
        raise FileDamaged(name=path.name) from problem
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":  # Rust's; it is no Exception
            raise FileDamaged(name=path.name) from problem
        raise


def workbook(path: Path) -> CalamineWorkbook:
    """Raises FileProtected, FileTooLarge, FileNotATable or FileDamaged (name)."""
    entries: list[zipfile.ZipInfo] = []
    with _guarded(path):
        if kind(path) != "xls":
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise FileTooLarge(name=path.name, limit=LARGEST // 1_000_000)
    if entries and not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & {entry.filename for entry in entries}:
        raise FileNotATable(name=path.name)
    with _guarded(path):
        return CalamineWorkbook.from_path(str(path))


def sheet(book: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    """A sheet of the workbook, all of it in memory. Raises FileDamaged."""
    with _guarded(path):
        return book.get_sheet_by_name(name)


def kind(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return "xls"
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise FileDamaged(name=path.name) from problem
    return "xlsb" if "xl/workbook.bin" in names else "ods" if "content.xml" in names else "xlsx"


def names(book: CalamineWorkbook) -> tuple[list[str], list[str]]:
    """The worksheets that are shown, and those that are hidden."""
    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    return shown, [sheet.name for sheet in tables if sheet.name not in shown]


def from_1904(path: Path) -> bool:
    """Whether the workbook's day numbers count from 1904."""
    if kind(path) != "xlsx":
        return False
    with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as file:
        head = file.read(100_000)
    return any(mark in head for mark in (b'date1904="1"', b'date1904="true"', b"date1904='1'"))


def rows(sheet: CalamineSheet, *, size: int) -> Iterator[Batch]:
    """The sheet's rows with their numbers, `size` at a time; each row begins in column A."""
    start = sheet.start
    if start is None:
        return
    padding: list[Cell] = [""] * start[1]  # the library's rows begin with the sheet, its columns with the first filled
    lines: list[int] = []
    cells: list[list[Cell]] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        lines.append(number)
        cells.append(padding + [value if type(value) is str else _cell(value) for value in row])
        if len(lines) == size:
            yield Batch(lines, cells, [])
            lines, cells = [], []
    if lines:
        yield Batch(lines, cells, [])


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, int | str | datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a sheet's date has no zone
    if isinstance(value, time | timedelta):
        return str(value)
    return "" if value is None else str(value)
