"""What reserving writes, and what it does not write when it refuses."""

import pytest
from sqlalchemy import func, select

from booking.actions.cancel import cancel
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Ledger, Notice, Reservation, Slot, Visit
from booking.rules.refusals import Code, NotThere, Refused
from tests.world import NOW, TUESDAY, a_slot, a_world, guardians, starts, state, states, taken

pytestmark = pytest.mark.usefixtures("context")


def rows() -> dict[str, int]:
    with transaction() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Reservation, Visit, Ledger, Notice)
        }


def asked(world, slot_id, **changed):
    wanted = {"actor": world.mom, "child_ids": [world.jia], "adults": 1, "request_id": "r1", "now": NOW} | changed
    return reserve(slot_id, **wanted)


def test_two_children_are_reserved_in_one_act():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    asked(world, slot_id, child_ids=[world.jia, world.minjun])

    assert states(slot_id) == ["reserved", "reserved"]
    assert taken(slot_id) == 2


def test_a_confirmation_and_two_reminders_wait_in_the_outbox():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    asked(world, slot_id)

    with transaction() as session:
        due = dict(session.execute(select(Notice.kind, Notice.due_at)).all())
    assert due == {"reserved": NOW, "reminder_day": starts(slot_id, days=-1), "reminder_hours": starts(slot_id, hours=-2)}


def test_who_books_after_a_reminder_was_due_does_not_get_it():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    asked(world, slot_id, now=starts(slot_id, hours=-3))

    with transaction() as session:
        assert set(session.scalars(select(Notice.kind))) == {"reserved", "reminder_hours"}


def test_the_same_request_again_is_the_same_reservation():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    first = asked(world, slot_id)

    assert asked(world, slot_id) == first
    assert taken(slot_id) == 1


def test_the_same_request_id_with_other_content_is_refused():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    asked(world, slot_id)

    with pytest.raises(Refused) as refused:
        asked(world, slot_id, child_ids=[world.minjun])

    assert refused.value.refusal.code == Code.REQUEST_ID_REUSED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"child_ids": []}, Code.NO_CHILD_CHOSEN),
        ({"child_ids": [999]}, Code.CHILD_NOT_YOURS),
        ({"adults": 0}, Code.TOO_FEW_ADULTS),
        ({"adults": 3}, Code.TOO_MANY_ADULTS),
    ],
)
def test_a_refused_request_writes_nothing(changed, code):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    before = rows()

    with pytest.raises(Refused) as refused:
        asked(world, slot_id, **changed)

    assert refused.value.refusal.code == code
    assert rows() == before


def test_a_family_that_does_not_fit_whole_gets_no_place_at_all():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)

    with pytest.raises(Refused) as refused:
        asked(world, slot_id, child_ids=[world.jia, world.minjun])

    assert refused.value.refusal.code == Code.SLOT_FULL
    assert taken(slot_id) == 0


def test_another_familys_child_cannot_be_reserved():
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    with pytest.raises(Refused) as refused:
        asked(world, slot_id, child_ids=[world.stranger_child])

    assert refused.value.refusal.code == Code.CHILD_NOT_YOURS


def test_a_child_comes_once_a_day_even_when_the_other_guardian_reserves():
    world = a_world()
    morning, afternoon = a_slot(world.hyehwa), a_slot(world.myeonmok, number=2)
    asked(world, morning)

    with pytest.raises(Refused) as refused:
        asked(world, afternoon, actor=world.dad, request_id="r2")

    assert refused.value.refusal.code == Code.DAILY_LIMIT


def test_a_cancelled_place_is_free_at_once_and_for_the_same_child_too():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    cancel(asked(world, slot_id), actor=world.mom, now=NOW)

    asked(world, slot_id, request_id="r2")

    assert states(slot_id) == ["cancelled", "reserved"]
    assert taken(slot_id) == 1


def test_a_stranger_cannot_cancel_it():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = asked(world, slot_id)

    with pytest.raises(NotThere):
        cancel(reservation_id, actor=world.stranger, now=NOW)

    assert states(slot_id) == ["reserved"]


def test_the_cancel_deadline_is_kept_to_the_second():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = asked(world, slot_id)

    with pytest.raises(Refused) as refused:
        cancel(reservation_id, actor=world.mom, now=starts(slot_id, minutes=-30, seconds=1))
    assert refused.value.refusal.code == Code.CANCEL_DEADLINE_PASSED

    cancel(reservation_id, actor=world.mom, now=starts(slot_id, minutes=-30))
    assert taken(slot_id) == 0


@pytest.mark.parametrize(("people", "refused"), [(5, Code.PEOPLE_FULL), (6, None)])
def test_the_holder_whom_the_form_leaves_out_takes_room_too(people, refused):
    world = a_world()
    with transaction() as session:
        state(session, "capacity.people", {"people": people}, cafe_id=world.hyehwa)
        state(session, "adults", {"holder_counts": False}, cafe_id=world.hyehwa)
    slot_id = a_slot(world.hyehwa)
    (first, her_child), (second, his_child) = guardians(2)

    # A child, the adult that is written, and the one who is not: three people each.
    reserve(slot_id, actor=first, child_ids=[her_child], adults=1, request_id="first", now=NOW)
    try:
        reserve(slot_id, actor=second, child_ids=[his_child], adults=1, request_id="second", now=NOW)
        said = None
    except Refused as answer:
        said = answer.refusal.code

    assert said == refused


@pytest.mark.parametrize(
    ("section", "content"),
    [
        ("closed.disinfection", {"first": TUESDAY.isoformat(), "reason": "소독"}),
        ("season", {"spans": ["2026-07-01~2026-08-31"]}),
        ("operation", {"state": "paused", "reason": "소독"}),
    ],
)
def test_a_date_that_a_rule_closes_takes_nobody_into_slots_that_were_opened_before(section, content):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    asked(world, slot_id)
    with transaction() as session:
        state(session, section, content, cafe_id=world.hyehwa)
    ((other, child),) = guardians(1)

    with pytest.raises(Refused) as refused:
        asked(world, slot_id, actor=other, child_ids=[child])

    assert refused.value.refusal.code == Code.SLOT_CLOSED
    # Who reserved before keeps the place, and is no no-show when the door was shut.
    with transaction() as session:
        session.get_one(Slot, slot_id).board_opened_at = starts(slot_id)
    assert mark_no_shows(slot_id, now=starts(slot_id, hours=1)) == 0
    assert states(slot_id) == ["reserved"]
