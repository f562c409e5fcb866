"""What the chaos benchmark kills: `python -m benchmarks.chaos_child` imports everything once and forks engines.

It reads one JSON object a line, `{"start": {...}}` or `{"reap": pid}`, and answers each with a line.
"""

import json
import logging
import os
import signal
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from pydantic import SecretStr

import bot.jobs.clockwork  # noqa: F401 - so that a fork need not import it
from bot.config import Settings
from bot.jobs.clockwork import Tempo
from bot.jobs.delivering import Skip
from bot.jobs.engine import Engine
from bot.services.people import People
from bot.services.post_office import Timing
from bot.storage.engine import Database
from bot.views.message import Message
from tests.orphans import die_with_parent

HASTE = Timing(
    lease=8.0,
    margin=4.0,
    post_timeout=2,
    doubt=1.0,
    first_retry=0.5,
    longest_retry=5.0,
    posts_a_minute=1500,
    looks_a_minute=1500,
    same_recipient=0.1,
)
TEMPO = Tempo(schedule="*/5 * * * * *", looks_every=0.5)


def say(**line: Any) -> None:
    os.write(1, json.dumps(line).encode() + b"\n")


def one_line(workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message | Skip:
    return Message(f"{kind} {period}", ({"type": "section", "text": {"type": "plain_text", "text": f"{as_of}"}},))


def build(address: str, slack: str) -> Engine:
    database = Database(address)
    people = People(database, lambda: datetime.now(UTC))
    settings = Settings(_env_file=None, slack_bot_token=SecretStr("xoxb-chaos"), slack_api_url=slack)
    return Engine(settings, database, people, one_line, lambda: datetime.now(UTC), timing=HASTE, tempo=TEMPO)


def run(order: dict[str, Any]) -> None:
    logging.basicConfig(level="ERROR", filename=order["log"])
    engine = build(order["address"], order["slack"])
    for _ in range(60):  # the database may be restarting
        try:
            engine.start()
            break
        except Exception:
            logging.exception("not started")
            time.sleep(0.5)
    signal.pause()


def main() -> None:
    say(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "reap" in order:
            os.waitpid(order["reap"], 0)
            say(ended=order["reap"])
            continue
        child = os.fork()
        if child == 0:
            die_with_parent()
            try:
                run(order["start"])
            finally:
                os._exit(1)
        say(started=child)


if __name__ == "__main__":
    main()
