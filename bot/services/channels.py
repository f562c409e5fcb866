"""What is shared in channels, chosen by admins; who takes part in boards, which everybody chooses for themselves."""

from dataclasses import replace

from bot.errors import NotAllowed
from bot.services.clock import Clock
from bot.storage import channels
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.sharing import Sharing


class Channels:
    """The choice of an admin, and each one's own about the boards."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def current(self, person: Person) -> Sharing:
        """What is shared, everything off where nobody chose. Raises NotAllowed for anybody who is no admin."""
        _only_admins(person)
        return self.of(person)

    def of(self, person: Person) -> Sharing:
        """What is shared in the person's workspace."""
        with self._database.read() as connection:
            found = channels.sharing_of(connection, person.workspace_id)
        return found or Sharing(wins_currency=person.yardstick.currency)

    def change(self, person: Person, wanted: Sharing) -> Sharing:
        """Set it, with a history row where it is otherwise; returns what holds. Raises NotAllowed as `current` does."""
        _only_admins(person)
        before, wanted = self.of(person), replace(wanted, locale=person.locale)
        if before != wanted:
            with self._database.write() as connection:
                channels.change_sharing(
                    connection, person.workspace_id, person.member_id, before, wanted, self._clock()
                )
        return wanted

    def takes_part(self, person: Person) -> bool | None:
        """Whether the person takes part in boards; None where they never said."""
        with self._database.read() as connection:
            return channels.takes_part(connection, person.member_id)

    def take_part(self, person: Person, *, joins: bool) -> None:
        """Take part in the boards, or no longer; holds from the next board on."""
        with self._database.write() as connection:
            channels.choose_board(connection, person.workspace_id, person.member_id, joins, self._clock())


def _only_admins(person: Person) -> None:
    if person.role is not Role.ADMIN:
        raise NotAllowed(what="channels")
