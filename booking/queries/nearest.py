"""The nearest slots that would do instead: same café and day first, then its next days, then cafés close by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from math import cos, hypot, radians
from typing import Any

from sqlalchemy import Date, Float, Integer, bindparam, case, func, select

from ..db import UtcDateTime, reading, table
from ..facts import family_facts, slot_facts
from ..models import Cafe, District, Slot
from ..policies import PolicyBook, policy_book
from ..prepared import Prepared
from ..rules.parties import FAMILY, Party
from ..rules.reserving import refusal, slot_refusal
from ..rules.times import seoul_date
from ..scope import Actor

DAYS_AHEAD = 14
MOST = 5
CLOSE_BY, ALL = 12, 10_000
"""Cafés that are asked first, which nearly always is enough; and all others."""
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


@dataclass(frozen=True)
class Moving:
    """A reservation that looks for another slot: its own visits do not stand in its way, and its adults come along."""

    reservation_id: int
    adults: int
    companion: bool = False


_slot, _cafe, _district = table(Slot).c, table(Cafe).c, table(District).c
_ROW = select(
    *(_slot.id, _slot.cafe_id, _slot.date, _slot.day_key, _slot.period_number, _slot.starts_at, _slot.ends_at),
    *(_slot.capacity, _slot.taken, _slot.closed_reason, _slot.withdrawn_at),
    *(_cafe.name.label("cafe"), _cafe.latitude, _cafe.longitude, _cafe.district_id, _district.name.label("district")),
).select_from(
    table(Slot).join(table(Cafe), _cafe.id == _slot.cafe_id).join(table(District), _district.id == _cafe.district_id)
)
"""A slot as plain values, with its café: of a whole city's slots of two days a few are shown."""
_ASKED = Prepared(_ROW.where(_slot.id == bindparam("slot_id")))
_WITH_ROOM = _ROW.where(
    _slot.id != bindparam("slot_id"),
    _slot.ends_at > bindparam("now", type_=UtcDateTime()),
    _slot.closed_at.is_(None),
    _slot.withdrawn_at.is_(None),
    _slot.capacity - _slot.taken >= bindparam("places", type_=Integer),
)
_OWN = Prepared(
    _WITH_ROOM.where(
        _slot.cafe_id == bindparam("cafe_id"),
        _slot.date.between(bindparam("today", type_=Date), bindparam("own_last", type_=Date)),
    )
)
_north, _east = _cafe.latitude - bindparam("latitude", type_=Float), _cafe.longitude - bindparam("longitude", type_=Float)
_east_scaled = _east * bindparam("narrowed", type_=Float)
_UNKNOWN_WAY = case((_cafe.district_id == bindparam("district_id", type_=Integer), 0.0), else_=1.0)
"""In degrees, squared: about 111 km, farther than any other café of the city."""
_CLOSE_BY = (
    select(_cafe.id)
    .where(_cafe.id != bindparam("cafe_id"))
    .order_by(func.coalesce(_north * _north + _east_scaled * _east_scaled, _UNKNOWN_WAY), _cafe.id)
    .limit(bindparam("how_many", type_=Integer))
    .offset(bindparam("passed_by", type_=Integer))
)
_ELSEWHERE = Prepared(_WITH_ROOM.where(_slot.date == bindparam("date", type_=Date), _slot.cafe_id.in_(_CLOSE_BY)))


def nearest_slots(
    slot_id: int,
    actor: Actor | None,
    child_ids: Sequence[int],
    now: datetime,
    *,
    moving: Moving | None = None,
    most: int = MOST,
    places: int = 1,
) -> list[NearSlot]:
    """Up to ``most`` slots in which all these children fit by the rules and in number, nearest first. For a visitor, or with
    no child chosen, slots with so many ``places``. Eight statements at most, four where cafés close by have room."""
    session = reading()
    asked = _ASKED.first(session, {"slot_id": slot_id})
    if asked is None:
        return []
    book = policy_book(session)
    party = _party(actor, child_ids, asked, book, now, moving)

    def would_do(slot: Any) -> bool:
        policy = book.of_slot(slot)
        facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
        coming = party if moving else replace(party, adults=policy.adults.min)
        refused = refusal(facts, coming, policy, now) if party.number else slot_refusal(facts, policy, now, party)
        return refused is None

    values = _values(asked, party.number or places, now)
    # The rules are asked of no more slots than the list has lines for.
    own = list(islice(filter(would_do, _own(asked, values)), most))
    elsewhere = list(islice(filter(would_do, _elsewhere(asked, values)), max(2, most - len(own))))
    return [_near(asked, slot) for slot in _mixed(own, elsewhere, most)]


