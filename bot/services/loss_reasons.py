"""Which reasons a workspace offers for a lost deal: well-known ones, and words of its own."""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.errors import FormExpired, NoReasons, NotAllowed, TooManyReasons
from bot.services.clock import Clock
from bot.storage import loss_reasons as store
from bot.storage.engine import Database
from bot.storage.holding import hold_workspace
from bot.values import Person, Role
from bot.values.loss_reasons import DEFAULT_REASONS, MOST_OWN_REASONS, LossReasonsChange, ReasonsToEdit

UNCHANGED = 0
"""The version of a list that nobody has ever changed."""

OWN_REASONS = "own_reasons"  # the form's field


class LossReasons:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def offered(self, person: Person) -> tuple[str, ...]:
        """What is offered: keys of well-known reasons and own words; all well-known ones to begin with."""
        with self._database.read() as connection:
            kept = store.newest(connection, person.workspace_id)
        return _reasons(kept)

    def own(self, person: Person) -> tuple[str, ...]:
        """The workspace's own words among them."""
        return tuple(reason for reason in self.offered(person) if reason not in DEFAULT_REASONS)

    def to_edit(self, person: Person) -> ReasonsToEdit:
        """The list, for who may change it. Raises NotAllowed for anybody who is no admin."""
        _check(person)
        with self._database.read() as connection:
            kept = store.newest(connection, person.workspace_id)
        return ReasonsToEdit(_reasons(kept), UNCHANGED if kept is None else kept.id)

    def change(self, person: Person, reasons: Sequence[str], seen: int | None = None) -> LossReasonsChange:
        """Offer these from now on; deals keep the reasons that they have.

        `seen` is the version that the admin was shown: what another has added or taken away since stays so, and so two
        who change different things at the same time both get what they wanted. None: the list is as wanted.

        Raises NotAllowed for anybody who is no admin, NoReasons and TooManyReasons for what cannot be offered.
        """
        _check(person)
        with self._database.write() as connection:
            hold_workspace(connection, person.workspace_id)
            before = _reasons(store.newest(connection, person.workspace_id))
            shown = before if seen is None else self._shown(connection, person, seen)
            wanted = _checked(_merged(shown, before, tuple(dict.fromkeys(reasons))))
            if before != wanted:
                store.keep(connection, person.workspace_id, person.member_id, wanted, self._clock())
        return LossReasonsChange(before, wanted)

    def _shown(self, connection: Connection, person: Person, seen: int) -> tuple[str, ...]:
        if seen == UNCHANGED:
            return DEFAULT_REASONS
        shown = store.of_version(connection, person.workspace_id, seen)
        if shown is None:
            raise FormExpired
        return shown.reasons


def _reasons(kept: store.Version | None) -> tuple[str, ...]:
    return DEFAULT_REASONS if kept is None else kept.reasons


def _merged(shown: Sequence[str], now: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """What is wanted, with what others have added since it was shown, and without what they have taken away."""
    if shown == now:
        return tuple(wanted)
    before, here, own = _keys(shown), _keys(now), _keys(wanted)
    gone = before.keys() - here.keys()
    added = {key: reason for key, reason in here.items() if key not in before}
    either = {key: reason for key, reason in own.items() if key not in gone} | added
    known = [key for key in DEFAULT_REASONS if key in either]
    return (*known, *(reason for reason in either.values() if reason not in DEFAULT_REASONS))


def _keys(reasons: Sequence[str]) -> dict[str, str]:
    return {reason.casefold(): reason for reason in reasons}


def _checked(reasons: tuple[str, ...]) -> tuple[str, ...]:
    if not reasons:
        raise NoReasons(field=OWN_REASONS)
    count = sum(reason not in DEFAULT_REASONS for reason in reasons)
    if count > MOST_OWN_REASONS:
        raise TooManyReasons(count=count, limit=MOST_OWN_REASONS, field=OWN_REASONS)
    return reasons


def _check(person: Person) -> None:
    if person.role is not Role.ADMIN:
        raise NotAllowed(what="loss_reasons")
