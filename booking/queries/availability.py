"""Places left in all slots of the city on some dates: for everybody, without anybody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Date, bindparam, select

from ..db import reading, table
from ..models import Cafe, Slot


@dataclass(frozen=True)
class SlotRoom:
    """How full a slot is. ``closed``: nobody may take its places."""

    slot_id: int
    starts_at: datetime
    places_left: int
    capacity: int
    closed: bool


@dataclass(frozen=True)
class CafeRoom:
    """A café's slots in order."""

    code: str
    slots: tuple[SlotRoom, ...]


_slot, _cafe = table(Slot).c, table(Cafe).c
_ROOM = (
    select(
        _cafe.code,
        _slot.id,
        _slot.starts_at,
        _slot.capacity - _slot.taken,
        _slot.capacity,
        _slot.closed_at.is_not(None),
    )
    .join_from(table(Slot), table(Cafe), _cafe.id == _slot.cafe_id)
    .where(
        _slot.date.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
        _slot.withdrawn_at.is_(None),
    )
    .order_by(_cafe.code, _slot.starts_at)
)


def availability(first: date, last: date) -> Iterator[CafeRoom]:
    """Cafés with slots from ``first`` to ``last``, by code: one statement."""
    rows = reading().execute(_ROOM, {"first": first, "last": last})
    for code, of_cafe in groupby(rows, key=lambda row: row[0]):
        yield CafeRoom(code, tuple(SlotRoom(*row[1:]) for row in of_cafe))
