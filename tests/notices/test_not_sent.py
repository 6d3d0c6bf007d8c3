"""What is no longer true is not sent, and the outbox says why."""

from datetime import timedelta

import pytest

from booking import outbox
from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Account, MailLink, Notice
from booking.notices.deliver import Delivered, deliver
from booking.rules import notice_kinds as kinds
from tests.notices.mailbox import mails, outcome
from tests.world import NOW, a_slot, a_world, starts

pytestmark = pytest.mark.usefixtures("context")


def reserved(world, slot_id, **changed):
    wanted = {"actor": world.mom, "child_ids": [world.jia], "adults": 1, "request_id": "r1", "now": NOW} | changed
    return reserve(slot_id, **wanted)


def test_a_reminder_for_a_visit_cancelled_since_is_skipped_with_its_reason(settings):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    deliver(NOW)
    cancel(reservation_id, actor=world.mom, now=NOW)
    deliver(NOW)

    assert deliver(starts(slot_id, hours=-2)) == Delivered(skipped=2)

    assert outcome("reminder_day") == outcome("reminder_hours") == ("skipped", "cancelled")
    assert [mail["Message-ID"] for mail in mails(settings)] == ["<notice-1@localhost>", "<notice-4@localhost>"]


def test_a_confirmation_overtaken_by_the_cancellation_is_skipped(settings):
    world = a_world()
    reservation_id = reserved(world, a_slot(world.hyehwa))
    cancel(reservation_id, actor=world.mom, now=NOW)

    deliver(NOW)

    assert outcome("reserved") == ("skipped", "cancelled")
    assert outcome("cancelled") == ("sent", None)


def test_a_reminder_after_the_slot_began_comes_too_late():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id)

    deliver(starts(slot_id))

    assert outcome("reminder_hours") == ("skipped", "too_late")


def test_the_reminder_of_the_day_gives_way_to_the_one_of_the_hours():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reserved(world, slot_id)

    deliver(starts(slot_id, hours=-2))

    assert outcome("reminder_day") == ("skipped", "too_late")
    assert outcome("reminder_hours") == ("sent", None)


def test_nobody_inside_already_is_reminded():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id, minutes=-10))

    deliver(starts(slot_id, minutes=-5))

    assert outcome("reminder_hours") == ("skipped", "came")


def test_a_deleted_account_gets_nothing(settings):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))
    with transaction() as session:
        mom = session.get_one(Account, world.mom.account_id)
        mom.email, mom.forgotten_at = None, NOW

    deliver(NOW)

    assert outcome("reserved") == ("skipped", "no_recipient")
    assert mails(settings) == []


def test_of_two_cancellations_waiting_only_the_newer_is_told(settings):
    world = a_world()
    reservation_id = reserved(world, a_slot(world.hyehwa), child_ids=[world.jia, world.minjun])
    deliver(NOW)
    cancel(reservation_id, actor=world.mom, visit_ids=[1], now=NOW)
    cancel(reservation_id, actor=world.mom, visit_ids=[2], now=NOW)

    assert deliver(NOW) == Delivered(sent=1, skipped=1)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"used_at": NOW}, "link_used"),
        ({"expires_at": NOW}, "link_expired"),
        ({"delete": True}, "link_gone"),
    ],
)
def test_a_link_that_opens_nothing_is_not_sent(changed, reason):
    a_world()
    with transaction() as session:
        link = MailLink(
            kind="invite_staff", email="new@example.kr", cafe_id=1, created_at=NOW, expires_at=NOW + timedelta(days=1)
        )
        session.add(link)
        session.flush()
        outbox.put(session, kinds.INVITE_STAFF, link.id, now=NOW)
        for key, value in changed.items():
            session.delete(link) if key == "delete" else setattr(link, key, value)

    deliver(NOW)

    assert outcome("invite_staff") == ("skipped", reason)


def test_an_address_confirmed_meanwhile_is_not_asked_again():
    world = a_world()
    with transaction() as session:
        link = MailLink(
            kind="confirm_email",
            account_id=world.mom.account_id,
            created_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
        session.add(link)
        session.flush()
        outbox.put(session, kinds.CONFIRM_EMAIL, link.id, now=NOW, account_id=world.mom.account_id)

    deliver(NOW)

    assert outcome("confirm_email") == ("skipped", "already_confirmed")


def test_a_no_show_that_came_after_all_is_not_told_off():
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    reservation_id = reserved(world, slot_id)
    check_in(reservation_id, actor=world.staff, now=starts(slot_id))
    with transaction() as session:
        outbox.put(session, kinds.NO_SHOW, reservation_id, now=NOW, account_id=world.mom.account_id, occasion=1)

    deliver(starts(slot_id))

    assert outcome("no_show") == ("skipped", "came")


def test_a_claimed_notice_is_left_alone_until_the_claim_runs_out(settings):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))
    from booking.actions.claim_notices import LEASE, claim_notices

    assert len(claim_notices(limit=20, now=NOW)) == 1

    assert deliver(NOW + LEASE - timedelta(seconds=1)) == Delivered()
    assert deliver(NOW + LEASE) == Delivered(sent=1)
    assert deliver(NOW + LEASE) == Delivered()


def test_a_notice_that_cannot_be_written_waits_longer_each_time_and_is_given_up(settings, monkeypatch):
    world = a_world()
    reserved(world, a_slot(world.hyehwa))
    reserved(world, a_slot(world.myeonmok), actor=world.stranger, child_ids=[world.stranger_child])
    from booking.notices import deliver as module

    real = module.render
    monkeypatch.setattr(module, "render", lambda n, *rest: real(n, *rest) if n.notice_id != 1 else 1 / 0)
    now, tries = NOW, []

    assert deliver(now) == Delivered(sent=1, later=1)
    while outcome_of(1)[0] == "due" and len(tries) < 20:
        now = outcome_of(1)[2]
        tries.append(now)
        deliver(now)

    gaps = [(later - earlier).total_seconds() / 60 for earlier, later in zip([NOW, *tries], tries, strict=False)]
    assert gaps == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120, 120]
    assert outcome_of(1)[:2] == ("failed", "render: ZeroDivisionError")


def outcome_of(notice_id):
    with transaction() as session:
        row = session.get_one(Notice, notice_id)
        return row.state, row.last_error, row.claimed_until
