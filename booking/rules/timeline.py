"""What one layer says of one section over time, to see whether a file or a form says something new."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from .sections import section_of
from .statements import Statement, chosen_of, holding

Said = list[tuple[dict[str, Any], int, str]]
"""The contents that count on one date, with year and source."""


def said_on(statements: Sequence[Statement], day: date) -> Said:
    """What these statements of one layer and section say on ``day``."""
    return [(dict(one.content or {}), one.year, one.source) for one in chosen_on(statements, day)]


def first_difference(ones: Sequence[Statement], others: Sequence[Statement], today: date) -> date | None:
    """The first date from ``today`` on, on which the two say something else, or ``None``."""
    for day in changes_from([*ones, *others], today):
        if said_on(ones, day) != said_on(others, day):
            return day
    return None


def still_counting(statements: Sequence[Statement], today: date) -> list[Statement]:
    """Those that count on some date from ``today`` on, from the oldest to the newest."""
    found = {one.id: one for day in changes_from(statements, today) for one in chosen_on(statements, day)}
    return sorted(found.values(), key=lambda one: (one.valid_from, one.id))


def chosen_on(statements: Iterable[Statement], day: date) -> list[Statement]:
    """Those of one layer and section that count on ``day``, from the farthest to the nearest."""
    holds = holding(statements, day)
    return chosen_of(holds, section_of(holds[0].section).merge) if holds else []


def changes_from(statements: Iterable[Statement], today: date) -> list[date]:
    """``today`` and every later date on which something that is stated begins or has ended."""
    ones = list(statements)
    days = {one.valid_from for one in ones} | {one.valid_until + timedelta(days=1) for one in ones if one.valid_until}
    return [today, *sorted(day for day in days if day > today)]
