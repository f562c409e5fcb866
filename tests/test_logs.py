"""No token and no password in any line of the log, whatever goes wrong and however much is asked for."""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path

import pytest
import requests
from flask import Flask
from pydantic import BaseModel, ValidationError

from bot import logs
from bot.config import Settings
from bot.serving import HttpServer
from tests.command_line.running import Running
from tests.ports import free_port
from tests.stories.conftest import OSKAR, Office, playground

BOT, APP, SECRET = "xoxb-test", "xapp-test", "a signing secret"  # as tests.stories.conftest.playground has them
CUSTOMER = "Hemlig, input_type=Kund]"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Bearer xoxb-12-34-AbC", "Bearer xoxb-•••"),
        ("xapp-1-A0-1-abc,xoxp-1-2", "xapp-•••,xoxp-•••"),
        ("xoxe.xoxb-1-Mi0-abc xoxe-1-abc", "xoxe.xoxb-••• xoxe-•••"),
        ("postgresql://coach:geheim@db/coach", "postgresql://coach:•••@db/coach"),
        ("postgresql+psycopg://coach:ge/h:e%40im@db:5432/coach", "postgresql+psycopg://coach:•••@db:5432/coach"),
        ("postgresql://:geheim@db/coach", "postgresql://:•••@db/coach"),
        ("postgresql://db/coach?user=u&password=geheim&x=1", "postgresql://db/coach?user=u&password=•••&x=1"),
        (
            "http://127.0.0.1:3000/slack/events, elin@example.com",
            "http://127.0.0.1:3000/slack/events, elin@example.com",
        ),
        ("sqlite:////home/elin/coach.db", "sqlite:////home/elin/coach.db"),
        (
            "deal\n  Input should be a valid string [type=string_type, input_value={'a': 'Acme'}, input_type=dict]",
            "deal\n  Input should be a valid string [type=string_type, input_value=•••, input_type=dict]",
        ),
        ("the xoxo- of a letter; taxapp-2", "the xoxo-• of a letter; taxapp-2".replace("•", "")),
    ],
)
def test_masking(said: str, shown: str) -> None:
    assert logs.mask(said) == shown


@contextmanager
def configured() -> Iterator[io.StringIO]:
    """Logging as a server has it, put back afterwards; what it says on standard error."""
    root = logging.getLogger()
    handlers, level, hooks = root.handlers[:], root.level, (sys.excepthook, threading.excepthook)
    with redirect_stderr(io.StringIO()) as said:
        logs.configure("DEBUG")
        yield said
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks


def test_in_tracebacks_too() -> None:
    with configured() as standard_error:
        try:
            raise ValueError("Invalid header value b'Bearer xoxb-geheim\\n'")
        except ValueError:
            logging.getLogger("bot.anything").exception("cannot reach postgresql://u:geheim@db/x")
    said = standard_error.getvalue()
    assert "Bearer xoxb-•••" in said
    assert "Traceback" in said
    assert "geheim" not in said


def test_what_was_typed_into_a_form() -> None:
    class Form(BaseModel):
        customer: int

    with configured() as standard_error:
        try:
            Form.model_validate({"customer": CUSTOMER})
        except ValidationError:
            logging.getLogger("bot.anything").exception("a form")
    said = standard_error.getvalue()
    assert "Input should be a valid integer" in said
    assert CUSTOMER not in said


def test_what_nobody_caught_is_masked_as_well() -> None:
    def fail() -> None:
        raise OSError("postgresql://u:geheim@db/x")

    with configured() as said:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert "OSError: postgresql://u:•••@db/x" in said.getvalue()


def test_libraries_tell_warnings_only() -> None:
    with configured() as standard_error:
        for name in ("slack_bolt.App", "slack_sdk.web.base_client", "bot.serving"):
            logger = logging.getLogger(name)
            before = logger.level
            logger.setLevel(logging.DEBUG)  # as Bolt copies it from the root's
            logger.debug("a detail of %s", name)
            logger.warning("a warning of %s", name)
            logger.setLevel(before)
    said = standard_error.getvalue()
    assert "a detail of bot.serving" in said
    assert "a detail of slack" not in said
    assert said.count("a warning of") == 3


def test_the_web_server_masks_too() -> None:
    server = HttpServer(Settings(_env_file=None), lambda: Flask("never asked for"))
    with redirect_stderr(io.StringIO()) as said:
        server.cfg.logger_class(server.cfg).error("Exception in worker process: postgresql://u:geheim@db/x")
    assert "Exception in worker process: postgresql://u:•••@db/x" in said.getvalue()


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_days_work_at_the_highest_level_of_detail(tmp_path: Path, mode: str) -> None:
    port = free_port()
    slack = playground(request_url=f"http://127.0.0.1:{port}/slack/events") if mode == "http" else playground()
    slack.start()
    tokens = {"SLACK_APP_TOKEN": APP} if mode == "socket" else {"SLACK_SIGNING_SECRET": SECRET}
    where = {"HOST": "127.0.0.1", "PORT": str(port), "SLACK_API_URL": slack.api_url, "LOG_LEVEL": "DEBUG"}
    with Running(tmp_path, "serve", SLACK_BOT_TOKEN=BOT, **tokens, **where) as serving:
        serving.wait_until(lambda: _well(port))
        office = Office(slack)
        won = office.types(OSKAR, "/deal won 25000 Acme")
        office.presses(OSKAR, won, "Undo")
        office.types(OSKAR, "/pillars")
        office.types(OSKAR, "/deal won minus")
        office.control("event", event={"type": "user_change", "user": {"id": OSKAR}})
        office.control("disconnect")
        office.control("fail", method="users.info", times=3, status=500)
        office.types("U0ELIN", "/deal list")
        said = serving.err
    slack.stop()
    assert " WARNING bot.listeners.profiles: users.info failed" in said  # or nothing would have been looked at
    for secret in (BOT, APP, SECRET, "Bearer", "/_hooks/", "ticket="):
        assert secret not in said, secret


def test_the_passwords_of_databases(tmp_path: Path) -> None:
    where = {"DATABASE_URL": "postgresql://coach:ge/heim@127.0.0.1:9/coach", "LOG_LEVEL": "DEBUG"}
    ended = Running(tmp_path, "migrate", **where).ended()
    assert "Traceback" in ended.err  # at this level the reason is told in full
    assert "heim" not in ended.err
    assert "postgresql+psycopg://coach:•••@127.0.0.1:9/coach" in ended.err


def _well(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
    except requests.RequestException:
        return False
