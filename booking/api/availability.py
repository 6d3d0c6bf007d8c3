"""Places left in the whole city, for everybody: one small document that all who look share."""

from datetime import timedelta

from ..queries.availability import availability
from ..rules.times import seoul_date
from .checking import complaint, invalid
from .edges import public
from .routes import Asked, reads
from .values import Day, Given, Instant, Shown, left_out

DAYS_USUAL = 7
DAYS_AHEAD = 60
KEPT = 80
"""Answers kept per process: one for each date that may be asked for, and a few."""


class WeekFrom(Given):
    """The first of seven days; today without it."""

    from_: Day = left_out("from")


class SlotRoom(Shown):
    """How full a slot is; when it may be reserved and by whom, ``/slots/{slot_id}`` says."""

    slot_id: int
    starts_at: Instant
    places_left: int
    capacity: int
    closed: bool


class CafeRoom(Shown):
    """A café's slots of these days."""

    cafe_code: str
    slots: list[SlotRoom]


class Availability(Shown):
    """Every café that has slots on these days, by code. Not older than three seconds; asked for again with its ETag it is
    answered 304 while nothing has changed."""

    cafes: list[CafeRoom]


@reads(public, "/availability", summary="서울 전체의 남은 자리", shown=Availability, query=WeekFrom, kept=KEPT)
def show_availability(asked: Asked[WeekFrom]) -> Availability:
    today = seoul_date(asked.now)
    first = asked.given.from_ or today
    if not today <= first <= today + timedelta(days=DAYS_AHEAD):
        raise invalid([complaint("from", "date_out_of_range", most=DAYS_AHEAD)])
    found = availability(first, first + timedelta(days=DAYS_USUAL - 1))
    return Availability(
        cafes=[CafeRoom(cafe_code=cafe.code, slots=[SlotRoom(**vars(slot)) for slot in cafe.slots]) for cafe in found]
    )
