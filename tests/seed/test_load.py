"""Loading: once is enough, twice is the same, a change is added from today on, a failure leaves nothing."""

import json
import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from booking.actions.open_slots import open_slots
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.models import Account, Cafe, District, LogEntry, Slot, StatementRow, TemporaryHoliday
from booking.policies import read_book
from seed import load as loading
from seed.check import places, some_places
from seed.load import Contradictory, NotConfirmed, load, told
from tests.seed.conftest import NOW
from tests.world import TUESDAY, a_slot, a_world, state, states

HYEHWA = "cafes/JN220501.toml"
HYEHWA_NAME = "종로구 혜화동점 (종로 혜명 아이들 상상놀이터)"
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def tomorrow():
    return NOW + timedelta(days=1)


def on(day, code="JN220501"):
    """The policy of a café on a day, as committed."""
    db.session.rollback()
    cafe_id = db.session.scalars(select(Cafe.id).where(Cafe.code == code)).one()
    return read_book(db.session()).on(cafe_id, day)


def test_everything_is_there_after_the_first_load(loaded):
    def count(model):
        return len(loaded.scalars(select(model)).all())

    found = places()
    tables = [*found.city, *(one for each in (*found.district_rules, *found.cafes) for one in each.stated)]

    assert (count(District), count(Cafe), count(TemporaryHoliday)) == (25, len(found.cafes), 3)
    assert count(StatementRow) == len(tables)


def test_loading_twice_changes_nothing(loaded, rows):
    before = rows()

    assert load(places(), NOW).sentences == []
    assert load(places(), tomorrow()).sentences == []
    assert rows() == before


def test_a_value_has_the_layer_the_date_the_year_and_the_source_of_its_table(loaded):
    policy = on(TODAY)

    origins = [policy.origin(key) for key in ("fees.child_won", "fees.adult_won", "fees.care_won", "concession.resident")]
    assert [(one.layer, one.year, one.valid_from) for one in origins] == [
        ("cafe", 2022, date(2022, 5, 31)),
        ("city", 2024, date(2022, 5, 31)),
        ("city", 2024, date(2022, 5, 31)),
        ("district", 2022, date(2022, 5, 31)),
    ]
    assert origins[1].source != origins[2].source


def test_a_first_file_may_speak_of_the_past(loaded):
    summer, autumn = on(date(2023, 7, 20), "GD230201"), on(date(2023, 9, 1), "GD230201")

    assert [len(one.timetable["thursday"]) if "thursday" in one.timetable else 0 for one in (summer, autumn)] == [4, 0]
    assert (on(date(2024, 9, 30)).waitlist.kind, on(date(2024, 10, 1)).waitlist.kind) == ("phone", "none")
    assert (on(date(2025, 4, 14)).residency.who, on(date(2025, 4, 15)).residency.who) == ("seoul", "seoul_life")


def test_a_changed_rule_holds_from_today_and_the_old_row_stays(loaded, rows, folder, change):
    before = rows()
    change(HYEHWA, "child_won = 2000", "child_won = 3000")

    sentences = load(places(folder), NOW).sentences

    assert sentences == [f"{HYEHWA_NAME}: [fees]를 2026-11-23부터 이 파일대로 합니다."]
    assert [on(day).fees.child_won for day in (YESTERDAY, TODAY)] == [2000, 3000]
    assert set(before["statement"]) < set(rows()["statement"])
    assert load(places(folder), NOW).sentences == []


def test_a_changed_bound_brings_its_whole_band(loaded, folder, change):
    change(HYEHWA, "max = 7", "max = 8")

    load(places(folder), NOW)

    ages = on(TODAY).ages
    assert (ages.basis, ages.min, ages.max) == ("full_age", 3, 8)


def test_a_rule_from_a_day_to_come_holds_from_that_day(loaded, folder, change):
    change(HYEHWA, "[fees]", "[[fees]]")
    change(HYEHWA, "[holidays]", "[[fees]]\nchild_won = 4000\nfrom = 2027-03-01\nyear = 2027\nsource = '조례'\n\n[holidays]")

    load(places(folder), NOW)

    assert [on(day).fees.child_won for day in (TODAY, date(2027, 2, 28), date(2027, 3, 1))] == [2000, 2000, 4000]


