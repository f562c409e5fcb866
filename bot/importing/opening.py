"""Where the table is: which kind of file, which sheet, delimiter and header line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import CalamineSheet

from bot.errors import ColumnsNotRecognised, FileEmpty, FileNotFound, SheetUnknown
from bot.importing import encodings, sheets, text_table
from bot.importing.fields import plain, recognised
from bot.importing.mapping import Mapping
from bot.importing.plan import Cell, Layout, as_text
from bot.importing.text_table import DELIMITERS, Batch
from bot.language.slack_text import shorten

# A header stands near the top, below a title and perhaps a few lines of settings.
_SEARCHED_LINES = 60
_SAMPLED_LINES = 200
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class _Header:
    """A line that may be the header, and how well it fits: fields recognised, columns the mapping names."""

    line: int
    cells: tuple[str, ...]
    score: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A table; the names of other sheets that look just as good; and the sheet, as it has been loaded already."""

    layout: Layout
    others: tuple[str, ...] = ()
    sheet: CalamineSheet | None = None


def find(path: Path, mapping: Mapping) -> Found:
    """The table, with the other sheets that may be meant, where the file leaves that open.

    Raises FileNotFound, FileEmpty, FileNotATable, FileProtected, FileTooLarge, FileDamaged, ColumnsNotRecognised or
    SheetUnknown.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as problem:
        raise FileNotFound(name=path.name) from problem
    if sheets.is_workbook(head):
        return _in_workbook(path, mapping)
    return Found(_in_text(path, mapping))


def batches(layout: Layout, size: int, sheet: CalamineSheet | None = None) -> Iterator[Batch]:
    """All the file's records, the header and what stands above it too. `sheet`: where it has been loaded already."""
    if layout.encoding is not None and layout.delimiter is not None:
        yield from text_table.batches(
            layout.path, layout.encoding, layout.delimiter, size=size, width=len(layout.header)
        )
        return
    if sheet is None:
        with sheets.workbook(layout.path) as book:
            sheet = sheets.sheet(book, layout.sheet or "", layout.path)
    yield from sheets.rows(sheet, size=size)


def _in_text(path: Path, mapping: Mapping) -> Layout:
    encoding = encodings.detect(path)
    with path.open(encoding=encoding, errors=encodings.errors_for(encoding), newline="") as file:
        top = file.readline(1000)
    told = _told_delimiter(top)
    best: tuple[tuple[int, int, int, int], str, _Header] | None = None
    seen: Sequence[str] = ()
    for delimiter in (told,) if told else DELIMITERS:
        batch = next(text_table.batches(path, encoding, delimiter, size=_SAMPLED_LINES), Batch([], [], []))
        header = _header(batch, mapping, skip_first=told is not None)
        seen = seen or [as_text(cell) for cell in next((row for row in batch.rows if any(row)), [])]
        if header is None:
            continue
        widths = Counter(len(row) for line, row in zip(batch.lines, batch.rows, strict=True) if line > header.line)
        fitting = widths[len(header.cells)] * 100 // max(1, sum(widths.values()))
        rank = (*header.score, fitting, -DELIMITERS.index(delimiter) if delimiter in DELIMITERS else 0)
        if best is None or rank > best[0]:
            best = (rank, delimiter, header)
    if best is None:
        raise ColumnsNotRecognised(name=path.name, found=_listed(seen))
    return Layout(path, "csv", best[2].line, best[2].cells, encoding=encoding, delimiter=best[1])


def _told_delimiter(top: str) -> str | None:
    """Excel's first line "sep=;"."""
    line = top.strip("\ufeff\"' \r\n") if not top.endswith("\t\n") else top.strip('\ufeff"\r\n')
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") else None


def _in_workbook(path: Path, mapping: Mapping) -> Found:
    kind = sheets.kind(path)
    with sheets.workbook(path) as book:
        shown, hidden = sheets.names(book)
        if mapping.sheet is not None and mapping.sheet not in (*shown, *hidden):
            raise SheetUnknown(sheet=shorten(mapping.sheet), sheets=_listed([*shown, *hidden]))
        seen: list[str] = []
        anything = False
        for group in ([mapping.sheet],) if mapping.sheet is not None else (shown, hidden):
            found: list[tuple[_Header, str]] = []
            for name in group:
                loaded: CalamineSheet | None = None  # only one at a time: a sheet may be hundreds of megabytes
                loaded = sheets.sheet(book, name, path)
                top = next(sheets.rows(loaded, size=_SAMPLED_LINES), Batch([], [], []))
                anything = anything or bool(top.rows)
                seen = seen or [as_text(cell) for cell in next((row for row in top.rows if any(row)), [])]
                header = _header(top, mapping, skip_first=False)
                if header is not None:
                    found.append((header, name))
            if found:
                best = max(header.score for header, _ in found)
                good = [(header, name) for header, name in found if header.score == best]
                header, name = good[0]
                others = tuple(other for _, other in good[1:])
                extra = {"sheet": name, "sheets": (*shown, *hidden), "from_1904": sheets.from_1904(path)}
                layout = Layout(path, kind, header.line, header.cells, **extra)  # type: ignore[arg-type]
                return Found(layout, others, loaded if len(group) == 1 else None)
    if not anything:
        raise FileEmpty(name=path.name)
    raise ColumnsNotRecognised(name=path.name, found=_listed(seen))


def _header(batch: Batch, mapping: Mapping, *, skip_first: bool) -> _Header | None:
    """The first of the best lines: most fields recognised. Two fields in two columns are the least."""
    wanted = {plain(header) for header in mapping.columns.values() if header}
    best: _Header | None = None
    for line, row in islice(zip(batch.lines, batch.rows, strict=True), _SEARCHED_LINES):
        if (skip_first and line == 1) or (mapping.header_line is not None and line != mapping.header_line):
            continue
        cells = tuple(as_text(cell) for cell in row)
        named = len({plain(cell) for cell in cells if cell} & wanted) if wanted else 0
        score = (named, recognised(cells))
        enough = (named == len(wanted) and named > 0) or score[1] >= 2 or mapping.header_line is not None
        if enough and len(cells) > 1 and (best is None or score > best.score):
            best = _Header(line, cells, score)
    return best


def _listed(names: Sequence[Cell]) -> str:
    texts = [shorten(as_text(name)) for name in names if as_text(name).strip()]
    return ", ".join(texts[:_MOST_NAMES]) + (", …" if len(texts) > _MOST_NAMES else "")
