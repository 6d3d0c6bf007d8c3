"""A decision stays explainable as it was made: the rules of a reservation as they stood when it was made."""

from datetime import timedelta

import pytest

from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import StatementRow
from booking.policies import policy_book
from tests.public.test_why import seen
from tests.world import NOW, TUESDAY, a_slot, state


@pytest.fixture
def reserved(world, within):
    slot = within(a_slot, world.hyehwa)
    return within(reserve, slot, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)


def later(section, content, **more):
    """State it an hour after the reservation."""
    with transaction() as session:
        state(session, section, content, **more)
        newest = session.query(StatementRow).order_by(StatementRow.id.desc()).first()
        newest.created_at = NOW + timedelta(hours=1)


def test_what_was_stated_later_did_not_hold_then(world, within, reserved, sign_in):
    within(later, "fees", {"child_won": 9000}, cafe_id=world.hyehwa)
    within(later, "conduct", {"socks": True}, cafe_id=world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/reservations/{reserved}/rules"))

    assert "이용료: 아이 한 명 2,000원, 보호자 한 명 1,000원" in page
    assert "9,000원" not in page
    assert "그 뒤에 바뀐 규칙이 있어요" in page
    assert "지킬 것, 이용료" in page


def test_the_reservation_leads_to_its_rules_and_nobody_else_sees_them(world, reserved, sign_in):
    assert f"/reservations/{reserved}/rules" in sign_in(world.mom).get(f"/reservations/{reserved}").get_data(as_text=True)
    page = seen(sign_in(world.dad).get(f"/reservations/{reserved}/rules"))
    assert "그 뒤에 바뀐" not in page
    assert sign_in(world.stranger).get(f"/reservations/{reserved}/rules").status_code == 404


def test_a_reservation_older_than_every_record_says_so(world, within, reserved, sign_in):
    def forget():
        with transaction() as session:
            session.query(StatementRow).update({"created_at": NOW + timedelta(days=1)})
        later("conduct", {"socks": True})

    within(forget)

    assert "그때의 규칙이 남아 있지 않아요" in seen(sign_in(world.mom).get(f"/reservations/{reserved}/rules"))


def test_a_withdrawal_counts_from_the_moment_it_was_made(world, app):
    with app.app_context():
        with transaction() as session:
            state(session, "ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa)
        later("ages", None, cafe_id=world.hyehwa)
        book = policy_book(db.session)

        def least_age(moment) -> int:
            return book.as_of(moment).on(world.hyehwa, TUESDAY).ages.min

        assert [least_age(NOW), least_age(NOW + timedelta(hours=1) - timedelta(seconds=1))] == [4, 4]
        assert [least_age(NOW + timedelta(hours=1)), book.on(world.hyehwa, TUESDAY).ages.min] == [0, 0]
        db.session.remove()
