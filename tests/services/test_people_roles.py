"""Roles: an admin is always left, whoever names whom at the same moment; and every change is written down."""

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from bot import errors
from bot.services.people import ROLE_CHANGES_SHOWN, People, Profile
from bot.storage.engine import Database
from bot.storage.holding import hold_workspace
from bot.storage.role_history import change_role
from bot.storage.workspaces import Members
from bot.values import Person, Role, RoleChanged
from tests.conftest import NOW, MakePerson, StandingClock

TODAY = date(2026, 11, 18)


@pytest.fixture
def anna(make_person: MakePerson) -> Person:
    return make_person("U0ANNA", name="Anna Falk", role=Role.ADMIN)


@pytest.fixture
def bo(make_person: MakePerson) -> Person:
    return make_person("U0BO", name="Bo Ek", role=Role.ADMIN)


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person("U0ELIN", name="Elin Sandberg")


@pytest.fixture
def elsewhere(database_url: str, clock: StandingClock) -> Iterator[People]:
    """Another process of the app on the same database."""
    database = Database(database_url)
    yield People(database, clock)
    database.close()


def roles(people: People, workspace_id: int) -> dict[str, Role]:
    return {member.profile.slack_user_id: member.role for member in people.members(workspace_id)}


def names(people: People, who: Person, whom: Person, role: Role | None) -> None:
    people.name_role_of(who, whom.slack_user_id, role, lambda: None)


