"""Which policy holds for a café on a date, read from the layers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Cafe, Period, PolicyRow
from .rules.policy import POLICY_KEYS, Policy, merge
from .rules.timetable import PeriodFacts


class PolicyBook:
    """The policies of some cafés, read once; ``on`` answers for any date without another statement."""

    def __init__(self, rows: Iterable[PolicyRow], district_of: dict[int, int]) -> None:
        self._rows = sorted(rows, key=lambda row: (row.valid_from, row.id))
        self._district_of = district_of
        self._known: dict[tuple[int, frozenset[int]], tuple[Policy, dict[str, str]]] = {}

    def on(self, cafe_id: int, day: date) -> Policy:
        """The policy of the café on that date."""
        return self.with_origins(cafe_id, day)[0]

    def with_origins(self, cafe_id: int, day: date) -> tuple[Policy, dict[str, str]]:
        """The policy, and for each key where it was said: ``city``, ``district`` or ``cafe``."""
        district_id = self._district_of[cafe_id]
        rows = [
            row
            for row in self._rows
            if row.valid_from <= day
            and (row.cafe_id is None or row.cafe_id == cafe_id)
            and (row.district_id is None or row.district_id == district_id)
        ]
        key = (cafe_id, frozenset(row.id for row in rows))
        if key not in self._known:
            self._known[key] = merge([(_layer(row), _stated(row)) for row in sorted(rows, key=_distance)])
        return self._known[key]


def _layer(row: PolicyRow) -> str:
    return "cafe" if row.cafe_id is not None else "district" if row.district_id is not None else "city"


def _distance(row: PolicyRow) -> tuple[int, date, int]:
    return (("city", "district", "cafe").index(_layer(row)), row.valid_from, row.id)


def _stated(row: PolicyRow) -> dict[str, Any]:
    return {key: getattr(row, key) for key in POLICY_KEYS}


def policy_book(session: Session, cafe_ids: Iterable[int] | None = None) -> PolicyBook:
    """Read the layers of these cafés (of all, when ``None``): two statements."""
    cafes = select(Cafe.id, Cafe.district_id)
    rows = select(PolicyRow)
    if cafe_ids is not None:
        cafes = cafes.where(Cafe.id.in_(list(cafe_ids)))
    district_of = dict(session.execute(cafes).all())
    if cafe_ids is not None:
        rows = rows.where(
            PolicyRow.cafe_id.is_(None) | PolicyRow.cafe_id.in_(list(district_of)),
            PolicyRow.district_id.is_(None) | PolicyRow.district_id.in_(sorted(set(district_of.values()))),
        )
    return PolicyBook(session.scalars(rows), district_of)


def policy_for(session: Session, cafe_id: int, day: date) -> Policy:
    """The policy of one café on one date."""
    return policy_book(session, [cafe_id]).on(cafe_id, day)


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
