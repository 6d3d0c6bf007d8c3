"""Which policy holds for a café on a date, read from the statements."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Boolean, and_, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from .db import table
from .models import Cafe, StatementRow
from .rules.places import Place
from .rules.policy import Policy, merged
from .rules.sections import names_of_list, weekday_key
from .rules.statements import Statement, holding
from .rules.times import seoul


def statement_of(row: Any) -> Statement:
    """A row of the table as a value."""
    layer = "cafe" if row["cafe_id"] is not None else "district" if row["district_id"] is not None else "city"
    return Statement(
        id=row["id"],
        layer=layer,  # type: ignore[arg-type]
        section=row["section"],
        content=None if row["content"] is None else json.loads(row["content"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        year=row["year"],
        source=row["source"],
        created_at=row["created_at"],
        by_official=row["created_by_id"] is not None,
    )


def row_of(statement: Statement) -> dict[str, Any]:
    """A statement as the columns of a row, without its scope: :func:`statement_of` the other way round."""
    content = statement.content
    return {
        "id": statement.id,
        "section": statement.section,
        "content": None if content is None else json.dumps(content, ensure_ascii=False, sort_keys=True),
        "valid_from": statement.valid_from,
        "valid_until": statement.valid_until,
        "year": statement.year,
        "source": statement.source,
        "created_at": statement.created_at,
        "created_by_id": None,
    }


class SlotLike(Protocol):
    """What a policy needs of a slot. ``day_key``: the list of the timetable that it was opened from."""

    @property
    def cafe_id(self) -> int: ...
    @property
    def date(self) -> date: ...
    @property
    def day_key(self) -> str | None: ...
    @property
    def period_number(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...


class _Timeline:
    """The policies of one café: one for each stretch of dates between two changes, merged when first asked for."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._statements = tuple(statements)
        ends = (one.valid_until for one in self._statements if one.valid_until is not None)
        self._changes = sorted({one.valid_from for one in self._statements} | {end + timedelta(days=1) for end in ends})
        self._known: dict[int, Policy] = {}

    def on(self, day: date) -> Policy:
        stretch = bisect_right(self._changes, day)
        if stretch not in self._known:
            self._known[stretch] = merged(holding(self._statements, day))
        return self._known[stretch]


class PolicyBook:
    """The policies of all cafés as they stood at one version; ``on`` answers for any date without a statement."""

    def __init__(
        self, version: int, rows: Iterable[Any], district_of: Mapping[int, int], earlier: "PolicyBook | None" = None
    ) -> None:
        self.version = version
        self._rows = tuple(rows)
        self._district_of = district_of
        self._of_cafe: dict[int, _Timeline] = {}
        # Rows are never edited: what an earlier book understood of them stays so.
        self._understood: dict[int, Statement] = dict(earlier._understood) if earlier is not None else {}

    def on(self, cafe_id: int, day: date) -> Policy:
        """The policy of the café on that date; its ``origin`` tells where each value was said.

        :raises PolicyIncomplete: the city's default file is not loaded, or begins later.
        """
        if cafe_id not in self._of_cafe:
            self._of_cafe[cafe_id] = _Timeline(self.statements(cafe_id))
        return self._of_cafe[cafe_id].on(day)

    def of_slot(self, slot: SlotLike) -> Policy:
        """The policy of a slot: that of its café and date, under the rules that hold for its period only."""
        return self.on(slot.cafe_id, slot.date).for_period(
            names_of_list(slot.day_key or weekday_key(slot.date)), slot.period_number, seoul(slot.starts_at).time()
        )

    def as_of(self, moment: datetime) -> "PolicyBook":
        """The policies as everybody knew them at that moment: without what was stated later, so that an old decision can be
        explained as it was made."""
        return PolicyBook(self.version, (row for row in self._rows if row["created_at"] <= moment), self._district_of, self)

    def district_of(self, cafe_id: int) -> int:
        """The café's district."""
        return self._district_of[cafe_id]

    def city(self, day: date) -> Policy:
        """What the city states for every café that says nothing else.

        :raises PolicyIncomplete: see :meth:`on`.
        """
        return self._city.on(day)

    @cached_property
    def _city(self) -> _Timeline:
        return _Timeline(one for one, _ in self._statements if one.layer == "city")

    def chain(self, place: Place) -> list[Statement]:
        """Everything that is said for a café, for all cafés of a district, or for the whole city, by any layer."""
        if place.cafe_id is not None:
            return self.statements(place.cafe_id)
        mine = {("city", None), ("district", place.district_id)} if place.district_id is not None else {("city", None)}
        return [one for one, scope_id in self._statements if (one.layer, scope_id) in mine]

    def with_statements(self, place: Place, statements: Iterable[Statement]) -> "PolicyBook":
        """The policies as they would be if this place stated these, too."""
        scope = {"cafe_id": place.cafe_id, "district_id": place.district_id}
        return PolicyBook(self.version, [*self._rows, *(scope | row_of(one) for one in statements)], self._district_of)

    @property
    def last_id(self) -> int:
        """The newest statement's id, 0 when there is none."""
        return max((row["id"] for row in self._rows), default=0)

    def statements(self, cafe_id: int) -> list[Statement]:
        """Everything that is said for this café, by any layer and of any date."""
        mine = {("city", None), ("district", self._district_of[cafe_id]), ("cafe", cafe_id)}
        return [one for one, scope_id in self._statements if (one.layer, scope_id) in mine]

    @cached_property
    def _statements(self) -> list[tuple[Statement, int | None]]:
        for row in self._rows:
            if row["id"] not in self._understood:
                self._understood[row["id"]] = statement_of(row)
        return [
            (self._understood[row["id"]], row["cafe_id"] if row["cafe_id"] is not None else row["district_id"])
            for row in self._rows
        ]


