"""Which slots a date has, or why it has none."""

from dataclasses import replace
from datetime import date, time

import pytest

from booking.rules.policy import Policy, PolicyIncomplete, merge
from booking.rules.timetable import Holiday, PeriodFacts, day_plan
from tests.world import CITY_POLICY

CITY = Policy(**CITY_POLICY)
PERIODS = [
    PeriodFacts(2, time(13), time(15), 20, "weekday"),
    PeriodFacts(1, time(9, 30), time(11, 30), 20, "weekday"),
    PeriodFacts(1, time(10), time(12), 28, "saturday"),
]
TUESDAY, SATURDAY, SUNDAY, MONDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 30)


def plan(day, policy=CITY, holidays=None, closed_day=None):
    return day_plan(day, policy, PERIODS, holidays or {}, closed_day)


def test_a_weekday_has_its_periods_in_order_of_time():
    assert [period.number for period in plan(TUESDAY).periods] == [1, 2]


def test_a_saturday_has_its_own_timetable():
    assert [period.capacity for period in plan(SATURDAY).periods] == [28]


def test_a_day_without_a_timetable_says_so():
    assert plan(SUNDAY).closed.reason == "이 요일에는 운영하지 않습니다"


def test_monday_is_the_weekly_closing_day():
    assert plan(MONDAY).closed.kind == "weekly"


def test_an_ordered_closing_gives_its_reason_before_anything_else():
    assert plan(MONDAY, closed_day="방역 소독").closed.reason == "방역 소독"


@pytest.mark.parametrize(
    ("kind", "switch"),
    [
        ("public", "open_on_holidays"),
        ("substitute", "open_on_holidays"),
        ("temporary", "open_on_holidays"),
        ("childrens_day", "open_on_childrens_day"),
        ("labour_day", "open_on_labour_day"),
    ],
)
def test_a_holiday_closes_unless_the_cafe_says_otherwise(kind, switch):
    holidays = {TUESDAY: Holiday("쉬는 날", kind)}

    assert plan(TUESDAY, holidays=holidays).closed.reason == "쉬는 날"
    assert plan(TUESDAY, policy=replace(CITY, **{switch: True}), holidays=holidays).closed is None


def test_labour_day_has_its_own_switch():
    holidays = {TUESDAY: Holiday("근로자의 날", "labour_day")}

    assert plan(TUESDAY, policy=replace(CITY, open_on_holidays=True), holidays=holidays).closed is not None


def test_after_a_monday_holiday_the_next_day_is_closed_where_the_cafe_says_so():
    holidays = {date(2026, 11, 23): Holiday("쉬는 월요일")}

    assert plan(TUESDAY, holidays=holidays).closed is None
    assert plan(TUESDAY, policy=replace(CITY, closed_after_monday_holiday=True), holidays=holidays).closed is not None


def test_the_nearest_stated_value_wins_and_its_origin_is_known():
    policy, origins = merge([("city", CITY_POLICY), ("district", {"fee_child_won": 1000}), ("cafe", {"fee_child_won": 0})])

    assert policy.fee_child_won == 0
    assert (origins["fee_child_won"], origins["fee_adult_won"]) == ("cafe", "city")


def test_a_value_stated_nowhere_is_named():
    stated = {key: value for key, value in CITY_POLICY.items() if key != "visits_per_day"}

    with pytest.raises(PolicyIncomplete, match="visits_per_day"):
        merge([("city", stated)])
