"""One's own deals, to take along; for managers and admins everyone's, if they ask for them."""

from collections.abc import Iterator

from bot import errors
from bot.storage import exports as store
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.values import Deal, Person
from bot.values.exports import ExportWanted, Whose

MOST_ROWS = 100_000
"""Deals in a file that goes by Slack; more are for `sales-coach export`."""


class Exports:
    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self, person: Person, wanted: ExportWanted) -> int:
        """How many deals that are. Raises NotAllowed, NothingToExport, TooManyToExport."""
        rep_id = self._rep(person, wanted)
        with self._database.read() as connection:
            count = store.count(connection, person.workspace_id, rep_id, wanted.window, MOST_ROWS + 1)
            if count > MOST_ROWS:
                count = store.count(connection, person.workspace_id, rep_id, wanted.window)
        if not count:
            raise errors.NothingToExport
        if count > MOST_ROWS:
            raise errors.TooManyToExport(count=count, limit=MOST_ROWS)
        return count

    def deals(self, person: Person, wanted: ExportWanted) -> Iterator[Deal]:
        """The deals, oldest first, in a steady amount of memory. Raises NotAllowed."""
        rep_id = self._rep(person, wanted)
        with self._database.read() as connection:
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            yield from deals.every(store.which(rep_id, wanted.window))

    def _rep(self, person: Person, wanted: ExportWanted) -> int | None:
        if wanted.whose is Whose.ALL:
            if not person.sees_everyone:
                raise errors.NotAllowed(what="export")
            return None
        return person.member_id
