"""Cells by the million: each different value is read once."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from bot.importing.plan import Cell, as_text

Given = TypeVar("Given")
Read = TypeVar("Read")
# Values of a column; beyond it there are so many that remembering them costs more than it saves.
_MOST_KEPT = 20_000


class Memo(dict[Given, Read], Generic[Given, Read]):
    """`memo[value]` is `read(value)`, remembered. A column whose values hardly repeat is read without remembering."""

    def __init__(self, read: Callable[[Given], Read]) -> None:
        super().__init__()
        self.read = read
        self.repeats = True

    def __missing__(self, given: Given) -> Read:
        found = self[given] = self.read(given)
        return found

    def all(self, given: Sequence[Given]) -> list[Read]:
        """The readings of many values."""
        if not self.repeats:
            return list(map(self.read, given))
        found = list(map(self.__getitem__, given))
        if len(self) > _MOST_KEPT:
            self.repeats = len(self) < len(given) // 2
            self.clear()
        return found


def text_of(cell: Cell) -> str:
    return as_text(cell).strip()


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """The cells as text, without spaces around it."""
    return [cell.strip() if type(cell) is str else text_of(cell) for cell in cells]


def columns(rows: Sequence[Sequence[Cell]], chosen: Mapping[str, int]) -> dict[str, Sequence[Cell]]:
    """Field → its cells, for rows that all have that many columns."""
    return {name: list(map(itemgetter(column), rows)) for name, column in chosen.items()}
