"""The officials' page of the line: the city's only; what is wrong is said at its field, what is done stands in the log."""

import re
from datetime import timedelta

import pytest

from booking.actions.bring_line import bring_line
from booking.queries.gauges import numbers
from booking.queries.line import line_page
from tests.line_of_families import an_open_line, joins, moves_on
from tests.support.morning import all_rows, text_of
from tests.world import NOW, guardians

LATER = NOW + timedelta(minutes=2)
REASON = {"reason": "화요일 아침"}


@pytest.fixture
def city(world, sign_in):
    return sign_in(world.city)


def page_of(within, world):
    return within(lambda: line_page(world.city, LATER))


def line_of(within, world):
    return page_of(within, world).now


def end(city, line_id, reason="한산해요"):
    return city.post(f"/admin/line/{line_id}/end", data={f"line-{line_id}-reason": reason})


def test_a_district_official_has_no_such_page(world, sign_in):
    official = sign_in(world.official)

    assert official.get("/admin/line").status_code == 404
    assert official.post("/admin/line", data=REASON | {"order": "now"}).status_code == 404
    assert "/admin/line" not in text_of(official.get("/admin/status"))


def test_the_status_page_leads_here(city):
    assert 'href="/admin/line"' in text_of(city.get("/admin/status"))


def test_a_line_that_is_planned_does_not_stand_yet(world, within, city):
    within(an_open_line, world, opens_at=NOW + timedelta(days=2))

    assert "지금은 줄이 없어요" in text_of(city.get("/admin/status"))
    assert not within(numbers, NOW).line_stands


def test_a_line_at_once_and_its_end(world, within, city):
    assert city.post("/admin/line", data=REASON | {"order": "now"}).status_code == 303
    within(lambda: [joins(actor, LATER) for actor, _ in guardians(3)])
    within(lambda: moves_on(LATER))
    shown = text_of(city.get("/admin/line"))
    assert "줄이 서 있어요" in shown
    assert "서시청" in shown
    assert re.search(r"<strong>3</strong><span class=\"tile-of\"> / 3</span>", shown)
    line = line_of(within, world)
    assert end(city, line.line_id).status_code == 303

    after = text_of(city.get("/admin/line"))
    assert "지금은 줄이 없어요" in after
    assert "관리자가 세움" in after
    log = text_of(city.get("/admin/log"))
    assert "줄 세우기" in log
    assert "줄 끝내기" in log


def test_a_line_for_an_opening_begins_half_an_hour_before(world, within, city):
    sent = REASON | {"order": "opening", "date": "2026-11-24", "time": "09:00"}
    assert city.post("/admin/line", data=sent).status_code == 303

    line = page_of(within, world).planned
    assert line.opens_at == NOW + timedelta(days=1)
    assert line.starts_at == line.opens_at - timedelta(minutes=30)
    assert line_of(within, world) is None
    shown = text_of(city.get("/admin/line"))
    assert "지금은 줄이 없어요" in shown
    assert "예정된 줄" in shown
    assert "줄 세우기</" not in shown


def test_a_planned_line_and_the_one_that_load_brought_are_ended_each_by_itself(within, world, city):
    planned = within(an_open_line, world, opens_at=NOW + timedelta(days=2))
    brought = within(lambda: bring_line(now=NOW)).line_id
    shown = text_of(city.get("/admin/line"))
    assert "사람이 몰려 저절로" in shown
    assert "예정된 줄" in shown
    assert len(re.findall(r'name="line-\d+-reason"', shown)) == 2
    assert end(city, planned, "").status_code == 422

    assert end(city, planned).status_code == 303
    assert "11월 25일(수) 오전 9:00 예정, 취소함" in text_of(city.get("/admin/line"))
    assert (line_of(within, world).line_id, page_of(within, world).planned) == (brought, None)
    assert end(city, brought).status_code == 303
    assert line_of(within, world) is None


def test_while_load_has_its_line_an_official_plans_one_or_wants_none(within, world, city):
    brought = within(lambda: bring_line(now=NOW)).line_id
    refused = city.post("/admin/line", data=REASON | {"order": "now"})
    assert (refused.status_code, "이미 줄이 있어요" in text_of(refused)) == (422, True)
    sent = REASON | {"order": "opening", "date": "2026-11-24", "time": "09:00"}
    assert city.post("/admin/line", data=sent).status_code == 303
    assert line_of(within, world).line_id == brought
    assert end(city, page_of(within, world).planned.line_id).status_code == 303

    assert city.post("/admin/line", data=REASON | {"order": "none"}).status_code == 303
    assert line_of(within, world).kind == "off"


def test_the_next_opening_of_the_city_is_offered(stated, city):
    stated("openings", {"kind": "weekly", "day": "화", "at": "09:30", "first_day": 7})
    shown = text_of(city.get("/admin/line"))

    assert 'value="2026-11-24"' in shown
    assert 'value="09:30"' in shown


def test_no_line_whatever_the_load(world, within, city):
    assert city.post("/admin/line", data=REASON | {"order": "none"}).status_code == 303
    assert "줄을 세우지 않기로 했어요" in text_of(city.get("/admin/line"))
    line = line_of(within, world)
    assert end(city, line.line_id).status_code == 303
    assert line_of(within, world) is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"order": "now", "reason": ""}, "사유를 적어 주세요"),
        ({"order": ""}, "셋 가운데 하나를 골라"),
        ({"order": "sometimes"}, "셋 가운데 하나를 골라"),
        ({"order": "opening"}, "여는 날짜와 시각을 적어 주세요"),
        ({"order": "opening", "date": "2026-11-24"}, "여는 날짜와 시각을 적어 주세요"),
        ({"order": "opening", "date": "2026-11-24", "time": "아홉 시"}, "여는 날짜와 시각을 적어 주세요"),
        ({"order": "opening", "date": "2026-02-30", "time": "09:00"}, "달력에 없는 날짜예요"),
        ({"order": "opening", "date": "2026-11-22", "time": "09:00"}, "지금부터 7일 안으로"),
        ({"order": "opening", "date": "2027-11-24", "time": "09:00"}, "지금부터 7일 안으로"),
        ({"order": "opening", "date": "9999-12-31", "time": "23:59"}, "지금부터 7일 안으로"),
        ({"order": "now", "reason": "<b>왜</b>"}, "태그"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(app, world, city, fields, sentence):
    before = all_rows(app)
    answer = city.post("/admin/line", data=REASON | fields)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert all_rows(app) == before


def test_a_second_line_is_refused(world, within, city):
    within(an_open_line, world)
    answer = city.post("/admin/line", data=REASON | {"order": "none"})

    assert answer.status_code == 422
    assert "이미 줄이 있어요" in text_of(answer)


def test_what_has_ended_is_not_ended_again(within, world, city):
    answer = end(city, 1)

    assert answer.status_code == 422
    assert "끝낼 것이 없어요" in text_of(answer)
