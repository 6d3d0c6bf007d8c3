"""Closing days and opening them again: slots, reservations, mails, and slots that are opened later."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.actions.change_capacity import change_capacity
from booking.actions.check_in import check_in
from booking.actions.close_days import close_days
from booking.actions.open_slots import open_slots
from booking.actions.reopen_day import reopen_day
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import ClosedDay, Ledger, LogEntry, Notice, Slot, Visit
from booking.rules.capacities import CapacityOrder
from booking.rules.places import CITY, Place
from booking.rules.refusals import Code, NotThere, Refused
from tests.support.agreement import assert_agreement
from tests.world import MONDAY, NOW, TUESDAY, a_slot, a_world, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")
WEDNESDAY = TUESDAY + timedelta(days=1)


def closed(place, world, *, first=TUESDAY, last=TUESDAY, actor=None, now=NOW, reason="누수 공사"):
    return close_days(place, first, last, reason, actor=actor or world.official, now=now)


def reserved(world, slot_id, *children, request_id="r1"):
    return reserve(slot_id, actor=world.mom, child_ids=children or (world.jia,), adults=1, request_id=request_id, now=NOW)


def reasons() -> dict[int, str | None]:
    with transaction() as session:
        return dict(session.execute(select(Slot.id, Slot.closed_reason)).all())


def closing_ids() -> list[int]:
    with transaction() as session:
        return list(session.scalars(select(ClosedDay.id).order_by(ClosedDay.id)))


def rows() -> dict[str, int]:
    with transaction() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (ClosedDay, Ledger, LogEntry, Notice)
        }


def test_who_had_reserved_is_cancelled_told_once_and_not_punished():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id, world.jia, world.minjun)

    done = closed(Place(cafe_id=world.hyehwa), world)

    assert states(slot_id) == ["cancelled", "cancelled"]
    assert taken(slot_id) == 0
    assert (done.days, done.slots, done.reservations_cancelled) == (1, 1, 1)
    with transaction() as session:
        causes = set(session.scalars(select(Visit.cancel_cause)))
        told = session.execute(select(Notice.subject_id, Notice.account_id).where(Notice.kind == "closed")).all()
    assert causes == {"closing"}
    assert told == [(reservation_id, world.mom.account_id)]
    assert_agreement()


def test_nobody_can_reserve_there_any_more():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    closed(Place(cafe_id=world.hyehwa), world)

    with pytest.raises(Refused) as refused:
        reserved(world, slot_id)

    assert refused.value.refusal.code == Code.SLOT_CLOSED


def test_dates_beyond_the_opened_slots_get_none():
    world = a_world()
    closed(Place(cafe_id=world.hyehwa), world, last=WEDNESDAY)

    open_slots(world.hyehwa, TUESDAY, WEDNESDAY + timedelta(days=1), now=NOW)

    with transaction() as session:
        assert set(session.scalars(select(Slot.date))) == {WEDNESDAY + timedelta(days=1)}


@pytest.mark.parametrize(
    ("district_id", "who", "still_open"), [(11110, "official", 1), (None, "city", 0)], ids=["district", "city"]
)
def test_a_district_or_the_city_closes_as_a_whole(district_id, who, still_open):
    world = a_world()
    a_slot(world.hyehwa), a_slot(world.myeonmok)

    closed(Place(district_id=district_id), world, actor=getattr(world, who))

    assert list(reasons().values()).count(None) == still_open


def test_over_slots_stay_and_children_inside_stay():
    world = a_world()
    over, running = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)
    inside = reserved(world, running)
    check_in(inside, actor=world.staff, now=starts(running))

    closed(Place(cafe_id=world.hyehwa), world, now=starts(running, minutes=10))

    assert states(running) == ["checked_in"]
    assert reasons() == {over: None, running: "누수 공사"}
    assert taken(running) == 1
    assert_agreement()


def test_a_day_closed_already_is_refused_at_the_date_and_nothing_is_written():
    world = a_world()
    closed(Place(cafe_id=world.hyehwa), world, first=WEDNESDAY, last=WEDNESDAY)
    before = rows()

    with pytest.raises(Refused) as refused:
        closed(Place(cafe_id=world.hyehwa), world, last=WEDNESDAY)

    refusal = refused.value.refusal
    assert (refusal.code, refusal.field, refusal.facts["date"]) == (Code.ALREADY_CLOSED, "from_date", WEDNESDAY)
    assert rows() == before


@pytest.mark.parametrize("who", ["other_official", "staff", "mom"])
def test_nobody_else_may_close_it(who):
    world = a_world()
    before = rows()

    for place in (Place(cafe_id=world.hyehwa), Place(district_id=11110), CITY):
        with pytest.raises(NotThere):
            closed(place, world, actor=getattr(world, who))

    assert rows() == before


def test_a_district_official_does_not_close_the_city():
    world = a_world()

    with pytest.raises(NotThere):
        closed(CITY, world)


def test_a_past_day_is_refused():
    world = a_world()

    with pytest.raises(Refused) as refused:
        closed(CITY, world, actor=world.city, first=MONDAY - timedelta(days=1))

    assert refused.value.refusal.code == Code.DATE_PASSED


def test_a_reopened_day_takes_reservations_again_and_the_cancelled_stay_cancelled():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id)
    closed(Place(cafe_id=world.hyehwa), world)

    assert reopen_day(closing_ids()[0], reason="공사 끝", actor=world.official, now=NOW) == 1
    reserved(world, slot_id, request_id="r2")

    assert states(slot_id) == ["cancelled", "reserved"]
    assert_agreement()


def test_a_slot_stays_closed_while_another_closing_covers_it():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    closed(CITY, world, actor=world.city, reason="태풍")
    closed(Place(cafe_id=world.hyehwa), world)
    city_closing, cafe_closing = closing_ids()

    assert reopen_day(city_closing, reason="지나감", actor=world.city, now=NOW) == 0
    assert reasons() == {slot_id: "누수 공사"}

    assert reopen_day(cafe_closing, reason="공사 끝", actor=world.official, now=NOW) == 1
    assert reasons() == {slot_id: None}


def test_capacities_ordered_while_it_was_closed_hold_when_it_is_open_again():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    closed(Place(cafe_id=world.hyehwa), world)
    order = CapacityOrder(None, 50, TUESDAY, WEDNESDAY, None, "인력 부족")
    change_capacity(Place(district_id=11110), order, choices={}, actor=world.official, now=NOW)

    reopen_day(closing_ids()[0], reason="공사 끝", actor=world.official, now=NOW)

    with transaction() as session:
        assert session.get_one(Slot, slot_id).capacity == 10
    assert_agreement()


def test_slots_missing_on_a_reopened_day_come_with_the_next_run_of_the_job():
    world = a_world()
    closed(Place(cafe_id=world.hyehwa), world)
    open_slots(world.hyehwa, TUESDAY, TUESDAY, now=NOW)

    reopen_day(closing_ids()[0], reason="공사 끝", actor=world.official, now=NOW)

    assert open_slots(world.hyehwa, TUESDAY, TUESDAY, now=NOW) == 3


def test_a_second_press_is_told_and_a_past_day_and_no_reason_are_refused():
    world = a_world()
    closed(Place(cafe_id=world.hyehwa), world, last=WEDNESDAY)
    first, second = closing_ids()
    reopen_day(first, reason="공사 끝", actor=world.official, now=NOW)

    for closing, reason, now, code in (
        (first, "또", NOW, Code.NOT_CLOSED),
        (second, " ", NOW, Code.REASON_MISSING),
        (second, "늦음", NOW + timedelta(days=9), Code.DATE_PASSED),
    ):
        with pytest.raises(Refused) as refused:
            reopen_day(closing, reason=reason, actor=world.official, now=now)
        assert refused.value.refusal.code == code


@pytest.mark.parametrize(("scope", "who"), [("cafe", "other_official"), ("city", "official"), ("cafe", "staff")])
def test_anothers_closing_is_not_there(scope, who):
    world = a_world()
    place = CITY if scope == "city" else Place(cafe_id=world.hyehwa)
    closed(place, world, actor=world.city)

    with pytest.raises(NotThere):
        reopen_day(closing_ids()[0], reason="장난", actor=getattr(world, who), now=NOW)


def test_every_act_is_logged_with_its_reason():
    world = a_world()
    a_slot(world.hyehwa)
    closed(Place(cafe_id=world.hyehwa), world)
    reopen_day(closing_ids()[0], reason="공사 끝", actor=world.official, now=NOW)

    with transaction() as session:
        lines = session.execute(select(LogEntry.verb, LogEntry.reason, LogEntry.cafe_id)).all()
    assert lines == [
        ("slot_close", "누수 공사", world.hyehwa),
        ("close_days", "누수 공사", world.hyehwa),
        ("slot_reopen", "공사 끝", world.hyehwa),
        ("reopen_day", "공사 끝", world.hyehwa),
    ]
