"""The pace of turns: never more than a burst, up while turns are answered, down when they are not, and never down a spiral.

The rush that it is tried on: so many forms can be answered a second, each turn brings so many of them some seconds later,
who was not answered asks again, and outside people are turned away all the time.
"""

from collections import deque
from math import sqrt
from random import Random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as some

from booking.rules import line_pace as rules
from booking.rules.line_pace import Pace, next_pace


@given(
    ticks=some.lists(
        some.tuples(some.floats(0, 120), some.floats(rules.LEAST_PACE, 500), some.integers(0, 5000)), max_size=40
    )
)
def test_turns_are_never_more_than_the_pace_and_a_burst(ticks):
    allowance, given_, allowed, fastest = 0.0, 0, 0.0, rules.LEAST_PACE
    for seconds, pace, waiting in ticks:
        turns, allowance = rules.admission(allowance, pace, seconds, waiting)
        given_ += turns
        allowed += pace * seconds
        fastest = max(fastest, pace)

        assert 0 <= turns <= waiting
        assert turns <= pace * rules.BURST_SECONDS
        assert given_ <= allowed + 1e-6
        assert 0 <= allowance <= fastest * rules.BURST_SECONDS


def test_turns_that_nobody_wanted_are_made_up_for_a_burst_only():
    turns, allowance = rules.admission(0.0, 10.0, 3600, waiting=0)

    assert (turns, allowance) == (0, 30.0)
    assert rules.admission(allowance, 10.0, 1, waiting=100) == (30, 0.0)


def test_a_clock_that_went_back_gives_nothing():
    assert rules.admission(0.0, 10.0, -5, waiting=10) == (0, 0.0)


class Rush:
    """A long line before a server that answers ``capacity`` forms a second."""

    def __init__(
        self, capacity: float, *, forms: float = 1.0, after_seconds: int = 2, begins: float = 50.0, seed: int = 1
    ) -> None:
        self.capacity, self.forms = capacity, forms
        self.pace = Pace(begins)
        self._allowance = self._unanswered = 0.0
        self._coming = deque([0.0] * after_seconds)
        self._chance = Random(seed)

    def goes_on(self, seconds: int) -> tuple[list[float], list[float]]:
        """The pace and the answers of each second."""
        paces, answers = [], []
        for _ in range(seconds):
            turns, self._allowance = rules.admission(self._allowance, self.pace.per_second, 1, waiting=10**6)
            self._coming.append(self._about(turns * self.forms))
            self._unanswered += self._coming.popleft()
            answered = min(self._unanswered, self._about(self.capacity))
            self._unanswered -= answered
            self.pace = next_pace(self.pace, answered, pressed=True, waiting=True, seconds=1)
            paces.append(self.pace.per_second)
            answers.append(answered)
        return paces, answers

    def _about(self, expected: float) -> float:
        return max(0.0, self._chance.gauss(expected, sqrt(expected)))


SEEDS = range(15)


def rushes(**said: float) -> list[Rush]:
    """The same rush fifteen times, as chance has it."""
    return [Rush(**{"capacity": 150.0} | said, seed=seed) for seed in SEEDS]  # type: ignore[arg-type]


@pytest.mark.parametrize("capacity", [100.0, 150.0, 250.0])
def test_within_a_minute_the_pace_is_what_can_be_answered(capacity):
    found = []
    for rush in rushes(capacity=capacity):
        rush.goes_on(60)
        paces, answers = rush.goes_on(240)
        found.append(mean(paces) / capacity)
        assert mean(answers) >= 0.9 * capacity

    assert 0.95 <= mean(found) <= 1.1
    assert min(found) >= 0.85
    assert max(found) <= 1.25


@pytest.mark.parametrize("capacity", [60.0, 100.0, 150.0])
def test_a_line_that_begins_too_fast_loses_no_answer(capacity):
    for rush in rushes(capacity=capacity, begins=rules.START_PACE):
        assert mean(rush.goes_on(120)[1]) >= 0.9 * capacity


