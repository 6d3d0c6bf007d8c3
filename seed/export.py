"""Write a café back as a file: what holds from today on, with dates, years and sources. Loading it again changes nothing."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cafe
from booking.rules.sections import PERIOD_SECTIONS, SECTIONS, section_of
from booking.rules.statements import Statement
from booking.rules.timeline import still_counting

from .shapes import PLACE, UNDATED, WITHDRAW
from .write_statements import Scope, rows_of


def cafe_file(session: Session, code: str, today: date) -> str | None:
    """The file of the café with this code, or ``None``."""
    cafe = session.scalars(select(Cafe).where(Cafe.code == code)).one_or_none()
    if cafe is None:
        return None
    scope = Scope(cafe.name, "cafe", since=today, today=today, cafe_id=cafe.id)
    return "\n".join([*_head(cafe), *_tables(rows_of(session, scope), today)])


def _head(cafe: Cafe) -> Iterator[str]:
    yield f"# 서울형 키즈카페 {cafe.district.name} {cafe.name}"
    yield "# 쓰는 법: docs/cafe-file.md"
    yield ""
    yield f"code = {_text(cafe.code)}"
    yield ""
    yield "[place]"
    values = {key: cafe.district.name if key == "district" else getattr(cafe, key) for key in PLACE}
    for key, value in values.items():
        yield f"{key} = {_text(value) if isinstance(value, str) else value}"
    yield f"year = {cafe.year}"
    yield f"source = {_text(cafe.source or '')}"


def _tables(rows: Iterable[Statement], today: date) -> Iterator[str]:
    by_section: dict[str, list[Statement]] = {}
    for one in rows:
        by_section.setdefault(one.section, []).append(one)
    order = [*SECTIONS, *sorted(by_section.keys() - SECTIONS.keys())]
    for section in (name for name in order if name in by_section):
        counting = _with_withdrawals(by_section[section], today)
        for one in counting:
            yield ""
            yield from _table(one, several=len(counting) > 1)


def _with_withdrawals(rows: list[Statement], today: date) -> list[Statement]:
    """What counts from today on, and what withdraws some of it then. A withdrawal takes what stands above it in the file."""
    counting = still_counting(rows, today)
    ending = [
        one
        for one in rows
        if one.content is None and _ends_later(one, today) and any(other.id < one.id for other in counting)
    ]
    return sorted([*counting, *ending], key=lambda one: one.id) if ending else counting


def _ends_later(withdrawal: Statement, today: date) -> bool:
    """Whether it still has to be told: not yet begun, or with an end after which the older statements speak again."""
    if withdrawal.valid_until is None:
        return withdrawal.valid_from > today
    return withdrawal.valid_until >= today


def _table(one: Statement, *, several: bool) -> Iterator[str]:
    name = _name(one.section)
    yield f"[[{name}]]" if several else f"[{name}]"
    content = dict(one.content or {})
    inner = {section: content.pop(section) for section in PERIOD_SECTIONS if section in content}
    yield from _values(one.section, content)
    if one.content is None:
        yield f"{WITHDRAW} = true"
    if one.section.split(".", 1)[0] not in UNDATED:
        yield f"from = {one.valid_from.isoformat()}"
        if one.valid_until is not None:
            yield f"until = {one.valid_until.isoformat()}"
    yield f"year = {one.year}"
    yield f"source = {_text(one.source)}"
    for section, values in inner.items():
        yield ""
        yield f"[{name}.{section}]"
        yield from _values(section, values)


def _name(section: str) -> str:
    first, _, second = section.partition(".")
    return section if section in SECTIONS or not second else f"{first}.{_text(second)}"


def _values(section: str, content: Mapping[str, Any]) -> Iterator[str]:
    keys = section_of(section).keys
    for key in keys:
        if key in content:
            yield f"{key} = {keys[key].kind.toml(content[key])}"


def _text(value: str) -> str:
    # TOML's basic strings know JSON's escapes; a slash is not escaped by either.
    return json.dumps(value, ensure_ascii=False)
