"""`sales-coach weekly`: who would get what and when, and one message at once."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer
from rich.table import Table

from bot.assembly import build_engine, build_services, open_database, open_workspace, utc_now
from bot.command_line import files
from bot.command_line.screen import WIDTH, Screen
from bot.config import SettingsError, read_settings
from bot.services.clock import day_in
from bot.services.people import KnownMember
from bot.services.rhythm import Rhythm, last_sunday, next_occasion, zone_of
from bot.services.weekly import WEEKLY, Upcoming

FIRST_LINES = 2  # of a message: its title and the week in a line

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show who would get what and when; nothing is sent.")]
AsOf = Annotated[
    str | None, typer.Option(help="Show the week that this day is in, as 2026-11-16, instead of what comes next.")
]
SendNow = Annotated[
    str | None, typer.Option(help="Send this person's message of the week at once: @handle, name or Slack id.")
]


def weekly(dry_run: DryRun = False, as_of: AsOf = None, send_now: SendNow = None, team: files.Team = None) -> None:
    """The weekly messages: `--dry-run` shows what is to come, `--send-now @rep` sends one."""
    out = Screen(width=WIDTH)
    if send_now is not None and not dry_run and as_of is None:
        out.print(_send(send_now, team))
        return
    if send_now is not None or not dry_run:
        raise SettingsError("Write `weekly --dry-run`, also with --as-of 2026-11-16, or `weekly --send-now @rep`.")
    _show(out, None if as_of is None else _day(as_of), team)


def _show(out: Screen, day: date | None, team: str | None) -> None:
    # Composing reads the same figures as sending does, and marks nothing as sent.
    from bot.jobs.delivering import Skip
    from bot.jobs.starting import composer_of

    workspace, database = open_workspace(team), open_database(read_settings())
    services = build_services(database)
    composer = composer_of(
        database,
        utc_now,
        people=services.people,
        weekly=services.weekly,
        letters=services.letters,
        commitments=services.commitments,
        coach=services.coach,
    )
    table = Table("Who", "What", "When, where they are", "Weeks to", "It says")
    coming = services.weekly.upcoming(workspace.id)
    for one in coming:
        due_at, sunday = _when(one, day)
        local = due_at.astimezone(zone_of(one.recipient.tz))
        said = composer(workspace.id, one.recipient.member_id, one.kind, sunday.isoformat(), sunday)
        gist = f"nothing ({said.reason})" if isinstance(said, Skip) else _gist(said.text)
        moment = f"{local:%Y-%m-%d %H:%M} {one.recipient.tz}"
        table.add_row(one.recipient.name, one.kind, moment, sunday.isoformat(), gist)
    out.print(table if coming else "Nobody has said yes to the weekly message yet. It is offered on the home tab.")
    database.close()


def _when(one: Upcoming, day: date | None) -> tuple[datetime, date]:
    """When it is due and the Sunday it is about: what comes next, or what is due in the week of a day."""
    if day is None:
        return one.occasion.due_at, one.occasion.sunday
    recipient = one.recipient
    monday = day - timedelta(days=day.weekday())
    rhythm = Rhythm(recipient.tz, recipient.weekday, recipient.hour)
    start = datetime.combine(monday, time(), zone_of(recipient.tz)) - timedelta(microseconds=1)
    found = next_occasion(rhythm, start)
    return found.due_at, found.sunday


def _gist(text: str) -> str:
    lines = text.splitlines()
    return lines[FIRST_LINES - 1].replace("*", "") if len(lines) >= FIRST_LINES else text


def _send(who: str, team: str | None) -> str:
    from bot.services.post_office import State

    workspace, settings = open_workspace(team), read_settings()
    database = open_database(settings)
    services = build_services(database)
    person = _person(services.people.members(workspace.id), who)
    member = services.people.member(workspace.id, person)
    if member is None:
        raise SettingsError(f"Nobody is called {who} here.")
    before = services.weekly.send_now(member)
    sunday = last_sunday(day_in(member.tz, utc_now())).isoformat()
    if before in (State.SENT, State.CLAIMED):
        return f"{member.name} has had the message about the weeks to {sunday} already; it is not sent twice."
    engine = build_engine(settings, database, services)
    engine.round()
    fate, reason = services.weekly.fate(member, WEEKLY, sunday)
    database.close()
    if fate is State.SENT:
        return f"Sent to {member.name}, about the weeks to {sunday}."
    return f"Not sent to {member.name}: {fate.value}{f' ({reason})' if reason else ''}."


def _person(members: list[KnownMember], who: str) -> int:
    """The one member of that Slack id, handle or name. Raises SettingsError for nobody, or more than one."""
    wanted = who.strip().removeprefix("@").casefold()
    found = [
        member.id
        for member in members
        if member.profile.slack_user_id
        and wanted
        in (member.profile.slack_user_id.casefold(), member.profile.handle.casefold(), member.profile.name.casefold())
    ]
    if len(found) != 1:
        raise SettingsError(
            f"Nobody, or more than one, is called {who} here; `sales-coach members list` shows who there is."
        )
    return found[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{text!r} is no day. Write it as 2026-11-16.") from None
