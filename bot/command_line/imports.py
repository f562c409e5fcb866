"""`sales-coach import`: what a file holds is found and shown, then read in as one transaction."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import importing
from bot.assembly import Workspace, open_workspace
from bot.command_line.screen import Screen
from bot.config import read_settings
from bot.importing.asking import MAP
from bot.importing.mapping import setting
from bot.importing.outcome import ANY_OTHER
from bot.listeners.profiles import people_in
from bot.services.imports import ImportReport
from bot.services.people import Profile
from bot.slack_calls import tls_to
from bot.texts import Texts, texts_for
from bot.views import import_words
from bot.views.reports import as_csv

out = Screen()


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV or XLSX, as the CRM exported it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before reading in.")] = False,
    dates: Annotated[str | None, typer.Option(help="dmy, mdy or ymd, where the file does not decide.")] = None,
    decimal: Annotated[str | None, typer.Option(help="comma or point, where the file does not decide.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.")] = None,
    mapping: Annotated[Path | None, typer.Option("--map", help="A map.toml that says what the columns mean.")] = None,
    save_map: Annotated[Path | None, typer.Option(help="Save what was found as such a map, and stop.")] = None,
    currency: Annotated[str | None, typer.Option(help="Of amounts without one. Default: the workspace's.")] = None,
    rep: Annotated[str | None, typer.Option(help="Whose deals they are where the file does not say.")] = None,
    source: Annotated[str | None, typer.Option(help="Keeps ids of two systems apart; found by itself.")] = None,
    team: Annotated[str | None, typer.Option(help="Slack's team id, T…, where there is more than one.")] = None,
) -> None:
    """Read CRM exports in: HubSpot, Pipedrive, Salesforce, or any sheet with a heading."""
    texts = texts_for("en")
    workspace = open_workspace(team, create=True)
    if dates not in (None, *get_args(importing.Order)):
        raise typer.BadParameter("The order of dates is dmy, mdy or ymd, as in: sales-coach import FILE --dates dmy")
    if decimal not in (None, *get_args(importing.DecimalMark)):
        raise typer.BadParameter("The decimal mark is comma or point, as in: sales-coach import FILE --decimal comma")
    told = None if mapping is None else importing.Mapping.load(mapping)
    today = workspace.reports.today(workspace.id)
    plans = []
    for path in files:
        with out.status(f"Looking at {path.name} …"):
            plan = importing.inspect(
                path,
                currency=(currency or workspace.currency).upper(),
                today=today,
                dates=cast(importing.Order | None, dates),
                decimal=cast(importing.DecimalMark | None, decimal),
                sheet=sheet,
                mapping=told,
            )
        _show(plan, texts)
        plans.append(plan)
    if save_map is not None:
        plans[0].as_mapping().save(save_map)
        out.print(f"Saved to {save_map}. Change it as you like, then: sales-coach import {files[0]} --map {save_map}")
        return
    asked = sum(_ask(plan, texts) for plan in plans)
    if asked:
        raise typer.Exit(2)
    if not dry_run and not yes and sys.stdin.isatty() and not typer.confirm("Read in?", default=True):
        raise typer.Exit(1)
    directory = _directory(workspace)
    for plan in plans:
        report, rejected = _run(plan, workspace, directory, rep=rep, source=source, dry_run=dry_run)
        _tell(plan, report, rejected, dry_run, texts)


def _show(plan: importing.Plan, texts: Texts) -> None:
    """What was found, before anything happens."""
    where = f"sheet {plan.sheet}" if plan.sheet else f"{plan.encoding}, {_delimiter(plan.delimiter)}"
    out.print(f"\n{plan.path.name}: {plan.system}, {where}, {counted(plan.total_rows, 'row')}")
    table = Table(show_header=True, header_style="", box=None, pad_edge=False)
    table.add_column("Column")
    table.add_column("is read as")
    for field, header in plan.columns.items():
        table.add_row(header, field.replace("_", " "))
    out.print(table)
    if plan.unused:
        out.print(f"Not used: {', '.join(h for h in plan.unused if h) or 'columns without a heading'}")
    for stage in plan.stages:
        out.print(f"  {stage.name or '(empty)'}: {stage.outcome.value}, {stage.count:,}")
    if plan.footer:
        out.print(texts.n("import.footer", plan.footer))
    for notice in plan.warnings:
        out.print(f"Note: {import_words.warning(texts, notice, _shown(texts, notice.params), in_slack=False)}")


def _delimiter(mark: str | None) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(mark or "", "one column")


def _ask(plan: importing.Plan, texts: Texts) -> int:
    for question in plan.questions:
        out.print(f"? {import_words.question(texts, question, _shown(texts, question.params))}")
        option = "" if question.option == MAP else f"with {question.option}, or "
        out.print(f"  Answer {option}in a map: --save-map map.toml makes one to begin with, --map map.toml reads it.")
        if question.option == MAP:
            out.print(f"  For example, {_in_a_map(question)}")
    return len(plan.questions)


def _in_a_map(question: importing.Question) -> str:
    """An answer as it would stand in a map; any other is written alike."""
    params = question.params
    match question.key:
        case "which_date":
            return f"under [columns]: {setting(params['guess'], params['column'])}"
        case "which_column":
            return f"under [columns]: {setting(params['field'], params['columns'][0])}"
        case "unknown_stages":
            return f"under [stages]: {setting(params['stages'][0][0], 'open')}"
        case "which_outcome":
            return f"under [columns]: {setting('status', params['columns'][0])}, or of every row, under [stages]: " + (
                setting(ANY_OTHER, "won")
            )
        case _:  # the column of the stage has too many values
            return f"under [columns]: {setting('status', 'Status')}"


def _run(
    plan: importing.Plan,
    workspace: Workspace,
    directory: Sequence[Profile],
    *,
    rep: str | None,
    source: str | None,
    dry_run: bool,
) -> tuple[ImportReport, Path | None]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(plan.path.name, total=plan.total_rows + plan.blank + plan.footer)
        report = workspace.imports.run(
            workspace.id,
            importing.read(plan),
            file_name=plan.path.name,
            source=f"import:{source or plan.system}"[:60],
            directory=directory,
            rep=rep,
            dry_run=dry_run,
            progress=lambda rows: progress.advance(task, rows),
        )
    rejected = None if dry_run or not report.rejected else _write_rejected(plan, report)
    return report, rejected


def _write_rejected(plan: importing.Plan, report: ImportReport) -> Path:
    """The rows that could not be read, with line and reason, beside the file."""
    path = plan.path.with_name(f"{plan.path.name}.rejected.csv")
    texts = texts_for("en")
    rows = [["line", "reason", *plan.layout.header]]
    rows += [[str(row.line), reason(texts, row), *row.cells] for row in report.rejected]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(as_csv(rows))
    return path


def reason(texts: Texts, row: importing.Rejected) -> str:
    """Why a row was left out, in words."""
    return import_words.rejection(texts, row, _shown(texts, row.params), in_slack=False)


def _tell(plan: importing.Plan, report: ImportReport, rejected: Path | None, dry_run: bool, texts: Texts) -> None:
    """What came of the file; the rows that were left out end it."""
    would = "would be " if dry_run else ""
    out.print(
        f"\n{counted(report.added, 'deal')} {would}added, {report.changed:,} {would}changed, "
        f"{report.unchanged:,} unchanged: {report.won:,} won, {report.lost:,} lost, {report.open:,} open."
    )
    for key, count in report.notes:
        out.print(import_words.note(texts, key, count))
    if report.duplicates:
        one = len(report.duplicates) == 1
        lines = _some([str(n) for n in report.duplicates], 10)
        out.print(
            f"{counted(len(report.duplicates), 'row')} {'says' if one else 'say'} exactly what an earlier row says "
            f"({'line' if one else 'lines'} {lines}): check {'it' if one else 'them'}."
        )
    if report.waiting:
        names = _some(report.waiting)
        out.print(
            f"Matched to no Slack member: {names}. Their deals wait under these names until you join them: "
            f'sales-coach members link "{report.waiting[0]}" U123'
        )
    if not dry_run:
        out.print(f"Import {report.import_id}. Take it back with: sales-coach undo-import {report.import_id}")
    kept = f" {'It stands' if len(report.rejected) == 1 else 'They stand'} in {rejected.name}." if rejected else ""
    out.print(f"{len(report.rejected):,} of {counted(plan.total_rows, 'row')} {would}left out.{kept}")
    for line in _reasons(texts, report):
        out.print(f"  {line}")


def _reasons(texts: Texts, report: ImportReport) -> Iterator[str]:
    """Up to five of the rows that were left out, as a first look."""
    for row in report.rejected[:5]:
        yield f"line {row.line}: {reason(texts, row)}"
    if len(report.rejected) > 5:
        yield f"and {len(report.rejected) - 5:,} more"


def counted(number: int, noun: str) -> str:
    """`1 deal`, `2,500 deals`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _some(names: Iterable[str], most: int = 5) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most:,} more" if len(listed) > most else "")


def _shown(texts: Texts, params: Any) -> dict[str, str]:
    return {name: _value(texts, value) for name, value in params.items()}


def _value(texts: Texts, value: Any) -> str:
    match value:
        case str(name), int(rows):  # a stage, and how many rows are in it
            return f"{name} ({texts.number(rows)})"
        case tuple() | list():
            return ", ".join(_value(texts, one) for one in value)
        case int() | float():
            return texts.number(value)
        case _:
            return str(value)


def _directory(workspace: Workspace) -> list[Profile]:
    """Whom Slack knows, for matching by e-mail and name; nobody where it cannot be asked."""
    token = workspace.people.token(workspace.team_id)
    if token is None:
        return []
    address = read_settings().slack_api_url
    client = WebClient(token=token.bot_token, base_url=address, timeout=5, ssl=tls_to(address))
    try:
        return people_in(client)
    except (SlackApiError, SlackClientError, OSError):
        out.print("Slack could not be asked who its members are: names are matched to those who have used the app.")
        return []
