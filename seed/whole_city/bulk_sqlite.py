"""SQLite in bulk: one transaction with a rollback journal, which stays small because the tables are empty."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine

from ..problems import Stop
from .rows import COLUMNS, TABLES, Row

# In WAL the whole load would stand in the log first. The journal and its sync stay, so a kill in the middle leaves nothing.
_BEFORE = ("journal_mode = TRUNCATE", "foreign_keys = OFF", "cache_size = -200000", "temp_store = MEMORY")
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: str, rows: list[Row]) -> None:
        columns = COLUMNS[table]
        marks = ", ".join("?" * len(columns))
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  # our own names  # nosec B608
        self._connection.executemany(into, rows)


@contextmanager
def sqlite_store(engine: Engine) -> Iterator[_Sqlite]:
    """See :func:`seed.whole_city.bulk.bulk`. Keys between tables are asked for once, over all rows."""
    held = engine.raw_connection()
    connection = held.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    try:
        for setting in _BEFORE:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN IMMEDIATE")
        again = _taken_away(connection)
        yield _Sqlite(connection)
        for statement in again:
            connection.execute(statement)
        _require_keys(connection)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise Stop(f"데이터베이스가 받지 않아 아무것도 넣지 않았습니다({error}) (nothing was written).") from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        # The next connection has the settings of every day.
        held.invalidate()


def _taken_away(connection: sqlite3.Connection) -> list[str]:
    """Take the indexes away; return the statements that make them again."""
    indexes = [row for table in TABLES for row in connection.execute(_INDEXES, (table,))]
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    return [made for _, made in indexes]


def _require_keys(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise sqlite3.IntegrityError(f"foreign key of {broken[0]} to {broken[2]}")
