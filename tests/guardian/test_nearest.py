"""Cafés close by: the same day before the next, the nearest first, however many of them have no room."""

from datetime import timedelta

import pytest

from booking.db import transaction
from booking.models import Cafe
from booking.queries.nearest import CLOSE_BY, nearest_slots
from tests.world import NOW, TUESDAY, a_slot, a_world

CAFES = CLOSE_BY + 4
KM = 0.9
"""Between one café and the next, all in a row to the north-east of the one that is asked for."""


@pytest.fixture
def asked(context):
    """A full slot, and cafés in a row from it: their ids, the nearest first."""
    world = a_world()
    with transaction() as session:
        session.get_one(Cafe, world.hyehwa).latitude, session.get_one(Cafe, world.hyehwa).longitude = 37.5, 127.0
        row = [
            Cafe(
                code=f"XX{n:06d}",
                district_id=11260,
                name=f"{n}호점",
                address="서울특별시",
                phone="02-000-0000",
                latitude=37.5 + n * KM / 111.2 * 0.8,
                longitude=127.0 + n * KM / 111.2 / 0.7934 * 0.6,
            )
            for n in range(1, CAFES + 1)
        ]
        # Written in another order than they lie in.
        session.add_all(sorted(row, key=lambda cafe: cafe.code[::-1]))
        session.flush()
        there = [cafe.id for cafe in row]
    return a_slot(world.hyehwa, capacity_=1), there, world


def test_the_nearest_come_first_and_the_same_day_before_the_next(asked):
    slot_id, there, _ = asked
    tomorrow = a_slot(there[0], day=TUESDAY + timedelta(days=1))
    today = [a_slot(cafe_id) for cafe_id in reversed(there[1:3])][::-1]

    found = nearest_slots(slot_id, None, [], NOW)

    assert [one.slot_id for one in found] == [*today, tomorrow]
    assert [round(one.km, 1) for one in found] == [1.8, 2.7, 0.9]


def test_where_those_close_by_have_no_room_the_others_are_offered_of_the_same_day(asked):
    slot_id, there, _ = asked
    for cafe_id in there[:CLOSE_BY]:
        a_slot(cafe_id, capacity_=0)
        a_slot(cafe_id, day=TUESDAY + timedelta(days=1))
    far = [a_slot(cafe_id) for cafe_id in reversed(there[CLOSE_BY:])][::-1]

    found = [one.slot_id for one in nearest_slots(slot_id, None, [], NOW)]

    assert found[: len(far)] == far
    assert len(found) == 5


def test_a_cafe_without_a_place_is_close_by_in_its_own_district_and_far_in_another(asked):
    slot_id, there, world = asked
    unknown = a_slot(world.myeonmok)
    known = a_slot(there[-1])

    assert [one.slot_id for one in nearest_slots(slot_id, None, [], NOW)] == [known, unknown]
    with transaction() as session:
        session.get_one(Cafe, world.myeonmok).district_id = session.get_one(Cafe, world.hyehwa).district_id
    assert [one.slot_id for one in nearest_slots(slot_id, None, [], NOW)] == [unknown, known]
