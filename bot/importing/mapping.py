"""The mapping file: what a person says about a file, or what was found in one, as TOML.

header_line = 1
dates = "dmy"
decimal = "comma"
currency = "SEK"

[columns]
external_id = "Record ID"
amount = "Belopp"

[stages]
"Closed Won" = "won"
"Nurture" = "skip"
"*" = "open"        # every stage that is not known otherwise; every row, where no column says what became of it
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from bot.errors import MappingNotUnderstood
from bot.importing.amounts import DecimalMark
from bot.importing.dates import Order
from bot.importing.fields import FIELDS
from bot.importing.outcome import ANSWERS, Outcome
from bot.importing.units import currency_codes

_LARGEST = 1_000_000  # bytes; nobody writes a longer one
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Mapping:
    """None or absent: found by itself. A column "" says that the file has none for that field."""

    columns: dict[str, str] = field(default_factory=dict)  # field → header
    stages: dict[str, Outcome] = field(default_factory=dict)  # name, or "*" → open, won, lost or skip
    dates: Order | None = None
    decimal: DecimalMark | None = None
    currency: str | None = None
    sheet: str | None = None
    header_line: int | None = None

    @classmethod
    def load(cls, path: Path | str) -> "Mapping":
        """Raises MappingNotUnderstood (name, line, reason, text) where the file is wrong."""
        path = Path(path)
        try:
            if path.stat().st_size > _LARGEST:
                raise MappingNotUnderstood(name=path.name, line=0, reason="too_long", text="")
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeError) as problem:
            raise MappingNotUnderstood(name=path.name, line=0, reason="unreadable", text=path.name) from problem
        try:
            told = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as problem:
            where = re.search(r"line (\d+)", str(problem))
            line = int(where[1]) if where else text.count("\n") + 1
            wrong = (text.splitlines() or [""])[min(line, len(text.splitlines()) or 1) - 1].strip()
            raise MappingNotUnderstood(name=path.name, line=line, reason="not_toml", text=wrong[:60]) from problem
        return cls(**_checked(told, _Complaint(path.name, text)))

    def save(self, path: Path | str) -> None:
        """Writes the file; `load` gives the same mapping back."""
        lines = [
            "# How Sales Coach reads files of this shape. Use it with: sales-coach import FILE --map THIS_FILE",
            "",
        ]
        for name in ("header_line", "sheet", "dates", "decimal", "currency"):
            value = getattr(self, name)
            if value is not None:
                lines.append(f"{name} = {value if isinstance(value, int) else _quoted(value)}")
        lines += ["", '[columns] # field = the column\'s header; "" where the file has none']
        lines += [setting(name, header) for name, header in self.columns.items()]
        lines += ["", "[stages] # name = open, won, lost or skip"]
        lines += [setting(name, outcome.value) for name, outcome in self.stages.items()]
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def setting(name: str, value: str) -> str:
    """A line of such a file, as in `"Closed Won" = "won"`."""
    return f"{_key(name)} = {_quoted(value)}"


class _Complaint:
    """Knows the file's text, to name the line that is wrong."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()

    def __call__(self, reason: str, key: str, value: object = "") -> MappingNotUnderstood:
        number = next((i for i, line in enumerate(self.lines, 1) if self._sets(line, key)), 0)
        return MappingNotUnderstood(name=self.name, line=number, reason=reason, text=str(value or key)[:60])

    @staticmethod
    def _sets(line: str, key: str) -> bool:
        line = line.strip()
        return line.startswith((key, f'"{key}"', f"'{key}'", f"[{key}", _quoted(key)))


def _checked(told: dict[str, Any], complaint: _Complaint) -> dict[str, Any]:
    checks: dict[str, Callable[[Any], bool]] = {
        "dates": lambda value: value in get_args(Order),
        "decimal": lambda value: value in get_args(DecimalMark),
        "currency": lambda value: isinstance(value, str) and value in currency_codes(),
        "sheet": lambda value: isinstance(value, str) and bool(value),
        "header_line": lambda value: type(value) is int and 1 <= value <= 1000,
        "columns": lambda value: isinstance(value, dict),
        "stages": lambda value: isinstance(value, dict),
    }
    for key, value in told.items():
        if key not in checks:
            raise complaint("unknown_key", key)
        if not checks[key](value):
            raise complaint(f"bad_{key}", key, value)
    for name, header in told.get("columns", {}).items():
        if name not in FIELDS:
            raise complaint("unknown_field", name)
        if not isinstance(header, str):
            raise complaint("bad_column", name, header)
    stages: dict[str, Outcome] = {}
    for name, outcome in told.get("stages", {}).items():
        if outcome not in {answer.value for answer in ANSWERS}:
            raise complaint("bad_stage", name, outcome)
        stages[name] = Outcome(outcome)
    return {**told, "columns": cast(dict[str, str], told.get("columns", {})), "stages": stages}


def _quoted(text: str) -> str:
    return (
        '"'
        + "".join(_ESCAPES.get(c) or (c if ord(c) >= 32 and ord(c) != 127 else f"\\u{ord(c):04X}") for c in text)
        + '"'
    )


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)
