"""Files that were read in. Read it as `bot.values`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PastImport:
    """A file that was read in and still stands."""

    id: int
    file_name: str
    on: date
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """An import that was taken back. `kept` deals stay, for they were changed since."""

    import_id: int
    file_name: str
    deleted: int
    restored: int
    kept: int
