"""Columns called "Date" and no more: whether deals were opened or closed on that day is asked, never guessed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from bot.importing import dates, fields
from bot.importing.outcome import Outcome
from bot.importing.plan import Cell, Question, StageFound

OPENED, CLOSED = "opened_on", "closed_on"
MAP = "--map"
_EPOCH = date(1970, 1, 1)


def candidates(header: Sequence[str], chosen: Mapping[str, int], decided: Collection[str]) -> dict[str, int]:
    """A name of its own for each such column → the column, where there is a date left that it may be.

    `chosen`: field → column, of what is known; `decided`: the fields that a person has decided about, or will.
    """
    if not _left({*chosen, *decided}):
        return {}
    taken = set(chosen.values())
    return {f"{fields.SOME_DATE} {n}": n for n in fields.some_dates(header) if n not in taken}


def _left(settled: set[str]) -> tuple[str, ...]:
    """The dates that no column is known to be, and that a figure depends on."""
    closing_known = CLOSED in settled or {"won_on", "lost_on"} <= settled
    return tuple(name for name, known in ((CLOSED, closing_known), (OPENED, OPENED in settled)) if not known)


def likeliest_first(settled: set[str], stages: Sequence[StageFound], *, yet_to_come: bool) -> tuple[str, ...]:
    """What such a column may be, apart from the fields that are settled. Empty where no answer changes anything.

    A sheet of open deals says when they were opened, unless those days are yet to come; where deals are decided it
    most often says when that was.
    """
    left = _left(settled)
    all_open = all(stage.outcome in (Outcome.OPEN, Outcome.SKIP, Outcome.DISQUALIFIED) for stage in stages)
    if all_open and left == (CLOSED,):  # a planned closing, which is not kept
        return ()
    return left[::-1] if all_open and not yet_to_come else left


def yet_to_come(cells: Sequence[Cell], style: dates.Style, today: date) -> bool:
    """Whether any of some days is after today; a cell that cannot be read as one is not."""
    return any(style.read(cell) > (today - _EPOCH).days * 86_400 for cell in cells)


def questions(names: Sequence[str], offered: Sequence[str]) -> Iterator[Question]:
    """One column: which date is it? Several: which of them is each date?"""
    if not offered or not names:
        return
    if len(names) == 1:
        yield Question("which_date", {"column": names[0], "fields": tuple(offered), "guess": offered[0]}, MAP)
        return
    for field in offered:
        yield Question("which_column", {"field": field, "columns": tuple(names)}, MAP)
