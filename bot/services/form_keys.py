"""What is remembered of a form that is sent more than once: what it has done, and what its sender was told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection

from bot.services.deal_fields import Field, fields_of, mark
from bot.storage import heard
from bot.values import Deal, Person


def key_of(form_id: str, sent: Mapping[str, Field]) -> str:
    """The request's key. What the form says is part of it, so that it can be corrected and sent again."""
    said = "\n".join(f"{name} {mark(name, value)}" for name, value in sorted(sent.items()))
    return f"{form_id}:{blake2b(said.encode(), digest_size=8).hexdigest()}"


def untold(
    connection: Connection, person: Person, deal: Deal, clashes: Sequence[str], form_id: str, now: datetime
) -> tuple[str, ...]:
    """Those of the clashes that the form's sender was not told of as the deal is now; from now on they were."""
    stands = fields_of(deal)
    return tuple(
        name
        for name in clashes
        if heard.first_time(connection, person.workspace_id, _told(form_id, name, mark(name, stands[name])), now)
    )


def _told(form_id: str, name: str, stands: str) -> str:
    return f"clash:{blake2b(f'{form_id}:{name}:{stands}'.encode(), digest_size=16).hexdigest()}"
