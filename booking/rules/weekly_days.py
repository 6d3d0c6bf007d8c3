"""The weekly closing days of a café, and where they go when they are holidays.

A *weekly closing day* is a date whose weekday is not among ``days.open``, which ``open_nth`` does not open, and which lies
inside the season (outside it the café does not run, so nothing moves). What happens when it is a public holiday, by
``holidays.weekly_day_on_holiday``:

* ``stays``: nothing.
* ``next_day``: the date follows the switches for holidays, and the date after it is closed. It is closed also when the
  switches closed the holiday itself (중랑: closed on holidays, and "월요일이 공휴일이면 다음 날 휴관"), and also when it
  is a holiday on which the café would open.
* ``after_run``: the date and the public holidays that follow it directly, day by day, are open whatever the switches say;
  the first later date that is neither a public holiday nor a Saturday or Sunday is closed (서울식물원).

Several weekly closing days move each by itself. With ``next_day`` a Sunday and a Monday that are both holidays become a
Monday and a Tuesday. Two that arrive at the same date close it once; one that arrives at a date that is closed anyway
(another weekly closing day) is spent there.

Only the weekly day moves: a date closed by ``closed_nth``, by a stated stretch or an order does not. Ordered or stated
closings and extra openings of the weekly day itself change nothing about the date it moves to. The earlier dates are judged
by what holds for the café on the date that is asked about.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import takewhile

from .holiday_days import DAYS_BEFORE, Holiday
from .kinds import NTHS, WEEKDAYS
from .policy import Policy

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def nth_of(day: date, pairs: frozenset[tuple[int, int]]) -> tuple[int, int] | None:
    """The one of these n-th weekdays of a month (n = -1: the last one) that the date is, or ``None``."""
    if not pairs:
        return None
    is_last = (day + timedelta(days=7)).month != day.month
    names = ((day.day + 6) // 7, day.weekday()), (-1 if is_last else 0, day.weekday())
    return next((name for name in names if name in pairs), None)


def nth_words(name: tuple[int, int]) -> str:
    """``셋째 월요일``."""
    n, weekday = name
    return f"{NTHS[n if n < 0 else n - 1]} {WEEKDAYS[weekday]}요일"


def closes_weekly(day: date, policy: Policy) -> bool:
    """Whether the date's weekday is closed, and it is no n-th weekday that is open."""
    return day.weekday() not in policy.days.open and nth_of(day, policy.days.open_nth) is None


def in_spans(day: date, policy: Policy) -> bool:
    """Whether the date lies in the season's stretches; a café that states none runs the year round."""
    spans = policy.season.spans if policy.season else ()
    return not spans or any(first <= day <= last for first, last in spans)


def moved_from(day: date, policy: Policy, holidays: Mapping[date, Holiday]) -> date | None:
    """The weekly closing day that moved to this date (the latest, of several), or ``None``."""
    how = policy.holidays.weekly_day_on_holiday
    if how == "next_day":
        yesterday = day - ONE_DAY
        return yesterday if _moves(yesterday, policy, holidays) else None
    if how != "after_run" or _in_run(day, holidays):
        return None
    run = takewhile(lambda one: _in_run(one, holidays), _back_from(day - ONE_DAY))
    return next((one for one in run if _moves(one, policy, holidays)), None)


def moves_away(day: date, policy: Policy, holidays: Mapping[date, Holiday]) -> bool:
    """Whether the date is a weekly closing day that is not closed as such, because it is a public holiday."""
    return policy.holidays.weekly_day_on_holiday != "stays" and _moves(day, policy, holidays)


def opened_by_run(day: date, policy: Policy, holidays: Mapping[date, Holiday]) -> bool:
    """Whether ``after_run`` opens the date: a weekly closing day on a holiday, or a holiday that follows one directly."""
    if policy.holidays.weekly_day_on_holiday != "after_run":
        return False
    run = takewhile(lambda one: _is_public(one, holidays), _back_from(day))
    return any(_moves(one, policy, holidays) for one in run)


def _moves(day: date, policy: Policy, holidays: Mapping[date, Holiday]) -> bool:
    return _is_public(day, holidays) and closes_weekly(day, policy) and in_spans(day, policy)


def _is_public(day: date, holidays: Mapping[date, Holiday]) -> bool:
    found = holidays.get(day)
    return found is not None and found.is_public


def _in_run(day: date, holidays: Mapping[date, Holiday]) -> bool:
    return day.weekday() >= SATURDAY or _is_public(day, holidays)


def _back_from(day: date) -> Iterator[date]:
    """The date and those before it, as far as holidays are known."""
    return (day - timedelta(days=n) for n in range(DAYS_BEFORE))
