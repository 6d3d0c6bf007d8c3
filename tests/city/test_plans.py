"""No statement behind a page or a job reads a table that grows with the years from end to end."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.actions.claim_notices import claim_notices
from booking.checked_account import checked_account
from booking.db import db
from booking.facts import family_facts, reserving_facts
from booking.models import Account, Cafe, Reservation, Slot
from booking.policies import policy_book
from booking.queries import (
    account,
    availability,
    board,
    cafes,
    calendar,
    city_room,
    door,
    due,
    family,
    full_slots,
    gauges,
    inside,
    nearest,
    notices,
    reservations,
    search,
    sign_ins,
    slots,
    status,
    suspensions,
    today,
    walk_ins,
)
from booking.rules.limits import Origin
from booking.rules.refusals import NotThere, Refused
from booking.rules.times import seoul_date
from booking.sign_ins import actor_from
from tests.city.conftest import NOW
from tests.support.plans import heard, read_whole, undone, without

TODAY = seoul_date(NOW)
NEXT_WEEK = TODAY + timedelta(days=7)


class Asking:
    """One guardian who came often, one member of staff, officials, a full day's slot, and what each of them looks at."""

    def __init__(self) -> None:
        session = db.session()
        self.session = session
        self.book = policy_book(session)
        past = select(Slot).where(Slot.date == TODAY - timedelta(days=1), Slot.taken > 1).order_by(Slot.id)
        self.past = session.scalars(past).first()
        coming = select(Slot).where(Slot.cafe_id == self.past.cafe_id, Slot.date > TODAY).order_by(Slot.id)
        self.coming = session.scalars(coming).first()
        self.reservation = session.scalars(select(Reservation).where(Reservation.slot_id == self.past.id)).first()
        self.guardian = actor_from(session.get_one(Account, self.reservation.account_id))
        self.staff = self._worker(Account.cafe_id == self.past.cafe_id)
        self.city = self._worker(Account.email == "city@city.kidscafe.example")
        self.code = session.get_one(Cafe, self.past.cafe_id).code

    def _worker(self, condition):
        return actor_from(self.session.scalars(select(Account).where(condition)).one())


PAGES = {
    "sign-in by cookie": lambda a: sign_ins.actor_of("a secret"),
    "sign-in by token": lambda a: sign_ins.actor_of_token("a secret", NOW),
    "sign-in by password": lambda a: checked_account("nobody@city.kidscafe.example", "x", origin=Origin("", "k"), now=NOW),
    "reserving, what is read": lambda a: reserving_facts(a.session, a.coming.id, a.guardian.family_id, "r", now=NOW),
    "the family's facts": lambda a: family_facts(a.session, a.guardian.family_id, TODAY, now=NOW, book=a.book),
    "slot page": lambda a: slots.slot_page(a.coming.id, a.guardian, NOW),
    "café's calendar": lambda a: calendar.cafe_days(a.past.cafe_id, TODAY, NEXT_WEEK, NOW),
    "cafés": lambda a: cafes.cafe_rows(NOW),
    "the city's places left": lambda a: list(availability.availability(TODAY, NEXT_WEEK)),
    "the city's slots in a rush": lambda a: city_room.city_room(NOW),
    "full slot": lambda a: full_slots.fullness(db.engine, a.coming.id, "a secret", "r", now=NOW),
    "nearest slots": lambda a: nearest.nearest_slots(a.coming.id, a.guardian, [1], NOW),
    "search": lambda a: search.find_slots(search.Wanted(TODAY, NEXT_WEEK, district_id=11590), a.guardian, NOW),
    "past reservations": lambda a: reservations.past_reservations(a.guardian, NOW),
    "my reservations": lambda a: reservations.my_reservations(a.guardian, NOW),
    "next reservation": lambda a: reservations.next_reservation(a.guardian, NOW),
    "a reservation": lambda a: reservations.reservation_page(a.reservation.id, a.guardian, NOW),
    "a reservation by code": lambda a: reservations.reservation_of_code(a.reservation.code, a.guardian),
    "my children": lambda a: family.children_of(a.guardian, NOW),
    "my family": lambda a: family.guardians_of(a.guardian, NOW),
    "my account": lambda a: account.my_account(a.guardian),
    "leaving": lambda a: account.leaving(a.guardian, NOW),
    "my devices": lambda a: sign_ins.sign_ins_of(a.guardian, NOW),
    "my suspensions": lambda a: suspensions.my_suspensions(a.guardian, NOW),
    "board": lambda a: board.board(a.staff, None, NOW),
    "roster of yesterday": lambda a: board.party_of(a.staff, a.reservation.id, NOW),
    "a slot's roster": lambda a: board.board(a.staff, a.past.id, NOW - timedelta(days=1)),
    "a code at the door": lambda a: door.by_code(a.staff, a.reservation.code, NOW),
    "a name at the door": lambda a: door.find(a.staff, "김", NOW),
    "a number at the door": lambda a: door.find(a.staff, "1234", NOW),
    "who is inside": lambda a: inside.inside(a.staff, NOW),
    "walk-ins": lambda a: walk_ins.walk_ins(a.staff, NOW),
    "an official's today": lambda a: today.day_numbers(a.city, TODAY, NOW),
    "no-shows of the cafés": lambda a: suspensions.no_shows_of_cafes(a.city, NOW),
    "status": lambda a: status.status(a.city, NOW),
    "metrics": lambda a: gauges.numbers(NOW),
    "a notice's recipient": lambda a: notices.recipient(a.guardian.account_id),
    "a notice's facts": lambda a: notices.reservation_facts(a.reservation.id),
    "a notice that a newer one follows": lambda a: notices.is_superseded(1, "reserved", a.reservation.id, 0),
    "due: notices": lambda a: claim_notices(limit=10, now=NOW),
    "due: no-shows": lambda a: due.slots_with_absent_children(NOW),
    "due: suspensions": lambda a: due.families_to_suspend(NOW),
    "due: unconfirmed accounts": lambda a: due.unconfirmed_accounts(NOW - timedelta(days=7)),
    "due: visits of long ago": lambda a: due.slots_with_people(TODAY - timedelta(days=365)),
}


