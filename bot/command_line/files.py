"""Files in, figures out: `import`, `undo-import`, `report`, `export` of the command line."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from bot.assembly import Workspace, open_workspace
from bot.command_line.screen import Screen, visible
from bot.errors import PeriodNotUnderstood
from bot.language import parse_period
from bot.services.reports import GROUPINGS
from bot.texts import Texts, texts_for
from bot.values import GroupFigures, Report
from bot.views import reports
from bot.views.problems import sentence
from pillars import Window

out = Screen()
Team = Annotated[str | None, typer.Option(help="Slack's team id, T…, where there is more than one.")]
Decimals = Annotated[
    str, typer.Option("--decimal", help="Of CSV: point, or comma (and semicolons between cells) for a Swedish Excel.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of the screen.")]


def report(
    by: Annotated[str, typer.Option(help="rep, team, product, customer or month.")] = "rep",
    window: Annotated[str, typer.Option(help="A period: 2017-07-05..2017-10-02, q3, 30d. Default: 91 days.")] = "",
    kind: Annotated[str, typer.Option("--format", help="table, csv, json or xlsx.")] = "table",
    output: Output = None,
    decimal: Decimals = "point",
    team: Team = None,
) -> None:
    """All pillars by group, each with its sample and what was left out."""
    if by not in GROUPINGS:
        raise typer.BadParameter(f"Group by one of {', '.join(GROUPINGS)}, as in: sales-coach report --by rep")
    if kind not in ("table", "csv", "json", "xlsx"):
        raise typer.BadParameter("The format is table, csv, json or xlsx, as in: sales-coach report --format json")
    style = _style(decimal)
    workspace = open_workspace(team)
    made = workspace.reports.report(workspace.id, workspace.name, by, _window(window, workspace))
    if kind == "json":
        _write([reports.as_json(made) + "\n"], output)
    elif kind == "csv":
        _write(reports.as_csv(reports.as_rows(made), style), output)
    elif kind == "xlsx":
        if output is None:
            raise typer.BadParameter("A workbook goes to a file: sales-coach report --format xlsx -o report.xlsx")
        output.write_bytes(reports.as_xlsx(reports.as_rows(made)))
    else:
        _print_table(made)


def export(
    output: Output = None,
    kind: Annotated[str, typer.Option("--format", help="csv or xlsx.")] = "csv",
    decimal: Decimals = "point",
    team: Team = None,
) -> None:
    """Every deal, in a file that `sales-coach import` reads back to the same figures."""
    style = _style(decimal)
    workspace = open_workspace(team)
    rows = reports.export_rows(workspace.reports.deals(workspace.id))
    if kind == "csv":
        _write(reports.as_csv(rows, style), output)
    elif kind == "xlsx" and output is not None:
        output.write_bytes(reports.as_xlsx(rows))
    else:
        raise typer.BadParameter("Write: sales-coach export -o deals.csv, or: export --format xlsx -o deals.xlsx")


def undo_import(
    import_id: Annotated[int, typer.Argument(metavar="ID", help="The number that `import` gave.")], team: Team = None
) -> None:
    """Take an import back: what it added leaves every figure, what it changed is as it was."""
    workspace = open_workspace(team)
    undone = workspace.imports.undo(workspace.id, import_id)
    out.print(
        f"Import {undone.import_id} ({undone.file_name}) is taken back: {undone.deleted:,} deals removed, "
        f"{undone.restored:,} put back to what they were."
    )
    if undone.kept:
        out.print(f"{undone.kept:,} deals were changed since and stay as they are.")


def link(
    name: Annotated[str, typer.Argument(help="The name as the file has it.")],
    slack_user_id: Annotated[str, typer.Argument(metavar="U123", help="The member's Slack id.")],
    team: Team = None,
) -> None:
    """Give a member the imported deals that wait under a name: `members link "Moses Frase" U123`."""
    workspace = open_workspace(team)
    moved = workspace.imports.join(workspace.id, name, slack_user_id)
    out.print(f"{moved:,} deals of {name} now belong to {slack_user_id}.")


def _window(text: str, workspace: Workspace) -> Window:
    today = workspace.reports.today(workspace.id)
    if not text.strip():
        return Window.last_days(today)
    try:
        return parse_period(text, today, workspace.reports.week_start(workspace.id))
    except PeriodNotUnderstood as error:
        raise typer.BadParameter(sentence(texts_for("en"), error)) from None


def _style(decimal: str) -> reports.CsvStyle:
    styles = {"point": reports.FOR_PROGRAMS, "comma": reports.FOR_DECIMAL_COMMAS}
    if decimal not in styles:
        raise typer.BadParameter("The decimal mark is comma or point, as in: sales-coach export --decimal comma")
    return styles[decimal]


def _write(pieces: Iterable[str], output: Path | None) -> None:
    if output is None:
        to_a_terminal = sys.stdout.isatty()  # a program gets each sign as it is
        for piece in pieces:
            sys.stdout.write(visible(piece.replace("\r\n", "\n")) if to_a_terminal else piece)
        return
    with output.open("w", encoding="utf-8-sig" if output.suffix == ".csv" else "utf-8", newline="") as file:
        for piece in pieces:
            file.write(piece)


def _print_table(report: Report) -> None:
    texts = texts_for("en")
    out.print(f"{texts.span(report.window)}, by {report.by}")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in (
        report.by.capitalize(),
        "Won",
        "Lost",
        "Win rate",
        "Order value",
        "Orders",
        "Time to close",
        "New",
        "Open",
    ):
        table.add_column(heading, justify="left" if heading == report.by.capitalize() else "right", no_wrap=True)
    for line in report.groups:
        table.add_row(*_cells(texts, line, report.currency))
    table.add_section()
    table.add_row(*_cells(texts, report.everyone, report.currency))
    out.print(table)
    left = report.everyone.left_out
    parts = [
        (left.amount, "orders without an amount"),
        (left.started, "won deals without the date that time to close starts from"),
        (left.opened, "deals without an opening date"),
        (left.currency, f"orders in another currency than {report.currency}"),
        (report.everyone.left_out_closed, "decided deals without a closing date"),
    ]
    said = [f"{count:,} {what}" for count, what in parts if count]
    if said:
        out.print(f"Left out: {', '.join(said)}.")


def _cells(texts: Texts, line: GroupFigures, currency: str) -> list[str]:
    def shown(value: float | None, made: Any) -> str:
        return "–" if value is None else made(value)

    return [
        line.group,
        texts.number(line.won),
        texts.number(line.lost),
        shown(line.win_rate.value, lambda v: f"{texts.percent(v)} ({line.win_rate.sample:,})"),
        shown(line.order_mean, lambda v: texts.average(v, currency)),
        texts.number(line.order_sample),
        shown(line.close_median, lambda v: f"{texts.days(v)} ({line.close_sample:,})"),
        texts.number(line.opened),
        texts.number(line.open_now),
    ]
