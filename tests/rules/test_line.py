"""The waiting line: who stands where, at which pace turns are given, how long they are good, when it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from booking.rules import line as rules
from booking.rules.line import Standing, Ticket
from booking.rules.line_pace import LEAST_PACE, MOST_PACE
from booking.rules.refusals import Code

NINE = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
EARLY = some.integers(1, 1800 * 10**6)
DRAWS = some.floats(0, 1, exclude_max=True)


def a_line(**said) -> Standing:
    usual = {"line_id": 1, "kind": "load", "starts_at": NINE - rules.JOINED_BEFORE, "opens_at": NINE, "ticked_at": NINE}
    return Standing(**usual | {"joined": 100, "numbered": 100, "admitted": 10, "pace": 10.0} | said)


def a_ticket(number: int | None = None, let_in_at: datetime | None = None) -> Ticket:
    return Ticket(7, 1, number, let_in_at)


@given(one=EARLY, other=EARLY, one_draw=DRAWS, other_draw=DRAWS)
def test_before_the_opening_chance_alone_decides(one, other, one_draw, other_draw):
    first, second = (
        rules.rank(NINE - timedelta(microseconds=early), NINE, draw)
        for early, draw in ((one, one_draw), (other, other_draw))
    )

    assert (first < second) == (int(one_draw * 2**52) < int(other_draw * 2**52))


@given(early=EARLY, late=some.integers(0, 10**10), draws=some.tuples(DRAWS, DRAWS))
def test_who_comes_later_stands_behind_everybody_who_was_early(early, late, draws):
    before, after = NINE - timedelta(microseconds=early), NINE + timedelta(microseconds=late)

    assert rules.rank(before, NINE, draws[0]) < rules.rank(after, NINE, draws[1])


@given(lates=some.lists(some.integers(0, 10**10), min_size=2), draw=DRAWS)
def test_who_comes_later_stands_in_the_order_of_coming(lates, draw):
    instants = sorted(NINE + timedelta(microseconds=late) for late in lates)
    ranks = [rules.rank(at, NINE, draw) for at in instants]

    assert ranks == sorted(ranks)
    assert max(ranks) < 2**63


@pytest.mark.parametrize(
    ("ticket", "now", "state"),
    [
        (None, NINE, "no_line"),
        (a_ticket(), NINE - SECOND, "before_opening"),
        (a_ticket(), NINE, "in_line"),
        (a_ticket(50), NINE, "in_line"),
        (a_ticket(5, NINE), NINE + rules.TURN - SECOND, "your_turn"),
        (a_ticket(5, NINE), NINE + rules.TURN, "turn_over"),
    ],
)
def test_where_a_family_stands(ticket, now, state):
    place = rules.place(a_line(), ticket, now)

    assert place.state == state
    refusal = rules.turn_refusal(a_line(), ticket, now)
    assert (refusal is None) == (state == "your_turn")


def test_place_and_time_are_counted_from_the_last_turn():
    place = rules.place(a_line(numbered=2000, admitted=10, pace=10.0), a_ticket(1211), NINE)

    assert (place.ahead, place.wait_seconds, place.wait_minutes) == (1200, 120, 2)


def test_out_of_turn_is_said_in_two_ways():
    waiting = rules.turn_refusal(a_line(), a_ticket(50), NINE)
    over = rules.turn_refusal(a_line(), a_ticket(5, NINE), NINE + timedelta(hours=1))

    assert waiting is not None
    assert over is not None
    assert (waiting.code, over.code) == (Code.LINE_WAITING, Code.LINE_TURN_OVER)
    assert waiting.facts["seconds"] == 3


@given(number=some.integers(11, 60_000), pace=some.floats(LEAST_PACE, MOST_PACE))
def test_the_back_asks_seldom_and_the_front_often(number, pace):
    line = a_line(numbered=60_000, pace=pace)
    place, next_place = (rules.place(line, a_ticket(one), NINE) for one in (number, number + 1))

    assert rules.SOONEST <= place.again_seconds <= next_place.again_seconds <= rules.LATEST
    assert place.wait_seconds is not None
    assert place.again_seconds <= max(rules.SOONEST, place.wait_seconds)


@given(before=some.floats(0.001, 1800), draw=DRAWS, joined=some.integers(0, 100_000))
def test_who_waits_for_the_opening_asks_again_after_it_and_not_all_at_once(before, draw, joined):
    now = NINE - timedelta(seconds=before)
    again = rules.place(a_line(joined=joined), a_ticket(), now, draw=draw).again_seconds

    assert 1 <= again <= rules.LATEST
    if before < rules.LATEST / 2:
        assert again >= before
        assert again <= before + rules.SPREAD_MOST + 1


def test_while_it_is_calm_nobody_needs_a_turn():
    calm = a_line(joined=100, admitted=100, calm_since=NINE)

    assert rules.turn_refusal(calm, None, NINE) is None
    assert rules.turn_refusal(calm, a_ticket(5, NINE - timedelta(hours=1)), NINE) is None


@pytest.mark.parametrize(
    ("was_calm", "waiting", "pressed", "calm"),
    [
        (False, False, False, True),
        (False, False, True, True),
        (False, True, False, False),
        (True, False, False, True),
        (True, False, True, False),
        (True, True, False, False),
    ],
)
def test_it_is_calm_as_soon_as_nobody_waits_and_until_too_many_are_turned_away(was_calm, waiting, pressed, calm):
    assert rules.is_calm(was_calm=was_calm, waiting=waiting, pressed=pressed) is calm


def test_too_many_are_more_than_twice_those_who_are_answered():
    assert [rules.too_many(turned, 10) for turned in (0, 20, 21)] == [False, False, True]
    assert [rules.too_many(turned, 0) for turned in (0, 1)] == [False, True]


def test_load_ends_its_line_after_a_calm_minute_and_an_officials_after_a_quarter_of_an_hour():
    def is_over(kind: str, minutes: float) -> bool:
        now = NINE + timedelta(minutes=minutes)
        return rules.is_over(kind, calm_since=NINE, ticked_at=now - SECOND, now=now)

    assert [is_over("load", 0.9), is_over("load", 1)] == [False, True]
    assert [is_over("official", 14.9), is_over("official", 15)] == [False, True]


def test_a_line_of_load_that_nobody_asks_for_is_over_and_an_officials_is_not():
    def is_over(kind: str, unheard: timedelta) -> bool:
        return rules.is_over(kind, calm_since=None, ticked_at=NINE, now=NINE + unheard)

    assert [is_over("load", rules.UNHEARD - SECOND), is_over("load", rules.UNHEARD)] == [False, True]
    assert not is_over("official", timedelta(days=1))
