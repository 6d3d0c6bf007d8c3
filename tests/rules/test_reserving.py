"""Who may reserve what when, sentence by sentence."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.rules.cancelling import cancel_deadline, cancel_refusal
from booking.rules.policy import Policy
from booking.rules.refusals import Code
from booking.rules.reserving import ChildFacts, PastVisit, SlotFacts, refusal
from booking.rules.times import instant
from tests.world import CITY_POLICY, TUESDAY

CITY = Policy(**CITY_POLICY)
STARTS, ENDS = instant(TUESDAY, time(9, 30)), instant(TUESDAY, time(11, 30))
SLOT = SlotFacts(1, 1, STARTS, ENDS)
JIA = ChildFacts(1, "지아", date(2021, 5, 5))
MINJUN = ChildFacts(2, "민준", date(2023, 3, 2))
MONDAY = STARTS - timedelta(days=1)


def code(slot=SLOT, children=(JIA,), adults=1, policy=CITY, now=MONDAY):
    found = refusal(slot, children, adults, policy, now)
    return found.code if found else None


def other(starts: datetime, ends: datetime, slot_id: int = 9) -> ChildFacts:
    return replace(JIA, visits=(PastVisit(slot_id, starts, ends),))


def test_a_child_that_fits_may_come():
    assert code() is None


@pytest.mark.parametrize(
    ("before_end", "expected"),
    [(timedelta(minutes=30, seconds=1), None), (timedelta(minutes=30), Code.SLOT_OVER), (timedelta(), Code.SLOT_OVER)],
)
def test_a_slot_that_has_begun_may_be_reserved_until_thirty_minutes_before_its_end(before_end, expected):
    assert code(now=ENDS - before_end) == expected


def test_a_closed_slot_says_so_first():
    assert code(slot=replace(SLOT, closed_reason="방역"), children=()) == Code.SLOT_CLOSED


def test_a_slot_may_be_reserved_from_its_opening_on():
    slot = replace(SLOT, opens_at=MONDAY)

    assert code(slot=slot, now=MONDAY - timedelta(seconds=1)) == Code.SLOT_NOT_OPEN_YET
    assert code(slot=slot, now=MONDAY) is None


def test_nobody_and_six_children_are_refused():
    six = [replace(JIA, child_id=n) for n in range(6)]

    assert code(children=()) == Code.NO_CHILD_CHOSEN
    assert code(children=six[:5]) is None
    assert code(children=six) == Code.TOO_MANY_CHILDREN


def test_a_child_is_in_a_slot_once():
    assert code(children=[other(STARTS, ENDS, slot_id=1)]) == Code.ALREADY_IN_SLOT


def test_slots_that_share_a_minute_overlap_even_at_two_cafes():
    policy = replace(CITY, visits_per_day=3)
    before = STARTS - timedelta(hours=1)

    assert code(children=[other(before, STARTS + timedelta(minutes=1))], policy=policy) == Code.OVERLAPS
    assert code(children=[other(before, STARTS)], policy=policy) is None
    assert code(children=[other(ENDS, ENDS + timedelta(hours=1))], policy=policy) is None


def test_a_child_comes_once_a_day_and_again_tomorrow():
    same_day = other(ENDS + timedelta(hours=2), ENDS + timedelta(hours=4))
    next_day = other(STARTS + timedelta(days=1), ENDS + timedelta(days=1))

    assert code(children=[same_day]) == Code.DAILY_LIMIT
    assert code(children=[next_day]) is None


def test_the_second_child_is_asked_about_too():
    busy = replace(MINJUN, visits=(PastVisit(1, STARTS, ENDS),))

    assert code(children=[JIA, busy]) == Code.ALREADY_IN_SLOT


@pytest.mark.parametrize(
    ("adults", "children", "expected"),
    [
        (0, 1, Code.TOO_FEW_ADULTS),
        (-1, 1, Code.TOO_FEW_ADULTS),
        (1, 1, None),
        (2, 1, None),
        (3, 1, Code.TOO_MANY_ADULTS),
        (1, 2, None),
        (4, 2, None),
        (5, 2, Code.TOO_MANY_ADULTS),
    ],
)
def test_one_adult_at_least_and_two_per_child_at_most(adults, children, expected):
    assert code(children=[JIA, MINJUN][:children], adults=adults) == expected


@given(st.integers(-200, 200), st.integers(0, 180))
def test_cancelling_is_open_exactly_until_its_deadline(seconds, minutes_before):
    policy = replace(CITY, cancel_minutes_before=minutes_before)
    now = cancel_deadline(STARTS, policy) + timedelta(seconds=seconds)

    assert (cancel_refusal("reserved", STARTS, policy, now) is None) == (seconds <= 0)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("cancelled", Code.ALREADY_CANCELLED),
        ("checked_in", Code.ALREADY_CHECKED_IN),
        ("checked_out", Code.ALREADY_CHECKED_IN),
        ("no_show", Code.ALREADY_NO_SHOW),
    ],
)
def test_what_is_settled_cannot_be_cancelled(state, expected):
    found = cancel_refusal(state, STARTS, CITY, MONDAY)

    assert found is not None
    assert found.code == expected
