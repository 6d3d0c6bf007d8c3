"""Age on the date of the visit, by the café's basis."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking import words
from booking.rules.ages import age_months, age_refusal, full_age, year_age
from booking.rules.policy import Policy
from booking.rules.refusals import Code
from tests.world import CITY_POLICY

CITY = Policy(**CITY_POLICY)
births = st.dates(date(2010, 1, 1), date(2030, 12, 31))
visits = st.dates(date(2022, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2020, 12, 31), date(2026, 1, 1), 6),
        (date(2020, 1, 1), date(2026, 12, 31), 6),
        (date(2020, 1, 1), date(2027, 1, 1), 7),
        (date(2026, 11, 23), date(2026, 11, 24), 0),
    ],
)
def test_year_age_is_year_of_visit_minus_year_of_birth(birth, on, age):
    assert year_age(birth, on) == age


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2020, 5, 5), date(2026, 5, 4), 5),
        (date(2020, 5, 5), date(2026, 5, 5), 6),
        (date(2020, 2, 29), date(2026, 2, 28), 5),
        (date(2020, 2, 29), date(2026, 3, 1), 6),
        (date(2020, 2, 29), date(2024, 2, 28), 3),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
    ],
)
def test_full_age_turns_on_the_birthday_and_on_1_march_for_29_february(birth, on, age):
    assert full_age(birth, on) == age


@pytest.mark.parametrize(
    ("birth", "on", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2023, 1, 31), date(2023, 2, 28), 1),
        (date(2023, 11, 24), date(2026, 11, 23), 35),
        (date(2023, 11, 24), date(2026, 11, 24), 36),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
    ],
)
def test_months_complete_on_the_same_day_number_or_the_last_day(birth, on, months):
    assert age_months(birth, on) == months


@given(births, visits)
def test_full_age_is_year_age_or_one_less(birth, on):
    assert year_age(birth, on) - full_age(birth, on) in (0, 1)


@given(births, visits)
def test_no_age_ever_goes_back(birth, on):
    later = on + timedelta(days=1)

    assert year_age(birth, later) >= year_age(birth, on)
    assert full_age(birth, later) >= full_age(birth, on)
    assert age_months(birth, later) - age_months(birth, on) in (0, 1)


@given(births, visits)
def test_twelve_months_are_a_full_year_except_around_29_february(birth, on):
    if (birth.month, birth.day) == (2, 29) and (on.month, on.day) == (2, 28):
        return

    assert age_months(birth, on) // 12 == full_age(birth, on)


@given(births, visits, st.sampled_from(["year_age", "full_age", "months"]), st.integers(0, 9), st.integers(0, 9))
def test_a_child_is_refused_exactly_outside_the_band(birth, on, basis, low, width):
    policy = replace(CITY, age_basis=basis, age_min=low, age_max=low + width)
    age = {"year_age": year_age, "full_age": full_age, "months": age_months}[basis](birth, on)

    refusal = age_refusal(birth, on, policy)

    assert (refusal is None) == (on >= birth and low <= age <= low + width)


def test_an_unborn_child_of_the_same_year_is_refused():
    refusal = age_refusal(date(2026, 12, 1), date(2026, 11, 24), CITY)

    assert refusal is not None
    assert refusal.code == Code.CHILD_NOT_BORN


def test_a_child_of_ten_by_year_age_is_outside_the_citys_bound():
    assert age_refusal(date(2017, 12, 31), date(2026, 11, 24), CITY) is None

    refusal = age_refusal(date(2016, 12, 31), date(2026, 11, 24), CITY)

    assert refusal is not None
    assert refusal.code == Code.CHILD_TOO_OLD


@pytest.mark.parametrize(
    ("basis", "birth", "sentence"),
    [
        (
            "year_age",
            date(2014, 5, 1),
            "지아 · 2014년생은 2026년에 연나이 12세: 4~8세 이용 가능해서 이용할 수 없어요.",
        ),
        (
            "full_age",
            date(2014, 5, 1),
            "지아 · 2014년생, 이용일에 만 12세: 만 4~8세 이용 가능해서 이용할 수 없어요.",
        ),
    ],
)
def test_the_answer_explains_itself(basis, birth, sentence):
    policy = replace(CITY, age_basis=basis, age_min=4, age_max=8)

    refusal = age_refusal(birth, date(2026, 11, 24), policy, "지아")

    assert refusal is not None
    assert words.sentence(refusal) == sentence
