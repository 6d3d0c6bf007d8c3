"""Write millions of rows in one transaction: all of them come, or none, however it ends.

Indexes and keys between tables are taken away first and made again at the end, in the same transaction: made at once they
cost a fraction of what they cost row by row, and the database proves every one of them over all rows. So this is only for
tables that are empty, and nobody else can use them meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sqlalchemy.engine import Engine

from .bulk_postgresql import postgresql_store
from .bulk_sqlite import sqlite_store
from .rows import Row

AT_ONCE = 20_000
"""Rows of one table that are sent together."""


class Store(Protocol):
    """One database, inside the one transaction."""

    def write(self, table: str, rows: list[Row]) -> None:
        """Add the rows to the table."""


class Bulk:
    """Collects rows and numbers them. The ids begin at 1 in every table, which is empty."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, list[Row]] = defaultdict(list)
        self.counts: dict[str, int] = defaultdict(int)

    def add(self, table: str, *values: str | int | None) -> int:
        """Add a row, without its id, and return the id that it gets."""
        self.counts[table] = number = self.counts[table] + 1
        waiting = self._waiting[table]
        waiting.append((number, *values))
        if len(waiting) >= AT_ONCE:
            self._send(table)
        return number

    def send_all(self) -> None:
        """Send what still waits."""
        for table in list(self._waiting):
            self._send(table)

    def _send(self, table: str) -> None:
        rows, self._waiting[table] = self._waiting[table], []
        if rows:
            self._store.write(table, rows)


@contextmanager
def bulk(engine: Engine) -> Iterator[Bulk]:
    """The transaction. Its end commits; an exception leaves the tables as empty as they were.

    :raises Stop: the database refused something; nothing was written.
    """
    store: AbstractContextManager[Store]
    store = postgresql_store(engine) if engine.dialect.name == "postgresql" else sqlite_store(engine)
    with store as opened:
        writing = Bulk(opened)
        yield writing
        writing.send_all()


def settle(engine: Engine) -> None:
    """Let the planner know how large the tables are now."""
    with engine.begin() as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)" if engine.dialect.name == "postgresql" else "ANALYZE")
