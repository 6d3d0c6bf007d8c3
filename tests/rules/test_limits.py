"""Windows end to end, what an address is, and how long a "no" lasts."""

from datetime import timedelta

import pytest

from booking.rules.limits import CODES_OF_GUARDIAN, CODES_OF_STAFF, LONGEST_MINUTES, Limit, codes_of, network
from booking.rules.refusals import Code
from tests.world import NOW

QUARTER = Limit("quarter", 5, 15, Code.TOO_MANY_PASSWORDS)


def test_a_window_begins_on_the_quarter_and_the_next_one_where_it_ends():
    assert {QUARTER.window_at(NOW + timedelta(minutes=m)) for m in (0, 7, 14)} == {NOW}
    assert QUARTER.window_at(NOW + timedelta(minutes=15)) == NOW + timedelta(minutes=15)
    assert QUARTER.window_at(NOW - timedelta(microseconds=1)) == NOW - timedelta(minutes=15)


@pytest.mark.parametrize(("seconds", "left"), [(0, 900), (1, 899), (899.5, 1), (899, 1)])
def test_a_refusal_says_until_when_and_how_many_seconds_that_is(seconds, left):
    refusal = QUARTER.refusal(NOW + timedelta(seconds=seconds))

    assert refusal.code == Code.TOO_MANY_PASSWORDS
    assert refusal.facts == {"until": NOW + timedelta(minutes=15), "seconds": left}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("203.0.113.7", "::ffff:203.0.113.7"),
        ("203.0.113.7", "203.0.113.7:50123"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::2"),
        (" 203.0.113.7 ", "203.0.113.7"),
    ],
)
def test_one_line_is_one_address(one, other):
    assert network(one) == network(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("203.0.113.7", "203.0.113.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), ("unknown", "203.0.113.7"), ("", "::")],
)
def test_two_lines_are_two_addresses(one, other):
    assert network(one) != network(other)


def test_what_no_address_is_is_kept_short():
    assert len(network("x" * 5000)) <= 64


def test_staff_with_a_queue_before_them_may_misread_more_codes():
    assert (codes_of("staff"), codes_of("guardian")) == (CODES_OF_STAFF, CODES_OF_GUARDIAN)
    assert CODES_OF_STAFF.most > CODES_OF_GUARDIAN.most


def test_the_purge_knows_the_longest_window():
    from booking.rules import limits

    assert max(one.minutes for one in vars(limits).values() if isinstance(one, Limit)) == LONGEST_MINUTES
