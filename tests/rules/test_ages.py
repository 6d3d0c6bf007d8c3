"""Age on the date of the visit, by the café's basis, and whether it fits a band."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking import words
from booking.rules.ages import (
    age,
    age_months,
    age_refusal,
    band_side,
    door_band_refusal,
    first_day,
    full_age,
    is_preschool,
    last_day,
    month_completed_on,
    year_age,
)
from booking.rules.policy import Band
from booking.rules.refusals import Code
from tests.rules.stated import stated

births = st.dates(date(2010, 1, 1), date(2030, 12, 31))
visits = st.dates(date(2022, 1, 1), date(2035, 12, 31))
ON = date(2026, 11, 24)


def side(birth, on, **said):
    return band_side(birth, on, Band(**{"basis": "year_age", **said}))


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        (date(2020, 12, 31), date(2026, 1, 1), 6),
        (date(2020, 1, 1), date(2026, 12, 31), 6),
        (date(2020, 1, 1), date(2027, 1, 1), 7),
        (date(2026, 11, 23), date(2026, 11, 24), 0),
    ],
)
def test_year_age_is_year_of_visit_minus_year_of_birth(birth, on, expected):
    assert year_age(birth, on) == expected


@pytest.mark.parametrize(
    ("birth", "on", "march", "february"),
    [
        (date(2020, 5, 5), date(2026, 5, 4), 5, 5),
        (date(2020, 5, 5), date(2026, 5, 5), 6, 6),
        (date(2020, 2, 29), date(2026, 2, 27), 5, 5),
        (date(2020, 2, 29), date(2026, 2, 28), 5, 6),
        (date(2020, 2, 29), date(2026, 3, 1), 6, 6),
        (date(2020, 2, 29), date(2024, 2, 28), 3, 3),
        (date(2020, 2, 29), date(2024, 2, 29), 4, 4),
        (date(2020, 2, 28), date(2026, 2, 28), 6, 6),
    ],
)
def test_full_age_turns_on_the_birthday_and_for_29_february_as_the_band_says(birth, on, march, february):
    assert full_age(birth, on) == full_age(birth, on, "march_1") == march
    assert full_age(birth, on, "february_28") == february


@pytest.mark.parametrize(
    ("birth", "on", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2023, 1, 31), date(2023, 3, 30), 1),
        (date(2023, 1, 31), date(2023, 3, 31), 2),
        (date(2023, 11, 24), date(2026, 11, 23), 35),
        (date(2023, 11, 24), date(2026, 11, 24), 36),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 12, 31), date(2027, 1, 1), 0),
    ],
)
def test_months_complete_on_the_same_day_number_or_the_last_day(birth, on, months):
    assert age_months(birth, on) == months


def months_by_hand(birth, on):
    """How many completing days have come, found by walking over every day: the birthday's number, else the month's last."""
    done, day = 0, birth
    while day < on:
        day += timedelta(days=1)
        is_last = (day + timedelta(days=1)).day == 1
        done += day.day == birth.day or (is_last and day.day < birth.day)
    return done


@settings(max_examples=80, deadline=None)
@given(births, st.integers(0, 40 * 31))
def test_months_are_those_that_somebody_with_a_calendar_would_count(birth, lived):
    on = birth + timedelta(days=lived)

    assert age_months(birth, on) == months_by_hand(birth, on)


@settings(deadline=None)
@given(births, st.integers(0, 216))
def test_a_month_is_completed_on_its_day_and_not_the_day_before(birth, months):
    day = month_completed_on(birth, months)

    assert age_months(birth, day) == months
    assert age_months(birth, day - timedelta(days=1)) == months - 1


@given(births, visits)
def test_full_age_is_year_age_or_one_less(birth, on):
    assert year_age(birth, on) - full_age(birth, on) in (0, 1)


@given(births, visits)
def test_no_age_ever_goes_back(birth, on):
    day_after = on + timedelta(days=1)

    assert year_age(birth, day_after) >= year_age(birth, on)
    assert age_months(birth, day_after) - age_months(birth, on) in (0, 1)
    for leap_birthday in ("march_1", "february_28"):
        assert full_age(birth, day_after, leap_birthday) >= full_age(birth, on, leap_birthday)


@given(births, visits)
def test_twelve_months_are_a_full_year_where_29_february_counts_on_the_28th(birth, on):
    assert age_months(birth, on) // 12 == full_age(birth, on, "february_28")


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 12, 31), True), (date(2027, 1, 1), True), (date(2027, 2, 28), True), (date(2027, 3, 1), False)],
)
def test_a_child_of_2020_is_preschool_until_the_end_of_february_2027(on, expected):
    for birth in (date(2020, 1, 1), date(2020, 2, 29), date(2020, 12, 31)):
        assert is_preschool(birth, on) == expected


def test_preschool_ends_on_29_february_in_a_leap_year():
    assert is_preschool(date(2021, 6, 1), date(2028, 2, 29))
    assert not is_preschool(date(2021, 6, 1), date(2028, 3, 1))


def test_year_age_seven_in_january_and_february_is_preschool_but_outside_a_band_to_six():
    assert side(date(2020, 7, 7), date(2027, 1, 1), max=6) == "above"
    assert side(date(2020, 7, 7), date(2027, 1, 1), max_basis="preschool") is None
    assert side(date(2020, 7, 7), date(2027, 3, 1), max_basis="preschool") == "above"


@pytest.mark.parametrize(
    ("on", "whole_month", "to_the_day"),
    [
        (date(2026, 11, 24), None, None),
        (date(2026, 11, 25), None, "above"),
        (date(2026, 12, 23), None, "above"),
        (date(2026, 12, 24), "above", "above"),
    ],
)
def test_36_months_at_most_reaches_through_the_month_or_to_the_day_that_completes_it(on, whole_month, to_the_day):
    birth = date(2023, 11, 24)

    assert side(birth, on, basis="months", max=36) == whole_month
    assert side(birth, on, basis="months", max=36, max_reach="to_the_day") == to_the_day


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 11, 23), "below"), (date(2026, 11, 24), None)])
def test_36_months_at_least_begins_on_the_third_birthday(on, expected):
    assert side(date(2023, 11, 24), on, basis="months", min=36, max=60) == expected


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        (date(2024, 11, 25), ON, "below"),
        (date(2024, 11, 24), ON, None),
        (date(2020, 1, 1), date(2027, 2, 28), None),
        (date(2020, 1, 1), date(2027, 3, 1), "above"),
    ],
)
def test_24_months_and_more_until_school_has_a_basis_at_each_end(birth, on, expected):
    assert side(birth, on, basis="months", min=24, max_basis="preschool") == expected


def test_an_upper_bound_of_full_age_counts_29_february_as_the_band_says():
    leap = date(2020, 2, 29)

    assert side(leap, date(2026, 2, 28), basis="full_age", max=5) is None
    assert side(leap, date(2026, 2, 28), basis="full_age", max=5, leap_birthday="february_28") == "above"
    assert side(leap, date(2026, 2, 28), basis="full_age", min=6, max=9) == "below"
    assert side(leap, date(2026, 2, 28), basis="full_age", min=6, max=9, leap_birthday="february_28") is None


def test_without_an_upper_bound_nobody_is_too_old():
    assert last_day(date(1990, 1, 1), Band("year_age", min=3)) is None
    assert side(date(1990, 1, 1), ON, min=3) is None


bases = st.sampled_from(["year_age", "full_age", "months"])
bands = st.builds(
    Band,
    basis=bases,
    min=st.integers(0, 40),
    max=st.integers(0, 60),
    min_basis=st.none() | bases,
    max_basis=st.none() | bases | st.just("preschool"),
    max_reach=st.sampled_from(["whole_month", "to_the_day"]),
    leap_birthday=st.sampled_from(["march_1", "february_28"]),
)


def side_by_counting(birth, on, band):
    """The same answer from ages instead of dates."""
    if on < birth or age(birth, on, band.min_basis or band.basis, band.leap_birthday) < band.min:
        return "below"
    basis = band.max_basis or band.basis
    if basis == "preschool":
        return None if is_preschool(birth, on) else "above"
    lived = age(birth, on, basis, band.leap_birthday)
    if basis == "months" and band.max_reach == "to_the_day" and lived == band.max:
        return "above" if age_months(birth, on - timedelta(days=1)) == band.max else None
    return "above" if lived > band.max else None


leap_births = st.sampled_from([date(year, 2, 29) for year in (2012, 2016, 2020, 2024)])
edges = st.builds(
    date, st.integers(2022, 2035), st.sampled_from([1, 2, 3, 12]), st.sampled_from([1, 2, 27, 28])
) | st.sampled_from([date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)])


@settings(max_examples=200, deadline=None)
@given(births | leap_births, visits | edges, bands)
def test_the_dates_of_a_band_say_the_same_as_counting_ages(birth, on, band):
    assert band_side(birth, on, band) == side_by_counting(birth, on, band)


@settings(max_examples=200, deadline=None)
@given(births | leap_births, bands)
def test_each_end_of_a_band_is_one_day(birth, band):
    first, last = first_day(birth, band), last_day(birth, band)
    one = timedelta(days=1)

    assert side_by_counting(birth, max(first, birth), band) != "below"
    assert side_by_counting(birth, first - one, band) == "below"
    if last is not None and first <= last:
        assert band_side(birth, max(first, birth), band) is None or last < birth
        assert side_by_counting(birth, last, band) is None or last < birth
        assert side_by_counting(birth, last + one, band) == "above" or last + one < birth


def test_a_child_of_exactly_the_day_to_which_a_band_reaches_may_come_that_day():
    birth = date(2023, 8, 31)
    band = Band("months", max=6, max_reach="to_the_day")

    assert last_day(birth, band) == date(2024, 2, 29)


def test_an_unborn_child_of_the_same_year_is_refused():
    refusal = age_refusal(date(2026, 12, 1), ON, stated())

    assert refusal is not None
    assert refusal.code == Code.CHILD_NOT_BORN


def test_a_child_of_ten_by_year_age_is_outside_the_citys_bound():
    assert age_refusal(date(2017, 12, 31), ON, stated()) is None

    refusal = age_refusal(date(2016, 12, 31), ON, stated())

    assert refusal is not None
    assert refusal.code == Code.CHILD_TOO_OLD


def test_where_nobody_states_a_doors_band_nobody_is_refused_by_it():
    assert door_band_refusal(date(1990, 1, 1), ON, stated()) is None


@pytest.mark.parametrize(
    ("ages", "birth", "sentence"),
    [
        (
            {"basis": "year_age", "min": 4, "max": 8},
            date(2014, 5, 1),
            "지아 · 2014년생은 2026년에 연나이 12세: 4~8세 이용 가능해서 이용할 수 없어요.",
        ),
        (
            {"basis": "full_age", "min": 4, "max": 8},
            date(2014, 5, 1),
            "지아 · 2014년생, 이용일에 만 12세: 만 4~8세 이용 가능해서 이용할 수 없어요.",
        ),
        (
            {"basis": "months", "min": 24, "max_basis": "preschool"},
            date(2025, 1, 1),
            "지아 · 2025년생, 이용일에 22개월: 24개월 이상 미취학 이용 가능해서 아직 이용할 수 없어요.",
        ),
        (
            {"basis": "months", "min": 24, "max_basis": "preschool"},
            date(2019, 1, 1),
            "지아 · 2019년생은 2026년 3월에 취학: 24개월 이상 미취학 이용 가능해서 이용할 수 없어요.",
        ),
        (
            {"basis": "months", "min": 0, "max": 36, "max_reach": "to_the_day"},
            date(2023, 11, 23),
            "지아 · 2023년생, 이용일에 36개월: 0~36개월(36개월이 차는 날까지) 이용 가능해서 이용할 수 없어요.",
        ),
        (
            {"basis": "months", "min": 24, "max": 5, "max_basis": "full_age"},
            date(2020, 11, 24),
            "지아 · 2020년생, 이용일에 만 6세: 24개월 이상 만 5세 이하 이용 가능해서 이용할 수 없어요.",
        ),
    ],
)
def test_the_answer_explains_itself(ages, birth, sentence):
    refusal = age_refusal(birth, ON, stated({"ages": ages}), "지아")

    assert refusal is not None
    assert words.sentence(refusal) == sentence


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (Band("year_age", 0, 6), "연나이 0~6세"),
        (Band("full_age", 3, 7), "만 3~7세"),
        (Band("months", 6, 23), "6~23개월"),
        (Band("year_age", 0, max_basis="preschool"), "미취학"),
        (Band("year_age", 3, None), "연나이 3세 이상"),
        (Band("year_age", 3, 36, max_basis="months"), "연나이 3세 이상 36개월 이하"),
    ],
)
def test_a_band_in_words(band, said):
    assert words.band_of(band) == said
