"""What figures need and no heading names: asked for among the columns that are left, where one looks like it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.importing import amounts, dates, units
from bot.importing.fields import plain
from bot.importing.outcome import Outcome
from bot.importing.plan import Cell, Question, StageFound, as_text

MAP = "--map"
_CLOSING = frozenset({"closed_on", "won_on", "lost_on"})
_MONEY = re.compile(r"\b\w*(?:amount|value|revenue|price|belopp|varde|summa|pris|intakt|omsattning)\b")


def questions(
    settled: set[str],
    headers: Sequence[str],
    used: set[int],
    samples: Sequence[Sequence[Cell]],
    stages: Sequence[StageFound],
    today: date,
) -> Iterator[Question]:
    """`settled`: the fields that a column is known for, or that were asked about; `used`: the columns of those.

    `samples` are the first rows. A deal without an amount is out of the order value, and one that was decided on no
    day is out altogether.
    """
    left = [column for column, name in enumerate(headers) if name and column not in used]
    cells = {column: [row[column] for row in samples if column < len(row)] for column in left}
    if not settled & {"amount", "amount_minor"}:
        yield from _which("amount", [headers[n] for n in left if _money(headers[n], cells[n])])
    decided = any(stage.outcome in (Outcome.WON, Outcome.LOST) for stage in stages)
    if decided and not settled & _CLOSING:
        yield from _which("closed_on", [headers[n] for n in left if _days(cells[n], today)])


def _which(field: str, columns: Sequence[str]) -> Iterator[Question]:
    if columns:
        yield Question("which_column", {"field": field, "columns": tuple(columns)}, MAP)


def _money(header: str, cells: Sequence[Cell]) -> bool:
    """Whether the heading has a word for money, and a number stands below it."""
    if not _MONEY.search(plain(header)):
        return False
    return any(amounts.parts(units.spaced(as_text(cell)), "") is not None for cell in cells)


def _days(cells: Sequence[Cell], today: date) -> bool:
    """Whether all that stands in a column are dates, in whichever order of day and month."""
    style = dates.Style(latest_year=today.year)
    filled = [cell for cell in cells if not dates.empty(cell)]
    # A bare number may be a day's, but is far more often a number of something else.
    return bool(filled) and not any(_bare_number(cell) or style.read(cell) == dates.NOT_UNDERSTOOD for cell in filled)


def _bare_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip().isdigit())
