"""A code at the door: the right action, or exactly what is wrong and what to do. Never another café's data."""

import pytest

from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.check_out import check_out
from booking.actions.hear_board import hear_board
from booking.actions.mark_no_shows import mark_no_shows
from booking.db import transaction
from booking.models import Reservation
from tests.door import reservation, reserved, visit_ids
from tests.support.morning import text_of
from tests.world import NOW, TUESDAY, a_slot, starts

WEDNESDAY = TUESDAY.replace(day=25)


@pytest.fixture
def code_of(within):
    def read(reservation_id):
        return within(reservation, reservation_id).code

    return read


@pytest.fixture
def look(staff, code_of):
    """The page of a reservation's code as text."""

    def open_page(reservation_id):
        answer = staff.get(f"/staff/codes/{code_of(reservation_id)}")
        assert answer.status_code == 200
        return text_of(answer)

    return open_page


def test_the_right_family_at_the_right_time_has_its_button(look, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id, world.jia, world.minjun)

    text = look(reservation_id)

    for said in ("지아, 민준 예약", "지금 입장할 수 있어요", "김엄마", "이아빠", "모두 입장"):
        assert said in text, said
    assert f'action="/staff/reservations/{reservation_id}/check-in"' in text
    assert "hx-post" not in text


def test_the_link_in_the_qr_code_brings_staff_here(staff, world, within, slot_id, started, code_of):
    code = code_of(within(reserved, world, slot_id))

    answer = staff.get(f"/q/{code}")

    assert (answer.status_code, answer.location) == (303, f"/staff/codes/{code}")


def test_a_slot_later_today_says_from_when(look, world, within, started):
    noon = within(a_slot, world.hyehwa, number=2)

    text = look(within(reserved, world, noon))

    assert "아직 입장 시간이 아니에요" in text
    assert "오늘 오후 1:00–3:00 회차예요. 오후 12:45부터 입장할 수 있으니" in text
    assert "check-in" not in text


def test_a_slot_that_is_over_offers_a_place_in_the_one_that_is_on(look, world, within, slot_id, clock_at):
    noon = within(a_slot, world.hyehwa, number=2)
    reservation_id = within(reserved, world, slot_id)
    clock_at(within(starts, noon), 5)

    text = look(reservation_id)

    assert "끝난 회차의 예약이에요" in text
    assert "오늘 오전 9:30–11:30 회차였어요. 지금 회차에 자리가 20개 있어 현장 접수할 수 있어요." in text
    assert f'href="/staff/slots/{noon}/walk-in"' in text
    assert "check-in" not in text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-24 * 60, "2026년 11월 25일(수) 오전 9:30–11:30 예약이에요. 그날 와 달라고"),
        (24 * 60, "2026년 11월 25일(수) 오전 9:30–11:30 예약이었어요."),
    ],
)
def test_another_day_says_which(look, world, within, clock_at, minutes, said):
    wednesday = within(a_slot, world.hyehwa, day=WEDNESDAY)
    reservation_id = within(reserved, world, wednesday)
    clock_at(within(starts, wednesday), minutes)

    text = look(reservation_id)

    assert "오늘 예약이 아니에요" in text
    assert said in text
    assert "check-in" not in text


def test_a_cancelled_one_says_when_and_by_whom(look, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id)
    within(cancel, reservation_id, actor=world.mom, now=NOW)

    text = look(reservation_id)

    assert "취소된 예약이에요" in text
    assert "11월 23일(월) 오전 9:00 보호자 취소" in text
    assert f'href="/staff/slots/{slot_id}/walk-in"' in text


def test_who_is_in_or_out_already_is_told_so(look, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id)
    within(check_in, reservation_id, actor=world.staff, now=started)
    assert "이미 입장했어요" in look(reservation_id)

    within(check_out, reservation_id, actor=world.staff, visit_ids=within(visit_ids, reservation_id), now=started)
    assert "이미 퇴장했어요" in look(reservation_id)


def test_a_no_show_may_come_in_or_reads_that_the_place_is_gone(look, world, within, clock_at, started):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    reservation_id = within(reserved, world, small)
    within(hear_board, actor=world.staff, now=within(starts, small))
    within(mark_no_shows, small, now=within(starts, small, minutes=30))
    clock_at(within(starts, small), 40)
    assert "늦은 입장" in look(reservation_id)

    within(reserved, world, small, world.stranger_child, actor=world.stranger)
    assert "노쇼로 바뀌어 자리가 다른 가족에게 열렸고, 지금은 빈자리가 없어요" in look(reservation_id)


def test_of_another_cafes_reservation_nothing_is_told(staff, world, within, started, code_of):
    theirs = within(a_slot, world.myeonmok)
    code = code_of(within(reserved, world, theirs))

    answer = staff.get(f"/staff/codes/{code}")

    assert answer.status_code == 404
    text = text_of(answer)
    assert "이 카페의 예약이 아니에요" in text
    assert "보호자의 예약 화면에서 카페 이름을 확인해 주세요" in text
    for theirs_only in ("지아", "김엄마", "면목", "5678", code):
        assert theirs_only not in text, theirs_only


@pytest.mark.parametrize("written", ["lower", "dashes", "spaces"])
def test_a_code_is_understood_however_it_is_written(staff, world, within, slot_id, started, code_of, written):
    code = code_of(within(reserved, world, slot_id))
    given = {"lower": code.lower(), "dashes": f"{code[:4]}-{code[4:]}", "spaces": f" {code[:4]} {code[4:]} "}[written]

    assert "지아 예약" in text_of(staff.get(f"/staff/codes/{given}"))


def test_letters_that_look_alike_find_the_one_code_that_fits(staff, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id)

    def rename():
        with transaction() as session:
            session.get_one(Reservation, reservation_id).code = "QS2VB7DZ"

    within(rename)

    assert "지아 예약" in text_of(staff.get("/staff/codes/o5zu-8ld2"))


@pytest.mark.parametrize("code", ["K7M4QX34", "nope", "1", "-", "%00", "<b>", "9" * 500, "%F0%9F%8D%8E", "%EA%B9%80"])
def test_a_code_that_nobody_has_is_said_to_be_none(staff, started, code):
    answer = staff.get(f"/staff/codes/{code}")

    assert answer.status_code == 404
    assert "<b>" not in text_of(answer)
