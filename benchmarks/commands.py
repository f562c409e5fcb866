"""How many `/deal won 25000` a second, durable and over signed HTTP, beside an empty Bolt command.

Both run under the same server (gunicorn, threads, one worker) with the same settings, one after the other in turns,
with 32 connections. Every answer is checked, and in the end every deal that was confirmed is counted in the database.

    python -m benchmarks.commands [--database sqlite|postgresql] [--requests 10000] [--quick]

Exit status 1 where a target is missed: ratio 0.5 on SQLite, 0.4 on PostgreSQL; p99 150 ms; memory 220 MB and flat.
"""

import argparse
import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from benchmarks import load
from bot.config import Settings
from bot.playground import Channel, Playground, Team, User

CONNECTIONS = 32
TEAM = "T0BENCH"
SECRET = "a-signing-secret-for-the-bench"
TARGETS = {"sqlite": 0.5, "postgresql": 0.4}
P99_MS, MEMORY_MB = 150, 220


def empty_app(settings: Settings) -> Any:
    """The least that Bolt can do: a command that is acknowledged, with the token known beforehand."""
    from flask import Flask, request
    from slack_bolt import Ack, App
    from slack_bolt.adapter.flask import SlackRequestHandler
    from slack_bolt.authorization import AuthorizeResult

    known = AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench", bot_id="B0BENCH", bot_user_id="U0BENCH"
    )
    app = App(signing_secret=SECRET, authorize=lambda: known, process_before_response=settings.log_level == "ERROR")

    @app.command("/empty")
    def empty(ack: Ack) -> None:
        ack()

    handler = SlackRequestHandler(app)
    web = Flask("empty")
    web.post("/slack/events")(lambda: handler.handle(request))
    return web


def serve(which: str, settings: Settings) -> None:
    import logging

    from bot.serving import HttpServer, load_web

    logging.basicConfig(level=logging.WARNING)
    HttpServer(settings, (lambda: load_web(settings)) if which == "deal" else (lambda: empty_app(settings))).run()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    arguments.add_argument("--requests", type=int, default=10_000, help="deals in all")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--threads", type=int, default=Settings.model_fields["threads"].default)
    arguments.add_argument("--quick", action="store_true", help="2,000 deals in 4 rounds")
    chosen = arguments.parse_args()
    requests, rounds = (2_000, 4) if chosen.quick else (chosen.requests, chosen.rounds)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if chosen.database == "postgresql":
            from tests import postgres

            binaries = postgres.find_binaries()
            if binaries is None:
                sys.exit("PostgreSQL's server (initdb, pg_ctl) is not installed.")
            address = f"{stack.enter_context(postgres.cluster(binaries))}/postgres"
        else:
            address = f"sqlite:///{folder / 'bench.db'}"
        return measure(stack, address, chosen.database, requests, rounds, chosen.threads)


def measure(stack: ExitStack, address: str, kind: str, requests: int, rounds: int, threads: int) -> int:
    users = [f"U{n:04d}" for n in range(CONNECTIONS)]
    slack = Playground(
        team=Team(id=TEAM, name="Bench", domain="bench"),
        users=[User(id=u, name=u.lower(), real_name=u, tz="Europe/Stockholm", locale="sv-SE") for u in users],
        channels=[Channel(id="C0BENCH", name="bench", members=users, topic="")],
        manifest=None,
        bot_token="xoxb-bench",
        app_token="xapp-bench",
    )
    slack.start()
    stack.callback(slack.stop)
    ports = {"deal": free_port(), "empty": free_port(), "empty, as ours": free_port()}
    settings = {
        name: Settings(
            _env_file=None,
            slack_bot_token=SecretStr("xoxb-bench"),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=slack.api_url,
            database_url=SecretStr(address),
            host="127.0.0.1",
            port=port,
            threads=threads,
            log_level="ERROR" if name == "empty, as ours" else "WARNING",
        )
        for name, port in ports.items()
    }
    install(settings["deal"])
    servers = {name: start(stack, name, settings[name]) for name in ports}
    for port in ports.values():
        wait_for(port)
    per_round = requests // rounds // CONNECTIONS
    warm_up(ports, users)
    results: dict[str, list[load.Round]] = {name: [] for name in ports}
    memory = []
    cpu = dict.fromkeys(ports, 0.0)
    for n in range(rounds):
        for name, port in ports.items():
            batch = [
                [
                    load.slash_command(
                        port=port,
                        secret=SECRET,
                        team=TEAM,
                        user=user,
                        command="/deal" if name == "deal" else "/empty",
                        text=f"won {25_000 + n * per_round + i}",
                        trigger=f"{n}.{user}.{i}",
                    )
                    for i in range(per_round)
                ]
                for user in users
            ]
            before = cpu_seconds(servers[name])
            results[name].append(load.run(port, batch, confirmed if name == "deal" else acknowledged))
            cpu[name] += cpu_seconds(servers[name]) - before
        memory.append(resident_mb(servers["deal"]))
    sent = rounds * per_round * CONNECTIONS
    for name, seconds in cpu.items():
        print(f"  {name:15} {1000 * seconds / sent:.2f} ms of the server's processor time per request")
    return report(kind, results, memory, count_deals(address), sent)


