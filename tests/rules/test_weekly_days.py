"""Where a weekly closing day goes when it is a holiday."""

from datetime import date

from booking.rules.holiday_days import Holiday
from booking.rules.timetable import day_plan

from .a_cafe import ALL_WEEK, BOTANIC_PARK, JUNGNANG, NOT_MONDAY, a_cafe, around


def test_in_may_2025_the_weekly_day_moves_from_monday_childrens_day_to_tuesday():
    assert around(JUNGNANG, date(2025, 5, 4), date(2025, 5, 7)) == ["open", "open", "holiday", "open"]
    opens_on_substitutes = {"holidays": JUNGNANG["holidays"] | {"open_on_substitute": True}}
    assert around(opens_on_substitutes, date(2025, 5, 4), date(2025, 5, 7)) == ["open", "open", "moved", "open"]


def test_a_monday_holiday_on_which_the_cafe_is_closed_closes_tuesday_too():
    assert around(JUNGNANG, date(2026, 8, 16), date(2026, 8, 19)) == ["open", "holiday", "moved", "open"]


def test_a_moved_closing_says_where_it_came_from():
    known = {date(2026, 8, 17): Holiday("광복절 대체공휴일", frozenset({"substitute"}))}

    found = day_plan(date(2026, 8, 18), a_cafe(JUNGNANG), known).closed

    assert found.reason == "월요일 정기휴관일이 공휴일(광복절 대체공휴일)과 겹쳐 이날 쉬어요"
    assert found.origin.layer == "cafe"


def test_a_run_of_holidays_from_a_monday_is_open_and_the_first_day_after_it_closed():
    # Chuseok 2025: Sunday 5 to Wednesday 8 October, then 한글날.
    assert around(BOTANIC_PARK, date(2025, 10, 5), date(2025, 10, 11)) == ["holiday", *["open"] * 4, "moved", "open"]
    # 2 and 3 October 2023, a Monday and a Tuesday, after Chuseok and a Sunday that is none.
    assert around(BOTANIC_PARK, date(2023, 9, 30), date(2023, 10, 5)) == ["holiday", "open", "open", "open", "moved", "open"]


def test_a_weekly_day_stays_where_it_is_unless_the_cafe_says_otherwise():
    assert around({}, date(2026, 8, 16), date(2026, 8, 19)) == ["open", "weekly", "open", "open"]


def test_a_labour_day_that_was_no_public_holiday_moves_nothing():
    for stated in (JUNGNANG, BOTANIC_PARK):
        assert around(stated, date(2023, 4, 30), date(2023, 5, 2)) == ["open", "weekly", "open"]
    assert around(JUNGNANG, date(2028, 4, 30), date(2028, 5, 1)) == ["open", "holiday"]
    # Monday 1 May 2028 is public, and Tuesday is Buddha's Birthday.
    assert around(BOTANIC_PARK, date(2028, 5, 1), date(2028, 5, 4)) == ["open", "open", "moved", "open"]


def test_two_weekly_days_on_holidays_become_the_two_days_after():
    # 1 March 2026 was a Sunday, its substitute Monday.
    stated = {"days": {"open": ALL_WEEK[1:6]}, "holidays": {"open_on_holidays": True, "weekly_day_on_holiday": "next_day"}}

    assert around(stated, date(2026, 2, 28), date(2026, 3, 4)) == ["open", "open", "moved", "moved", "open"]


def test_two_weekly_days_in_one_run_close_one_date_after_it():
    stated = {"days": {"open": ALL_WEEK[1:6]}, "holidays": {"weekly_day_on_holiday": "after_run"}}

    assert around(stated, date(2026, 2, 28), date(2026, 3, 4)) == ["open", "open", "open", "moved", "open"]


def test_a_weekly_day_that_moves_to_another_one_is_spent_there():
    # 6 June 2027 is a Sunday without a substitute.
    stated = {"days": {"open": ALL_WEEK[1:6]}, "holidays": {"weekly_day_on_holiday": "next_day"}}

    assert around(stated, date(2027, 6, 5), date(2027, 6, 8)) == ["open", "holiday", "weekly", "open"]


def test_a_saturday_is_never_the_day_after_a_run():
    # 한글날 2026 is a Friday.
    stated = {"days": {"open": ["월", "화", "수", "목", "토", "일"]}, "holidays": {"weekly_day_on_holiday": "after_run"}}

    assert around(stated, date(2026, 10, 8), date(2026, 10, 13)) == ["open", "open", "open", "open", "moved", "open"]


def test_a_day_opened_by_its_number_is_no_weekly_closing_day_and_does_not_move():
    stated = {
        "days": {"open": NOT_MONDAY, "open_nth": ["셋째 월"]},
        "holidays": {"open_on_holidays": True, "weekly_day_on_holiday": "next_day"},
    }

    assert around(stated, date(2026, 8, 17), date(2026, 8, 18)) == ["open", "open"]


def test_outside_the_season_no_closing_day_moves():
    stated = JUNGNANG | {"season": {"spans": ["2026-08-18~2026-10-31"]}}

    assert around(stated, date(2026, 8, 17), date(2026, 8, 18)) == ["season", "open"]


def test_a_weekly_day_moves_across_the_turn_of_a_month():
    thursdays = {"days": {"open": ["월", "화", "수", "금", "토", "일"]}, "holidays": JUNGNANG["holidays"]}

    assert around(JUNGNANG, date(2027, 2, 28), date(2027, 3, 3)) == ["open", "holiday", "moved", "open"]
    # Friday 1 March 2024 and the Thursday of the leap day before it.
    assert around(thursdays, date(2024, 2, 28), date(2024, 3, 2)) == ["open", "weekly", "holiday", "open"]
