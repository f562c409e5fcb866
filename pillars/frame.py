"""The frame: how deals reach this package. One row a deal; the index is ignored; extra columns may be grouped by.

Amounts are whole minor units (öre, cents) of one currency, missing where not stated; a stated 0 is a real zero.
Dates are days in the rep's own time zone. `opened_on` is missing where the opening date is not evidence, `closed_on`
where the deal is open. An open deal's `closed_on`, should a CRM have put one there, is a plan and is never read.
`started_on` is the workspace's starting point for time to close, whichever it is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from pillars import columns
from pillars.errors import FrameError

STATUSES: tuple[str, ...] = ("open", "won", "lost")
KINDS: tuple[str, ...] = ("one_off", "call_off")

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "deal": "int64",
        "rep": "str",  # or category
        "status": "category",
        "kind": "category",
        "amount": "Int64",
        "opened_on": "datetime64[s]",
        "closed_on": "datetime64[s]",
        "started_on": "datetime64[s]",
        "customer": "str",
    }
)


def empty() -> pd.DataFrame:
    """A frame of no deals, with every column of the contract in its dtype."""
    columns: dict[str, pd.Series] = {name: pd.Series([], dtype=dtype) for name, dtype in COLUMNS.items()}
    columns["status"] = pd.Series(pd.Categorical([], categories=list(STATUSES)))
    columns["kind"] = pd.Series(pd.Categorical([], categories=list(KINDS)))
    return pd.DataFrame(columns)


def check_columns(deals: pd.DataFrame) -> None:
    """Raise `FrameError` where a column of the contract is absent or there twice. Looks at names only."""
    if not isinstance(deals, pd.DataFrame):
        raise FrameError(f"Deals come as a pandas DataFrame, not as {type(deals).__name__}.")
    for name in COLUMNS:
        if name not in deals.columns:
            raise FrameError(f"The column '{name}' is missing; a frame of deals has {', '.join(COLUMNS)}.")
    if not deals.columns.is_unique:
        twice = deals.columns[deals.columns.duplicated()][0]
        raise FrameError(f"The column '{twice}' is there twice.")


def validate(deals: pd.DataFrame) -> pd.DataFrame:
    """The same deals in the contract's dtypes; raises `FrameError`, one sentence that names the column.

    For the doors that build frames: it checks every column, and that deals' numbers are unique, which the figures
    themselves do not need. Categories in text or objects, whole floats or Python integers for amounts, `date` objects,
    ISO text and other time units for dates are accepted and converted. Extra columns are kept, the index too. The
    input is never changed.
    """
    check_columns(deals)
    number = columns.numbers(deals, "deal")
    if np.unique(number).size != number.size:
        values, counts = np.unique(number, return_counts=True)
        raise FrameError(f"The column 'deal' has number {values[counts > 1][0]} more than once.")
    amount, stated = columns.whole(deals, "amount")
    changed: dict[str, Any] = {
        "deal": number,
        "rep": _names(deals, "rep"),
        "status": pd.Categorical.from_codes(columns.choices(deals, "status", STATUSES), categories=pd.Index(STATUSES)),
        "kind": pd.Categorical.from_codes(columns.choices(deals, "kind", KINDS), categories=pd.Index(KINDS)),
        "amount": pd.array(np.where(stated, amount, 0), dtype="Int64"),
        "customer": _names(deals, "customer"),
    }
    changed["amount"][~stated] = pd.NA
    for column in ("opened_on", "closed_on", "started_on"):
        # Through days, so that a time of day that came along is gone.
        changed[column] = columns.dates(deals, column).astype("datetime64[D]").astype("datetime64[s]")
    if pd.isna(changed["rep"]).any():
        raise FrameError("The column 'rep' has a row without a rep; every deal has one.")
    return deals.assign(**changed)


def _names(deals: pd.DataFrame, column: str) -> Any:
    """A column of names as text, or as it is where it is a category of text."""
    series = deals[column]
    values = series.cat.categories if isinstance(series.dtype, pd.CategoricalDtype) else series.dropna()
    if values.dtype.kind not in "OTU" or pd.api.types.infer_dtype(values, skipna=True) not in {"string", "empty"}:
        raise FrameError(f"The column '{column}' holds something else than text.")
    return series.array if isinstance(series.dtype, pd.CategoricalDtype) else series.astype("str").array
