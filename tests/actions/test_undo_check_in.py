"""Taking back a slip: one step, to where the child came from, and never more than was meant."""

import pytest

from booking.actions.check_in import check_in
from booking.actions.check_out import check_out
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.undo_check_in import undo_check_in
from booking.actions.walk_in import WalkInChild, walk_in
from booking.rules.refusals import NotThere
from tests.door import reservation, reserved, rows, said_in_log, visit, visit_ids
from tests.support.agreement import assert_agreement
from tests.world import NOW, a_slot, a_world, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")


def undo(world, reservation_id, was, now, visits=None):
    chosen = visits or visit_ids(reservation_id)
    return undo_check_in(reservation_id, actor=world.staff, visit_ids=chosen, was=was, now=now)


def test_a_check_in_goes_back_to_reserved_and_keeps_the_place():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))

    assert undo(world, reservation_id, "checked_in", starts(slot_id, minutes=1)) == 1

    assert states(slot_id) == ["reserved"]
    assert taken(slot_id) == 1
    assert said_in_log("check_in") == said_in_log("undo") == 1


def test_a_check_out_goes_back_to_inside():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))
    check_out(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id), now=starts(slot_id, hours=1))

    undo(world, reservation_id, "checked_out", starts(slot_id, minutes=61))

    found = visit(visit_ids(reservation_id)[0])
    assert (found.state, found.checked_in_at, found.checked_out_at) == ("checked_in", starts(slot_id), None)


def test_a_second_tap_on_the_undo_of_a_check_out_does_not_undo_the_check_in():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))
    check_out(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id), now=starts(slot_id, hours=1))
    undo(world, reservation_id, "checked_out", starts(slot_id, minutes=61))
    before = rows()

    assert undo(world, reservation_id, "checked_out", starts(slot_id, minutes=61)) == 0

    assert states(slot_id) == ["checked_in"]
    assert rows() == before


@pytest.mark.parametrize("was", ["checked_in", "checked_out"])
def test_there_is_nothing_to_undo_for_who_never_came(was):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)

    assert undo(world, reservation_id, was, starts(slot_id)) == 0

    assert states(slot_id) == ["reserved"]


def test_a_late_entry_goes_back_to_no_show_as_it_was_and_gives_its_place_back():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    reservation_id = reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id, minutes=1))
    mark_no_shows(slot_id, now=starts(slot_id, minutes=45))
    before = visit(visit_ids(reservation_id)[0]).no_show_at
    check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=50))

    undo(world, reservation_id, "checked_in", starts(slot_id, minutes=51))

    assert states(slot_id) == ["no_show"]
    assert visit(visit_ids(reservation_id)[0]).no_show_at == before == starts(slot_id, minutes=30)
    assert taken(slot_id) == 0
    assert_agreement()
    # The job finds nothing new: no second letter for one slip.
    notices = rows()["notice"]
    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=55)) == 0
    assert rows()["notice"] == notices


def test_only_the_late_one_of_a_family_goes_back_to_no_show():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)
    first, second = visit_ids(reservation_id)
    hear_board(actor=world.staff, now=starts(slot_id, minutes=1))
    check_in(reservation_id, actor=world.staff, visit_ids=[first], now=starts(slot_id, minutes=2))
    mark_no_shows(slot_id, now=starts(slot_id, minutes=30))
    undo(world, reservation_id, "checked_in", starts(slot_id, minutes=40), [first])
    check_in(reservation_id, actor=world.staff, visit_ids=[first, second], now=starts(slot_id, minutes=50))

    undo(world, reservation_id, "checked_in", starts(slot_id, minutes=51))

    assert (visit(first).state, visit(second).state) == ("reserved", "no_show")
    assert_agreement()


def test_an_undone_walk_in_is_cancelled_and_its_place_is_free():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = walk_in(
        slot_id,
        actor=world.staff,
        children=[WalkInChild("유나", NOW.date().replace(year=2021))],
        adults=1,
        request_id="walk-in-1",
        now=starts(slot_id),
    )

    undo(world, reservation_id, "checked_in", starts(slot_id, minutes=1))

    assert visit(visit_ids(reservation_id)[0]).cancel_cause == "staff"
    assert states(slot_id) == ["cancelled"]
    assert taken(slot_id) == 0
    assert reservation(reservation_id).sequence == 1
    assert_agreement()


@pytest.mark.parametrize("who", ["other_staff", "mom", "stranger", "official"])
def test_who_does_not_work_there_undoes_nothing(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))

    with pytest.raises(NotThere):
        undo_check_in(
            reservation_id,
            actor=getattr(world, who),
            visit_ids=visit_ids(reservation_id),
            was="checked_in",
            now=starts(slot_id),
        )

    assert states(slot_id) == ["checked_in"]
