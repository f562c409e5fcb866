"""What was found in a file, before anything is read from it: frozen, and good enough to be shown."""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from bot.importing import amounts, dates
from bot.importing.fields import System
from bot.importing.mapping import Mapping
from bot.importing.outcome import Outcome, Rules

Cell = str | int | float | datetime

CONTENT = (
    "rep",
    "rep_email",
    "status",
    "kind",
    "amount",
    "currency",
    "per",
    "customer",
    "product",
    "contact_role",
    "loss_reason",
    "note",
    "opened_on",
    "opened_known",
    "first_meeting_on",
    "quoted_on",
    "closed_on",
)
"""What a row of a file says of a deal, and makes it what it is: as these say, so is it the same row or a changed one.

The order is for good: a row without an id is known by a hash of these in turn, and in another order every file that
was read in before would come in a second time.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning: the text `import.warning.<key>` with its parameters."""

    key: str
    params: MappingType[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What the file does not decide: the text `import.question.<key>`, and the option that answers it."""

    key: str
    params: MappingType[str, Any]
    option: str


@dataclass(frozen=True, slots=True)
class StageFound:
    """A stage or status as the file names it, what it was taken for (a status, or why none), in how many rows."""

    name: str
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the table is in the file. `header` as it stands there; `header_line` and all lines count from 1."""

    path: Path
    kind: str  # "csv", "xlsx", "xls", "xlsb", "ods"
    header_line: int
    header: tuple[str, ...]
    encoding: str | None = None  # text files only
    delimiter: str | None = None
    sheet: str | None = None  # workbooks only
    sheets: tuple[str, ...] = ()
    from_1904: bool = False
    outcome_columns: tuple[int, ...] = ()
    tail_from: int | None = None  # after this line, a line with a single cell belongs to the footer


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file will be read. `read` refuses it while there are questions."""

    layout: Layout
    system: System
    headers: tuple[str, ...]  # one a column; a second "Amount" is "Amount #2", a column without a header ""
    columns: MappingType[str, str]  # field → header
    unused: tuple[str, ...]
    amount: amounts.Style | None
    dates: MappingType[str, dates.Style]
    stages: tuple[StageFound, ...]
    rules: Rules
    samples: tuple[tuple[Cell, ...], ...]  # the first rows, as they stand there; long texts cut
    total_rows: int  # lines of data, those that will be rejected too; without blank lines and footers
    blank: int
    footer: int
    currencies: MappingType[str, int]  # as written → rows
    warnings: tuple[Notice, ...]
    questions: tuple[Question, ...]
    currency: str
    today: date
    stamp: tuple[int, int]  # size and time of the file when it was inspected
    answers: Mapping

    @property
    def path(self) -> Path:
        return self.layout.path

    @property
    def kind(self) -> str:
        return self.layout.kind

    @property
    def sheet(self) -> str | None:
        return self.layout.sheet

    @property
    def encoding(self) -> str | None:
        return self.layout.encoding

    @property
    def delimiter(self) -> str | None:
        return self.layout.delimiter

    @property
    def header_line(self) -> int:
        return self.layout.header_line

    def as_mapping(self) -> Mapping:
        """What was found and answered, to be saved, changed and used for the next file of this shape.

        Stages without a meaning stand in it as "skip", so that the file is complete; a person decides otherwise.
        """
        stages: dict[str, Outcome] = {}
        for found in self.stages:
            if found.name and found.outcome in (Outcome.OPEN, Outcome.WON, Outcome.LOST, Outcome.SKIP):
                same_name = stages.setdefault(found.name, found.outcome)
                if same_name is not found.outcome:  # flags decide here, not the name
                    stages[found.name] = Outcome.CONTRADICTION
            elif found.name and found.outcome in (Outcome.UNKNOWN, Outcome.DISQUALIFIED):
                stages.setdefault(found.name, Outcome.SKIP)
        flags = {"is_won", "is_closed", "is_lost"} & self.columns.keys()
        explicit = {name: what for name, what in stages.items() if what is not Outcome.CONTRADICTION and not flags}
        return Mapping(
            columns=dict(self.columns) | {name: "" for name, header in self.answers.columns.items() if not header},
            stages=explicit | dict(self.rules.stages),
            dates=self.answers.dates,
            decimal=self.amount.decimal if self.amount and self.amount.decimal in ("comma", "point") else None,
            currency=self.currency,
            sheet=self.sheet,
            header_line=self.header_line,
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that is left out: the text `import.rejected.<key>`, and the line's cells as they stand in the file."""

    line: int
    key: str
    params: MappingType[str, Any]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of a file. Each line of data is in `rows` or `rejected`; the others are counted.

    `rows`: line (int64), external_id, rep, rep_email (string), status, kind (category), amount (Int64, minor units),
    currency, per (string), customer, product, contact_role, loss_reason, note (string), opened_on, first_meeting_on,
    quoted_on, closed_on (datetime64[s]), opened_known (bool).

    `notes` counts what should be known of the rows: `planned_closing` (an open deal's closing date is a plan and is
    not kept), `other_currency` (amounts in another currency than the plan's), `rounded` (amounts finer than the minor
    unit), `shortened` (texts beyond the limits),
    `meeting_outside_deal`, `quote_outside_deal` (dates that were dropped).
    """

    rows: pd.DataFrame
    rejected: tuple[Rejected, ...]
    blank: int
    footer: int
    notes: MappingType[str, int]


def as_text(cell: Cell) -> str:
    """A workbook's cell as text, as a person would write it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return format(cell, ".15g") if isinstance(cell, float) else str(cell)
