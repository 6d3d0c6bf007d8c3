"""What is near a slot is the same, whether it is asked of the database or of the city as it was looked at a moment ago."""

from datetime import timedelta

from sqlalchemy import select

from booking.db import db
from booking.models import Slot
from booking.queries.city_room import CityRoom, city_room
from booking.queries.near_slots import DAYS_AHEAD
from booking.queries.nearest import nearest_slots
from booking.rules.times import seoul_date
from tests.city.conftest import NOW

TODAY = seoul_date(NOW)


def test_what_is_near_any_slot_is_what_the_database_says(city):
    session = db.session()
    week = Slot.date.between(TODAY + timedelta(days=1), TODAY + timedelta(days=6))
    rows = session.scalars(select(Slot.id).where(week, Slot.withdrawn_at.is_(None), Slot.closed_at.is_(None)))
    asked = sorted(rows)[::17]
    room = city_room(NOW)
    last = TODAY + timedelta(days=DAYS_AHEAD)

    assert len(asked) > 50
    for slot_id in asked:
        for places in (1, 4):
            told = nearest_slots(slot_id, None, [], NOW, places=places)
            assert all(one.date <= last for one in told)
            assert room.nearest(room.slot(slot_id), places) == told, (slot_id, places)


def test_full_slots_are_said_to_be_and_are_near_no_other(city):
    before = city_room(NOW)
    asked = next(slot for slot in before._slots.values() if slot.date > TODAY and before.nearest(slot, 1))
    near = before.nearest(asked, 1)[0].slot_id
    slots = [slot._replace(taken=slot.capacity) if slot.id == near else slot for slot in before._slots.values()]

    room = CityRoom(slots, before._book, NOW)

    assert set(room.full) - set(before.full) == {near}
    assert near not in [one.slot_id for one in room.nearest(asked, 1)]
