"""Room inside a slot that is kept apart: zones, people with their adults, a share for walk-ins, a house reserve."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rules.parties import ChildFacts, Party
from booking.rules.refusals import Code
from booking.rules.room import Inside, kept_back, room_refusal, room_refusals, states_room, walk_in_share
from booking.words import sentence
from tests.rules.stated import STARTS, TUESDAY, later, stated

BABY, BIG = date(2025, 3, 1), date(2019, 3, 1)
ZONES = {
    "zone.1": {"basis": "months", "max": 23, "children": 2},
    "zone.2": {"basis": "year_age", "min": 3, "max": 9, "children": 10},
}


def inside(*parties, walk_ins=0, adults=0, capacity=20):
    return Inside(parties, walk_ins, adults, capacity, TUESDAY)


def family(*births, adults=1, at_the_door=False):
    children = [ChildFacts(number, "", birth) for number, birth in enumerate(births)]
    return Party(children, adults=adults, at_the_door=at_the_door)


def code(where, party, policy, now=None):
    refusal = room_refusal(where, party, STARTS, policy, now or later(days=-3))
    return refusal and refusal.code


def test_a_café_that_keeps_nothing_apart_has_room():
    assert not states_room(stated())
    assert code(inside([BIG] * 20), family(BIG), stated({"capacity.individual": {"children": 30}})) == Code.ONLINE_FULL


@pytest.mark.parametrize(
    ("where", "party", "refused"),
    [
        (inside([BABY]), family(BABY), None),
        (inside([BABY], [BABY]), family(BABY), Code.ZONE_FULL),
        (inside([BABY], [BABY]), family(BIG), None),
        (inside([BABY]), family(BABY, BABY), Code.ZONE_FULL),
        (inside([BABY], [BABY]), family(BIG, BABY), Code.ZONE_FULL),
        (inside([BABY], [BABY]), family(BABY, at_the_door=True), Code.ZONE_FULL),
    ],
)
def test_each_zone_has_its_own_places(where, party, refused):
    assert code(where, party, stated(ZONES)) == refused


@pytest.mark.parametrize(
    ("children", "adults", "party", "refused"),
    [
        (9, 9, family(BIG), None),
        (9, 10, family(BIG), Code.PEOPLE_FULL),
        (9, 9, family(BIG, adults=2), Code.PEOPLE_FULL),
        (9, 10, family(BIG, at_the_door=True), Code.PEOPLE_FULL),
    ],
)
def test_people_are_children_and_adults_together(children, adults, party, refused):
    where = inside(*[[BIG]] * children, adults=adults)

    assert code(where, party, stated({"capacity.people": {"people": 20}})) == refused


def test_where_the_holder_is_not_written_one_more_person_comes():
    policy = stated({"capacity.people": {"people": 20}, "adults": {"holder_counts": False}})

    assert code(inside(*[[BIG]] * 9, adults=8), family(BIG), policy) is None
    assert code(inside(*[[BIG]] * 9, adults=9), family(BIG), policy) == Code.PEOPLE_FULL


SHARED = {
    "admission": {"admits": "shared"},
    "capacity.group": {"children": 30},
    "capacity.together": {"children": 25},
    "capacity.people": {"people": 27},
    "group": {"max": 40},
}


def rules_of(where, party, said):
    refusals = room_refusals(where, party, STARTS, stated(said), later(days=-3))
    return [one.facts.get("key", one.code.value) for one in refusals]


@pytest.mark.parametrize(
    ("children", "adults", "refused"),
    [
        (25, 2, []),
        (25, 3, ["people_full"]),
        (26, 1, ["capacity.together.children"]),
        (31, 1, ["capacity.group.children", "capacity.together.children", "people_full"]),
    ],
)
def test_a_group_has_to_fit_its_own_places_those_together_and_the_people(children, adults, refused):
    party = Party(is_group=True, head_count=children, adults=adults)

    assert rules_of(inside(), party, SHARED | {"adults": {"holder_counts": False}}) == refused


def test_families_have_to_fit_the_places_together_and_only_in_shared_periods():
    assert rules_of(inside([BIG] * 24, capacity=30), family(BIG), SHARED) == []
    assert rules_of(inside([BIG] * 25, capacity=30), family(BIG), SHARED) == ["capacity.together.children"]
    assert states_room(stated({"admission": {"admits": "shared"}, "capacity.together": {"children": 25}}))
    assert not states_room(stated({"capacity.together": {"children": 25}}))


def test_all_that_is_kept_apart_is_said():
    said = ZONES | {"capacity.people": {"people": 4}, "capacity.walk_in": {"percent": 100}}

    kept_apart = ["zone_full", "people_full", "capacity.walk_in"]
    assert rules_of(inside(), family(BABY, BABY, BABY, adults=2), said) == kept_apart


@pytest.mark.parametrize(
    ("walk_in", "kept", "rule", "says"),
    [
        (6, 2, "capacity.walk_in", "현장에서 받는 6자리, 지점이 남겨 두는 2자리는 온라인으로"),
        (2, 6, "capacity.reserve", "현장에서 받는 2자리, 지점이 남겨 두는 6자리는 온라인으로"),
        (0, 8, "capacity.reserve", "없어요. 지점이 남겨 두는 8자리는 온라인으로"),
        (8, 0, "capacity.walk_in", "없어요. 현장에서 받는 8자리는 온라인으로"),
    ],
)
def test_what_leaves_too_little_online_is_named(walk_in, kept, rule, says):
    said = {"capacity.walk_in": {"children": walk_in}} if walk_in else {}
    said |= {"capacity.reserve": {"children": kept, "released_minutes_before": 60}} if kept else {}

    (refusal,) = room_refusals(inside([BIG] * 12), family(BIG), STARTS, stated(said), later(days=-3))

    assert refusal.facts["key"] == rule
    assert says in sentence(refusal)


@pytest.mark.parametrize(
    ("capacity", "said", "share"), [(25, {"percent": 50}, 12), (3, {"percent": 33}, 0), (25, {"children": 4}, 4)]
)
def test_a_part_of_a_child_is_the_online_sides(capacity, said, share):
    assert walk_in_share(stated({"capacity.walk_in": said}), capacity) == share


def test_online_stops_at_the_rest_and_walk_ins_take_any_free_place():
    policy = stated({"capacity.walk_in": {"percent": 50}})

    assert code(inside([BIG] * 9), family(BIG), policy) is None
    assert code(inside([BIG] * 10), family(BIG), policy) == Code.ONLINE_FULL
    assert code(inside([BIG] * 12, walk_ins=3), family(BIG), policy) is None
    assert code(inside([BIG] * 10), family(BIG, at_the_door=True), policy) is None


def test_the_house_reserve_is_released_to_the_second():
    policy = stated({"capacity.reserve": {"children": 2, "released_minutes_before": 60}})
    full = inside([BIG] * 18)

    assert code(full, family(BIG), policy, later(minutes=-60, seconds=-1)) == Code.ONLINE_FULL
    assert code(full, family(BIG), policy, later(minutes=-60)) is None
    assert code(full, family(BIG, at_the_door=True), policy, later(days=-1)) is None


@given(
    capacity=st.integers(0, 40),
    percent=st.integers(0, 100),
    reserve=st.integers(0, 10),
    online=st.integers(0, 40),
    walk_ins=st.integers(0, 20),
    more=st.integers(1, 3),
)
@settings(max_examples=200, deadline=None)
def test_online_never_takes_what_is_kept_for_others(capacity, percent, reserve, online, walk_ins, more):
    said = {
        "capacity.walk_in": {"percent": percent},
        "capacity.reserve": {"children": reserve, "released_minutes_before": 60},
    }
    policy = stated(said)
    where = inside([BIG] * (online + walk_ins), walk_ins=walk_ins, capacity=capacity)

    taken = code(where, family(*[BIG] * more), policy, later(days=-1)) is None

    kept = capacity * percent // 100 + kept_back(STARTS, policy, later(days=-1))
    assert taken == (online + more <= capacity - kept)
