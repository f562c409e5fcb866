"""The command line: serve, demo, migrate, members, and the files of `command_line`."""

import logging
import sys
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from bot import logs
from bot.assembly import open_workspace
from bot.command_line import files
from bot.command_line.imports import import_files
from bot.command_line.playbook import playbook
from bot.command_line.screen import Screen, visible
from bot.command_line.weekly import weekly
from bot.config import Settings, SettingsError, read_settings
from bot.errors import CoachError
from bot.storage.engine import DatabaseUnusable
from bot.storage.schema import SchemaTooNew
from bot.values import Role

cli = typer.Typer(
    name="sales-coach",
    help="A Slack app that makes a sales team better at selling.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
members = typer.Typer(help="Who may see what.", no_args_is_help=True)
cli.add_typer(members, name="members")
cli.add_typer(playbook, name="playbook")
out = Screen()


def main() -> None:
    """Run the command line; what a user can put right ends it with one line, not with a traceback."""
    try:
        cli()
    except (SettingsError, SchemaTooNew, DatabaseUnusable) as error:
        logging.getLogger(__name__).debug("stopped", exc_info=True)
        _stop(str(error))
    except CoachError as error:
        from bot.texts import texts_for
        from bot.views.problems import sentence

        _stop(sentence(texts_for("en"), error))


def _stop(line: str) -> NoReturn:
    sys.stderr.write(visible(f"sales-coach: {line}\n"))
    raise SystemExit(1)


def _settings() -> Settings:
    settings = read_settings()
    logs.configure(settings.log_level)
    return settings


@cli.command()
def serve() -> None:
    """Run the app: Socket Mode with SLACK_APP_TOKEN, signed HTTP with SLACK_SIGNING_SECRET."""
    from bot.serving import serve as run

    run(_settings())


@cli.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the page is served; 0 takes any free port.")
    ] = 8065,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with a new workspace.")] = False,
) -> None:
    """Try it here: a local Slack in the browser, with a sales team and its history. No Slack account needed."""
    from bot.demo.start import run
    from bot.serving import check_port

    check_port("127.0.0.1", port, advice=f"Choose another: sales-coach demo --port {port + 1}")
    run(
        port=port, browser=browser, fresh=fresh, say=Console(highlight=False, soft_wrap=True).print
    )  # its words carry markup


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to date (`serve` does it too)."""
    from bot.storage.engine import Database
    from bot.storage.schema import migrate as bring_up_to_date

    database = Database(_settings().database)
    found, now = bring_up_to_date(database)
    out.print(f"Schema {now}, nothing to do." if found == now else f"Schema {found or 'empty'} → {now}.")


@members.command("list")
def list_members(team: files.Team = None) -> None:
    """Everybody who has used the app or owns imported deals, with their roles."""
    workspace = open_workspace(team)
    table = Table("Name", "Handle", "Slack id", "Role", "Time zone")
    for member in workspace.people.members(workspace.id):
        profile = member.profile
        if profile.slack_user_id:
            table.add_row(profile.name, f"@{profile.handle}", profile.slack_user_id, member.role.value, profile.tz)
        else:
            table.add_row(profile.name, "", "", "waits to be linked", "")
    out.print(table)


@members.command("role")
def name_role(
    who: Annotated[str, typer.Argument(help="@handle, name or Slack id.")],
    role: Annotated[str, typer.Argument(help="rep, manager, admin, or slack for what Slack itself says.")],
    team: files.Team = None,
) -> None:
    """Name someone rep, manager or admin: `sales-coach members role @maria manager`."""
    if role not in ("slack", *(r.value for r in Role)):
        _stop(f"There is no role {role!r}. Write rep, manager, admin or slack, as in: members role @maria manager")
    workspace = open_workspace(team)
    try:
        member = workspace.people.name_role(workspace.id, who, None if role == "slack" else Role(role))
    except CoachError:
        _stop(
            f"Nobody, or more than one, is called {who} here. People appear with their first command; "
            "`sales-coach members list` shows who has used it, and the Slack id by which to name one of two."
        )
    out.print(f"{member.profile.name}: {role if role != 'slack' else 'as Slack says'}.")


cli.command()(weekly)
members.command("link")(files.link)
cli.command("import")(import_files)
cli.command()(files.report)
cli.command()(files.export)
cli.command("undo-import")(files.undo_import)


if __name__ == "__main__":
    main()
