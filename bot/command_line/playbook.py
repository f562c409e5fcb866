"""The team's own playbook on the command line: `playbook show`, `rules`, `check`, `use`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from bot.assembly import open_workspace
from bot.command_line.screen import Screen
from bot.errors import PlaybookRefused
from bot.services.playbooks import check as check_text
from bot.services.playbooks import own_texts
from bot.texts import texts_for
from bot.views import playbook as views
from bot.views.problems import sentence
from coaching.catalogue import RULES
from coaching.playbook import LARGEST, Playbook, to_toml

out = Screen()
playbook = typer.Typer(help="The team's own playbook for the coach.", no_args_is_help=True)
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A playbook as TOML.", exists=True, dir_okay=False, readable=True)
]
Team = Annotated[str | None, typer.Option(help="Slack's team id, T…, where there is more than one.")]

MOST_BYTES = 4 * LARGEST
"""Whatever the signs are, a longer file holds more of them than a playbook may have."""


@playbook.command()
def show(team: Team = None) -> None:
    """Print the playbook in force, as a file to go on with."""
    workspace = open_workspace(team)
    found = workspace.playbooks.shown(workspace.id)
    if found.refused is not None:
        sys.stderr.write(f"sales-coach: the newest playbook cannot be used any more: {_said(found.refused)}\n")
    if found.at is None:
        sys.stderr.write("sales-coach: the team has no playbook of its own; this is what the coach goes by.\n")
        sys.stdout.write(to_toml(Playbook()))
        return
    sys.stdout.write(found.toml if found.toml.endswith("\n") else f"{found.toml}\n")


@playbook.command()
def rules() -> None:
    """Every rule with its thresholds: what a playbook can switch off, and what it can change and how far."""
    texts = texts_for("en")
    table = Table("Rule", "Says", "Threshold", "Usual", "From", "To", box=box.SIMPLE_HEAD, pad_edge=False)
    for rule in RULES:
        title = texts.t(f"coach.rule.{rule.key}.title")
        if not rule.thresholds:
            table.add_row(rule.key, title, "", "", "", "")
        for place, limit in enumerate(rule.thresholds):
            name, says = (rule.key, title) if place == 0 else ("", "")
            table.add_row(name, says, limit.name, *(f"{n:g}" for n in (limit.default, limit.low, limit.high)))
    out.print(table)


@playbook.command()
def check(file: File) -> None:
    """Say whether a file can be used, and if not, on which line and why. Changes nothing."""
    read = check_text(_text(file))
    for line in views.changes(texts_for("en"), Playbook(), read, own_texts(read, "en")) or ["Nothing but the usual."]:
        out.print(line)
    out.print(f"{file.name} can be used: sales-coach playbook use {file}")


@playbook.command()
def use(file: File, team: Team = None) -> None:
    """Put a file in force for the whole team. What is wrong changes nothing: the old one stays."""
    text = _text(file)
    check_text(text)  # before a database is looked for
    workspace = open_workspace(team)
    change = workspace.playbooks.use(workspace.id, text)
    own = own_texts(change.before, "en") | own_texts(change.after, "en")
    for line in views.changes(texts_for("en"), change.before, change.after, own):
        out.print(line)
    out.print(f"{file.name} is in force.")


def _text(file: Path) -> str:
    """Raises PlaybookRefused for what is no text or far too long."""
    with file.open("rb") as opened:
        raw = opened.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise PlaybookRefused(reason="too_large", line=0, path="", value="", longest=LARGEST)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        shown = raw[: problem.start + 20].split(b"\n")[-1].decode("utf-8", "replace")
        raise PlaybookRefused(reason="not_toml", line=line, path="", value=shown[-60:]) from None


def _said(problem: PlaybookRefused) -> str:
    return sentence(texts_for("en"), problem)
