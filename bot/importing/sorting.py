"""Which lines are data: blank lines, footers, repeated headers and ragged lines are told apart here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.importing.dates import normal
from bot.importing.plan import Cell, Layout, Rejected, as_text
from bot.importing.text_table import Batch

# A footer's line has few cells; a line of data has more, or says what became of the deal.
_MOST_IN_A_FOOTER = 4
_TOTAL = re.compile(
    r"(?:(?:grand |sub ?|filtered |report )?totals?|(?:del|slut|total)?summa|totalt|sum|(?:record |row )?count"
    r"|antal(?: rader| poster| affarer)?)(?: ?\([^)]*\))?(?: ?: ?.*)?"
)
_IMPRINT = re.compile(
    r"(?:copyright|\(c\) ?[0-9]|©|confidential information|confidential -|generated (?:by|on|at)"
    r"|exported (?:by|from|on|at)"
    r"|report (?:generated|run)|printed (?:by|on)|skapad av:|rapport(?:en)? skapad|exporterad|utskriven|genererad"
    r"|konfidentiell|end of (?:file|report)|slut pa rapport).*"
)


@dataclass(slots=True)
class Sorted:
    """A batch of lines, each in one place. `solid` is the last line that is surely data, `lone` the numbers of the
    lines below it that hold a single cell, `gap` the first blank or footer line below it."""

    lines: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    blank: int = 0
    footer: int = 0
    solid: int = 0
    gap: int | None = None
    lone: list[int] = field(default_factory=list)


def sort(batch: Batch, layout: Layout) -> Sorted:
    """The lines below the header, each among the rows, the rejected, the blank or the footer."""
    found = Sorted()
    width = len(layout.header)
    loose = width - _MOST_IN_A_FOOTER
    header = list(layout.header)
    first = header[0] if header else ""
    last = 0
    if _all_plain(batch, layout, loose):
        found.rows, found.lines, found.solid = batch.rows, list(batch.lines), batch.lines[-1]
        return found
    rows, lines = found.rows, found.lines
    for line, row in zip(batch.lines, batch.rows, strict=True):
        if line <= layout.header_line:
            continue
        if len(row) == width and row.count("") < loose and row[0] != first:
            rows.append(row)
            lines.append(line)
            last = line
        else:
            _solid(found, last)
            _sort_odd(line, row, layout, found)
    _solid(found, last)
    for broken in batch.broken:
        if broken.line > layout.header_line:
            found.rejected.append(Rejected(broken.line, broken.key, {}, (broken.text,)))
            _solid(found, broken.line)
    return found


def _all_plain(batch: Batch, layout: Layout, loose: int) -> bool:
    """Whether every line is plainly data, as in nearly all batches of a large file: found out in a few quick passes."""
    rows = batch.rows
    return bool(
        rows
        and not batch.broken
        and batch.lines[0] > layout.header_line
        and {*map(len, rows)} == {len(layout.header)}
        and max(row.count("") for row in rows) < loose
        and layout.header[0] not in {row[0] for row in rows}
    )


def _solid(found: Sorted, line: int) -> None:
    if line <= found.solid:
        return
    found.solid = line
    found.lone = [number for number in found.lone if number > line]
    if found.gap is not None and found.gap < line:
        found.gap = None


def _sort_odd(line: int, row: list[Cell], layout: Layout, found: Sorted) -> None:
    width = len(layout.header)
    filled = [cell for cell in row if not (isinstance(cell, str) and not cell.strip())]
    if not filled:
        found.blank += 1
        found.gap = found.gap or line
        return
    if _same_as_header(row, layout.header) or _is_footer(row, filled, layout):
        found.footer += 1
        found.gap = found.gap or line
        return
    if len(filled) == 1 and layout.tail_from is not None and line >= layout.tail_from:
        found.footer += 1
        return
    labelled = max((i for i, name in enumerate(layout.header, 1) if name.strip()), default=width)
    if len(row) > width and not any(as_text(cell).strip() for cell in row[width:]):
        row = row[:width]
    elif labelled <= len(row) < width:
        row = row + [""] * (width - len(row))
    if len(filled) == 1:
        found.lone.append(line)
    if len(row) != width:
        key = "too_many_cells" if len(row) > width else "too_few_cells"
        cells = tuple(as_text(cell) for cell in row)
        found.rejected.append(Rejected(line, key, {"found": len(row), "expected": width}, cells))
        if len(filled) > 1:
            _solid(found, line)
        return
    found.rows.append(row)
    found.lines.append(line)
    if len(filled) > 1:
        _solid(found, line)


def _same_as_header(row: Sequence[Cell], header: Sequence[str]) -> bool:
    trimmed = [as_text(cell).strip() for cell in row]
    wanted = [name.strip() for name in header]
    length = max(len(trimmed), len(wanted))
    return trimmed + [""] * (length - len(trimmed)) == wanted + [""] * (length - len(wanted))


def _is_footer(row: Sequence[Cell], filled: Sequence[Cell], layout: Layout) -> bool:
    if len(filled) > _MOST_IN_A_FOOTER:
        return False
    said = [row[column] for column in layout.outcome_columns if column < len(row) and as_text(row[column]).strip()]
    # "Total" may stand in the column of the stage itself; beside a stage it is somebody's name.
    if len(row) > 1 and said and not (len(said) == 1 and said[0] is filled[0]):
        return False
    text = normal(as_text(filled[0]))
    return bool(_TOTAL.fullmatch(text)) or (len(filled) <= 2 and bool(_IMPRINT.fullmatch(text)))
