"""When whoever was turned away is to come back."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from booking.rules.retries import FEWEST, LATEST, SOONEST, ComeBacks, at_once

CROWDS = st.lists(st.integers(0, 3 * FEWEST), min_size=1, max_size=90)


@given(CROWDS, st.integers(0, 10**6))
def test_everybody_is_told_a_second_within_the_bounds(crowds, begins):
    come_backs = ComeBacks()
    for now, people in enumerate(crowds, begins):
        for _ in range(people):
            assert SOONEST <= come_backs.tell(now, 0.5) <= LATEST


@given(st.lists(st.integers(1, 4 * FEWEST), min_size=1, max_size=12))
def test_no_second_is_told_to_more_than_can_be_answered_and_none_before_the_last_is_idle(crowds):
    come_backs, back = ComeBacks(), Counter()
    for now, people in enumerate(crowds):
        back.update(now + come_backs.tell(now, 0.5) for _ in range(people))

    assert max(back.values()) <= FEWEST
    crowded = [second for second in range(len(crowds) + SOONEST, max(back)) if second > SOONEST]
    assert all(back[second] == FEWEST for second in crowded)


@given(st.integers(400, 30_000), st.integers(100, 400))
def test_a_crowd_that_comes_back_is_answered_in_the_time_that_it_takes(people, answered):
    """At most the last few wait for a second more, when the others are done."""
    come_backs, coming, left = ComeBacks(), Counter({0: people}), people
    for now in range(LATEST * 10):
        here = coming.pop(now, 0)
        done = min(here, answered)
        left -= done
        coming.update(now + come_backs.tell(now, 0.5, at_once(answered)) for _ in range(here - done))
        if not left:
            break

    assert now <= people / answered + 3 * SOONEST


def test_more_than_can_be_told_are_spread_over_the_later_half():
    come_backs, chance = ComeBacks(), Random(1)
    told = [come_backs.tell(0, chance.random()) for _ in range(FEWEST * LATEST * 2)]

    assert set(told[FEWEST * LATEST :]) == set(range(LATEST // 2 + 1, LATEST + 1))


def test_when_nobody_was_turned_away_for_a_second_it_is_soon_again():
    come_backs = ComeBacks()
    for _ in range(FEWEST * 20):
        come_backs.tell(0, 0.5)

    assert come_backs.tell(1, 0.5) > 15
    assert come_backs.tell(3, 0.5) == SOONEST
