"""A desk to record at, and a way to type to it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.language.commands import Edit, Record
from bot.language.deal_command import parse_deal
from bot.services.clock import today_of
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.storage.engine import Database
from bot.values import Person
from tests.conftest import StandingClock


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> DealDesk:
    return DealDesk(database, clock)


@pytest.fixture
def figures(database: Database, clock: StandingClock) -> Figures:
    return Figures(database, clock)


Type = Callable[..., Any]


@pytest.fixture
def say(desk: DealDesk, clock: StandingClock) -> Type:
    return type_to(desk, clock)


def type_to(desk: DealDesk, clock: StandingClock) -> Type:
    """Does what the text after `/deal` says, for entries and edits."""

    def say(person: Person, text: str, key: str | None = None, **how: bool) -> Any:
        currency = person.yardstick.currency
        parsed = parse_deal(text, today=today_of(person, clock()), currency=currency, day_first=True)
        if isinstance(parsed, Edit):
            assert parsed.changes is not None
            return desk.edit(person, parsed.number, parsed.changes.said(), key)
        assert isinstance(parsed, Record)
        return desk.record(person, parsed, key, **how)

    return say
