"""왜 안 되나요? The page says what reserving would say, with every reason, the rule in words, its layer, date and source."""

import re
from datetime import date, timedelta

import pytest

from booking.db import transaction
from booking.models import Family
from tests.support.morning import Statements, text_of
from tests.world import TUESDAY, a_slot, a_withdrawn_slot


def seen(answer, status=200) -> str:
    """The page's text without tags and double spaces."""
    assert answer.status_code == status, text_of(answer)[:500]
    main = text_of(answer).split('id="main"', 1)[1].split("<footer", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_guardian_reads_the_reason_the_rule_its_layer_its_date_and_its_source(world, within, stated, sign_in):
    stated("ages", {"basis": "year_age", "min": 4, "max": 8}, cafe_id=world.hyehwa, valid_from=date(2024, 3, 1))
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}/why"))

    assert "지금은 예약할 수 없어요" in page
    assert "민준 · 2023년생은 2026년에 연나이 3세: 4~8세 이용 가능해서 아직 이용할 수 없어요." in page
    assert "연나이 4~8세 아이가 이용해요." in page
    assert "카페 규칙 · 2024년 3월 1일(금)부터" in page
    assert "출처: 시험" in page
    assert "지아 혼자라면 가능" in page
    assert "민준 이용 불가" in page


def test_who_may_come_along_is_not_called_unable_below_a_yes(app, world, within, stated):
    stated("ages", {"basis": "year_age", "min": 4, "max": 8})
    stated("siblings", {"basis": "year_age", "min": 0, "max": 3})
    slot = within(a_slot, world.hyehwa)

    page = seen(app.test_client().get(f"/slots/{slot}/why?birth=20210505&birth=20240302"))

    assert "지금 이 규칙으로 보았을 때예요" in page
    assert "2024년 3월 2일생 함께 오면 가능" in page
    assert "혼자 온다면 이런 이유로 안 돼요." in page
    assert "이용 불가" not in page


def test_who_is_not_born_yet_has_no_months(app, world, within, stated):
    stated("zone.baby", {"basis": "months", "min": 0, "max": 36, "children": 9})
    slot = within(a_slot, world.hyehwa)

    page = seen(app.test_client().get(f"/slots/{slot}/why?birth=20300105"))

    assert "이용일에는 아직 태어나기 전이에요" in page
    assert "-3" not in page.split("다른 아이나")[0]
    assert "맞는 구역이 없어요" not in page


def test_where_the_holder_is_not_written_the_fee_says_who_pays(world, within, stated, sign_in):
    stated("adults", {"holder_counts": False, "min": 0})
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}"))

    assert "이용료는 예약한 분까지 세어요" in page
    assert "아이 1명 + 보호자 0명(예약한 분까지 1명): 3,000원" in page
    why = seen(sign_in(world.mom).get(f"/slots/{slot}/why?birth=20210505&adults=1"))
    assert "4,000원 (아이 1명, 보호자 1명(예약한 분까지 2명))" in why


def test_all_reasons_stand_below_the_first(app, world, within, stated):
    stated("ages", {"basis": "year_age", "min": 4, "max": 8})
    stated("residency", {"who": "seoul"})
    stated("operation", {"booking": "walk_in"}, cafe_id=world.hyehwa)
    slot = within(a_slot, world.hyehwa)

    page = seen(app.test_client().get(f"/slots/{slot}/why?birth=20230302&residence=outside&adults=3"))

    first = page.index("이 지점은 예약 없이 현장에서 이용해요.")
    assert first < page.index("그 밖의 이유 3가지")
    for sentence in ("서울에 사는 분만 예약할 수 있어요.", "4~8세 이용 가능해서", "보호자는 2명까지 올 수 있어요."):
        assert page.index(sentence) > first
    assert page.count("서울시 공통 규칙") >= 3


def test_a_visitor_without_a_child_is_asked_for_one(app, world, within):
    slot = within(a_slot, world.hyehwa)

    page = seen(app.test_client().get(f"/slots/{slot}/why"))

    assert "누가 오는지 알려 주시면 바로 답해 드려요" in page


def test_who_may_come_is_told_the_fee_and_the_way(app, world, within):
    slot = within(a_slot, world.hyehwa)

    page = seen(app.test_client().get(f"/slots/{slot}/why?birth=20210505&birth=2023-03-02&adults=2"))

    assert "예약할 수 있어요" in page
    assert "6,000원 (아이 2명, 보호자 2명)" in page
    assert "예약하러 가기" in page
    assert "2021년 5월 5일생 혼자라면 가능" in page


