"""From when a slot may be reserved, and until when."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rules.openings import booking_closes, opening, opening_for
from booking.rules.times import SEOUL, seoul, seoul_date

from .a_cafe import ALL_WEEK, a_cafe

ONE = timedelta(days=1)
DATES = st.dates(date(2022, 6, 1), date(2032, 12, 31))
TIMES = st.times().map(lambda at: at.strftime("%H:%M"))
WEEKLY = st.fixed_dictionaries(
    {"kind": st.just("weekly"), "day": st.sampled_from(ALL_WEEK), "first_day": st.integers(0, 60), "at": TIMES}
)
MONTHLY = st.fixed_dictionaries(
    {
        "kind": st.just("monthly"),
        "days_of_month": st.lists(st.integers(1, 28), min_size=1, max_size=4, unique=True).map(sorted),
        "covers": st.sampled_from(["this", "next"]),
        "at": TIMES,
    }
)
ROLLING = st.fixed_dictionaries({"kind": st.just("rolling"), "days": st.integers(0, 365), "at": TIMES})
ANY = st.one_of(WEEKLY, MONTHLY, ROLLING)


def opens(day, stated):
    """When the first may reserve, on Seoul's clock: ``2026-11-24 09:00``."""
    return seoul(opening(day, a_cafe({"openings": stated}))).strftime("%Y-%m-%d %H:%M")


def opening_date(day, stated):
    return seoul_date(opening(day, a_cafe({"openings": stated})))


# Rolling


def test_unless_somebody_says_otherwise_a_date_opens_four_weeks_before_at_midnight():
    assert seoul(opening(date(2026, 11, 24), a_cafe())).isoformat() == "2026-10-27T00:00:00+09:00"


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 24), 7, "2026-11-17 09:00"),
        (date(2027, 1, 1), 7, "2026-12-25 09:00"),
        (date(2028, 3, 1), 1, "2028-02-29 09:00"),
        (date(2027, 3, 1), 1, "2027-02-28 09:00"),
        (date(2029, 2, 28), 365, "2028-02-29 09:00"),
        (date(2026, 11, 24), 0, "2026-11-24 09:00"),
    ],
)
def test_a_rolling_opening_is_so_many_days_before(day, days, expected):
    assert opens(day, {"kind": "rolling", "days": days, "at": "09:00"}) == expected


# Weekly


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), "2026-11-10 09:00"),
        (date(2026, 11, 24), "2026-11-17 09:00"),
        (date(2026, 11, 30), "2026-11-17 09:00"),
        (date(2026, 12, 1), "2026-11-24 09:00"),
        (date(2027, 1, 4), "2026-12-22 09:00"),
        (date(2027, 1, 5), "2026-12-29 09:00"),
        (date(2028, 2, 29), "2028-02-22 09:00"),
        (date(2028, 3, 1), "2028-02-22 09:00"),
    ],
)
def test_a_tuesday_opens_the_week_from_next_tuesday(day, expected):
    assert opens(day, {"kind": "weekly", "day": "화", "first_day": 7, "at": "09:00"}) == expected


def test_a_weekly_opening_may_open_the_week_that_begins_with_it():
    stated = {"kind": "weekly", "day": "월", "first_day": 0, "at": "09:00"}

    assert opens(date(2026, 11, 23), stated) == "2026-11-23 09:00"
    assert opens(date(2026, 11, 29), stated) == "2026-11-23 09:00"


def test_a_weekly_opening_may_open_a_week_that_begins_on_another_weekday():
    # 화요일에 다음 주 월요일부터: six days later.
    stated = {"kind": "weekly", "day": "화", "first_day": 6, "at": "09:00"}

    assert opens(date(2026, 11, 30), stated) == "2026-11-24 09:00"
    assert opens(date(2026, 11, 29), stated) == "2026-11-17 09:00"


