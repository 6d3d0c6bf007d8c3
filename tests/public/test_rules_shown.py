"""What the rules hold is on the pages: from when, for whom, where else, how much; what nobody states is not there."""

import json
import re
from datetime import timedelta

import pytest

from booking.actions.change_residence import change_residence
from booking.db import transaction
from booking.models import FamilyConcession
from booking.rules.parties import Residence
from tests.public.test_why import seen
from tests.support.morning import text_of
from tests.world import NOW, TUESDAY, a_slot

OPENS = {"kind": "rolling", "days": 0, "at": "08:00"}
FIRST = OPENS | {"residents_first": "district", "others_after_minutes": 60}


def test_before_the_opening_the_slot_counts_down_and_has_no_form(world, within, stated, sign_in):
    stated("openings", OPENS)
    slot = within(a_slot, world.hyehwa)

    answer = sign_in(world.mom).get(f"/slots/{slot}")

    assert "11월 24일(화) 오전 8:00 에 예약이 열려요" in seen(answer)
    said = re.search(
        r'data-countdown="([^"]+)" data-now="([^"]+)"[^>]*hx-get="([^"]+)" hx-trigger="opened"', text_of(answer)
    )
    assert said is not None
    assert (said[1], said[3]) == ("2026-11-23T23:00:00+00:00", f"/slots/{slot}")
    assert said[2].startswith("2026-11-23T00:0")
    assert "예약하기</button>" not in text_of(answer)


def test_who_comes_later_is_told_both_instants(world, within, stated, sign_in):
    stated("openings", FIRST)
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}"))

    assert "11월 24일(화) 오전 9:00 에 예약이 열려요" in page
    assert "이 자치구에 사는 분은 11월 24일(화) 오전 8:00 부터, 그 밖의 분은 11월 24일(화) 오전 9:00 부터" in page
    assert "서울시 공통 규칙" in page
    assert "우리 가족이 사는 곳 적기" in page


@pytest.mark.parametrize(
    ("district_id", "hour", "says"),
    [
        (11110, 8, "우리 가족은 먼저 예약할 수 있어요"),
        (11260, 9, "우리 가족은 사는 곳이 달라"),
        (None, 9, "우리 가족이 사는 곳 적기"),
    ],
)
@pytest.mark.parametrize("opened", [True, False])
def test_the_days_in_a_row_the_list_and_the_slot_name_one_instant(
    world, within, stated, sign_in, district_id, hour, says, opened
):
    stated("openings", FIRST)
    if district_id is not None:
        home = Residence(district_id, known=True)
        within(change_residence, home, actor=world.mom, now=NOW)
    client = sign_in(world.mom)
    if opened:
        slot = within(a_slot, world.hyehwa)
        assert f"오전 {hour}:00 에 예약이 열려요" in seen(client.get(f"/slots/{slot}"))
        assert says in seen(client.get(f"/slots/{slot}"))

    page = seen(client.get(f"/cafes/JN220501/{TUESDAY}"))

    assert says in page
    assert f"11월 24일 화요일, 11/24{f' {hour}시' if opened else ''}에 예약이 열립니다" in page
    said = f"11월 24일(화) 오전 {hour}:00부터 예약할 수 있어요" if opened else f"예약 여는 때: 11월 24일(화) 오전 {hour}:00"
    assert said in page


def test_who_looks_without_signing_in_is_told_who_goes_first_until_all_may(world, within, stated, app):
    stated("openings", FIRST | {"days": 1, "others_after_minutes": 120, "at": "08:30"})
    slot = within(a_slot, world.hyehwa)
    stated("openings", FIRST | {"days": 1, "others_after_minutes": 30, "at": "08:30"}, cafe_id=world.myeonmok)
    other = within(a_slot, world.myeonmok)

    page = seen(app.test_client().get(f"/slots/{slot}"))
    assert "이 자치구에 사는 분이 먼저 예약해요" in page
    assert "로그인 하고 사는 곳을 적어 두면" in page
    assert "먼저 예약해요" not in seen(app.test_client().get(f"/cafes/JR220801/{TUESDAY}"))
    assert other


@pytest.mark.parametrize(
    ("operation", "says"),
    [
        ({"booking": "walk_in"}, "예약 없이 바로 가면 돼요"),
        ({"booking": "elsewhere", "site": "https://museum.example.kr"}, "이 카페는 다른 누리집에서 예약해요"),
    ],
)
def test_what_is_not_reserved_here_has_no_form_but_the_way(world, within, stated, sign_in, operation, says):
    stated("operation", operation, cafe_id=world.hyehwa)
    slot = within(a_slot, world.hyehwa)

    for path in (f"/slots/{slot}", "/cafes/JN220501", f"/cafes/JN220501/{TUESDAY}"):
        answer = sign_in(world.mom).get(path)
        assert says in seen(answer)
        assert "data-fees" not in text_of(answer)
        if "site" in operation:
            assert 'href="https://museum.example.kr"' in text_of(answer)


