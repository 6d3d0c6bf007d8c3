"""Which slots a date has, or why it has none, sentence by sentence. Holidays by themselves: test_holidays."""

import timeit
from datetime import date, time, timedelta

import pytest

from booking.rules.holiday_days import Holiday
from booking.rules.timetable import day_names, day_plan

from .a_cafe import ALL_WEEK, a_cafe

TUESDAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (24, 27, 28, 29, 30))
A_HOLIDAY = Holiday("쉬는 날", frozenset({"public"}))
OPEN_ON_HOLIDAYS = {"open_on_holidays": True}


def plan(day, stated=None, holidays=None, closed_day=None):
    return day_plan(day, a_cafe(stated), holidays or {}, closed_day)


def closed(day, stated=None, holidays=None, closed_day=None):
    found = plan(day, stated, holidays, closed_day).closed
    return found and (found.kind, found.reason)


def starts(day, stated=None, holidays=None):
    return [period.starts.strftime("%H:%M") for period in plan(day, stated, holidays).periods]


# What a date has


def test_a_weekday_has_its_periods_numbered_in_their_order():
    found = [(p.number, p.starts, p.ends, p.capacity) for p in plan(TUESDAY).periods]

    assert found[0] == (1, time(9, 30), time(11, 30), 20)
    assert [number for number, *_ in found] == [1, 2, 3]


def test_saturday_and_sunday_have_their_own_lists():
    assert (starts(SATURDAY), starts(SUNDAY)) == (["10:00"], ["14:00"])


def test_a_named_weekday_comes_before_monday_to_friday():
    stated = {"timetable": {"weekday": ["09:00~11:00"], "friday": ["18:30~20:00"]}}

    assert (starts(TUESDAY, stated), starts(FRIDAY, stated)) == (["09:00"], ["18:30"])


def test_a_holiday_on_which_the_cafe_opens_has_its_own_list_when_there_is_one():
    stated = {"holidays": OPEN_ON_HOLIDAYS, "timetable": {"weekday": ["09:00~11:00"], "tuesday": ["08:00~09:00"]}}
    with_list = stated | {"timetable": stated["timetable"] | {"holiday": ["12:00~14:00"]}}

    assert starts(TUESDAY, stated, {TUESDAY: A_HOLIDAY}) == ["08:00"]
    assert starts(TUESDAY, with_list, {TUESDAY: A_HOLIDAY}) == ["12:00"]
    assert starts(TUESDAY, with_list) == ["08:00"]


def test_a_sunday_that_is_a_holiday_has_the_list_of_holidays():
    stated = {"holidays": OPEN_ON_HOLIDAYS, "timetable": {"sunday": ["09:00~11:00"], "holiday": ["12:00~14:00"]}}

    assert starts(SUNDAY, stated, {SUNDAY: A_HOLIDAY}) == ["12:00"]


def test_a_list_stated_empty_and_none_at_all_mean_no_periods():
    stated = {"timetable": {"weekday": ["09:00~11:00"], "friday": []}}

    assert closed(FRIDAY, stated) == ("no_periods", "이 요일에는 회차가 없어요")
    assert closed(SATURDAY, stated) == ("no_periods", "이 요일에는 회차가 없어요")


def test_an_empty_list_of_holidays_does_not_fall_back_on_the_weekday():
    stated = {"holidays": OPEN_ON_HOLIDAYS, "timetable": {"weekday": ["09:00~11:00"], "holiday": []}}

    assert closed(TUESDAY, stated, {TUESDAY: A_HOLIDAY}) == ("no_periods", "공휴일에는 회차가 없어요")


def test_the_lunch_break_is_told_by_the_same_order_of_lists():
    stated = {"breaks": {"weekday": ["12:00~13:00"], "saturday": ["13:00~14:00"], "friday": []}}

    lunch = [plan(day, stated).breaks for day in (TUESDAY, FRIDAY, SATURDAY, SUNDAY)]

    assert lunch == [((time(12), time(13)),), (), ((time(13), time(14)),), ()]


