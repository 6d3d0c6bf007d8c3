"""The walk-in form: what is wrong stands at its field, the form is kept, nothing is written."""

import re

import pytest
from markupsafe import escape
from sqlalchemy import select

from booking.actions.cancel import cancel
from booking.db import transaction
from booking.models import Child
from tests.door import reserved, rows
from tests.support.morning import all_rows, text_of
from tests.world import NOW, TUESDAY, a_slot, starts, states, taken

REQUEST = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def post(staff, slot_id):
    def send(at=slot_id, **fields):
        wanted = {"child_1-name": "유나", "child_1-born": "20210305", "adults": "1", "request_id": REQUEST} | fields
        named = {name.replace("__", "-"): value for name, value in wanted.items() if value is not None}
        return staff.post(f"/staff/slots/{at}/walk-in", data=named)

    return send


def error_at(text, field):
    found = re.search(rf'id="{field}-error">(.*?)</p>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else None


def test_the_form_says_the_room_the_ages_and_the_fees(staff, slot_id, started):
    text = text_of(staff.get(f"/staff/slots/{slot_id}/walk-in"))

    for said in ("20</strong>자리 남음", "연나이 0~9세", "아이 1명 2,000원", "어른 1명 1,000원"):
        assert said in text, said
    assert re.search(r'name="request_id"[^>]*value="[0-9a-f-]{36}"', text)


def test_the_menu_leads_to_the_slot_that_is_on(staff, slot_id, started):
    answer = staff.get("/staff/walk-in")

    assert (answer.status_code, answer.location) == (303, f"/staff/slots/{slot_id}/walk-in")


def test_a_family_is_taken_in_and_the_board_says_the_fee(staff, post, within, slot_id, started):
    answer = post(child_2__name="하루", child_2__born="2023-07-01", adults="2")

    assert answer.status_code == 303
    assert within(states, slot_id) == ["checked_in", "checked_in"]
    text = text_of(staff.get(answer.location))
    assert "<strong>유나, 하루</strong> · 현장 접수로 입장했어요 · 받을 이용료 <strong>6,000원</strong>" in text
    assert "현장 접수" in text


def test_a_double_tap_takes_in_one_family(post, within, slot_id, started):
    first, second = post(), post()

    assert first.location == second.location
    assert within(states, slot_id) == ["checked_in"]


def test_rows_left_empty_are_nobody(post, within, slot_id, started):
    assert post(child_3__name="  ", child_5__born="").status_code == 303
    assert within(states, slot_id) == ["checked_in"]


HTML = "<b>x</b>"


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"child_1-name": None, "child_1-born": None}, "child_1-name", "한 명 이상"),
        ({"child_1-name": ""}, "child_1-name", "아이 1의 이름을 적어"),
        ({"child_1-born": ""}, "child_1-born", "생년월일을 적어"),
        ({"child_2-name": "하루"}, "child_2-born", "아이 2의 생년월일을 적어"),
        ({"child_1-name": "가" * 41}, "child_1-name", "40자"),
        ({"child_1-name": "한\n줄"}, "child_1-name", "한 줄"),
        ({"child_1-born": "2021"}, "child_1-born", "8자리"),
        ({"child_1-born": "20211332"}, "child_1-born", "달력에 없는 날짜"),
        ({"child_1-born": "다섯살"}, "child_1-born", "8자리"),
        ({"child_1-born": HTML}, "child_1-born", "8자리"),
        ({"child_1-name": HTML}, "child_1-name", "태그("),
        ({"child_1-name": "유나\x7f"}, "child_1-name", "쓸 수 없는 글자"),
        ({"child_1-born": "9" * 5000}, "child_1-born", "8자리"),
        ({"child_1-born": "20270101"}, "child_1-born", "태어나기 전"),
        ({"child_1-born": "20140101"}, "child_1-born", "이용 가능해서"),
        ({"child_1-born": "00010101"}, "child_1-born", "이용 가능해서"),
        ({"child_1-born": "99991231"}, "child_1-born", "태어나기 전"),
        ({"child_2-name": "유나", "child_2-born": "20210305"}, "child_2-name", "이미 있어요"),
        ({"child_1-name": "지아", "child_1-born": "20210505"}, "child_1-name", "명단에 이미"),
        ({"adults": None}, "adults", "숫자로"),
        ({"adults": ""}, "adults", "숫자로"),
        ({"adults": "둘"}, "adults", "숫자로"),
        ({"adults": "-1"}, "adults", "어른 수는"),
        ({"adults": "0"}, "adults", "1명 이상"),
        ({"adults": "3"}, "adults", "2명까지"),
        ({"adults": "50"}, "adults", "어른 수는"),
        ({"adults": str(2**70)}, "adults", "어른 수는"),
        ({"adults": "9" * 5000}, "adults", "숫자로"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_form_is_kept(
    app, post, world, within, slot_id, started, fields, field, said
):
    within(reserved, world, slot_id)
    before = all_rows(app)

    answer = post(**fields)

    assert answer.status_code == 422
    text = text_of(answer)
    assert said in (error_at(text, field) or "")
    assert "오류: " in text
    assert f'href="#{field}"' in text
    for kept in ({"child_1-name": "유나", "child_1-born": "20210305", "adults": "1"} | fields).values():
        if kept and len(kept) < 50 and "\n" not in kept:
            assert f'value="{escape(kept)}"' in text
    assert HTML not in text
    assert all_rows(app) == before


def test_more_rows_than_five_are_refused_with_a_sentence(app, post, started):
    before = all_rows(app)

    for n in ("6", "50", "x", "²", "9" * 5000):
        answer = post(**{f"child_{n}-name": "더", f"child_{n}-born": "20210305"})
        assert answer.status_code == 422
        assert "한 번에 5명까지" in text_of(answer)

    assert all_rows(app) == before


@pytest.mark.parametrize("request_id", [None, "", "x", "1" * 65, "한글한글한글한글", "1111\x001111"])
def test_a_page_without_its_request_id_gets_a_new_one(app, post, started, request_id):
    before = all_rows(app)

    answer = post(request_id=request_id)

    assert answer.status_code == 422
    text = text_of(answer)
    assert "화면이 오래되었어요" in text
    assert re.search(r'name="request_id"[^>]*value="[0-9a-f-]{36}"', text)
    assert all_rows(app) == before


def test_names_are_text(staff, post, within, started):
    answer = post(**{"child_1-name": "유나 <3"})

    assert answer.status_code == 303
    text = text_of(staff.get(answer.location))
    assert "유나 &lt;3" in text

    def name():
        with transaction() as session:
            return session.scalars(select(Child.name).order_by(Child.id.desc())).first()

    assert within(name) == "유나 <3"


def test_without_room_the_form_is_kept_and_says_how_many_places_are_left(app, post, world, within, started, clock_at):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    clock_at(within(starts, small))
    before = all_rows(app)

    answer = post(small, child_2__name="하루", child_2__born="20230701")

    assert answer.status_code == 422
    assert "남은 자리가 1자리라 아이 2명" in text_of(answer)
    assert 'value="하루"' in text_of(answer)
    assert all_rows(app) == before
    assert within(taken, small) == 0


def test_a_place_that_was_given_back_is_for_walk_ins_at_once(post, world, within, started, clock_at):
    small = within(a_slot, world.hyehwa, number=2, capacity_=1)
    reservation_id = within(reserved, world, small)
    clock_at(within(starts, small))
    assert post(small).status_code == 422

    within(cancel, reservation_id, actor=world.mom, now=NOW)

    assert post(small).status_code == 303


@pytest.mark.parametrize(
    ("minutes", "said"), [(-30, "오전 9:15부터 입장할 수 있어요"), (95, "예약이 끝났어요"), (300, "예약이 끝났어요")]
)
def test_a_slot_whose_door_is_shut_says_why_instead_of_the_form(staff, post, slot_id, started, clock_at, minutes, said):
    clock_at(started, minutes)

    shown = staff.get(f"/staff/slots/{slot_id}/walk-in")
    sent = post()

    assert said in text_of(shown)
    assert 'name="child_1-name"' not in text_of(shown)
    assert sent.status_code == 422
    assert said in text_of(sent)


def test_another_cafes_slot_takes_nobody_in(post, world, within, started):
    theirs = within(a_slot, world.myeonmok)
    before = within(rows)

    assert post(theirs).status_code == 404
    assert within(rows) == before


def test_a_slot_of_another_day_takes_nobody_in(post, world, within, started):
    wednesday = within(a_slot, world.hyehwa, day=TUESDAY.replace(day=25))
    before = within(rows)

    assert post(wednesday).status_code == 404
    assert within(rows) == before


def test_a_day_without_slots_says_so(staff, started, clock_at):
    clock_at(started, 5 * 24 * 60)

    assert "오늘은 회차가 없어요" in text_of(staff.get("/staff/walk-in"))
