"""Capacity changes over HTTP: the form, the preview that writes nothing, and the change."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Slot
from tests.support.morning import all_rows, text_of
from tests.world import NOW, TUESDAY, a_slot, guardians, states, taken

FORM = {
    "amount": "2",
    "unit": "places",
    "from_date": "2026-11-24",
    "to_date": "2026-11-24",
    "reason": "안전 점검",
}


@pytest.fixture
def slot_id(world, within):
    return within(a_slot, world.hyehwa)


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


def book(within, slot_id, count, prefix="r"):
    def act():
        for n, (actor, child_id) in enumerate(guardians(count)):
            now = NOW + timedelta(seconds=n)
            reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id=f"{prefix}{n}", now=now)

    within(act)


def capacity_of(within, slot_id):
    def act():
        with transaction() as session:
            return session.scalar(select(Slot.capacity).where(Slot.id == slot_id))

    return within(act)


def addresses(slot_id):
    return f"/admin/slots/{slot_id}/capacity", "/admin/cafes/JN220501/capacity", "/admin/districts/11110/capacity"


@pytest.mark.parametrize("which", [0, 1, 2], ids=["slot", "cafe", "district"])
def test_the_form_then_the_preview_then_the_change(app, within, slot_id, official, which):
    url = addresses(slot_id)[which]
    assert official.get(url).status_code == 200
    before = all_rows(app)

    preview = official.post(url, data=FORM | {"step": "preview"})

    assert preview.status_code == 200
    assert "아직 아무것도 바뀌지 않았어요" in text_of(preview)
    assert (all_rows(app), capacity_of(within, slot_id)) == (before, 20)

    answer = official.post(url, data=FORM | {"step": "confirm", "asked": ""})

    assert answer.status_code == 303
    assert "회차 1개의 정원을 바꿨어요" in text_of(official.get(answer.headers["Location"]))
    assert capacity_of(within, slot_id) == 2


def test_without_a_step_it_is_a_preview_and_writes_nothing(app, slot_id, official):
    before = all_rows(app)

    assert official.post(addresses(slot_id)[0], data=FORM).status_code == 200

    assert all_rows(app) == before


def test_below_what_is_booked_the_official_chooses_for_each_slot(app, within, slot_id, official):
    book(within, slot_id, 3)
    url = addresses(slot_id)[1]
    page = text_of(official.post(url, data=FORM | {"step": "preview"}))
    assert f'name="slot_{slot_id}"' in page
    assert "늦게 예약한 1건(1명) 취소하고 2명으로 줄이기" in page
    before = all_rows(app)

    unanswered = official.post(url, data=FORM | {"step": "confirm", "asked": f"{slot_id}"})

    assert unanswered.status_code == 422
    assert "어떻게 할지 골라 주세요" in text_of(unanswered)
    assert all_rows(app) == before

    answer = official.post(url, data=FORM | {"step": "confirm", "asked": f"{slot_id}", f"slot_{slot_id}": "cancel"})

    assert answer.status_code == 303
    assert within(states, slot_id) == ["reserved", "reserved", "cancelled"]
    assert "예약 1건을 취소하고" in text_of(official.get("/admin/capacity"))


def test_one_answer_may_stand_for_all_slots(world, within, slot_id, official):
    second = within(a_slot, world.hyehwa, number=2)

    def both():
        for n, (actor, child_id) in enumerate(guardians(6)):
            reserve((slot_id, second)[n % 2], actor=actor, child_ids=[child_id], adults=1, request_id="r", now=NOW)

    within(both)

    answer = official.post(
        addresses(slot_id)[1],
        data=FORM | {"step": "confirm", "asked": f"{slot_id},{second}", "for_all": "shrink"},
    )

    assert answer.status_code == 303
    assert [capacity_of(within, one) for one in (slot_id, second)] == [3, 3]


def test_a_slot_that_newly_falls_below_brings_a_new_preview_and_writes_nothing(app, within, slot_id, official):
    url = addresses(slot_id)[0]
    official.post(url, data=FORM | {"step": "preview"})
    book(within, slot_id, 3)
    before = all_rows(app)

    answer = official.post(url, data=FORM | {"step": "confirm", "asked": ""})

    assert answer.status_code == 422
    page = text_of(answer)
    assert "미리보기 뒤에 예약이 달라졌어요" in page
    assert f'name="asked" type="hidden" value="{slot_id}"' in page
    assert (all_rows(app), within(taken, slot_id)) == (before, 3)


def test_back_from_the_preview_keeps_what_was_entered(slot_id, official):
    page = text_of(official.post(addresses(slot_id)[1], data=FORM | {"step": "edit", "periods": ["2"]}))

    assert 'value="2026-11-24"' in page
    assert "안전 점검</textarea>" in page
    assert 'checked class="check-input" id="periods-1"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": ""}, "숫자로 적어 주세요"),
        ({"amount": "열"}, "숫자로 적어 주세요"),
        ({"amount": "-1"}, "0부터 1000까지의 숫자로"),
        ({"amount": "1001"}, "0부터 1000까지의 숫자로"),
        ({"amount": "501", "unit": "percent"}, "0부터 500까지의 숫자로"),
        ({"amount": "9" * 30}, "0부터 1000까지의 숫자로"),
        ({"amount": "9" * 5000}, "숫자로 적어 주세요"),
        ({"unit": "dozen"}, "명과 % 가운데 골라 주세요"),
        ({"from_date": ""}, "날짜를 적어 주세요"),
        ({"from_date": "24.11.2026"}, "날짜를 확인해 주세요"),
        ({"from_date": "2026-02-30"}, "달력에 없는 날짜"),
        ({"from_date": "\x00"}, "날짜를 확인해 주세요"),
        ({"from_date": "2026-11-22"}, "지난 날짜는 바꿀 수 없어요"),
        ({"to_date": "2026-11-23"}, "끝 날짜가 시작 날짜보다 빨라요"),
        ({"to_date": "2028-12-01"}, "2년 뒤까지의 날짜만"),
        ({"from_date": "9999-12-31", "to_date": "9999-12-31"}, "2년 뒤까지의 날짜만"),
        ({"to_date": "2027-12-01"}, "한 번에 366일까지"),
        ({"periods": ["99"]}, "목록에 있는 회차를"),
        ({"periods": ["9" * 30, "x", "\x00"]}, "목록에 있는 회차를"),
        ({"reason": ""}, "사유를 적어 주세요"),
        ({"reason": " \x00 "}, "사유를 적어 주세요"),
        ({"reason": "누수\x00"}, "쓸 수 없는 글자"),
        ({"reason": "<script>alert(1)</script>"}, "태그(&lt;…&gt;)는 쓸 수 없어요"),
        ({"periods": [str(number) for number in range(1, 60)]}, "50개까지"),
        ({"reason": "가" * 301}, "300자까지"),
        ({"amount": "20"}, "바뀌는 회차가 없어요"),
    ],
)
def test_bad_input_gets_a_sentence_and_the_form_back_and_writes_nothing(app, slot_id, official, fields, sentence):
    before = all_rows(app)

    for step in ("preview", "confirm"):
        answer = official.post(addresses(slot_id)[1], data=FORM | fields | {"step": step})

        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert 'name="amount"' in text_of(answer)
    assert all_rows(app) == before


@pytest.mark.parametrize("asked", ["x,\x00,-1", "9" * 40, "1,,2"])
def test_a_forged_list_of_slots_is_no_answer(app, within, slot_id, official, asked):
    book(within, slot_id, 3)

    answer = official.post(addresses(slot_id)[0], data=FORM | {"step": "confirm", "asked": asked, "for_all": "cancel"})

    assert answer.status_code in (303, 422)
    assert capacity_of(within, slot_id) in (2, 20)
    if str(slot_id) not in asked.split(","):
        assert capacity_of(within, slot_id) == 20


def test_a_reason_is_shown_as_text(slot_id, official):
    page = text_of(official.post(addresses(slot_id)[0], data=FORM | {"reason": '누수 <3 & "점검"'}))

    assert "누수 <3" not in page
    assert "누수 &lt;3 &amp; &#34;점검&#34;" in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "url",
    [
        "/admin/slots/{other}/capacity",
        "/admin/cafes/JR220801/capacity",
        "/admin/districts/11260/capacity",
        "/admin/slots/999999/capacity",
        "/admin/slots/99999999999999999999/capacity",
        "/admin/cafes/nowhere/capacity",
        "/admin/cafes/%00/capacity",
        "/admin/districts/99999999999/capacity",
    ],
)
def test_another_districts_places_are_not_there(app, world, within, slot_id, official, method, url):
    other = within(a_slot, world.myeonmok)
    before = all_rows(app)

    answer = getattr(official, method)(url.format(other=other), data=FORM | {"step": "confirm"})

    assert answer.status_code == 404
    assert all_rows(app) == before
    assert capacity_of(within, other) == 20


def test_a_city_official_may_go_everywhere(world, within, sign_in):
    other = within(a_slot, world.myeonmok)
    city = sign_in(world.city)

    for url in (f"/admin/slots/{other}/capacity", "/admin/cafes/JR220801/capacity", "/admin/districts/11260/capacity"):
        assert city.get(url).status_code == 200


def test_a_closed_or_finished_slot_has_no_form_and_takes_no_order(world, within, official):
    over = within(a_slot, world.hyehwa, day=TUESDAY - timedelta(days=7))

    page = text_of(official.get(f"/admin/slots/{over}/capacity"))
    answer = official.post(f"/admin/slots/{over}/capacity", data=FORM | {"step": "confirm"})

    assert "끝난 회차예요" in page
    assert answer.status_code == 422
    assert capacity_of(within, over) == 20


def test_the_number_of_statements_of_a_preview_does_not_grow_with_the_slots(app, world, within, official):
    from tests.support.morning import Statements

    counts = []
    for number in (1, 2, 3):
        slot_id = within(a_slot, world.hyehwa, number=number)
        if number == 1:
            book(within, slot_id, 3)
        with Statements(app) as statements:
            official.post("/admin/cafes/JN220501/capacity", data=FORM | {"step": "preview"})
        counts.append(len(statements.seen))

    assert counts[0] == counts[-1] <= 14, counts


def test_a_cafe_is_found_by_its_name_or_its_districts_and_no_others_are_shown(world, sign_in):
    city, official = sign_in(world.city), sign_in(world.official)
    every, found, of_district = (text_of(city.get(f"/admin/capacity{ask}")) for ask in ("", "?q=혜화", "?q=중랑구"))

    hyehwa, myeonmok = "/admin/cafes/JN220501/capacity", "/admin/cafes/JR220801/capacity"
    assert [(hyehwa in page, myeonmok in page) for page in (every, found, of_district)] == [
        (True, True),
        (True, False),
        (False, True),
    ]
    assert "/admin/districts/11110/capacity" in found
    assert myeonmok not in text_of(official.get("/admin/capacity?q=중랑구"))
    assert "찾는 지점이 없어요" in text_of(city.get("/admin/capacity?q=없음"))