def test_before_the_opening_the_instant_is_written_and_counted_down_from_the_servers_clock(app, world, within, stated):
    stated("openings", {"kind": "rolling", "days": 0, "at": "08:00"})
    slot = within(a_slot, world.hyehwa)

    answer = app.test_client().get(f"/slots/{slot}/why?birth=20210505")

    assert "11월 24일(화) 오전 8:00 에 예약이 열려요" in seen(answer)
    counted = re.search(r'data-countdown="([^"]+)" data-now="([^"]+)"', text_of(answer))
    assert counted is not None
    assert counted[1] == "2026-11-23T23:00:00+00:00"
    assert counted[2].startswith("2026-11-23T00:")


def test_no_opening_is_promised_to_a_slot_that_is_over_by_then(app, world, within, stated):
    stated("openings", {"kind": "rolling", "days": 0, "at": "23:00"})
    slot = within(a_slot, world.hyehwa)
    never = "이 회차는 예약이 열리기 전에 끝나서 온라인으로 예약할 수 없어요."

    for path in (f"/slots/{slot}", f"/slots/{slot}/why?birth=20210505", "/cafes/JN220501/why?date=2028-05-03&start=09:30"):
        answer = app.test_client().get(path)
        assert never in seen(answer), path
        assert "opening-at" not in text_of(answer), path
        assert "data-countdown" not in text_of(answer), path
    for day in ("2026-11-24", "2026-12-02"):
        page = seen(app.test_client().get(f"/cafes/JN220501/{day}"))
        assert "예약 여는 때:" not in page
    assert "온라인으로 예약받지 않음" in page


def test_who_lives_where_counts_for_who_goes_first(app, world, within, stated):
    stated("openings", {"kind": "rolling", "days": 28, "residents_first": "district", "others_after_minutes": 60 * 24 * 28})
    slot = within(a_slot, world.hyehwa)

    elsewhere = seen(app.test_client().get(f"/slots/{slot}/why?birth=20210505&residence=중랑구"))
    here = seen(app.test_client().get(f"/slots/{slot}/why?birth=20210505&residence=종로구"))

    assert "먼저 예약하는 때예요" in elsewhere
    assert "예약할 수 있어요" in here
    assert "없어요" not in here.split("다른 아이나")[0]


def test_a_familys_residence_is_known(world, within, stated, sign_in):
    stated("residency", {"who": "district", "evidence": "주민등록등본"}, cafe_id=world.hyehwa)
    slot = within(a_slot, world.hyehwa)

    def lives():
        with transaction() as session:
            family = session.get_one(Family, world.mom.family_id)
            family.residence_known, family.residence_district_id = True, 11110

    assert "이 지점의 자치구에 사는 분만 예약할 수 있어요" in seen(sign_in(world.mom).get(f"/slots/{slot}/why"))
    within(lives)
    assert "지금은 예약할 수 없어요" not in seen(sign_in(world.mom).get(f"/slots/{slot}/why"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("birth=never", "생년월일을 8자리 숫자로 적어 주세요"),
        ("birth=20210230", "달력에 없는 날짜예요"),
        ("birth=99991231", "생년월일의 해를 확인해 주세요"),
        ("&".join(["birth=20210505"] * 6), "아이는 5명까지 적을 수 있어요"),
        ("birth=20210505&adults=many", "보호자 수를 숫자로 적어 주세요"),
        ("birth=20210505&adults=99", "보호자는 20명까지 적을 수 있어요"),
        ("birth=20210505&residence=부산", "목록에 있는 것 가운데 골라 주세요"),
    ],
)
def test_a_wrong_question_says_what_is_wrong_with_it(app, world, within, query, says):
    slot = within(a_slot, world.hyehwa)

    for path in (f"/slots/{slot}/why", "/cafes/JN220501/why"):
        assert says in seen(app.test_client().get(f"{path}?{query}"), 422)


def test_a_closed_day_says_why_with_the_rule(app, world):
    page = seen(app.test_client().get("/cafes/JN220501/why?date=2026-11-30"))

    assert "이날은 쉬어요: 정기휴관일" in page
    assert "서울시 공통 규칙 · 2022년 1월 1일(토)부터" in page


