"""What reading a file in would do, to be shown before it is done; and the cells of its lines that are left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.importing import opening
from bot.importing.answers import Ask
from bot.importing.plan import Plan, Rejected, as_text


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
