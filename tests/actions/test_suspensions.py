"""What no-shows cost: reserving is barred, what is reserved goes where the rule says so, and an official may waive."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.actions.cancel_suspended import cancel_suspended
from booking.actions.check_in import check_in
from booking.actions.close_days import close_days
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.actions.waive_no_show import waive_no_show
from booking.db import transaction
from booking.models import Ledger, LogEntry, Notice, Visit
from booking.notices.deliver import deliver
from booking.queries.due import families_to_suspend
from booking.queries.suspensions import my_suspensions, no_shows_of_cafes
from booking.rules.places import Place
from booking.rules.refusals import Code, NotThere, Refused
from jobs.mark_no_shows import run
from tests.notices.mailbox import mails, text
from tests.support.agreement import assert_agreement
from tests.world import NOW, TUESDAY, a_slot, a_world, starts, state, states, taken

pytestmark = pytest.mark.usefixtures("context")
STEP = {"count": 1, "window_days": 30, "days": 30}


def reserved(world, slot_id, child=None, now=NOW):
    return reserve(
        slot_id, actor=world.mom, child_ids=[child or world.jia], adults=1, request_id=f"{slot_id}-{now}", now=now
    )


def missed(world, **rule):
    """A city that bars for 30 days; a slot that 지아 did not come to, and one on Saturday: slots, then reservations."""
    with transaction() as session:
        state(session, "suspension", {"steps": [STEP]} | rule)
    slot, ahead = a_slot(world.hyehwa), a_slot(world.hyehwa, day=TUESDAY + timedelta(days=4))
    first, second = reserved(world, slot), reserved(world, ahead)
    hear_board(actor=world.staff, now=starts(slot))
    mark_no_shows(slot, now=starts(slot, minutes=31))
    return slot, ahead, first, second


def barred(world, slot_id, now):
    with pytest.raises(Refused) as caught:
        reserved(world, slot_id, world.minjun, now)
    return caught.value.refusal


def test_a_no_show_bars_the_family_until_its_end_to_the_second():
    world = a_world()
    slot, *_ = missed(world)
    end = starts(slot, minutes=30) + timedelta(days=30)
    later = a_slot(world.myeonmok, day=TUESDAY + timedelta(days=31))

    assert barred(world, later, end - timedelta(seconds=1)).facts["until"] == end
    assert reserved(world, later, world.minjun, end)


def test_waived_it_bars_nobody_and_the_log_says_why():
    world = a_world()
    slot, ahead, first, _ = missed(world)
    now = starts(slot, hours=3)

    assert waive_no_show(first, reason="병원 확인서", actor=world.official, now=now) == 1
    assert waive_no_show(first, reason="한 번 더", actor=world.city, now=now) == 0

    assert reserved(world, ahead, world.minjun, now)
    assert states(slot) == ["no_show"]
    with transaction() as session:
        (line,) = session.scalars(select(LogEntry).where(LogEntry.verb == "waive_no_show"))
        assert (line.reason, line.cafe_id, line.actor_id) == ("병원 확인서", world.hyehwa, world.official.account_id)


@pytest.mark.parametrize("who", ["mom", "staff", "other_official"])
def test_only_officials_of_the_cafe_waive(who):
    world = a_world()
    _, _, first, _ = missed(world)

    with pytest.raises(NotThere):
        waive_no_show(first, reason="그냥", actor=getattr(world, who), now=NOW)


@pytest.mark.parametrize(("reason", "which", "code"), [(" ", 2, Code.REASON_MISSING), ("사정", 3, Code.NOT_A_NO_SHOW)])
def test_waiving_asks_for_a_reason_and_a_no_show(reason, which, code):
    world = a_world()
    reservation_id = missed(world)[which]

    with pytest.raises(Refused) as caught:
        waive_no_show(reservation_id, reason=reason, actor=world.official, now=NOW)

    assert caught.value.refusal.code == code


def test_a_no_show_of_a_slot_that_was_closed_counts_for_nothing():
    world = a_world()
    slot, ahead, *_ = missed(world)
    now = starts(slot, minutes=40)
    close_days(Place(cafe_id=world.hyehwa), TUESDAY, TUESDAY, "정전", actor=world.official, now=now)

    assert my_suspensions(world.mom, now).bars == ()
    assert reserved(world, ahead, world.minjun, now)


def test_the_account_shows_the_bar_once_for_all_cafes_and_what_is_behind_it():
    world = a_world()
    slot, *_ = missed(world)
    now = starts(slot, hours=1)

    found = my_suspensions(world.dad, now)

    (bar,) = found.bars
    assert (bar.until, bar.scope, bar.place) == (starts(slot, minutes=30) + timedelta(days=30), "all", None)
    (absence,) = found.absences
    assert (absence.cafe, absence.children, absence.counts) == ("혜화점", 1, True)
    assert my_suspensions(world.stranger, now).absences == ()


def test_a_bar_of_one_cafe_names_it():
    world = a_world()
    slot, *_ = missed(world, scope="cafe")

    assert [(bar.scope, bar.place) for bar in my_suspensions(world.mom, starts(slot, hours=1)).bars] == [("cafe", "혜화점")]


def test_officials_see_the_no_shows_of_their_cafes_for_sixty_days():
    world = a_world()
    slot, *_ = missed(world)
    now = starts(slot, hours=1)

    assert len(no_shows_of_cafes(world.official, now)) == len(no_shows_of_cafes(world.city, now)) == 1
    assert no_shows_of_cafes(world.other_official, now) == []
    assert no_shows_of_cafes(world.official, now + timedelta(days=61)) == []


def test_what_is_reserved_in_the_suspension_is_cancelled_once_after_the_slots_end():
    world = a_world()
    slot, ahead, *_ = missed(world, cancels_future=True)
    end = starts(slot, hours=2)

    # While the slot runs the family may still come.
    run(end - timedelta(seconds=1))
    assert cancel_suspended(world.mom.family_id, now=end - timedelta(seconds=1)) == 0
    assert states(ahead) == ["reserved"]
    run(end)
    run(end + timedelta(minutes=1))

    assert (states(ahead), taken(ahead)) == (["cancelled"], 0)
    with transaction() as session:
        assert session.scalars(select(Visit.cancel_cause).where(Visit.slot_id == ahead)).all() == ["suspended"]
        assert session.scalars(select(Notice.occasion).where(Notice.kind == "suspended")).all() == [1]
        assert session.scalars(select(Ledger.taken_change).where(Ledger.cause == "suspended")).all() == [-1]
    assert families_to_suspend(end) == []
    assert_agreement()


@pytest.mark.parametrize("rule", [{}, {"cancels_future": True}])
def test_what_lies_behind_the_suspension_or_is_not_to_be_cancelled_stays(rule):
    world = a_world()
    slot, ahead, *_ = missed(world, **rule)
    late = a_slot(world.myeonmok, day=TUESDAY + timedelta(days=31))
    with transaction() as session:
        # As if it had been reserved before.
        visit = session.scalars(select(Visit).where(Visit.slot_id == ahead)).one()
        if rule:
            visit.slot_id = visit.reservation.slot_id = late
    now = starts(slot, hours=3)

    assert cancel_suspended(world.mom.family_id, now=now) == 0

    assert states(late if rule else ahead) == ["reserved"]


def test_who_comes_late_after_all_keeps_what_is_reserved():
    world = a_world()
    slot, ahead, first, _ = missed(world, cancels_future=True)
    check_in(first, actor=world.staff, now=starts(slot, minutes=50))

    run(starts(slot, hours=3))

    assert states(ahead) == ["reserved"]


def test_the_mail_says_why_and_where_to_see_until_when(settings):
    world = a_world()
    slot, *_ = missed(world, cancels_future=True)
    now = starts(slot, hours=3)
    run(now)

    deliver(now)

    (mail,) = [mail for mail in mails(settings) if "예약 제한" in mail["Subject"]]
    assert "11월 28일(토) 오전 9:30–11:30" in mail["Subject"]
    assert "/me" in text(mail)