@pytest.mark.parametrize("table", ["[adults]\nmin_age = 19\n", "[adults]\nmin_age = 19\nfrom = 2023-01-01\n"])
def test_nothing_that_is_new_for_a_known_cafe_holds_in_the_past(loaded, folder, change, table):
    change(HYEHWA, "[holidays]", f"{table}year = 2026\nsource = 'x'\n\n[holidays]")

    load(places(folder), NOW)

    assert [on(day).adults.min_age for day in (YESTERDAY, TODAY)] == [0, 19]


def test_a_date_in_the_past_that_is_not_used_is_told_of(loaded, folder, change):
    tables = "[adults]\nmin_age = 19\nfrom = 2023-01-01\n"
    change(HYEHWA, "[holidays]", f"{tables}year = 2026\nsource = 'x'\n\n[holidays]")

    assert load(places(folder), NOW).sentences == [
        f"{HYEHWA_NAME}: [adults]를 2026-11-23부터 이 파일대로 합니다(적은 from 2023-01-01은 이미 지나 쓰지 않습니다)."
    ]


def test_a_date_in_the_past_that_held_already_is_not_told_of(loaded, folder, change):
    change("cafes/GD230201.toml", "sunday   = []", 'sunday = ["09:30~11:00"]')

    (sentence,) = load(places(folder), NOW).sentences

    assert sentence.endswith("[timetable]를 2026-11-23부터 이 파일대로 합니다.")


def test_a_new_district_rule_holds_from_today_where_there_are_cafes(loaded, folder):
    rules = 'district = "성동구"\n[adults]\nmin_age = 19\nyear = 2026\nsource = "x"\n'
    (folder / "districts" / "11200.toml").write_text(rules, encoding="utf-8")

    load(places(folder), NOW)

    assert [on(day, "SD221201").adults.min_age for day in (YESTERDAY, TODAY)] == [0, 19]


def test_a_value_that_leaves_the_file_becomes_the_citys(loaded, folder, change):
    text = (folder / HYEHWA).read_text(encoding="utf-8")
    change(HYEHWA, text[text.index("[fees]") : text.index("# 보호자가 급한")], "")
    change("city.toml", "child_won = 2000", "child_won = 2500")

    sentences = load(places(folder), NOW).sentences

    assert f"{HYEHWA_NAME}: [fees]를 2026-11-23부터 거둡니다." in sentences
    assert [(p.fees.child_won, p.origin("fees.child_won").layer) for p in map(on, (YESTERDAY, TODAY))] == [
        (2000, "cafe"),
        (2500, "city"),
    ]
    assert load(places(folder), tomorrow()).sentences == []


def test_two_changes_on_one_day_leave_the_second(loaded, folder, change):
    change(HYEHWA, "09:30~11:30", "10:00~11:30")
    load(places(folder), NOW)
    change(HYEHWA, "10:00~11:30", "10:30~11:30")
    load(places(folder), NOW)

    starts = [on(day).timetable["weekday"][0][0].strftime("%H:%M") for day in (YESTERDAY, TODAY)]
    assert starts == ["09:30", "10:30"]
    assert load(places(folder), NOW).sentences == []


def test_a_city_time_reaches_the_cafes_that_state_none(loaded, folder, change):
    change("city.toml", "15:30~17:30", "16:00~18:00")

    load(places(folder), NOW)

    last = [on(TODAY, code).timetable["weekday"][-1][1].hour for code in ("DJ221102", "JN220501")]
    assert last == [18, 17]


def test_a_cafe_that_will_open_says_of_itself_what_holds_until_then(context, cafe_file):
    tables = "[opening]\nwhen = '2027-03-02' @\n[operation]\nstate = 'preparing'\nuntil = 2027-03-01 @"

    load(some_places([cafe_file(tables)]), NOW)

    found = [on(day, "XX990101") for day in (TODAY, date(2027, 3, 1), date(2027, 3, 2))]
    assert [policy.operation.state for policy in found] == ["preparing", "preparing", "running"]
    assert {policy.opens_on for policy in found} == {date(2027, 3, 2)}


