"""Closings over HTTP: the calendar, the preview that writes nothing, the closing, and opening again."""

import pytest
from sqlalchemy import func, select

from booking.actions.close_days import close_days
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import ClosedDay
from booking.rules.places import CITY, Place
from tests.support.morning import all_rows, text_of
from tests.world import NOW, TUESDAY, a_slot, states

FORM = {"place": "cafe-JN220501", "from_date": "2026-11-24", "to_date": "2026-11-24", "reason": "누수 공사"}


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


@pytest.fixture
def slot_id(world, within):
    made = within(a_slot, world.hyehwa)
    within(reserve, made, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r", now=NOW)
    return made


def closing(within, world, place, actor=None) -> int:
    def act():
        close_days(place, TUESDAY, TUESDAY, "누수 공사", actor=actor or world.city, now=NOW)
        with transaction() as session:
            return session.scalar(select(func.max(ClosedDay.id)))

    return within(act)


def test_the_preview_names_who_is_cancelled_and_writes_nothing(app, slot_id, official):
    before = all_rows(app)

    answer = official.post("/admin/closings", data=FORM | {"step": "preview"})

    assert answer.status_code == 200
    page = text_of(answer)
    assert "아직 아무것도 바뀌지 않았어요" in page
    assert "취소되는 예약" in page
    assert all_rows(app) == before


def test_the_button_of_the_preview_closes_and_the_calendar_says_so(within, slot_id, official):
    answer = official.post("/admin/closings", data=FORM | {"step": "confirm"})

    assert answer.status_code == 303
    page = text_of(official.get(answer.headers["Location"]))
    assert "1일을 휴관일로 정했어요. 예약 1건을 취소하고" in page
    assert "누수 공사" in page
    assert within(states, slot_id) == ["cancelled"]


def test_without_a_step_it_is_a_preview(app, slot_id, official):
    before = all_rows(app)

    assert official.post("/admin/closings", data=FORM).status_code == 200

    assert all_rows(app) == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"place": ""}, "닫을 곳을 골라 주세요"),
        ({"place": "cafe-JR220801"}, "목록에 있는 것"),
        ({"place": "district-11260"}, "목록에 있는 것"),
        ({"place": "city"}, "목록에 있는 것"),
        ({"place": "\x00"}, "목록에 있는 것"),
        ({"from_date": ""}, "날짜를 적어 주세요"),
        ({"from_date": "어제"}, "날짜를 확인해 주세요"),
        ({"from_date": "2026-11-22"}, "지난 날짜는"),
        ({"to_date": "2026-11-23"}, "끝 날짜가 시작 날짜보다 빨라요"),
        ({"to_date": "2028-01-01"}, "한 번에 366일까지"),
        ({"from_date": "9999-12-31", "to_date": "9999-12-31"}, "2년 뒤까지"),
        ({"reason": ""}, "사유를 적어 주세요"),
        ({"reason": "<b>" * 200}, "300자까지"),
    ],
)
def test_bad_input_gets_a_sentence_and_the_form_back_and_writes_nothing(app, slot_id, official, fields, sentence):
    before = all_rows(app)

    for step in ("preview", "confirm"):
        answer = official.post("/admin/closings", data=FORM | fields | {"step": step})

        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert 'name="place"' in text_of(answer)
    assert all_rows(app) == before


@pytest.mark.parametrize("step", ["preview", "confirm"])
def test_a_day_closed_already_is_said_at_the_date(app, world, within, official, step):
    closing(within, world, Place(cafe_id=world.hyehwa))
    before = all_rows(app)

    answer = official.post("/admin/closings", data=FORM | {"step": step})

    assert answer.status_code == 422
    assert "11월 24일(화)은 이미 휴관일이에요" in text_of(answer)
    assert 'id="from_date-error"' in text_of(answer)
    assert all_rows(app) == before


def test_the_city_closes_everything(world, within, slot_id, sign_in):
    answer = sign_in(world.city).post("/admin/closings", data=FORM | {"place": "city", "step": "confirm"})

    assert answer.status_code == 303
    assert within(states, slot_id) == ["cancelled"]


def test_a_day_is_opened_again_with_a_reason(world, within, slot_id, official):
    closed_day_id = closing(within, world, Place(cafe_id=world.hyehwa))
    url = f"/admin/closings/{closed_day_id}/reopen"

    assert "다시 열까요" in text_of(official.get(url))
    assert official.post(url, data={"reason": ""}).status_code == 422
    answer = official.post(url, data={"reason": "공사 끝"})

    assert answer.status_code == 303
    assert "회차 1개를 예약할 수 있어요" in text_of(official.get("/admin/closings"))
    again = official.post(url, data={"reason": "또"})
    assert again.status_code == 422
    assert "이미 다시 열린 날" in text_of(again)


@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_closing_is_not_there(app, world, within, sign_in, official, method):
    theirs = closing(within, world, Place(cafe_id=world.myeonmok))
    citys = closing(within, world, CITY)
    before = all_rows(app)

    for closed_day_id in (theirs, citys, 999_999, 10**20):
        answer = getattr(official, method)(f"/admin/closings/{closed_day_id}/reopen", data={"reason": "장난"})
        assert answer.status_code == 404

    assert all_rows(app) == before


def test_a_district_sees_its_own_closings_and_the_citys_but_not_a_neighbours(world, within, official):
    closing(within, world, Place(cafe_id=world.myeonmok))
    closing(within, world, CITY)

    page = text_of(official.get("/admin/closings?month=2026-11"))

    assert "시에서 정함" in page
    assert "면목점" not in page


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=%00", "month=99999-01", "month=0001-01", "date=x", "date=9999-12-31"]
)
def test_a_broken_month_is_this_month(official, query):
    answer = official.get(f"/admin/closings?{query}")

    assert answer.status_code == 200
    assert "2026년 11월" in text_of(answer)
