"""Children whose age lets them in only along with a brother or a sister, and what families count as 다자녀."""

from dataclasses import replace
from datetime import date

import pytest

from booking import words
from booking.rules.parties import ChildFacts, Party
from booking.rules.refusals import Code
from booking.rules.siblings import (
    age_reasons,
    door_age_refusal,
    is_multi_child,
    is_multi_child_party,
    left_alone,
    may_come_along,
)
from tests.rules.stated import TUESDAY, stated

BABY = ChildFacts(1, "아기", date(2024, 6, 1))
SCHOOL = ChildFacts(2, "민준", date(2018, 3, 2))
TEN = ChildFacts(3, "지아", date(2016, 3, 2))
LITTLE = {"ages": {"basis": "year_age", "min": 0, "max": 6}, "siblings": {"basis": "year_age", "min": 0, "max": 9}}


def codes(child, *others, said=None, **party):
    policy = stated(LITTLE | (said or {}))
    return [one.code for one in age_reasons(child, Party([child, *others], **party), TUESDAY, policy)]


def siblings(**keys):
    return {"siblings": {"basis": "year_age", "min": 0, "max": 9, **keys}}


def test_a_brother_of_eight_may_come_along_with_a_baby_and_not_alone():
    assert codes(SCHOOL, BABY) == []
    assert codes(SCHOOL) == [Code.SIBLING_ALONE]


def test_two_who_may_only_come_along_do_not_bring_each_other():
    other = replace(SCHOOL, child_id=9)

    assert codes(SCHOOL, other) == [Code.SIBLING_ALONE]
    assert codes(SCHOOL, other, BABY) == []


def test_who_is_outside_the_siblings_band_too_is_refused_for_age():
    assert codes(TEN, BABY) == [Code.CHILD_TOO_OLD]


def test_where_no_café_says_so_nobody_comes_along():
    assert codes(SCHOOL, BABY, said={"siblings": None}) == [Code.CHILD_TOO_OLD]


def test_a_younger_one_may_come_along_too():
    said = {"ages": {"basis": "months", "min": 25, "max": 60}, "siblings": {"basis": "months", "min": 0, "max": 60}}
    four = ChildFacts(4, "서연", date(2022, 10, 1))
    small = ChildFacts(5, "막내", date(2026, 1, 1))

    assert codes(small, said=said) == [Code.SIBLING_ALONE]
    assert codes(small, four, said=said) == []


def test_an_unborn_child_brings_nobody_and_comes_along_with_nobody():
    unborn = ChildFacts(6, "", date(2026, 12, 24))

    assert codes(SCHOOL, unborn) == [Code.SIBLING_ALONE]
    assert codes(unborn, BABY) == [Code.CHILD_NOT_BORN]


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ({}, []),
        ({"family_births": (BABY.birth_date,)}, [Code.SIBLING_NOT_MULTI_CHILD]),
        ({"family_births": (BABY.birth_date, SCHOOL.birth_date)}, []),
    ],
)
def test_only_in_a_family_of_several_children_where_the_café_says_so(party, expected):
    assert codes(SCHOOL, BABY, said=siblings(multi_child_only=True), **party) == expected


def test_a_family_that_shows_its_card_is_believed_where_its_children_are_not_known():
    said = siblings(multi_child_only=True) | {"multi_child": {"children_min": 3}}

    assert codes(SCHOOL, BABY, said=said) == [Code.SIBLING_NOT_MULTI_CHILD]
    assert codes(SCHOOL, BABY, said=said, concessions=("multi_child",)) == []
    assert codes(SCHOOL, said=said, concessions=("multi_child",)) == [Code.SIBLING_ALONE]


@pytest.mark.parametrize(
    ("births", "expected"),
    [
        ([date(2020, 1, 1)], False),
        ([date(2020, 1, 1), date(2004, 1, 1)], True),
        ([date(2004, 1, 1), date(2007, 11, 25)], True),
        ([date(2004, 1, 1), date(2007, 11, 24)], False),
    ],
)
def test_multi_child_is_so_many_children_the_youngest_no_older_than_that(births, expected):
    policy = stated({"multi_child": {"children_min": 2, "youngest_age_max": 18}})

    assert is_multi_child(births, TUESDAY, policy) == expected
    assert is_multi_child_party(Party(family_births=births), TUESDAY, policy) == expected
    group = Party(family_births=births, concessions=("multi_child",), is_group=True, head_count=12)
    assert not is_multi_child_party(group, TUESDAY, policy)