@pytest.mark.parametrize(
    ("day", "names"),
    [(TUESDAY, ("tuesday", "weekday")), (SATURDAY, ("saturday",)), (SUNDAY, ("sunday",)), (FRIDAY, ("friday", "weekday"))],
)
def test_a_date_is_called_by_its_weekday(day, names):
    assert day_names(day, a_cafe(), {}) == plan(day).names == names


def test_a_holiday_is_called_so_only_where_the_timetable_has_such_a_list():
    stated = {"timetable": {"weekday": ["09:00~11:00"], "holiday": ["12:00~14:00"]}}

    assert day_names(TUESDAY, a_cafe(), {TUESDAY: A_HOLIDAY}) == ("tuesday", "weekday")
    assert day_names(TUESDAY, a_cafe(stated), {TUESDAY: A_HOLIDAY}) == ("holiday",)


def test_an_order_changes_nothing_about_the_rules_of_the_periods_that_were_opened():
    stated = {"holidays": OPEN_ON_HOLIDAYS, "timetable": {"weekday": ["09:00~11:00"], "holiday": ["12:00~14:00"]}}
    holidays = {TUESDAY: A_HOLIDAY}

    assert plan(TUESDAY, stated, holidays, "방역").names == plan(TUESDAY, stated, holidays).names == ("holiday",)


@pytest.mark.parametrize(
    ("selector", "capacities"),
    [
        ({"numbers": [1, 3]}, [8, 20, 8]),
        ({"starts": ["13:00"]}, [20, 8, 20]),
        ({"days": ["tuesday"]}, [8, 8, 8]),
        ({"days": ["weekday"], "numbers": [2]}, [20, 8, 20]),
        ({"days": ["saturday", "holiday"]}, [20, 20, 20]),
    ],
)
def test_a_period_has_the_rules_stated_for_it(selector, capacities):
    stated = {"period.small": selector | {"capacity.individual": {"children": 8}}}

    assert [period.capacity for period in plan(TUESDAY, stated).periods] == capacities


def test_a_period_of_holidays_has_the_rules_stated_for_holidays_only():
    stated = {
        "holidays": OPEN_ON_HOLIDAYS,
        "timetable": {"weekday": ["09:00~11:00"], "holiday": ["12:00~14:00"]},
        "period.big": {"days": ["holiday"], "capacity.individual": {"children": 28}},
        "period.small": {"days": ["weekday"], "capacity.individual": {"children": 8}},
    }

    assert [p.capacity for p in plan(TUESDAY, stated, {TUESDAY: A_HOLIDAY}).periods] == [28]
    assert [p.capacity for p in plan(TUESDAY, stated).periods] == [8]


# Why a date has none


def test_a_weekday_that_is_not_named_is_the_weekly_closing_day():
    assert closed(MONDAY) == ("weekly", "정기휴관일")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"state": "preparing"}, "개관 준비"),
        ({"state": "paused", "reason": "2027년 2월까지 공사"}, "2027년 2월까지 공사"),
        ({"state": "ended"}, "끝남"),
    ],
)
def test_a_cafe_that_does_not_run_says_so_before_anything_else(said, reason):
    stated = {"operation": said, "extra.more": {"first": TUESDAY, "reason": "보충"}}

    assert closed(TUESDAY, stated, closed_day="방역") == ("not_running", reason)


def test_a_pilot_runs():
    assert closed(TUESDAY, {"operation": {"state": "pilot"}}) is None


def test_an_ordered_closing_comes_before_what_the_cafe_states():
    stated = {"closed.works": {"first": MONDAY, "reason": "공사"}, "extra.more": {"first": MONDAY, "reason": "보충"}}

    assert closed(MONDAY, stated, closed_day="방역 소독") == ("closed_day", "방역 소독")


