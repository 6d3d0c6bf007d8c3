"""From when a slot may be reserved, and until when.

What was decided where a key leaves it open:

* Weekly: the date is opened on the latest opening weekday W with W + ``first_day`` ≤ date. With 화 and 7, Tuesday the 3rd
  opens the dates from Tuesday the 10th to Monday the 16th.
* Monthly: ``days_of_month`` cuts the calendar into stretches, each from one opening day to the day before the next one,
  across ends of months and years. ``this``: a date is opened on the first day of its own stretch. ``next``: on the first
  day of the stretch before it. With [1, 16] and ``next``, 1 January opens the 16th to the 31st, and 16 January the 1st to
  the 15th of February.
* An opening on the date itself (``first_day = 0``, ``days = 0``, ``this``) may come after the day's first slots have begun:
  it is said all the same, and those slots may be reserved only as long as :func:`booking_closes` lets anybody.
* ``not_before`` puts off an earlier opening to that instant, for those who go first; the others still come
  ``others_after_minutes`` after them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice

from .policy import Openings, Policy
from .times import instant

NOBODY_FIRST = "nobody"


def opening(day: date, policy: Policy) -> datetime:
    """The instant (UTC) from which the first may reserve a slot of this date."""
    openings = policy.openings
    opens_at = instant(_opening_day(day, openings), openings.at)
    return opens_at if openings.not_before is None else max(opens_at, openings.not_before.astimezone(UTC))


def opening_for(day: date, policy: Policy, *, resident: bool) -> datetime:
    """The instant (UTC) from which somebody may reserve. ``resident``: belongs to those whom ``residents_first`` names."""
    openings = policy.openings
    waits = openings.residents_first != NOBODY_FIRST and not resident
    return opening(day, policy) + timedelta(minutes=openings.others_after_minutes if waits else 0)


def booking_closes(ends_at: datetime, policy: Policy) -> datetime:
    """The instant from which a slot that ends at ``ends_at`` may not be reserved any more; it may be after its start."""
    return ends_at - timedelta(minutes=policy.minutes.reserve_until_minutes_before_end)


def opening_minutes(weekday: int, policy: Policy) -> int | None:
    """From when a slot on such a weekday (0 = Monday) may be reserved, in minutes from the beginning of its date: mostly
    before it. ``None``: it differs from date to date."""
    openings = policy.openings
    if openings.kind == "monthly":
        return None
    back = openings.days
    if openings.kind == "weekly":
        back = openings.first_day + (weekday - openings.first_day - openings.day) % 7
    return openings.at.hour * 60 + openings.at.minute - back * 24 * 60


def booking_closes_minutes(ends: time, policy: Policy) -> int:
    """The same of :func:`booking_closes`, for a slot that ends then."""
    return ends.hour * 60 + ends.minute - policy.minutes.reserve_until_minutes_before_end


def _opening_day(day: date, openings: Openings) -> date:
    """The date on whose clock the opening is."""
    if openings.kind == "weekly":
        latest = day - timedelta(days=openings.first_day)
        return latest - timedelta(days=(latest.weekday() - openings.day) % 7)
    if openings.kind == "monthly":
        return _monthly(day, openings)
    return day - timedelta(days=openings.days)


def _monthly(day: date, openings: Openings) -> date:
    begun = (one for one in _opening_days_back(day, openings.days_of_month) if one <= day)
    return next(islice(begun, 0 if openings.covers == "this" else 1, None))


def _opening_days_back(day: date, days_of_month: tuple[int, ...]) -> Iterator[date]:
    """The opening days of the date's month and of those before it, from the latest to the earliest."""
    for months in count(day.year * 12 + day.month - 1, -1):
        for number in reversed(days_of_month):
            yield date(months // 12, months % 12 + 1, number)
