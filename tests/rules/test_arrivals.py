"""What staff are told of a child who has not come."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.rules.arrivals import Arrival, arrival
from booking.rules.checking_in import counts_as_inside

START = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


def minutes(n: float) -> datetime:
    return START + timedelta(minutes=n)


def at(now, *, board=1.0, called=False, reserved=-1000.0):
    return arrival(
        starts_at=START,
        ends_at=minutes(120),
        reserved_at=minutes(reserved),
        grace_minutes=30,
        board_opened_at=None if board is None else minutes(board),
        called=called,
        now=minutes(now),
    )


@pytest.mark.parametrize(
    ("now", "given", "expected"),
    [
        (-1, {}, Arrival("expected")),
        (0, {}, Arrival("awaited", at=minutes(30))),
        (29.9, {}, Arrival("awaited", at=minutes(30))),
        (30, {}, Arrival("due", at=minutes(30))),
        (60, {"reserved": 50}, Arrival("awaited", at=minutes(80))),
        (29, {"board": 11}, Arrival("expected")),
        (35, {"board": 11}, Arrival("unconfirmed", why="board_late")),
        (10, {"called": True}, Arrival("called")),
        (120, {"called": True}, Arrival("unconfirmed", why="called")),
        (10, {"board": None}, Arrival("expected")),
        (30, {"board": None}, Arrival("unconfirmed", why="board_closed")),
        (200, {"board": None}, Arrival("unconfirmed", why="board_closed")),
        (119, {"board": 115}, Arrival("unconfirmed", why="board_late")),
    ],
)
def test_where_an_absent_child_stands(now, given, expected):
    assert at(now, **given) == expected


@pytest.mark.parametrize(
    ("state", "after_end", "inside"),
    [("checked_in", 9, True), ("checked_in", 10, False), ("checked_out", -60, False), ("reserved", -60, False)],
)
def test_inside_is_in_and_not_out_until_ten_minutes_after_the_end(state, after_end, inside):
    assert counts_as_inside(state, START, START + timedelta(minutes=after_end)) is inside
