"""What a workspace measures with, looked at and changed by its admins."""

from dataclasses import fields, replace
from typing import Any

from bot.errors import NotAllowed
from bot.services.clock import Clock
from bot.services.people import People
from bot.storage.engine import Database
from bot.storage.settings_history import change_yardstick, hold_yardstick
from bot.storage.workspaces import Members, yardstick_of
from bot.values import Person, Role, Yardstick, YardstickChange

MOST_NAMED = 3
"""Admins that a refusal names; with more, any of them will do."""


class Yardsticks:
    """The workspace's yardstick: all figures derive from the deals, so changing it changes all of history at once."""

    def __init__(self, database: Database, clock: Clock, people: People) -> None:
        self._database = database
        self._clock = clock
        self._people = people

    def current(self, person: Person) -> Yardstick:
        """The yardstick as it stands. Raises NotAllowed, which names the admins, for anybody who is none."""
        self._only_admins(person)
        with self._database.read() as connection:
            return yardstick_of(connection, person.workspace_id)

    def change(self, person: Person, seen: Yardstick, wanted: Yardstick) -> YardstickChange:
        """Set whatever `wanted` has otherwise than `seen`, which is what the admin was shown.

        So two admins who change different things at the same time both get what they wanted. Written with a history
        row; this process measures with it from the next answer on, others within `people.REMEMBERED_S`.
        Raises NotAllowed as `current` does.
        """
        self._only_admins(person)
        with self._database.write() as connection:
            before = hold_yardstick(connection, person.workspace_id)
            after = replace(before, **_differences(seen, wanted))
            if after != before:
                change_yardstick(connection, person.workspace_id, person.member_id, before, after, self._clock())
        self._people.forget_persons()
        return YardstickChange(before, after)

    def _only_admins(self, person: Person) -> None:
        if person.role is Role.ADMIN:
            return
        with self._database.read() as connection:
            everybody = Members(connection, person.workspace_id).all()
        admins = [member.profile.name for member in everybody if member.role is Role.ADMIN and member.profile.active]
        raise NotAllowed(what="settings", who=", ".join(admins[:MOST_NAMED]))


def _differences(seen: Yardstick, wanted: Yardstick) -> dict[str, Any]:
    return {
        each.name: getattr(wanted, each.name)
        for each in fields(Yardstick)
        if getattr(wanted, each.name) != getattr(seen, each.name)
    }
