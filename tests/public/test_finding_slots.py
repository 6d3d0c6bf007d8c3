"""Search, cafés and calendar as visitors see them."""

import gzip
import re
from datetime import timedelta

import pytest

from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import ClosedDay, Slot
from booking.queries import search
from tests.support.morning import Statements, text_of
from tests.world import MONDAY, NOW, TUESDAY, a_family, a_slot, an_account, guardians, state


@pytest.fixture
def visitor(app, world):
    return app.test_client()


def bands(cafe_id, content):
    with transaction() as session:
        state(session, "ages", content, cafe_id=cafe_id)


def hrefs(answer):
    return [int(found) for found in re.findall(r'class="time [^"]*" href="/slots/(\d+)["?]', text_of(answer))]


def add(within, row):
    def write():
        with transaction() as session:
            session.add(row)

    within(write)


def test_a_visitor_finds_slots_with_places_left(world, within, visitor):
    first, second = within(a_slot, world.hyehwa), within(a_slot, world.myeonmok, number=2)

    answer = visitor.get("/slots")

    assert answer.status_code == 200
    assert set(hrefs(answer)) == {first, second}


def test_place_and_date_narrow_the_search(world, within, visitor):
    tuesday, elsewhere = within(a_slot, world.hyehwa), within(a_slot, world.myeonmok)
    wednesday = within(a_slot, world.hyehwa, day=TUESDAY + timedelta(days=1))

    assert hrefs(visitor.get("/slots?place=11110")) == [tuesday, wednesday]
    assert hrefs(visitor.get("/slots?place=JR220801")) == [elsewhere]
    assert hrefs(visitor.get(f"/slots?date={TUESDAY}&days=1")) == [tuesday, elsewhere]


def test_a_year_of_birth_that_cannot_fit_is_explained(world, within, visitor):
    within(a_slot, world.hyehwa)
    within(bands, world.hyehwa, {"basis": "year_age", "min": 4, "max": 8})

    answer = visitor.get(f"/slots?date={TUESDAY}&days=1&born=2024")

    assert hrefs(answer) == []
    assert "2024년생은 2026년에 연나이 2세: 4~8세 이용 가능" in text_of(answer)


def test_a_year_of_birth_that_fits_on_some_birthdays_is_not_refused(world, within, visitor):
    slot_id = within(a_slot, world.hyehwa)
    within(bands, world.hyehwa, {"basis": "full_age", "min": 0, "max": 4})

    assert slot_id in hrefs(visitor.get("/slots?born=2021"))


def test_the_own_children_are_looked_for_and_a_booked_day_says_why_not(world, within, sign_in):
    morning, afternoon = within(a_slot, world.hyehwa), within(a_slot, world.hyehwa, number=2)
    within(reserve, morning, actor=world.mom, child_ids=[world.jia], adults=1, request_id="r1", now=NOW)

    text = text_of(sign_in(world.mom).get("/slots"))

    assert f'href="/slots/{afternoon}?' not in text
    assert f'href="/slots/{afternoon}/why?child={world.jia}&amp;child={world.minjun}"' in text
    assert "이미 예약이 있어요" in text


def test_without_room_for_all_children_a_slot_is_not_offered(world, within, sign_in):
    within(a_slot, world.hyehwa, capacity_=1)
    roomy = within(a_slot, world.hyehwa, number=2, capacity_=2)

    assert hrefs(sign_in(world.mom).get("/slots")) == [roomy]


def test_full_and_closed_are_shown_honestly(world, within, visitor):
    full = within(a_slot, world.hyehwa, capacity_=1)
    within(a_slot, world.hyehwa, number=2)
    ((actor, child_id),) = within(guardians, 1)
    within(reserve, full, actor=actor, child_ids=[child_id], adults=1, request_id="r1", now=NOW)

    text = text_of(visitor.get("/slots"))

    assert "마감" in text
    assert "휴관: 정기휴관일" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("date=yesterday", "날짜를 확인해 주세요"),
        ("date=2026-11-22", "지난 날짜예요"),
        ("date=9999-12-31", "60일 안의 날짜"),
        ("date=0001-01-01", "지난 날짜예요"),
        ("days=1000000", "목록에 있는 것"),
        ("days=-1", "목록에 있는 것"),
        ("place=99999999999999999999", "목록에 있는 것"),
        ("place=%00", "목록에 있는 것"),
        ("place=<script>", "목록에 있는 것"),
        ("date=2027-02-29", "달력에 없는 날짜"),
        ("born=abc", "목록에 있는 해"),
        ("born=1900", "목록에 있는 해"),
        ("born=2020&born=99999999999999999999", "목록에 있는 해"),
        ("&".join(f"born={year}" for year in range(2017, 2023)), "5명까지"),
        ("&".join(f"born={year}" for year in range(2000)), "50개까지"),
        ("&".join(f"child={number}" for number in range(2000)), "50개까지"),
    ],
)
def test_a_bad_question_is_answered_with_a_sentence(visitor, query, sentence):
    answer = visitor.get(f"/slots?{query}")

    assert answer.status_code == 422
    assert sentence in text_of(answer)


@pytest.mark.parametrize(
    "query", ["child=1", "child=99999999999999999999", "date=&days=&place=", "x=%00", "place=&place=x", "child=x&child=y"]
)
def test_an_odd_question_is_no_error(world, within, visitor, query):
    within(a_slot, world.hyehwa)

    assert visitor.get(f"/slots?{query}").status_code == 200


