"""What a near slot is, and in which order slots are near: same café and day first, its next days, then cafés close by."""

from dataclasses import dataclass
from datetime import date, datetime
from math import cos, hypot, radians
from typing import Any

from sqlalchemy import bindparam, select

from ..db import UtcDateTime, table
from ..models import Cafe, District, Slot
from ..rules.times import seoul_date

DAYS_AHEAD = 14
MOST = 5
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class NearSlot:
    """A slot that would do. ``km``: how far from the café that was asked for, as the crow flies."""

    slot_id: int
    cafe: str
    district: str
    starts_at: datetime
    ends_at: datetime
    number: int
    places_left: int
    capacity: int
    km: float | None

    @property
    def date(self) -> date:
        return seoul_date(self.starts_at)


_slot, _cafe, _district = table(Slot).c, table(Cafe).c, table(District).c
ROW = select(
    *(_slot.id, _slot.cafe_id, _slot.date, _slot.day_key, _slot.period_number, _slot.starts_at, _slot.ends_at),
    *(_slot.capacity, _slot.taken, _slot.closed_reason, _slot.withdrawn_at),
    *(_cafe.name.label("cafe"), _cafe.latitude, _cafe.longitude, _cafe.district_id, _district.name.label("district")),
).select_from(
    table(Slot).join(table(Cafe), _cafe.id == _slot.cafe_id).join(table(District), _district.id == _cafe.district_id)
)
"""A slot as plain values, with its café: of a whole city's slots of two days a few are shown."""
NOT_OVER = (
    _slot.ends_at > bindparam("now", type_=UtcDateTime()),
    _slot.closed_at.is_(None),
    _slot.withdrawn_at.is_(None),
)


def mixed(own: list[Any], elsewhere: list[Any], most: int) -> list[Any]:
    """The café's own first, but leave two lines for cafés close by: its next weeks alone would fill the list."""
    from_own = own[: max(most - 2, most - len(elsewhere))]
    return from_own + elsewhere[: most - len(from_own)]


def distance(asked: Any, slot: Any) -> tuple[int, float, float, int]:
    """By what slots are ordered, rows of :data:`ROW`: the nearest to ``asked`` first."""
    minutes = abs((slot.starts_at - asked.starts_at).total_seconds()) / 60
    if slot.cafe_id == asked.cafe_id:
        return (0 if slot.date == asked.date else 1, minutes, 0.0, slot.id)
    # Elsewhere: the same day before the next.
    return (2 if slot.date == asked.date else 3, kilometres(asked, slot), minutes, slot.id)


def kilometres(asked: Any, slot: Any) -> float:
    """Kilometres to another café; the own district before unknown distances."""
    km = km_between(asked, slot)
    return (0.0 if slot.district_id == asked.district_id else 100.0) if km is None else km


def km_between(one: Any, other: Any) -> float | None:
    """As the crow flies; ``None`` where one of the two places is not known."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    # Over one city the earth is flat enough.
    north = (other.latitude - one.latitude) * KM_PER_DEGREE
    east = (other.longitude - one.longitude) * KM_PER_DEGREE * narrowed(one)
    return hypot(north, east)


def narrowed(cafe: Any) -> float:
    """How much shorter a degree to the east is here than one to the north."""
    return 1.0 if cafe.latitude is None else cos(radians(cafe.latitude))


def near(asked: Any, slot: Any) -> NearSlot:
    """The row as it is shown to whoever asked."""
    return NearSlot(
        slot_id=slot.id,
        cafe=slot.cafe,
        district=slot.district,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        number=slot.period_number,
        places_left=slot.capacity - slot.taken,
        capacity=slot.capacity,
        km=None if slot.cafe_id == asked.cafe_id else km_between(asked, slot),
    )
