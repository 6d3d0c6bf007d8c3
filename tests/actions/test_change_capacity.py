"""What a capacity change writes: slots now, slots opened later, and the families it costs the place."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.actions.change_capacity import change_capacity
from booking.actions.check_in import check_in
from booking.actions.open_slots import open_slots
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import CapacityChange, Ledger, LogEntry, Notice, Reservation, Slot, Visit
from booking.rules.capacities import CapacityOrder
from booking.rules.places import CITY, Place
from booking.rules.refusals import Code, NotThere, Refused
from tests.support.agreement import assert_agreement
from tests.world import MONDAY, NOW, TUESDAY, a_slot, a_world, guardians, starts, states, taken

pytestmark = pytest.mark.usefixtures("context")
WEDNESDAY = TUESDAY + timedelta(days=1)


def order(**changed) -> CapacityOrder:
    return CapacityOrder(
        **(
            {
                "places": 10,
                "percent": None,
                "from_date": TUESDAY,
                "to_date": TUESDAY,
                "period_numbers": None,
                "reason": "안전 점검",
            }
            | changed
        )
    )


def changed(place, world, *, actor=None, choices=None, now=NOW, **asked):
    return change_capacity(place, order(**asked), choices=choices or {}, actor=actor or world.official, now=now)


def capacities() -> dict[int, int]:
    with transaction() as session:
        return dict(session.execute(select(Slot.id, Slot.capacity)).all())


def booked(slot_id: int, count: int) -> list[int]:
    """So many families with one child each reserve, a minute apart; the reservations' ids, the newest last."""
    return [
        reserve(slot_id, actor=actor, child_ids=[child], adults=1, request_id="r", now=NOW + timedelta(minutes=n))
        for n, (actor, child) in enumerate(guardians(count))
    ]


def rows() -> dict[str, int]:
    with transaction() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (CapacityChange, Ledger, LogEntry, Notice, Reservation)
        } | {"cancelled": session.scalar(select(func.count()).where(Visit.state == "cancelled")) or 0}


def test_one_slot_gets_its_number_and_the_log_says_who_when_why_and_what():
    world = a_world()
    slot_id, other = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)

    done = changed(Place(slot_id=slot_id), world)

    assert capacities() == {slot_id: 10, other: 20}
    with transaction() as session:
        lines = {line.verb: line for line in session.scalars(select(LogEntry))}
    assert (lines["slot_capacity"].subject_id, lines["slot_capacity"].detail) == (slot_id, "20→10")
    act = lines["change_capacity"]
    assert (act.actor_id, act.at, act.reason, act.subject_id) == (
        world.official.account_id,
        NOW,
        "안전 점검",
        done.change_id,
    )
    assert_agreement()


def test_chosen_periods_of_chosen_dates_of_a_cafe_change_and_no_others():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)
    next_day, elsewhere = a_slot(world.hyehwa, day=WEDNESDAY, number=2), a_slot(world.myeonmok, number=2)

    changed(Place(cafe_id=world.hyehwa), world, period_numbers=(2,))

    assert capacities() == {first: 20, second: 10, next_day: 20, elsewhere: 20}


def test_a_percent_is_of_the_timetable_rounded_down_and_never_of_an_earlier_change():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=19)

    changed(Place(district_id=11110), world, places=None, percent=50)
    changed(Place(district_id=11110), world, places=None, percent=50, reason="한 번 더", to_date=WEDNESDAY)

    assert capacities() == {slot_id: 9}


def test_the_order_holds_for_slots_opened_later_and_the_newest_one_wins():
    world = a_world()
    changed(Place(district_id=11110), world, places=None, percent=150, to_date=WEDNESDAY)
    changed(Place(cafe_id=world.hyehwa), world, places=4, from_date=WEDNESDAY, to_date=WEDNESDAY, period_numbers=(1, 3))

    for cafe_id in (world.hyehwa, world.myeonmok):
        open_slots(cafe_id, TUESDAY, WEDNESDAY, now=NOW)

    with transaction() as session:
        found = {
            (cafe_id, day, number): places
            for cafe_id, day, number, places in session.execute(
                select(Slot.cafe_id, Slot.date, Slot.period_number, Slot.capacity)
            )
        }
    assert [found[world.hyehwa, TUESDAY, n] for n in (1, 2, 3)] == [30, 30, 30]
    assert [found[world.hyehwa, WEDNESDAY, n] for n in (1, 2, 3)] == [4, 30, 4]
    assert [found[world.myeonmok, WEDNESDAY, n] for n in (1, 2, 3)] == [20, 20, 20]
    assert_agreement()


def test_an_order_for_one_slot_is_not_taken_for_an_order_for_all():
    world = a_world()
    slot_id = a_slot(world.myeonmok)
    changed(Place(slot_id=slot_id), world, actor=world.city, to_date=TUESDAY)

    open_slots(world.hyehwa, TUESDAY, TUESDAY, now=NOW)

    assert sorted(capacities().values()) == [10, 20, 20, 20]


