"""What an order makes of a slot's capacity, and whom it costs the place."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from booking.rules.capacities import (
    CapacityOrder,
    ChangeFacts,
    HeldPlaces,
    SlotEffect,
    capacity_under,
    changed_capacity,
    covers_period,
    newest_to_cancel,
    order_refusal,
)
from booking.rules.date_ranges import range_refusal
from booking.rules.refusals import Code

TODAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
ORDER = CapacityOrder(10, None, TODAY, TODAY, None, "공사")


@pytest.mark.parametrize(
    ("places", "percent", "expected"),
    [(7, None, 7), (0, None, 0), (None, 50, 10), (None, 33, 6), (None, 0, 0), (None, 150, 30), (None, 99, 19)],
)
def test_an_order_is_a_number_or_a_percent_of_the_timetable_rounded_down(places, percent, expected):
    assert changed_capacity(20, places, percent) == expected


def test_half_of_half_is_still_half_of_the_timetable():
    changes = [ChangeFacts(1, None, 50), ChangeFacts(2, None, 50)]

    assert capacity_under(20, changes) == 10


def test_the_newest_order_wins_in_whatever_sequence_they_are_read():
    changes = [ChangeFacts(3, 5, None), ChangeFacts(7, None, 200), ChangeFacts(4, 9, None)]

    assert capacity_under(20, changes) == 40
    assert capacity_under(20, []) == 20


def test_periods_are_compared_as_numbers_not_as_letters():
    assert covers_period("1,3", 3)
    assert not covers_period("11,13", 1)
    assert covers_period(None, 9)


def test_a_slot_is_below_only_when_more_are_booked_than_asked_for():
    assert SlotEffect(1, 20, 9, 10).is_below_taken
    assert not SlotEffect(1, 20, 10, 10).is_below_taken
    assert not SlotEffect(1, 10, 10, 10).changes


def held(number: int, *, children: int = 1, minutes: int = 0, inside: bool = False) -> HeldPlaces:
    return HeldPlaces(number, NINE + timedelta(minutes=minutes), children, inside)


def test_the_newest_are_cancelled_first_and_as_few_as_it_takes():
    families = [held(1, minutes=1), held(2, minutes=30), held(3, minutes=20), held(4, minutes=10)]

    assert newest_to_cancel(2, 4, families) == [2, 3]


def test_of_the_same_instant_the_later_row_is_the_newer_one():
    assert newest_to_cancel(1, 2, [held(1), held(2)]) == [2]


def test_a_reservation_goes_as_a_whole_even_when_that_frees_more_than_needed():
    assert newest_to_cancel(4, 5, [held(1, children=2), held(2, children=3, minutes=1)]) == [2]


def test_a_family_with_somebody_inside_is_never_cancelled():
    families = [held(1), held(2, children=1, minutes=5, inside=True)]

    assert newest_to_cancel(0, 3, families) == [1]


def test_nothing_is_cancelled_when_all_fit():
    assert newest_to_cancel(3, 3, [held(1), held(2), held(3)]) == []


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"places": -1}, Code.CAPACITY_OUT_OF_BOUNDS, "amount"),
        ({"places": 1001}, Code.CAPACITY_OUT_OF_BOUNDS, "amount"),
        ({"places": None}, Code.CAPACITY_OUT_OF_BOUNDS, "amount"),
        ({"places": None, "percent": 501}, Code.CAPACITY_OUT_OF_BOUNDS, "amount"),
        ({"from_date": TODAY - timedelta(days=1)}, Code.DATE_PASSED, "from_date"),
        ({"from_date": TODAY + timedelta(days=1)}, Code.DATES_UPSIDE_DOWN, "to_date"),
        ({"to_date": TODAY + timedelta(days=366)}, Code.DATES_TOO_LONG, "to_date"),
        ({"to_date": TODAY + timedelta(days=731)}, Code.DATE_TOO_FAR, "to_date"),
        ({"from_date": date(9999, 12, 31), "to_date": date(9999, 12, 31)}, Code.DATE_TOO_FAR, "from_date"),
        ({"reason": "  "}, Code.REASON_MISSING, "reason"),
    ],
)
def test_an_order_out_of_bounds_is_refused_at_its_field(changed, code, field):
    refusal = order_refusal(replace(ORDER, **changed), TODAY)

    assert refusal is not None
    assert (refusal.code, refusal.field) == (code, field)


@pytest.mark.parametrize("changed", [{}, {"places": 0}, {"places": 1000}, {"places": None, "percent": 500}])
def test_an_order_within_bounds_is_allowed(changed):
    assert order_refusal(replace(ORDER, **changed), TODAY) is None


def test_a_year_of_dates_is_the_most():
    assert range_refusal(TODAY, TODAY + timedelta(days=365), "공사", TODAY) is None
