"""Statements that every request of a rush sends: made once, and sent past all that would be done anew for each.

SQLAlchemy makes a statement's text once as well, but looks for it, for its parameters and for the columns of its answer with
every execution, which takes longer than the driver needs for all the rest. Here the first execution is SQLAlchemy's; what
it gave the driver is kept for that engine, and from then on the driver gets the same with other values.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from weakref import WeakKeyDictionary

from psycopg import RawCursor
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.engine import Connection, CursorResult, Engine
from sqlalchemy.orm import Session

Processor = Callable[[Any], Any]


class Prepared:
    """One statement whose values are all bound by name. Its rows are named tuples, with the names and Python types that
    SQLAlchemy would give them."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._sent: WeakKeyDictionary[Engine, _Sent] = WeakKeyDictionary()

    def all(self, session: Session | Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows of the answer. ``values``: by the names of the statement; others are left out."""
        connection = session if isinstance(session, Connection) else session.connection()
        sent = self._sent.get(connection.engine)
        # Who listens to statements (tests, the bench) hears of them from SQLAlchemy.
        if sent is None or connection.dispatch.before_cursor_execute:
            own = {name: values[name] for name in self._names if name in values}
            result = connection.execute(self._statement, own)
            self._sent[connection.engine] = _Sent.of(result, own)
            return result.all()
        return sent.again(connection, values)

    def first(self, session: Session | Connection, values: Mapping[str, Any]) -> Any:
        """The first row of the answer, or ``None``."""
        rows = self.all(session, values)
        return rows[0] if rows else None

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._statement.compile().params)


@dataclass(frozen=True)
class _Sent:
    """What the driver was given: the text, the values that stand in the statement, and how values go and come. ``order``:
    the names of the values that the text numbers; ``None``: it names them."""

    text: str
    order: Sequence[str] | None
    fixed: Mapping[str, Any]
    going: Sequence[tuple[str, Processor]]
    coming: Sequence[tuple[int, Processor]]
    row: Callable[[Sequence[Any]], Any]

    @classmethod
    def of(cls, result: CursorResult[Any], values: Mapping[str, Any]) -> "_Sent":
        context: Any = result.context
        dialect, compiled = context.dialect, context.compiled
        binds = ((name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in compiled.binds.items())
        columns = zip(compiled.statement.exported_columns, context.cursor.description, strict=False)
        results = (column.type.dialect_impl(dialect).result_processor(dialect, told[1]) for column, told in columns)
        text, order = numbered_values(context.statement) if dialect.driver == "psycopg" else (context.statement, None)
        return cls(
            text=text,
            order=order,
            fixed={name: value for name, value in context.parameters[0].items() if name not in values},
            going=[(name, process) for name, process in binds if process is not None and name in values],
            coming=[(n, process) for n, process in enumerate(results) if process is not None],
            row=cast(Any, namedtuple("Row", list(result.keys()), rename=True))._make,
        )

    def again(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        given = {**values, **self.fixed}
        for name, process in self.going:
            given[name] = process(given[name])
        try:
            rows = self._rows(connection.connection, given)
        except Exception as error:
            # SQLAlchemy's own end of an execution: the error's class, and a lost connection leaves the pool with its kind.
            connection._handle_dbapi_exception(error, self.text, None, None, None)
        return [self.row(self._came(row)) for row in rows]

    def _rows(self, connection: PoolProxiedConnection, given: Mapping[str, Any]) -> Sequence[Any]:
        if self.order is None:
            with closing(connection.cursor()) as named:
                named.execute(self.text, given)
                return named.fetchall()
        with RawCursor(cast(Any, connection.driver_connection)) as numbered:
            return numbered.execute(self.text, [given[name] for name in self.order]).fetchall()

    def _came(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self.coming:
            return row
        came = list(row)
        for n, process in self.coming:
            came[n] = process(came[n])
        return came


def numbered_values(text: str) -> tuple[str, Sequence[str]]:
    """Values by number, as PostgreSQL has them: psycopg would look for the names anew each time, longer in a longer text."""
    order: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "%"
        if name not in order:
            order.append(name)
        return f"${order.index(name) + 1}"

    return re.sub(r"%(?:\((.+?)\)s|%)", number, text), order
