"""Which dates are holidays, of which kinds, and which switch decides about each."""

from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from booking.calendar_days import holidays_between, with_days_before
from booking.models import TemporaryHoliday
from booking.rules.holiday_days import DAYS_BEFORE, SWITCHES, Holiday, switch
from booking.rules.policy import Holidays
from booking.rules.times import days

from .a_cafe import ALL_WEEK, KINDS, kind_on
from .an_independent_calendar import YEARS, buddhas_birthday, chuseok, seollal


@pytest.fixture
def session():
    """A database with the table of temporary holidays alone."""
    engine = create_engine("sqlite://")
    TemporaryHoliday.__table__.create(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def named(session, day):
    return holidays_between(session, day, day).get(day)


def test_every_date_of_six_years_has_the_kinds_that_the_law_and_the_sky_give_it(session):
    found = {day: holiday.kinds for day, holiday in holidays_between(session, date(2023, 1, 1), date(2028, 12, 31)).items()}

    assert found == KINDS


def test_the_lunar_dates_from_the_sky_are_those_of_printed_calendars():
    found = {
        year: [day(year).strftime("%m-%d") for day in (seollal, buddhas_birthday, chuseok)] for year in range(2023, 2029)
    }

    assert found == {
        2023: ["01-22", "05-27", "09-29"],
        2024: ["02-10", "05-15", "09-17"],
        2025: ["01-29", "05-05", "10-06"],
        2026: ["02-17", "05-24", "09-25"],
        2027: ["02-07", "05-13", "09-15"],
        2028: ["01-27", "05-02", "10-03"],
    }


@pytest.mark.parametrize(
    ("day", "name", "kinds"),
    [
        (date(2025, 1, 1), "새해 첫날", {"new_year"}),
        (date(2025, 5, 5), "부처님오신날, 어린이날", {"childrens_day", "public"}),
        (date(2025, 5, 6), "부처님오신날 대체공휴일, 어린이날 대체공휴일", {"substitute"}),
        (date(2024, 10, 1), "국군의 날", {"temporary"}),
        (date(2025, 1, 27), "임시공휴일", {"temporary"}),
        (date(2022, 3, 9), "대통령 선거일", {"election"}),
        (date(2025, 6, 3), "대통령 선거일", {"election"}),
        (date(2026, 6, 3), "지방선거일", {"election"}),
        (date(2030, 6, 12), "지방선거일", {"election"}),
        (date(2025, 5, 1), "근로자의 날", {"labour_day"}),
        (date(2026, 5, 1), "노동절", {"labour_day", "public"}),
        (date(2027, 5, 3), "노동절 대체공휴일", {"substitute"}),
        (date(2026, 7, 17), "제헌절", {"public"}),
        (date(2027, 12, 27), "성탄절 대체공휴일", {"substitute"}),
        (date(2028, 10, 3), "개천절, 추석", {"seollal_chuseok", "public"}),
    ],
)
def test_a_holiday_has_its_name_and_kinds(session, day, name, kinds):
    assert named(session, day) == Holiday(name, frozenset(kinds))


@pytest.mark.parametrize("day", [date(2025, 7, 17), date(2026, 6, 8), date(2023, 1, 2), date(2022, 5, 9), date(2028, 2, 29)])
def test_a_date_that_people_might_expect_is_none(session, day):
    assert named(session, day) is None


def test_labour_day_is_a_holiday_of_every_year_and_public_from_2026(session):
    found = {year: named(session, date(year, 5, 1)) for year in range(2022, 2031)}

    assert all("labour_day" in holiday.kinds for holiday in found.values())
    assert [year for year, holiday in found.items() if holiday.is_public] == [2026, 2027, 2028, 2029, 2030]


def test_a_temporary_holiday_that_only_the_table_knows_is_one(session):
    session.add(TemporaryHoliday(date=date(2027, 10, 8), name="임시공휴일", source="국무회의"))
    session.flush()

    assert named(session, date(2027, 10, 8)) == Holiday("임시공휴일", frozenset({"temporary"}))


def test_an_election_that_only_the_table_knows_is_an_election(session):
    session.add(TemporaryHoliday(date=date(2027, 6, 2), name="대통령 선거일(임시공휴일)", source="국무회의"))
    session.flush()

    assert named(session, date(2027, 6, 2)).kinds == {"election"}


def test_a_row_about_a_day_that_the_library_knows_changes_nothing(session):
    session.add(TemporaryHoliday(date=date(2025, 1, 27), name="설 임시공휴일", source="국무회의"))
    session.flush()

    assert named(session, date(2025, 1, 27)).name == "임시공휴일"


def test_a_row_on_a_labour_day_that_was_none_makes_it_public(session):
    session.add(TemporaryHoliday(date=date(2025, 5, 1), name="임시공휴일", source="국무회의"))
    session.flush()

    found = named(session, date(2025, 5, 1))

    assert found == Holiday("근로자의 날, 임시공휴일", frozenset({"labour_day", "temporary"}))
    assert found.is_public


def test_no_run_of_holidays_and_weekends_is_as_long_as_what_is_known_before_a_date(session):
    off = {
        day for day, holiday in holidays_between(session, date(2014, 1, 1), date(2050, 12, 31)).items() if holiday.is_public
    }
    longest, run = 0, 0
    for day in days(date(2014, 1, 1), date(2050, 12, 31)):
        run = run + 1 if day in off or day.weekday() >= 5 else 0
        longest = max(longest, run)

    assert longest == 10 < DAYS_BEFORE
    assert with_days_before(date(2025, 1, 5)) == date(2025, 1, 5) - timedelta(days=DAYS_BEFORE)


# Switches


@pytest.mark.parametrize(("kind", "key"), SWITCHES)
def test_each_kind_has_a_switch_and_follows_the_common_one_until_it_is_stated(kind, key):
    holiday = Holiday("쉬는 날", frozenset({kind}))

    for common in (False, True):
        assert switch(holiday, Holidays(open_on_holidays=common)) == (common, "open_on_holidays")
        for own in (False, True):
            assert switch(holiday, Holidays(open_on_holidays=common, **{key: own})) == (own, key)


def test_of_two_kinds_on_one_date_the_more_particular_switch_decides():
    both = Holiday("개천절, 추석", frozenset({"seollal_chuseok", "public"}))

    assert switch(both, Holidays(open_on_holidays=True, open_on_seollal_chuseok=False)) == (False, "open_on_seollal_chuseok")
    for n, (first, first_key) in enumerate(SWITCHES):
        for second, second_key in SWITCHES[n + 1 :]:
            said = Holidays(**{first_key: True, second_key: False})
            assert switch(Holiday("겹친 날", frozenset({first, second})), said) == (True, first_key)


@pytest.mark.parametrize("year", YEARS)
def test_a_cafe_closed_on_holidays_but_open_on_childrens_day_opens_on_5_may_and_not_on_its_substitute(year):
    stated = {"holidays": {"open_on_childrens_day": True}, "days": {"open": ALL_WEEK}}

    opened = [day for day in KINDS if day.year == year and kind_on(day, stated) == "open"]

    assert opened == [date(year, 5, 5)]


def test_a_cafe_may_open_on_substitutes_only():
    stated = {"holidays": {"open_on_substitute": True}, "days": {"open": ALL_WEEK}}

    opened = {day for day in KINDS if kind_on(day, stated) == "open"}

    assert opened == {day for day, kinds in KINDS.items() if "substitute" in kinds}
    assert {date(2025, 5, 6), date(2027, 5, 3), date(2028, 10, 5)} <= opened


def test_a_cafe_that_opens_on_holidays_may_keep_the_great_ones():
    stated = {
        "holidays": {"open_on_holidays": True, "open_on_new_year": False, "open_on_seollal_chuseok": False},
        "days": {"open": ALL_WEEK},
    }

    closed = [day.isoformat() for day in days(date(2028, 1, 1), date(2028, 12, 31)) if kind_on(day, stated) != "open"]

    assert closed == [
        *("2028-01-01", "2028-01-26", "2028-01-27", "2028-01-28"),
        *("2028-10-02", "2028-10-03", "2028-10-04"),
    ]


@pytest.mark.parametrize(
    ("common", "labour", "expected"),
    [(False, None, "holiday"), (True, None, "open"), (True, False, "holiday"), (False, True, "open")],
)
@pytest.mark.parametrize("year", [2024, 2025, 2026, 2028])
def test_labour_day_follows_its_switch_and_else_the_common_one_public_or_not(year, common, labour, expected):
    said = {"open_on_holidays": common} | ({} if labour is None else {"open_on_labour_day": labour})

    assert kind_on(date(year, 5, 1), {"holidays": said, "days": {"open": ALL_WEEK}}) == expected
