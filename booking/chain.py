"""Writes that belong together, sent together: each is done only when the one before it was.

PostgreSQL takes a chain as one statement, a common table expression for each step: one round trip, and a row that others
wait for is held no longer than the statement and its commit take. SQLite knows no such statements and has no round trips:
there the steps follow one another in one transaction. What was done before a step that was not, stays on both: so what
comes first asks, or counts asking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Insert, Update, bindparam, exists, func, insert, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.sql.selectable import CTE

from .db import Base, table, transaction
from .prepared import Prepared


@dataclass(frozen=True)
class Change:
    """A step that changes one row, or none and so ends the chain. Its values are named as in the statement."""

    name: str
    statement: Update


@dataclass(frozen=True)
class Addition:
    """A step that adds rows which state these columns, each row with values of its own, named by :func:`value_name`.

    ``same``: columns that hold the value of that name in every row; steps that say the same share it, so that less is
    sent. Its name is that of no column which a :class:`Change` of the same chain could set: SQLAlchemy would set it.
    ``ids``: columns that hold the id of an earlier step's row."""

    name: str
    model: type[Base]
    columns: tuple[str, ...]
    rows: int = 1
    same: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, str], ...] = ()


Step = Change | Addition


def value_name(step: str, column: str, row: int = 0) -> str:
    """What the value of an added row's column is called."""
    return f"{step}_{column}_{row}"


def values_of(step: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The values of an :class:`Addition`'s rows, by name."""
    return {value_name(step, column, n): value for n, row in enumerate(rows) for column, value in row.items()}


def run(session: Session, steps: tuple[Step, ...], values: Mapping[str, Any]) -> dict[str, int]:
    """Do the steps in order, to the end or to the first that changes nothing; the id of a row of each that was done, by its
    name. Outside a transaction it is one by itself."""
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        with transaction() as writing:
            return _one_by_one(writing, steps, values)
    row = _together(steps).first(session, values)
    return {step.name: found for step, found in zip(steps, row, strict=True) if found is not None}


def alone(session: Session, prepared: Prepared, values: Mapping[str, Any]) -> Any:
    """Do this one statement, which is a transaction by itself outside of one; its first row, or ``None``."""
    session.flush()
    if session.get_bind().dialect.name == "sqlite":
        with transaction() as writing:
            return prepared.first(writing, values)
    return prepared.first(session, values)


def _one_by_one(session: Session, steps: tuple[Step, ...], values: Mapping[str, Any]) -> dict[str, int]:
    done: dict[str, int] = {}
    for step, prepared in zip(steps, _each(steps), strict=True):
        row = prepared.first(session, {**values, **{_id_name(name): found for name, found in done.items()}})
        if row is None:
            break
        done[step.name] = row[0]
    return done


@lru_cache(maxsize=256)
def _each(steps: tuple[Step, ...]) -> list[Prepared]:
    ids: dict[str, ColumnElement[int]] = {step.name: bindparam(_id_name(step.name)) for step in steps}
    return [Prepared(_statement(step, None, ids)) for step in steps]


@lru_cache(maxsize=256)
def _together(steps: tuple[Step, ...]) -> Prepared:
    parts: list[CTE] = []
    ids: dict[str, ColumnElement[int]] = {}
    for step in steps:
        parts.append(_statement(step, parts[-1] if parts else None, ids).cte(f"step_{step.name}"))
        ids[step.name] = parts[-1].c.id
    return Prepared(select(*(select(func.min(part.c.id)).scalar_subquery() for part in parts)))


def _statement(step: Step, after: CTE | None, ids: Mapping[str, ColumnElement[int]]) -> Any:
    """The step with its row's id as the answer; ``after``: only where that one has done something."""
    if isinstance(step, Change):
        changed = step.statement if after is None else step.statement.where(exists(select(after.c.id)))
        return changed.returning(cast(Any, step.statement.table).c.id)
    return _addition(step, after, ids)


def _addition(step: Addition, after: CTE | None, ids: Mapping[str, ColumnElement[int]]) -> Insert:
    into = table(step.model)
    known, same = dict(step.ids), dict(step.same)

    def row(n: int) -> Select:
        names = {column: value_name(step.name, column, n) for column in step.columns} | same
        values = (bindparam(name, type_=into.c[column].type) for column, name in names.items())
        chosen = select(*values, *(ids[name] for name in known.values()))
        return chosen if after is None or known else chosen.where(exists(select(after.c.id)))

    rows = [row(n) for n in range(step.rows)]
    chosen = rows[0] if len(rows) == 1 else union_all(*rows)
    return insert(into).from_select([*step.columns, *same, *known], chosen, include_defaults=False).returning(into.c.id)


def _id_name(step: str) -> str:
    return f"{step}_row_id"
