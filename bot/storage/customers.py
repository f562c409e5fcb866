"""Customers by what is typed of them, in one workspace."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.language.words import fold
from bot.storage.models import Customer, CustomerWord, Deal
from bot.values.customers import KnownCustomer
from pillars import customer_key

LONGEST_WORD = 40
"""Characters of a name that it is found by: nobody types more before choosing."""

MOST_WORDS = 12
LOOKED_AT = 400
"""Names that are compared for one answer, however many begin alike."""

LATEST_DEALS = 500
"""Deals of everybody that say which customers are being worked with."""

_END = "\U0010ffff"  # after everything that begins with the text before it
_STARTS = re.compile(r"(?<![^\W_])[^\W_]")
_ONE_GO = 500


@dataclass(frozen=True, slots=True)
class LatelyUsed:
    """A customer of one of the latest deals; `rep_id` is whose deal it was."""

    customer: KnownCustomer
    rep_id: int


@lru_cache(maxsize=10_000)  # the same few hundred customers are looked through with every letter that is typed
def words_of(name: str) -> frozenset[str]:
    """What a name may be entered by: its key from each word's beginning on, without case, spaces and accents.

    "Svensson & Söner AB" gives "svensson&sonerab", "sonerab" and "ab".
    """
    starts = [0, *(match.start() for match in _STARTS.finditer(name))]
    return frozenset(word for start in starts[:MOST_WORDS] if (word := search_key(name[start:])))


def search_key(text: str) -> str:
    """What is typed, in the form in which it is looked for."""
    return fold(customer_key(text))[:LONGEST_WORD]


def note_words(connection: Connection, workspace_id: int, names: Mapping[int, str]) -> None:
    """Make customers that were just written down, id → name, findable; those that are so already stay so."""
    upsert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    rows = [
        {"workspace_id": workspace_id, "word": word, "customer_id": customer_id}
        for customer_id, name in names.items()
        for word in sorted(words_of(name))
    ]
    if rows:
        connection.execute(upsert(CustomerWord).on_conflict_do_nothing(), rows)


def beginning_with(connection: Connection, workspace_id: int, typed: str, limit: int) -> list[KnownCustomer]:
    """Customers of which a word, or several in a row, begin with what was typed; in the order of the alphabet.

    Where the words were typed in another order ("ab volvo"), each has to begin one of the name's.
    """
    found = _by_word(connection, workspace_id, search_key(typed), limit)
    words = [key for word in typed.split() if (key := search_key(word))]
    if len(found) < limit and len(words) > 1:
        known = {each.id for each in found}
        for each in _by_word(connection, workspace_id, max(words, key=len), LOOKED_AT):
            entries = words_of(each.name)
            if each.id not in known and all(any(e.startswith(word) for e in entries) for word in words):
                found.append(each)
    return found[:limit]


def _by_word(connection: Connection, workspace_id: int, key: str, limit: int) -> list[KnownCustomer]:
    query = (
        select(Customer.id, Customer.name)
        .select_from(CustomerWord)
        .join(Customer, Customer.id == CustomerWord.customer_id)
        .where(CustomerWord.workspace_id == workspace_id)
        .order_by(CustomerWord.word)
        .limit(limit)
    )
    if key:
        query = query.where(CustomerWord.word >= key, CustomerWord.word < key + _END)
    rows = connection.execute(query)
    return list(dict.fromkeys(KnownCustomer(row.id, row.name) for row in rows))


def lately_used(connection: Connection, workspace_id: int) -> list[LatelyUsed]:
    """The customers of the latest deals, the newest first, each as often as it was used."""
    latest = (
        select(Deal.customer_id, Deal.rep_id, Deal.number, Deal.deleted_at)
        .where(Deal.workspace_id == workspace_id)
        .order_by(Deal.number.desc())
        .limit(LATEST_DEALS)
        .subquery()
    )
    query = (
        select(Customer.id, Customer.name, latest.c.rep_id)
        .select_from(latest)
        .join(Customer, Customer.id == latest.c.customer_id)
        .where(latest.c.deleted_at.is_(None))
        .order_by(latest.c.number.desc())
    )
    return [LatelyUsed(KnownCustomer(row.id, row.name), row.rep_id) for row in connection.execute(query)]


def name_of(connection: Connection, workspace_id: int, customer_id: int) -> str | None:
    """A customer's name; None where this workspace has no such customer."""
    query = select(Customer.name).where(Customer.workspace_id == workspace_id, Customer.id == customer_id)
    return connection.execute(query).scalar_one_or_none()


def names_by_key(connection: Connection, workspace_id: int, keys: Collection[str]) -> dict[str, str]:
    """The names of those customers that exist, by key."""
    found: dict[str, str] = {}
    remaining = iter(keys)
    while some := list(islice(remaining, _ONE_GO)):
        query = select(Customer.key, Customer.name).where(Customer.workspace_id == workspace_id, Customer.key.in_(some))
        found |= {row.key: row.name for row in connection.execute(query)}
    return found
