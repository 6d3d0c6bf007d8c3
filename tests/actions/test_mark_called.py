"""Called, coming late."""

import pytest

from booking.actions.hear_board import hear_board
from booking.actions.mark_called import mark_called
from booking.actions.mark_no_shows import mark_no_shows
from booking.rules.refusals import NotThere
from tests.door import reservation, reserved, said_in_log
from tests.world import a_slot, a_world, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")


def test_a_family_that_called_is_not_marked_until_the_note_is_taken_back():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id))
    mark_called(reservation_id, actor=world.staff, called=True, now=starts(slot_id, minutes=5))

    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=40)) == 0
    assert states(slot_id) == ["reserved"]

    mark_called(reservation_id, actor=world.staff, called=False, now=starts(slot_id, minutes=41))
    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=41)) == 1
    assert taken(slot_id) == 0


def test_said_twice_is_said_once():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)

    assert mark_called(reservation_id, actor=world.staff, called=True, now=starts(slot_id, minutes=5))
    assert not mark_called(reservation_id, actor=world.staff, called=True, now=starts(slot_id, minutes=9))

    assert reservation(reservation_id).called_at == starts(slot_id, minutes=5)
    assert said_in_log("called") == 1


@pytest.mark.parametrize("who", ["other_staff", "mom", "stranger", "official"])
def test_who_does_not_work_there_finds_nothing(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)

    with pytest.raises(NotThere):
        mark_called(reservation_id, actor=getattr(world, who), called=True, now=starts(slot_id))

    assert reservation(reservation_id).called_at is None
