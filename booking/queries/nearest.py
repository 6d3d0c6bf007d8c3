"""The nearest slots that would do instead: same café and day first, then its next days, then cafés close by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Date, Float, Integer, bindparam, case, func, select

from ..db import reading, table
from ..facts import family_facts, slot_facts
from ..models import Cafe, Slot
from ..policies import PolicyBook, policy_book
from ..prepared import Prepared
from ..rules.parties import FAMILY, Party
from ..rules.reserving import refusal, slot_refusal
from ..rules.times import seoul_date
from ..scope import Actor
from .near_slots import DAYS_AHEAD, MOST, NOT_OVER, ROW, NearSlot, distance, mixed, narrowed, near

CLOSE_BY, ALL = 12, 10_000
"""Cafés that are asked first, which nearly always is enough; and all others."""


@dataclass(frozen=True)
class Moving:
    """A reservation that looks for another slot: its own visits do not stand in its way, and its adults come along."""

    reservation_id: int
    adults: int
    companion: bool = False


_slot, _cafe = table(Slot).c, table(Cafe).c
_ASKED = Prepared(ROW.where(_slot.id == bindparam("slot_id")))
_WITH_ROOM = ROW.where(
    _slot.id != bindparam("slot_id"),
    *NOT_OVER,
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
    return [near(asked, slot) for slot in mixed(own, elsewhere, most)]


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
        "narrowed": narrowed(asked),
    }


def _own(asked: Any, values: dict[str, Any]) -> list[Any]:
    """Slots of the same café for two weeks."""
    return sorted(_OWN.all(reading(), values), key=lambda slot: distance(asked, slot))


def _elsewhere(asked: Any, values: dict[str, Any]) -> Iterator[Any]:
    """Slots of other cafés on the same day, then on the next, nearest first: looked for only as far as somebody goes."""
    for date in (asked.date, asked.date + timedelta(days=1)):
        for passed_by, how_many in ((0, CLOSE_BY), (CLOSE_BY, ALL)):
            there = {**values, "date": date, "passed_by": passed_by, "how_many": how_many}
            yield from sorted(_ELSEWHERE.all(reading(), there), key=lambda slot: distance(asked, slot))
