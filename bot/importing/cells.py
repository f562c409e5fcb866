"""Cells by the million: each different value is read once."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

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


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles, for a stretch that makes many objects and no cycle: it takes a third longer
    with it. Nothing may be yielded from inside, so that the rest of the program keeps its collector."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


def text_of(cell: Cell) -> str:
    return as_text(cell).strip()


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """The cells as text, without spaces around it."""
    try:
        return list(map(str.strip, cells))  # type: ignore[arg-type]
    except TypeError:  # a workbook's numbers and dates
        return [cell.strip() if isinstance(cell, str) else text_of(cell) for cell in cells]


def columns(rows: Sequence[Sequence[Cell]], chosen: Mapping[str, int]) -> dict[str, Sequence[Cell]]:
    """Field → its cells, for rows that all have that many columns."""
    if rows and len(chosen) * 2 > len(rows[0]):
        turned = list(zip(*rows, strict=True))
        return {name: turned[column] for name, column in chosen.items()}
    return {name: list(map(itemgetter(column), rows)) for name, column in chosen.items()}


@dataclass(slots=True)
class Problems:
    """The first thing that is wrong with each row of a chunk."""

    where: dict[int, tuple[str, str | None]] = field(default_factory=dict)  # row → reason, field that it lies in

    def add(self, rows: "np.ndarray[Any, np.dtype[np.bool_]]", key: str, name: str | None = None) -> None:
        for row in np.flatnonzero(rows):
            self.add_one(int(row), key, name)

    def add_one(self, row: int, key: str, name: str | None = None) -> None:
        self.where.setdefault(row, (key, name))


@lru_cache(maxsize=4)
def _nothing(count: int) -> ExtensionArray:
    return pd.array([None] * count, dtype="string")


def strings(column: Sequence[str | None]) -> ExtensionArray:
    """Text with missing values; the empty columns, of which most files have some, are made once."""
    return pd.array(column, dtype="string") if any(column) else _nothing(len(column)).copy()
