"""Cells by the million: each different value is read once."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from bot.importing.plan import Cell, as_text

Given = TypeVar("Given")
Read = TypeVar("Read")
_MOST_KEPT = 200_000  # values; beyond it a column has so many that remembering them saves nothing


class Memo(dict[Given, Read], Generic[Given, Read]):
    """`memo[value]` is `read(value)`, remembered. Call `tidy` now and then: it keeps the memory bounded."""

    def __init__(self, read: Callable[[Given], Read]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, given: Given) -> Read:
        found = self[given] = self.read(given)
        return found

    def all(self, given: Sequence[Given]) -> list[Read]:
        """The readings of many values."""
        if len(self) > _MOST_KEPT:
            self.clear()
        return list(map(self.__getitem__, given))


def text_of(cell: Cell) -> str:
    return as_text(cell).strip()


def columns(rows: Sequence[Sequence[Cell]], chosen: Mapping[str, int]) -> dict[str, Sequence[Cell]]:
    """Field → its cells, for rows that all have that many columns."""
    return {name: list(map(itemgetter(column), rows)) for name, column in chosen.items()}
