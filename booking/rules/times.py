"""Seoul's wall clock against instants. Instants are aware; days and times of day are Seoul's."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def seoul(instant: datetime) -> datetime:
    """The instant on Seoul's clock."""
    return instant.astimezone(SEOUL)


def seoul_date(instant: datetime) -> date:
    """The calendar day in Seoul at this instant."""
    return seoul(instant).date()


def instant(day: date, at: time) -> datetime:
    """The instant (UTC) at which Seoul's clock shows ``at`` on ``day``."""
    return datetime.combine(day, at, SEOUL).astimezone(UTC)


def days(first: date, last: date) -> list[date]:
    """Every date from ``first`` to ``last``, both included; empty when upside down."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def overlap(a_starts: datetime, a_ends: datetime, b_starts: datetime, b_ends: datetime) -> bool:
    """Whether two stretches of time share a moment; one that ends as the other begins does not."""
    return a_starts < b_ends and b_starts < a_ends
