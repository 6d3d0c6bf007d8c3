"""What is still worth telling when a notice's turn comes."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.rules import notice_kinds as kinds
from booking.rules.telling import reason_not_to_tell

STARTS = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
EARLY = STARTS - timedelta(days=1)
HERE, IN, OUT, MISSED = ("reserved", None), ("checked_in", None), ("checked_out", None), ("no_show", None)
BY_GUARDIAN, BY_CITY = ("cancelled", "guardian"), ("cancelled", "closing")
SUSPENDED = ("cancelled", "suspended")


@pytest.mark.parametrize(
    ("kind", "visits", "now", "reason"),
    [
        (kinds.RESERVED, [HERE], EARLY, None),
        (kinds.RESERVED, [HERE], STARTS + timedelta(hours=9), None),
        (kinds.RESERVED, [HERE, BY_GUARDIAN], EARLY, None),
        (kinds.RESERVED, [BY_GUARDIAN, BY_CITY], EARLY, "cancelled"),
        (kinds.REMINDER_DAY, [HERE], EARLY, None),
        (kinds.REMINDER_DAY, [HERE], STARTS - timedelta(hours=2, seconds=1), None),
        (kinds.REMINDER_DAY, [HERE], STARTS - timedelta(hours=2), "too_late"),
        (kinds.REMINDER_DAY, [BY_GUARDIAN], EARLY, "cancelled"),
        (kinds.REMINDER_HOURS, [HERE], STARTS - timedelta(seconds=1), None),
        (kinds.REMINDER_HOURS, [HERE], STARTS, "too_late"),
        (kinds.REMINDER_HOURS, [HERE, BY_GUARDIAN], EARLY, None),
        (kinds.REMINDER_HOURS, [IN, BY_GUARDIAN], STARTS - timedelta(minutes=1), "came"),
        (kinds.REMINDER_HOURS, [IN, HERE], STARTS - timedelta(minutes=1), None),
        (kinds.REMINDER_HOURS, [MISSED, IN], STARTS, "too_late"),
        (kinds.CANCELLED, [BY_GUARDIAN, HERE], EARLY, None),
        (kinds.CANCELLED, [("cancelled", "child")], EARLY, None),
        (kinds.CANCELLED, [BY_CITY], EARLY, "not_cancelled"),
        (kinds.CLOSED, [BY_CITY], EARLY, None),
        (kinds.CLOSED, [BY_GUARDIAN], EARLY, "not_cancelled"),
        (kinds.CAPACITY_CANCELLED, [("cancelled", "capacity")], EARLY, None),
        (kinds.SUSPENDED, [SUSPENDED], EARLY, None),
        (kinds.SUSPENDED, [BY_GUARDIAN], EARLY, "not_cancelled"),
        (kinds.MOVED, [HERE, BY_GUARDIAN], EARLY, None),
        (kinds.MOVED, [BY_GUARDIAN], EARLY, "cancelled"),
        (kinds.NO_SHOW, [MISSED, IN], STARTS, None),
        (kinds.NO_SHOW, [IN, OUT], STARTS, "came"),
    ],
)
def test_a_notice_is_told_or_left_out_by_the_state_of_the_moment(kind, visits, now, reason):
    assert reason_not_to_tell(kind, visits, STARTS, now) == reason


@pytest.mark.parametrize("kind", kinds.ABOUT_RESERVATION)
def test_every_kind_about_a_reservation_has_an_answer(kind):
    assert (
        reason_not_to_tell(kind, [HERE, BY_GUARDIAN, BY_CITY, ("cancelled", "capacity"), SUSPENDED, MISSED], STARTS, EARLY)
        is None
    )
