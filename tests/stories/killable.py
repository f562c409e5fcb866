"""A process that has imported everything and forks others, to be killed: `python -m tests.stories.killable`.

Starting the whole app anew takes seconds of imports; a fork of a process that has done them takes none. It reads one
JSON object a line (`{"start": role, …}` or `{"reap": pid}`) and says on standard output what became of it; what the
forked ones say goes to the same place, each line in one write, so that a line that was written outlives its writer.
"""

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.app import file_work_of
from bot.assembly import build_services, open_database, utc_now
from bot.config import Settings
from bot.errors import CoachError
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.services.people import People, Profile
from bot.serving import HttpServer, load_web
from bot.storage.snapshots import to_json
from bot.values import Amount, Changed, Details, Kind, Per, Person, Status
from tests.orphans import die_with_parent

TEAM = "T0KILL"
REPS = ("U0A", "U0B", "U0C")
WRITERS = 6  # two for each rep, so that there is something to wait for
SECRET = "a signing secret"
TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def say(**line: Any) -> None:
    os.write(1, json.dumps(line).encode() + b"\n")


def entry_of(key: str) -> Record:
    """What the request of that key asks for: always the same."""
    chance = random.Random(key)
    kind = Kind.CALL_OFF if chance.random() < 0.15 else Kind.ONE_OFF
    status = None if kind is Kind.CALL_OFF else chance.choice((Status.WON, Status.WON, Status.LOST, Status.OPEN))
    amount = Amount(chance.randrange(1, 10**7), chance.choice(("SEK", "EUR")), chance.choice((None, None, *Per)))
    customer = chance.choice((None, "Acme", "Volvo", f"Customer of {key}"))
    closed_on = None if status is Status.OPEN else TODAY - timedelta(days=chance.randrange(120))
    details = Details(customer=customer, note=key, closed_on=closed_on)
    return Record(outcome=status, kind=kind, amount=None if chance.random() < 0.1 else amount, details=details)


def team(people: People) -> list[Person]:
    """The workspace and its reps, written down where they are not yet."""
    workspace_id = people.install(
        team_id=TEAM, team_name="Test", bot_token="xoxb-test", bot_id="B1", bot_user_id="U0BOT", source="test"
    )
    return [people.person(workspace_id, user, lambda user=user: _profile(user)) for user in REPS]  # type: ignore[misc]


def _profile(user: str) -> Profile:
    return Profile(user, user, user.lower(), "Europe/Stockholm", "en-GB", slack_admin=False, active=True)


class Writer:
    """One rep's thread: records, changes, deletes and takes back, and tells of each answer as it comes."""

    def __init__(self, desk: DealDesk, person: Person, name: str) -> None:
        self._desk = desk
        self._person = person
        self._name = name
        self._chance = random.Random(name)
        self._mine: list[Changed] = []

    def write(self, again: list[str]) -> None:
        for key in again:
            self._ask(key, lambda key=key: self._desk.record(self._person, entry_of(key), key, as_new=True))
        for n in range(100_000):
            self._next(f"{self._name}.{n}")

    def _next(self, key: str) -> None:
        desk, person, chance = self._desk, self._person, self._chance
        deed = chance.choice(("record",) * 5 + ("edit",) * 3 + ("delete", "undo", "undo this", "instead"))
        if deed == "record" or not self._mine:
            self._ask(key, lambda: desk.record(person, entry_of(key), key, again=chance.random() < 0.5, as_new=True))
            return
        changed = chance.choice(self._mine[-8:])
        number = changed.deal.number
        if deed == "edit":
            status = chance.choice(tuple(Status))
            changes = {"note": key, "status": status, "amount": Amount(chance.randrange(10**6), "SEK")}
            self._ask(key, lambda: desk.edit(person, number, changes, key))
        elif deed == "instead":
            change_id = changed.change_id
            self._ask(key, lambda: desk.record_instead(person, change_id, entry_of(key), key), instead_of=change_id)
        elif deed == "delete":
            self._ask(None, lambda: desk.delete(person, number))
        elif deed == "undo":
            self._ask(None, lambda: desk.undo(person))
        else:
            self._ask(None, lambda: desk.undo_change(person, changed.change_id))

    def _ask(self, key: str | None, carry_out: Any, **more: Any) -> None:
        say(sent=key, **more)
        try:
            done = carry_out()
        except CoachError as error:
            say(refused=key, error=error.key)
            return
        assert isinstance(done, Changed), done
        self._mine.append(done)
        say(answered=key, change=done.change_id, deed=done.deed, number=done.deal.number, after=to_json(done.deal))


def write_deals(order: dict[str, Any]) -> None:
    """Several reps at once, until killed."""
    database = open_database(_settings(order))
    reps = team(People(database, lambda: NOW))
    desk = DealDesk(database, lambda: NOW)
    writers = [Writer(desk, reps[n % len(reps)], f"{order['life']}.{n}") for n in range(WRITERS)]
    again = [[key for key in order["again"] if hash_of(key) == n] for n in range(WRITERS)]
    threads = [threading.Thread(target=w.write, args=(keys,)) for w, keys in zip(writers, again, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def hash_of(key: str) -> int:
    """Which writer sends a request again: one of the same rep, or the answer would be somebody else's."""
    return int(key.split(".")[1])


def serve_http(order: dict[str, Any]) -> None:
    """The whole app behind signed HTTP, until killed."""
    settings = _settings(order)
    database = open_database(settings)
    team(People(database, utc_now))
    database.close()
    HttpServer(settings, lambda: load_web(settings)).run()


def work_on_files(order: dict[str, Any]) -> None:
    """What is done about files from Slack, `minutes` later than it is, until killed."""
    tempfile.tempdir = order["folder"]  # a killed process leaves there what it had in hand
    database = open_database(_settings(order))
    services = build_services(database, lambda: utc_now() + timedelta(minutes=order["minutes"]))
    work = file_work_of(services, order["slack"])
    say(working=True)
    for _ in range(100_000):
        work.wake()
        time.sleep(0.02)


def _settings(order: dict[str, Any]) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url="http://127.0.0.1:9/api/",  # nobody there: nothing here needs Slack's answer
        database_url=SecretStr(order["address"]),
        host="127.0.0.1",
        port=order.get("port", 3000),
    )


ROLES = {"deals": write_deals, "http": serve_http, "files": work_on_files}


def main() -> None:
    say(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "reap" in order:
            _, status = os.waitpid(order["reap"], 0)
            say(ended=order["reap"], by=os.WTERMSIG(status) if os.WIFSIGNALED(status) else None)
            continue
        child = os.fork()
        if child == 0:
            die_with_parent()
            os.setsid()  # so that a server's workers can be killed with it
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                ROLES[order["start"]](order)
            finally:
                os._exit(1)
        say(started=child)


if __name__ == "__main__":
    main()
