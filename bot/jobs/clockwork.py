"""DBOS, which says once a minute in one of the processes that it is time, and hands out rounds to all of them.

Importing this imports DBOS, which takes a while: the engine does it when it starts.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dbos import DBOS, DBOSConfig
from dbos import _workflow_commands as dbos_jobs  # see _poll_less

log = logging.getLogger(__name__)

APPLICATION = "sales-coach"
VERSION = "1"
"""The same for every release: DBOS would otherwise leave what an older release had queued to processes of that release.

What it queues holds nothing but "sweep" and "send what is due", which any release understands.
"""

SCHEDULE = "sweep"
QUEUE = "rounds"
ROUNDS_AT_ONCE = 16
"""In one process: most of a round's time is waiting for Slack."""

UNUSED_EVERY_S = 60.0
"""How often DBOS serves what nothing here uses: delayed workflows and time limits."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How often there is a sweep (a cron expression, with seconds first where it has six parts) and a look for work."""

    schedule: str = "* * * * *"
    looks_every: float = 5.0


USUAL = Tempo()
"""Looking for work is most of what idling costs; a sweep or a round begins so many seconds later."""

KEPT = timedelta(days=1)
TIDY_BATCH = 500
MOST_BATCHES = 100


class Clockwork:
    """Runs `sweep`, which says how many rounds it wants, and as many times `round`, each in a thread of some process.

    `url` is DBOS's own database: a file of its own on SQLite, tables in a schema of their own on PostgreSQL. A process
    has one of these at most.
    """

    def __init__(
        self, url: str, name: str, sweep: Callable[[], int], round_: Callable[[], object], tempo: Tempo = USUAL
    ) -> None:
        self._url = url
        self._tempo = tempo
        self._name = name
        self._sweep = sweep
        self._round = round_

    def start(self) -> None:
        """Launch DBOS: nothing leaves the machine but queries to its database. Raises what its launch raises."""
        # With a handler of its own it would write to the console past our log, in its own format.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": self._url,
            "application_version": VERSION,
            "executor_id": self._name,
            "log_level": "WARNING",
            "enable_otlp": False,
            "use_listen_notify": False,  # nobody here waits for DBOS's notifications
            "notification_listener_polling_interval_sec": 2.0,
            "scheduler_polling_interval_sec": UNUSED_EVERY_S,
            "max_executor_threads": ROUNDS_AT_ONCE + 4,
            "sys_db_pool_size": 5,
        }
        instance = DBOS(config=config)
        _poll_less(instance, self._tempo.looks_every)
        round_ = DBOS.workflow(name="round")(self._run_round())
        sweep = DBOS.workflow(name="sweep")(self._run_sweep(round_))
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=ROUNDS_AT_ONCE,
            polling_interval_sec=self._tempo.looks_every,
            on_conflict="always_update",
        )
        DBOS.apply_schedules([{"schedule_name": SCHEDULE, "workflow_fn": sweep, "schedule": self._tempo.schedule}])
        _in_a_thread(_tidy)

    def stop(self) -> None:
        """Stop looking for work. Rounds must have ended: they are ours to stop."""
        DBOS.destroy(destroy_registry=True)

    def _run_sweep(self, round_: Callable[[], None]) -> Callable[[datetime, Any], None]:
        def sweep(at: datetime, _context: Any) -> None:
            try:
                for _ in range(self._sweep()):
                    DBOS.enqueue_workflow(QUEUE, round_)
            except Exception:
                log.exception("a sweep failed; the next minute's makes up for it")
            if (at.hour, at.minute) == (3, 7):
                _in_a_thread(_tidy)

        return sweep

    def _run_round(self) -> Callable[[], None]:
        def round_() -> None:
            try:
                self._round()
            except Exception:
                log.exception("a round of deliveries failed; the next minute's makes up for it")

        return round_


def _poll_less(instance: DBOS, looks_every: float) -> None:
    """Two of DBOS's loops look into the database every second, with no setting for it, and cost a core's hundredth.

    The one serves what we do not use; the other starts sweeps, which may as well begin a few seconds later.
    """
    dbos_jobs._BACKGROUND_JOBS_INTERVAL_SEC = UNUSED_EVERY_S
    instance._registry.get_internal_queue()._polling_interval_sec = looks_every


def _tidy() -> None:
    """Forget the sweeps and rounds of yesterday and before, those of processes that died among them."""
    before = (datetime.now(UTC) - KEPT).isoformat()
    try:
        for _ in range(MOST_BATCHES):
            old = DBOS.list_workflows(end_time=before, limit=TIDY_BATCH, load_input=False, load_output=False)
            DBOS.delete_workflows([one.workflow_id for one in old])
            if len(old) < TIDY_BATCH:
                return
    except Exception as error:
        log.warning("old sweeps could not be forgotten: %s", type(error).__name__)


def _in_a_thread(work: Callable[[], None]) -> None:
    """Outside of the workflow that asks for it, or DBOS would write down every step of it."""
    threading.Thread(target=work, name="tidy", daemon=True).start()
