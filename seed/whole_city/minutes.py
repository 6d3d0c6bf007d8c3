"""Instants as whole minutes since 1970, and as the text that both databases read: a million of them are wanted."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from booking.rules.times import instant

A_DAY = 24 * 60
_FIRST = date(1970, 1, 1)
_CLOCK = [f" {n // 60:02}:{n % 60:02}:00.000000" for n in range(A_DAY)]


def minutes(moment: datetime) -> int:
    """An instant in minutes, rounded down."""
    return int(moment.timestamp() // 60)


@cache
def at(day: date, clock: time) -> int:
    """The minute at which Seoul's clock shows ``clock`` on ``day``."""
    return minutes(instant(day, clock))


def text(minute: int) -> str:
    """The instant in UTC, as SQLite keeps it and as PostgreSQL reads it while its clock is UTC."""
    day, clock = divmod(minute, A_DAY)
    return _day(day) + _CLOCK[clock]


def moment(minute: int) -> datetime:
    """The minute as an instant."""
    return datetime.fromtimestamp(minute * 60, UTC)


@cache
def _day(number: int) -> str:
    return (_FIRST + timedelta(days=number)).isoformat()
