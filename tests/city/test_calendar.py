"""The slots of the invented city are those that the service opens itself."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from booking.actions.open_slots import open_slots
from booking.db import db
from booking.models import Cafe, Slot
from booking.policies import read_book
from booking.rules.times import seoul_date
from seed.load import load
from seed.whole_city.calendar import planned_days
from seed.whole_city.minutes import moment
from tests.city.conftest import NOW, WHOLE

FIRST, LAST = seoul_date(NOW), seoul_date(NOW) + timedelta(days=60)


def test_planned_slots_are_the_opened_ones(context):
    load(replace(WHOLE, cafes=WHOLE.cafes[::20]), NOW)
    session = db.session()
    ids = list(session.scalars(select(Cafe.id)))
    planned = [
        (one.cafe_id, one.date, one.day_key, one.number, moment(one.starts), moment(one.ends), one.capacity, one.capacity)
        for slots in planned_days(session, read_book(session), ids, FIRST, LAST)
        for one in slots
    ]

    for cafe_id in ids:
        open_slots(cafe_id, FIRST, LAST, now=NOW)

    columns = (Slot.cafe_id, Slot.date, Slot.day_key, Slot.period_number, Slot.starts_at, Slot.ends_at)
    opened = session.execute(select(*columns, Slot.timetable_capacity, Slot.capacity)).all()
    assert len(planned) > 300
    assert sorted(planned) == sorted(tuple(row) for row in opened)
