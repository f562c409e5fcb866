"""The parts put together: the database at today's schema, services over it, a workspace for the command line."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import logs
from bot.app import Services, file_work_of
from bot.config import Settings, SettingsError, read_settings
from bot.jobs.engine import Engine
from bot.jobs.file_work import FileWork
from bot.jobs.starting import engine_of
from bot.services.boards import Boards
from bot.services.channels import Channels
from bot.services.clock import Clock
from bot.services.coach import Coach
from bot.services.commitments import Commitments
from bot.services.customers import Customers
from bot.services.deals import DealDesk
from bot.services.errands import Errands
from bot.services.exports import Exports
from bot.services.figures import Figures
from bot.services.file_imports import FileImports
from bot.services.goals import GoalDesk
from bot.services.heard import Heard
from bot.services.home import HomeDesk
from bot.services.imports import Imports
from bot.services.loss_reasons import LossReasons
from bot.services.people import People
from bot.services.playbooks import Playbooks
from bot.services.reports import Reports
from bot.services.said_deals import SaidDeals
from bot.services.stale_deals import StaleDeals
from bot.services.tags import Tags
from bot.services.weekly import Weekly
from bot.services.weekly_letter import Letters
from bot.services.yardsticks import Yardsticks
from bot.storage.engine import Database
from bot.storage.schema import migrate

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


def build_services(database: Database, clock: Clock = utc_now) -> Services:
    people, desk, figures = People(database, clock), DealDesk(database, clock), Figures(database, clock)
    playbooks = Playbooks(database, clock)
    coach = Coach(database, clock, figures, playbooks)
    letters = Letters(database, clock, coach.told)
    goals, commitments, weekly = GoalDesk(database, clock), Commitments(database, clock), Weekly(database, clock)
    channels, reasons = Channels(database, clock), LossReasons(database, clock)
    imports = Imports(database, clock)
    return Services(
        people=people,
        desk=desk,
        figures=figures,
        imports=imports,
        goals=goals,
        yardsticks=Yardsticks(database, clock, people),
        playbooks=playbooks,
        coach=coach,
        commitments=commitments,
        tags=Tags(database, clock, desk),
        stale=StaleDeals(database, clock, desk, figures),
        weekly=weekly,
        letters=letters,
        channels=channels,
        boards=Boards(database, clock, letters),
        customers=Customers(database),
        reasons=reasons,
        heard=Heard(database, clock),
        said=SaidDeals(database, desk),
        home=HomeDesk(
            database,
            clock,
            people=people,
            figures=figures,
            goals=goals,
            coach=coach,
            commitments=commitments,
            weekly=weekly,
            channels=channels,
            playbooks=playbooks,
            reasons=reasons,
        ),
        files=FileImports(database, clock, imports),
        errands=Errands(database, clock, imports),
        exports=Exports(database),
        clock=clock,
    )


def build_engine(settings: Settings, database: Database, services: Services, work: FileWork | None = None) -> Engine:
    """What sends the weekly messages and what goes to channels, to be started and stopped.

    Files from Slack that a dead process left are taken up with every sweep.
    """
    files = work or file_work_of(services, settings.slack_api_url)
    return engine_of(
        settings,
        database,
        services.clock,
        people=services.people,
        weekly=services.weekly,
        letters=services.letters,
        commitments=services.commitments,
        coach=services.coach,
        also=(lambda _now: files.wake(),),
    )


def open_database(settings: Settings) -> Database:
    """The database, at the schema that this version knows."""
    database = Database(settings.database)
    found, now = migrate(database)
    if found != now:
        log.info("database schema: %s → %s", found or "empty", now)
    return database


@dataclass(frozen=True)
class Workspace:
    """One workspace as the command line sees it."""

    id: int
    team_id: str
    name: str
    currency: str
    people: People
    imports: Imports
    reports: Reports
    playbooks: Playbooks


def open_workspace(team: str | None, *, create: bool = False) -> Workspace:
    """The only workspace of the database, or the one that `team` names. Raises SettingsError for none or several.

    With `create`, a database without any gets one that waits for Slack: the first installation takes it over.
    """
    settings = read_settings()
    logs.configure(settings.log_level)
    database = open_database(settings)
    people = People(database, utc_now)
    if create:
        people.await_installation()
    teams = people.teams()
    chosen = [t for t in teams if team is None or t.team_id == team]
    if len(chosen) != 1:
        known = ", ".join(f"{t.team_id} ({t.name})" for t in teams) or "none yet: run `sales-coach serve` once"
        raise SettingsError(f"Which workspace? Say --team with one of: {known}.")
    one = chosen[0]
    return Workspace(
        one.id,
        one.team_id,
        one.name,
        one.currency,
        people,
        Imports(database, utc_now),
        Reports(database, utc_now),
        Playbooks(database, utc_now),
    )
