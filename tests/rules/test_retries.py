"""When whoever was turned away is to come back."""

from hypothesis import given
from hypothesis import strategies as st

from booking.rules.retries import COME_BACK, LATEST, SOONEST, next_pause, spread


@given(st.floats(SOONEST, LATEST), st.integers(0, 10**6))
def test_a_pause_stays_within_its_bounds_and_moves_no_faster_than_twice(pause, turned_away):
    after = next_pause(pause, turned_away)

    assert SOONEST <= after <= LATEST
    assert pause / 2 <= after <= pause * 2 or after == SOONEST


@given(st.integers(400, 4000))
def test_a_crowd_that_comes_back_settles_where_so_many_come_at_once_as_can_be_told(people):
    pause = SOONEST
    for _ in range(60):
        pause = next_pause(pause, round(people / pause))

    assert people / pause <= COME_BACK * 1.1 or pause == LATEST


def test_when_nobody_is_turned_away_the_pause_is_short_again():
    pause = LATEST
    for _ in range(6):
        pause = next_pause(pause, 0)

    assert pause == SOONEST


@given(st.floats(SOONEST, LATEST), st.floats(0, 1, exclude_max=True))
def test_those_of_one_second_are_spread(pause, draw):
    assert SOONEST <= spread(pause, draw) <= 2 * pause - SOONEST + 1
