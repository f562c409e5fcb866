"""What reading a file in would do, to be shown before it is done; and the cells of its lines that are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.importing import dates, opening
from bot.importing.answers import Ask
from bot.importing.money import MoneyReader
from bot.importing.plan import Cell, Plan, Rejected, as_text
from bot.values import Amount

Shown = str | date | Amount
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a date has no zone


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan without questions, and what a trial of it came to: every row of the file is in exactly one count.

    `notes` are as `Chunk.notes`; `waiting` are names that no member is known by. `here_already`: the file
    is an export of deals that are recorded here.
    """

    plan: Plan
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    won: int
    lost: int
    open: int
    notes: tuple[tuple[str, int], ...] = ()
    waiting: tuple[str, ...] = ()
    here_already: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A plan with questions, and those that are asked now."""

    plan: Plan
    asks: tuple[Ask, ...]


def with_cells(plan: Plan, rejected: tuple[Rejected, ...]) -> tuple[Rejected, ...]:
    """The lines that are left out, each with its cells; those that were refused by what is recorded come without.

    Reads the file once more where any has none.
    """
    bare = {row.line for row in rejected if not row.cells}
    if not bare:
        return rejected
    found: Mapping[int, tuple[str, ...]] = {
        line: tuple(as_text(cell) for cell in row)
        for batch in opening.batches(plan.layout, 50_000)
        for line, row in zip(batch.lines, batch.rows, strict=True)
        if line in bare
    }
    return tuple(
        row if row.cells else Rejected(row.line, row.key, row.params, found.get(row.line, ())) for row in rejected
    )


def as_read(plan: Plan, fields: Sequence[str], most: int) -> list[list[Shown]]:
    """The first rows, as many cells each as there are fields: dates and amounts as they are read, all else as text.

    What cannot be read stands there as it is written.
    """
    places = {name: plan.headers.index(header) for name, header in plan.columns.items()}
    money = MoneyReader(plan)

    def cell(row: Sequence[Cell], name: str) -> Cell:
        return row[places[name]] if name in places and places[name] < len(row) else ""

    def shown(row: Sequence[Cell], name: str) -> Shown:
        found = cell(row, name)
        if name in plan.dates:
            seconds = plan.dates[name].read(found)
            if seconds > dates.TOO_OLD:
                return (_EPOCH + timedelta(seconds=seconds)).date()
        if name in ("amount", "amount_minor"):
            stated = money.one((found, as_text(cell(row, "currency")).strip(), as_text(cell(row, "per")).strip()))
            if stated.minor is not None and stated.currency is not None:
                return Amount(stated.minor, stated.currency, stated.per)
        return as_text(found)

    return [[shown(row, name) for name in fields] for row in plan.samples[:most]]
