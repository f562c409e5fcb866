"""An entry that waits in a button's value until the user has answered a question about it."""

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from bot.errors import FormExpired, TextTooLong
from bot.language.commands import Record

BUTTON_VALUE_LIMIT = 2000
_RECORD = TypeAdapter(Record)


@dataclass(frozen=True, slots=True)
class Said:
    """An entry that a sentence told of. `request_key` is the sentence's own: it is recorded once, whoever asks.

    `unclear` is what the form has to ask about before it can be recorded ("customer", "day"), `quoted` the sentence.
    """

    request_key: str
    entry: Record
    unclear: str | None = None
    quoted: str | None = None

    def pack(self) -> str:
        """As a button's value. Raises TextTooLong as `pack` does."""
        packed = _SAID.dump_json(self, exclude_defaults=True).decode()
        if len(packed) > BUTTON_VALUE_LIMIT:
            raise TextTooLong(option="note", limit=BUTTON_VALUE_LIMIT // 2)
        return packed

    @classmethod
    def unpack(cls, value: str) -> "Said":
        """What `pack` wrote. Raises FormExpired for one that an older version wrote."""
        try:
            return _SAID.validate_json(value)
        except ValidationError:
            raise FormExpired from None


_SAID = TypeAdapter(Said)


def pack(entry: Record) -> str:
    """The entry as a button's value. Raises TextTooLong where Slack would refuse it: only a long note can do that."""
    packed = _RECORD.dump_json(entry, exclude_defaults=True).decode()
    if len(packed) > BUTTON_VALUE_LIMIT:
        raise TextTooLong(option="note", limit=BUTTON_VALUE_LIMIT // 2)
    return packed


def unpack(value: str) -> Record:
    """The entry that `pack` wrote. Raises FormExpired for one that an older version wrote."""
    try:
        return _RECORD.validate_json(value)
    except ValidationError:
        raise FormExpired from None
