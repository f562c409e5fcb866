"""Logging for a server: one line an event, and never a token."""

import logging
import re
from typing import Final

_SECRET: Final = re.compile(r"\b(x(?:ox[a-z]|app)-)[A-Za-z0-9-]+|(?<=://)([^/\s:@]+):[^/\s@]+(?=@)")


class Masking(logging.Formatter):
    """Masks Slack tokens and the passwords of database addresses, in messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def mask(text: str) -> str:
    """The text with every token and password replaced."""
    return _SECRET.sub(lambda found: f"{found[1]}•••" if found[1] else f"{found[2]}:•••", text)


def configure(level: str) -> None:
    """Log to standard error from `level` upwards."""
    handler = logging.StreamHandler()
    handler.setFormatter(Masking("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("slack_bolt", "slack_sdk", "alembic", "werkzeug"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
