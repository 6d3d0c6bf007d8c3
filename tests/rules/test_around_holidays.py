"""On every date of 2023 to 2028, and around every holiday, cafés of many shapes do what a second computation says."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rules.holiday_days import SWITCHES
from booking.rules.times import days

from .a_cafe import ALL_WEEK, BOTANIC_PARK, JUNGNANG, KINDS, NOT_MONDAY, around, kind_on
from .an_independent_cafe import Verdicts
from .an_independent_calendar import YEARS

ONE = timedelta(days=1)
FIRST, LAST = date(2023, 1, 1), date(2028, 12, 31)

SHAPES = {
    "plain": {},
    "always open": {"days": {"open": ALL_WEEK}, "holidays": {"open_on_holidays": True}},
    "closed on Sundays": {"days": {"open": ALL_WEEK[:6]}},
    "closed on weekends": {"days": {"open": ALL_WEEK[:5]}, "holidays": {"weekly_day_on_holiday": "after_run"}},
    "중랑": JUNGNANG,
    "서울식물원": BOTANIC_PARK,
    "Sundays move after the run": {
        "days": {"open": ALL_WEEK[:6], "open_nth": ["마지막 일"]},
        "holidays": {"weekly_day_on_holiday": "after_run", "open_on_substitute": True},
    },
    "Sundays and Mondays move": {
        "days": {"open": ALL_WEEK[1:6], "closed_nth": ["셋째 수"]},
        "holidays": {"weekly_day_on_holiday": "next_day", "open_on_holidays": True, "open_on_labour_day": False},
    },
    "a season across the turn of years": {
        "season": {"spans": ["2024-11-01~2025-03-01", "2027-12-20~2028-02-29"], "dates": [date(2025, 5, 5)]},
        "holidays": {"open_on_holidays": True, "open_on_new_year": False, "weekly_day_on_holiday": "next_day"},
    },
    "listed dates": {"season": {"dates": [date(2026, 1, 1), date(2026, 3, 1), date(2028, 2, 29)]}},
    "all switches": {
        "days": {"open": ALL_WEEK},
        "holidays": {key: n % 2 == 0 for n, (_, key) in enumerate(SWITCHES)} | {"open_on_holidays": True},
    },
}


def differences(stated, first, last):
    """Dates on which the two computations differ: with what the rules say, what the other says."""
    expected = Verdicts({"days": {"open": NOT_MONDAY}} | stated, KINDS).between(first, last)
    found = dict(zip(days(first, last), around(stated, first, last), strict=True))
    return {day: (found[day], expected[day]) for day in found if found[day] != expected[day]}


@pytest.mark.parametrize("shape", SHAPES)
def test_on_every_date_of_six_years_the_second_computation_says_the_same(shape):
    assert differences(SHAPES[shape], FIRST, LAST) == {}


def test_the_shapes_meet_every_kind_of_closing_that_dates_decide():
    found = Counter(
        kind
        for stated in SHAPES.values()
        for kind in Verdicts({"days": {"open": NOT_MONDAY}} | stated, KINDS).between(FIRST, LAST).values()
    )

    assert set(found) == {"open", "season", "weekly", "nth", "holiday", "moved"}


NTH = st.lists(
    st.builds(
        "{} {}".format, st.sampled_from(["첫째", "둘째", "셋째", "넷째", "다섯째", "마지막"]), st.sampled_from(ALL_WEEK)
    ),
    max_size=3,
    unique=True,
)
SWITCHED = st.fixed_dictionaries(
    {"open_on_holidays": st.booleans(), "weekly_day_on_holiday": st.sampled_from(["stays", "next_day", "after_run"])},
    optional={key: st.booleans() for _, key in SWITCHES},
)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(ALL_WEEK), min_size=1, unique=True),
    NTH,
    NTH,
    SWITCHED,
    st.sampled_from(sorted(KINDS)),
)
def test_around_any_holiday_any_cafe_does_what_the_second_computation_says(opens, open_nth, closed_nth, switched, holiday):
    said = {"open": opens, "open_nth": open_nth, "closed_nth": closed_nth}
    stated = {"days": {key: value for key, value in said.items() if value}, "holidays": switched}

    assert differences(stated, max(holiday - 4 * ONE, FIRST), holiday + 14 * ONE) == {}


@pytest.mark.parametrize("day", [day for day in sorted(KINDS) if day.weekday() != 0])
def test_a_plain_cafe_is_closed_on_the_holiday_and_not_the_day_before_or_after_it(day):
    assert kind_on(day, {}) == "holiday"
    for beside in (day - ONE, day + ONE):
        assert kind_on(beside, {}) == ("weekly" if beside.weekday() == 0 else "holiday" if beside in KINDS else "open")


@pytest.mark.parametrize("year", YEARS)
def test_the_turn_of_the_year_and_of_february(year):
    daily = {"days": {"open": ALL_WEEK}}

    for first in (date(year, 1, 1), date(year, 3, 1)):
        # 2 March 2026 stood for Sunday the 1st.
        after = "holiday" if first + ONE in KINDS else "open"
        assert around(daily, first - ONE, first + ONE) == ["open", "holiday", after]
