"""What the family's pages say of reservations that are cancelled or over."""

from datetime import timedelta

import pytest

from booking.actions.cancel import cancel
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Reservation
from tests.support.morning import text_of, without_csrf
from tests.world import NOW, a_slot, state


@pytest.fixture
def reservation_id(world, within):
    children = [world.jia, world.minjun]
    return within(
        reserve, within(a_slot, world.hyehwa), actor=world.mom, child_ids=children, adults=4, request_id="r", now=NOW
    )


def test_a_cancelled_reservation_shows_neither_fee_nor_adults(world, within, sign_in, reservation_id):
    within(cancel, reservation_id, actor=world.mom, now=NOW)
    mom = sign_in(world.mom)

    for path in (f"/reservations/{reservation_id}", "/reservations"):
        text = text_of(mom.get(path))
        assert "지아" in text
        assert "보호자 4명" not in text
        assert "<dt>보호자</dt>" not in text
        assert "무료" not in text


def test_the_cancel_page_says_beforehand_that_adults_will_be_fewer(world, within, sign_in, reservation_id):
    text = text_of(sign_in(world.mom).get(f"/reservations/{reservation_id}/cancel"))

    assert "아이 한 명에 보호자 2명까지" in text
    assert "지금 4명" in text


def test_the_cancel_page_is_silent_about_adults_when_they_may_all_stay(world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa)
    children = [world.jia, world.minjun]
    made = within(reserve, slot_id, actor=world.mom, child_ids=children, adults=2, request_id="r", now=NOW)

    assert "보호자 수" not in text_of(sign_in(world.mom).get(f"/reservations/{made}/cancel"))


@pytest.fixture
def next_week(world, settings, shifted, sign_in):
    """Mom's client, a week later."""
    later = without_csrf(shifted(settings.clock_shift + timedelta(days=7)))
    client = later.test_client()
    with sign_in(world.mom).session_transaction() as here, client.session_transaction() as there:
        there["_user_id"] = here["_user_id"]
    return client


def test_a_past_visit_that_nobody_confirmed_says_so_and_offers_no_calendar(next_week, reservation_id):
    page, listed = (text_of(next_week.get(path)) for path in (f"/reservations/{reservation_id}", "/reservations/past"))

    assert "확인 안 됨" in listed
    assert page.count("확인 안 됨") == 3, "the ticket and both children"
    for gone in ("캘린더에 추가", "<svg xmlns", "못 가게 되었나요", "QR 코드"):
        assert gone not in page, gone
    assert next_week.get(f"/reservations/{reservation_id}/cancel").status_code == 200


@pytest.mark.parametrize(("shut", "says"), [(True, "그날은 쉬는 날이 되었어요: 정기휴관일"), (False, "예약은 그대로예요")])
def test_a_kept_reservation_says_whether_its_date_still_opens(world, within, sign_in, reservation_id, shut, says):
    def kept():
        with transaction() as session:
            session.get_one(Reservation, reservation_id).slot.withdrawn_at = NOW
            if shut:
                state(session, "days", {"open": ["수"]}, cafe_id=world.hyehwa)

    within(kept)

    text = text_of(sign_in(world.mom).get(f"/reservations/{reservation_id}"))

    assert says in text
    assert ("지점(02-742-3320)에 물어봐 주세요" in text) == shut
    assert ("그대로 오시면 돼요" in text) != shut
    assert ("뒤까지 오지 않으면 노쇼로 처리돼요" in text) != shut
