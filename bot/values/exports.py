"""What an export is to hold. Read it as `bot.values.exports`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from pillars import Window

EXPORT_COLUMNS: Final = (
    "number",
    "rep",
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
    "first_meeting_on",
    "quoted_on",
    "closed_on",
)


def is_own_export(headers: Iterable[str]) -> bool:
    """Whether a file is one of ours, by its headings; its cells are then taken to the letter.

    So are the rows of one that were left out and come again, which have two headings more.
    """
    return frozenset(EXPORT_COLUMNS).issubset(headers)


class ExportFormat(StrEnum):
    """In the order in which they are offered: a workbook opens in columns everywhere."""

    XLSX = "xlsx"
    CSV = "csv"


class ExportPeriod(StrEnum):
    ALL = "all"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"

    def window(self, today: date) -> Window | None:
        """The period by the calendar, whole also where it has days to come; None for all time."""
        quarter = (today.month + 2) // 3
        match self:
            case ExportPeriod.THIS_QUARTER:
                return Window.of_quarter(today.year, quarter)
            case ExportPeriod.LAST_QUARTER:
                return Window.of_quarter(today.year - (quarter == 1), quarter - 1 or 4)
            case ExportPeriod.THIS_YEAR:
                return Window.of_year(today.year)
            case ExportPeriod.LAST_YEAR:
                return Window.of_year(today.year - 1)
        return None


class Whose(StrEnum):
    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ExportWanted:
    """Deals that were opened or closed in `window` (None: all), one's own or everyone's, as which kind of file."""

    format: ExportFormat = ExportFormat.CSV
    window: Window | None = None
    whose: Whose = Whose.MINE
