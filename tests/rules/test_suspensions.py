"""What no-shows cost, to the second; against a naive look at every moment's rule."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking import words
from booking.rules.parties import NoShow
from booking.rules.suspensions import cancels_future, suspended_until, suspension_refusal
from booking.rules.times import instant
from tests.rules.stated import stated

AT = instant(date(2026, 11, 1), time(10, 0))
HERE, NEAR, FAR = (1, 11110), (2, 11110), (3, 11260)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def rule(*steps, **more):
    keys = ("count", "window_days", "days")
    return stated({"suspension": {"steps": [dict(zip(keys, step, strict=True)) for step in steps], **more}})


def absent(at=AT, place=HERE):
    return NoShow(at, *place)


def until(no_shows, policy, now):
    return suspended_until(no_shows, *HERE, policy, now)


ONCE = rule((1, 30, 30))


@pytest.mark.parametrize(
    ("now", "suspended"),
    [
        (AT - SECOND, False),
        (AT, False),
        (AT + SECOND, True),
        (AT + 30 * DAY - SECOND, True),
        (AT + 30 * DAY, False),
    ],
)
def test_one_absence_bars_for_thirty_days_from_the_moment_after_it(now, suspended):
    assert until([absent()], ONCE, now) == (AT + 30 * DAY if suspended else None)


def test_where_nobody_states_a_suspension_no_shows_cost_nothing():
    assert until([absent()], stated(), AT + SECOND) is None
    assert until([], ONCE, AT) is None


@pytest.mark.parametrize(("apart", "suspended"), [(90 * DAY, True), (90 * DAY + SECOND, False)])
def test_three_within_ninety_days_are_counted_back_from_the_last_to_the_second(apart, suspended):
    no_shows = [absent(), absent(AT + 3 * DAY), absent(AT + apart)]

    found = until(no_shows, rule((3, 90, 60)), AT + apart + SECOND)

    assert found == (AT + apart + 60 * DAY if suspended else None)


def test_the_longest_step_that_fits_holds():
    ladder = rule((1, 30, 7), (2, 30, 30), (3, 365, 180))
    no_shows = [absent(), absent(AT + DAY), absent(AT + 40 * DAY)]

    assert until(no_shows[:1], ladder, AT + SECOND) == AT + 7 * DAY
    assert until(no_shows[:2], ladder, AT + DAY + SECOND) == AT + 31 * DAY
    assert until(no_shows, ladder, AT + 40 * DAY + SECOND) == AT + 220 * DAY


def test_a_long_bar_is_not_shortened_by_a_later_absence():
    ladder = rule((1, 30, 7), (2, 10, 180))
    no_shows = [absent(), absent(AT + DAY), absent(AT + 100 * DAY)]

    assert until(no_shows, ladder, AT + 100 * DAY + SECOND) == AT + 181 * DAY


def test_an_absence_to_come_does_not_count_yet():
    assert until([absent(AT + DAY)], ONCE, AT) is None


def test_brothers_and_sisters_who_stayed_away_together_are_one_absence():
    twice = rule((2, 30, 30))

    assert until([absent(), absent()], twice, AT + DAY) is None
    assert until([absent(), absent(place=NEAR)], twice, AT + DAY) is not None


@pytest.mark.parametrize(
    ("scope", "here", "near", "far"),
    [("cafe", True, False, False), ("district", True, True, False), ("all", True, True, True)],
)
def test_the_scope_says_whose_absences_count(scope, here, near, far):
    policy = rule((1, 30, 30), scope=scope)

    for place, counts in ((HERE, here), (NEAR, near), (FAR, far)):
        assert (until([absent(place=place)], policy, AT + DAY) is not None) == counts


def test_the_moment_of_reserving_counts_and_the_answer_says_until_when():
    refusal = suspension_refusal([absent()], *HERE, ONCE, AT + DAY)

    assert refusal is not None
    assert refusal.facts["until"] == AT + 30 * DAY
    assert words.sentence(refusal) == (
        "노쇼로 예약이 제한되어 있어요. 모든 지점을 12월 1일(화) 오전 10:00부터 다시 예약할 수 있어요."
    )
    assert suspension_refusal([absent()], *HERE, ONCE, AT + 30 * DAY) is None


@pytest.mark.parametrize(
    ("starts", "cancelled"),
    [(AT + DAY, False), (AT + DAY + SECOND, True), (AT + 30 * DAY - SECOND, True), (AT + 30 * DAY, False)],
)
def test_what_starts_during_the_suspension_is_cancelled_only_where_the_rule_says_so(starts, cancelled):
    now = AT + DAY

    assert cancels_future(starts, [absent()], *HERE, rule((1, 30, 30), cancels_future=True), now) == cancelled
    assert not cancels_future(starts, [absent()], *HERE, ONCE, now)
    assert not cancels_future(starts, [], *HERE, rule((1, 30, 30), cancels_future=True), now)


hours = st.integers(0, 100 * 24).map(lambda n: AT + timedelta(hours=n))
places = st.sampled_from([HERE, NEAR, FAR])
absences = st.lists(st.builds(absent, hours, places), max_size=7, unique_by=lambda one: one.at)
ladders = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=3)
scopes = st.sampled_from(["cafe", "district", "all"])


def is_barred(no_shows, steps, now):
    """Naive: at each absence's own moment, who looks back and counts; then whether its days still run."""
    for one in no_shows:
        for count, window, days in steps:
            back = [other for other in no_shows if timedelta() <= one.at - other.at <= window * DAY]
            if len(back) >= count and one.at < now < one.at + days * DAY:
                return True
    return False


@settings(max_examples=200, deadline=None)
@given(no_shows=absences, steps=ladders, scope=scopes, now=hours)
def test_suspended_is_exactly_who_a_naive_look_finds_barred(no_shows, steps, scope, now):
    policy = rule(*steps, scope=scope)
    counted = [
        one for one in no_shows if {"cafe": one.cafe_id == 1, "district": one.district_id == 11110, "all": True}[scope]
    ]

    found = until(no_shows, policy, now)

    assert (found is not None) == is_barred(counted, steps, now)
    if found is not None:
        assert until(no_shows, policy, found - SECOND) is not None
        assert not is_barred([one for one in counted if one.at < now], steps, found)


@settings(max_examples=100, deadline=None)
@given(no_shows=absences, steps=ladders, now=hours)
def test_the_order_in_which_absences_are_told_does_not_matter_and_none_ever_helps(no_shows, steps, now):
    policy = rule(*steps)
    found = until(no_shows, policy, now)

    assert until(no_shows[::-1], policy, now) == found
    without = until(no_shows[1:], policy, now)
    assert without is None or (found is not None and without <= found)
