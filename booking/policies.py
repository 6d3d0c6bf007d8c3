"""Which policy holds for a café on a date, read from the layers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .db import table
from .models import Cafe, Period, PolicyRow
from .rules.policy import POLICY_KEYS, Policy, merge
from .rules.timetable import PeriodFacts


@dataclass(frozen=True)
class Layer:
    """One row of the table as values: what a city, district or café states from ``valid_from`` on."""

    id: int
    district_id: int | None
    cafe_id: int | None
    valid_from: date
    stated: Mapping[str, Any]

    @property
    def name(self) -> str:
        return "cafe" if self.cafe_id is not None else "district" if self.district_id is not None else "city"

    @property
    def distance(self) -> tuple[int, date, int]:
        """Sorts layers from the farthest to the nearest, and older values before newer ones."""
        return (("city", "district", "cafe").index(self.name), self.valid_from, self.id)


class PolicyBook:
    """The policies of all cafés as they stood at one version; ``on`` answers for any date without a statement."""

    def __init__(self, version: int, layers: Iterable[Layer], district_of: dict[int, int]) -> None:
        self.version = version
        self._layers = sorted(layers, key=lambda layer: layer.distance)
        self._district_of = district_of
        self._known: dict[tuple[int, tuple[int, ...]], tuple[Policy, dict[str, str]]] = {}

    def on(self, cafe_id: int, day: date) -> Policy:
        """The policy of the café on that date."""
        return self.with_origins(cafe_id, day)[0]

    def with_origins(self, cafe_id: int, day: date) -> tuple[Policy, dict[str, str]]:
        """The policy, and for each key where it was said: ``city``, ``district`` or ``cafe``."""
        district_id = self._district_of[cafe_id]
        layers = [
            layer
            for layer in self._layers
            if layer.valid_from <= day
            and (layer.cafe_id is None or layer.cafe_id == cafe_id)
            and (layer.district_id is None or layer.district_id == district_id)
        ]
        key = (cafe_id, tuple(layer.id for layer in layers))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = merge([(layer.name, layer.stated) for layer in layers])
        return known


def _newest(column: Any) -> Any:
    return select(func.coalesce(func.max(column), 0)).scalar_subquery()


POLICY_VERSION = _newest(table(PolicyRow).c.id) + _newest(table(Cafe).c.id)
"""A number that rises with every policy and every café: rows are added one writer at a time (:func:`hold_policies`), and
never edited. A statement that is needed anyway can bring it along."""

_VERSION = select(POLICY_VERSION)
_LAYERS = select(table(PolicyRow))
_DISTRICT_OF = select(table(Cafe).c.id, table(Cafe).c.district_id)
_books: WeakKeyDictionary[Any, PolicyBook] = WeakKeyDictionary()


def policy_book(session: Session, *, version: int | None = None) -> PolicyBook:
    """The policies of all cafés: read once per process and version, so usually the one statement that asks for the version,
    or none when the caller has it.

    Not for a transaction that adds policies itself: what it rolls back must not be remembered.
    """
    engine = session.get_bind()
    if version is None:
        version = session.execute(_VERSION).scalar_one()
    book = _books.get(engine)
    if book is None or book.version != version:
        book = _books[engine] = _read(session, version)
    return book


def _read(session: Session, version: int) -> PolicyBook:
    layers = [
        Layer(row["id"], row["district_id"], row["cafe_id"], row["valid_from"], {key: row[key] for key in POLICY_KEYS})
        for row in session.execute(_LAYERS).mappings()
    ]
    return PolicyBook(version, layers, dict(session.execute(_DISTRICT_OF).all()))


def policy_for(session: Session, cafe_id: int, day: date, *, version: int | None = None) -> Policy:
    """The policy of one café on one date."""
    return policy_book(session, version=version).on(cafe_id, day)


def hold_policies(session: Session) -> None:
    """Queue everybody who adds policies, until the transaction ends: so a later version is a later commit."""
    session.execute(select(PolicyRow.id).order_by(PolicyRow.id.desc()).limit(1).with_for_update())


class Timetables:
    """The timetables of all cafés, read once."""

    def __init__(self, rows: Iterable[Period]) -> None:
        self._by_scope: dict[int | None, dict[date, list[PeriodFacts]]] = {}
        for row in rows:
            facts = PeriodFacts(row.number, row.starts, row.ends, row.capacity, row.day_kind)  # type: ignore[arg-type]
            self._by_scope.setdefault(row.cafe_id, {}).setdefault(row.valid_from, []).append(facts)

    def on(self, cafe_id: int, day: date) -> list[PeriodFacts]:
        """All periods of the timetable that holds on that date: the café's newest, else the city's newest."""
        for scope in (cafe_id, None):
            versions = self._by_scope.get(scope, {})
            started = [valid_from for valid_from in versions if valid_from <= day]
            if started:
                return versions[max(started)]
        return []


def timetables(session: Session) -> Timetables:
    """Read every timetable: one statement."""
    return Timetables(session.scalars(select(Period)))