def test_grown_capacity_can_be_reserved_at_once():
    world = a_world()
    slot_id = a_slot(world.hyehwa, capacity_=1)
    booked(slot_id, 1)

    changed(Place(slot_id=slot_id), world, places=2)
    reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)

    assert taken(slot_id) == 2
    assert_agreement()


def test_below_what_is_booked_without_a_choice_writes_nothing():
    world = a_world()
    slot_id, empty = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)
    booked(slot_id, 3)
    before, places = rows(), capacities()

    with pytest.raises(Refused) as refused:
        changed(Place(cafe_id=world.hyehwa), world, places=2, choices={empty: "cancel"})

    assert refused.value.refusal.code == Code.PREVIEW_CHANGED
    assert (rows(), capacities()) == (before, places)


def test_shrink_keeps_everybody_and_no_free_place():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    booked(slot_id, 3)

    done = changed(Place(slot_id=slot_id), world, places=2, choices={slot_id: "shrink"})

    assert (capacities()[slot_id], taken(slot_id), done.reservations_cancelled) == (3, 3, 0)
    assert_agreement()


def test_cancel_ends_the_newest_with_a_mail_and_keeps_the_earlier_ones():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservations = booked(slot_id, 4)

    done = changed(Place(slot_id=slot_id), world, places=2, choices={slot_id: "cancel"})

    assert states(slot_id) == ["reserved", "reserved", "cancelled", "cancelled"]
    assert (capacities()[slot_id], taken(slot_id), done.reservations_cancelled) == (2, 2, 2)
    with transaction() as session:
        told = set(
            session.execute(select(Notice.subject_id, Notice.account_id).where(Notice.kind == "capacity_cancelled")).all()
        )
        owners = dict(session.execute(select(Reservation.id, Reservation.account_id)).all())
        causes = set(session.scalars(select(Visit.cancel_cause).where(Visit.state == "cancelled")))
    assert told == {(one, owners[one]) for one in reservations[2:]}
    assert causes == {"capacity"}
    assert_agreement()


def test_whoever_is_inside_is_never_sent_away_and_the_slot_keeps_their_places():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    *_, newest = booked(slot_id, 3)
    check_in(newest, actor=world.staff, now=starts(slot_id))

    changed(Place(slot_id=slot_id), world, places=0, choices={slot_id: "cancel"}, now=starts(slot_id, minutes=5))

    assert states(slot_id) == ["cancelled", "cancelled", "checked_in"]
    assert (capacities()[slot_id], taken(slot_id)) == (1, 1)
    assert_agreement()


def test_each_slot_follows_its_own_choice():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)
    people = guardians(4)
    for n, (actor, child) in enumerate(people):
        reserve((first, second)[n % 2], actor=actor, child_ids=[child], adults=1, request_id="r", now=NOW)

    changed(Place(cafe_id=world.hyehwa), world, places=1, choices={first: "shrink", second: "cancel"})

    assert capacities() == {first: 2, second: 1}
    assert_agreement()


def test_over_and_closed_slots_are_left_alone():
    world = a_world()
    over, running = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2)
    closed = a_slot(world.hyehwa, number=3)
    with transaction() as session:
        slot = session.get_one(Slot, closed)
        slot.closed_at, slot.closed_reason = NOW, "점검"

    changed(Place(cafe_id=world.hyehwa), world, now=starts(running, minutes=1))

    assert capacities() == {over: 20, running: 10, closed: 20}


def test_an_order_that_changes_nothing_is_refused():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    before = rows()

    with pytest.raises(Refused) as refused:
        changed(Place(slot_id=slot_id), world, places=20)

    assert refused.value.refusal.code == Code.NOTHING_TO_CHANGE
    assert rows() == before


@pytest.mark.parametrize("who", ["other_official", "staff", "mom"])
def test_nobody_else_may_change_it(who):
    world = a_world()
    slot_id = a_slot(world.hyehwa)

    for place in (Place(slot_id=slot_id), Place(cafe_id=world.hyehwa), Place(district_id=11110), CITY):
        with pytest.raises(NotThere):
            changed(place, world, actor=getattr(world, who))

    assert capacities() == {slot_id: 20}


def test_a_city_official_may_change_any_district():
    world = a_world()
    slot_id, elsewhere = a_slot(world.hyehwa), a_slot(world.myeonmok)

    changed(Place(district_id=11260), world, actor=world.city)

    assert capacities() == {slot_id: 20, elsewhere: 10}


def test_a_past_date_is_refused():
    world = a_world()
    a_slot(world.hyehwa)

    with pytest.raises(Refused) as refused:
        changed(Place(cafe_id=world.hyehwa), world, from_date=MONDAY - timedelta(days=1))

    assert refused.value.refusal.code == Code.DATE_PASSED
