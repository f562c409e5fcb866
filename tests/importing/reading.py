"""What the tests of importing share."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from bot.importing import Plan, Rejected, inspect, read

TODAY = date(2026, 11, 18)


def planned(path: Path, **options: Any) -> Plan:
    return inspect(path, **{"currency": "SEK", "today": TODAY, **options})


class Everything:
    """A whole file, read."""

    def __init__(self, path: Path, *, chunk_rows: int = 50_000, **options: Any) -> None:
        self.plan = planned(path, **options)
        assert self.plan.questions == ()
        chunks = list(read(self.plan, chunk_rows))
        self.rows = pd.concat([chunk.rows for chunk in chunks], ignore_index=True)
        self.rejected: list[Rejected] = [one for chunk in chunks for one in chunk.rejected]
        self.blank = sum(chunk.blank for chunk in chunks)
        self.footer = sum(chunk.footer for chunk in chunks)
        self.notes: dict[str, int] = {}
        for chunk in chunks:
            for key, count in chunk.notes.items():
                self.notes[key] = self.notes.get(key, 0) + count
        # What is promised for each line of the file, whatever the file.
        assert self.plan.total_rows == len(self.rows) + len(self.rejected)
        assert (self.plan.blank, self.plan.footer) == (self.blank, self.footer)

    @property
    def reasons(self) -> dict[int, str]:
        return {one.line: one.key for one in self.rejected}

    def column(self, name: str) -> list[Any]:
        """Values as plain Python, None where there is none, dates as dates."""
        return [
            None if pd.isna(value) else value.date() if isinstance(value, pd.Timestamp) else value
            for value in self.rows[name]
        ]

    def deals(self, *names: str) -> list[tuple[Any, ...]]:
        return list(zip(*(self.column(name) for name in names), strict=True))


def written(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