@pytest.mark.parametrize(("offset", "reason"), [(-1, None), (0, "공사"), (2, "공사"), (3, None)])
def test_a_stated_closing_holds_from_its_first_to_its_last_date(offset, reason):
    stated = {"closed.works": {"first": TUESDAY, "last": date(2026, 11, 26), "reason": "공사"}, "days": {"open": ALL_WEEK}}

    found = closed(TUESDAY + timedelta(days=offset), stated)

    assert found == (reason and ("closed_day", reason))


def test_a_stated_closing_comes_before_an_extra_opening_and_a_listed_date():
    stated = {
        "closed.works": {"first": TUESDAY, "reason": "공사"},
        "extra.more": {"first": TUESDAY, "reason": "보충"},
        "season": {"dates": [TUESDAY]},
    }

    assert closed(TUESDAY, stated) == ("closed_day", "공사")


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"season": {"spans": ["2026-01-01~2026-01-31"]}},
        {"season": {"dates": [date(2026, 1, 1)]}},
        {"days": {"open": ["화"], "closed_nth": ["마지막 월"]}},
    ],
)
def test_an_extra_opening_opens_whatever_season_weekday_and_holiday_say(stated):
    stated = stated | {"extra.more": {"first": MONDAY, "reason": "보충"}, "timetable": {"weekday": ["09:00~11:00"]}}

    assert closed(MONDAY, stated, {MONDAY: A_HOLIDAY}) is None


def test_an_extra_opening_needs_periods_too():
    stated = {"extra.more": {"first": SATURDAY, "reason": "보충"}, "timetable": {"weekday": ["09:00~11:00"]}}

    assert closed(SATURDAY, stated) == ("no_periods", "이 요일에는 회차가 없어요")


# Who said so


@pytest.mark.parametrize(
    ("day", "stated", "layer"),
    [
        (MONDAY, {}, "city"),
        (MONDAY, {"days": {"open": ["화"]}}, "cafe"),
        (TUESDAY, {"operation": {"state": "paused"}}, "cafe"),
        (TUESDAY, {"closed.works": {"first": TUESDAY, "reason": "공사"}}, "cafe"),
        (TUESDAY, {"season": {"dates": [SUNDAY]}}, "cafe"),
        (TUESDAY, {"days": {"open": ["화"], "closed_nth": ["마지막 화"]}}, "cafe"),
        (TUESDAY, {"timetable": {"weekday": []}}, "cafe"),
        (SUNDAY, {}, "city"),
        (SUNDAY, {"holidays": {"open_on_election": False}}, "city"),
        (SUNDAY, {"holidays": {"open_on_temporary": False}}, "cafe"),
        (date(2026, 12, 1), {"holidays": {"open_on_temporary": True, "weekly_day_on_holiday": "next_day"}}, "cafe"),
    ],
)
def test_a_closing_names_the_layer_that_said_so(day, stated, layer):
    temporary = Holiday("임시공휴일", frozenset({"temporary"}))

    found = plan(day, stated, {SUNDAY: temporary, MONDAY: temporary}).closed

    assert found.origin.layer == layer


def test_an_order_has_no_origin_among_the_statements():
    assert plan(TUESDAY, closed_day="방역").closed.origin is None


# Its price


def test_a_plan_costs_far_less_than_a_fifth_of_a_millisecond():
    stated = {
        "holidays": {"weekly_day_on_holiday": "after_run"},
        "days": {"open": ALL_WEEK[1:], "open_nth": ["마지막 월"], "closed_nth": ["셋째 수"]},
        "season": {"spans": ["2026-01-01~2026-12-31"]},
        "period.first": {"numbers": [1], "capacity.individual": {"children": 8}},
        "period.last": {"days": ["weekday"], "fees": {"child_won": 0}},
    }
    policy = a_cafe(stated)
    holidays = {TUESDAY - timedelta(days=n): A_HOLIDAY for n in range(1, 12)}
    day_plan(TUESDAY + timedelta(days=1), policy, holidays)

    times = timeit.repeat(lambda: day_plan(TUESDAY + timedelta(days=1), policy, holidays), number=100, repeat=5)

    assert min(times) / 100 < 0.000_2
