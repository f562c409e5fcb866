"""Logging for a server: one line an event, and never a token, nor what people typed into a form."""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Final

# Slack's tokens, and what stands for a password in a database's address: before the @, or among the parameters.
_SECRET: Final = re.compile(
    r"\b(x(?:ox[a-z]|app)-)[A-Za-z0-9-]+|(?<=://)([^/\s:@]*:)[^@\s]+(?=@)|((?<=[?&])password=)[^&\s]+"
)
# What pydantic repeats of the value that it refused: in a form, what somebody typed.
_INPUT: Final = re.compile(r"(?<=, input_value=).*(?=, input_type=\w+\])")
# What these tell below a warning is about every request, and repeats what people wrote and the addresses for answers.
_CHATTY: Final = ("slack_bolt", "slack_sdk", "alembic", "werkzeug")
# Bolt says this whenever SLACK_BOT_TOKEN is set; that the token comes from the installations table is meant.
_NOISE: Final = "As you gave `client` as well, `token` will be unused."


class Masking(logging.Formatter):
    """Masks Slack tokens, the passwords of database addresses and refused input, in messages and tracebacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def mask(text: str) -> str:
    """The text with every token, password and refused input replaced."""
    return _INPUT.sub("•••", _SECRET.sub(lambda found: f"{found[1] or found[2] or found[3]}•••", text))


def configure(level: str) -> None:
    """Log to standard error from `level` upwards, what nobody caught included."""
    handler = logging.StreamHandler()
    handler.setFormatter(Masking("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_worth_telling)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda what: _uncaught(what.exc_type, what.exc_value, what.exc_traceback)


def _worth_telling(record: logging.LogRecord) -> bool:
    # Their loggers copy the root's level when they are made, so a level of their own would not last.
    if record.name.split(".")[0] in _CHATTY and record.levelno < logging.WARNING:
        return False
    return record.msg != _NOISE


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
    else:
        logging.getLogger("bot").critical("an error that nobody expected", exc_info=(kind, error, trace))
