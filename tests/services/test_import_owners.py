"""Under which names a member's deals are found in a file."""

import pytest

from bot.services.import_owners import NOBODY_YET, Directory
from bot.storage.engine import Database
from bot.storage.workspaces import Members, Profile
from tests.conftest import MakePerson, StandingClock

ELIN = Profile("U0ELIN", "Elin Ek", "elin.ek", "Europe/Stockholm", "sv-SE", slack_admin=False, active=True)


@pytest.mark.parametrize(
    ("written", "is_hers"),
    [
        ("Elin Ek", True),
        ("elin  EK", True),
        ("Ek, Elin", True),
        ("Ek,Elin", True),
        ("Elin", False),
        ("Ek Elin", False),
        ("Ek, Elin, Lind, Oskar", False),
        (",", False),
    ],
)
def test_as_people_and_registers_write_her(
    written: str, is_hers: bool, database: Database, clock: StandingClock, make_person: MakePerson
) -> None:
    elin = make_person(ELIN.slack_user_id, name=ELIN.name)
    with database.read() as connection:
        members = Members(connection, elin.workspace_id)
        directory = Directory(members, [ELIN], clock(), writes=False)
        assert directory.is_member(elin.member_id, written, None) is is_hers
        assert directory.member(written, None) == (elin.member_id if is_hers else NOBODY_YET)