@pytest.mark.parametrize("once", ["born=2020&", "child=1&", "place=11110&", "days=7&"])
def test_a_filter_said_two_thousand_times_costs_no_more_than_once(app, world, within, visitor, once, monkeypatch):
    for number in (1, 2, 3):
        within(a_slot, world.hyehwa, number=number)
    asked = []
    monkeypatch.setattr(search, "child_refusal", lambda *facts: asked.append(facts))
    visitor.get("/slots")  # the process reads the policies once

    costs = []
    for times in (1, 2000):
        asked.clear()
        with Statements(app) as statements:
            answer = visitor.get(f"/slots?{once * times}")
        costs.append((answer.status_code, len(hrefs(answer)), len(statements.seen), len(asked), len(answer.data)))

    assert costs[0] == costs[1]
    assert costs[0][:2] == (200, 3)


@pytest.fixture
def childless(world, within, sign_in):
    def make():
        with transaction() as session:
            return an_account(session, "guardian", "new@example.kr", "강새롬", family_id=a_family(session))

    return sign_in(within(make))


def test_a_year_of_birth_counts_for_a_guardian_without_children(world, within, childless):
    slot_id = within(a_slot, world.hyehwa)

    assert hrefs(childless.get(f"/slots?date={TUESDAY}&born=2024")) == [slot_id]
    assert "2016년생은 2026년에 연나이 10세" in text_of(childless.get(f"/slots?date={TUESDAY}&born=2016"))


def test_a_guardian_hears_that_years_of_birth_give_way_to_the_own_children(world, within, sign_in):
    within(a_slot, world.hyehwa)
    mom = sign_in(world.mom)

    answer = mom.get("/slots?born=abc&born=2016")

    assert answer.status_code == 200
    assert "태어난 해는 쓰지 않았어요" in text_of(answer)
    assert "태어난 해는 쓰지 않았어요" not in text_of(mom.get("/slots"))


@pytest.mark.parametrize("district", ["999", "abc", "%00", "9" * 5000, "<b>"])
def test_a_district_that_is_not_there_is_said(visitor, district):
    answer = visitor.get(f"/cafes?district={district}")

    assert answer.status_code == 422
    assert "카페가 있는 자치구가 아니에요" in text_of(answer)
    assert 'href="/cafes?district=11110"' in text_of(answer)


def test_the_search_takes_twelve_statements_and_thirty_kilobytes_at_most(app, world, within, sign_in):
    for day in range(7):
        for number in (1, 2, 3):
            for cafe_id in (world.hyehwa, world.myeonmok):
                within(a_slot, cafe_id, day=TUESDAY + timedelta(days=day), number=number)
    client = sign_in(world.mom)

    with Statements(app) as statements:
        answer = client.get(f"/slots?date={TUESDAY}&days=7&child={world.jia}&child={world.minjun}")

    assert len(hrefs(answer)) == 7 * 3 * 2
    assert len(statements.seen) <= 12, statements.seen
    assert len(gzip.compress(answer.data)) <= 30 * 1024


def test_the_calendar_says_why_a_day_is_closed(world, within, visitor):
    within(a_slot, world.hyehwa)
    add(within, ClosedDay(cafe_id=world.hyehwa, date=TUESDAY + timedelta(days=1), reason="시설 점검", closed_at=NOW))

    text = text_of(visitor.get("/cafes/JN220501"))

    assert "11월 24일 화요일, 20자리 남음" in text
    assert "11월 25일 수요일, 휴관: 시설 점검" in text
    assert "11월 30일 월요일, 휴관: 정기휴관일" in text


def test_a_day_of_a_cafe_shows_its_slots_and_a_closed_one_its_reason(world, within, visitor):
    slot_id = within(a_slot, world.hyehwa)

    assert f'href="/slots/{slot_id}"' in text_of(visitor.get(f"/cafes/JN220501/{TUESDAY}"))
    assert "정기휴관일" in text_of(visitor.get(f"/cafes/JN220501/{MONDAY}"))


@pytest.mark.parametrize(
    "path",
    ["/cafes/NONE", "/cafes/%00", "/cafes/JN220501/yesterday", "/cafes/JN220501/1999-01-01", "/cafes/JN220501/9999-12-31"],
)
def test_what_is_not_there_is_404(visitor, path):
    assert visitor.get(path).status_code == 404


def test_a_closed_slot_says_why_and_takes_no_form(world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa)

    def close():
        with transaction() as session:
            slot = session.get_one(Slot, slot_id)
            slot.closed_at, slot.closed_reason = NOW, "누수 공사"

    within(close)

    text = text_of(sign_in(world.mom).get(f"/slots/{slot_id}"))
    assert "누수 공사" in text
    assert "request_id" not in text


@pytest.mark.parametrize("path", ["/", "/cafes", "/help", "/sign-in", "/sign-up", "/password", "/robots.txt"])
def test_pages_for_everyone_open_without_a_sign_in(visitor, path):
    assert visitor.get(path).status_code == 200


def test_health_is_answered_without_the_database(app):
    with Statements(app) as statements:
        answer = app.test_client().get("/healthz")

    assert (answer.status_code, text_of(answer), statements.seen) == (200, "ok", [])
