"""Checking out."""

import pytest

from booking.actions.check_in import check_in
from booking.actions.check_out import check_out
from booking.rules.refusals import Code, NotThere, Refused
from tests.door import reserved, rows, visit, visit_ids
from tests.world import a_slot, a_world, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")


def test_a_family_leaves_and_its_places_stay_taken():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))

    left = check_out(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id), now=starts(slot_id, hours=1))

    assert left == 2
    assert states(slot_id) == ["checked_out", "checked_out"]
    assert taken(slot_id) == 2


def test_a_second_tap_changes_nothing():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))
    check_out(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id), now=starts(slot_id, hours=1))
    before = rows()

    again = check_out(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id), now=starts(slot_id, hours=2))

    assert again == 0
    assert rows() == before
    assert visit(visit_ids(reservation_id)[0]).checked_out_at == starts(slot_id, hours=1)


def test_nobody_leaves_when_one_of_them_never_came_in():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)
    check_in(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id)[:1], now=starts(slot_id))

    with pytest.raises(Refused) as refused:
        check_out(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id), now=starts(slot_id, hours=1))

    assert refused.value.refusal.code == Code.NOT_CHECKED_IN
    assert states(slot_id) == ["checked_in", "reserved"]


@pytest.mark.parametrize("who", ["other_staff", "mom", "stranger", "official"])
def test_who_does_not_work_there_finds_nothing(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))

    with pytest.raises(NotThere):
        check_out(reservation_id, actor=getattr(world, who), visit_ids=visit_ids(reservation_id), now=starts(slot_id))

    assert states(slot_id) == ["checked_in"]
