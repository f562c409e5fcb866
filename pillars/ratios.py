"""Counts into figures: the divisions every door shares, whether pandas or a database did the counting.

Each takes numbers or arrays (whatever numpy reads as float64: int, Decimal, None for SQL's NULL) and gives a float or
an array. Where there is nothing to divide by there is no data: nan, never 0.
"""

import math
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from pillars.columns import Figures

Number = Any  # int, float, Decimal or None
Counts = npt.NDArray[Any]


@overload
def divide(part: Counts, whole: Counts) -> Figures: ...
@overload
def divide(part: Number, whole: Number) -> float: ...
def divide(part: Any, whole: Any) -> Any:
    """`part` ÷ `whole`; nan where either is unknown or `whole` is 0."""
    if type(part) is int and type(whole) is int:  # one count by another, the answer to every deal: no array needed
        return part / whole if whole else math.nan
    above, below = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = np.where(below == 0, np.nan, above / below)
    return quotient if quotient.ndim else float(quotient)


@overload
def win_rate(won: Counts, lost: Counts) -> Figures: ...
@overload
def win_rate(won: Number, lost: Number) -> float: ...
def win_rate(won: Any, lost: Any) -> Any:
    """Share of the decided deals that were won, 0–1; nan where none was decided.

    Counts of deals, or for the win rate by value the sums of their amounts.
    """
    if type(won) is int and type(lost) is int:
        return divide(won, won + lost)
    won = np.asarray(won, dtype=np.float64)
    return divide(won, won + np.asarray(lost, dtype=np.float64))


@overload
def mean(total: Counts, count: Counts) -> Figures: ...
@overload
def mean(total: Number, count: Number) -> float: ...
def mean(total: Any, count: Any) -> Any:
    """Arithmetic mean from a sum and how many it is the sum of, in the sum's unit; nan where the count is 0.

    Mean order value from minor units, mean time to close from days.
    """
    return divide(total, count)
