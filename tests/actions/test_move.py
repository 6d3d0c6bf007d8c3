"""A reservation goes to another slot whole, or stays where it is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.move import move
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Ledger, LogEntry, Move, Notice, Reservation, Visit
from booking.notices.deliver import deliver
from booking.rules.refusals import Code, NotThere, Refused
from tests.notices.mailbox import mails, text
from tests.support.agreement import assert_agreement
from tests.world import NOW, TUESDAY, a_slot, a_world, guardians, starts, state, states, taken

pytestmark = pytest.mark.usefixtures("context")
WEDNESDAY = TUESDAY + timedelta(days=1)


def reserved(world, slot_id, *children, adults=1):
    return reserve(slot_id, actor=world.mom, child_ids=children, adults=adults, request_id=f"r{slot_id}", now=NOW)


def refused(reservation_id, slot_id, actor, now=NOW, **more):
    with pytest.raises(Refused) as caught:
        move(reservation_id, slot_id, actor=actor, now=now, **more)
    return caught.value.refusal.code


def row(reservation_id):
    with transaction() as session:
        found = session.get_one(Reservation, reservation_id)
        return found.slot_id, found.sequence, found.code


def test_all_children_go_and_the_old_places_are_free_at_once():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, number=3)
    reservation_id = reserved(world, first, world.jia, world.minjun)
    code = row(reservation_id)[2]

    assert move(reservation_id, second, actor=world.dad, now=NOW) == reservation_id

    # On the same day, at a café that takes a child once a day: the own visits do not stand in the way.
    assert row(reservation_id) == (second, 1, code)
    assert (taken(first), taken(second)) == (0, 2)
    assert (states(first), states(second)) == ([], ["reserved", "reserved"])
    with transaction() as session:
        lines = session.execute(select(Ledger.slot_id, Ledger.taken_change).where(Ledger.cause == "move"))
        assert sorted(lines) == [(first, -2), (second, 2)]
        assert session.scalar(select(LogEntry.detail).where(LogEntry.verb == "move")) == "11-24 09:30 → 11-24 15:30"
    assert_agreement()


def test_a_child_that_was_cancelled_before_takes_no_place_in_the_new_slot():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, number=3)
    reservation_id = reserved(world, first, world.jia, world.minjun)
    with transaction() as session:
        gone = session.scalar(select(Visit.id).where(Visit.child_id == world.minjun))
    cancel(reservation_id, actor=world.mom, visit_ids=[gone], now=NOW)

    move(reservation_id, second, actor=world.mom, now=NOW)

    assert (taken(first), taken(second)) == (0, 1)
    assert sorted(states(second)) == ["cancelled", "reserved"]
    assert_agreement()


def test_a_full_slot_leaves_the_first_reservation_untouched():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.myeonmok, day=WEDNESDAY, capacity_=1)
    ((other, child),) = guardians(1)
    reserve(second, actor=other, child_ids=[child], adults=1, request_id="o", now=NOW)
    reservation_id = reserved(world, first, world.jia)
    before = row(reservation_id)

    assert refused(reservation_id, second, world.mom) == Code.SLOT_FULL

    assert row(reservation_id) == before
    assert (taken(first), taken(second)) == (1, 1)
    with transaction() as session:
        assert session.scalars(select(Move)).all() == []
        assert session.scalars(select(Notice).where(Notice.kind == "moved")).all() == []


@pytest.mark.parametrize("seconds", [0, 1])
def test_the_first_slots_deadline_is_the_last_instant(seconds):
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reservation_id = reserved(world, first, world.jia)
    at = starts(first, minutes=-30, seconds=seconds)

    if seconds:
        assert refused(reservation_id, second, world.mom, now=at) == Code.MOVE_DEADLINE_PASSED
        assert row(reservation_id)[0] == first
    else:
        move(reservation_id, second, actor=world.mom, now=at)
        assert row(reservation_id)[0] == second


def test_the_rules_of_the_new_slot_are_asked():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.myeonmok, day=WEDNESDAY)
    with transaction() as session:
        state(session, "ages", {"basis": "year_age", "min": 6, "max": 9}, cafe_id=world.myeonmok)
    reservation_id = reserved(world, first, world.jia)

    assert refused(reservation_id, second, world.mom) == Code.CHILD_TOO_YOUNG


def test_another_visit_of_the_day_still_counts():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reserve(a_slot(world.myeonmok, day=WEDNESDAY, number=3), actor=world.mom, child_ids=[world.jia], adults=1,
            request_id="wed", now=NOW)  # fmt: skip
    reservation_id = reserved(world, first, world.jia)

    assert refused(reservation_id, second, world.mom) == Code.DAILY_LIMIT


@pytest.mark.parametrize("what", ["the same slot", "cancelled", "inside"])
def test_what_cannot_be_moved_says_why(what):
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reservation_id = reserved(world, first, world.jia)
    now = NOW
    if what == "cancelled":
        cancel(reservation_id, actor=world.mom, now=NOW)
    if what == "inside":
        now = starts(first, minutes=-10)
        check_in(reservation_id, actor=world.staff, now=now)

    code = refused(reservation_id, first if what == "the same slot" else second, world.mom, now=now)

    assert code == {
        "the same slot": Code.SAME_SLOT, "cancelled": Code.ALREADY_CANCELLED, "inside": Code.ALREADY_CHECKED_IN,
    }[what]  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "staff", "official"])
def test_nobody_else_moves_it(who):
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reservation_id = reserved(world, first, world.jia)

    with pytest.raises(NotThere):
        move(reservation_id, second, actor=getattr(world, who), now=NOW)
    with pytest.raises(NotThere):
        move(reservation_id, 999_999, actor=world.mom, now=NOW)


def test_a_late_repeat_does_not_bring_it_back():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reservation_id = reserved(world, first, world.jia)
    move(reservation_id, second, actor=world.mom, request_id="go", now=NOW)
    move(reservation_id, first, actor=world.mom, request_id="back", now=NOW)

    assert move(reservation_id, second, actor=world.mom, request_id="go", now=NOW) == reservation_id

    assert row(reservation_id)[:2] == (first, 2)
    assert refused(reservation_id, first, world.mom, request_id="go") == Code.REQUEST_ID_REUSED


def test_the_reminders_of_the_old_time_are_called_off_and_those_of_the_new_time_planned():
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.hyehwa, day=WEDNESDAY)
    reservation_id = reserved(world, first, world.jia)

    move(reservation_id, second, actor=world.mom, now=NOW)

    with transaction() as session:
        wanted = select(Notice.kind, Notice.due_at).where(Notice.state == "due", Notice.kind.like("reminder%"))
        waiting = sorted(session.execute(wanted).all())
    assert waiting == [("reminder_day", starts(second, days=-1)), ("reminder_hours", starts(second, hours=-2))]


def test_the_mail_tells_of_the_new_time_and_the_old_one(settings):
    world = a_world()
    first, second = a_slot(world.hyehwa), a_slot(world.myeonmok, day=date(2026, 11, 28))
    reservation_id = reserved(world, first, world.jia)
    deliver(NOW)

    move(reservation_id, second, actor=world.mom, now=NOW)
    deliver(NOW)

    (mail,) = [mail for mail in mails(settings) if "바뀌었어요" in mail["Subject"]]
    assert "11월 28일(토) 오전 9:30–11:30 면목점" in mail["Subject"]
    assert "- 바꾸기 전: 11월 24일(화) 오전 9:30–11:30 혜화점" in text(mail)
    (calendar,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    body = calendar.get_payload(decode=True).decode()
    assert "SEQUENCE:1" in body
    assert "DTSTART;TZID=Asia/Seoul:20261128T093000" in body
