"""Marking who did not come: when, whom, once, and only where the board was open."""

import pytest
from sqlalchemy import select

from booking.actions.check_in import check_in
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Ledger, Notice
from tests.door import reservation, reserved, rows, visit, visit_ids
from tests.support.agreement import assert_agreement
from tests.world import a_slot, a_world, guardians, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")


def test_who_has_not_come_half_an_hour_after_the_start_is_a_no_show_and_the_place_is_free():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)
    check_in(reservation_id, actor=world.staff, visit_ids=visit_ids(reservation_id)[:1], now=starts(slot_id))
    hear_board(actor=world.staff, now=starts(slot_id))

    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=30, seconds=-1)) == 0
    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=30)) == 1

    assert states(slot_id) == ["checked_in", "no_show"]
    assert taken(slot_id) == 1
    assert reservation(reservation_id).sequence == 1
    assert_agreement()


def test_the_family_is_told_once_and_the_ledger_says_why():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id, world.jia, world.minjun)
    hear_board(actor=world.staff, now=starts(slot_id))

    mark_no_shows(slot_id, now=starts(slot_id, minutes=31))

    with transaction() as session:
        assert len(list(session.scalars(select(Notice).where(Notice.kind == "no_show")))) == 1
        (released,) = session.scalars(select(Ledger).where(Ledger.cause == "no_show"))
        assert released.taken_change == -2


def test_run_again_or_hours_late_it_leaves_the_same_rows():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id, minutes=2))

    mark_no_shows(slot_id, now=starts(slot_id, hours=3))
    before = rows()

    assert mark_no_shows(slot_id, now=starts(slot_id, hours=4)) == 0
    assert rows() == before
    assert visit(visit_ids(reservation_id)[0]).no_show_at == starts(slot_id, minutes=30)


def test_where_the_board_was_never_open_nobody_is_marked():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id)
    before = rows()

    assert mark_no_shows(slot_id, now=starts(slot_id, hours=5)) == 0

    assert states(slot_id) == ["reserved"]
    assert rows() == before


def test_a_board_that_was_not_open_since_the_start_marks_nobody():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id, minutes=32))

    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=60)) == 0
    assert mark_no_shows(slot_id, now=starts(slot_id, hours=3)) == 0
    assert states(slot_id) == ["reserved"]


def test_who_reserved_after_the_start_has_the_grace_from_then_on():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    hear_board(actor=world.staff, now=starts(slot_id))
    reserve(
        slot_id,
        actor=world.mom,
        child_ids=[world.jia],
        adults=1,
        request_id="late",
        now=starts(slot_id, minutes=20),
    )

    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=49)) == 0
    assert mark_no_shows(slot_id, now=starts(slot_id, minutes=50)) == 1


def test_a_released_place_is_reserved_by_another_family_at_once():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    reserved(world, slot_id)
    hear_board(actor=world.staff, now=starts(slot_id))
    mark_no_shows(slot_id, now=starts(slot_id, minutes=30))
    ((other, child),) = guardians(1)

    reserve(slot_id, actor=other, child_ids=[child], adults=1, request_id="next", now=starts(slot_id, minutes=31))

    assert states(slot_id) == ["no_show", "reserved"]
    assert_agreement()
