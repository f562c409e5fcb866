"""Statements of the hot path, compiled once and handed straight to the database's driver.

SQLAlchemy writes the SQL and converts the values, as everywhere; what is left out is its work per execution, which was
a third of the time of recording a deal (docs/decisions/0004). A statement has plain parameters only.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any, cast

from sqlalchemy import Connection, Dialect, exc

_Convert = Callable[[Any], Any]


class Prepared:
    """A statement to be run many times. `insert` names the columns that an INSERT is given values for."""

    def __init__(self, statement: Any, *, insert: tuple[str, ...] | None = None) -> None:
        self._statement = statement
        self._insert = insert
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """All rows, as named tuples; an empty list where the statement returns none.

        Raises SQLAlchemy's own errors (`IntegrityError`, `OperationalError`, …) for the driver's.
        """
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self._statement, self._insert, dialect)
        return compiled.run(connection, parameters)


class _Compiled:
    def __init__(self, statement: Any, insert: tuple[str, ...] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=None if insert is None else list(insert))
        self._sql = str(compiled)
        self._names: list[str] | None = compiled.positiontup  # None where the driver takes names
        self._defaults = {name: bind.value for name, bind in compiled.binds.items()}
        self._conversions: list[tuple[str, _Convert]] = [
            (name, convert)
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        ]
        columns = list(getattr(statement, "exported_columns", None) or [])
        names = [c.key or f"column_{n}" for n, c in enumerate(columns)]
        self._row = cast(Any, namedtuple("Row", names, rename=True))
        self._converts: list[tuple[int, _Convert]] = [
            (n, convert)
            for n, column in enumerate(columns)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]
        self._returns = bool(columns)
        self._dbapi: Any = dialect.loaded_dbapi

    def run(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        values = {**self._defaults, **parameters}
        for name, convert in self._conversions:
            values[name] = convert(values[name])
        given = values if self._names is None else tuple(values[name] for name in self._names)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._sql, given)
            rows = cursor.fetchall() if self._returns else []
        except self._dbapi.Error as error:
            raise exc.DBAPIError.instance(
                self._sql, None, error, self._dbapi.Error, dialect=connection.dialect
            ) from error
        finally:
            cursor.close()
        return [self._row(*self._converted(row)) for row in rows]

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self._converts:
            return row
        values = list(row)
        for n, convert in self._converts:
            values[n] = convert(values[n])
        return tuple(values)
