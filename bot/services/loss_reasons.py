"""Which reasons a workspace offers for a lost deal: well-known ones, and words of its own."""

from collections.abc import Sequence

from bot.errors import FormExpired, NotAllowed
from bot.services.clock import Clock
from bot.storage import loss_reasons as store
from bot.storage.engine import Database
from bot.values import Person, Role
from bot.values.loss_reasons import DEFAULT_REASONS, LossReasonsChange


class LossReasons:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def offered(self, person: Person) -> tuple[str, ...]:
        """What is offered: keys of well-known reasons and own words; all well-known ones to begin with."""
        with self._database.read() as connection:
            kept = store.newest(connection, person.workspace_id)
        return DEFAULT_REASONS if kept is None else kept

    def own(self, person: Person) -> tuple[str, ...]:
        """The workspace's own words among them."""
        return tuple(reason for reason in self.offered(person) if reason not in DEFAULT_REASONS)

    def to_edit(self, person: Person) -> tuple[str, ...]:
        """The list, for who may change it. Raises NotAllowed for anybody who is no admin."""
        _check(person)
        return self.offered(person)

    def change(self, person: Person, reasons: Sequence[str]) -> LossReasonsChange:
        """Offer these from now on; deals keep the reasons that they have.

        Raises NotAllowed for anybody who is no admin, FormExpired for an empty list, which no form sends.
        """
        _check(person)
        wanted = tuple(dict.fromkeys(reasons))
        if not wanted:
            raise FormExpired
        with self._database.write() as connection:
            kept = store.newest(connection, person.workspace_id)
            before = DEFAULT_REASONS if kept is None else kept
            if before != wanted:
                store.keep(connection, person.workspace_id, person.member_id, wanted, self._clock())
        return LossReasonsChange(before, wanted)


def _check(person: Person) -> None:
    if person.role is not Role.ADMIN:
        raise NotAllowed(what="loss_reasons")