def test_a_slot_shows_its_kind_doors_breaks_zones_ages_at_the_door_and_programmes(world, within, stated, sign_in):
    stated("admission", {"admits": "shared"})
    stated("breaks", {"weekday": ["12:00~13:00"]})
    stated("door_ages", {"basis": "months", "min": 24, "max": 100, "applies": "door"})
    stated("zone.baby", {"label": "아기 구역", "basis": "year_age", "min": 0, "max": 9, "children": 7})
    stated("programme.art", {"label": "물감", "days": ["화"], "time": "16:00~16:40", "children": 8})
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}"))

    for said in (
        "개인·단체 공용",
        "오전 9:15부터 들어갈 수 있어요.",
        "오후 12:00–1:00에는 문과 전화가 닫혀요.",
        "현장 나이 24~100개월",
        "아기 구역 연나이 0~9세 7명",
        "물감 오후 4:00–4:40 (8명)",
    ):
        assert said in page, said


def test_doors_beside_a_break_open_when_it_is_over(world, within, stated, sign_in):
    stated("breaks", {"weekday": ["08:00~09:30"]})
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}"))

    assert "오전 9:30부터 들어갈 수 있어요." in page
    assert "9:15" not in page


def test_what_nobody_states_is_not_shown(app, world, within):
    slot = within(a_slot, world.hyehwa)

    for path in (f"/slots/{slot}", "/cafes/JN220501", "/help"):
        page = seen(app.test_client().get(path))
        for silent in ("놀이돌봄", "단체", "현장 나이", "구역 ", "None", "제한돼요"):
            assert silent not in page, (path, silent)


def test_the_form_knows_every_fee_with_free_adults_and_what_the_family_has_shown(world, within, stated, sign_in):
    stated("fees", {"free_adults": 1})
    stated("concession.many", {"label": "다둥이", "percent": 50, "applies": "child"})

    def shows():
        with transaction() as session:
            session.add(
                FamilyConcession(
                    family_id=world.mom.family_id, name="many", proved_at=NOW, expires_on=TUESDAY + timedelta(days=9),
                    proved_in_cafe_id=world.hyehwa,
                )
            )  # fmt: skip

    within(shows)
    slot = within(a_slot, world.hyehwa)

    answer = sign_in(world.mom).get(f"/slots/{slot}")

    (fees,) = re.findall(r"data-fees='?\"?(\[\[.*?\]\])", text_of(answer))
    won = json.loads(fees)
    assert won[0][:4] == [1000, 1000, 2000, 3000]
    assert won[1][1] == 2000
    assert len(won) == 5
    assert "우리 가족의 감면이 들어 있는 금액이에요." in seen(answer)
    assert "아이 2,000원 · 보호자 1,000원(1명 무료)" in seen(answer)


def test_the_cafe_and_the_help_page_say_the_rules_in_words(app, world, stated):
    stated("suspension", {"steps": [{"count": 2, "window_days": 30, "days": 14}], "scope": "cafe"})
    stated("payment", {"methods": ["card"]}, cafe_id=world.hyehwa)

    cafe, help_page = (seen(app.test_client().get(path)) for path in ("/cafes/JN220501", "/help"))

    said = "30일 안에 노쇼가 2번이면 14일 동안 이 지점 예약이 제한돼요."
    assert said in cafe
    assert said in help_page
    assert "카페에서 내는 방법: 카드" in cafe
    assert "카페에서 내는 방법" not in help_page


def test_the_calendar_says_when_slots_open_and_not_that_they_are_taken(app, world, within, stated):
    stated("openings", OPENS)
    within(a_slot, world.hyehwa)

    answer = app.test_client().get("/cafes/JN220501")

    assert "11월 24일 화요일, 11/24 8시에 예약이 열립니다" in text_of(answer)


def test_a_day_whose_slots_are_not_there_yet_shows_what_is_planned(app, world, stated):
    stated("openings", {"kind": "rolling", "days": 7, "at": "09:00"})

    answer = app.test_client().get("/cafes/JN220501/2026-12-09")

    assert "예약 여는 때: 12월 2일(수) 오전 9:00" in seen(answer)
    assert "/cafes/JN220501/why?date=2026-12-09&amp;start=13:00" in text_of(answer)


def test_a_café_without_reservations_here_calls_no_day_full(app, world, within, stated):
    within(a_slot, world.hyehwa)
    stated("operation", {"booking": "walk_in"}, cafe_id=world.hyehwa)

    page = seen(app.test_client().get("/cafes/JN220501"))

    assert "예약 없이" in page
    assert "마감" not in page