def statements_of(ask):
    asking = Asking()
    # What was read to ask is not what the page reads.
    asking.session.expunge_all()
    with heard(db.engine) as found, suppress(NotThere, Refused):
        ask(asking)
    asking.session.rollback()
    return found


@pytest.mark.parametrize("built_city", ["postgresql"], indirect=True)
def test_a_statement_that_comes_again_is_planned_once(city):
    asking = Asking()
    for _ in range(20):
        PAGES["reserving, what is read"](asking)

    counted = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%family_concession%%'"
    ((again, anew),) = asking.session.connection().exec_driver_sql(counted).all()
    asking.session.rollback()
    assert (again > 10, anew) == (True, 0)


WALKED = "due: no-shows"
"""On PostgreSQL it is quicker to walk so few visits than to look up those of a week's slots; SQLite shows that it can be."""


@pytest.mark.parametrize("page", [page for page in PAGES if page != WALKED])
def test_no_page_and_no_job_reads_a_growing_table_from_end_to_end(city, page):
    nothing_is_read_whole(page)


@pytest.mark.parametrize("built_city", ["sqlite"], indirect=True)
def test_slots_with_absent_children_are_looked_up(city):
    nothing_is_read_whole(WALKED)


def nothing_is_read_whole(page):
    statements = statements_of(PAGES[page])

    assert statements
    with undone(db.engine) as connection:
        whole = {one.text: tables for one in statements if (tables := read_whole(connection, one))}
    assert not whole


@pytest.mark.parametrize(
    ("index", "page"),
    [
        ("ix_visit_slot_id", "board"),
        ("ix_visit_slot_id", "who is inside"),
        ("ix_visit_slot_id", "an official's today"),
        # PostgreSQL would skip through the unique index, SQLite take the other one of the child.
        ("ix_visit_child_date uq_visit_live_child_in_slot", "reserving, what is read"),
        ("ix_visit_child_date uq_visit_live_child_in_slot", "slot page"),
        ("ix_visit_child_date ix_visit_child_no_show", "reserving, what is read"),
        ("ix_visit_reservation_id", "a reservation"),
        ("ix_visit_no_show", "no-shows of the cafés"),
        ("ix_reservation_slot_id", "a name at the door"),
        ("ix_child_family_id", "the family's facts"),
        ("ix_sign_in_account_id", "my devices"),
        ("ix_notice_not_sent", "status"),
        ("ix_account_unconfirmed", "due: unconfirmed accounts"),
        ("uq_account_email", "sign-in by password"),
    ],
)
def test_without_its_index_a_page_would_be_noticed(city, index, page):
    statements = statements_of(PAGES[page])

    with undone(db.engine) as connection:
        for name in index.split():
            without(connection, name)
        assert any(read_whole(connection, one) for one in statements)


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("uq_reservation_family_id_request_id", "past reservations"),
        ("uq_sign_in_secret_hash", "sign-in by cookie"),
        ("uq_notice_kind_subject_id_occasion", "a notice that a newer one follows"),
    ],
)
# SQLite cannot take a key from a table.
@pytest.mark.parametrize("built_city", ["postgresql"], indirect=True)
def test_without_its_key_a_page_would_be_noticed(city, key, page):
    test_without_its_index_a_page_would_be_noticed(city, key, page)
