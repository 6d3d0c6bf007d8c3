"""The nearest slots that would do instead: same café and day first, then its next days, then cafés close by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any

from sqlalchemy import Integer, and_, bindparam, or_, select

from ..db import reading, table
from ..facts import family_facts, slot_facts
from ..models import Cafe, District, Slot
from ..policies import PolicyBook, policy_book
from ..rules.parties import FAMILY, Party
from ..rules.reserving import refusal, slot_refusal
from ..rules.times import seoul_date
from ..scope import Actor

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
_ASKED = _ROW.where(_slot.id == bindparam("slot_id"))
_WITH_ROOM = _ROW.where(
    _slot.id != bindparam("slot_id"),
    _slot.ends_at > bindparam("now"),
    _slot.closed_at.is_(None),
    _slot.withdrawn_at.is_(None),
    _slot.capacity - _slot.taken >= bindparam("places", type_=Integer),
    or_(
        and_(_slot.cafe_id == bindparam("cafe_id"), _slot.date.between(bindparam("today"), bindparam("own_last"))),
        _slot.date.between(bindparam("first"), bindparam("last")),
    ),
)


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
    no child chosen, slots with so many ``places``. Four statements at most."""
    session = reading()
    asked = session.execute(_ASKED, {"slot_id": slot_id}).one_or_none()
    if asked is None:
        return []
    book = policy_book(session)
    party = _party(actor, child_ids, asked, book, now, moving)
    candidates = sorted(_candidates(asked, party.number or places, now), key=lambda slot: _distance(asked, slot))
    own: list[Any] = []
    elsewhere: list[Any] = []
    for slot in candidates:
        is_own = slot.cafe_id == asked.cafe_id
        # The café's own come first, so the rules are asked of no more slots than the list has lines for.
        if is_own and len(own) >= most:
            continue
        if not is_own and len(elsewhere) >= max(2, most - len(own)):
            break
        policy = book.of_slot(slot)
        facts = slot_facts(slot, policy, book.district_of(slot.cafe_id))
        coming = party if moving else replace(party, adults=policy.adults.min)
        refused = refusal(facts, coming, policy, now) if party.number else slot_refusal(facts, policy, now, party)
        if refused is None:
            (own if is_own else elsewhere).append(slot)
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


def _candidates(asked: Any, places: int, now: datetime) -> Sequence[Any]:
    """Slots with room: of the same café for two weeks, of the others on the same day and the next."""
    values = {
        "slot_id": asked.id,
        "cafe_id": asked.cafe_id,
        "now": now,
        "places": places,
        "today": seoul_date(now),
        "own_last": asked.date + timedelta(days=DAYS_AHEAD),
        "first": asked.date,
        "last": asked.date + timedelta(days=1),
    }
    return reading().execute(_WITH_ROOM, values).all()


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
    east = (other.longitude - one.longitude) * KM_PER_DEGREE * cos(radians(one.latitude))
    return hypot(north, east)


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
