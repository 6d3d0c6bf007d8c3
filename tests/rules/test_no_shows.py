"""When an absent child counts as a no-show: recorded instants decide, never the moment of asking."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.rules.no_shows import BOARD_SLACK, grace_ends_at, no_show_at

STARTS = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 09:30 in Seoul
ENDS = STARTS + timedelta(hours=2)


def minutes(count):
    return timedelta(minutes=count)


def at(**changed):
    facts = {
        "starts_at": STARTS,
        "ends_at": ENDS,
        "reserved_at": STARTS - timedelta(days=1),
        "grace_minutes": 30,
        "board_opened_at": STARTS,
    }
    return no_show_at(**(facts | changed))


def test_the_grace_runs_from_the_start():
    assert at() == STARTS + minutes(30)


def test_who_reserved_after_the_start_has_the_grace_from_then():
    assert at(reserved_at=STARTS + minutes(20)) == STARTS + minutes(50)


def test_where_the_board_was_never_open_nobody_is_marked():
    assert at(board_opened_at=None) is None


def test_a_board_woken_a_few_minutes_after_the_start_counts_as_open_since_then():
    assert at(board_opened_at=STARTS + BOARD_SLACK) == STARTS + minutes(30)


def test_a_board_opened_later_marks_nobody_because_families_may_have_come_in_unseen():
    assert at(board_opened_at=STARTS + BOARD_SLACK + timedelta(seconds=1)) is None


def test_a_reservation_whose_grace_outlasts_the_slot_is_never_marked():
    assert at(reserved_at=ENDS - minutes(30)) == ENDS
    assert at(reserved_at=ENDS - minutes(29)) is None


@pytest.mark.parametrize(
    ("reserved", "expected"),
    [(-24 * 60, 0), (-31, 0), (-30, 0), (-29, 1), (-10, 20), (20, 50)],
)
def test_where_notice_was_due_before_the_start_nobody_is_marked_before_it_nor_without_that_long_to_come(reserved, expected):
    assert at(grace_minutes=-30, reserved_at=STARTS + minutes(reserved)) == STARTS + minutes(expected)


instants = st.integers(-3 * 24 * 60, 3 * 60).map(lambda count: STARTS + minutes(count))
boards = st.none() | st.integers(0, 120).map(lambda count: STARTS + minutes(count))
graces = st.integers(-180, 180)


@given(reserved_at=instants, board_opened_at=boards, grace_minutes=graces)
def test_nobody_is_marked_before_the_grace_nor_after_the_end_nor_unseen(reserved_at, board_opened_at, grace_minutes):
    marked = at(reserved_at=reserved_at, board_opened_at=board_opened_at, grace_minutes=grace_minutes)

    if marked is not None:
        assert board_opened_at is not None
        assert board_opened_at <= STARTS + BOARD_SLACK
        assert max(STARTS, grace_ends_at(STARTS, reserved_at, grace_minutes)) <= marked <= ENDS


@given(reserved_at=instants, board_opened_at=boards, grace_minutes=graces, later=st.integers(0, 60))
def test_reserving_later_never_means_being_marked_earlier(reserved_at, board_opened_at, grace_minutes, later):
    first = at(reserved_at=reserved_at, board_opened_at=board_opened_at, grace_minutes=grace_minutes)
    second = at(reserved_at=reserved_at + minutes(later), board_opened_at=board_opened_at, grace_minutes=grace_minutes)

    assert second is None or (first is not None and first <= second)
