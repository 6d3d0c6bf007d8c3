"""Groups, and which periods are whose."""

from dataclasses import replace

import pytest

from booking import words
from booking.rules.groups import group_reasons, kind_refusal
from booking.rules.parties import FAMILY, Party
from booking.rules.refusals import Code
from tests.rules.stated import JIA, SLOT, stated


def group(head_count, adults=1, **more):
    return Party(is_group=True, head_count=head_count, adults=adults, **more)


def codes(party, said=None, capacity=None, slot=SLOT):
    sections = {"group": said or {}} | ({"capacity.group": {"children": capacity}} if capacity else {})
    return [one.code for one in group_reasons(party, slot, stated(sections))]


@pytest.mark.parametrize(
    ("admits", "family", "an_institution"), [("individual", True, False), ("group", False, True), ("shared", True, True)]
)
def test_a_period_is_for_families_for_groups_or_for_both(admits, family, an_institution):
    policy = stated({"admission": {"admits": admits}})

    assert (kind_refusal(FAMILY, policy) is None) == family
    assert (kind_refusal(group(10), policy) is None) == an_institution


@pytest.mark.parametrize(
    ("admits", "party", "whose"), [("group", FAMILY, "단체만"), ("individual", group(10), "개인(가족)만")]
)
def test_who_came_to_the_wrong_period_is_told_whose_it_is(admits, party, whose):
    refusal = kind_refusal(party, stated({"admission": {"admits": admits}}))

    assert refusal is not None
    assert words.sentence(refusal).startswith(f"{whose} 이용하는 회차예요.")


@pytest.mark.parametrize(
    ("head_count", "expected"), [(9, [Code.GROUP_TOO_SMALL]), (10, []), (30, []), (31, [Code.GROUP_TOO_LARGE])]
)
def test_a_group_is_so_many_children(head_count, expected):
    assert codes(group(head_count), {"min": 10, "max": 30}) == expected


@pytest.mark.parametrize(
    ("head_count", "adults", "expected"),
    [(8, 1, [Code.GROUP_TOO_SMALL]), (8, 2, []), (10, 2, []), (10, 3, [Code.GROUP_TOO_LARGE])],
)
def test_or_so_many_people_with_its_leaders(head_count, adults, expected):
    assert codes(group(head_count, adults), {"min": 10, "max": 12, "counts": "people"}) == expected


def test_without_a_number_the_groups_capacity_is_the_most_children():
    assert codes(group(16), capacity=16) == []
    assert codes(group(17), capacity=16) == [Code.GROUP_TOO_LARGE]
    assert codes(group(16, adults=5), {"counts": "people"}, capacity=16) == []
    assert codes(group(17), {"max": 20}, capacity=16) == []
    assert codes(group(500)) == []


def test_one_group_a_slot_where_the_café_says_so():
    taken = replace(SLOT, groups=1)

    assert codes(group(10), slot=taken) == []
    assert codes(group(10), {"several_per_slot": False}, slot=taken) == [Code.GROUP_ALREADY_THERE]
    assert codes(group(10), {"several_per_slot": False}) == []


def test_a_family_is_no_group():
    assert codes(Party([JIA]), {"min": 10, "several_per_slot": False}, slot=replace(SLOT, groups=1)) == []


def test_children_that_are_named_are_at_least_as_many_as_the_group():
    assert group(1, children=[JIA, replace(JIA, child_id=2)]).number == 2
