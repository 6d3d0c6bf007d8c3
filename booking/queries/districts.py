"""The districts and cafés that an official works with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..db import reading
from ..models import Cafe, District, Slot
from ..places import cafes_at
from ..policies import policy_book
from ..rules.places import Place
from ..rules.refusals import NotThere
from ..rules.sections import DAY_KEYS
from ..scope import Actor, visible_cafes, visible_districts, visible_slots


@dataclass(frozen=True)
class CafeName:
    """A café with its district, for lists and choices."""

    cafe_id: int
    code: str
    name: str
    district_id: int
    district_name: str


@dataclass(frozen=True)
class DistrictName:
    """A district, for lists and choices."""

    district_id: int
    name: str


@dataclass(frozen=True)
class SlotName:
    """A slot as an official's page names it. ``booked`` counts children; a closed one says why."""

    slot_id: int
    cafe_name: str
    cafe_code: str
    number: int
    starts_at: datetime
    ends_at: datetime
    timetable_capacity: int
    capacity: int
    booked: int
    closed_reason: str | None
    withdrawn: bool


def scope_name(actor: Actor) -> str:
    """``마포구``, or ``서울시 전체`` for the city's officials."""
    if actor.is_city:
        return "서울시 전체"
    return reading().scalar(select(District.name).where(District.id == actor.district_id)) or ""


def cafes_for(actor: Actor) -> list[CafeName]:
    """The official's cafés, by district and name."""
    rows = (
        visible_cafes(actor)
        .join(District, District.id == Cafe.district_id)
        .with_only_columns(Cafe.id, Cafe.code, Cafe.name, District.id, District.name)
        .order_by(District.name, Cafe.name)
    )
    return [CafeName(*row) for row in reading().execute(rows)]


def cafe_for(actor: Actor, code: str) -> CafeName:
    """The café with this code.

    :raises NotThere: unknown, or another official's.
    """
    found = [cafe for cafe in cafes_for(actor) if cafe.code == code]
    if not found:
        raise NotThere
    return found[0]


def districts_for(actor: Actor) -> list[DistrictName]:
    """The districts that the official answers for, by name."""
    return [DistrictName(row.id, row.name) for row in reading().scalars(visible_districts(actor).order_by(District.name))]


def district_for(actor: Actor, district_id: int) -> DistrictName:
    """One of them.

    :raises NotThere: unknown, or another official's.
    """
    found = [district for district in districts_for(actor) if district.district_id == district_id]
    if not found:
        raise NotThere
    return found[0]


def slot_for(actor: Actor, slot_id: int) -> SlotName:
    """One slot of the official's cafés.

    :raises NotThere: unknown, or another official's.
    """
    slot = reading().scalars(visible_slots(actor).where(Slot.id == slot_id)).one_or_none()
    if slot is None:
        raise NotThere
    return SlotName(
        slot_id=slot.id,
        cafe_name=slot.cafe.name,
        cafe_code=slot.cafe.code,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        timetable_capacity=slot.timetable_capacity,
        capacity=slot.capacity,
        booked=slot.taken,
        closed_reason=slot.closed_reason,
        withdrawn=slot.withdrawn_at is not None,
    )


def period_numbers(place: Place) -> list[int]:
    """The period numbers that the place's timetables use, on any kind of day and any date."""
    session = reading()
    book = policy_book(session)
    cafes = session.scalars(select(Cafe.id).where(cafes_at(place)))
    tables = (one.content for cafe_id in cafes for one in book.statements(cafe_id) if one.section == "timetable")
    most = max((len(table.get(key, ())) for table in tables if table is not None for key in DAY_KEYS), default=0)
    return list(range(1, most + 1))
