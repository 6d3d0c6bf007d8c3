"""What no-shows cost a family now, and behind it which they are; and the no-shows of an official's cafés."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from ..db import is_word, reading
from ..facts import family_facts
from ..models import Cafe, District, Reservation, Slot, Visit
from ..policies import policy_book
from ..rules.parties import NoShow
from ..rules.refusals import NotThere
from ..rules.suspensions import suspended_until
from ..rules.times import seoul_date
from ..scope import Actor, cafes_of

SHOWN = timedelta(days=60)
"""How far back officials see no-shows: longer than any suspension that a café has published."""


@dataclass(frozen=True)
class Bar:
    """Until when (exclusive) the family may not reserve, and where: a ``scope`` of the rule, with its place's name (``None``
    for all cafés)."""

    until: datetime
    scope: str
    place: str | None


@dataclass(frozen=True)
class Absence:
    """A reservation of which children did not come. ``counts``: neither waived nor in a slot that was closed."""

    reservation_id: int
    code: str
    cafe: str
    district: str
    starts_at: datetime
    ends_at: datetime
    marked_at: datetime
    children: int
    waived_reason: str | None
    closed: bool

    @property
    def counts(self) -> bool:
        return self.waived_reason is None and not self.closed


@dataclass(frozen=True)
class MySuspensions:
    """The family's bars that run now, and the no-shows on record, the newest first."""

    bars: tuple[Bar, ...]
    absences: tuple[Absence, ...]


def my_suspensions(actor: Actor, now: datetime) -> MySuspensions:
    """What no-shows cost the actor's family now: two statements, five where it has any."""
    found = _absences(Reservation.family_id == actor.family_id)
    if actor.family_id is None or not any(absence.counts for absence in found):
        return MySuspensions((), tuple(found))
    session, today = reading(), seoul_date(now)
    family = family_facts(session, actor.family_id, today, now=now, book=policy_book(session))
    return MySuspensions(tuple(_bars(family.no_shows, now)), tuple(found))


def _bars(no_shows: Sequence[NoShow], now: datetime) -> list[Bar]:
    """The bars of all cafés' rules, those of one scope told once."""
    session = reading()
    book, today = policy_book(session), seoul_date(now)
    bars: dict[Bar, None] = {}
    rows = select(Cafe.id, Cafe.name, District.id, District.name).join(Cafe.district).order_by(District.name, Cafe.name)
    for cafe_id, cafe, district_id, district in session.execute(rows):
        policy = book.on(cafe_id, today)
        until = suspended_until(no_shows, cafe_id, district_id, policy, now)
        if until is not None and policy.suspension is not None:
            scope = policy.suspension.scope
            bars[Bar(until, scope, {"cafe": cafe, "district": district}.get(scope))] = None
    return sorted(bars, key=lambda bar: (bar.scope != "all", bar.until))


def no_shows_of_cafes(actor: Actor, now: datetime) -> list[Absence]:
    """The no-shows of the last 60 days at the official's cafés, the newest first. Nobody's name is among them."""
    since = now - SHOWN
    # Nobody is marked before the start, so the instant of marking, which has an index, finds no fewer.
    return _absences(cafes_of(actor), Slot.starts_at > since, Visit.no_show_at > since)


def no_show_of(actor: Actor, reservation_id: int) -> Absence:
    """One of them.

    :raises NotThere: not of the official's cafés, or nobody of it is marked.
    """
    found = _absences(cafes_of(actor), Reservation.id == reservation_id)
    if not found:
        raise NotThere
    return found[0]


def _absences(*conditions: object) -> list[Absence]:
    rows = (
        select(
            Reservation.id,
            Reservation.code,
            Cafe.name,
            District.name,
            Slot.starts_at,
            Slot.ends_at,
            func.max(Visit.no_show_at),
            func.count(Visit.id),
            func.count(Visit.waived_at),
            func.max(Visit.waived_reason),
            Slot.closed_at.is_not(None),
        )
        .select_from(Visit)
        .join(Visit.reservation)
        .join(Slot, Slot.id == Visit.slot_id)
        .join(Slot.cafe)
        .join(Cafe.district)
        .where(is_word(Visit.state, "no_show"), *conditions)  # type: ignore[arg-type]
        .group_by(Reservation.id, Reservation.code, Cafe.name, District.name, Slot.starts_at, Slot.ends_at, Slot.closed_at)
        .order_by(Slot.starts_at.desc(), Reservation.id.desc())
    )
    return [_absence(row) for row in reading().execute(rows)]


def _absence(row: Any) -> Absence:
    reservation_id, code, cafe, district, starts_at, ends_at, marked_at, children, waived, reason, closed = row
    # Children of one reservation are waived together; one marked later counts again.
    all_waived = reason if waived == children else None
    return Absence(
        reservation_id, code, cafe, district, starts_at, ends_at, marked_at, children, all_waived, closed=bool(closed)
    )
