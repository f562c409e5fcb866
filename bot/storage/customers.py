"""Customers by what is typed of them, in one workspace."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.language.words import fold
from bot.storage.models import Customer, CustomerWord, Deal
from bot.values.customers import KnownCustomer
from pillars import customer_key

LONGEST_WORD = 40
"""Characters of a name that it is found by: nobody types more before choosing."""

MOST_WORDS = 12
LOOKED_AT = 400
"""Names that are fetched for one answer where one word was typed, however many begin alike."""

COMPARED = 3_000
"""Names that are compared with several typed words for one answer: some 30 ms of work."""

LONGEST_TYPED = 200
"""Characters of what was typed that are looked for: no name is longer. A menu may be sent a whole letter."""

MOST_TYPED = 6
"""Words of it: nobody needs more to tell two customers apart."""

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
    """At most `limit` customers of which a word, or several in a row, begin with what was typed; in alphabetical order.

    Where other words stand between them, or they were typed in another order ("ab volvo"), each has to begin one of
    the name's. How many others have one of the words does not matter.
    """
    typed = typed[:LONGEST_TYPED]
    found = dict.fromkeys(_by_word(connection, workspace_id, search_key(typed), limit))
    words = words_typed(typed)
    if len(found) < limit and len(words) > 1:
        for each in islice(_with_all(connection, workspace_id, words), COMPARED):
            if has_all(each.name, words):
                found[each] = None
                if len(found) == limit:
                    break
    return list(found)


def words_typed(typed: str) -> list[str]:
    """The words that a name has to have, as search keys; one that another begins with says nothing more."""
    keys = dict.fromkeys(key for word in typed[:LONGEST_TYPED].split() if (key := search_key(word)))
    return [key for key in keys if not any(other != key and other.startswith(key) for other in keys)][:MOST_TYPED]


def has_all(name: str, words: Collection[str]) -> bool:
    """Whether each of the search keys begins a word of the name."""
    entries = words_of(name)
    return all(any(entry.startswith(word) for entry in entries) for word in words)


def _with_all(connection: Connection, workspace_id: int, words: Sequence[str]) -> Iterator[KnownCustomer]:
    """The customers that may have all of the words: those of the rarest, where these can be looked at one by one.

    Where every word is common, an entry is looked for that begins with one of them and holds the others: whichever
    stands first in a name, its entry goes on with the next `LONGEST_WORD` characters. The index holds all of that.
    """
    counts = {word: _count(connection, workspace_id, word) for word in words}
    by_rarity = sorted(words, key=counts.__getitem__)
    if counts[by_rarity[0]] <= COMPARED:
        yield from _by_word(connection, workspace_id, by_rarity[0], COMPARED)
        return
    for first in by_rarity:
        holding = [CustomerWord.word.contains(other, autoescape=True) for other in words if other != first]
        yield from _named(
            connection, _entries(workspace_id, first).where(*holding).order_by(CustomerWord.word).limit(COMPARED)
        )


def _by_word(connection: Connection, workspace_id: int, key: str, limit: int) -> list[KnownCustomer]:
    entries = _entries(workspace_id, key).order_by(CustomerWord.word).limit(limit)
    return list(dict.fromkeys(_named(connection, entries)))


def _entries(workspace_id: int, key: str) -> Select[str, int]:
    """The words that begin with the key, and whose they are."""
    return select(CustomerWord.word, CustomerWord.customer_id).where(*_range(workspace_id, key))


def _named(connection: Connection, entries: Select[str, int]) -> Iterator[KnownCustomer]:
    """The customers of these entries, by word. The index alone answers for the entries; names are read of the few."""
    few = entries.subquery()
    query = select(Customer.id, Customer.name).join(few, Customer.id == few.c.customer_id).order_by(few.c.word)
    yield from (KnownCustomer(row.id, row.name) for row in connection.execute(query))


def _count(connection: Connection, workspace_id: int, key: str) -> int:
    """How many words begin with the key, as far as it matters: one more than can be compared is as good as all."""
    some = select(CustomerWord.customer_id).where(*_range(workspace_id, key)).limit(COMPARED + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def _range(workspace_id: int, key: str) -> list[ColumnElement[bool]]:
    mine = [CustomerWord.workspace_id == workspace_id]
    return [*mine, CustomerWord.word >= key, CustomerWord.word < key + _END] if key else mine


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
