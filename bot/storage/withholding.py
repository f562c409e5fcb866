"""What a database says of an error, without what people typed: it ends in the log.

SQLAlchemy's `hide_parameters` leaves out the parameters of a statement. PostgreSQL repeats them in words of its own:
`DETAIL:  Key (workspace_id, key)=(1, acme) already exists.`, `Failing row contains (…)`, `CONTEXT:  COPY deals,
line 1, column note: "…"`, `invalid input syntax for type integer: "acme"`. SQLite names tables and columns only.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

_ABOUT_A_VALUE = "22"
"""The class of PostgreSQL's data exceptions (its manual, appendix A): after a colon they go on with the value."""

_DEEPEST = 20
"""Errors that are followed from one to what caused it."""


@contextmanager
def values_withheld() -> Iterator[None]:
    """Whatever is raised inside says what is wrong and where; of PostgreSQL's words the primary line alone is kept."""
    try:
        yield
    except Exception as error:
        _shorten(error)
        raise


def _shorten(error: BaseException) -> None:
    """The error and what it came of, changed in place."""
    following: BaseException | None = error
    for _ in range(_DEEPEST):
        if following is None:
            return
        if isinstance(following, DBAPIError) and following.orig is not None:
            if _shorten_drivers(following.orig):
                # SQLAlchemy has put its own text together before.
                kind = type(following.orig)
                following.args = (f"({kind.__module__}.{kind.__name__}) {following.orig}", *following.args[1:])
        else:
            _shorten_drivers(following)
        following = following.__cause__ or following.__context__


def _shorten_drivers(error: BaseException) -> bool:
    """Whether it is psycopg's, about what the server said."""
    said = getattr(getattr(error, "diag", None), "message_primary", None)
    if said is None:
        return False
    state = getattr(error, "sqlstate", None) or ""
    error.args = (said.partition(":")[0] if state.startswith(_ABOUT_A_VALUE) else said,)
    return True