@settings(deadline=None, max_examples=200)
@given(DATES, WEEKLY)
def test_a_weekly_opening_falls_on_its_weekday_and_covers_seven_dates_from_its_first(day, stated):
    opened = opening_date(day, stated)

    first = opened + stated["first_day"] * ONE
    assert opened.weekday() == ALL_WEEK.index(stated["day"])
    assert first <= day < first + 7 * ONE
    assert {opening_date(first + n * ONE, stated) for n in range(7)} == {opened}


# Monthly


@pytest.mark.parametrize(
    ("day", "this", "following"),
    [
        (date(2026, 11, 1), "2026-11-01", "2026-10-16"),
        (date(2026, 11, 15), "2026-11-01", "2026-10-16"),
        (date(2026, 11, 16), "2026-11-16", "2026-11-01"),
        (date(2026, 11, 30), "2026-11-16", "2026-11-01"),
        (date(2027, 1, 1), "2027-01-01", "2026-12-16"),
        (date(2026, 12, 31), "2026-12-16", "2026-12-01"),
        (date(2027, 2, 28), "2027-02-16", "2027-02-01"),
        (date(2028, 2, 29), "2028-02-16", "2028-02-01"),
        (date(2028, 3, 1), "2028-03-01", "2028-02-16"),
    ],
)
def test_on_the_first_and_sixteenth_half_a_month_is_opened(day, this, following):
    stated = {"kind": "monthly", "days_of_month": [1, 16], "at": "09:00"}

    assert opens(day, stated | {"covers": "this"}) == f"{this} 09:00"
    assert opens(day, stated | {"covers": "next"}) == f"{following} 09:00"


@pytest.mark.parametrize(
    ("day", "this", "following"),
    [
        (date(2027, 3, 24), "2027-02-25", "2027-01-25"),
        (date(2027, 3, 25), "2027-03-25", "2027-02-25"),
        (date(2027, 1, 24), "2026-12-25", "2026-11-25"),
        (date(2027, 1, 25), "2027-01-25", "2026-12-25"),
    ],
)
def test_on_the_twenty_fifth_the_month_from_then_or_from_the_next_one_is_opened(day, this, following):
    stated = {"kind": "monthly", "days_of_month": [25], "at": "10:00"}

    assert opens(day, stated | {"covers": "this"}) == f"{this} 10:00"
    assert opens(day, stated | {"covers": "next"}) == f"{following} 10:00"


@settings(deadline=None, max_examples=200)
@given(st.integers(2022, 2032), MONTHLY)
def test_a_monthly_opening_opens_whole_stretches_between_its_days(year, stated):
    """By another way: list every opening day of three years, and what each of them opens."""
    begins = [date(y, m, d) for y in (year - 1, year, year + 1) for m in range(1, 13) for d in stated["days_of_month"]]
    ahead = 0 if stated["covers"] == "this" else 1
    expected = {}
    for n, (first, following) in enumerate(pairwise(begins)):
        if n >= ahead:
            expected |= {first + i * ONE: begins[n - ahead] for i in range((following - first).days)}
    whole_year = [date(year, 1, 1) + n * ONE for n in range(366 if calendar.isleap(year) else 365)]
    policy = a_cafe({"openings": stated})

    assert {day: seoul_date(opening(day, policy)) for day in whole_year} == {day: expected[day] for day in whole_year}


# All kinds


@settings(deadline=None, max_examples=200)
@given(DATES, ANY)
def test_every_date_has_one_opening_at_its_hour_and_none_later_than_the_date_itself(day, stated):
    found = opening(day, a_cafe({"openings": stated}))

    assert found.tzinfo is UTC
    assert seoul(found).strftime("%H:%M:%S.%f") == f"{stated['at']}:00.000000"
    assert seoul_date(found) <= day


@settings(deadline=None, max_examples=200)
@given(DATES, ANY)
def test_a_later_date_never_opens_before_an_earlier_one(day, stated):
    policy = a_cafe({"openings": stated})
    year = [opening(day + n * ONE, policy) for n in range(60)]

    assert year == sorted(year)


