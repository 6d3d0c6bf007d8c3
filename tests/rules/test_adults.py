"""How many adults come with a party, and who they may be."""

from dataclasses import replace
from datetime import date

import pytest

from booking.rules.adults import adults_coming, adults_reasons, adults_staying, most_adults
from booking.rules.parties import ChildFacts, Party
from booking.rules.refusals import Code
from tests.rules.stated import JIA, MINJUN, TUESDAY, stated

BABY = ChildFacts(3, "아기", date(2026, 1, 1))


def codes(children=(JIA,), adults=1, said=None, **party):
    return [one.code for one in adults_reasons(Party(children, adults, **party), TUESDAY, stated({"adults": said or {}}))]


@pytest.mark.parametrize(
    ("adults", "children", "expected"),
    [
        (0, 1, [Code.TOO_FEW_ADULTS]),
        (-1, 1, [Code.TOO_FEW_ADULTS]),
        (1, 1, []),
        (2, 1, []),
        (3, 1, [Code.TOO_MANY_ADULTS]),
        (1, 2, []),
        (4, 2, []),
        (5, 2, [Code.TOO_MANY_ADULTS]),
    ],
)
def test_one_adult_at_least_and_two_per_child_at_most(adults, children, expected):
    assert codes([JIA, MINJUN][:children], adults) == expected


@pytest.mark.parametrize(
    ("birth", "most"),
    [(date(2025, 11, 24), 1), (date(2025, 11, 25), 2), (date(2026, 11, 24), 2)],
)
def test_a_baby_is_one_that_has_not_completed_so_many_months_on_the_day(birth, most):
    policy = stated({"adults": {"per_child_max": 1, "baby_per_child_max": 2, "baby_months_below": 12}})

    assert most_adults([birth], TUESDAY, policy) == most
    assert most_adults([birth, JIA.birth_date], TUESDAY, policy) == most + 1


def test_without_a_babies_number_a_baby_brings_as_many_as_any_child():
    assert most_adults([BABY.birth_date], TUESDAY, stated({"adults": {"per_child_max": 1}})) == 1


def test_where_the_holder_does_not_count_one_more_comes_than_is_written():
    policy = stated({"adults": {"holder_counts": False}})

    assert adults_coming(2, policy) == 3
    assert adults_coming(2, stated()) == 2
    assert codes(adults=2, said={"holder_counts": False}) == []
    assert codes(adults=3, said={"holder_counts": False}) == [Code.TOO_MANY_ADULTS]


@pytest.mark.parametrize(("born", "expected"), [(date(2007, 11, 24), []), (date(2007, 11, 25), [Code.ADULT_TOO_YOUNG])])
def test_an_adult_is_as_old_as_the_café_asks_on_the_day_of_the_visit(born, expected):
    assert codes(adults=2, said={"min_age": 19}, adult_births=[date(1950, 1, 1), born]) == expected


def test_who_gives_no_birth_date_is_asked_at_the_door():
    assert codes(said={"min_age": 19}) == []


def test_somebody_named_may_bring_the_child_unless_the_café_says_no():
    assert codes(companion=True) == []
    assert codes(companion=True, said={"named_companion": False}) == [Code.NO_COMPANION]


def test_a_group_brings_as_many_leaders_as_it_likes_but_one_comes_and_each_is_old_enough():
    group = {"is_group": True, "head_count": 12}

    assert codes([], 5, {"min_age": 19}, adult_births=[date(2000, 1, 1)], **group) == []
    assert codes([], 5, {"min_age": 60}, adult_births=[date(2000, 1, 1)], **group) == [Code.ADULT_TOO_YOUNG]
    assert codes([], 0, **group) == [Code.TOO_FEW_ADULTS]


def test_with_nobody_chosen_the_adults_are_not_too_many():
    assert codes([], 1) == []


@pytest.mark.parametrize(("births", "staying"), [(2, 3), (1, 2), (0, 3)])
def test_with_fewer_children_fewer_adults_stay(births, staying):
    left = [JIA.birth_date, MINJUN.birth_date][:births]

    assert adults_staying(3, left, TUESDAY, stated()) == staying


def test_when_the_baby_goes_its_second_adult_goes_too():
    policy = stated({"adults": {"per_child_max": 1, "baby_per_child_max": 2}})

    assert adults_staying(3, [JIA.birth_date, BABY.birth_date], TUESDAY, policy) == 3
    assert adults_staying(3, [JIA.birth_date], TUESDAY, policy) == 1
    assert adults_staying(1, [replace(JIA).birth_date], TUESDAY, policy) == 1
