"""Reading one column of the frame into numpy, and saying in a sentence what is wrong with it.

Each reader accepts the contract's dtype without copying where numpy allows it, and what people's frames hold instead
where its meaning is plain: text or objects for categories, whole floats or Python integers for amounts, `date`
objects, ISO text and other time units for dates. None changes its input.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars.errors import FrameError

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]
Moments = npt.NDArray[np.datetime64]

# Rows whose intermediate arrays stay in a processor's cache: ten million rows in such pieces take a third of the time,
# and next to no memory.
PIECE = 1 << 16


def pieces(size: int, length: int = PIECE) -> Iterator[slice]:
    """Slices of at most `length` rows that cover so many rows in their order."""
    return (slice(start, min(start + length, size)) for start in range(0, size, length))


def choices(deals: pd.DataFrame, column: str, allowed: tuple[str, ...]) -> npt.NDArray[np.int8]:
    """Each row's place in `allowed`. Every row must have one: a missing or unknown value raises `FrameError`."""
    series = deals[column]
    codes: npt.NDArray[Any]
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes, values = series.cat.codes.to_numpy(), series.cat.categories
    else:
        codes, values = _factorized(series, column)
    if codes.size and codes.min() < 0:
        raise FrameError(f"The column '{column}' has a row without a value; it is one of {', '.join(allowed)}.")
    places = np.array([allowed.index(value) if value in allowed else -1 for value in values], dtype=np.int8)
    if (places < 0).any():  # an unused category does no harm
        strange = np.flatnonzero(np.isin(codes, np.flatnonzero(places < 0)))
        if strange.size:
            value = values[int(codes[strange[0]])]
            raise FrameError(f"The column '{column}' holds {value!r}; it is one of {', '.join(allowed)}.")
    if codes.dtype == np.int8 and np.array_equal(places, np.arange(places.size)):
        return np.asarray(codes, dtype=np.int8)  # the frame's own codes are ours: no copy
    return places[codes] if places.size else np.zeros(0, dtype=np.int8)


def labels(deals: pd.DataFrame, column: str) -> tuple[npt.NDArray[Any], pd.Index]:
    """Each row's code and the labels the codes stand for, -1 for a missing value.

    Labels are in the order of the categories, else sorted, so that the order of rows plays no part.
    """
    if column not in deals.columns:
        raise FrameError(f"There is no column '{column}' to group by; there are {', '.join(map(str, deals.columns))}.")
    series = deals[column]
    if isinstance(series.dtype, pd.CategoricalDtype):
        return series.cat.codes.to_numpy(), pd.Index(series.cat.categories)
    return _factorized(series, column)


def _factorized(series: pd.Series, column: str) -> tuple[npt.NDArray[Any], pd.Index]:
    try:
        codes, values = pd.factorize(series, sort=True)
    except TypeError as error:
        raise FrameError(f"The column '{column}' mixes kinds of values that cannot be told apart or sorted.") from error
    return codes, pd.Index(values)


def numbers(deals: pd.DataFrame, column: str = "deal") -> Integers:
    """A column of whole numbers without gaps."""
    values, known = whole(deals, column)
    if not known.all():
        raise FrameError(f"The column '{column}' has a row without a number.")
    return values


def whole(deals: pd.DataFrame, column: str = "amount") -> tuple[Integers, Flags]:
    """Whole numbers as int64 (0 where missing) and which of them are known. Fractions raise `FrameError`."""
    series = deals[column]
    kind = series.dtype.kind
    if kind == "b":
        raise FrameError(f"The column '{column}' holds true/false instead of whole numbers.")
    if kind == "f":
        return _whole_floats(series.to_numpy(dtype=np.float64, na_value=np.nan), column)
    if kind not in "iu":
        try:
            series = pd.Series(pd.array(series.astype(object).to_numpy(), dtype="Int64"))
        except (TypeError, ValueError, OverflowError) as error:
            raise FrameError(f"The column '{column}' holds something that is not a whole number in 64 bits.") from error
    if kind == "u" and bool((series > np.iinfo(np.int64).max).any()):
        raise FrameError(f"The column '{column}' holds a number beyond 64 bits.")
    known = series.notna().to_numpy(dtype=np.bool_)
    if known.all():
        return series.to_numpy(dtype=np.int64), known
    return series.to_numpy(dtype=np.int64, na_value=0), known


def _whole_floats(values: Figures, column: str) -> tuple[Integers, Flags]:
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    if (np.abs(filled) >= 2.0**63).any():
        raise FrameError(f"The column '{column}' holds a number beyond 64 bits.")
    rounded = filled.astype(np.int64)
    broken = np.flatnonzero(rounded != filled)
    if broken.size:
        raise FrameError(
            f"The column '{column}' holds {filled[broken[0]]}; it is in whole minor units (öre, cents), never parts."
        )
    return rounded, known


def dates(deals: pd.DataFrame, column: str) -> Moments:
    """Dates as datetime64[s], NaT where unknown. A time of day is kept here and plays no part in the figures."""
    series = deals[column]
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        raise FrameError(f"The column '{column}' has a time zone; dates are days in the rep's own time zone.")
    if series.dtype.kind == "M":
        return series.to_numpy().astype("datetime64[s]", copy=False)
    if bool(series.isna().all()):
        return np.full(len(series), np.datetime64("NaT"), dtype="datetime64[s]")
    if series.dtype.kind in "iufbc":
        raise FrameError(f"The column '{column}' holds numbers instead of dates.")
    try:
        parsed = pd.to_datetime(series.astype(object), format="ISO8601")
    except (TypeError, ValueError, OverflowError) as error:
        raise FrameError(f"The column '{column}' holds something that is not a date such as 2026-03-31.") from error
    if parsed.dtype.kind != "M" or isinstance(parsed.dtype, pd.DatetimeTZDtype):
        raise FrameError(f"The column '{column}' has a time zone; dates are days in the rep's own time zone.")
    return parsed.to_numpy().astype("datetime64[s]", copy=False)


def between(moments: Moments, first: np.datetime64, after: np.datetime64) -> Flags:
    """Which moments (datetime64[s]) come at `first` or later and before `after`; an unknown one (NaT) does not.

    In one comparison: what comes before `first`, NaT too, wraps round to a number larger than any span of dates.
    """
    least, end = first.astype(np.int64), after.astype(np.int64)
    return (moments.view(np.int64) - least).view(np.uint64) < np.uint64(end - least)


def days_between(start: Moments, end: Moments) -> Integers:
    """Whole days from start to end, same day 0. Both must be known."""
    days: Integers = (end.astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64)
    return days
