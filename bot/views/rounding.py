"""Numbers that are estimates, rounded so that they do not pretend to be exact."""

import math
from typing import Final

VELOCITY_DIGITS: Final = 3


def about(more: float) -> int:
    """A number of deals that is only roughly known: two digits, and below ten 5 or 10."""
    return 5 * max(math.ceil(more / 5), 1) if more <= 10 else int(two_digits(more))


def two_digits(value: float) -> float:
    """Rounded, for what is only roughly known: 112 761 is 110 000; below 100 the next whole number."""
    if value < 100:
        return float(math.ceil(value))
    return _rounded(value, value, 2)


def for_reading(value: float, among: float = 0.0) -> float:
    """A rate with three digits: 83 663 is 83 700. With `among`, so fine as that larger number is told."""
    return _rounded(value, max(abs(value), abs(among)), VELOCITY_DIGITS)


def _rounded(value: float, largest: float, digits: int) -> float:
    if not math.isfinite(largest) or largest < 1:  # below the smallest unit there is nothing to round
        return value
    size = 10.0 ** (math.floor(math.log10(largest)) + 1 - digits)
    return round(value / size) * size
