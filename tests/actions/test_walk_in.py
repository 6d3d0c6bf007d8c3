"""Taking in a family without a reservation: the rules of reserving, the door's hours, and one place per child."""

from datetime import date

import pytest

from booking.actions.walk_in import WalkInChild, walk_in
from booking.db import transaction
from booking.models import Family
from booking.rules.refusals import Code, NotThere, Refused
from tests.door import reservation, reserved, rows, visit, visit_ids
from tests.support.agreement import assert_agreement
from tests.world import a_slot, a_world, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")
YUNA = WalkInChild("유나", date(2021, 3, 5))
HARU = WalkInChild("하루", date(2023, 7, 1))


def taken_in(world, slot_id, *children, **changed):
    wanted = {"actor": world.staff, "adults": 1, "request_id": "walk-in-1", "now": starts(slot_id)} | changed
    return walk_in(slot_id, children=list(children) or [YUNA], **wanted)


def refused(world, slot_id, *children, **changed):
    before = rows()
    with pytest.raises(Refused) as answer:
        taken_in(world, slot_id, *children, **changed)
    assert rows() == before
    assert_agreement()
    return answer.value.refusal.code


def test_a_family_is_inside_at_once_with_a_place_for_each_child():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    reservation_id = taken_in(world, slot_id, YUNA, HARU, adults=2)

    assert states(slot_id) == ["checked_in", "checked_in"]
    assert taken(slot_id) == 2
    found = reservation(reservation_id)
    assert (found.source, found.account_id, found.adults) == ("walk_in", None, 2)
    with transaction() as session:
        assert session.get_one(Family, found.family_id).walk_in
    assert rows()["notice"] == 0
    assert_agreement()


def test_a_second_tap_takes_nobody_in_twice():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    first = taken_in(world, slot_id)
    before = rows()

    assert taken_in(world, slot_id, now=starts(slot_id, minutes=1)) == first

    assert rows() == before


def test_the_same_request_for_other_children_is_refused():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    taken_in(world, slot_id)

    assert refused(world, slot_id, HARU) == Code.REQUEST_ID_REUSED


def test_a_guardians_request_id_is_never_taken_for_a_walk_in():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id, request_id="same-id")
    reserved(world, slot_id, world.stranger_child, actor=world.stranger, request_id="same-id")

    reservation_id = taken_in(world, slot_id, request_id="same-id")

    assert visit(visit_ids(reservation_id)[0]).state == "checked_in"


@pytest.mark.parametrize(
    ("children", "changed", "code"),
    [
        ([WalkInChild(f"아이{n}", date(2021, 1, 1)) for n in range(6)], {}, Code.TOO_MANY_CHILDREN),
        ([WalkInChild("형", date(2014, 1, 1))], {}, Code.CHILD_TOO_OLD),
        ([WalkInChild("미래", date(2027, 1, 1))], {}, Code.CHILD_NOT_BORN),
        ([WalkInChild("먼옛날", date(1, 1, 1))], {}, Code.CHILD_TOO_OLD),
        ([YUNA], {"adults": 0}, Code.TOO_FEW_ADULTS),
        ([YUNA], {"adults": 3}, Code.TOO_MANY_ADULTS),
        ([YUNA, YUNA], {}, Code.CHILD_ALREADY_THERE),
    ],
)
def test_the_rules_of_reserving_hold_and_a_refusal_writes_nothing(children, changed, code):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    assert refused(world, slot_id, *children, **changed) == code


def test_a_family_without_children_is_refused():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    with pytest.raises(Refused) as answer:
        walk_in(slot_id, actor=world.staff, children=[], adults=1, request_id="w", now=starts(slot_id))

    assert answer.value.refusal.code == Code.NO_CHILD_CHOSEN


@pytest.mark.parametrize(
    ("after", "code"),
    [({"minutes": -16}, Code.TOO_EARLY_TO_CHECK_IN), ({"minutes": 90}, Code.SLOT_OVER), ({"days": 1}, Code.SLOT_OVER)],
)
def test_the_door_is_open_from_15_minutes_before_the_start_to_30_before_the_end(after, code):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    assert refused(world, slot_id, now=starts(slot_id, **after)) == code


def test_without_room_for_all_nobody_is_taken_in():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)

    assert refused(world, slot_id, YUNA, HARU) == Code.SLOT_FULL
    assert taken(slot_id) == 0


def test_a_child_on_the_roster_is_checked_in_there_and_takes_no_second_place():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id)

    assert refused(world, slot_id, WalkInChild("지아", date(2021, 5, 5))) == Code.ON_ROSTER_ALREADY


@pytest.mark.parametrize("who", ["other_staff", "mom", "official", "city"])
def test_who_does_not_work_there_takes_nobody_in(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    with pytest.raises(NotThere):
        taken_in(world, slot_id, actor=getattr(world, who))

    assert states(slot_id) == []
