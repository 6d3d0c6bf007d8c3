"""Cafés as everybody sees them: the list, one café with its rules and where its facts come from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..db import reading
from ..models import Cafe, District, FactSource, Slot
from ..policies import policy_book
from ..rules.policy import Policy
from ..rules.refusals import NotThere
from ..rules.times import seoul_date

LOOK_AHEAD = timedelta(days=13)


@dataclass(frozen=True)
class CafeRow:
    """A café in a list. ``free_on``: the first date, today included, with places left, as far as known."""

    cafe_id: int
    code: str
    name: str
    district_id: int
    district: str
    address: str
    phone: str
    policy: Policy
    free_on: date | None
    free_places: int


@dataclass(frozen=True)
class Fact:
    """Where a value comes from: its key in the café's file, the year it held in, the source; ``own`` or the city's."""

    key: str
    year: int | None
    source: str
    own: bool


@dataclass(frozen=True)
class CafePage:
    """One café. ``latitude`` and ``longitude`` in degrees, for a map link."""

    cafe_id: int
    code: str
    name: str
    district_id: int
    district: str
    address: str
    phone: str
    latitude: float | None
    longitude: float | None
    opened_on: date | None
    notes: tuple[tuple[str, str], ...]
    policy: Policy
    origins: dict[str, str]
    facts: tuple[Fact, ...]


def cafe_rows(now: datetime, district_id: int | None = None) -> list[CafeRow]:
    """All cafés, or those of a district, by district and name."""
    today = seoul_date(now)
    rows = select(Cafe).options(joinedload(Cafe.district)).join(Cafe.district).order_by(District.name, Cafe.name)
    if district_id is not None:
        rows = rows.where(Cafe.district_id == district_id)
    session = reading()
    free = _free_days(now)
    book = policy_book(session)
    found = []
    for cafe in session.scalars(rows):
        first = free.get(cafe.id)
        found.append(
            CafeRow(
                cafe_id=cafe.id,
                code=cafe.code,
                name=cafe.name,
                district_id=cafe.district_id,
                district=cafe.district.name,
                address=cafe.address,
                phone=cafe.phone,
                policy=book.on(cafe.id, today),
                free_on=first[0] if first else None,
                free_places=first[1] if first else 0,
            )
        )
    return found


def _free_days(now: datetime) -> dict[int, tuple[date, int]]:
    """For each café its first date with places left in slots that have not begun, and how many."""
    today = seoul_date(now)
    rows = (
        select(Slot.cafe_id, Slot.date, func.sum(Slot.capacity - Slot.taken))
        .where(
            Slot.date.between(today, today + LOOK_AHEAD),
            Slot.starts_at > now,
            Slot.closed_at.is_(None),
            Slot.taken < Slot.capacity,
        )
        .group_by(Slot.cafe_id, Slot.date)
        .order_by(Slot.date.desc())
    )
    return {cafe_id: (day, int(places)) for cafe_id, day, places in reading().execute(rows)}


def cafe_page(code: str, now: datetime) -> CafePage:
    """The café with this code.

    :raises NotThere: none.
    """
    session = reading()
    cafe = session.scalars(select(Cafe).options(joinedload(Cafe.district)).where(Cafe.code == code)).one_or_none()
    if cafe is None:
        raise NotThere
    policy, origins = policy_book(session).with_origins(cafe.id, seoul_date(now))
    return CafePage(
        cafe_id=cafe.id,
        code=cafe.code,
        name=cafe.name,
        district_id=cafe.district_id,
        district=cafe.district.name,
        address=cafe.address,
        phone=cafe.phone,
        latitude=cafe.latitude,
        longitude=cafe.longitude,
        opened_on=cafe.opened_on,
        notes=notes_of(cafe),
        policy=policy,
        origins=origins,
        facts=_facts(cafe.id),
    )


def _facts(cafe_id: int) -> tuple[Fact, ...]:
    """The sources of the café's own values, and of the city's where it has none."""
    rows = select(FactSource).where((FactSource.cafe_id == cafe_id) | FactSource.cafe_id.is_(None))
    found = list(reading().scalars(rows.order_by(FactSource.cafe_id.is_(None), FactSource.id)))
    own = {row.key for row in found if row.cafe_id is not None}
    return tuple(
        Fact(row.key, row.year, row.source, row.cafe_id is not None)
        for row in found
        if row.cafe_id is not None or row.key not in own
    )


def notes_of(cafe: Cafe) -> tuple[tuple[str, str], ...]:
    """What to know before a visit, as (heading, text), only what the café's file states."""
    notes = (
        ("준비물", cafe.socks_note),
        ("들어오는 길", cafe.entrance_note),
        ("점심·쉬는 시간", cafe.break_note),
        ("이용할 때", cafe.visit_note),
    )
    return tuple((heading, text) for heading, text in notes if text)
