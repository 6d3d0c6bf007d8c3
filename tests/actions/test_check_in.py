"""Checking in: who may come in when, and what is written."""

import pytest

from booking import capacity
from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Reservation
from booking.rules.refusals import Code, NotThere, Refused
from booking.visit_states import cancel_visits
from tests.door import reserved, rows, said_in_log, visit, visit_ids
from tests.support.agreement import assert_agreement
from tests.world import NOW, a_slot, a_world, guardians, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")


def refused(reservation_id, world, now, **how):
    before = rows()
    with pytest.raises(Refused) as answer:
        check_in(reservation_id, actor=world.staff, now=now, **how)
    assert rows() == before
    return answer.value.refusal.code


def absent(world, slot_id):
    """Mark who has not come half an hour after the start."""
    hear_board(actor=world.staff, now=starts(slot_id, minutes=1))
    mark_no_shows(slot_id, now=starts(slot_id, minutes=30))


def test_a_whole_family_comes_in_with_one_act():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)

    assert check_in(reservation_id, actor=world.staff, now=starts(slot_id)) == 2

    assert states(slot_id) == ["checked_in", "checked_in"]
    assert taken(slot_id) == 2
    assert said_in_log("check_in") == 2


def test_one_child_of_two_comes_in():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)
    first, second = visit_ids(reservation_id)

    check_in(reservation_id, actor=world.staff, visit_ids=[second], now=starts(slot_id))

    assert (visit(first).state, visit(second).state) == ("reserved", "checked_in")


def test_a_no_show_who_reserved_anew_comes_in_by_the_new_reservation_only():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    old = reserved(world, slot_id)
    absent(world, slot_id)
    new = reserve(
        slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="anew", now=starts(slot_id, minutes=31)
    )

    assert refused(old, world, starts(slot_id, minutes=32)) == Code.ON_ROSTER_ALREADY

    assert check_in(new, actor=world.staff, now=starts(slot_id, minutes=32)) == 1
    assert refused(old, world, starts(slot_id, minutes=33)) == Code.ON_ROSTER_ALREADY
    assert taken(slot_id) == 1


@pytest.mark.parametrize(("number", "code"), [(1, Code.OVERLAPS), (3, Code.DAILY_LIMIT)])
def test_a_no_show_who_reserved_elsewhere_does_not_get_its_place_back_besides(number, code):
    world = a_world()
    slot_id, elsewhere = a_slot(world.hyehwa), a_slot(world.myeonmok, number=number)
    old = reserved(world, slot_id)
    absent(world, slot_id)
    anew = {"child_ids": [world.jia], "adults": 1, "request_id": "anew", "now": starts(slot_id, minutes=31)}
    new = reserve(elsewhere, actor=world.mom, **anew)

    assert refused(old, world, starts(slot_id, minutes=32)) == code

    cancel_by_account(world, new)
    assert check_in(old, actor=world.staff, now=starts(slot_id, minutes=33)) == 1


def cancel_by_account(world, reservation_id):
    """As deleting the account does: the guardian's own deadline has passed."""
    with transaction() as session:
        reservation = session.get_one(Reservation, reservation_id)
        capacity.hold(session, [reservation.slot_id])
        cancel_visits(session, reservation, reservation.visits, cause="account", now=NOW)


def test_the_doors_open_fifteen_minutes_before_the_start_to_the_second():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)

    assert refused(reservation_id, world, starts(slot_id, minutes=-15, seconds=-1)) == Code.TOO_EARLY_TO_CHECK_IN

    assert check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=-15)) == 1


def test_a_second_tap_changes_nothing():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))
    before = rows()

    assert check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=5)) == 0

    assert rows() == before
    assert visit(visit_ids(reservation_id)[0]).checked_in_at == starts(slot_id)


@pytest.mark.parametrize(
    ("after", "code"),
    [({"days": 1}, Code.WRONG_DAY), ({"days": -1}, Code.WRONG_DAY), ({"hours": 2}, Code.WRONG_SLOT)],
)
def test_another_day_or_a_slot_that_is_over_is_refused(after, code):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)

    assert refused(reservation_id, world, starts(slot_id, **after)) == code
    assert states(slot_id) == ["reserved"]


def test_a_cancelled_reservation_is_refused():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    cancel(reservation_id, actor=world.mom, now=NOW)

    assert refused(reservation_id, world, starts(slot_id)) == Code.VISIT_CANCELLED


@pytest.mark.parametrize("who", ["other_staff", "mom", "stranger", "official", "city"])
def test_who_does_not_work_there_finds_nothing(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)

    with pytest.raises(NotThere):
        check_in(reservation_id, actor=getattr(world, who), now=starts(slot_id))

    assert states(slot_id) == ["reserved"]


def test_a_child_of_another_reservation_is_not_there():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    mine = reserved(world, slot_id)
    other = reserved(world, slot_id, world.stranger_child, actor=world.stranger)

    for wanted in (visit_ids(other), [0], [2**31], [-1], []):
        with pytest.raises(NotThere):
            check_in(mine, actor=world.staff, visit_ids=wanted, now=starts(slot_id))

    assert states(slot_id) == ["reserved", "reserved"]


def test_a_no_show_comes_in_late_and_takes_a_place_again():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    reservation_id = reserved(world, slot_id)
    absent(world, slot_id)
    assert taken(slot_id) == 0

    check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=40))

    assert states(slot_id) == ["checked_in"]
    assert taken(slot_id) == 1
    assert_agreement()


def test_a_no_show_whose_place_somebody_took_stays_outside():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    reservation_id = reserved(world, slot_id)
    absent(world, slot_id)
    ((other, child),) = guardians(1)
    reserved(world, slot_id, child, actor=other)

    assert refused(reservation_id, world, starts(slot_id, minutes=40)) == Code.SLOT_FULL

    assert states(slot_id) == ["no_show", "reserved"]
    assert_agreement()


def test_the_family_means_who_can_still_come_not_who_was_cancelled():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)
    cancel(reservation_id, actor=world.mom, visit_ids=visit_ids(reservation_id)[:1], now=NOW)
    absent(world, slot_id)

    assert check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=40)) == 1

    assert states(slot_id) == ["cancelled", "checked_in"]
    assert_agreement()
