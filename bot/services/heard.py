"""What Slack tells more than once is answered once, by whichever process hears it first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.services.clock import Clock
from bot.storage import heard as store
from bot.storage.engine import Database

TAKEN_FOR = timedelta(seconds=30)
"""Who has not answered by then is taken for dead: Slack sends an event again at once, after a minute, after five."""

REMEMBERED_FOR = timedelta(days=1)


class Heard:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @contextmanager
    def answering(self, workspace_id: int, event_id: str) -> Iterator[bool]:
        """Whether this event is ours to answer; when the block ends, with an error too, it counts as answered.

        Only a process that dies in between leaves it to the next time that Slack sends it.
        """
        now = self._clock()
        with self._database.write() as connection:
            store.forget(connection, workspace_id, now - REMEMBERED_FOR)
            ours = store.claim(connection, workspace_id, event_id, now, now - TAKEN_FOR)
        try:
            yield ours
        finally:
            if ours:
                with self._database.write() as connection:
                    store.note_answered(connection, workspace_id, event_id, self._clock())