class TestAnAdminIsLeft:
    @pytest.mark.parametrize("apart", [False, True], ids=["one process", "two processes"])
    def test_two_who_take_the_role_from_each_other(
        self, people: People, elsewhere: People, anna: Person, bo: Person, apart: bool
    ) -> None:
        refused: list[BaseException] = []
        together = threading.Barrier(2, timeout=30)

        def take(whose: People, who: Person, whom: Person) -> None:
            together.wait()
            try:
                names(whose, who, whom, Role.REP)
            except errors.NotAllowed as error:
                refused.append(error)

        pairs = ((people, anna, bo), (elsewhere if apart else people, bo, anna))
        threads = [threading.Thread(target=take, args=pair, daemon=True) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        assert [error.params["what"] for error in refused] == ["roles"]  # type: ignore[attr-defined]
        assert sorted(roles(people, anna.workspace_id).values()) == [Role.ADMIN, Role.REP]

    @pytest.mark.parametrize("apart", [False, True], ids=["one process", "two processes"])
    def test_the_second_waits_for_what_the_first_has_not_finished(
        self, people: People, elsewhere: People, database: Database, anna: Person, bo: Person, apart: bool
    ) -> None:
        said: list[str] = []

        def take() -> None:
            try:
                names(elsewhere if apart else people, bo, anna, Role.REP)
            except errors.NotAllowed as error:
                said.append(str(error.params["what"]))
            else:
                said.append("done")

        second = threading.Thread(target=take, daemon=True)
        with database.write() as connection:
            hold_workspace(connection, anna.workspace_id)
            found = Members(connection, anna.workspace_id).by_id(bo.member_id)
            assert found is not None
            change_role(connection, anna.workspace_id, anna.member_id, found, Role.REP, NOW)
            second.start()
            second.join(0.3)  # time enough to go wrong where nobody waits
            assert said == []
        second.join(60)
        assert said == ["roles"]
        assert roles(people, anna.workspace_id) == {"U0ANNA": Role.ADMIN, "U0BO": Role.REP}

    def test_who_was_refused_is_known_as_what_they_are(
        self, people: People, elsewhere: People, anna: Person, bo: Person
    ) -> None:
        again: Callable[[], Person] = lambda: people.person(bo.workspace_id, bo.slack_user_id, lambda: None)  # noqa: E731
        assert again().role is Role.ADMIN
        names(elsewhere, anna, bo, Role.MANAGER)
        with pytest.raises(errors.NotAllowed):
            names(people, again(), anna, Role.REP)
        assert again().role is Role.MANAGER

    def test_ones_own_is_for_others(self, people: People, anna: Person, bo: Person) -> None:
        with pytest.raises(errors.NotAllowed) as raised:
            names(people, anna, anna, Role.REP)
        assert raised.value.params["what"] == "own_role"
        names(people, anna, bo, Role.REP)
        assert roles(people, anna.workspace_id)["U0ANNA"] is Role.ADMIN


class TestHistory:
    def test_who_whom_when_from_what_to_what(self, people: People, anna: Person, bo: Person, elin: Person) -> None:
        first = people.name_role_of(anna, "U0ELIN", Role.MANAGER, lambda: None)
        assert (first.holder.role, first.before, first.changed) == (Role.MANAGER, Role.REP, True)
        names(people, bo, elin, None)
        assert people.role_changes(anna)[:2] == [
            RoleChanged(TODAY, "Bo Ek", "Elin Sandberg", Role.MANAGER, Role.REP, by_slack=True),
            RoleChanged(TODAY, "Anna Falk", "Elin Sandberg", Role.REP, Role.MANAGER, by_slack=False),
        ]

    def test_the_command_line_has_no_name(self, people: People, anna: Person, elin: Person) -> None:
        people.name_role(anna.workspace_id, "@elin sandberg", Role.ADMIN)
        newest = people.role_changes(anna)[0]
        assert newest == RoleChanged(TODAY, None, "Elin Sandberg", Role.REP, Role.ADMIN, by_slack=False)

    def test_the_same_again_is_no_change(self, people: People, anna: Person, elin: Person) -> None:
        names(people, anna, elin, Role.MANAGER)
        before = people.role_changes(anna)
        again = people.name_role_of(anna, "U0ELIN", Role.MANAGER, lambda: None)
        assert (again.holder.role, again.changed) == (Role.MANAGER, False)
        assert people.role_changes(anna) == before

    def test_what_slack_says_is_named_and_counts_as_no_other_role(self, people: People, anna: Person) -> None:
        cilla = Profile("U0CILLA", "Cilla", "cilla", "Europe/London", "en-GB", slack_admin=True, active=True)
        named = people.name_role_of(anna, "U0CILLA", Role.ADMIN, lambda: cilla)
        assert not named.changed  # Slack's admin is one here already; but now it holds whatever Slack says
        assert people.role_changes(anna)[0].after is Role.ADMIN
        people.name_role_of(anna, "U0CILLA", None, lambda: cilla)
        assert people.role_changes(anna)[0].by_slack

    def test_a_refusal_leaves_no_line(self, people: People, anna: Person, bo: Person, elin: Person) -> None:
        names(people, anna, bo, Role.REP)
        before = people.role_changes(anna)
        with pytest.raises(errors.NotAllowed):
            names(people, bo, elin, Role.MANAGER)
        assert people.role_changes(anna) == before

    def test_the_newest_first_and_not_all(self, people: People, anna: Person, elin: Person) -> None:
        for place in range(ROLE_CHANGES_SHOWN + 3):
            names(people, anna, elin, (Role.MANAGER, Role.REP)[place % 2])
        shown = people.role_changes(anna)
        assert len(shown) == ROLE_CHANGES_SHOWN
        assert [change.after for change in shown[:2]] == [Role.MANAGER, Role.REP]

    def test_for_admins_of_the_same_workspace_only(
        self, people: People, make_person: MakePerson, anna: Person, elin: Person
    ) -> None:
        names(people, anna, elin, Role.MANAGER)
        with pytest.raises(errors.NotAllowed):
            people.role_changes(elin)
        other = make_person("U0ANNA", team="T0OTHER", name="Anna Falk", role=Role.ADMIN)
        assert [change.name for change in people.role_changes(other)] == ["Anna Falk"]  # how she became one

    def test_the_day_is_the_readers(self, people: People, clock: StandingClock, make_person: MakePerson) -> None:
        clock.now = NOW.replace(hour=23, minute=30)
        far = make_person("U0KIM", name="Kim", role=Role.ADMIN, tz="Pacific/Auckland")
        assert people.role_changes(far)[0].on == date(2026, 11, 19)
