"""A small load generator: signed slash commands over kept-alive connections to a server on this machine."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Round:
    """What one round of requests took. `latencies` in seconds, sorted; `refused` are answers that were not wanted."""

    seconds: float
    latencies: tuple[float, ...]
    refused: tuple[str, ...]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def slash_command(*, port: int, secret: str, team: str, user: str, command: str, text: str, trigger: str) -> bytes:
    """A signed HTTP request as Slack sends it."""
    body = urlencode(
        {
            "token": "unused",
            "team_id": team,
            "team_domain": "bench",
            "channel_id": "C0BENCH",
            "channel_name": "bench",
            "user_id": user,
            "user_name": user.lower(),
            "command": command,
            "text": text,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1:{port}/unused",
            "trigger_id": trigger,
        }
    ).encode()
    now = str(int(time.time()))
    signature = hmac.new(secret.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(port: int, per_connection: Sequence[Sequence[bytes]], wanted: Callable[[int, bytes], bool]) -> Round:
    """Send each connection's requests one after another, all connections at once."""
    return asyncio.run(_run(port, per_connection, wanted))


async def _run(port: int, per_connection: Sequence[Sequence[bytes]], wanted: Callable[[int, bytes], bool]) -> Round:
    latencies: list[float] = []
    refused: list[str] = []

    async def one(requests: Sequence[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in requests:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head[9:12])
            lines = {k.lower(): v for k, _, v in (line.partition(b": ") for line in head.split(b"\r\n")[1:])}
            body = await reader.readexactly(int(lines.get(b"content-length", b"0")))
            latencies.append(time.perf_counter() - began)
            if not wanted(status, body):
                refused.append(f"{status} {body[:200].decode(errors='replace')}")
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one(requests) for requests in per_connection))
    return Round(time.perf_counter() - began, tuple(sorted(latencies)), tuple(refused))
