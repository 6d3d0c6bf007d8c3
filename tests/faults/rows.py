"""What the database holds, read by plain SQL in one snapshot, apart from the service's own queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, text

Row = Any

# In the order of commits. SQLite has one writer at a time, so its ids are that order. On PostgreSQL ids are given out before
# the slot's row is locked; the time of the commit is the order in which changes of one slot became true.
LEDGER_ORDER = {"sqlite": "l.id", "postgresql": "pg_xact_commit_timestamp(l.xmin), l.id"}
TRANSACTION = {"sqlite": "l.id", "postgresql": "l.xmin::text"}

QUERIES = {
    "slots": """
        SELECT id, taken, capacity, timetable_capacity, closed_at, date, starts_at, ends_at, cafe_id FROM slot ORDER BY id
    """,
    "reservations": """
        SELECT r.id, r.slot_id, r.family_id, r.account_id, r.adults, r.source, r.request_id, r.request_hash, a.email
        FROM reservation r LEFT JOIN account a ON a.id = r.account_id ORDER BY r.id
    """,
    "visits": """
        SELECT v.id, v.reservation_id, v.slot_id, v.child_id, v.state, v.cancel_cause, c.name AS child, r.source
        FROM visit v JOIN child c ON c.id = v.child_id JOIN reservation r ON r.id = v.reservation_id ORDER BY v.id
    """,
    "log": "SELECT id, verb, subject_kind, subject_id, reason, detail FROM log ORDER BY id",
    "notices": "SELECT id, kind, subject_id, occasion, account_id, state, skip_reason, due_at FROM notice ORDER BY id",
    "orders": "SELECT 'capacity' AS kind, reason FROM capacity_change UNION ALL SELECT 'close', reason FROM closed_day",
}
LEDGER = """
    SELECT l.id, l.slot_id, l.reservation_id, l.taken_change, l.capacity_change, l.cause, {transaction} AS transaction_id
    FROM ledger l ORDER BY {order}
"""


@dataclass(frozen=True)
class Rows:
    """Every row that a promise depends on; ``ledger`` in the order of commits."""

    slots: list[Row]
    reservations: list[Row]
    visits: list[Row]
    log: list[Row]
    notices: list[Row]
    orders: list[Row]
    ledger: list[Row]
    guards: str
    """The text of the constraints of ``slot``."""

    def visits_of(self) -> dict[int, list[Row]]:
        return grouped(self.visits, "reservation_id")


def grouped(rows: Iterable[Row], by: str) -> dict[Any, list[Row]]:
    """The rows by one column."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def engine_for(url: str) -> Engine:
    """Connections of the checker's own, a new one each time: the database may have been killed in between."""
    if url.startswith("sqlite"):
        return create_engine(url, connect_args={"timeout": 60}, poolclass=NullPool)
    psycopg = url.replace("postgresql://", "postgresql+psycopg://")
    return create_engine(psycopg, isolation_level="REPEATABLE READ", poolclass=NullPool)


def read(engine: Engine) -> Rows:
    """Everything, as of one instant."""
    name = engine.dialect.name
    with engine.connect() as connection:
        if name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        found = {key: list(connection.execute(text(query))) for key, query in QUERIES.items()}
        ledger = LEDGER.format(transaction=TRANSACTION[name], order=LEDGER_ORDER[name])
        found["ledger"] = list(connection.execute(text(ledger)))
        guards = connection.execute(text(GUARDS[name])).scalar() or ""
        return Rows(**found, guards=guards)


GUARDS = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'slot'",
    "postgresql": """
        SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint
        WHERE conrelid = 'slot'::regclass AND contype = 'c' AND convalidated
    """,
}
