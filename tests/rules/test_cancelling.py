"""Until when a guardian may cancel, to the second."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.rules.cancelling import cancel_deadline, cancel_refusal
from booking.rules.checking_in import door_refusal, doors_open_at
from booking.rules.holiday_days import Holiday
from booking.rules.refusals import Code
from booking.rules.times import instant
from booking.rules.timetable import breaks_on, day_plan
from tests.rules.stated import MONDAY, STARTS, TUESDAY, stated

LUNCH, REST = ["12:00~13:00"], ["08:00~09:00"]


@given(st.integers(-200, 200), st.integers(0, 30 * 24 * 60))
def test_cancelling_is_open_exactly_until_its_deadline(seconds, minutes_before):
    policy = stated({"minutes": {"cancel_minutes_before": minutes_before}})
    now = STARTS - timedelta(minutes=minutes_before) + timedelta(seconds=seconds)

    assert cancel_deadline(STARTS, policy) == STARTS - timedelta(minutes=minutes_before)
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
    found = cancel_refusal(state, STARTS, stated(), MONDAY)

    assert found is not None
    assert found.code == expected


@pytest.mark.parametrize(("seconds", "open_by_then"), [(-1, False), (0, True)])
def test_the_doors_open_so_many_minutes_before_the_start(seconds, open_by_then):
    policy = stated({"minutes": {"check_in_minutes_before": 10}})
    opens_at = doors_open_at(STARTS, policy, ())

    assert opens_at == STARTS - timedelta(minutes=10)
    assert (door_refusal(STARTS, opens_at, opens_at + timedelta(seconds=seconds)) is None) == open_by_then


@pytest.mark.parametrize(
    ("breaks", "opens"),
    [
        ([("08:30", "09:30")], "09:30"),
        ([("08:30", "09:25")], "09:25"),
        ([("08:30", "09:20")], "09:20"),
        ([("08:30", "09:15")], "09:20"),
        ([("11:30", "12:30")], "09:20"),
        ([("08:30", "09:15"), ("09:15", "09:30")], "09:30"),
    ],
)
def test_they_stay_shut_until_a_break_is_over(breaks, opens):
    policy = stated({"minutes": {"check_in_minutes_before": 10}})
    spans = [(time.fromisoformat(shut), time.fromisoformat(until)) for shut, until in breaks]

    assert doors_open_at(STARTS, policy, spans) == instant(TUESDAY, time.fromisoformat(opens))


@pytest.mark.parametrize(
    ("lists", "on_holiday", "found"),
    [
        ({"weekday": LUNCH, "holiday": REST}, False, LUNCH),
        ({"weekday": LUNCH, "holiday": REST}, True, REST),
        ({"holiday": REST}, True, REST),
        ({"holiday": REST}, False, []),
        ({"weekday": LUNCH}, True, LUNCH),
        ({"tuesday": REST, "weekday": LUNCH}, False, REST),
        ({"weekday": LUNCH, "holiday": []}, True, []),
        ({"saturday": LUNCH}, True, []),
    ],
)
def test_the_breaks_choose_their_list_as_the_timetable_does(lists, on_holiday, found):
    # The timetable of the city has no list for holidays: breaks choose among their own.
    policy = stated({"breaks": lists, "holidays": {"open_on_holidays": True}})
    holidays = {TUESDAY: Holiday("임시공휴일", frozenset({"temporary"}))} if on_holiday else {}

    shut = breaks_on(TUESDAY, policy, on_holiday)

    assert [f"{starts:%H:%M}~{ends:%H:%M}" for starts, ends in shut] == found
    assert day_plan(TUESDAY, policy, holidays).breaks == shut
