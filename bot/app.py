"""The Bolt app: who is asking, the listeners, and the one place where errors become sentences."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from bot.ids import EVENT_HOME_OPENED
from bot.jobs.file_work import FileWork
from bot.listeners.asker import ASKER, Asker
from bot.listeners.channels import ChannelListeners
from bot.listeners.coach import CoachListeners
from bot.listeners.customers import CustomerListeners
from bot.listeners.deal_modals import DealModals
from bot.listeners.deals import DealListeners
from bot.listeners.error_boundary import ErrorBoundary
from bot.listeners.exports import ExportListeners
from bot.listeners.files import FileListeners, is_dropped
from bot.listeners.goals import GoalListeners
from bot.listeners.home import HomeListeners
from bot.listeners.home_taps import HomeTapListeners
from bot.listeners.lifecycle import LifecycleListeners
from bot.listeners.loss_reasons import LossReasonListeners
from bot.listeners.messages import MessageListeners, is_said
from bot.listeners.pillars import PillarsListeners
from bot.listeners.playbook import PlaybookListeners
from bot.listeners.profiles import ask_slack, everybody
from bot.listeners.roles import RoleListeners
from bot.listeners.settings import SettingsListeners
from bot.listeners.shortcuts import ShortcutListeners
from bot.listeners.stale_deals import StaleDealListeners
from bot.listeners.surfaces import Surfaces
from bot.listeners.tags import TagListeners
from bot.listeners.weekly import WeeklyListeners
from bot.services.boards import Boards
from bot.services.channels import Channels
from bot.services.clock import Clock, today_of
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
from bot.services.said_deals import SaidDeals
from bot.services.stale_deals import StaleDeals
from bot.services.tags import Tags
from bot.services.weekly import Weekly
from bot.services.weekly_letter import Letters
from bot.services.yardsticks import Yardsticks
from bot.slack_calls import tls_to
from bot.texts import texts_for

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Services:
    """The use cases, ready to be called."""

    people: People
    desk: DealDesk
    figures: Figures
    imports: Imports
    goals: GoalDesk
    yardsticks: Yardsticks
    playbooks: Playbooks
    coach: Coach
    commitments: Commitments
    tags: Tags
    stale: StaleDeals
    weekly: Weekly
    letters: Letters
    channels: Channels
    boards: Boards
    customers: Customers
    reasons: LossReasons
    heard: Heard
    said: SaidDeals
    home: HomeDesk
    files: FileImports
    errands: Errands
    exports: Exports
    clock: Clock


def create_app(
    services: Services, *, slack_api_url: str, signing_secret: str = "", work: FileWork | None = None
) -> App:
    """The app, talking to the Slack at `slack_api_url`. `signing_secret` is needed for signed HTTP only."""
    client = WebClient(
        base_url=slack_api_url,
        timeout=10,
        ssl=tls_to(slack_api_url),
        retry_handlers=[ConnectionErrorRetryHandler(max_retry_count=1), RateLimitErrorRetryHandler(max_retry_count=2)],
    )
    app = App(
        name="sales-coach",
        client=client,
        authorize=_authorizer(services.people),
        signing_secret=signing_secret or "socket mode needs none",
        request_verification_enabled=bool(signing_secret),
        # What a user is told is committed first, so the answer is the acknowledgement itself: one round trip,
        # and no thread that waits for another.
        process_before_response=True,
    )
    app.error(ErrorBoundary().handle)
    home = HomeListeners(services.home)
    surfaces = Surfaces(home)
    app.use(_introduce(services, surfaces))
    settings = SettingsListeners(services.yardsticks, surfaces)
    playbook = PlaybookListeners(services.playbooks, surfaces)
    modals = DealModals(services.reasons)
    work = work or file_work_of(services, slack_api_url)
    for group in (
        DealListeners(
            services.desk, services.said, services.imports, services.tags, modals, services.customers, surfaces
        ),
        CustomerListeners(services.customers),
        LossReasonListeners(services.reasons, surfaces),
        ShortcutListeners(modals, services.customers, services.reasons),
        FileListeners(services.files, services.errands, services.heard, work.wake),  # before all other messages
        ExportListeners(services.exports, services.errands, work.wake),
        MessageListeners(
            services.desk,
            services.said,
            services.imports,
            services.people,
            services.figures,
            services.reasons,
            services.heard,
            services.tags,
            modals,
        ),
        PillarsListeners(services.people, services.figures, services.goals, settings),
        settings,
        playbook,
        GoalListeners(services.goals, surfaces),
        CoachListeners(services.coach, services.commitments, playbook, home),
        TagListeners(services.tags),
        StaleDealListeners(services.stale),
        home,
        HomeTapListeners(home, services.desk, services.stale, services.tags, services.people),
        RoleListeners(services.people, surfaces),
        WeeklyListeners(services.weekly, home),
        ChannelListeners(services.channels, services.boards, home, surfaces),
        LifecycleListeners(services.people),
    ):
        group.register(app)
    return app


def file_work_of(services: Services, slack_api_url: str) -> FileWork:
    """What reads files from Slack and sends others: one a process, for its app and its engine; the rows are shared."""
    return FileWork(services.files, services.errands, services.exports, services.people, slack_api_url, everybody)


def _authorizer(people: People) -> Callable[..., Any]:
    """Tokens come from the installations table, never from Slack inside the three seconds that it waits."""

    def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        token = people.token(team_id) if team_id else None
        if token is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token.bot_token,
            bot_id=token.bot_id,
            bot_user_id=token.bot_user_id,
        )

    return authorize


def _introduce(services: Services, surfaces: Surfaces) -> Callable[..., Any]:
    """The middleware that puts who asks, in which language and on which day into the context."""

    def introduce(context: BoltContext, client: WebClient, body: dict[str, Any], next: Callable[[], Any]) -> None:  # noqa: A002
        token = services.people.token(context.team_id) if context.team_id else None
        if token is not None and context.user_id and body.get("type") != "event_callback":
            asker = context[ASKER] = _asker(services, token.workspace_id, context.user_id, client)
            in_view = surfaces.respond_to(body, asker, client)
            if in_view is not None:
                context["respond"] = in_view
        elif token is not None and _wants_answer(body):
            context[ASKER] = _asker(services, token.workspace_id, body["event"]["user"], client)
        next()

    return introduce


def _wants_answer(body: dict[str, Any]) -> bool:
    """Whether somebody is behind an event who is answered: with their home tab, or to what they wrote."""
    event = body.get("event", {})
    return bool(event.get("type") == EVENT_HOME_OPENED or is_said(event) or is_dropped(event))


def _asker(services: Services, workspace_id: int, user_id: str, client: WebClient) -> Asker:
    person = services.people.person(workspace_id, user_id, lambda: ask_slack(client, user_id))
    return Asker(person, texts_for(person.locale), today_of(person, services.clock()))
