"""The board: today's slots of the own café, who is expected and inside, in few statements and few bytes."""

import gzip
import re
from datetime import date

import pytest

from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.hear_board import hear_board
from booking.actions.mark_called import mark_called
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Account, Slot
from tests.door import reserved, visit_ids
from tests.support.morning import Statements, text_of
from tests.world import NOW, TUESDAY, a_child, a_family, a_slot, an_account, starts

FEW_STATEMENTS = 12
FEW_BYTES = 30 * 1024


def families(slot_id, count, children=1):
    """So many families with a reservation for so many children each."""
    made = []
    for n in range(count):
        with transaction() as session:
            family_id = a_family(session)
            actor = an_account(session, "guardian", f"family{n}@example.kr", f"보호자{n}", family_id=family_id)
            kids = [a_child(session, family_id, f"아이{n}-{k}", date(2021, 1, 1)) for k in range(children)]
        made.append(reserve(slot_id, actor=actor, child_ids=kids, adults=1, request_id="r", now=NOW))
    return made


@pytest.mark.parametrize("count", [1, 20])
def test_the_roster_takes_few_statements_whatever_the_number_of_families(app, staff, within, slot_id, started, count):
    within(families, slot_id, count)
    staff.get("/staff/")

    with Statements(app) as statements:
        answer = staff.get(f"/staff/slots/{slot_id}")

    assert text_of(answer).count('class="party-head"') == count
    assert len(statements.seen) <= FEW_STATEMENTS, statements.seen


def test_the_first_look_in_a_slot_takes_few_statements_too(app, staff, within, slot_id, started):
    within(families, slot_id, 3)

    with Statements(app) as statements:
        staff.get("/staff/")

    assert len(statements.seen) <= FEW_STATEMENTS, statements.seen


def test_a_full_roster_is_small_on_a_weak_line(staff, within, slot_id, started):
    within(families, slot_id, 20)

    answer = staff.get("/staff/", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) <= FEW_BYTES
    assert gzip.decompress(answer.data).decode().count('class="party-head"') == 20


def test_the_board_says_what_staff_need_of_each_family(staff, world, within, slot_id, started):
    within(reserved, world, slot_id, world.jia, world.minjun, adults=2)

    text = text_of(staff.get("/staff/"))

    for said in ("혜화점", "김엄마", "5678", "지아", "연나이 5세", "민준", "연나이 3세", "어른 2명", "6,000원", "모두 입장"):
        assert said in text, said
    assert "01012345678" not in text
    assert "1234-5678" not in text


def test_the_numbers_count_children_against_the_capacity(staff, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id, world.jia, world.minjun)
    within(check_in, reservation_id, actor=world.staff, visit_ids=within(visit_ids, reservation_id)[:1], now=started)

    text = re.sub(r"<[^>]+>", "", text_of(staff.get("/staff/")))

    assert "예약2 / 20명" in text
    assert "입장1 / 2명" in text
    assert "지금 안에1 / 20명" in text


def test_the_slot_that_is_on_is_shown_and_stands_first(staff, world, within, slot_id, clock_at, started):
    noon = within(a_slot, world.hyehwa, number=2)
    evening = within(a_slot, world.hyehwa, number=3)
    shown = re.compile(r'href="/staff/slots/(\d+)" aria-current="page"')
    order = re.compile(r'class="tab" href="/staff/slots/(\d+)"')

    def board(at, minutes):
        clock_at(within(starts, at), minutes)
        text = text_of(staff.get("/staff/"))
        return [int(one) for one in shown.findall(text)], [int(one) for one in order.findall(text)]

    assert board(slot_id, -60) == ([slot_id], [slot_id, noon, evening])
    assert board(slot_id, 125) == ([slot_id], [noon, evening, slot_id])
    assert board(slot_id, 131) == ([noon], [noon, evening, slot_id])
    assert board(noon, -15) == ([noon], [noon, evening, slot_id])
    assert board(evening, 300) == ([evening], [slot_id, noon, evening])


def test_the_board_is_heard_by_every_look_and_every_refresh(staff, within, slot_id, started):
    def opened():
        with transaction() as session:
            return session.get_one(Slot, slot_id).board_opened_at

    staff.get("/staff/find")
    assert within(opened) is None

    staff.get("/staff/", headers={"HX-Request": "true"})
    assert within(opened) is not None