def test_a_day_before_the_opening_is_answered_with_the_opening_and_nothing_else(app, world, stated):
    stated("opening", {"when": "2028-12-05"}, cafe_id=world.hyehwa)
    stated("operation", {"state": "pilot"}, cafe_id=world.hyehwa)

    page = seen(app.test_client().get("/cafes/JN220501/why?date=2028-11-29"))

    assert "이날은 쉬어요: 2028년 12월 5일에 문을 열어요 개관: 2028년 12월 5일" in page
    assert "시범 운영" not in page


def test_a_date_far_ahead_is_answered_for_its_slot(app, world, stated):
    stated("ages", {"basis": "year_age", "min": 0, "max": 6}, valid_from=date(2028, 1, 1))

    page = seen(app.test_client().get("/cafes/JN220501/why?date=2028-05-03&start=09:30&birth=20210505"))

    assert "2028년에 연나이 7세: 0~6세 이용 가능해서" in page
    assert "2028년 4월 5일(수) 오전 12:00 에 예약이 열려요" in page


def test_an_open_day_without_a_slot_chosen_offers_its_slots(app, world):
    answer = app.test_client().get("/cafes/JN220501/why?date=2028-05-03")

    assert "이날은 문을 열어요" in seen(answer)
    assert "start=13:00" in text_of(answer)


def test_an_opened_slot_answers_for_itself(app, world, within):
    slot = within(a_slot, world.hyehwa)

    answer = app.test_client().get("/cafes/JN220501/why?date=2026-11-24&start=09:30&birth=20210505&birth=20230302")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/slots/{slot}/why?birth=20210505&birth=20230302"


def test_a_withdrawn_slot_answers_for_itself(app, world, within):
    slot = within(a_withdrawn_slot, world.hyehwa)
    asked = "/cafes/JN220501/why?date=2026-11-24&start=10:05&birth=2021-05-05"

    answer = app.test_client().get(asked)

    assert answer.headers["Location"] == f"/slots/{slot}/why?birth=2021-05-05"
    assert "운영표가 바뀌어" in seen(app.test_client().get(answer.headers["Location"]))
    none = seen(app.test_client().get(asked.replace("10:05", "10:35")))
    assert "그날 오전 10:35에 시작하는 회차가 없어요. 회차: 오전 9:30" in none


def test_a_date_that_nobody_knows_is_refused(app, world):
    assert "2015년부터 2100년까지" in seen(app.test_client().get("/cafes/JN220501/why?date=2200-01-01"), 422)
    early = seen(app.test_client().get("/cafes/JN220501/why?date=2021-12-31"), 422)
    assert "2022년 1월 1일(토)부터의 날짜를 골라 주세요." in early
    assert app.test_client().get("/cafes/NO000000/why").status_code == 404
    assert app.test_client().get("/slots/999/why").status_code == 404


def test_a_full_slot_says_so_with_the_rule_behind_it(world, within, sign_in):
    slot = within(a_slot, world.hyehwa, capacity_=1)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}/why"))

    assert "남은 자리가 1자리라 아이 2명을 예약할 수 없어요." in page
    assert "한 회차에 아이 20명까지 이용해요." in page


def test_what_showing_evidence_would_save_is_said(world, within, stated, sign_in):
    stated("concession.multi_child", {"percent": 100, "evidence": "다둥이 행복카드"})
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}/why"))

    assert "증빙을 보여 주면 무료 (다둥이 행복카드)" in page


def test_one_may_ask_about_some_of_the_own_children(world, within, stated, sign_in):
    stated("ages", {"basis": "year_age", "min": 4, "max": 8})
    slot = within(a_slot, world.hyehwa)

    page = seen(sign_in(world.mom).get(f"/slots/{slot}/why?child={world.jia}"))

    assert "예약할 수 없어요" not in page
    assert "민준" not in page


def test_the_page_of_a_later_slot_asks_little(app, world, within):
    slot = within(a_slot, world.hyehwa, day=TUESDAY + timedelta(days=1))
    client = app.test_client()
    client.get(f"/slots/{slot}/why?birth=20210505")

    with Statements(app) as statements:
        client.get(f"/slots/{slot}/why?birth=20210505&birth=20230302&birth=20240302")

    assert len(statements.seen) <= 8, statements.seen
