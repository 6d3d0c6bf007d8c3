"""Slots to reserve: rows with their ledger, on dates that nothing else uses."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from booking import capacity
from booking.db import transaction
from booking.models import Slot
from booking.rules.times import instant

STARTS = (time(9, 30), time(13, 0), time(15, 30))
ALL_DAY = tuple(time(9 + n // 4, 15 * (n % 4)) for n in range(25))
"""As many slots as a day can have, for a crowd larger than any real one."""
LENGTH = timedelta(hours=2)


class Calendar:
    """Hands out dates one after the other, so that no child is asked to come twice on one day."""

    def __init__(self, first: date) -> None:
        self._next = first

    def take(self) -> date:
        taken, self._next = self._next, self._next + timedelta(days=1)
        return taken


def hot_slot(cafe_id: int, calendar: Calendar, places: int, now: datetime) -> list[int]:
    """One slot with many places."""
    with transaction() as session:
        return [add_slot(session, cafe_id, calendar.take(), 0, places, now)]


def spread_slots(
    cafe_ids: Sequence[int],
    calendar: Calendar,
    count: int,
    places: int,
    now: datetime,
    starts: Sequence[time] = STARTS,
) -> list[int]:
    """At least ``count`` slots: at these times (three a day) in every café, on as many days as that takes."""
    made: list[int] = []
    with transaction() as session:
        while len(made) < count:
            day = calendar.take()
            made += [
                add_slot(session, cafe, day, n, places, now, clock) for cafe in cafe_ids for n, clock in enumerate(starts)
            ]
    return made


def add_slot(
    session: Session, cafe_id: int, day: date, number: int, places: int, now: datetime, starts: time | None = None
) -> int:
    """An empty slot's id: period ``number`` (from 0) of that day, or at another time."""
    starts_at = instant(day, starts or STARTS[number])
    slot = Slot(
        cafe_id=cafe_id,
        date=day,
        period_number=number + 1,
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        timetable_capacity=places,
        capacity=places,
        taken=0,
    )
    session.add(slot)
    session.flush()
    capacity.note_opening(session, slot, now)
    return slot.id
