"""On which line of a TOML text each value stands. The standard library's reader does not tell."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

# What may hold a line break or a bracket without ending or opening anything, and what does.
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[{]|[\]}]|\n",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line, counted from 1, of every table and value of a text that `tomllib` accepts.

    A path is made of keys and, in arrays, of places counted from 0. What stands in an array or an inline table that
    stretches over lines has the line of its first piece that can be found by its text, else that of its beginning.
    """
    text = text.replace("\r\n", "\n")
    found: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        if not statement.startswith("["):
            for path, value in _walk(tomllib.loads(statement), ()):
                found.setdefault(table + path, line + _within(statement, value))
            continue
        many = statement.startswith("[[")
        table = ()
        names = _names(tomllib.loads(statement))
        for depth, name in enumerate(names, 1):
            table = (*table, name)
            if many and depth == len(names):
                table = (*table, _size(found, table))
            elif _size(found, table):  # below an array of tables its last one is meant
                table = (*table, _size(found, table) - 1)
            found.setdefault(table, line)
            found.setdefault(tuple(table[:-1] if isinstance(table[-1], int) else table), line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each table's header and each key with its value, and the line that it begins on."""
    depth, begin, line, begin_line = 0, 0, 1, 1
    ends = [(match.group(), match.end()) for match in _TOKEN.finditer(text)]
    for token, end in [*ends, ("\n", len(text))]:
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
        elif token == "\n" and depth == 0:
            statement = text[begin:end].strip()
            if statement and not statement.startswith("#"):
                yield begin_line, statement
            begin, begin_line = end, line + 1
        line += token.count("\n")


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(inner, (*path, place))


def _within(statement: str, value: Any) -> int:
    """How many lines into a statement a text stands."""
    if "\n" not in statement or not isinstance(value, str):
        return 0
    at = max(statement.find(f'"{value}"'), statement.find(f"'{value}'"))
    return statement.count("\n", 0, at) if at > 0 else 0


def _names(header: Any) -> list[str]:
    names: list[str] = []
    while header:
        if isinstance(header, list):
            header = header[0]
            continue
        ((name, header),) = header.items()
        names.append(name)
    return names


def _size(found: dict[Path, int], table: Path) -> int:
    """How many tables an array of tables has so far."""
    size = 0
    while (*table, size) in found:
        size += 1
    return size