def _mixed(own: list[Any], elsewhere: list[Any], most: int) -> list[Any]:
    """The café's own first, but leave two lines for cafés close by: its next weeks alone would fill the list."""
    from_own = own[: max(most - 2, most - len(elsewhere))]
    return from_own + elsewhere[: most - len(from_own)]


def _party(
    actor: Actor | None, child_ids: Sequence[int], asked: Any, book: PolicyBook, now: datetime, moving: Moving | None
) -> Party:
    if actor is None or actor.family_id is None or not child_ids:
        return FAMILY
    around = timedelta(days=DAYS_AHEAD)
    first = asked.date - around
    besides = moving.reservation_id if moving else None
    family = family_facts(reading(), actor.family_id, first, now=now, book=book, besides=besides)
    if moving is None:
        return family.party(child_ids, asked.date)
    return family.party(child_ids, asked.date, adults=moving.adults, companion=moving.companion)


def _values(asked: Any, places: int, now: datetime) -> dict[str, Any]:
    """What slots are looked for with."""
    return {
        "slot_id": asked.id,
        "cafe_id": asked.cafe_id,
        "district_id": asked.district_id,
        "now": now,
        "places": places,
        "today": seoul_date(now),
        "own_last": asked.date + timedelta(days=DAYS_AHEAD),
        "latitude": asked.latitude,
        "longitude": asked.longitude,
        "narrowed": _narrowed(asked),
    }


def _own(asked: Any, values: dict[str, Any]) -> list[Any]:
    """Slots of the same café for two weeks."""
    return sorted(_OWN.all(reading(), values), key=lambda slot: _distance(asked, slot))


def _elsewhere(asked: Any, values: dict[str, Any]) -> Iterator[Any]:
    """Slots of other cafés on the same day, then on the next, nearest first: looked for only as far as somebody goes."""
    for date in (asked.date, asked.date + timedelta(days=1)):
        for passed_by, how_many in ((0, CLOSE_BY), (CLOSE_BY, ALL)):
            there = {**values, "date": date, "passed_by": passed_by, "how_many": how_many}
            yield from sorted(_ELSEWHERE.all(reading(), there), key=lambda slot: _distance(asked, slot))


def _distance(asked: Any, slot: Any) -> tuple[int, float, float, int]:
    minutes = abs((slot.starts_at - asked.starts_at).total_seconds()) / 60
    if slot.cafe_id == asked.cafe_id:
        return (0 if slot.date == asked.date else 1, minutes, 0.0, slot.id)
    # Elsewhere: the same day before the next, then the way, the own district before unknown distances.
    km = _km(asked, slot)
    own_district = slot.district_id == asked.district_id
    return (2 if slot.date == asked.date else 3, (0.0 if own_district else 100.0) if km is None else km, minutes, slot.id)


def _km(one: Any, other: Any) -> float | None:
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    # Over one city the earth is flat enough.
    north = (other.latitude - one.latitude) * KM_PER_DEGREE
    east = (other.longitude - one.longitude) * KM_PER_DEGREE * _narrowed(one)
    return hypot(north, east)


def _narrowed(cafe: Any) -> float:
    """How much shorter a degree to the east is here than one to the north."""
    return 1.0 if cafe.latitude is None else cos(radians(cafe.latitude))


def _near(asked: Any, slot: Any) -> NearSlot:
    return NearSlot(
        slot_id=slot.id,
        cafe=slot.cafe,
        district=slot.district,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        number=slot.period_number,
        places_left=slot.capacity - slot.taken,
        capacity=slot.capacity,
        km=None if slot.cafe_id == asked.cafe_id else _km(asked, slot),
    )
