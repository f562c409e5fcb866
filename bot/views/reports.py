"""Reports and exports as people and programs take them: JSON, CSV, XLSX. Money in whole currency units.

A file for a program has commas between its cells and decimal points, whoever asks. One for a person has what their
spreadsheet splits at: semicolons, and decimal commas, where the language writes such. Either is read in again.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import xlsxwriter

from bot.language.currencies import exponent
from bot.language.spreadsheet import guard
from bot.texts import Texts
from bot.values import Deal, GroupFigures, Report
from bot.values.exports import EXPORT_COLUMNS


class CsvStyle(NamedTuple):
    """What stands between cells, and before decimals."""

    delimiter: Literal[",", ";"] = ","
    decimal: Literal[".", ","] = "."


FOR_PROGRAMS: Final = CsvStyle()
FOR_DECIMAL_COMMAS: Final = CsvStyle(";", ",")

_GROUP: Final = 3  # digits between marks of thousands

REPORT_COLUMNS: Final = (
    "group",
    "won",
    "lost",
    "win_rate",
    "win_rate_sample",
    "order_value_mean",
    "order_value_median",
    "order_value_total",
    "order_value_sample",
    "time_to_close_mean",
    "time_to_close_median",
    "time_to_close_sample",
    "opened",
    "open_now",
    "stale",
    "velocity",
    "left_out_amount",
    "left_out_started",
    "left_out_opened",
    "left_out_currency",
    "left_out_closed",
)


def as_json(report: Report) -> str:
    """The report in full precision, as docs/report.schema.json describes it."""
    everyone = _group(report.everyone, report.currency)
    document = {
        "window": {"from": report.window.start.isoformat(), "to": report.window.end.isoformat()},
        "by": report.by,
        "currency": report.currency,
        "groups": [*(_group(group, report.currency) for group in report.groups), everyone],
        "all": everyone,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_rows(report: Report) -> list[list[Any]]:
    """A heading and a row per group, everyone together last; None where there is no data."""
    rows: list[list[Any]] = [list(REPORT_COLUMNS)]
    for line in (*report.groups, report.everyone):
        group = _group(line, report.currency)
        order, close, out = group["order_value"], group["time_to_close"], group["left_out"]
        rows.append(
            [
                line.group,
                line.won,
                line.lost,
                group["win_rate"]["value"],
                group["win_rate"]["sample"],
                order["mean"],
                order["median"],
                order["total"],
                order["sample"],
                close["mean"],
                close["median"],
                close["sample"],
                line.opened,
                line.open_now,
                line.stale,
                group["velocity"],
                out["amount"],
                out["started"],
                out["opened"],
                out["currency"],
                out["closed"],
            ]
        )
    return rows


Rows = Iterable[list[Any]]


class Counted:
    """Rows on their way into a file, counted as they pass."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def export_rows(deals: Iterable[Deal]) -> Iterator[list[Any]]:
    """A heading and a row per deal: what `sales-coach import` reads back to the same figures."""
    yield list(EXPORT_COLUMNS)
    for deal in deals:
        amount, details = deal.amount, deal.details
        yield [
            deal.number,
            deal.rep_name,
            deal.status.value,
            deal.kind.value,
            None if amount is None else _exact(amount.minor, amount.currency),
            None if amount is None else amount.currency,
            None if amount is None or amount.per is None else amount.per.value,
            details.customer,
            details.product,
            details.contact_role,
            details.loss_reason,
            details.note,
            details.opened_on if deal.opened_known else None,
            details.first_meeting_on,
            details.quoted_on,
            details.closed_on,
        ]


def csv_style(texts: Texts) -> CsvStyle:
    """How a spreadsheet reads CSV where it speaks this language: in Swedish `1001;Acme;25000,50`."""
    return FOR_DECIMAL_COMMAS if texts.formats.decimal == "," else FOR_PROGRAMS


def as_csv(rows: Iterable[list[Any]], style: CsvStyle = FOR_PROGRAMS) -> Iterator[str]:
    """The rows as CSV, a line at a time; what a spreadsheet would run is made text, wherever it splits the line."""
    for row in rows:
        line = io.StringIO()
        cells = ["" if value is None else _cell(value, style) for value in row]
        csv.writer(line, delimiter=style.delimiter, lineterminator="\r\n").writerow(cells)
        yield line.getvalue()


def as_xlsx(rows: Iterable[list[Any]]) -> bytes:
    """The rows as a workbook of one sheet."""
    made = io.BytesIO()
    _write_xlsx(made, rows, {"in_memory": True})
    return made.getvalue()


def write_xlsx(path: Path, rows: Iterable[list[Any]]) -> None:
    """The same into a file, in a steady amount of memory."""
    _write_xlsx(str(path), rows, {"constant_memory": True, "tmpdir": str(path.parent)})


def _write_xlsx(target: io.BytesIO | str, rows: Iterable[list[Any]], how: dict[str, Any]) -> None:
    """Numbers as numbers, texts as texts: none is a formula or a link, nor becomes one when it is saved as CSV."""
    book = xlsxwriter.Workbook(target, {**how, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Sales Coach")
    heading = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, int | float | Decimal):
                sheet.write_number(r, c, value)
            else:
                sheet.write_string(r, c, safe(value), heading if r == 0 else None)
    book.close()


def _cell(value: Any, style: CsvStyle) -> str:
    if isinstance(value, float | Decimal):
        return str(value).replace(".", style.decimal)
    return safe(value)


def safe(value: Any) -> str:
    """A cell's text, with an apostrophe before what a spreadsheet would run (`bot.language.spreadsheet`)."""
    return guard(value) if isinstance(value, str) else str(value)


def _group(line: GroupFigures, currency: str) -> dict[str, Any]:
    units = 10 ** exponent(currency)

    def money(minor: float | None) -> float | None:
        return None if minor is None else minor / units

    return {
        "group": line.group,
        "won": line.won,
        "lost": line.lost,
        "win_rate": {"value": line.win_rate.value, "sample": line.win_rate.sample},
        "order_value": {
            "mean": money(line.order_mean),
            "median": money(line.order_median),
            "total": money(line.order_total),
            "sample": line.order_sample,
        },
        "time_to_close": {"mean": line.close_mean, "median": line.close_median, "sample": line.close_sample},
        "opportunities": {"opened": line.opened, "open_now": line.open_now},
        "velocity": money(line.velocity),
        "stale": line.stale,
        "left_out": {
            "amount": line.left_out.amount,
            "started": line.left_out.started,
            "opened": line.left_out.opened,
            "currency": line.left_out.currency,
            "closed": line.left_out_closed,
        },
    }


def _exact(minor: int, currency: str) -> Decimal:
    """Minor units as a number, to the last one: `25000`, `25000.50`, `-1.50`.

    Three decimals get a fourth: 234.567 dinars could be 234,567 to whoever reads the file, 234.5670 could not.
    """
    digits = exponent(currency)
    if not minor % 10**digits:
        return Decimal(minor // 10**digits)
    exact = Decimal(minor).scaleb(-digits)
    return exact if digits < _GROUP else exact.quantize(Decimal(1).scaleb(-digits - 1))
