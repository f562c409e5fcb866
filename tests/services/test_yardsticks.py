"""What a workspace measures with: changed by admins, kept with its history, and followed by every figure at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot import errors
from bot.services.figures import Figures
from bot.services.people import People, Profile
from bot.services.reports import Reports
from bot.services.yardsticks import Yardsticks
from bot.storage.engine import Database
from bot.storage.settings_history import yardstick_history
from bot.values import Card, Person, Role, StartingPoint, Yardstick
from tests.conftest import NOW, MakePerson, StandingClock
from tests.services.conftest import Type


@pytest.fixture
def yardsticks(database: Database, clock: StandingClock, people: People) -> Yardsticks:
    return Yardsticks(database, clock, people)


@pytest.fixture
def anna(make_person: MakePerson) -> Person:
    return make_person("U0ANNA", name="Anna Falk", role=Role.ADMIN)


def ask_again(people: People, person: Person) -> Person:
    """Who asks as the next request finds them."""
    return people.person(person.workspace_id, person.slack_user_id, lambda: None)


def test_every_figure_follows_in_the_next_answer(
    say: Type, figures: Figures, yardsticks: Yardsticks, people: People, anna: Person, clock: StandingClock
) -> None:
    for day, kronor in (("2026-10-05", 900), ("2026-10-08", 1000), ("2026-10-20", 1100)):
        say(anna, f"order {kronor} Volvo closed:{day}")
    say(anna, "won 100/month Acme opened:2026-10-01 meeting:2026-10-11 quoted:2026-10-21 closed:2026-10-31")
    say(anna, "won 50 EUR Bolaget closed:2026-10-31")

    def card_after(**changes: Any) -> Card:
        shown = yardsticks.current(anna)
        yardsticks.change(anna, shown, replace(shown, **changes))
        again = ask_again(people, anna)
        return figures.rep_card(again, again)

    def value(card: Card, pillar: str) -> float | None:
        return card.scores[pillar].value

    first = figures.rep_card(anna, anna)
    assert (first.scores["order_value"].sample, value(first, "time_to_close")) == (2, 30)
    assert value(card_after(starting_point=StartingPoint.FIRST_MEETING), "time_to_close") == 20
    assert value(card_after(starting_point=StartingPoint.QUOTED), "time_to_close") == 10
    assert card_after(call_off_unit="week").scores["order_value"].sample == 3
    by_order = card_after(call_off_unit="order")
    assert (by_order.scores["order_value"].sample, by_order.call_off_unit) == (4, "order")
    assert card_after(horizon_months=24).order_total == 300_000 + 240_000
    euros = card_after(currency="EUR")
    assert (euros.currency, euros.order_total, euros.left_out.currency) == ("EUR", 5_000, 4)
    back = card_after(currency="SEK", horizon_months=12, call_off_unit="month", starting_point=StartingPoint.OPENED)
    assert back.scores == first.scores
    report = Reports(figures._database, clock).report(anna.workspace_id, "here", "team", back.window)
    assert report.everyone.order_sample == 2


def test_the_answer_to_a_deal_follows_too(say: Type, yardsticks: Yardsticks, people: People, anna: Person) -> None:
    for day, kronor in (("2026-11-03", 900), ("2026-11-04", 1100)):
        said = say(anna, f"order {kronor} Volvo closed:{day}")
    assert (said.standing.order_value.value, said.standing.order_value.sample) == (200_000, 1)
    shown = yardsticks.current(anna)
    yardsticks.change(anna, shown, replace(shown, call_off_unit="order"))
    said = say(ask_again(people, anna), "lost 5000 Scania")
    assert (said.standing.order_value.value, said.standing.order_value.sample) == (100_000, 2)


def test_reports_follow_the_unit(
    say: Type, yardsticks: Yardsticks, anna: Person, database: Database, clock: StandingClock, figures: Figures
) -> None:
    for day, kronor in (("2026-11-03", 900), ("2026-11-04", 1100)):
        say(anna, f"order {kronor} Volvo closed:{day}")
    shown = yardsticks.current(anna)
    yardsticks.change(anna, shown, replace(shown, call_off_unit="order", week_start=6))
    reports = Reports(database, clock)
    for by in ("rep", "team", "month", "customer", "product"):
        report = reports.report(anna.workspace_id, "here", by, figures.rep_card(anna, anna).window)
        assert (report.everyone.order_sample, sum(line.order_sample for line in report.groups)) == (2, 2), by
    assert reports.week_start(anna.workspace_id) == 6


def test_who_changed_what_and_when_is_kept(
    database: Database, clock: StandingClock, yardsticks: Yardsticks, anna: Person
) -> None:
    shown = yardsticks.current(anna)
    change = yardsticks.change(anna, shown, replace(shown, horizon_months=24))
    clock.advance(days=1)
    yardsticks.change(anna, change.after, replace(change.after, week_start=6))
    assert yardsticks.change(anna, change.after, change.after).before.week_start == 6  # asked for nothing, got nothing
    with database.read() as connection:
        found = yardstick_history(connection, anna.workspace_id)
    assert [(at, actor) for at, actor, _, _ in found] == [(NOW, anna.member_id), (clock(), anna.member_id)]
    assert [(before.horizon_months, after.horizon_months) for _, _, before, after in found] == [(12, 24), (24, 24)]
    assert found[0][3] == found[1][2] == change.after


def test_two_admins_who_change_different_things(yardsticks: Yardsticks, anna: Person) -> None:
    both_saw = yardsticks.current(anna)
    yardsticks.change(anna, both_saw, replace(both_saw, horizon_months=24))
    change = yardsticks.change(anna, both_saw, replace(both_saw, starting_point=StartingPoint.QUOTED))
    assert (change.after.horizon_months, change.after.starting_point) == (24, StartingPoint.QUOTED)
    assert change.before.horizon_months == 24


@pytest.mark.parametrize("role", [None, Role.REP, Role.MANAGER])
def test_others_are_told_whom_to_ask(
    yardsticks: Yardsticks, anna: Person, make_person: MakePerson, role: Role | None
) -> None:
    elin, shown = make_person(role=role), yardsticks.current(anna)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: yardsticks.current(elin),
        lambda: yardsticks.change(elin, shown, replace(shown, horizon_months=1)),
    )
    for attempt in attempts:
        with pytest.raises(errors.NotAllowed) as raised:
            attempt()
        assert raised.value.params == {"what": "settings", "who": "Anna Falk"}
    assert yardsticks.current(anna) == shown


def test_another_workspace_keeps_its_own(yardsticks: Yardsticks, anna: Person, make_person: MakePerson) -> None:
    far = make_person(team="T0FAR", role=Role.ADMIN)
    shown = yardsticks.current(anna)
    yardsticks.change(anna, shown, replace(shown, currency="EUR"))
    assert yardsticks.current(far).currency == "SEK"


def test_what_was_read_before_a_change_is_not_remembered_after_it(
    database: Database, clock: StandingClock, people: People, yardsticks: Yardsticks, anna: Person
) -> None:
    """A request that looked a person up just before the change must not leave the old yardstick behind."""
    profile = Profile("U0NEW", "Nils", "nils", "Europe/Stockholm", "sv-SE", slack_admin=False, active=True)

    def slack_is_slow() -> Profile:
        shown = yardsticks.current(anna)
        yardsticks.change(anna, shown, replace(shown, horizon_months=36))
        return profile

    people.person(anna.workspace_id, "U0NEW", slack_is_slow)
    found: Yardstick = people.person(anna.workspace_id, "U0NEW", lambda: profile).yardstick
    assert found.horizon_months == 36
