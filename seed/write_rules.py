"""Write policies and timetables: rows are added with the date from which they hold, never edited.

What an official entered on a page (``created_by_id``) is not the file's: only what the file said before is compared with
what it says now, so loading again never takes an official's change back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Period, PolicyRow
from booking.rules.policy import BAND_KEYS, POLICY_KEYS
from booking.rules.timetable import PeriodFacts

from .facts import POLICY_TABLES, Stated


@dataclass(frozen=True)
class Scope:
    """A café's rules, or the city's (``cafe_id`` null): the first ones hold from ``since``, changes from ``today``."""

    name: str
    cafe_id: int | None
    since: date
    today: date


def write_policy(session: Session, scope: Scope, stated: Stated, city_policy: Mapping[str, Any], now: datetime) -> list[str]:
    """Add a row with the values that the file states and did not state before."""
    said = _said_before(session, scope)
    # A value that left the café's file cannot become null in a layer of rows; it becomes the city's value.
    wanted = {key: stated.policy.get(key, city_policy[key]) for key in said} | dict(stated.policy)
    changed = {key: value for key, value in wanted.items() if said.get(key) != value}
    if changed.keys() & set(BAND_KEYS):
        changed |= {key: wanted[key] for key in BAND_KEYS}
    # A key that is new to the city's file holds from the first day, or no rule could be told for the days before.
    early = {key: value for key, value in changed.items() if not said or (scope.cafe_id is None and key not in said)}
    late = {key: value for key, value in changed.items() if key not in early}
    return [
        sentence
        for values, valid_from in ((early, scope.since), (late, scope.today))
        for sentence in _add_policy(session, scope, stated, values, valid_from, now)
    ]


def write_timetable(session: Session, scope: Scope, wanted: frozenset[PeriodFacts]) -> list[str]:
    """Add the timetable when it differs from the newest one. It holds as a whole from one date on."""
    newest, current = _newest_timetable(session, scope)
    if current == wanted:
        return []
    # A date has one timetable: a second change on the same day holds from the next one.
    valid_from = scope.since if newest is None else max(scope.today, newest + timedelta(days=1))
    for period in sorted(wanted, key=lambda period: (period.day_kind, period.number)):
        session.add(
            Period(
                cafe_id=scope.cafe_id,
                valid_from=valid_from,
                day_kind=period.day_kind,
                number=period.number,
                starts=period.starts,
                ends=period.ends,
                capacity=period.capacity,
            )
        )
    return [f"{scope.name}: 운영표를 {valid_from}부터로 넣었습니다."]


def _said_before(session: Session, scope: Scope) -> dict[str, Any]:
    rows: Iterable[PolicyRow] = session.scalars(
        select(PolicyRow)
        .where(
            PolicyRow.cafe_id.is_(None) if scope.cafe_id is None else PolicyRow.cafe_id == scope.cafe_id,
            PolicyRow.district_id.is_(None),
            PolicyRow.created_by_id.is_(None),
        )
        .order_by(PolicyRow.valid_from, PolicyRow.id)
    )
    return {key: getattr(row, key) for row in rows for key in POLICY_KEYS if getattr(row, key) is not None}


def _add_policy(
    session: Session, scope: Scope, stated: Stated, values: Mapping[str, Any], valid_from: date, now: datetime
) -> list[str]:
    if not values:
        return []
    session.add(PolicyRow(cafe_id=scope.cafe_id, valid_from=valid_from, source=_source(stated), created_at=now, **values))
    return [f"{scope.name}: 이용 규칙({', '.join(sorted(values))})을 {valid_from}부터로 넣었습니다."]


def _source(stated: Stated) -> str:
    """The years by table, then every source once, within the column's length."""
    marks = {table: stated.marks[table] for table in POLICY_TABLES if table in stated.marks}
    years = ", ".join(f"{table} {mark.year}" for table, mark in marks.items())
    return f"{years} · {' | '.join(dict.fromkeys(mark.source for mark in marks.values()))}"[:1000]


def _newest_timetable(session: Session, scope: Scope) -> tuple[date | None, frozenset[PeriodFacts]]:
    own = Period.cafe_id.is_(None) if scope.cafe_id is None else Period.cafe_id == scope.cafe_id
    rows = list(session.scalars(select(Period).where(own)))
    newest = max((row.valid_from for row in rows), default=None)
    return newest, frozenset(
        PeriodFacts(row.number, row.starts, row.ends, row.capacity, row.day_kind)  # type: ignore[arg-type]
        for row in rows
        if row.valid_from == newest
    )
