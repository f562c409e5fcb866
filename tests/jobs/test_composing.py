"""What is composed for whom when it is about to leave."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.assembly import build_services
from bot.jobs.composing import Composer
from bot.jobs.delivering import Skip
from bot.jobs.starting import composer_of
from bot.services.weekly import DIGEST, WEEKLY
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.views.message import Message
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import type_to

SUNDAY = date(2026, 11, 15)


@pytest.fixture
def services(database: Database, clock: StandingClock) -> Any:
    clock.now = datetime(2026, 11, 16, 7, 1, tzinfo=UTC)
    return build_services(database, clock)


@pytest.fixture
def composer(services: Any, database: Database, clock: StandingClock) -> Composer:
    return composer_of(
        database,
        clock,
        people=services.people,
        weekly=services.weekly,
        letters=services.letters,
        commitments=services.commitments,
        coach=services.coach,
    )


@pytest.fixture
def say(services: Any, clock: StandingClock) -> Callable[..., Any]:
    return type_to(services.desk, clock)


def compose(composer: Composer, person: Person, kind: str = WEEKLY) -> Message | Skip:
    return composer(person.workspace_id, person.member_id, kind, SUNDAY.isoformat(), SUNDAY)


def test_a_letter_in_ones_own_language(composer: Composer, say: Callable[..., Any], make_person: MakePerson) -> None:
    elin, oskar = make_person(), make_person("U0OSKAR", name="Oskar", locale="en-GB")
    say(elin, "won 25000 Acme closed:2026-11-10")
    for person, begins in ((elin, "Din vecka"), (oskar, "Your week")):
        said = compose(composer, person)
        assert isinstance(said, Message)
        assert said.text.startswith(begins)


def test_who_stopped_after_it_was_planned_gets_nothing(
    composer: Composer, services: Any, make_person: MakePerson
) -> None:
    elin = make_person()
    services.weekly.set(elin)
    assert isinstance(compose(composer, elin), Message)
    services.weekly.stop(elin)
    assert compose(composer, elin) == Skip("stopped")


def test_the_digest_is_for_managers(composer: Composer, people: Any, make_person: MakePerson) -> None:
    maria = make_person("U0MARIA", name="Maria", role=Role.MANAGER)
    assert isinstance(compose(composer, maria, DIGEST), Message)
    assert compose(composer, maria) == Skip("does_not_sell")
    assert compose(composer, make_person(), DIGEST) == Skip("no_manager")


def test_nobody_and_nothing(composer: Composer, make_person: MakePerson) -> None:
    elin = make_person()
    assert composer(elin.workspace_id, 99_999, WEEKLY, SUNDAY.isoformat(), SUNDAY) == Skip("unknown_member")
    assert compose(composer, elin, "something else") == Skip("unknown_kind")
    for kind, period in (("win", "2026-11-16:1001:1"), ("wins", "2026-11-16:1001:1"), ("board", "2026-11-15:improved")):
        assert composer(elin.workspace_id, None, kind, period, SUNDAY) == Skip("nothing_to_say")
