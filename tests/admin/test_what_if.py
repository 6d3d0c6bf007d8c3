"""A draft against last month's families: who could not have come, by which reason; no names, nothing written."""

from datetime import date, timedelta

import pytest

from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import Family, Visit
from tests.support.morning import all_rows, text_of
from tests.world import NOW, a_slot

BASE = "/admin/cafes/JN220501/rules"
WHAT_IF = {"valid_from": "2026-11-24", "valid_until": "", "year": "2026", "source": "공지", "step": "what_if"}
AGES = WHAT_IF | {"value_basis": "year_age", "value_min": "6", "value_max": "9"}
LAST_WEEK = date(2026, 11, 17)


@pytest.fixture
def official(world, sign_in):
    return sign_in(world.official)


def came(within, world, child_ids, *, day=LAST_WEEK, number=1, adults=1, state_="checked_out", actor=None):
    """A family that was at 혜화점."""

    def act():
        slot_id = a_slot(world.hyehwa, day=day, number=number)
        at = NOW - (date(2026, 11, 23) - day) - timedelta(days=1)
        reservation_id = reserve(
            slot_id, actor=actor or world.mom, child_ids=child_ids, adults=adults, request_id=f"{day}{number}", now=at
        )
        with transaction() as session:
            for visit in session.query(Visit).filter_by(reservation_id=reservation_id):
                visit.state = state_
                if state_ == "checked_out":
                    visit.checked_in_at = visit.checked_out_at = NOW
                if state_ == "cancelled":
                    visit.cancelled_at, visit.cancel_cause = NOW, "guardian"

    within(act)


def test_who_could_not_have_come_is_counted_by_reason_without_a_name(app, world, within, official):
    came(within, world, [world.jia, world.minjun])
    came(within, world, [world.stranger_child], number=2, actor=world.stranger)
    before = all_rows(app)

    answer = official.post(f"{BASE}/ages", data=AGES)

    page = text_of(answer)
    assert answer.status_code == 200
    assert '<strong>1</strong><span class="tile-of"> / 2</span>가족' in page
    assert "나이가 어려서" in page
    assert "11월 17일(화) 오전 9:30–11:30" in page
    assert "연나이 5세, 3세" in page
    assert not any(name in page for name in ("지아", "민준", "김엄마", "하준"))
    assert all_rows(app) == before


@pytest.mark.parametrize(
    ("section", "fields", "reason"),
    [
        ("adults", {"value_per_child_max": "1"}, "‘보호자’ 규칙 때문에"),
        ("limits", {"value_children_per_reservation": "1"}, "‘횟수 제한’ 규칙 때문에"),
        ("residency", {"value_who": "district"}, "사는 곳 때문에"),
        ("days", {"value_open": ["수", "목", "금", "토", "일"]}, "여는 날이 아니어서"),
        (
            "timetable",
            {f"value_{day}": "10:00~12:00" for day in ("weekday", "saturday", "sunday")},
            "운영표에 그 회차가 없어서",
        ),
        ("openings", {"value_kind": "rolling", "value_days": "0"}, "예약이 아직 열리지 않아서"),
        (
            "zone",
            {"name": "big", "value_basis": "year_age", "value_min": "4", "value_max": "9", "value_children": "9"},
            "나이에 맞는 구역이 없어서",
        ),
    ],
)
def test_each_kind_of_rule_has_its_reason(world, within, official, section, fields, reason):
    came(within, world, [world.jia, world.minjun], adults=3)

    assert reason in text_of(official.post(f"{BASE}/{section}", data=WHAT_IF | fields))


def test_a_limit_counts_the_visits_that_were_reserved_before(world, within, official):
    came(within, world, [world.jia])
    came(within, world, [world.jia], day=LAST_WEEK + timedelta(days=1), number=2)

    page = text_of(official.post(f"{BASE}/limits", data=WHAT_IF | {"value_visits_per_week": "1"}))

    assert '<strong>1</strong><span class="tile-of"> / 2</span>건' in page
    assert "11월 18일(수)" in page
    assert "11월 17일(화) 오전" not in page


def test_a_reason_that_the_present_rules_have_too_does_not_count(world, within, official):
    came(within, world, [world.jia])

    page = text_of(official.post(f"{BASE}/fees", data=WHAT_IF | {"value_child_won": "3000"}))

    assert "모두 새 규칙으로도 올 수 있었어요" in page


def test_only_live_visits_of_the_thirty_days_before_today_are_looked_at(world, within, official):
    came(within, world, [world.jia], day=LAST_WEEK, state_="cancelled")
    came(within, world, [world.jia], day=date(2026, 10, 23))
    came(within, world, [world.minjun], day=date(2026, 10, 24))

    page = text_of(official.post(f"{BASE}/ages", data=AGES))

    assert '<strong>1</strong><span class="tile-of"> / 1</span>건' in page


def test_another_districts_families_are_not_looked_at(world, within, sign_in):
    came(within, world, [world.jia])

    page = text_of(sign_in(world.other_official).post("/admin/cafes/JR220801/rules/ages", data=AGES))

    assert "지난 30일에 온 가족이 없어" in page


def test_a_family_that_lives_in_the_district_could_have_come(world, within, official):
    came(within, world, [world.jia])
    data = WHAT_IF | {"value_who": "district"}
    assert "사는 곳 때문에" in text_of(official.post(f"{BASE}/residency", data=data))

    def moves_in():
        with transaction() as session:
            family = session.get_one(Family, world.mom.family_id)
            family.residence_known, family.residence_district_id = True, 11110

    within(moves_in)

    page = text_of(official.post(f"{BASE}/residency", data=data))

    assert "모두 새 규칙으로도 올 수 있었어요" in page


def test_the_number_of_statements_does_not_grow_with_the_families(app, world, within, official):
    from tests.support.morning import Statements

    counts = []
    for number in (1, 2, 3):
        came(
            within,
            world,
            [(world.jia, world.minjun, world.jia)[number - 1]],
            number=number,
            day=LAST_WEEK + timedelta(number),
        )
        with Statements(app) as statements:
            official.post(f"{BASE}/ages", data=AGES)
        counts.append(len(statements.seen))

    assert counts[0] == counts[-1] <= 20, counts
