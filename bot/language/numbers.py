"""Numbers as Swedes, Britons and others write them, read exactly: no float, no guess.

A space or an apostrophe groups thousands, and so does a point or a comma where exactly three digits follow; else a
point or a comma begins the decimals. Where a multiplier makes both possible ("2.500k") there are two readings.
"""

import re

# How many decimals may be written without a multiplier. "1,234" being grouped, a currency with three needs a fourth.
_WRITTEN_DECIMALS = {3: 4}
_PLAIN = re.compile(r"0|[1-9][0-9]*")
_DIGITS = re.compile(r"[0-9]+")
# A number's lexical form inside an amount, over folded text with ordinary spaces.
NUMBER = r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?|(?:[.,']*[0-9])+"


def readings(number: str, *, factor: int, decimals: int) -> list[int]:
    """What `number` times `factor` may be, in minor units of a currency with `decimals` decimals.

    `number` is ASCII digits with spaces, apostrophes, points and commas. The list is empty where it is malformed
    ("1,23,456", "0,500", "007") or finer than the minor unit, and has two entries, the smaller first, where it can be
    read in two ways. Digits beyond the minor unit are accepted only where the factor makes them exact (1.2345 million).
    """
    spare = _WRITTEN_DECIMALS.get(decimals, 2) if factor == 1 else len(number)
    scale = factor * 10**decimals
    exact = set()
    for whole, fraction in _splits(number):
        minor, rest = divmod(int(whole + fraction) * scale, 10 ** len(fraction))
        if len(fraction) <= spare and not rest:
            exact.add(minor)
    return sorted(exact)


def _splits(number: str) -> list[tuple[str, str]]:
    """The possible (whole digits, decimal digits) of a number."""
    for grouping in " '":
        if grouping in number:
            whole, point, fraction = _partition(number)
            return _checked(whole, grouping, point, fraction)
    marks = [mark for mark in number if mark in ".,"]
    if not marks:
        return [(number, "")] if _PLAIN.fullmatch(number) else []
    if len(set(marks)) == 2:
        head, point, fraction = number.rpartition(marks[-1])
        return _checked(head, marks[0], point, fraction)
    if len(marks) > 1:
        return _checked(number, marks[0], "", "")
    head, point, fraction = number.partition(marks[0])
    splits = _checked(number, marks[0], "", "")
    if _PLAIN.fullmatch(head or "0") and _DIGITS.fullmatch(fraction):
        splits.append((head or "0", fraction))
    return splits


def _partition(number: str) -> tuple[str, str, str]:
    for mark in ".,":
        if mark in number:
            return number.partition(mark)
    return number, "", ""


def _checked(whole: str, grouping: str, point: str, fraction: str) -> list[tuple[str, str]]:
    """`whole` with its groups of three checked, and the decimals, which must be there if the point is."""
    if not re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(grouping)}[0-9]{{3}})+", whole):
        return []
    if point and not _DIGITS.fullmatch(fraction):
        return []
    return [(whole.replace(grouping, ""), fraction)]


def spell(minor: int, decimals: int) -> str:
    """An amount in whole units as every locale here reads it in one way only: "2 500 000", "12,50"."""
    whole, rest = divmod(minor, 10**decimals)
    fraction = f"{rest:0{decimals}}".ljust(_WRITTEN_DECIMALS.get(decimals, decimals), "0")
    return f"{whole:,}".replace(",", " ") + (f",{fraction}" if rest else "")