def report(kind: str, results: dict[str, list[load.Round]], memory: list[float], kept: int, sent: int) -> int:
    print(f"{kind}: {sent} deals, {CONNECTIONS} connections, {os.cpu_count()} cores, one worker")
    for name, all_rounds in results.items():
        rates = [r.rate for r in all_rounds]
        p50, p99 = (1000 * statistics.median(r.percentile(share) for r in all_rounds) for share in (0.5, 0.99))
        print(f"  {name:15} {statistics.median(rates):7.0f} requests/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms")
    ratio = statistics.median(a.rate / b.rate for a, b in zip(results["deal"], results["empty"], strict=True))
    strict = statistics.median(a.rate / b.rate for a, b in zip(results["deal"], results["empty, as ours"], strict=True))
    p99 = 1000 * statistics.median(r.percentile(0.99) for r in results["deal"])
    refused = [line for r in results["deal"] for line in r.refused]
    for line in refused[:3]:
        print(f"  not confirmed: {line}")
    # The first rounds fill caches; "flat" is about the second half.
    growth = memory[-1] - memory[len(memory) // 2]
    checks = {
        f"ratio to the empty command {ratio:.2f} (target {TARGETS[kind]})": ratio >= TARGETS[kind],
        f"p99 {p99:.0f} ms (target {P99_MS})": p99 < P99_MS,
        f"memory {memory[-1]:.0f} MB (target {MEMORY_MB}), {growth:+.1f} MB over the second half": memory[-1]
        < MEMORY_MB
        and growth < 5,
        f"confirmed {sent - len(refused)} of {sent}, in the database {kept - CONNECTIONS}": kept - CONNECTIONS
        == sent - len(refused)
        and not refused,
    }
    print(f"  ratio to an empty command that answers in the listener's own thread, as ours does: {strict:.2f}")
    for line, met in checks.items():
        print(f"  {'met   ' if met else 'MISSED'}  {line}")
    return 0 if all(checks.values()) else 1


def confirmed(status: int, body: bytes) -> bool:
    return status == 200 and b"deal_undo" in body


def acknowledged(status: int, _body: bytes) -> bool:
    return status == 200


def warm_up(ports: dict[str, int], users: list[str]) -> None:
    """Each user once, so that profiles are known and every path has been taken."""
    for name, port in ports.items():
        batch = [
            [
                load.slash_command(
                    port=port,
                    secret=SECRET,
                    team=TEAM,
                    user=user,
                    command="/deal" if name == "deal" else "/empty",
                    text="won 1 Warm",
                    trigger=f"warm.{user}",
                )
            ]
            for user in users
        ]
        load.run(port, batch, acknowledged)


def install(settings: Settings) -> None:
    from bot.assembly import build_services, open_database
    from bot.serving import install_from_environment

    database = open_database(settings)
    install_from_environment(settings, build_services(database).people)
    database.close()


def count_deals(address: str) -> int:
    from sqlalchemy import func, select

    from bot.storage.engine import Database
    from bot.storage.models import Deal

    database = Database(address)
    with database.read() as connection:
        count = connection.execute(select(func.count()).select_from(Deal)).scalar_one()
    database.close()
    return int(count)


def start(stack: ExitStack, name: str, settings: Settings) -> BaseProcess:
    which = "deal" if name == "deal" else "empty"
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(which, settings))
    process.start()

    def end() -> None:
        process.terminate()
        process.join(15)

    stack.callback(end)
    return process


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the server did not start")


def worker_of(process: BaseProcess) -> str:
    """The process id of the server's worker: the child of the process that we started."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0]


def cpu_seconds(process: BaseProcess) -> float:
    fields = Path(f"/proc/{worker_of(process)}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(process: BaseProcess) -> float:
    """Resident memory of the server's worker."""
    status = Path(f"/proc/{worker_of(process)}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
