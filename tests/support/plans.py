"""How a database would answer statements, and which of them would read a growing table from end to end.

Small tables are read whole by any planner, so on PostgreSQL it may only look rows up while it plans: what it still reads
whole has no index that serves. An index that is walked without a condition on it is a whole reading by another name.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from psycopg import RawCursor
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from booking.prepared import numbered_values

GROWING = frozenset(
    {"visit", "reservation", "slot", "ledger", "notice", "account", "sign_in", "child", "family", "consent", "line_ticket"}
)
"""Tables with a row for each person, visit or slot that there ever was, or for each family of a rush."""

_numbers = count()


@dataclass(frozen=True)
class Statement:
    """A statement as it was sent."""

    text: str
    parameters: Any


@contextmanager
def heard(engine: Engine) -> Iterator[list[Statement]]:
    """The statements that are sent meanwhile: those that read or write rows."""
    found: list[Statement] = []

    def hear(_connection, _cursor, text, parameters, _context, many):
        if re.match(r"\s*(SELECT|WITH|UPDATE|DELETE|INSERT\b.*\bSELECT)\b", text, re.DOTALL) and not many:
            found.append(Statement(text, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def read_whole(connection: Connection, statement: Statement) -> set[str]:
    """The growing tables that the statement would read from end to end."""
    if connection.dialect.name == "sqlite":
        return _read_whole_sqlite(connection, statement)
    for way in ("seqscan", "hashjoin", "mergejoin"):
        connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement.text}", statement.parameters).scalar_one()
    return {*_whole(plan["Plan"], ""), *_whole(_kept_plan(connection, statement), "")} & GROWING


def _kept_plan(connection: Connection, statement: Statement) -> Mapping[str, Any]:
    """The plan that PostgreSQL keeps when the statement comes again and again (``booking/db.py``, PLANNED_ONCE), which knows
    none of the values."""
    text, order = numbered_values(statement.text)
    with RawCursor(connection.connection.driver_connection) as cursor:
        cursor.execute(text, [statement.parameters[name] for name in order], prepare=True)
        asked = "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements WHERE statement = $1"
        name, values = cursor.execute(asked, [text]).fetchone()
        given = f"({', '.join(['NULL'] * values)})" if values else ""
        ((plan,),) = cursor.execute(f'EXPLAIN (FORMAT JSON) EXECUTE "{name}" {given}').fetchone()
    return plan["Plan"]


def _whole(node: Mapping[str, Any], of: str) -> Iterator[str]:
    """The tables that the plan reads whole; ``of``: the table of the node above, which an index's bitmap is of."""
    table = node.get("Relation Name", of)
    if node["Node Type"] == "Seq Scan":
        yield table
    if node["Node Type"] in ("Index Scan", "Index Only Scan", "Bitmap Index Scan") and "Index Cond" not in node:
        yield table
    for below in node.get("Plans", ()):
        yield from _whole(below, table)


def _read_whole_sqlite(connection: Connection, statement: Statement) -> set[str]:
    # Numbered, because the driver keeps the answer to a text that it has seen, whatever was dropped since.
    asked = f"EXPLAIN QUERY PLAN {statement.text} -- {next(_numbers)}"
    rows = connection.exec_driver_sql(asked, statement.parameters).all()
    scanned = {found[1] for row in rows if (found := re.match(r"SCAN (\w+)", row[3]))}
    known = dict(re.findall(r"\b(\w+) AS (\w+)", statement.text))
    tables = {alias: table for table, alias in known.items()}
    return {tables.get(name, name) for name in scanned} & GROWING


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction of which nothing stays."""
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="READ COMMITTED") if engine.name != "sqlite" else plain
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


def without(connection: Connection, index: str) -> None:
    """Drop the index, or the key of this name, until the transaction is undone."""
    if connection.dialect.name != "sqlite":
        found = connection.exec_driver_sql(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = %(name)s", {"name": index}
        ).scalar()
        if found:
            connection.exec_driver_sql(f'ALTER TABLE {found} DROP CONSTRAINT "{index}"')
            return
    connection.exec_driver_sql(f'DROP INDEX "{index}"')
