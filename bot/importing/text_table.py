"""Lines of a text file → records, with quotes, line ends inside quotes, and damage that stays where it is.

An opening quote that is never closed would swallow the lines below it. Such a line is given up by itself (`Broken`),
and reading goes on at the next one, so that no other line is lost with it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.importing.cells import uncollected
from bot.importing.encodings import errors_for
from bot.importing.plan import Cell

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that cannot be split into cells. `key` says why: "quotes" or "cell_too_long"."""

    line: int
    key: str
    text: str


@dataclass(slots=True)
class Batch:
    """Records and the numbers of the lines where they begin."""

    lines: "list[int] | range"
    rows: list[list[Cell]]
    broken: list[Broken]


def batches(path: Path, encoding: str, delimiter: str, *, size: int, width: int | None = None) -> Iterator[Batch]:
    """The records of a file, about `size` lines at a time.

    `width`: a record that spans lines is believed only if it has so many cells.
    """
    with path.open(encoding=encoding, errors=errors_for(encoding), newline="") as file:
        first, carried = 1, list[str]()
        while True:
            fresh = list(islice(file, size))
            lines = carried + fresh
            if not lines:
                return
            with uncollected():
                batch, rest = _parse(lines, first, delimiter, width, final=not fresh)
            yield batch
            carried = lines[rest:]
            first += rest
            if not fresh:
                return


def _parse(lines: list[str], first: int, delimiter: str, width: int | None, final: bool) -> tuple[Batch, int]:
    """The records of `lines`, and how many lines were used: a record that the next lines may complete is left."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        rows = []
    if len(rows) == len(lines):
        return Batch(range(first, first + len(lines)), rows, []), len(lines)  # type: ignore[arg-type]
    return _parse_carefully(lines, first, delimiter, width, final)


def _parse_carefully(lines: list[str], first: int, delimiter: str, width: int | None, final: bool) -> tuple[Batch, int]:
    batch = Batch([], [], [])
    numbers: list[int] = []
    position = 0
    while position < len(lines):
        reader = csv.reader(_from(lines, position), delimiter=delimiter, skipinitialspace=True, strict=True)
        origin, start = position, position
        try:
            for cells in reader:
                end = origin + reader.line_num
                if end - start > 1 and width is not None and (len(cells) < width or any(cells[width:])):
                    raise csv.Error("spans lines and does not fit")
                numbers.append(first + start)
                batch.rows.append(cells)  # type: ignore[arg-type]
                start = end
        except csv.Error as problem:
            if not final and "unexpected end" in str(problem):
                position = start
                break
            key = (
                "cell_too_long"
                if "field larger" in str(problem) and len(lines[start]) > csv.field_size_limit()
                else "quotes"
            )
            batch.broken.append(Broken(first + start, key, lines[start].rstrip("\r\n")))
            start += 1
        position = start
    batch.lines = numbers
    return batch, position


def _from(lines: list[str], position: int) -> Iterator[str]:
    """A list's items from a position on, without copying them."""
    for index in range(position, len(lines)):
        yield lines[index]