@settings(deadline=None, max_examples=200)
@given(DATES, ANY, st.datetimes(datetime(2022, 6, 1), datetime(2032, 12, 31)))  # noqa: DTZ001 - as a file gives it
def test_no_opening_is_before_the_first_of_all(day, stated, launch):
    usual = opening(day, a_cafe({"openings": stated}))
    first = launch.replace(tzinfo=SEOUL)

    found = opening(day, a_cafe({"openings": stated | {"not_before": launch}}))

    assert found == max(usual, first)
    assert found.tzinfo is UTC


def test_the_first_of_all_is_seouls_clock_when_no_zone_is_given():
    stated = {"kind": "rolling", "days": 28, "not_before": datetime(2026, 4, 1, 9, 0, 0)}  # noqa: DTZ001 - as a file gives it

    assert opening(date(2026, 4, 18), a_cafe({"openings": stated})) == datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
    assert opens(date(2026, 4, 28), stated) == "2026-04-01 09:00"
    assert opens(date(2026, 4, 30), stated) == "2026-04-02 00:00"


@pytest.mark.parametrize(("seconds", "may"), [(-1, False), (0, True), (1, True)])
def test_an_opening_is_exact_to_the_second(seconds, may):
    policy = a_cafe({"openings": {"kind": "weekly", "day": "화", "first_day": 7, "at": "09:00"}})
    now = datetime(2026, 11, 17, 9, 0, 0, tzinfo=SEOUL) + timedelta(seconds=seconds)

    assert (now >= opening(date(2026, 11, 24), policy)) is may


# Who goes first


@pytest.mark.parametrize(
    ("first", "resident", "expected"),
    [
        ("nobody", True, "09:00:00"),
        ("nobody", False, "09:00:00"),
        ("district", True, "09:00:00"),
        ("district", False, "11:30:00"),
        ("seoul", False, "11:30:00"),
    ],
)
def test_those_who_go_first_come_before_the_others(first, resident, expected):
    stated = {"kind": "rolling", "days": 7, "at": "09:00", "residents_first": first, "others_after_minutes": 150}

    found = opening_for(date(2026, 11, 24), a_cafe({"openings": stated}), resident=resident)

    assert seoul(found).isoformat() == f"2026-11-17T{expected}+09:00"


def test_the_others_come_after_the_first_of_all_too():
    stated = {"residents_first": "district", "others_after_minutes": 60, "not_before": datetime(2026, 4, 1, 9, 0)}  # noqa: DTZ001
    policy = a_cafe({"openings": stated})

    found = [seoul(opening_for(date(2026, 4, 18), policy, resident=resident)).hour for resident in (True, False)]

    assert found == [9, 10]


@settings(deadline=None, max_examples=200)
@given(DATES, ANY, st.sampled_from(["nobody", "district", "seoul"]), st.integers(0, 60 * 24 * 30))
def test_nobody_comes_before_the_opening_and_the_others_exactly_so_many_minutes_after_it(day, stated, first, minutes):
    policy = a_cafe({"openings": stated | {"residents_first": first, "others_after_minutes": minutes}})

    assert opening_for(day, policy, resident=True) == opening(day, policy)
    waited = opening_for(day, policy, resident=False) - opening(day, policy)
    assert waited == timedelta(minutes=0 if first == "nobody" else minutes)


def test_a_period_may_have_its_own_opening():
    stated = {
        "openings": {"kind": "rolling", "days": 28},
        "period.evening": {"numbers": [3], "openings": {"kind": "weekly", "day": "화", "first_day": 7, "at": "13:00"}},
    }
    day, names = date(2026, 11, 27), ("friday", "weekday")
    policy = a_cafe(stated)

    found = [seoul(opening(day, policy.for_period(names, number, time(9)))).isoformat() for number in (2, 3)]

    assert found == ["2026-10-30T00:00:00+09:00", "2026-11-17T13:00:00+09:00"]


# Until when


@pytest.mark.parametrize("minutes", [0, 1, 30, 120, 1440])
def test_reserving_ends_so_many_minutes_before_the_slot_does(minutes):
    ends_at = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    policy = a_cafe({"minutes": {"reserve_until_minutes_before_end": minutes}})

    assert ends_at - booking_closes(ends_at, policy) == timedelta(minutes=minutes)
