"""PostgreSQL in bulk: COPY, and what rests on the tables made anew at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import Engine

from ..problems import Stop
from .rows import COLUMNS, TABLES, Row

_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('f', 'u') AND conrelid = ANY (%s::regclass[]) ORDER BY contype DESC, oid
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisprimary AND indpred IS NULL
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u') ORDER BY indexrelid
"""
_SETTINGS = ("lock_timeout = '10s'", "maintenance_work_mem = '256MB'", "timezone = 'UTC'")


class _Postgresql:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def write(self, table: str, rows: list[Row]) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with self._connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def postgresql_store(engine: Engine) -> Iterator[_Postgresql]:
    """See :func:`seed.whole_city.bulk.bulk`."""
    held = engine.raw_connection()
    connection = held.driver_connection
    assert isinstance(connection, psycopg.Connection)
    try:
        with connection.transaction():
            for setting in _SETTINGS:
                connection.execute(f"SET LOCAL {setting}".encode())
            again = _taken_away(connection)
            yield _Postgresql(connection)
            for statement in again:
                connection.execute(statement.encode())
            _continue_ids(connection)
    except psycopg.errors.LockNotAvailable as error:
        sentence = "다른 프로그램이 이 데이터베이스를 쓰고 있습니다. 멈춘 뒤 다시 실행해 주세요 (database in use)."
        raise Stop(sentence) from error
    except psycopg.Error as error:
        reason = str(error).splitlines()[0]
        raise Stop(f"데이터베이스가 받지 않아 아무것도 넣지 않았습니다({reason}) (nothing was written).") from error
    finally:
        held.close()


def _taken_away(connection: "psycopg.Connection[Any]") -> list[str]:
    """Take keys and indexes away; return the statements that make them again: uniqueness before what refers to it.

    Partial indexes stay: PostgreSQL would write their conditions down in other words.
    """
    tables = [list(TABLES)]
    keys = connection.execute(_KEYS, tables).fetchall()
    indexes = connection.execute(_INDEXES, tables).fetchall()
    for table, name, _ in keys:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    keys_again = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {stated}' for table, name, stated in keys]
    return [*keys_again, *(made for _, made in indexes)]


def _continue_ids(connection: "psycopg.Connection[Any]") -> None:
    """The next row that anybody adds gets the next id."""
    for table in TABLES:
        name = sql.Identifier(table)
        connection.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {} HAVING max(id) IS NOT NULL").format(
                sql.Literal(table), name
            )
        )
