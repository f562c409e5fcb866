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

LONGEST_LINE = 1_000_000
"""Characters. The longest cell that is believed is an eighth of it."""

LONGEST_RECORD = 50_000
"""Lines. What goes on for longer is an opening quote that nobody closes."""

READ_IN_VAIN = 200_000
"""Lines that may be read for quotes that lead nowhere, for each piece of a file; then every line stands by itself.

Each such quote may reach to the end of the piece: without a bound a small file of them would keep us for days.
"""


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
    rows: list[list[str]] = []
    if max(map(len, lines)) <= LONGEST_LINE:
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
    position, vain = 0, 0
    while position < len(lines):
        source = _Lines(lines, position, alone=vain > READ_IN_VAIN)
        reader = csv.reader(source, delimiter=delimiter, skipinitialspace=True, strict=True)
        start = position
        try:
            for cells in reader:
                end = source.at
                if end - start > 1 and width is not None and (len(cells) < width or any(cells[width:])):
                    raise csv.Error("spans lines and does not fit")
                numbers.append(first + start)
                batch.rows.append(cells)  # type: ignore[arg-type]
                start = source.begun = end
        except csv.Error as problem:
            if not final and "unexpected end" in str(problem) and len(lines) - start < LONGEST_RECORD:
                position = start
                break
            vain += source.at - start
            batch.broken.append(Broken(first + start, _why(problem, lines[start]), lines[start].rstrip("\r\n")))
            start += 1
        position = start
    batch.lines = numbers
    return batch, position


def _why(problem: csv.Error, line: str) -> str:
    too_long = "field larger" in str(problem) and len(line) > csv.field_size_limit()
    return "cell_too_long" if too_long or len(line) > LONGEST_LINE else "quotes"


class _Lines:
    """A list's lines from a position on, without copying them; `begun` is where the record in hand begins.

    Raises csv.Error where that record would hold more than a record may; with `alone`, more than one line.
    """

    def __init__(self, lines: list[str], position: int, *, alone: bool) -> None:
        self._lines = lines
        self._most = 1 if alone else LONGEST_RECORD
        self.at = self.begun = position

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self._lines):
            raise StopIteration
        line = self._lines[self.at]
        if self.at - self.begun >= self._most or len(line) > LONGEST_LINE:
            raise csv.Error("too long for a record")
        self.at += 1
        return line
