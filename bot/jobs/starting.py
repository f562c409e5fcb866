"""The engine with everything that it sends: letters, digests, wins and boards."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.config import Settings
from bot.jobs.amending import Amending
from bot.jobs.composing import ChannelPosts, Coach, Composer
from bot.jobs.engine import Engine
from bot.jobs.slack_line import SlackLine
from bot.services.boards import Boards
from bot.services.clock import Clock
from bot.services.people import People
from bot.services.post_office import Database, Timing
from bot.services.weekly import Weekly
from bot.services.weekly_agenda import Agendas, Commitments
from bot.services.weekly_letter import Letters
from bot.services.wins import Wins


def composer_of(
    database: Database,
    clock: Clock,
    *,
    people: People,
    weekly: Weekly,
    letters: Letters,
    commitments: Commitments,
    coach: Coach,
) -> Composer:
    """What composes every message that is sent."""
    posts = ChannelPosts(Wins(database, clock), Boards(database, clock, letters))
    return Composer(people, weekly, letters, Agendas(database, clock, commitments), coach, posts)


def engine_of(
    settings: Settings,
    database: Database,
    clock: Clock,
    *,
    people: People,
    weekly: Weekly,
    letters: Letters,
    commitments: Commitments,
    coach: Coach,
    also: Sequence[Callable[[datetime], object]] = (),
    **more: Any,
) -> Engine:
    """An engine that sends all there is to send; `also` is done with every sweep, `more` is as `Engine` takes it."""
    wins, boards = Wins(database, clock), Boards(database, clock, letters)
    amending = Amending(wins, people, SlackLine(settings.slack_api_url, Timing().post_timeout))

    def put_right(_now: datetime) -> None:
        amending.amend()

    composer = composer_of(
        database, clock, people=people, weekly=weekly, letters=letters, commitments=commitments, coach=coach
    )
    planned = (wins.plan, boards.plan, put_right, *also)
    return Engine(settings, database, people, composer, clock, weekly=weekly, also=planned, **more)
