"""When a café runs: seasons, listed dates, n-th weekdays of a month."""

from datetime import date

import pytest

from booking.rules.holiday_days import Holiday
from booking.rules.timetable import day_plan

from .a_cafe import ALL_WEEK, a_cafe

TUESDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (24, 28, 29, 30))
A_HOLIDAY = Holiday("쉬는 날", frozenset({"public"}))
OPEN_ON_HOLIDAYS = {"open_on_holidays": True}


def closed(day, stated, holidays=None):
    found = day_plan(day, a_cafe(stated), holidays or {}).closed
    return found and (found.kind, found.reason)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 4, 17), "season"),
        (date(2026, 4, 18), None),
        (date(2026, 6, 21), None),
        (date(2026, 6, 22), "season"),
        (date(2026, 9, 1), None),
        (date(2026, 4, 20), "weekly"),
        (date(2026, 5, 5), "holiday"),
    ],
)
def test_a_cafe_runs_within_the_stretches_of_its_season_only(day, kind):
    stated = {"season": {"spans": ["2026-04-18~2026-06-21", "2026-09-01~2026-09-30"]}}

    found = closed(day, stated, {date(2026, 5, 5): A_HOLIDAY})

    assert (found and found[0]) == kind


def test_before_its_season_a_cafe_says_when_it_opens_and_after_it_that_it_is_over():
    stated = {"season": {"spans": ["2026-04-18~2026-06-21"], "dates": [date(2026, 9, 5)]}}

    assert closed(date(2026, 4, 1), stated)[1] == "운영 기간이 아니에요. 다음 운영은 2026년 4월 18일부터예요"
    assert closed(date(2026, 7, 1), stated)[1] == "운영 기간이 아니에요. 다음 운영은 2026년 9월 5일부터예요"
    assert closed(date(2026, 10, 1), stated)[1] == "운영 기간이 끝났어요"


@pytest.mark.parametrize(("day", "kind"), [(SATURDAY, None), (MONDAY, None), (SUNDAY, "season"), (TUESDAY, "season")])
def test_with_listed_dates_alone_no_other_date_opens(day, kind):
    stated = {"season": {"dates": [SATURDAY, MONDAY]}}

    found = closed(day, stated, {MONDAY: A_HOLIDAY})

    assert (found and found[0]) == kind


def test_beside_stretches_listed_dates_open_too_whatever_the_weekday():
    monday_within, monday_outside = date(2026, 5, 4), date(2026, 7, 6)
    stated = {"season": {"spans": ["2026-04-18~2026-06-21"], "dates": [monday_within, monday_outside]}}

    assert [closed(day, stated) for day in (monday_within, monday_outside, date(2026, 5, 5))] == [None, None, None]
    assert closed(date(2026, 5, 11), stated)[0] == "weekly"
    assert closed(date(2026, 7, 7), stated)[0] == "season"


def test_an_empty_season_is_none():
    assert closed(TUESDAY, {"season": {}}) is None


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 29), None),
        (date(2026, 11, 22), "weekly"),
        (date(2027, 1, 31), None),
        (date(2027, 1, 24), "weekly"),
        (date(2027, 2, 28), None),
        (date(2028, 2, 27), None),
        (date(2032, 2, 29), None),
        (date(2032, 2, 22), "weekly"),
    ],
)
def test_a_weekly_closing_day_opens_on_the_last_one_of_the_month(day, kind):
    found = closed(day, {"days": {"open": ALL_WEEK[:6], "open_nth": ["마지막 일"]}})

    assert (found and found[0]) == kind


@pytest.mark.parametrize(
    ("nth", "day"),
    [
        ("첫째 화", 3),
        ("둘째 화", 10),
        ("셋째 화", 17),
        ("넷째 화", 24),
        ("마지막 화", 24),
        ("다섯째 일", 29),
        ("마지막 일", 29),
    ],
)
def test_an_open_weekday_closes_on_the_nth_one_of_the_month(nth, day):
    stated = {"days": {"open": ALL_WEEK, "closed_nth": [nth]}}
    month = [date(2026, 11, n) for n in range(1, 31)]

    assert [one.day for one in month if closed(one, stated)] == [day]
    assert closed(date(2026, 11, day), stated) == ("nth", f"{nth}요일은 쉬어요")


def test_a_month_without_a_fifth_one_has_none():
    stated = {"days": {"open": ALL_WEEK, "closed_nth": ["다섯째 화"]}}

    assert not [n for n in range(1, 31) if closed(date(2026, 11, n), stated)]


def test_a_date_named_to_open_and_to_close_is_closed():
    stated = {"days": {"open": ALL_WEEK[:6], "open_nth": ["다섯째 일"], "closed_nth": ["마지막 일"]}}

    assert closed(SUNDAY, stated)[0] == "nth"


def test_on_a_holiday_the_switches_still_decide_about_a_date_that_its_number_opens():
    stated = {"days": {"open": ALL_WEEK[:6], "open_nth": ["마지막 일"]}}

    assert closed(SUNDAY, stated, {SUNDAY: A_HOLIDAY}) == ("holiday", "쉬는 날")
    assert closed(SUNDAY, stated | {"holidays": OPEN_ON_HOLIDAYS}, {SUNDAY: A_HOLIDAY}) is None
