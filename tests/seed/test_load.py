"""Loading: once is enough, twice is the same, a change is added, a failure leaves nothing."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from booking.db import db, transaction
from booking.models import Account, Cafe, District, FactSource, Period, PolicyRow, TemporaryHoliday
from booking.policies import policy_book, timetables
from seed import load as loading
from seed.check import places
from seed.load import load
from tests.seed.conftest import NOW

HYEHWA = "cafes/JN220501.toml"
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


def tomorrow():
    return NOW + timedelta(days=1)


def on(day):
    """The policy of 혜화동점 on a day, and its first weekday period."""
    session = db.session()
    session.rollback()
    cafe_id = session.scalars(select(Cafe.id).where(Cafe.code == "JN220501")).one()
    first = min((p for p in timetables(session).on(cafe_id, day) if p.day_kind == "weekday"), key=lambda p: p.number)
    return policy_book(session).on(cafe_id, day), first


def test_everything_is_there_after_the_first_load(loaded):
    def count(model):
        return len(loaded.scalars(select(model)).all())

    assert (count(District), count(Cafe), count(TemporaryHoliday), count(PolicyRow)) == (25, 8, 3, 9)
    assert count(Period) == 5 * 9 + 4 * 6  # the city and four cafés open on Sundays, four do not


def test_loading_twice_changes_nothing(loaded, rows):
    before = rows()

    assert load(places(), NOW) == []
    assert load(places(), tomorrow()) == []
    assert rows() == before


def test_every_stated_table_is_a_source_with_its_year(loaded, ids):
    for cafe in places().cafes:
        found = loaded.scalars(select(FactSource).where(FactSource.cafe_id == ids[cafe.code]))
        assert {(row.key, row.year, row.source) for row in found} == {
            (key, mark.year, mark.source) for key, mark in cafe.stated.marks.items()
        }


def test_sources_stand_in_the_order_of_the_file(loaded, ids):
    rows = select(FactSource.key).where(FactSource.cafe_id == ids["YC221101"]).order_by(FactSource.id)

    assert list(loaded.scalars(rows)) == [
        "place",
        "days",
        "ages",
        "capacity.individual",
        "capacity.group",
        "fees",
        "holidays",
        "notes.socks",
        "notes.visit",
    ]


def test_notes_that_the_cafe_does_not_state_are_the_citys(loaded, ids):
    hyehwa, geumho = (loaded.get_one(Cafe, ids[code]) for code in ("JN220501", "SD221201"))

    assert hyehwa.socks_note == "미끄럼 방지 양말을 꼭 신어야 합니다."
    assert geumho.socks_note == places().city.stated.notes["notes.socks"]
    assert hyehwa.break_note == geumho.break_note == places().city.stated.notes["notes.break"]
    assert loaded.get_one(Cafe, ids["YC221101"]).entrance_note is None


def test_a_changed_rule_holds_from_today_and_the_old_row_stays(loaded, rows, folder, change):
    before = rows()
    change(HYEHWA, "child_won = 2000", "child_won = 3000")

    sentences = load(places(folder), NOW)

    assert sentences == [
        "종로구 혜화동점 (종로 혜명 아이들 상상놀이터): 이용 규칙(fee_child_won)을 2026-11-23부터로 넣었습니다."
    ]
    assert (on(YESTERDAY)[0].fee_child_won, on(TODAY)[0].fee_child_won) == (2000, 3000)
    assert set(before["policy"]) < set(rows()["policy"])
    assert load(places(folder), NOW) == []


def test_a_changed_bound_brings_its_whole_band(loaded, folder, change):
    change(HYEHWA, "max = 7", "max = 8")

    load(places(folder), NOW)

    policy = on(TODAY)[0]
    assert (policy.age_basis, policy.age_min, policy.age_max) == ("full_age", 3, 8)


def test_a_value_that_leaves_the_file_becomes_the_citys_and_its_source_says_so(loaded, ids, folder, change):
    text = (folder / HYEHWA).read_text(encoding="utf-8")
    fees = text[text.index("[fees]") : text.index("[holidays]")]
    change(HYEHWA, fees, "")
    change("city.toml", "child_won = 2000", "child_won = 2500")

    load(places(folder), NOW)

    assert on(TODAY)[0].fee_child_won == 2500
    source = loaded.scalars(select(FactSource).where(FactSource.cafe_id == ids["JN220501"], FactSource.key == "fees")).one()
    assert (source.year, source.source) == (None, "파일에 적지 않음: 시 기본값")
    assert load(places(folder), tomorrow()) == []


def test_a_changed_timetable_holds_from_today_and_a_second_change_from_tomorrow(loaded, rows, folder, change):
    before = rows()
    change(HYEHWA, "09:30~11:30", "10:00~11:30")
    load(places(folder), NOW)
    change(HYEHWA, "10:00~11:30", "10:30~11:30")
    load(places(folder), NOW)

    starts = [on(TODAY + timedelta(days=n))[1].starts for n in (-1, 0, 1)]
    assert starts == [time(9, 30), time(10, 0), time(10, 30)]
    assert set(before["period"]) < set(rows()["period"])
    assert load(places(folder), NOW) == []


def test_a_changed_capacity_is_a_new_timetable(loaded, folder, change):
    change(HYEHWA, "children = 30", "children = 25")

    load(places(folder), NOW)

    assert (on(YESTERDAY)[1].capacity, on(TODAY)[1].capacity) == (30, 25)


def test_a_city_time_reaches_the_cafes_that_state_none(loaded, ids, folder, change):
    change("city.toml", "15:30~17:30", "16:00~18:00")

    load(places(folder), NOW)

    def last(code):
        weekday = [p for p in timetables(loaded).on(ids[code], TODAY) if p.day_kind == "weekday"]
        return max(p.ends for p in weekday)

    assert (last("DJ221102"), last("JN220501")) == (time(18, 0), time(17, 30))


def test_what_an_official_changed_on_a_page_is_not_taken_back(loaded, rows, ids):
    with transaction() as session:
        official = Account(role="admin", email="a@b.kr", name="서시청", created_at=NOW)
        session.add(official)
        session.flush()
        session.add(
            PolicyRow(
                cafe_id=ids["JN220501"],
                valid_from=TODAY,
                source="관리자 화면",
                created_at=NOW,
                created_by_id=official.id,
                fee_child_won=1500,
            )
        )
    before = rows()

    assert load(places(), tomorrow()) == []
    assert rows() == before


def test_plain_facts_follow_the_file(loaded, rows, ids, folder, change):
    change(HYEHWA, "02-742-3320", "02-742-0000")

    sentences = load(places(folder), NOW)

    assert sentences == ["종로구 혜화동점 (종로 혜명 아이들 상상놀이터): phone을(를) 고쳤습니다."]
    loaded.rollback()
    assert loaded.get_one(Cafe, ids["JN220501"], populate_existing=True).phone == "02-742-0000"


def test_a_cafe_whose_file_is_gone_stays(loaded, rows, folder):
    before = rows()
    (folder / HYEHWA).unlink()

    assert load(places(folder), NOW) == []
    assert rows() == before


def test_a_failure_in_the_middle_leaves_nothing(context, rows, monkeypatch):
    def fail_at_the_last_cafe(session, name, cafe_id, marks):
        if name.startswith("양천구"):
            raise OSError("the disk is full")
        return []

    monkeypatch.setattr(loading, "write_sources", fail_at_the_last_cafe)

    with pytest.raises(OSError, match="disk is full"):
        load(places(), NOW)
    assert not any(rows().values())


def test_midnight_in_seoul_decides_the_day(loaded, folder, change):
    change(HYEHWA, "child_won = 2000", "child_won = 3000")

    load(places(folder), datetime.fromisoformat("2026-11-23T15:00:00+00:00"))

    assert (on(TODAY)[0].fee_child_won, on(TODAY + timedelta(days=1))[0].fee_child_won) == (2000, 3000)
