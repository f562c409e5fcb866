"""The list of reasons, changed by two admins at a time."""

import threading

import pytest

from bot import errors
from bot.services.loss_reasons import LossReasons
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.loss_reasons import DEFAULT_REASONS, MOST_OWN_REASONS
from tests.conftest import MakePerson, StandingClock


@pytest.fixture
def reasons(database: Database, clock: StandingClock) -> LossReasons:
    return LossReasons(database, clock)


@pytest.fixture
def anna(make_person: MakePerson) -> Person:
    return make_person("U0ANNA", name="Anna", role=Role.ADMIN)


def test_at_first_all_well_known_ones_are_offered(reasons: LossReasons, anna: Person) -> None:
    assert reasons.offered(anna) == DEFAULT_REASONS
    assert reasons.to_edit(anna).reasons == DEFAULT_REASONS


@pytest.mark.parametrize("begun", [(), ("price", "Own")])
def test_each_of_two_admins_gets_what_they_changed(
    reasons: LossReasons, anna: Person, make_person: MakePerson, begun: tuple[str, ...]
) -> None:
    bo = make_person("U0BO", name="Bo", role=Role.ADMIN)
    if begun:
        reasons.change(anna, begun)
    first, second = reasons.to_edit(anna), reasons.to_edit(bo)
    assert first == second
    reasons.change(anna, (*first.reasons, "Aaa"), first.version)
    change = reasons.change(bo, (*second.reasons[1:], "Bbb"), second.version)
    assert change.before == (*first.reasons, "Aaa")
    assert change.after == (*first.reasons[1:], "Bbb", "Aaa")


def test_what_another_took_away_stays_away(reasons: LossReasons, anna: Person) -> None:
    reasons.change(anna, ("price", "Old", "Older"))
    shown = reasons.to_edit(anna)
    reasons.change(anna, ("price", "Older"), shown.version)
    assert reasons.change(anna, ("price", "Old", "Older", "New"), shown.version).after == ("price", "Older", "New")


def test_the_same_reason_added_twice_is_one(reasons: LossReasons, anna: Person) -> None:
    shown = reasons.to_edit(anna)
    reasons.change(anna, (*shown.reasons, "Wrong colour"), shown.version)
    after = reasons.change(anna, (*shown.reasons, "wrong COLOUR"), shown.version).after
    assert [reason.casefold() for reason in after].count("wrong colour") == 1


def test_together_they_may_be_too_many_or_none(reasons: LossReasons, anna: Person) -> None:
    half = [f"Reason {n}" for n in range(MOST_OWN_REASONS)]
    shown = reasons.to_edit(anna)
    reasons.change(anna, ("price", *half), shown.version)
    with pytest.raises(errors.TooManyReasons) as refused:
        reasons.change(anna, ("price", "One more"), shown.version)
    assert refused.value.field == "own_reasons"
    two = reasons.change(anna, ("price", "timing")).after
    seen = reasons.to_edit(anna)
    reasons.change(anna, ("price",), seen.version)
    with pytest.raises(errors.NoReasons):
        reasons.change(anna, ("timing",), seen.version)
    assert two == ("price", "timing")
    assert reasons.offered(anna) == ("price",)


def test_a_version_of_another_workspace_is_none_of_ours(
    reasons: LossReasons, anna: Person, make_person: MakePerson
) -> None:
    other = make_person("U0OTHER", team="T0OTHER", role=Role.ADMIN)
    reasons.change(other, ("price", "Theirs"))
    with pytest.raises(errors.FormExpired):
        reasons.change(anna, ("price",), reasons.to_edit(other).version)


def test_two_at_the_same_moment(reasons: LossReasons, anna: Person, make_person: MakePerson) -> None:
    bo = make_person("U0BO", name="Bo", role=Role.ADMIN)
    shown = reasons.to_edit(anna)
    go = threading.Barrier(2)

    def add(who: Person, own: str) -> None:
        go.wait(timeout=10)
        reasons.change(who, (*shown.reasons, own), shown.version)

    threads = [threading.Thread(target=add, args=each) for each in ((anna, "Aaa"), (bo, "Bbb"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert {"Aaa", "Bbb"} <= set(reasons.offered(anna))
