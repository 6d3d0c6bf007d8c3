"""Write what a file states as rows with the date from which they hold; rows are added, never edited.

Only what the file says differently **from today on** is written: yesterday's rules stay as they were, also where a table's
own date is in the past. Reading the same file again, or one that :mod:`seed.export` wrote, adds nothing. What an official
entered on a page is not the file's: as long as the file says of a section what it said before, the official's value stays.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.db import table
from booking.models import StatementRow
from booking.policies import statement_of
from booking.rules.korean import settled, with_particle
from booking.rules.outer_ages import outer_bounds
from booking.rules.statements import Layer, Statement
from booking.rules.timeline import first_difference, restated, said_on

from .facts import Stated
from .statements import statements_of

NO_LONGER_STATED = "파일에 더는 적지 않음"
OUTER_WORD = "{}: [{}]의 나이는 시의 0~9세를 벗어납니다. 지점이 밝힌 출처: {}"


@dataclass(frozen=True)
class Scope:
    """Who speaks: the city, a district or a café.

    ``since``: from when its tables without a date hold. ``is_new``: nothing was ever decided under it, so what its first
    file says may hold from dates in the past; all that comes later holds from ``today`` on.
    """

    name: str
    layer: Layer
    since: date
    today: date
    is_new: bool
    district_id: int | None = None
    cafe_id: int | None = None


@dataclass(frozen=True)
class Changed:
    """One sentence for all sections that changed in the same way, and how many did."""

    sentences: list[str]
    rules: int


def write_statements(session: Session, scope: Scope, stated: Iterable[Stated], now: datetime) -> Changed:
    """Add what differs."""
    stated = list(stated)
    wanted = _by_section(statements_of(stated, scope.layer, scope.since))
    rows = _by_section(rows_of(session, scope))
    sections: dict[str, list[str]] = {}
    for section in sorted(wanted.keys() | rows.keys()):
        done = _write_section(session, scope, section, wanted.get(section, []), rows.get(section, []), now)
        if done is not None:
            dated = [one for one in wanted.get(section, []) if stated[one.id].valid_from is not None]
            done += _unused(scope, dated, rows.get(section, []))
            sections.setdefault(done, []).append(section)
    said = {done: "[" + "], [".join(names) + "]" for done, names in sections.items()}
    sentences = [f"{scope.name}: {with_particle(names, '을')} {done}." for done, names in said.items()]
    changed = [section for names in sections.values() for section in names]
    written = (one for section in changed for one in wanted.get(section, ()))
    return Changed([*sentences, *_outer_words(scope, written)], len(changed))


def _unused(scope: Scope, dated: Iterable[Statement], rows: list[Statement]) -> str:
    """Of these tables' own dates those in the past, from which what they say did not hold: they stay unused."""
    past = [] if scope.is_new else [one for one in dated if one.valid_from < scope.today]
    new = [one for one in past if not said_on([one], one.valid_from).items() <= said_on(rows, one.valid_from).items()]
    days = ", ".join(str(one.valid_from) for one in new)
    return settled(f"(적은 from {days}은(는) 이미 지나 쓰지 않습니다)") if days else ""


def _outer_words(scope: Scope, written: Iterable[Statement]) -> dict[str, None]:
    """Of bands beyond the city's 0 to 9, which nobody's word but the café's own may bring: that they are, and whose word."""
    beyond = (one for one in written if any(outer_bounds(one.section, one.content or {})))
    still = (one for one in beyond if one.valid_until is None or one.valid_until >= scope.today)
    return dict.fromkeys(OUTER_WORD.format(scope.name, one.section, one.source) for one in still)


def rows_of(session: Session, scope: Scope) -> list[Statement]:
    """Everything that this layer states, in the order of writing."""
    found = select(table(StatementRow)).where(
        StatementRow.cafe_id.is_(None) if scope.cafe_id is None else StatementRow.cafe_id == scope.cafe_id,
        StatementRow.district_id.is_(None) if scope.district_id is None else StatementRow.district_id == scope.district_id,
    )
    return [statement_of(row) for row in session.execute(found.order_by(StatementRow.id)).mappings()]


def _by_section(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in statements:
        found.setdefault(one.section, []).append(one)
    return found


def _write_section(
    session: Session, scope: Scope, section: str, wanted: list[Statement], rows: list[Statement], now: datetime
) -> str | None:
    if scope.is_new:
        in_order = sorted(wanted, key=lambda one: (one.valid_from, one.valid_until is not None))
        return _add(session, scope, section, in_order, None, now)
    files = [one for one in rows if not one.by_official]
    first = first_difference(wanted, files, scope.today)
    if first is None or first_difference(wanted, rows, scope.today) is None:
        return None
    if rows:
        _row(session, scope, section, None, first, None, first.year, NO_LONGER_STATED, now)
    return _add(session, scope, section, restated(wanted, first), first, now)


def _add(
    session: Session, scope: Scope, section: str, wanted: list[Statement], first: date | None, now: datetime
) -> str | None:
    """Add the statements, none of them from earlier than ``first`` (``None``: each from its own date); what was done."""
    for one in wanted:
        begins = one.valid_from if first is None else max(one.valid_from, first)
        _row(session, scope, section, one.content, begins, one.valid_until, one.year, one.source, now)
    if first is None:
        return "넣었습니다" if wanted else None
    return f"{first}부터 {'이 파일대로 합니다' if wanted else '거둡니다'}"


def _row(
    session: Session,
    scope: Scope,
    section: str,
    content: Mapping[str, Any] | None,
    valid_from: date,
    valid_until: date | None,
    year: int,
    source: str,
    now: datetime,
) -> None:
    session.add(
        StatementRow(
            district_id=scope.district_id,
            cafe_id=scope.cafe_id,
            section=section,
            content=None if content is None else json.dumps(content, ensure_ascii=False, sort_keys=True),
            valid_from=valid_from,
            valid_until=valid_until,
            year=year,
            source=source,
            created_at=now,
        )
    )
    # One at a time: a later row must have a larger id.
    session.flush()
