"""Tables of figures: checking what is handed in, finding groups in it, picking one group's figures out."""

from typing import Any

import numpy as np
import pandas as pd

from pillars.columns import Integers
from pillars.errors import FrameError


def need(table: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    """Raises `FrameError` where one of the columns is missing."""
    for column in columns:
        if column not in table.columns:
            raise FrameError(f"`{name}` has no column '{column}'.")


def once(groups: pd.Index, name: str) -> None:
    """Raises `FrameError` where a group comes twice."""
    if groups.has_duplicates:
        raise FrameError(f"`{name}` has more than one row for {groups[groups.duplicated()][0]!r}.")


def places(groups: pd.Index, wanted: pd.Index) -> Integers:
    """Where each wanted group stands, −1 where it does not. None and nan are one: the group without a name."""
    found = groups.get_indexer(wanted).astype(np.int64)
    nameless = np.flatnonzero(groups.isna())
    if nameless.size:
        found[wanted.isna()] = nameless[0]
    return found


def known(figure: float) -> float | None:
    """A figure for a frozen value: None for nan."""
    return None if np.isnan(figure) else float(figure)


def rows_of(groups: "pd.Index | pd.Series[Any]", group: object) -> Integers:
    """Places of one group's rows; None and nan are the group without a name."""
    labels = pd.Index(groups)
    return np.flatnonzero(labels.isna() if group is None or group != group else labels == group)
