"""What comes of a file, and what is worked out of it before it is written."""

from collections import Counter
from dataclasses import dataclass, field

from bot.importing import Chunk, Rejected
from bot.services.import_rows import Rows
from bot.storage.deal_batches import Rewrite
from bot.storage.deals import Stored
from bot.values import Deal

HERE = ("kept_here", "stays_deleted")
"""What is noted beside `importing.NOTES`: deals that stay as they are here, though the file has them otherwise."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file. Every row of it is in exactly one of the counts."""

    import_id: int
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    duplicates: tuple[int, ...]  # lines that say exactly what an earlier line says; they were read in all the same
    won: int
    lost: int
    open: int
    notes: tuple[tuple[str, int], ...]  # how often something became otherwise than the file has it: NOTES and HERE
    joined: tuple[str, ...]  # names of the file that are Slack members
    waiting: tuple[str, ...]  # names that nobody is known by


@dataclass(frozen=True, slots=True)
class Owner:
    """The member whose deals a file's rows are where they name nobody; with `only`, other people's rows are refused."""

    member_id: int
    only: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A chunk of a file with its rows as Python's own values: what takes time and needs no database."""

    chunk: Chunk
    rows: Rows

    @classmethod
    def of(cls, chunk: Chunk) -> "Prepared":
        return cls(chunk, Rows.of(chunk.rows))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a row makes of a deal: `rewrite` is None where it changes nothing.

    `says` is the deal as the row has it, `deal` with what was done here by hand since the file last said something.
    """

    said: str
    was: Stored
    says: Deal
    deal: Deal
    rewrite: Rewrite | None

    @property
    def keeps(self) -> bool:
        return self.says != self.deal


@dataclass(slots=True)
class Rehearsal:
    """What a trial has made of the deals that a file changes, by their rows' ids: true up to the change `seen`.

    The reading in that follows looks at those again that were changed since, and takes the others as they are here.
    """

    seen: int
    judged: dict[int, Judged] = field(default_factory=dict)


@dataclass(slots=True)
class Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    by_status: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
