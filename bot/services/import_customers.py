"""The customers that a file names: one for all spellings, called as it was first written down."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from bot.storage import imports as store
from bot.storage.customers import names_by_key, words_of
from pillars import customer_key

LONGEST_NAME = 200


class Customers:
    """The customers of one file on its way in."""

    def __init__(
        self, connection: Connection, workspace_id: int, words: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        """`words` is what `words_of_all` has worked out before the writing."""
        self._words = words or {}
        self._db = connection
        self._workspace = workspace_id
        self._keys: dict[str, str] = {}  # as written, or as called → key
        self._names: dict[str, str] = {}  # key → as first written
        self._ids: dict[str, int] = {}  # by key

    def called(self, names: Iterable[str | None]) -> list[str | None]:
        """The names as the customers are called here; one that nobody has named before keeps the file's spelling."""
        names = list(names)
        new: dict[str, str] = {}
        for name in dict.fromkeys(names):
            if name is not None and name not in self._keys:
                key = self._keys[name] = customer_key(name)
                if key and key not in self._names:
                    new.setdefault(key, _tidy(name))
        if new:
            found = new | names_by_key(self._db, self._workspace, new)
            self._names |= found
            self._keys |= {name: key for key, name in found.items()}
        return [None if name is None else self._names.get(self._keys[name]) for name in names]

    def written_down(self, names: Iterable[str | None]) -> Mapping[str, int]:
        """The ids of these customers by what they are called; the new ones are written down."""
        wanted = {self._keys[name]: name for name in self.called(names) if name is not None}
        missing = {key: name for key, name in wanted.items() if key not in self._ids}
        if missing:
            self._ids |= store.keep_customers(self._db, self._workspace, missing, self._words)
        return {name: self._ids[key] for key, name in wanted.items()}


def words_of_all(names: Iterable[str | None]) -> dict[str, frozenset[str]]:
    """What customers of these names may be found by, whether they are new or not."""
    tidied = {_tidy(name) for name in set(names) if name is not None}
    return {name: words_of(name) for name in tidied}


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
