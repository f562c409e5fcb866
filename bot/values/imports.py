"""Files that were read in, and files that are on their way in. What is told of imports is read as `bot.values`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MOST_DIGITS = 15  # no id has more, and these fit 64 bits


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


class FileState(StrEnum):
    """Where a file from Slack stands. READING, CONFIRMED and IMPORTED are work for us; the others wait or are over."""

    READING = "reading"  # to be fetched and looked at, and what was found shown
    ASKING = "asking"  # its owner has questions to answer
    READY = "ready"  # its owner has seen what would happen
    CONFIRMED = "confirmed"  # to be read in
    IMPORTED = "imported"  # it is read in; its owner is to be told
    TOLD = "told"
    DISMISSED = "dismissed"
    FAILED = "failed"


FILE_WORK = (FileState.READING, FileState.CONFIRMED, FileState.IMPORTED)


@dataclass(frozen=True, slots=True)
class FileRef:
    """Names a file on its way in, and the round of questions that a message shows: what its buttons carry."""

    id: int
    round: int = 0

    def pack(self) -> str:
        return f"{self.id}:{self.round}"

    @classmethod
    def unpack(cls, value: str) -> "FileRef":
        """What `pack` wrote. Raises ValueError for anything else."""
        number, _, round_ = value.partition(":")
        for part in (number, round_ or "0"):
            if not (part.isascii() and part.isdecimal() and len(part) <= _MOST_DIGITS):
                raise ValueError("no reference to a file")
        return cls(int(number), int(round_ or 0))


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What came of a file, told to whoever brought it."""

    import_id: int
    file_name: str
    added: int
    changed: int
    unchanged: int
    rejected: int
