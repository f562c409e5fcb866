"""What the engine costs while nobody is due: `python -m benchmarks.engine_idle [address of a database]`.

A minute of settling in, then two minutes of processor time, in per cent of a core, over all threads of the process.
"""

import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime

from pydantic import SecretStr

from bot.config import Settings
from bot.jobs.delivering import Skip
from bot.jobs.engine import Engine
from bot.services.people import People
from bot.storage.engine import Database
from bot.storage.schema import migrate
from bot.views.message import Message

SETTLING_S, MEASURED_S = 65.0, 120.0


def nothing(workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message | Skip:
    return Skip("idle")


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/idle.db")
        migrate(database)
        people = People(database, lambda: datetime.now(UTC))
        settings = Settings(_env_file=None, slack_bot_token=SecretStr("xoxb-idle"), slack_api_url="http://127.0.0.1:9/")
        engine = Engine(settings, database, people, nothing, lambda: datetime.now(UTC))
        engine.start()
        time.sleep(SETTLING_S)
        before, began = used(), time.monotonic()
        time.sleep(MEASURED_S)
        share = (used() - before) / (time.monotonic() - began)
        began = time.monotonic()
        engine.stop()
        print(f"idle: {share:.2%} of a core; stopped in {time.monotonic() - began:.1f} s")
        database.close()


if __name__ == "__main__":
    main()