def test_at_the_door_the_doors_band_counts_though_reserving_does_not_ask_it():
    said = {
        "ages": {"basis": "year_age", "min": 0, "max": 3},
        "siblings": None,
        "door_ages": {"basis": "months", "min": 0, "max": 36, "applies": "door"},
    }
    big = ChildFacts(7, "서준", date(2023, 1, 1))

    assert codes(big, said=said) == []
    assert codes(big, said=said, at_the_door=True) == [Code.DOOR_TOO_OLD]
    assert codes(big, said=said | {"door_ages": {"basis": "months", "min": 0, "max": 36}}) == [Code.DOOR_TOO_OLD]


def test_both_bands_are_told_when_both_refuse():
    said = {
        "ages": {"basis": "year_age", "min": 0, "max": 3},
        "siblings": None,
        "door_ages": {"basis": "months", "min": 0, "max": 36},
    }

    assert codes(SCHOOL, said=said) == [Code.CHILD_TOO_OLD, Code.DOOR_TOO_OLD]


def test_who_the_door_alone_refuses_may_come_along_as_an_older_brother_may():
    said = {"ages": {"basis": "year_age", "min": 0, "max": 3}, "door_ages": {"basis": "months", "min": 0, "max": 36}}
    big, other = ChildFacts(7, "서준", date(2023, 1, 1)), ChildFacts(8, "서진", date(2023, 1, 1))

    assert codes(big, BABY, said=said) == []
    assert codes(big, other, said=said) == [Code.SIBLING_ALONE]


def test_staff_refuse_at_check_in_by_the_doors_band_unless_a_brother_or_sister_brings_the_child():
    said = {
        "ages": {"basis": "year_age", "min": 0, "max": 3},
        "door_ages": {"basis": "months", "min": 0, "max": 36, "applies": "door"},
    }
    big = date(2023, 1, 1)

    alone = door_age_refusal(big, TUESDAY, stated(said), "서준")
    assert alone is not None
    assert words.sentence(alone) == (
        "서준 · 2023년생, 이용일에 46개월: 현장 기준으로 0~36개월 이용 가능해서 이용할 수 없어요."
    )
    with_siblings = stated(said | siblings())
    assert door_age_refusal(BABY.birth_date, TUESDAY, with_siblings) is None
    assert door_age_refusal(big, TUESDAY, with_siblings, others=[BABY.birth_date]) is None
    assert door_age_refusal(big, TUESDAY, with_siblings, others=[big]) is not None
    assert door_age_refusal(TEN.birth_date, TUESDAY, with_siblings, others=[BABY.birth_date]) is not None


def test_when_the_baby_is_cancelled_the_brother_may_not_be_left_alone():
    policy = stated(LITTLE)
    refusal = left_alone([SCHOOL.birth_date], TUESDAY, policy)

    assert refusal is not None
    assert refusal.code == Code.SIBLING_LEFT_ALONE
    assert words.sentence(refusal).startswith("2018년생은 2026년에 연나이 8세: 0~6세 이용 가능해서 형제자매와 함께여야")
    assert left_alone([BABY.birth_date], TUESDAY, policy) is None
    assert left_alone([BABY.birth_date, SCHOOL.birth_date], TUESDAY, policy) is None
    assert left_alone([], TUESDAY, policy) is None


def test_who_no_rule_lets_in_any_more_stays_as_reserved():
    assert left_alone([TEN.birth_date], TUESDAY, stated(LITTLE)) is None


def test_who_comes_alone_and_has_no_brothers_is_told_both():
    policy = stated(LITTLE | siblings(multi_child_only=True))

    said = [one.code for one in age_reasons(SCHOOL, Party([SCHOOL]), TUESDAY, policy)]

    assert said == [Code.SIBLING_ALONE, Code.SIBLING_NOT_MULTI_CHILD]


def test_the_answers_say_what_would_help():
    policy = stated(LITTLE | siblings(multi_child_only=True))
    (alone,) = age_reasons(SCHOOL, Party([SCHOOL], family_births=[SCHOOL.birth_date] * 2), TUESDAY, policy)
    (few,) = age_reasons(SCHOOL, Party([BABY, SCHOOL], family_births=[date(2020, 1, 1)]), TUESDAY, policy)

    assert words.sentence(alone) == (
        "민준 · 2018년생은 2026년에 연나이 8세: 0~6세 이용 가능해요. "
        "이용할 수 있는 형제자매와 함께라면(다자녀 가정) 올 수 있어요."
    )
    assert "아이가 2명 이상인 다자녀 가정" in words.sentence(few)
    assert may_come_along(SCHOOL.birth_date, TUESDAY, policy)
