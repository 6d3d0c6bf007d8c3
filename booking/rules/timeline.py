"""What one layer says of one section over time: whether a file or a form says something new, and how to say it again.

Two tables say the same when they give, on every date from today on, the same values with the same years and sources. In
sections that merge key by key that is asked for each key, so two tables may stand beside each other from the same date on
where their keys differ: each with its own source.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from .sections import section_of
from .statements import Statement, chosen_of, holding

Said = dict[str, tuple[Any, int, str]]
"""What counts on one date: each key's value, year and source; of a section that is whole, its content under one name."""

WHOLE = ""
ONE_DAY = timedelta(days=1)


def said_on(statements: Sequence[Statement], day: date) -> Said:
    """What these statements of one layer and section say on ``day``."""
    chosen = chosen_on(statements, day)
    if chosen and _is_whole(chosen[0].section):
        one = chosen[-1]
        return {WHOLE: (dict(one.content or {}), one.year, one.source)}
    return {key: (value, one.year, one.source) for one in chosen for key, value in (one.content or {}).items()}


def first_difference(ones: Sequence[Statement], others: Sequence[Statement], today: date) -> date | None:
    """The first date from ``today`` on, on which the two say something else, or ``None``."""
    for day in changes([*ones, *others], today):
        if said_on(ones, day) != said_on(others, day):
            return day
    return None


def still_counting(statements: Sequence[Statement], today: date) -> list[Statement]:
    """Those that count on some date from ``today`` on, as they were said, from the oldest to the newest."""
    found = {one.id: one for day in changes(statements, today) for one in chosen_on(statements, day)}
    return sorted(found.values(), key=lambda one: (one.valid_from, one.id))


def restated(statements: Sequence[Statement], today: date) -> list[Statement]:
    """Statements that say the same from ``today`` on and may all stand in one file: those that count then, where that is
    enough, else one for each stretch of dates between two changes. They come in the order of a file."""
    counting = _counting(statements, today)
    if any(clash(one, other) for one, other in combinations(counting, 2)) or first_difference(counting, statements, today):
        counting = _stretches(statements, today)
    return [replace(one, id=number) for number, one in enumerate(counting)]


def changes(statements: Iterable[Statement], today: date) -> list[date]:
    """Today, and every later date from which these statements may say something else."""
    ones = list(statements)
    days = {one.valid_from for one in ones} | {one.valid_until + ONE_DAY for one in ones if one.valid_until}
    return [today, *sorted(day for day in days if day > today)]


def clash(one: Statement, other: Statement) -> bool:
    """Whether nobody can tell which of two statements of a section holds: both begin on the same date, or both have an end
    and share dates; unless they merge key by key and have no key in common."""
    if not _is_whole(one.section) and not (one.content or {}).keys() & (other.content or {}).keys():
        return False
    if one.valid_until is None or other.valid_until is None:
        return one.valid_until is other.valid_until and one.valid_from == other.valid_from
    return one.valid_from <= other.valid_until and other.valid_from <= one.valid_until


def _is_whole(section: str) -> bool:
    return section_of(section).merge == "whole"


def chosen_on(statements: Iterable[Statement], day: date) -> list[Statement]:
    """Those of one layer and section that count on ``day``, from the farthest to the nearest."""
    holds = holding(statements, day)
    return chosen_of(holds, section_of(holds[0].section).merge) if holds else []


def _counting(statements: Sequence[Statement], today: date) -> list[Statement]:
    """The statements that count on some date from ``today`` on, each with the keys that count."""
    keys: dict[int, set[str]] = {}
    known = {one.id: one for one in statements}
    for day in changes(statements, today):
        chosen = chosen_on(statements, day)
        if chosen and _is_whole(chosen[0].section):
            keys.setdefault(chosen[-1].id, set()).update(chosen[-1].content or {})
            continue
        for key, number in {key: one.id for one in chosen for key in one.content or {}}.items():
            keys.setdefault(number, set()).add(key)
    found = [replace(known[number], content=_only(known[number].content, own)) for number, own in keys.items()]
    return sorted(found, key=lambda one: (one.valid_until is not None, one.valid_from, one.id))


def _only(content: Mapping[str, Any] | None, keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in (content or {}).items() if key in keys}


def _stretches(statements: Sequence[Statement], today: date) -> list[Statement]:
    """What the statements say as one table for each stretch of dates (and, key by key, for each source)."""
    found = []
    days = changes(statements, today)
    for day, following in pairwise([*days, None]):
        assert day is not None
        until = None if following is None else following - ONE_DAY
        by_source: dict[tuple[int, str], dict[str, Any]] = {}
        for key, (value, year, source) in said_on(statements, day).items():
            by_source.setdefault((year, source), {}).update(value if key == WHOLE else {key: value})
        for (year, source), content in by_source.items():
            found.append(Statement(0, statements[0].layer, statements[0].section, content, day, until, year, source))
    return found
