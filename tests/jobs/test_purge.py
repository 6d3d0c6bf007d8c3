"""What is past its keeping time goes, what is not stays, and numbers survive people."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from booking import log, outbox
from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.purge_rows import purge_rows
from booking.actions.reserve import reserve
from booking.actions.walk_in import WalkInChild, walk_in
from booking.config import Keeping
from booking.db import transaction
from booking.models import (
    Account,
    Answer,
    Child,
    Consent,
    Family,
    LogEntry,
    MailLink,
    Notice,
    Reservation,
    SignIn,
    Slot,
    Visit,
)
from booking.queries.differences import differences
from booking.rules import notice_kinds as kinds
from booking.sign_ins import add_sign_in
from booking.tokens import add_token
from jobs import purge
from tests.world import NOW, TUESDAY, a_child, a_family, a_slot, a_world, an_account, starts

pytestmark = pytest.mark.usefixtures("context")
DAY = timedelta(days=1)


def count(table):
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table))


def an_unconfirmed_account(email="late@example.kr"):
    """A guardian who signed up, with all that hangs on it, and never confirmed."""
    with transaction() as session:
        family_id = a_family(session)
        actor = an_account(session, "guardian", email, "임늦음", family_id=family_id)
        account = session.get_one(Account, actor.account_id)
        account.email_confirmed_at = None
        a_child(session, family_id, "늦둥이", date(2024, 1, 1))
        session.add(Consent(account_id=account.id, kind="child_data", version="1", given_at=NOW))
        link = MailLink(kind="confirm_email", account_id=account.id, created_at=NOW, expires_at=NOW + timedelta(days=99))
        session.add(link)
        add_sign_in(session, account, NOW)
        session.flush()
        outbox.put(session, kinds.CONFIRM_EMAIL, link.id, now=NOW, account_id=account.id)
        log.note(session, actor, "sign_up", "account", account.id, now=NOW)
        return account.id


def test_an_account_never_confirmed_goes_after_a_week_with_all_that_hangs_on_it():
    a_world()
    before = [count(table) for table in (Account, Family, Child, Consent, MailLink, SignIn, Notice)]
    an_unconfirmed_account()

    assert purge.run(NOW + 7 * DAY) == 0
    assert purge.run(NOW + 7 * DAY + timedelta(seconds=1)) == 1
    assert purge.run(NOW + 7 * DAY + timedelta(seconds=1)) == 0

    assert [count(table) for table in (Account, Family, Child, Consent, MailLink, SignIn, Notice)] == before


def test_an_account_confirmed_or_with_reservations_or_of_an_official_stays():
    world = a_world()
    reserve(a_slot(world.hyehwa), actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    with transaction() as session:
        for account_id in (world.mom.account_id, world.official.account_id):
            session.get_one(Account, account_id).email_confirmed_at = None
    accounts = count(Account)

    purge.run(NOW + 30 * DAY)

    assert count(Account) == accounts


def test_an_unconfirmed_second_guardian_goes_alone():
    world = a_world()
    children = count(Child)
    with transaction() as session:
        session.get_one(Account, world.dad.account_id).email_confirmed_at = None

    assert purge.run(NOW + 8 * DAY) == 1

    assert count(Child) == children
    with transaction() as session:
        assert session.get(Account, world.dad.account_id) is None
        assert session.get(Family, world.mom.family_id) is not None


def test_an_api_token_is_kept_as_long_as_it_was_promised():
    world = a_world()
    with transaction() as session:
        account = session.get_one(Account, world.mom.account_id)
        add_token(session, account, name="앱", days=90, key="a-key-of-it", secret_key="s" * 32, now=NOW)
    keeping = Keeping(sign_ins_days=7)

    assert purge_rows(keeping, now=NOW + 90 * DAY) == 0
    assert purge_rows(keeping, now=NOW + 90 * DAY + timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    ("table", "days"),
    [(SignIn, 90), (Notice, 180), (LogEntry, 1095), (MailLink, 7), (Answer, 30)],
    ids=lambda value: str(value),
)
def test_rows_go_when_their_time_is_over_and_not_before(table, days):
    world = a_world()
    with transaction() as session:
        if table is SignIn:
            add_sign_in(session, session.get_one(Account, world.mom.account_id), NOW)
        if table is Notice:
            outbox.put(session, kinds.ALREADY_REGISTERED, world.mom.account_id, now=NOW, account_id=world.mom.account_id)
            session.flush()
            row = session.scalars(select(Notice)).one()
            row.state, row.done_at = "sent", NOW
        if table is LogEntry:
            log.note(session, None, "grant", "account", 1, now=NOW)
        if table is Answer:
            own = {"account_id": world.mom.account_id, "key": "a-key-of-it", "request_hash": "h"}
            session.add(Answer(status=200, body="{}", answered_at=NOW, **own))
        if table is MailLink:
            session.add(MailLink(kind="invite_admin", email="x@example.kr", created_at=NOW, expires_at=NOW))

    assert purge.run(NOW + days * DAY) == 0
    assert purge.run(NOW + days * DAY + timedelta(seconds=1)) == 1


def test_a_notice_still_waiting_is_never_thrown_away():
    world = a_world()
    with transaction() as session:
        outbox.put(session, kinds.ALREADY_REGISTERED, world.mom.account_id, now=NOW, account_id=world.mom.account_id)

    purge.run(NOW + 900 * DAY)

    assert count(Notice) == 1


def a_visited_slot(world):
    """Mom with two children, one cancelled; a stranger inside; and a family at the door."""
    slot_id = a_slot(world.hyehwa)
    mom = reserve(slot_id, actor=world.mom, child_ids=[world.jia, world.minjun], adults=2, request_id="r", now=NOW)
    cancel(mom, actor=world.mom, visit_ids=[2], now=NOW)
    other = reserve(slot_id, actor=world.stranger, child_ids=[world.stranger_child], adults=1, request_id="r", now=NOW)
    check_in(other, actor=world.staff, now=starts(slot_id))
    walk_in(
        slot_id,
        actor=world.staff,
        children=[WalkInChild("도윤", date(2022, 7, 7))],
        adults=1,
        request_id="w",
        now=starts(slot_id),
    )
    return slot_id


def numbers():
    with transaction() as session:
        rows = (
            select(
                Slot.id,
                Slot.taken,
                Visit.state,
                Visit.cancel_cause,
                Reservation.source,
                Reservation.adults,
                Child.birth_date,
            )
            .join(Visit, Visit.slot_id == Slot.id)
            .join(Reservation, Reservation.id == Visit.reservation_id)
            .join(Child, Child.id == Visit.child_id)
            .order_by(Visit.id)
        )
        return [(*row[:-1], row[-1].year) for row in session.execute(rows)]


def test_after_a_year_a_visit_belongs_to_nobody_and_every_count_is_as_before():
    world = a_world()
    a_visited_slot(world)
    before = numbers()

    assert purge.run(NOW + 367 * DAY) >= 4

    assert numbers() == before
    assert differences() == []
    with transaction() as session:
        visits = session.scalars(select(Visit)).all()
        assert {visit.child.name for visit in visits} == {"아이"}
        assert {(visit.child.birth_date.month, visit.child.birth_date.day) for visit in visits} == {(1, 1)}
        families = {world.mom.family_id, world.stranger.family_id}
        for reservation in session.scalars(select(Reservation)):
            assert reservation.account_id is None
            assert reservation.family_id not in families
            assert (reservation.request_hash, reservation.code) == ("", f"x{reservation.id}")
        names = set(session.scalars(select(Child.name).where(Child.removed_at.is_(None))))
    assert names == {"지아", "민준", "하준"}


def test_the_family_at_the_door_leaves_no_row_with_its_name():
    world = a_world()
    a_visited_slot(world)

    purge.run(NOW + 367 * DAY)

    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Child).where(Child.name == "도윤")) == 0
        assert session.scalar(select(func.count()).select_from(Family).where(Family.walk_in)) == 1


def test_a_visit_of_exactly_a_year_ago_still_belongs_to_its_family():
    world = a_world()
    a_visited_slot(world)
    purge.run(NOW + 366 * DAY)  # Tuesday a year later

    assert (NOW + DAY).date() == TUESDAY
    with transaction() as session:
        assert {visit.child.name for visit in session.scalars(select(Visit))} == {"지아", "민준", "하준", "도윤"}


def test_nameless_visits_are_left_alone_the_next_night():
    world = a_world()
    a_visited_slot(world)
    purge.run(NOW + 367 * DAY)

    assert purge.run(NOW + 368 * DAY) == 0


def test_the_row_of_a_removed_child_goes_with_its_last_visit():
    world = a_world()
    a_visited_slot(world)
    with transaction() as session:
        session.get_one(Child, world.jia).removed_at = NOW

    purge.run(NOW + 367 * DAY)

    with transaction() as session:
        assert session.get(Child, world.jia) is None
        assert session.get(Child, world.minjun) is not None
