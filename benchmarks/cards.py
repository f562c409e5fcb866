"""How long `/pillars`, `/pillars team` and the home tab take with a million deals of 500 reps, beside ten thousand.

Both workspaces lie in databases of their own behind one and the same app, which is asked in process as Slack asks: a
request in, the card posted to a `response_url` or the home tab published out. Requests alternate between the two sizes,
what is asked for and reps; the keeper has counted before, as it does at the start of every server.

    python -m benchmarks.cards [--database sqlite|postgresql] [--deals 1000000] [--requests 60] [--quick]

Exit status 1 where a target is missed: median of a card with many deals at most 1.5 × that with few, and under 150 ms;
of the home tab under 300 ms.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

from slack_bolt import App, BoltRequest

from benchmarks.card_data import fill
from bot.app import Services, create_app
from bot.assembly import build_services, utc_now
from bot.services.clock import day_in
from bot.storage.engine import Database
from bot.storage.schema import migrate

FEW, REPS = 10_000, 500
RATIO, MEDIAN_MS, HOME_MS = 1.5, 150, 300
CARDS = ("/pillars", "/pillars team")
HOME, TEAM_TAB = "home tab", "home, team"
TEAM = "T0BENCH"
ANSWER = b'{"ok": true}'


@dataclass(frozen=True)
class Side:
    """A workspace of one size, and the app in front of it."""

    deals: int
    app: App
    services: Services
    database: Database


class Mailbox:
    """Where cards are posted and tabs are published to; keeps them as they came."""

    def __init__(self) -> None:
        mailbox = self
        self.cards: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                mailbox.cards.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(ANSWER)))
                self.end_headers()
                self.wfile.write(ANSWER)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    arguments.add_argument("--deals", type=int, default=1_000_000)
    arguments.add_argument("--requests", type=int, default=60, help="of each command to each size")
    arguments.add_argument("--quick", action="store_true", help="100,000 deals, 20 requests")
    chosen = arguments.parse_args()
    deals, requests = (100_000, 20) if chosen.quick else (chosen.deals, chosen.requests)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = _postgres(stack) if chosen.database == "postgresql" else None
        mailbox = Mailbox()
        stack.callback(mailbox.server.shutdown)
        sides = [_side(stack, folder, server, mailbox.url, size) for size in (FEW, deals)]
        return report(measure(sides, mailbox, requests), deals)


def _postgres(stack: ExitStack) -> str:
    from tests import postgres

    binaries = postgres.find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL's server (initdb, pg_ctl) is not installed.")
    return stack.enter_context(postgres.cluster(binaries))


def _side(stack: ExitStack, folder: Path, server: str | None, slack: str, deals: int) -> Side:
    """A workspace with so many deals, its figures kept."""
    if server is None:
        database = Database(f"sqlite:///{folder / f'{deals}.db'}")
    else:
        admin = Database(f"{server}/postgres")
        with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"CREATE DATABASE d{deals}")
        admin.close()
        database = Database(f"{server}/d{deals}")
    stack.callback(database.close)
    migrate(database)
    services = build_services(database)
    workspace_id = services.people.install(
        team_id=TEAM, team_name="Bench", bot_token="xoxb-bench", bot_id="B0", bot_user_id="U0BOT", source="bench"
    )
    began = time.perf_counter()
    fill(database, workspace_id, deals=deals, reps=REPS, today=day_in("Europe/Stockholm", utc_now()))
    with database.write() as connection:
        connection.exec_driver_sql("ANALYZE")
    filled = time.perf_counter()
    counted = services.figures.keeper.renew()
    print(
        f"  {deals:9,} deals: written in {filled - began:5.1f} s, "
        f"{counted} window counted in {time.perf_counter() - filled:4.1f} s",
        flush=True,
    )
    stack.callback(services.figures.keeper.close)
    app = create_app(services, slack_api_url=f"{slack}api/")
    return Side(deals, app, services, database)


def measure(sides: list[Side], mailbox: Mailbox, requests: int) -> dict[tuple[int, str], list[float]]:
    """Seconds of each request, by size and what was asked for; the first of each warms up and is left out."""
    chance = random.Random(7)
    asked = (*CARDS, HOME, TEAM_TAB)
    taken: dict[tuple[int, str], list[float]] = {(side.deals, what): [] for side in sides for what in asked}
    for n in range(requests + 1):
        user = f"U{chance.randrange(REPS):04d}" if n % 4 else "U0000"  # one in four is the manager
        for what in asked:
            for side in sides:
                seconds = ask(side, mailbox, user, what)
                if n:
                    taken[side.deals, what].append(seconds)
    return taken


def ask(side: Side, mailbox: Mailbox, user: str, what: str) -> float:
    """Seconds from the request to the card, or to the tab."""
    request = _home(user, what) if what in (HOME, TEAM_TAB) else _command(mailbox, user, what)
    before = len(mailbox.cards)
    began = time.perf_counter()
    answer = side.app.dispatch(request)
    seconds = time.perf_counter() - began
    if answer.status != 200 or len(mailbox.cards) != before + 1:
        sys.exit(f"no answer to {what}: {answer.status} {answer.body}")
    if b"blocks" not in mailbox.cards[-1]:
        sys.exit(f"no figures in the answer to {what}: {mailbox.cards[-1]!r}")
    return seconds


def _command(mailbox: Mailbox, user: str, what: str) -> BoltRequest:
    command, _, text = what.partition(" ")
    body = {"team_id": TEAM, "user_id": user, "channel_id": "C0", "command": command, "text": text}
    return BoltRequest(
        body=urlencode({**body, "trigger_id": "1.2.3", "response_url": mailbox.url}),
        headers={"content-type": ["application/x-www-form-urlencoded"]},
    )


def _home(user: str, what: str) -> BoltRequest:
    """The event of an opened tab, or a press on its second one."""
    opened = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D0"}
    pressed = {"type": "button", "action_id": "home_tab:team", "value": "team", "block_id": "b", "action_ts": "1.2"}
    body: dict[str, object] = {"type": "event_callback", "team_id": TEAM, "event": opened, "event_id": "Ev0"}
    if what == TEAM_TAB:
        view = {"id": "V0", "type": "home", "private_metadata": "", "hash": "1.h", "callback_id": ""}
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}}
        body |= {"view": view, "actions": [pressed], "trigger_id": "1.2.3", "container": {"type": "view"}}
    return BoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]})


def report(taken: dict[tuple[int, str], list[float]], many: int) -> int:
    medians: dict[tuple[int, str], float] = {}
    for (deals, what), seconds in taken.items():
        ordered = sorted(1000 * each for each in seconds)
        medians[deals, what] = statistics.median(ordered)
        p95 = ordered[int(0.95 * len(ordered))]
        print(f"  {what:13} {deals:9,} deals   median {medians[deals, what]:6.1f} ms   p95 {p95:6.1f} ms")
    met = []
    for what in (*CARDS, HOME, TEAM_TAB):
        ratio, limit = medians[many, what] / medians[FEW, what], MEDIAN_MS if what in CARDS else HOME_MS
        lines = [(f"{what}: median {medians[many, what]:.0f} ms (target {limit})", medians[many, what] < limit)]
        if what in CARDS:
            lines.append((f"{what}: ratio {ratio:.2f} (target {RATIO})", ratio <= RATIO))
        for line, fine in lines:
            print(f"  {'met   ' if fine else 'MISSED'}  {line}")
            met.append(fine)
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
