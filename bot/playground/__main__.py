"""`python -m bot.playground`: the local Slack on its own, for any Bolt app."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

import yaml

from .server import Playground


def main(argv: list[str] | None = None) -> int:
    """Run until interrupted; 2 when the manifest cannot be read or the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--port", type=int, default=3333, help="where to listen on 127.0.0.1 (0: any free port)")
    parser.add_argument("--manifest", type=Path, help="the app's manifest, YAML or JSON")
    parser.add_argument("--request-url", help="post signed HTTP requests there, instead of Socket Mode")
    parser.add_argument("--signing-secret", default="local-signing-secret")
    options = parser.parse_args(argv)
    manifest = None
    if options.manifest:
        try:
            manifest = yaml.safe_load(options.manifest.read_text(encoding="utf-8"))  # JSON is YAML, too
        except (OSError, yaml.YAMLError) as error:
            return _refuse(f"The manifest {options.manifest} cannot be read: {error}")
        if not isinstance(manifest, dict):
            return _refuse(f"The manifest {options.manifest} is not one: expected names and values.")
    playground = Playground(manifest=manifest, request_url=options.request_url, signing_secret=options.signing_secret)
    try:
        playground.start(options.port)
    except OSError as error:
        return _refuse(f"Port {options.port} cannot be used: {error.strerror}. Choose another with --port.")
    print(f"Local Slack: {playground.url}")
    print("Start your Bolt app with these, and WebClient(base_url=SLACK_API_URL):")
    print(f"  SLACK_API_URL={playground.api_url}")
    print(f"  SLACK_BOT_TOKEN={playground.secrets.bot_token}")
    if options.request_url:
        print(f"  SLACK_SIGNING_SECRET={options.signing_secret}")
        print(f"Requests go to {options.request_url}.")
    else:
        print(f"  SLACK_APP_TOKEN={playground.secrets.app_token}")
    sys.stdout.flush()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    playground.stop()
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