def by_an_official(ids, section, content, valid_from=TODAY):
    with transaction() as session:
        official = Account(role="admin", email="a@b.kr", name="서시청", created_at=NOW)
        session.add(official)
        session.flush()
        state(session, section, content, cafe_id=ids["JN220501"], valid_from=valid_from)
        row = session.scalars(select(StatementRow).order_by(StatementRow.id.desc())).first()
        row.created_by_id = official.id


def test_what_an_official_changed_on_a_page_is_not_taken_back(loaded, rows, ids, folder, change):
    by_an_official(ids, "fees", {"child_won": 1500})
    before = rows()

    assert load(places(), tomorrow()).sentences == []
    assert rows() == before

    change(HYEHWA, "child_won = 2000", "child_won = 3000")
    load(places(folder), tomorrow())
    assert [on(day).fees.child_won for day in (TODAY, TOMORROW)] == [1500, 3000]


def test_rules_of_two_layers_that_contradict_each_other_are_not_loaded(loaded, rows, ids, folder, change):
    by_an_official(ids, "limits", {"visits_per_week": 2})
    before = rows()
    change(HYEHWA, "[holidays]", "[minutes]\nno_show_grace_minutes = 10\nyear = 2026\nsource = 'x'\n\n[holidays]")
    change(HYEHWA, "[care]", "[period.a]\nyear = 2026\nsource = 'x'\n[period.a.limits]\nvisits_per_week_here = 3\n\n[care]")

    with pytest.raises(Contradictory) as refused:
        load(places(folder), NOW)

    (sentence,) = refused.value.sentences
    assert "period.a.limits.visits_per_week_here" in sentence
    assert "모든 지점을 합해 2번까지" in sentence
    assert rows() == before


def test_reservations_that_the_new_rules_would_refuse_are_told_and_nothing_is_loaded(context, rows, folder, change):
    world = a_world()
    load(some_places([folder / HYEHWA], folder), NOW)
    slot_id = a_slot(world.hyehwa, day=TUESDAY)
    reserve(slot_id, actor=world.mom, child_ids=[world.minjun], adults=1, request_id="a", now=NOW)
    reserve(slot_id, actor=world.stranger, child_ids=[world.stranger_child], adults=1, request_id="b", now=NOW)
    change(HYEHWA, "min = 3", "min = 4")
    before = rows()

    with pytest.raises(NotConfirmed) as refused:
        load(some_places([folder / HYEHWA], folder), NOW)

    (one,) = refused.value.found
    assert f"예약 {one.code} (혜화동점" in told(one)
    assert "민준" not in told(one)
    assert rows() == before


def test_a_confirmed_load_moves_no_reservation(context, rows, folder, change):
    slot_id = reserved_at_hyehwa(folder)
    change(HYEHWA, "min = 3", "min = 4")
    before = rows()

    done = load(some_places([folder / HYEHWA], folder), NOW, confirmed=True, open_until=LAST)

    after = rows()
    assert {name for name in after if after[name] != before[name]} == {"statement"}
    assert (on(TUESDAY).ages.min, states(slot_id)) == (4, ["reserved"])
    assert (len(done.sentences), done.rules, len(done.stranded)) == (1, 1, 1)


LAST = TODAY + timedelta(days=9)


def reserved_at_hyehwa(folder):
    """The world with 혜화동점 as its file says; 민준 has reserved on Tuesday."""
    world = a_world()
    load(some_places([folder / HYEHWA], folder), NOW, open_until=LAST)
    with transaction() as session:
        slot_id = session.scalars(select(Slot.id).where(Slot.cafe_id == world.hyehwa, Slot.date == TUESDAY)).first()
    reserve(slot_id, actor=world.mom, child_ids=[world.minjun], adults=1, request_id="a", now=NOW)
    return slot_id


