"""The command line: serve, demo, migrate, members."""

import sys
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from bot import logs
from bot.config import Settings, SettingsError, read_settings
from bot.errors import CoachError
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
out = Console(highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command line; what a user can put right ends it with one line, not with a traceback."""
    try:
        cli()
    except (SettingsError, SchemaTooNew) as error:
        _stop(str(error))
    except CoachError as error:
        from bot.texts import texts_for
        from bot.views.problems import sentence

        _stop(sentence(texts_for("en"), error))


def _stop(line: str) -> NoReturn:
    sys.stderr.write(f"sales-coach: {line}\n")
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
    port: Annotated[int, typer.Option(help="Where the page is served; 0 takes any free port.")] = 8065,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with a new workspace.")] = False,
) -> None:
    """Try it here: a local Slack in the browser, with a sales team and its history. No Slack account needed."""
    from bot.demo.start import run

    run(port=port, browser=browser, fresh=fresh, say=out.print)


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to date (`serve` does it too)."""
    from bot.storage.engine import Database
    from bot.storage.schema import migrate as bring_up_to_date

    database = Database(_settings().database)
    found, now = bring_up_to_date(database)
    out.print(f"Schema {now}, nothing to do." if found == now else f"Schema {found or 'empty'} → {now}.")


@members.command("list")
def list_members(team: Annotated[str | None, typer.Option(help="Slack's team id, T….")] = None) -> None:
    """Everybody who has used the app, with their roles."""
    people, workspace_id = _people(team)
    table = Table("Name", "Handle", "Slack id", "Role", "Time zone")
    for member in people.members(workspace_id):
        profile = member.profile
        table.add_row(profile.name, f"@{profile.handle}", profile.slack_user_id, member.role.value, profile.tz)
    out.print(table)


@members.command("role")
def name_role(
    who: Annotated[str, typer.Argument(help="@handle, name or Slack id.")],
    role: Annotated[str, typer.Argument(help="rep, manager, admin, or slack for what Slack itself says.")],
    team: Annotated[str | None, typer.Option(help="Slack's team id, T….")] = None,
) -> None:
    """Name someone rep, manager or admin: `sales-coach members role @maria manager`."""
    if role not in ("slack", *(r.value for r in Role)):
        _stop(f"There is no role {role!r}. Write rep, manager, admin or slack, as in: members role @maria manager")
    people, workspace_id = _people(team)
    try:
        member = people.name_role(workspace_id, who, None if role == "slack" else Role(role))
    except CoachError:
        _stop(
            f"Nobody called {who} has used Sales Coach here. They appear with their first command; "
            "`sales-coach members list` shows who has."
        )
    out.print(f"{member.profile.name}: {role if role != 'slack' else 'as Slack says'}.")


def _people(team: str | None) -> tuple[Any, int]:
    """The members of one workspace: the only one, or the one that `team` names."""
    from bot.serving import build_services, open_database

    people = build_services(open_database(_settings())).people
    teams = people.teams()
    chosen = [t for t in teams if team is None or t[0] == team]
    if len(chosen) != 1:
        known = ", ".join(f"{team_id} ({name})" for team_id, name in teams) or "none yet: run `sales-coach serve` once"
        _stop(f"Which workspace? Say --team with one of: {known}.")
    workspace_id = people.workspace_id(chosen[0][0])
    if workspace_id is None:
        _stop(f"Sales Coach is no longer installed in {chosen[0][1]}.")
    return people, workspace_id


if __name__ == "__main__":
    main()
