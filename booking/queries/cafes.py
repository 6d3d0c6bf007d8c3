"""Cafés as everybody sees them: the list, one café with its rules and where its facts come from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..db import reading
from ..models import Cafe, District, Slot
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
    """Where a section comes from: its name in the café's file, the year it held in, the source, which layer said it
    (``city``, ``district``, ``cafe``) and from which date on it holds."""

    key: str
    year: int | None
    source: str
    layer: str
    valid_from: date | None


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
            Slot.withdrawn_at.is_(None),
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
    policy = policy_book(session).on(cafe.id, seoul_date(now))
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
        notes=notes_of(policy),
        policy=policy,
        facts=_facts(cafe, policy),
    )


def _facts(cafe: Cafe, policy: Policy) -> tuple[Fact, ...]:
    """The sources of the values that hold today: of the place, then section by section, the café's own before the others."""
    place = [Fact("place", cafe.year, cafe.source, "cafe", None)] if cafe.source else []
    sections = [name for name in policy.contents if name.split(".", 1)[0] not in ("closed", "extra")]
    rest = [
        Fact(name, origin.year, origin.source, origin.layer, origin.valid_from)
        for name in sections
        if (origin := policy.origins.get(name)) is not None
    ]
    return (*place, *sorted(rest, key=lambda fact: fact.layer != "cafe"))


NOTES = (("socks", "준비물"), ("entrance", "들어오는 길"), ("break", "점심·쉬는 시간"), ("visit", "이용할 때"))


def notes_of(policy: Policy) -> tuple[tuple[str, str], ...]:
    """What to know before a visit, as (heading, text), only what somebody stated."""
    return tuple((title, policy.notes[f"notes.{name}"]) for name, title in NOTES if f"notes.{name}" in policy.notes)
