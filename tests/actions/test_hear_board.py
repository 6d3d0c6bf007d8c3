"""The record that a café's board is open: without it "not checked in" does not mean "not there"."""

import pytest

from booking.actions.hear_board import hear_board
from booking.db import transaction
from booking.models import Slot
from tests.world import a_slot, a_world, starts

pytestmark = pytest.mark.usefixtures("context")


def opened(slot_id):
    with transaction() as session:
        return session.get_one(Slot, slot_id).board_opened_at


def test_the_first_time_in_a_running_slot_is_kept():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    for minute in (3, 4, 60):
        hear_board(actor=world.staff, now=starts(slot_id, minutes=minute))

    assert opened(slot_id) == starts(slot_id, minutes=3)


@pytest.mark.parametrize("after", [{"seconds": -1}, {"hours": 2}])
def test_before_the_start_and_from_the_end_on_nothing_is_kept(after):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    hear_board(actor=world.staff, now=starts(slot_id, **after))

    assert opened(slot_id) is None


def test_the_start_itself_counts():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    hear_board(actor=world.staff, now=starts(slot_id))

    assert opened(slot_id) == starts(slot_id)


@pytest.mark.parametrize("who", ["other_staff", "mom", "official", "city"])
def test_nobody_elses_screen_is_this_cafes_board(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    hear_board(actor=getattr(world, who), now=starts(slot_id))

    assert opened(slot_id) is None


def test_a_board_left_open_is_heard_in_each_slot_of_the_day():
    world = a_world()
    morning, noon = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)

    hear_board(actor=world.staff, now=starts(morning))
    hear_board(actor=world.staff, now=starts(noon, minutes=1))

    assert (opened(morning), opened(noon)) == (starts(morning), starts(noon, minutes=1))
