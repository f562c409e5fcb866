"""Customers while they are being typed: who exists, the likeliest first, and whether a new one is meant."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.errors import FormExpired
from bot.storage import customers as store
from bot.storage.customers import LONGEST_TYPED, LatelyUsed, search_key, words_of
from bot.storage.engine import Database
from bot.values import Person
from bot.values.customers import LONGEST_NEW, KnownCustomer, Suggestions
from pillars import customer_key

MOST_SUGGESTED = 99
"""One fewer than a menu holds: there is room for adding a new one."""

OWN_WEIGHT = 4.0
"""A customer of one's own deals is likelier meant than a colleague's as often used."""

FADES_AFTER = 50.0
"""Deals after which a use counts half as much: what was used often once gives way to what is used now."""


class Customers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def suggest(self, person: Person, typed: str) -> Suggestions:
        """Customers whose name, or a word of it, begins with what was typed; of nothing typed, those used lately.

        Neither case nor spaces nor accents decide: "ohl" finds "Öhlins", "ÖHL" does too. Of several words each has to
        begin one of the name's, in whichever order. A long text is looked for by its beginning.
        """
        typed = " ".join(typed.split())
        name, typed = typed, typed[:LONGEST_TYPED]
        with self._database.read() as connection:
            lately = store.lately_used(connection, person.workspace_id)
            found = store.beginning_with(connection, person.workspace_id, typed, store.LOOKED_AT)
            exact = store.names_by_key(connection, person.workspace_id, [customer_key(typed)])
        liked = _by_use(person, lately, search_key(typed))
        ordered = {each.id: each for each in (*liked, *_alphabetical(found, typed))}.values()
        first = [each for each in ordered if customer_key(each.name) == customer_key(typed)]
        others = [each for each in ordered if each not in first]
        may_add = bool(customer_key(name)) and not exact and len(name) <= LONGEST_NEW
        return Suggestions(tuple([*first, *others][:MOST_SUGGESTED]), name if may_add else None)

    def name_of(self, person: Person, customer_id: int) -> str:
        """The name of a customer that was chosen. Raises FormExpired where there is none such any more."""
        with self._database.read() as connection:
            name = store.name_of(connection, person.workspace_id, customer_id)
        if name is None:
            raise FormExpired
        return name

    def first_known(self, person: Person, names: Sequence[str]) -> str | None:
        """The first of the names that is a customer's, as that is written; None where none is."""
        keys = list(dict.fromkeys(key for name in names if (key := customer_key(name))))
        with self._database.read() as connection:
            known = store.names_by_key(connection, person.workspace_id, keys)
        return next((known[key] for key in keys if key in known), None)


def _by_use(person: Person, lately: Iterable[LatelyUsed], key: str) -> list[KnownCustomer]:
    """Of the customers of the latest deals those that fit, by how lately and how often, one's own before others'."""
    weights: defaultdict[KnownCustomer, float] = defaultdict(float)
    for rank, used in enumerate(lately):
        own = OWN_WEIGHT if used.rep_id == person.member_id else 1.0
        weights[used.customer] += own * 0.5 ** (rank / FADES_AFTER)
    fitting = [each for each in weights if any(word.startswith(key) for word in words_of(each.name))]
    return sorted(fitting, key=lambda each: -weights[each])


def _alphabetical(found: Sequence[KnownCustomer], typed: str) -> list[KnownCustomer]:
    """Those that begin with exactly what was typed, accents and all, before the others; else as they come."""
    exact = customer_key(typed)
    return sorted(found, key=lambda each: not customer_key(each.name).startswith(exact))
