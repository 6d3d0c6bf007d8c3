"""Play-care, as far as rules say who may ask for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from booking.rules.care import care_reasons
from booking.rules.parties import Party, PastVisit
from booking.rules.refusals import Code
from tests.rules.stated import ENDS, JIA, MONDAY, SLOT, STARTS, stated

OFFERED = {"offered": True, "children": 2}
CHILD = replace(JIA, with_care=True)


def codes(child=CHILD, said=OFFERED, now=MONDAY, **party):
    policy = stated({"care": said})
    return [one.code for one in care_reasons(child, Party([child], **party), SLOT, policy, now)]


def test_who_asks_for_no_care_is_never_refused_it():
    assert codes(JIA, {}) == []


def test_care_must_be_offered():
    assert codes(said={}) == [Code.CARE_NOT_OFFERED]
    assert codes() == []


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2023, 11, 25), [Code.CARE_TOO_YOUNG]),
        (date(2023, 11, 24), []),
        (date(2023, 6, 25), []),
        (date(2023, 6, 24), [Code.CARE_TOO_OLD]),
    ],
)
def test_36_to_40_months_is_from_the_third_birthday_through_the_last_day_of_month_40(birth, expected):
    assert codes(replace(CHILD, birth_date=birth), OFFERED | {"months_min": 36, "months_max": 40}) == expected


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        (CHILD, [Code.CARE_NEEDS_FORMER_VISIT]),
        (replace(CHILD, has_been_here=True), []),
        (replace(CHILD, visits=[PastVisit(9, 1, MONDAY - timedelta(hours=2), MONDAY)]), []),
        (
            replace(CHILD, visits=[PastVisit(9, 1, MONDAY - timedelta(hours=2), MONDAY + timedelta(seconds=1))]),
            [Code.CARE_NEEDS_FORMER_VISIT],
        ),
        (
            replace(CHILD, visits=[PastVisit(9, 2, MONDAY - timedelta(hours=2), MONDAY)]),
            [Code.CARE_NEEDS_FORMER_VISIT],
        ),
    ],
)
def test_a_former_visit_is_one_to_this_café_that_is_over(child, expected):
    assert codes(child, OFFERED | {"former_visit": True}) == expected


def test_a_reason_is_needed_where_the_café_says_so():
    said = OFFERED | {"reason_needed": True}

    assert codes(said=said) == [Code.CARE_NEEDS_REASON]
    assert codes(said=said, care_reason=True) == []


def test_groups_have_none_unless_the_café_says_so():
    assert codes(is_group=True) == [Code.CARE_NOT_FOR_GROUPS]
    assert codes(said=OFFERED | {"individual_only": False}, is_group=True) == []


def test_all_reasons_come_in_one_order():
    said = OFFERED | {"months_min": 100, "former_visit": True, "reason_needed": True}

    assert codes(said=said, is_group=True, now=STARTS + (ENDS - STARTS) / 2) == [
        Code.CARE_NOT_FOR_GROUPS,
        Code.CARE_TOO_YOUNG,
        Code.CARE_NEEDS_FORMER_VISIT,
        Code.CARE_NEEDS_REASON,
    ]
