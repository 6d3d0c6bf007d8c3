"""The tablet: what to ask for, the amount with what was shown, and 증빙 확인 that changes it at once."""

import pytest

from booking.actions.reserve import reserve
from booking.db import transaction
from tests.support.morning import post_form, text_of
from tests.world import NOW, state


@pytest.fixture
def reservation_id(world, within, slot_id):
    def make():
        with transaction() as session:
            said = {"percent": 50, "applies": "all", "evidence": "복지카드"}
            state(session, "concession.disability", said, cafe_id=world.hyehwa)
            state(session, "residency", {"who": "seoul_life", "evidence": "신분증"}, cafe_id=world.hyehwa)
        return reserve(slot_id, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)

    return within(make)


def test_the_board_says_what_to_ask_for_and_counts_what_is_shown(staff, started, slot_id, reservation_id):
    text = text_of(staff.get(f"/staff/slots/{slot_id}"))
    assert "서울에 살거나 직장·학교·사업장이 서울인 분만 이용할 수 있는 회차예요" in text
    assert "증빙: 신분증" in text
    assert "현장에서 확인: 복지카드" in text
    assert "3,000원" in text

    answer = post_form(staff, f"/staff/reservations/{reservation_id}/concession", name="disability", proved="yes")

    assert answer.status_code == 303
    text = text_of(staff.get(f"/staff/slots/{slot_id}"))
    assert "증빙을 확인했어요" in text
    assert "1,500원" in text
    assert "3,000원" not in text

    post_form(staff, f"/staff/reservations/{reservation_id}/concession", name="disability", proved="no")
    assert "3,000원" in text_of(staff.get(f"/staff/slots/{slot_id}"))


@pytest.mark.parametrize("fields", [{"name": "disability"}, {"name": "nothing", "proved": "yes"}, {"proved": "yes"}])
def test_what_is_not_the_cafes_is_not_there(staff, started, reservation_id, fields):
    assert post_form(staff, f"/staff/reservations/{reservation_id}/concession", **fields).status_code == 404


def test_the_guardian_sees_what_is_remembered_and_the_lower_fee_before_reserving(
    world, within, sign_in, staff, started, slot_id, reservation_id
):
    mom = sign_in(world.mom)
    assert "확인된 감면" not in text_of(mom.get("/me"))
    post_form(staff, f"/staff/reservations/{reservation_id}/concession", name="disability", proved="yes")

    assert "2027년 11월 24일(수)까지 다시 보여 주지 않아도 돼요" in text_of(mom.get("/me"))
    assert "1,500원 (카페에서 결제) · 장애 감면 적용" in text_of(mom.get(f"/reservations/{reservation_id}"))
    page = text_of(mom.get(f"/slots/{slot_id}"))
    assert "아이 1명 + 보호자 1명: <strong>1,500원" in page
    stranger = text_of(sign_in(world.stranger).get(f"/slots/{slot_id}"))
    assert "아이 1명 + 보호자 1명: <strong>3,000원" in stranger
    assert "장애: 이용료 50% 감면" in stranger