def test_a_refresh_brings_the_board_alone(staff, world, within, slot_id, started):
    within(reserved, world, slot_id)

    text = text_of(staff.get("/staff/", headers={"HX-Request": "true"}))

    assert text.lstrip().startswith('<div id="board"')
    assert 'hx-get="/staff/"' in text
    assert "지아" in text
    assert "<html" not in text


def test_a_refresh_after_the_sign_in_ended_loads_the_page_anew(app, slot_id):
    answer = app.test_client().get("/staff/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"
    assert answer.data == b""


def test_a_tablet_left_on_yesterdays_slot_comes_back_to_today(staff, within, slot_id, clock_at, started):
    clock_at(started, 24 * 60)

    answer = staff.get(f"/staff/slots/{slot_id}")

    assert (answer.status_code, answer.location) == (303, "/staff/")


@pytest.mark.parametrize("path", ["", "/walk-in"])
def test_another_cafes_slot_is_not_there(staff, world, within, started, path):
    theirs = within(a_slot, world.myeonmok)

    for slot_id in (theirs, 999, 2**31, 2**70):
        assert staff.get(f"/staff/slots/{slot_id}{path}").status_code == 404


def test_another_cafes_children_are_nowhere_on_the_board(sign_in, world, within, slot_id, started):
    within(reserved, world, slot_id)

    text = text_of(sign_in(world.other_staff).get("/staff/"))

    assert "면목점" in text
    assert "지아" not in text


def test_a_day_without_slots_says_so(staff, world, started, clock_at):
    clock_at(started, 5 * 24 * 60)

    assert "오늘은 회차가 없어요" in text_of(staff.get("/staff/"))


def test_before_the_doors_open_nobody_can_be_checked_in_and_the_board_says_when(staff, world, within, slot_id, clock_at):
    within(reserved, world, slot_id)
    clock_at(within(starts, slot_id), -16)

    text = text_of(staff.get("/staff/"))

    assert "오전 9:15부터 입장할 수 있어요" in text
    assert "check-in" not in text


def test_who_has_not_come_is_counted_down(staff, world, within, slot_id, clock_at, started):
    within(reserved, world, slot_id)
    staff.get("/staff/")
    clock_at(started, 18)

    assert "12분 뒤(오전 10:00) 노쇼" in text_of(staff.get("/staff/"))


def test_a_family_that_called_is_not_counted_down(staff, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id)
    within(mark_called, reservation_id, actor=world.staff, called=True, now=started)

    text = text_of(staff.get("/staff/"))

    assert "오전 9:30에 늦게 온다고 전화했어요" in text
    assert "분 뒤(" not in text


def test_where_the_board_was_not_open_the_absent_are_not_confirmed_and_staff_read_why(
    staff, world, within, slot_id, clock_at
):
    within(reserved, world, slot_id)
    clock_at(within(starts, slot_id), 240)

    text = text_of(staff.get(f"/staff/slots/{slot_id}"))

    assert "미확인" in text
    assert "명단 화면이 열려 있지 않아" in text


def test_a_no_show_may_come_in_late_while_there_is_room(staff, world, within, started, clock_at, slot_id):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    within(reserved, world, small)
    within(hear_board, actor=world.staff, now=within(starts, small))
    within(mark_no_shows, small, now=within(starts, small, minutes=30))
    clock_at(within(starts, small), 31)

    assert "늦은 입장" in text_of(staff.get("/staff/"))

    within(reserved, world, small, world.stranger_child, actor=world.stranger)
    text = text_of(staff.get("/staff/"))
    assert "늦은 입장" not in text
    assert "빈자리가 없어요" in text


def test_cancelled_families_stand_apart(staff, world, within, slot_id, started):
    reservation_id = within(reserved, world, slot_id)
    within(cancel, reservation_id, actor=world.mom, now=NOW)

    text = text_of(staff.get("/staff/"))

    assert text.index("취소된 예약") < text.index("지아")
    assert "보호자 취소" in text


def test_what_people_wrote_is_shown_as_text(staff, world, within, slot_id, started):
    def rename():
        with transaction() as session:
            session.get_one(Account, world.mom.account_id).name = "<script>x</script>"

    within(reserved, world, slot_id)
    within(rename)

    text = text_of(staff.get("/staff/"))

    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_the_menu_leads_to_every_page_of_staff_and_out(staff, slot_id, started):
    text = text_of(staff.get("/staff/"))

    for path in ("/staff/", "/staff/walk-in", "/staff/inside", "/staff/find"):
        assert f'href="{path}"' in text
    assert "로그아웃" in text
    assert TUESDAY.isoformat() in text
