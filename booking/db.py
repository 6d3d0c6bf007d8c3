"""The database: engine, SQLite pragmas, column types, constraint names, and ``transaction()``.

Two engines are real here, SQLite and PostgreSQL, and the same text runs on both.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import URL, ColumnElement, DateTime, Dialect, MetaData, Table, event, literal_column, make_url
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 20_000


class Base(DeclarativeBase):
    """Base of all tables; every constraint has a predictable name, because a name becomes a sentence."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def table(model: type[Base]) -> Table:
    """The model's table, for statements of the busiest paths: written once, compiled once, rows as plain values."""
    return cast(Table, model.__table__)


def is_word(column: Any, *words: str) -> ColumnElement[bool]:
    """Whether the column holds one of these words of ours, which stand in the statement: so an index of the rows that hold
    it serves a plan that is kept (:data:`PLANNED_ONCE`), and nothing is written into the statement anew each time."""
    found: list[ColumnElement[str]] = [literal_column(f"'{word}'") for word in words]
    condition: ColumnElement[bool] = column == found[0] if len(found) == 1 else column.in_(found)
    return condition


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the Python side, UTC in the database. A naive value is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the WAL-reset corruption race fixed (3.51.3, and the branches 3.50.7 and 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def journal_mode() -> str:
    return "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: _begin_sqlite does, and says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA journal_mode = {journal_mode()}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE takes the write lock before the first read, so what an action reads stays true until it commits.
    kind = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    connection.exec_driver_sql(kind)


def listen(engine: Engine) -> None:
    """Attach what SQLite needs to an engine; PostgreSQL needs nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def url_of(text: str) -> URL:
    """The database's URL; a file's path is taken as it is, whatever letters (``?``, ``%``) its folders have."""
    if text.startswith("sqlite:///"):
        return URL.create("sqlite", database=text.removeprefix("sqlite:///"))
    return make_url(text)


def engine_options(url: str) -> dict[str, Any]:
    """How the engine is made. A connection for each request at work (:mod:`booking.gate`), so none waits for one.

    No ping before use: it would be a round trip for every request. After the database was away the first use of a
    connection fails, is answered with 503, and the pool makes all of them anew."""
    # What families typed stands in no error's text.
    hidden: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        connecting = {"timeout": BUSY_TIMEOUT_MS / 1000}
        # Values by name, as with PostgreSQL, so that booking/prepared.py knows them again.
        return hidden | {"paramstyle": "named", "connect_args": connecting, "pool_size": 8, "max_overflow": 0}
    # Reads see what is committed at each statement either way; without a transaction around them they save two round trips.
    pool = {"pool_size": 8, "max_overflow": 0, "isolation_level": "AUTOCOMMIT"}
    return hidden | pool | {"connect_args": {**PATIENCE, "options": PLANNED_ONCE}}


PATIENCE = {"connect_timeout": 3, "tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5}
"""How long PostgreSQL may be silent before the people who wait hear that it is away: libpq's own parameters, on our side of
the connection. Seconds, but for ``tcp_user_timeout`` (milliseconds)."""

PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"
"""A statement that comes again is planned once for a connection. Left to itself PostgreSQL plans most of ours anew each time
as soon as families have a past, taking the past that they might have for what it will read: planning what is read of a
family takes 2.4 ms, reading it 0.6. That the plans kept do without the past is tested (``tests/city/test_plans.py``)."""


@contextmanager
def transaction() -> Iterator[Session]:
    """One action's transaction on the current application context's session: commit on the way out, else roll back all.

    It ends the read transaction that the request has open (two connections of one request would lock each other out on
    SQLite) and on SQLite begins with BEGIN IMMEDIATE. Inside another one it joins it: the outermost commits or rolls back,
    so :func:`booking.actions.answer_once.answer_once` can keep an answer with what it answers.
    """
    session: Session = db.session()
    if session.info.get("in_transaction"):
        yield session
        session.flush()
        return
    session.info["in_transaction"] = True
    try:
        _begin(session)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_transaction"] = False


def _begin(session: Session) -> None:
    """Begin the transaction that writes, and forget what was read before it."""
    if session.get_bind().dialect.name == "sqlite":
        session.rollback()
        session.connection(execution_options={"writes": True})
        return
    # The connection reads without transactions, so the one that it has already will do.
    session.expire_all()
    session.connection().exec_driver_sql("BEGIN ISOLATION LEVEL READ COMMITTED")


def reading() -> Session:
    """The current application context's session, for queries."""
    return db.session()


def _keep_connection(session: Session, _: object, connection: Connection) -> None:
    session.info["connection"] = connection


event.listen(db.session, "after_begin", _keep_connection)


def end_session(_: BaseException | None = None) -> None:
    """Give the request's connection back when its answer is made. A database that went away since then must not turn the
    answer into an error: there is nothing left to ask, so the dead connection is thrown away."""
    if not db.session.registry.has():
        return
    held: Connection | None = db.session.info.get("connection")
    try:
        db.session.remove()
    except DBAPIError:
        if held is not None:
            held.invalidate()
            held.close()
        db.session.remove()