def test_a_day_that_a_file_closes_is_told_with_whom_to_call_and_ends_when_confirmed(context, rows, folder, change):
    slot_id = reserved_at_hyehwa(folder)
    file = folder / HYEHWA
    file.write_text(file.read_text(encoding="utf-8") + CLOSED, encoding="utf-8")
    before = rows()

    with pytest.raises(NotConfirmed) as refused:
        load(some_places([file], folder), NOW, open_until=LAST)

    (sentence,) = (told(one, naming=True) for one in refused.value.found)
    assert re.search("김엄마 010-1234-5678: .*방역 소독 → 취소하고 메일로 알립니다", sentence)
    assert rows() == before

    done = load(some_places([file], folder), NOW, confirmed=True, open_until=LAST)
    assert states(slot_id) == ["cancelled"]
    (sentence,) = map(told, done.stranded)
    assert "김엄마" not in sentence
    assert "5678" not in sentence
    with transaction() as session:
        (line,) = session.scalars(
            select(LogEntry).where(LogEntry.verb == "follow_rules").order_by(LogEntry.id.desc()).limit(1)
        )
        assert re.fullmatch(r"쉬는 회차 \d · 취소한 예약 1", line.detail)
        assert line.actor_id is line.reason is None
    assert [row for row in rows()["notice"] if "closed" in row]
    after = rows()
    assert load(some_places([file], folder), tomorrow(), confirmed=True, open_until=LAST).sentences == []
    assert rows() == after


CLOSED = """
[closed."방역"]
first = 2026-11-24
reason = "방역 소독"
year = 2026
source = "공지"
"""


def test_a_new_temporary_holiday_ends_what_was_reserved_where_the_cafe_shuts_on_one(context, folder):
    slot_id = reserved_at_hyehwa(folder)
    file = folder / "holidays.toml"
    more = '\n[holidays.2026-11-24]\nname = "임시공휴일"\nsource = "관보"\n'
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")

    with pytest.raises(NotConfirmed):
        load(places(folder), NOW, open_until=LAST)
    load(places(folder), NOW, confirmed=True, open_until=LAST)

    assert states(slot_id) == ["cancelled"]
    with transaction() as session:
        assert session.get_one(Slot, slot_id).closed_reason == "임시공휴일"


def test_a_cafe_that_is_new_has_its_slots_at_once(context, cafe_file):
    load(some_places([cafe_file("")]), NOW, open_until=LAST)

    with transaction() as session:
        of_cafe = select(Slot).join(Slot.cafe).where(Cafe.code == "XX990101").order_by(Slot.starts_at)
        opened = [(slot.date, slot.period_number) for slot in session.scalars(of_cafe)]
        ids = list(session.scalars(select(Cafe.id)))
    assert {day for day, _ in opened} == {TODAY + timedelta(days=n) for n in (1, 2, 3, 4, 5, 6, 8, 9)}
    assert sum(open_slots(cafe_id, TODAY, LAST, now=NOW) for cafe_id in ids) == 0


def test_plain_facts_follow_the_file(loaded, rows, ids, folder, change):
    change(HYEHWA, "02-742-3320", "02-742-0000")

    sentences = load(places(folder), NOW).sentences

    assert sentences == [f"{HYEHWA_NAME}: phone를 고쳤습니다."]
    loaded.rollback()
    assert loaded.get_one(Cafe, ids["JN220501"], populate_existing=True).phone == "02-742-0000"


def test_a_cafe_whose_file_is_gone_stays(loaded, rows, folder):
    before = rows()
    (folder / HYEHWA).unlink()

    assert load(places(folder), NOW).sentences == []
    assert rows() == before


def test_a_failure_in_the_middle_leaves_nothing(context, rows, monkeypatch):
    write = loading.write_statements

    def fail_at_a_late_cafe(session, scope, stated, now):
        if scope.name.startswith("양천구"):
            raise OSError("the disk is full")
        return write(session, scope, stated, now)

    monkeypatch.setattr(loading, "write_statements", fail_at_a_late_cafe)

    with pytest.raises(OSError, match="disk is full"):
        load(places(), NOW)
    assert not any(rows().values())


def test_midnight_in_seoul_decides_the_day(loaded, folder, change):
    change(HYEHWA, "child_won = 2000", "child_won = 3000")

    load(places(folder), datetime.fromisoformat("2026-11-23T15:00:00+00:00"))

    assert [on(day).fees.child_won for day in (TODAY, TOMORROW)] == [2000, 3000]


def test_a_row_is_json_that_the_rules_read(loaded):
    contents = loaded.scalars(select(StatementRow.content))

    assert all(isinstance(json.loads(content), dict) for content in contents)