@pytest.mark.parametrize("after_seconds", [1, 4, 10])
@pytest.mark.parametrize("forms", [0.6, 1.0, 1.5])
@pytest.mark.parametrize("capacity", [60.0, 150.0, 400.0])
def test_it_never_goes_down_a_spiral_whatever_families_make_of_their_turns(capacity, forms, after_seconds):
    """Some went away meanwhile, others try a second slot; some send at once, others take their time."""
    found = []
    for rush in rushes(capacity=capacity, forms=forms, after_seconds=after_seconds):
        rush.goes_on(120)
        found.append(mean(rush.goes_on(240)[1]) / capacity)

    assert mean(found) >= 0.9
    assert min(found) >= 0.6


def test_when_more_can_be_answered_the_pace_follows():
    found = []
    for rush in rushes(capacity=120.0):
        rush.goes_on(120)
        rush.capacity = 240.0
        rush.goes_on(120)
        found.append(mean(rush.goes_on(60)[1]) / rush.capacity)

    assert mean(found) >= 0.9
    assert min(found) >= 0.6


def test_when_less_can_be_answered_the_pace_follows():
    for rush in rushes(capacity=240.0):
        rush.goes_on(120)
        rush.capacity = 120.0
        rush.goes_on(60)

        assert mean(rush.goes_on(60)[0]) <= 1.25 * rush.capacity


PACES = some.builds(
    Pace,
    per_second=some.floats(rules.LEAST_PACE, rules.MOST_PACE),
    lately=some.floats(0, 20),
    usually=some.floats(0, 20),
    trial_seconds=some.floats(0, rules.TRIAL_SECONDS),
    before=some.floats(0, 20),
)


@given(
    pace=PACES,
    answered=some.floats(0, 5000),
    pressed=some.booleans(),
    waiting=some.booleans(),
    seconds=some.floats(0.1, 3600),
)
def test_the_pace_stays_within_its_bounds_and_does_not_leap(pace, answered, pressed, waiting, seconds):
    found = next_pace(pace, answered, pressed=pressed, waiting=waiting, seconds=seconds)

    assert rules.LEAST_PACE <= found.per_second <= rules.MOST_PACE
    assert pace.per_second * rules.CUT_MOST * 0.999 <= found.per_second <= pace.per_second * rules.GROWTH**3 * 1.001


def test_where_nobody_waits_nothing_is_learnt_about_the_pace():
    assert next_pace(Pace(), 300.0, pressed=False, waiting=False, seconds=1) == Pace()


@pytest.mark.parametrize("pressed", [False, True])
def test_while_turns_are_answered_it_doubles_in_about_half_a_minute(pressed):
    pace = Pace(50.0, lately=1.0, usually=1.0)
    for _ in range(28):
        pace = next_pace(pace, pace.per_second, pressed=pressed, waiting=True, seconds=1)

    assert 95 < pace.per_second < 105


def test_where_nobody_is_turned_away_few_answers_are_the_families_own_doing():
    pace = Pace(50.0, lately=1.0, usually=1.0)
    for _ in range(60):
        pace = next_pace(pace, pace.per_second * 0.3, pressed=False, waiting=True, seconds=1)

    assert pace.per_second > 200
    assert pace.usually == pytest.approx(0.3, abs=0.02)


def test_fewer_answers_per_turn_are_tried_by_a_cut_and_are_usual_when_it_changes_nothing():
    pace = Pace(per_second=200.0, lately=0.5, usually=1.0)
    cut = next_pace(pace, 100.0, pressed=True, waiting=True, seconds=1)
    assert (cut.per_second, cut.trial_seconds) == (200.0 * rules.CUT_MOST, rules.TRIAL_SECONDS)
    tried = cut
    for _ in range(int(rules.TRIAL_SECONDS)):
        tried = next_pace(tried, tried.per_second * 0.5, pressed=True, waiting=True, seconds=1)

    assert tried.usually == pytest.approx(0.5, abs=0.01)
    assert tried.per_second > cut.per_second


def test_a_cut_after_which_turns_yield_more_again_changes_nothing_of_what_is_usual():
    tried = next_pace(Pace(per_second=200.0, lately=0.7, usually=1.0), 140.0, pressed=True, waiting=True, seconds=1)
    for _ in range(int(rules.TRIAL_SECONDS)):
        tried = next_pace(tried, tried.per_second, pressed=True, waiting=True, seconds=1)

    assert tried.usually >= 1.0
