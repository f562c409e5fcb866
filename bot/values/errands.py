"""What people ask for about files and is done outside their request: an import taken back, an export sent.

Read as `bot.values.errands`.
"""

from dataclasses import dataclass
from enum import StrEnum


class ErrandKind(StrEnum):
    UNDO = "undo"  # take an import back
    EXPORT = "export"  # send deals as a file


class ErrandState(StrEnum):
    """Where an errand stands. WANTED and DONE are work for us; the others are over."""

    WANTED = "wanted"
    DONE = "done"  # the import is taken back; who asked is to be told
    TOLD = "told"
    FAILED = "failed"


ERRAND_WORK = (ErrandState.WANTED, ErrandState.DONE)


@dataclass(frozen=True, slots=True)
class Place:
    """A message of ours that is seen by whoever sees its conversation, and can be written anew."""

    channel: str
    ts: str