def _newest(column: Any) -> Any:
    return select(func.coalesce(func.max(column), 0)).scalar_subquery()


POLICY_VERSION = _newest(table(StatementRow).c.id) + _newest(table(Cafe).c.id)
"""A number that rises with every statement and every café: rows are added one writer at a time (:func:`hold_policies`), and
never edited. A statement that is needed anyway can bring it along."""

_VERSION = select(POLICY_VERSION)
_STATEMENTS = select(table(StatementRow))
_DISTRICT_OF = select(table(Cafe).c.id, table(Cafe).c.district_id)
_books: WeakKeyDictionary[Any, PolicyBook] = WeakKeyDictionary()
_reading = Lock()


def policy_book(session: Session, *, version: int | None = None) -> PolicyBook:
    """The policies of all cafés: read once per process and version, so usually the one statement that asks for the version,
    or none when the caller has it.

    Not for a transaction that adds statements itself: what it rolls back must not be remembered.
    """
    engine = session.get_bind()
    if version is None:
        version = session.execute(_VERSION).scalar_one()
    book = _books.get(engine)
    if book is None or book.version != version:
        # In a rush all would read it at once, and each would wait for the work of all.
        with _reading:
            book = _books.get(engine)
            if book is None or book.version != version:
                book = _books[engine] = read_book(session, version, book)
    return book


def read_book(session: Session, version: int = 0, earlier: PolicyBook | None = None) -> PolicyBook:
    """The policies as this transaction sees them, for one that adds statements itself."""
    rows, district_of = session.execute(_STATEMENTS).mappings().all(), dict(session.execute(_DISTRICT_OF).all())
    return PolicyBook(version, rows, district_of, earlier)


def slot_policy(session: Session, slot: SlotLike) -> Policy:
    """The policy of one slot."""
    return policy_book(session).of_slot(slot)


_LOCK = 20_261_128
"""A number of ours among PostgreSQL's advisory locks: who decides by the policies shares it, who changes them has it
alone."""


class _steady(FunctionElement[bool]):
    """Whether nobody is changing the policies; nobody will until the transaction ends."""

    type = Boolean()
    inherit_cache = True


@compiles(_steady)
def _steady_on_postgresql(_element: _steady, _compiler: Any, **_: Any) -> str:
    return f"pg_try_advisory_xact_lock_shared({_LOCK})"


@compiles(_steady, "sqlite")
def _steady_on_sqlite(_element: _steady, _compiler: Any, **_: Any) -> str:
    # Its one writer is alone as it is.
    return "1"


AS_SEEN = and_(bindparam("policy_version") == POLICY_VERSION, _steady())
"""Of a step that writes what was decided: the policies are those of the version ``policy_version`` until it is committed, so
whoever changes them sees it, and tells whom the new ones would have turned away."""


def keep_policies(session: Session) -> None:
    """Let nobody change the policies until the transaction ends, before anything is read that is decided on; waits for who
    does. Not after a row was locked that they may ask for."""
    _advise(session, "pg_advisory_xact_lock_shared")


def hold_policies(session: Session) -> None:
    """Queue everybody who adds statements or decides by them, until the transaction ends: so a later version is a later
    commit, and what is decided by the old one is committed before."""
    _advise(session, "pg_advisory_xact_lock")


def _advise(session: Session, function: str) -> None:
    # SQLite's one writer is alone as it is.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(getattr(func, function)(_LOCK)))
